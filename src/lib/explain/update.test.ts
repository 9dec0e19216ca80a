import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { expectSettable } from '../../../tests/katex';
import type { Document, TensorLiteral } from '../graph/document';
import { setTraining } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import type { UpdateEvent } from '../graph/trace';
import type { OptimizerSettings } from '../train/settings';
import { isStepped, stepWithTrace } from '../train/step';
import { START } from '../train/train';
import { stepFormula } from './formulas';
import { stepLabel } from './labels';
import { sentence } from './sentences';
import { updateFormula } from './update';

/** The updates of some steps, one after the other. */
function updates(
  source: string,
  at: Record<string, TensorLiteral>,
  optimizer: OptimizerSettings,
  count = 3
): { doc: Document; events: UpdateEvent[] } {
  let doc = formula(source, at);
  const edit = setTraining(doc, { optimizer });
  if (edit.ok) doc = applyPatch(doc, edit.patch);
  let state = START;
  const events: UpdateEvent[] = [];
  for (let k = 0; k < count; k++) {
    const made = stepWithTrace(doc, state);
    if (!isStepped(made)) throw new Error(made.message);
    ({ state } = made);
    events.push(...made.run.trace.filter((event) => event.kind === 'update'));
    for (const [id, value] of made.values) {
      doc = applyPatch(doc, { nodes: { [id]: { ...doc.nodes[id], value } as never } });
    }
  }
  return { doc, events };
}

const sgd = (more: Partial<OptimizerSettings> = {}): OptimizerSettings =>
  ({ kind: 'sgd', lr: 0.1, momentum: 0, nesterov: false, weightDecay: 0, ...more }) as never;
const adam = (more: Partial<OptimizerSettings> = {}): OptimizerSettings =>
  ({ kind: 'adam', lr: 0.1, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, ...more }) as never;

/** What a plain sum of numbers comes to: `0.5 − 0.1 · (4 + 1)`. */
function sumOf(text: string): number {
  const tokens = text.replaceAll('−', '-').match(/√|²|\d+(?:\.\d+)?(?:e-?\d+)?|[-+·/()]/g) ?? [];
  let next = 0;
  const atom = (): number => {
    const token = tokens[next++] ?? '';
    if (token === '-') return -atom();
    if (token === '√') return Math.sqrt(atom());
    let value = token === '(' ? sum() : Number(token);
    if (token === '(') next++;
    if (tokens[next] === '²') {
      next++;
      value *= value;
    }
    return value;
  };
  const product = (): number => {
    let value = atom();
    while (tokens[next] === '·' || tokens[next] === '/') {
      value = tokens[next++] === '·' ? value * atom() : value / atom();
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[next] === '+' || tokens[next] === '-') {
      value = tokens[next++] === '+' ? value + product() : value - product();
    }
    return value;
  };
  return sum();
}

/** Every `a + b = c` that a sentence says, as the two sides. */
const equations = (said: string): [number, number][] =>
  [...said.matchAll(/(?:is|:|=|squares) ([-−√(\d][^=;,]*?) = ([-−]?\d[\d.e−]*)/g)].map(
    ([, left = '', right = '']): [number, number] => [sumOf(left), sumOf(right.replace(/\.$/, ''))]
  );

const cases: [string, OptimizerSettings, number][] = [
  ['sgd', sgd(), 1],
  ['sgd with weight decay', sgd({ weightDecay: 0.5 }), 2],
  ['sgd with momentum', sgd({ momentum: 0.9 } as never), 1],
  ['sgd with nesterov', sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.1 } as never), 3],
  ['adam', adam(), 3],
  ['adam with weight decay', adam({ weightDecay: 0.5, eps: 0.5 } as never), 4]
];

describe.each(cases)('%s', (_, optimizer, least) => {
  const { doc, events } = updates('y = (w - 3)**2 + b*w', { w: 0.5, b: -2 }, optimizer);

  it('is told in sums that come to what they say', () => {
    expect(events.map(({ node }) => doc.nodes[node]?.name)).toHaveLength(6);
    for (const event of events) {
      const said = sentence(doc, event);
      expect(said).toMatch(/^Update: \S.*[^.]\.$/);
      expect(said).not.toMatch(/undefined|NaN|--|−−/);
      const found = equations(said);
      expect(found.length, said).toBeGreaterThanOrEqual(least);
      for (const [left, right] of found) {
        expect(Math.abs(left - right), said).toBeLessThan(2e-4 * Math.max(1, Math.abs(right)));
      }
    }
  });

  it('is set as a formula', () => {
    for (const event of events) {
      expect(stepFormula(doc, event, null, () => null)).toBe(updateFormula(doc, event));
      expectSettable(updateFormula(doc, event));
      expect(stepLabel(doc, event)).toBe(`Update: ${doc.nodes[event.node]?.name ?? ''}`);
    }
  });
});

it('says the plain rule plainly', () => {
  const { doc, events } = updates('y = 4*w', { w: 0.5 }, sgd(), 1);
  expect(events.map((event) => sentence(doc, event))).toEqual([
    'Update: w goes against its gradient: 0.5 − 0.1 · 4 = 0.1.'
  ]);
  expect(events.map((event) => updateFormula(doc, event))).toEqual([
    'w \\leftarrow w - \\eta \\, w\\mathtt{.grad} = 0.5 - 0.1 \\cdot \\htmlClass{backward-ink}{4} = \\htmlClass{forward-ink}{0.1}'
  ]);
});

it('says why a parameter stays', () => {
  const { doc, events } = updates('y = relu(w)', { w: -1 }, sgd(), 1);
  expect(sentence(doc, events[0] ?? null)).toMatch(/It stays, because its gradient is 0\.$/);
});

it('leaves out a parameter whose gradient is None', () => {
  const { doc, events } = updates('y = w*2 + detach(v)', { w: 1, v: 1 }, sgd(), 1);
  expect(events.map(({ node }) => node)).toEqual([named(doc, 'w').id]);
});
