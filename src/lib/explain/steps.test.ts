import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../../tests/expressions';
import { expectSettable } from '../../../tests/katex';
import { isNear } from '../../../tests/parity/differences';
import { documents, evenly } from '../../../tests/random-documents';
import { sampleDocument } from '../../../tests/sample-document';
import { noGrad } from '../autograd/mode';
import { examples } from '../exchange/examples';
import { buildFormula } from '../formula';
import {
  edgeId,
  emptyDocument,
  type Document,
  type FunctionSource,
  type GraphNode
} from '../graph/document';
import { applyPatch } from '../graph/patch';
import { compile } from '../graph/program';
import { run, type Run } from '../graph/run';
import type { ContributionEvent, SavedTensor, TraceEvent } from '../graph/trace';
import { tensors } from '../ops/dispatch';
import { operation, operations } from '../ops/registry';
import { reduceTo } from '../ops/reshape';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { stepFormula } from './formulas';
import { localDerivatives } from './local';
import { Timeline } from './frames';
import { nodeRule } from './rule';
import { isSummed, sentence } from './sentences';
import { shelfEntries } from './shelf';

/** Numbers that a sentence says, names left out. */
function numbersIn(said: string, names: readonly string[]): number[] {
  const words = new Set(names);
  const bare = said.replace(/[A-Za-z_]\w*/g, (word) =>
    word === 'NaN' || word === 'True' || word === 'False' || !words.has(word) ? word : ''
  );
  const found = bare.match(/−?(?:\d+(?:\.\d+)?(?:e[−+]?\d+)?|∞)|NaN|True|False/g) ?? [];
  return found.map((text) => {
    if (text === 'True' || text === 'False') return Number(text === 'True');
    return Number(text.replaceAll('−', '-').replace('∞', 'Infinity'));
  });
}

/** Three elements are told, and a fourth where it is the last one or ends its row. */
function first(t: Tensor): number[] {
  const row = t.shape.at(-1) ?? 1;
  return t.values().slice(0, t.numel <= 4 || row === 2 || row === 4 ? 4 : 3);
}

const onShelf = (doc: Document, node: string, saved: readonly SavedTensor[]): number[] =>
  shelfEntries(doc, node, saved).flatMap(({ value }) => first(value));

/** The numbers of the trace that a step is about, in the order in which they are told. */
function numbersOf(doc: Document, event: TraceEvent): number[] {
  switch (event.kind) {
    case 'leaf':
      return first(event.output);
    case 'forward':
      return [
        ...[
          ...event.inputs.filter(({ source }) => source === null),
          ...event.inputs,
          { value: event.output }
        ].flatMap(({ value }) => first(value)),
        ...onShelf(doc, event.node, event.saved)
      ];
    case 'seed':
    case 'update':
      return first(event.grad);
    case 'accumulate':
      return first(event.total);
    case 'contribution': {
      const { node, upstream, local, contribution, arrival, sum, taken } = event;
      const told = [
        upstream,
        ...(local ? [local] : []),
        contribution,
        ...(arrival > 1 ? [sum] : [])
      ];
      return [...told.flatMap(first), ...onShelf(doc, node, taken)];
    }
    case 'refused':
    case 'body':
      return [];
  }
}

/** Five significant digits are told. */
const isTold = (said: number | undefined, meant: number | undefined): boolean =>
  said === meant ||
  // Five digits of the largest double are larger than any.
  (said === Infinity && meant === Number.MAX_VALUE) ||
  (said === -Infinity && meant === -Number.MAX_VALUE) ||
  Object.is(said, meant) ||
  Math.abs((said ?? NaN) / (meant ?? NaN) - 1) < 6e-5;

/** Shapes and attributes are numbers too, beside those of the trace. */
function saysMore(doc: Document, event: TraceEvent): boolean {
  const node = doc.nodes[event.node];
  if (event.kind === 'contribution') return isSummed(event);
  if (event.kind !== 'forward' || node?.kind !== 'op') return false;
  const isSpread = event.inputs.some(({ value }) => !sameShape(value.shape, event.output.shape));
  return isSpread || node.attributes !== undefined || !operation(node.op)?.elementwise;
}

