import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { sampleDocument } from '../../../tests/sample-document';
import { edgeId, type Document, type GraphEdge } from '../graph/document';
import { compile } from '../graph/program';
import { run, type Run } from '../graph/run';
import type { ContributionEvent, ForwardEvent } from '../graph/trace';
import { operations } from '../ops/registry';
import { numel } from '../tensor/shape';
import {
  ownerOf,
  ownerWords,
  placesOf,
  type Spread,
  spreadAt,
  spreadNumbers,
  spreadWords
} from './spread';

function edgeInto(doc: Document, target: string, input: string): GraphEdge {
  const edge = doc.edges[edgeId(named(doc, target).id, input)];
  if (!edge) throw new Error(`no edge into ${target}.${input}`);
  return edge;
}

function numbersAt(made: Run, edge: GraphEdge, spread: Spread) {
  const event = made.trace.find(
    (one): one is ForwardEvent => one.kind === 'forward' && one.node === edge.target
  );
  const value = made.outputs.get(edge.source);
  const back = made.trace.find(
    (one): one is ContributionEvent => one.kind === 'contribution' && one.edge === edge.id
  );
  if (!event || !value) throw new Error('not computed');
  return spreadNumbers(spread, { value, output: event.output }, back ?? null);
}

describe('a bias that is added to rows', () => {
  const doc = formula('s = x + b; y = sum(s**2)', {
    x: [
      [1, 2, 3],
      [4, 5, 6]
    ],
    b: [1, 0, -1]
  });
  const made = run(compile(doc));
  const edge = edgeInto(doc, 's', 'other');
  const spread = spreadAt(made, edge);

  it('is repeated along dimension 0', () => {
    expect(spread).toEqual({ kind: 'broadcast', small: [3], big: [2, 3], dims: [0] });
    expect(spreadAt(made, edgeInto(doc, 's', 'input'))).toBeNull();
    if (!spread) return;
    expect([0, 1, 2, 3, 4, 5].map((k) => ownerOf(spread, k))).toEqual([0, 1, 2, 0, 1, 2]);
    expect(placesOf(spread, 2)).toEqual([2, 5]);
  });

  it('is said with its numbers, which add up to the gradient', () => {
    if (!spread) throw new Error('none');
    const numbers = numbersAt(made, edge, spread);
    expect(spreadWords(doc, edge, spread).forward).toBe(
      'Broadcasting: b has shape 3 and is used with shape 2×3; each element stands in 2 places, repeated along dimension 0.'
    );
    expect(ownerWords(doc, edge, spread, numbers, 0)).toEqual([
      'b[0] = 1 stands in 2 places.',
      'Its gradient: 4 + 10 = 14.'
    ]);
  });
});

it('a sum over one dimension gathers rows and hands its gradient out', () => {
  const doc = formula('s = sum(x, dim=1); y = sum(s*s)', {
    x: [
      [1, 2],
      [3, 4]
    ]
  });
  const made = run(compile(doc));
  const edge = edgeInto(doc, 's', 'input');
  const spread = spreadAt(made, edge);
  expect(spread).toEqual({ kind: 'reduction', small: [2], big: [2, 2], dims: [1] });
  if (!spread) return;
  expect(ownerWords(doc, edge, spread, numbersAt(made, edge, spread), 1)).toEqual([
    's[1] = 7 is made of 3, 4.',
    'Its gradient 14 is handed out as 14, 14.'
  ]);
});

it('a number that meets a tensor, and a dimension of size 1', () => {
  const doc = formula('s = x*k; t = s*c; y = sum(t)', {
    x: [
      [1, 2],
      [3, 4]
    ],
    k: 2,
    c: [[1], [2]]
  });
  const made = run(compile(doc));
  expect(spreadAt(made, edgeInto(doc, 's', 'other'))?.dims).toEqual([0, 1]);
  expect(spreadAt(made, edgeInto(doc, 't', 'other'))?.dims).toEqual([1]);
  expect(spreadAt(made, edgeInto(doc, 'y', 'input'))?.kind).toBe('reduction');
});

it('matrix products, shapes and what was not computed have no such picture', () => {
  const doc = formula('s = x @ w; y = sum(reshape(s, shape=(4,)))', {
    x: [
      [1, 2],
      [3, 4]
    ],
    w: [
      [1, 2],
      [3, 4]
    ]
  });
  const made = run(compile(doc));
  expect(spreadAt(made, edgeInto(doc, 's', 'input'))).toBeNull();
  const faulty = formula('y = sum(x + b)', { x: [1, 2, 3], b: [1, 2] });
  const stopped = run(compile(faulty));
  expect(spreadAt(stopped, edgeInto(faulty, 'add', 'other'))).toBeNull();
});

describe('over all samples of the registry', () => {
  const found = operations.flatMap((op) =>
    op.samples.flatMap((sample) => {
      const doc = sampleDocument(op, sample);
      const made = run(compile(doc));
      return Object.values(doc.edges).flatMap((edge) => {
        const spread = spreadAt(made, edge);
        return spread ? [{ op, doc, made, edge, spread }] : [];
      });
    })
  );

  it('has many of either kind', () => {
    const kinds = found.map(({ spread }) => spread.kind);
    expect(kinds.filter((kind) => kind === 'broadcast').length).toBeGreaterThan(30);
    expect(kinds.filter((kind) => kind === 'reduction').length).toBeGreaterThan(50);
  });

  it('repeats what stands at the owner, and its gradients add up to the contribution', () => {
    for (const { op, doc, made, edge, spread } of found) {
      const { forward, backward } = numbersAt(made, edge, spread);
      const [small, big] = [forward.small.values(), forward.big.values()];
      expect(big).toHaveLength(numel(spread.big));
      const places = big.map((_, k) => ownerOf(spread, k));
      expect(new Set(places).size, op.name).toBe(small.length);
      if (spread.kind !== 'broadcast') continue;
      big.forEach((value, k) => expect(value).toEqual(small[places[k] ?? -1]));
      if (!backward) continue;
      const sums = small.map(() => 0);
      backward.big.values().forEach((value, k) => {
        sums[places[k] ?? -1] = (sums[places[k] ?? -1] ?? 0) + value;
      });
      backward.small.values().forEach((value, k) => {
        const sum = sums[k] ?? NaN;
        if (Number.isFinite(value)) expect(sum, op.name).toBeCloseTo(value, 4);
      });
      expect(ownerWords(doc, edge, spread, { forward, backward }, 0)[0]).not.toMatch(/undefined/);
    }
  });
});
