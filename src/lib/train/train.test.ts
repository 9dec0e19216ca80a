import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { trainingExamples } from '../exchange/examples/training';
import { checkDocument, fromJson, toJson } from '../exchange/json';
import { type Document, emptyDocument } from '../graph/document';
import { markParameters, setTraining } from '../graph/edits';
import { verdictOf } from '../explain/training';
import { applyPatch } from '../graph/patch';
import { isRefusal, prepare } from './model';
import { type OptimizerSettings, type TrainingSettings } from './settings';
import { isStepped, stepWithTrace } from './step';
import { type Progress, START, train, type TrainOptions } from './train';

const trained = (doc: Document, options: TrainOptions = {}): Progress[] => [...train(doc, options)];
const end = (doc: Document, options: TrainOptions = {}): Progress => {
  const last = trained(doc, options).at(-1);
  if (!last) throw new Error('nothing was said');
  return last;
};
function withTraining(doc: Document, settings: Partial<TrainingSettings>): Document {
  const edit = setTraining(doc, settings);
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}
const example = (slug: string): Document => {
  const found = trainingExamples.find((one) => one.slug === slug);
  if (!found) throw new Error(slug);
  return found.build();
};

interface Quadratic {
  readonly settings: OptimizerSettings;
  readonly steps: readonly { readonly loss: number; readonly after: number }[];
}
const path = new URL('../../../tests/parity/fixtures/optimizers.json', import.meta.url);
const { quadratics } = JSON.parse(readFileSync(path, 'utf8')) as { quadratics: Quadratic[] };

describe.each(quadratics.map((one) => [JSON.stringify(one.settings), one] as const))(
  'y = x² + 2x + 1 by %s',
  (_, { settings, steps }) => {
    const doc = withTraining(formula('y = x**2 + 2*x + 1', { x: 2 }), {
      optimizer: settings,
      steps: steps.length
    });
    const x = named(doc, 'x').id;

    it('goes where PyTorch goes, in a run', () => {
      const { points } = end(doc, { chunk: Infinity, budget: Infinity });
      expect(points.map(({ loss }) => loss).slice(0, -1)).toEqual(
        steps.map(({ loss }) => Math.fround(loss))
      );
      expect(points.slice(1).map(({ values }) => values[0])).toEqual(
        steps.map(({ after }) => Math.fround(after))
      );
    });

    it('and step by step, with every update in the trace', () => {
      let [state, current] = [START, doc];
      for (const { loss, after } of steps) {
        const made = stepWithTrace(current, state);
        if (!isStepped(made)) throw new Error(made.message);
        expect(made.loss).toBe(Math.fround(loss));
        expect(made.values.get(x)).toBe(Math.fround(after));
        const update = made.run.trace.at(-1);
        expect(update?.kind === 'update' && update.after.item()).toBe(Math.fround(after));
        ({ state } = made);
        const node = named(current, 'x');
        current = applyPatch(current, {
          nodes: { [x]: { ...node, value: made.values.get(x) ?? 0 } as typeof node }
        });
      }
    });
  }
);

/** Losses that each example has to get below; where it begins is far above. */
const LOW: Readonly<Record<string, number>> = {
  'train-line': 0.08,
  'train-logistic': 0.1,
  'train-xor': 0.05,
  'train-moons': 0.1,
  'train-rosenbrock': 0.01
};

describe.each(trainingExamples.map((one) => [one.slug, one] as const))('%s', (slug, { build }) => {
  it('is a sound document, the same after writing and reading', () => {
    const doc = build();
    expect(checkDocument(doc)).toEqual({ ok: true, document: doc });
    expect(fromJson(toJson(doc))).toEqual({ ok: true, document: doc });
  });

  it('trains to a low loss', () => {
    const points = trained(build()).flatMap((one) => one.points);
    expect(end(build()).ending).toEqual({ kind: 'finished' });
    expect(points[0]?.loss).toBeGreaterThan(5 * (LOW[slug] ?? 0));
    expect(points.at(-1)?.loss).toBeLessThan(LOW[slug] ?? 0);
  });

  it('goes the same way twice, whatever the slices', () => {
    const whole = end(build(), { steps: 30 });
    const sliced = end(build(), { steps: 30, chunk: 7, budget: 0 });
    expect(sliced.values).toEqual(whole.values);
    expect(sliced.loss).toBe(whole.loss);
  });

  it('goes on from where it was', () => {
    const doc = build();
    const whole = end(doc, { steps: 20 });
    const first = end(doc, { steps: 9 });
    const nodes = Object.fromEntries(
      [...first.values].map(([id, value]) => [id, { ...doc.nodes[id], value }])
    ) as Document['nodes'];
    const rest = end(applyPatch(doc, { nodes }), { steps: 11, state: first.state });
    expect(rest.values).toEqual(whole.values);
    expect(rest.state.step).toBe(20);
  });
});