/** Whether all that is meant is told, in order, among other numbers. */
function isTalliedIn(found: readonly number[], meant: readonly number[]): boolean {
  let next = 0;
  for (const number of found) if (isTold(number, meant[next])) next += 1;
  return next === meant.length;
}

function expectSentence(doc: Document, event: TraceEvent): void {
  const said = sentence(doc, event);
  expect(said).toMatch(/^(Leaf|Forward|Backward): \S.*[^.]\.$|^Backward starts at .*[^.]\.$/);
  expect(said).not.toMatch(/undefined|\. |--|(?<!=)\(\)| {2}/);
  expect(said).toContain(doc.nodes[event.node]?.name);
  const words = Object.values(doc.nodes).flatMap((node) => [
    node.name,
    node.kind === 'custom' ? node.fn.name : node.kind === 'op' ? node.op : ''
  ]);
  const saved =
    event.kind === 'forward' ? event.saved : event.kind === 'contribution' ? event.taken : [];
  const savedNames = shelfEntries(doc, event.node, saved).map(({ name }) => name);
  const unnamed = savedNames.reduce((text, name) => text.replace(`${name} = `, ''), said);
  const found = numbersIn(unnamed, words);
  let meant = numbersOf(doc, event);
  // `neg = −a = −2` doesn't repeat itself: there the rule with numbers is the result.
  if (event.kind === 'forward' && found.length < meant.length) {
    meant = [...first(event.output), ...onShelf(doc, event.node, saved)];
  }
  const isPlain =
    found.length === meant.length && found.every((number, k) => isTold(number, meant[k]));
  expect(
    isPlain || (saysMore(doc, event) && isTalliedIn(found, meant)),
    `${said} tells ${found.join(', ')}, the trace has ${meant.join(', ')}`
  ).toBe(true);
}

const near = (a: Tensor, b: Tensor, tolerance: number): boolean => {
  const others = b.values();
  return a.values().every((value, k) => isNear(value, others[k] ?? NaN, tolerance));
};

/** upstream × local, summed to the input's shape. */
function products({ upstream, local, contribution }: ContributionEvent): Tensor[] {
  if (!local) return [];
  const plain = tensors.mul(upstream, local);
  // relu and where pass nothing on where their slope is 0, not even of an infinite gradient, and xlogy nothing of
  // a gradient of 0.
  const blockedBy = (factor: Tensor): Tensor =>
    tensors.where(tensors.eq(factor, tensors.num(0)), tensors.num(0), plain);
  return [plain, blockedBy(local), blockedBy(upstream)].map((product) =>
    reduceTo(product, contribution.shape)
  );
}

/** Each contribution is upstream × local, and what has arrived at a node is their sum. */
function expectChainRule({ trace, outputs, gradients, program }: Run): void {
  const sums = new Map<string, Tensor>();
  const arrived = new Map<string, number>();
  const isDouble = [...outputs.values()].every(({ dtype }) => dtype === 'float64');
  const tolerance = isDouble ? 1e-12 : 1e-5;
  for (const event of trace) {
    if (event.kind === 'seed') {
      expect(event.node).toBe(program.result);
      sums.set(event.node, event.grad);
    }
    if (event.kind === 'accumulate') {
      expect(event.grad, 'the leaf receives the sum').toBe(sums.get(event.node));
    }
    if (event.kind !== 'contribution') continue;
    const { node, source, upstream, local, contribution, sum, arrival } = event;
    const { shape } = outputs.get(source) ?? { shape: null };
    expect([contribution.shape, sum.shape]).toEqual([shape, shape]);
    expect(upstream, `upstream of ${node}`).toBe(sums.get(node));
    noGrad(() => {
      const fits = products(event).some((product) => near(product, contribution, tolerance));
      expect(fits || !local, `${node} to ${source}`).toBe(true);
      const before = sums.get(source);
      const total = before ? tensors.add(before, contribution) : contribution;
      expect(near(total, sum, 0), `sum at ${source}`).toBe(true);
    });
    expect(arrival).toBe((arrived.get(source) ?? 0) + 1);
    arrived.set(source, arrival);
    sums.set(source, sum);
  }
  expect(new Map(gradients)).toEqual(sums);
}

/** Holds all that is said and shown of a run against its trace. */
function expectExplained(doc: Document): Run {
  const done = run(compile(doc));
  const { trace, program } = done;
  const timeline = new Timeline(trace);
  for (const event of trace) {
    expectSentence(doc, event);
    const formula = stepFormula(doc, event, program.result, (id) => timeline.origin(id));
    expectSettable(formula ?? '');
    if (event.kind !== 'forward') continue;
    for (const { latex } of localDerivatives(doc, event)) expectSettable(latex);
  }
  for (const node of Object.values(doc.nodes)) expectSettable(nodeRule(doc, node));
  expectChainRule(done);
  return done;
}

describe.each(operations.map((op) => [op.name, op] as const))('%s', (_, op) => {
  it.each(op.samples.map((sample) => [JSON.stringify(sample.inputs), sample] as const))(
    '%s is explained by its numbers',
    (_, sample) => {
      const doc = sampleDocument(op, sample);
      const { trace, outputs } = expectExplained(doc);
      expect(outputs.size).toBe(Object.keys(doc.nodes).length);
      const contributions = trace.filter(
        ({ kind, node }) => kind === 'contribution' && node === 'op'
      );
      const isAsked = Object.values(doc.nodes).some(
        (one) => one.kind === 'input' && one.requiresGrad
      );
      expect(contributions.length > 0).toBe(op.gradFn !== null && isAsked);
    }
  );
});

it.each(examples.map((example) => [example.slug, example] as const))(
  'the example %s is explained by its numbers',
  (_, example) => {
    const { diagnostics } = expectExplained(example.build());
    expect(diagnostics.map(({ kind }) => kind)).toEqual(example.fails ? ['backward'] : []);
  }
);

/** Right, wrong and silent functions; the trace shows what they say. */
const functions: readonly FunctionSource[] = [
  {
    name: 'SQ',
    inputs: ['i'],
    forward: 'ctx.save_for_backward(i)\nreturn i**2',
    backward: 'i, = ctx.saved_tensors\nreturn 2*i'
  },
  {
    name: 'Scaled_2',
    inputs: ['a', 'b'],
    forward: 'ctx.save_for_backward(a, 3*b)\nreturn a*b',
    backward: 'return None, grad_output * ctx.saved_tensors[0]'
  }
];

describe('random graphs are explained by their numbers', () => {
  it('of single numbers in all types', () => {
    const dtypes = ['float32', 'float64', 'int64', 'bool'] as const;
    fc.assert(
      fc.property(documents({ functions, dtypes }), (doc) => void expectExplained(doc)),
      { numRuns: 150 }
    );
  });

  it('of tensors that broadcast', () => {
    const values = fc.oneof(
      evenly,
      fc.array(evenly, { minLength: 3, maxLength: 3 }),
      fc.tuple(evenly, evenly).map(([a, b]) => [[a], [b]])
    );
    const summed = fc.property(documents({ functions, values, steps: 6 }), (doc) => {
      const last = Object.values(doc.nodes).at(-1);
      if (!last) return;
      const total: GraphNode = {
        ...{ id: 'total', name: 'total', x: 0, y: 0, order: last.order + 1 },
        ...{ kind: 'op', op: 'sum', constants: {} }
      };
      const id = edgeId('total', 'input');
      expectExplained(
        applyPatch(doc, {
          nodes: { total },
          edges: { [id]: { id, source: last.id, target: 'total', input: 'input' } },
          meta: { result: 'total' }
        })
      );
    });
    fc.assert(summed, { numRuns: 150 });
  });

  it('of formulas', () => {
    fc.assert(
      fc.property(expressions(['x', 'y_2', 'long_name']), ({ text }) => {
        const built = buildFormula(text);
        fc.pre(built.ok);
        if (built.ok) expectExplained(built.document);
      }),
      { numRuns: 60 }
    );
  });
});

it('names of any kind are set', () => {
  const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/);
  fc.assert(
    fc.property(names, names, (name, own) => {
      const node: GraphNode = {
        ...{ kind: 'custom', id: 'f', name, x: 0, y: 0, order: 1 },
        fn: { name: own, inputs: ['i'], forward: 'return i', backward: 'return grad_output' }
      };
      expectSettable(nodeRule({ ...emptyDocument(), nodes: { f: node } }, node));
      expectSettable(
        nodeRule(emptyDocument(), {
          ...node,
          kind: 'input',
          value: 1,
          dtype: 'float32',
          requiresGrad: true
        })
      );
    })
  );
});