describe('a run', () => {
  it('follows the seed where rows are shuffled', () => {
    const moons = example('train-moons');
    const values = (seed: number) => end(withTraining(moons, { seed }), { steps: 7 }).values;
    expect(values(0)).toEqual(values(0));
    expect(values(0)).not.toEqual(values(1));
  });

  it('may be fed row by row, as single numbers', () => {
    const doc = formula('p = w*x + b; loss = (p - y)**2', { w: 0, b: 0, x: 0, y: 0 });
    const line = example('train-line');
    const nodes = Object.fromEntries(
      ['x', 'y'].map((name) => {
        const node = named(doc, name);
        return [node.id, { ...node, role: 'data', columns: [name], requiresGrad: false }];
      })
    ) as Document['nodes'];
    const bound = applyPatch(doc, { nodes, meta: { data: line.meta.data } });
    const rows = withTraining(bound, {
      batch: 'row',
      steps: 400,
      optimizer: { kind: 'sgd', lr: 0.02, momentum: 0, nesterov: false, weightDecay: 0 }
    });
    const { values, ending } = end(rows);
    expect(ending).toEqual({ kind: 'finished' });
    expect(values.get(named(doc, 'w').id)).toBeCloseTo(0.8, 1);
    expect(values.get(named(doc, 'b').id)).toBeCloseTo(0.5, 0);
    const model = prepare(rows);
    expect(!isRefusal(model) && model.isKernel).toBe(true);
  });

  it('that goes too far is stopped, with the last finite values', () => {
    const steep = withTraining(formula('y = x**4', { x: 3 }), {
      optimizer: { kind: 'sgd', lr: 1, momentum: 0, nesterov: false, weightDecay: 0 }
    });
    const { ending, values, points } = end(steep);
    expect(ending?.kind).toBe('diverged');
    expect([...values.values()].every((value) => Number.isFinite(value))).toBe(true);
    expect(points.length).toBeLessThan(12);
    const endless = withTraining(formula('y = -exp(x)', { x: 1 }), { steps: 100 });
    expect(end(endless).ending?.kind).toBe('diverged');
  });

  it.each([
    ['y = x**4', 30, 1, 'rate'],
    ['y = log(x)', -1, 0.1, 'loss'],
    ['y = sqrt(x)', 0, 0.1, 'gradient'],
    ['y = sqrt(x) - 3', 0, 0.1, 'gradient'],
    ['y = -exp(x)', 1, 0.1, 'endless'],
    ['y = x**3', -3, 1, 'endless'],
    // The other parameter gets no gradient at all.
    ['y = sqrt(x) + detach(w)', 0, 0.1, 'gradient'],
    ['y = (x - 1)**2', 1.5, 1e300, 'rate']
  ])('of %s from %s with rate %s says what it came to grief on: %s', (source, x, lr, cause) => {
    const doc = withTraining(formula(source, { x }), {
      optimizer: { kind: 'sgd', lr, momentum: 0, nesterov: false, weightDecay: 0 }
    });
    const { ending } = end(doc);
    expect(ending).toMatchObject({ kind: 'diverged', cause });
    const said = ending ? verdictOf(ending, lr) : null;
    expect(/too large/.test(said?.message ?? '')).toBe(cause === 'rate');
    const stepped = stepWithTrace(doc);
    if (cause === 'loss' || cause === 'gradient') expect(stepped).toMatchObject({ cause });
  });

  it('keeps at most two thousand points of its path', () => {
    const doc = withTraining(formula('y = x**2', { x: 1 }), { steps: 10_000 });
    const points = trained(doc).flatMap((one) => one.points);
    expect(points.length).toBeLessThanOrEqual(2002);
    expect(points.at(-1)?.step).toBe(10_000);
  });
});

describe('what can’t be trained says why', () => {
  it.each([
    ['an empty document', emptyDocument(), /nothing to train/],
    [
      'no parameter',
      withInput(formula('y = x + 2', { x: 1 }), 'x', { requiresGrad: false }),
      /No input/
    ],
    ['a loss of several numbers', formula('y = x**2', { x: [1, 2] }), /shape \[2\]/],
    ['no gradient', formula('y = detach(x)', { x: 1 }), /grad|No gradient/],
    ['a fault', formula('y = x @ w', { x: [1, 2], w: [1, 2, 3] }), /Error/]
  ] as const)('%s', (_, doc, message) => {
    const { ending } = end(doc);
    expect(ending?.kind === 'refused' && ending.reason.message).toMatch(message);
    expect(isStepped(stepWithTrace(doc))).toBe(false);
  });
});

it('marks are kept only where they say something', () => {
  const doc = formula('y = a*b', { a: 1, b: 2 });
  const [a, b] = [named(doc, 'a').id, named(doc, 'b').id];
  const mark = (of: Document, ids: string[]): Document => {
    const edit = markParameters(of, ids);
    return edit.ok ? applyPatch(of, edit.patch) : of;
  };
  const one = mark(doc, [a]);
  expect(one.nodes[a]).toMatchObject({ role: 'parameter' });
  expect(mark(one, [a, b]).nodes).toEqual(doc.nodes);
  expect(markParameters(doc, []).ok).toBe(false);
});
