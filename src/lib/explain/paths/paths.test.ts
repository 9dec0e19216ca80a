import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../../tests/graphs';
import { documents } from '../../../../tests/random-documents';
import { sampleDocument } from '../../../../tests/sample-document';
import { example } from '../../exchange/examples';
import type { Document, GraphNode } from '../../graph/document';
import { compile } from '../../graph/program';
import { backwardAgain, run, type Run } from '../../graph/run';
import { operations } from '../../ops/registry';
import { flowFrom } from './flow';
import { agree, pathSum, type PathSum } from './paths';

const ran = (doc: Document): Run => run(compile(doc));
const NO_LIMIT = { paths: 2000, work: Infinity };

function between(doc: Document, bottom: string, top?: string): PathSum {
  const done = ran(doc);
  const from = top === undefined ? (done.program.result ?? '') : named(doc, top).id;
  const found = pathSum(done, from, named(doc, bottom).id);
  if (!found) throw new Error(`no path to ${bottom}`);
  return found;
}
/** A formula's document whose node of that name is a custom function of one input. */
function customised(source: string, name: string, fn: GraphNode): Document {
  const doc = formula(source, { x: 2 });
  const { id, x, y, order } = named(doc, name);
  const edges = Object.values(doc.edges).map((edge) =>
    edge.target === id ? { ...edge, id: `${id}.i`, input: 'i' } : edge
  );
  return {
    ...doc,
    nodes: { ...doc.nodes, [id]: { ...fn, id, name, x, y, order } },
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edge]))
  };
}
it('has each path once, however often backward was called', () => {
  const doc = formula('y = x**2 + 2*x + 1', { x: 2 });
  for (const retainGraph of [true, false]) {
    const again = backwardAgain(run(compile(doc), { retainGraph }));
    const found = pathSum(again, again.program.result ?? '', named(doc, 'x').id);
    expect(found && shares(found)).toEqual([4, 2]);
  }
});

const shares = (found: PathSum): number[] => found.paths.map(({ share }) => share.item());

/** The number of paths by walking each of them. */
function walked(done: Run, top: string, bottom: string): number {
  if (top === bottom) return 1;
  return (flowFrom(done, done.program.result ?? '')?.edges ?? [])
    .filter(({ node }) => node === top)
    .reduce((sum, { source }) => sum + walked(done, source, bottom), 0);
}

describe('paths from the result to an input', () => {
  it('have shares that add up to the gradient', () => {
    const found = between(formula('y = x**2 + 2*x + 1', { x: 2 }), 'x');
    expect(found.count).toBe(2n);
    expect(shares(found)).toEqual([4, 2]);
    expect(found.total.item()).toBe(6);
    expect(shares(between(formula('f = u*v + (u*v)**2', { u: 2, v: 1 }), 'u'))).toEqual([1, 4]);
  });

  it('go twice through a node that takes the same value twice', () => {
    const found = between(formula('y = x*x', { x: 3 }), 'x');
    expect(shares(found)).toEqual([3, 3]);
    expect(new Set(found.paths.map(({ id }) => id)).size).toBe(2);
  });

  it('may start and end at any node', () => {
    const doc = formula('p = u*v\nf = p + p**2', { u: 2, v: 1 });
    expect(shares(between(doc, 'p'))).toEqual([1, 4]);
    expect(shares(between(doc, 'u', 'p'))).toEqual([1]);
    expect(shares(between(doc, 'f'))).toEqual([1]);
    const done = ran(doc);
    expect(pathSum(done, named(doc, 'p').id, named(doc, 'f').id)).toBeNull();
  });

  it('are counted where they are too many to list, and the rest is one number', () => {
    const doubled = Array.from({ length: 70 }, (_, k) => `a${k + 1} = a${k} + a${k}`).join('; ');
    const found = between(formula(doubled, { a0: 1 }), 'a0');
    expect(found.count).toBe(2n ** 70n);
    expect(found.paths).toHaveLength(50);
    expect(found.rest?.count).toBe(2n ** 70n - 50n);
    expect(agree(found.sum, found.total)).toBe(true);
  });

  it('are listed as far as that is quick, and one at least', () => {
    const doc = formula('y = sum(x*x)', { x: Array.from({ length: 5000 }, (_, k) => k) });
    const done = ran(doc);
    const found = pathSum(done, done.program.result ?? '', named(doc, 'x').id, { work: 10 });
    expect([found?.paths.length, found?.rest?.count]).toEqual([1, 1n]);
    expect(found && agree(found.sum, found.total)).toBe(true);
  });

  it('say what a backward that forgets upstream returned, and their sum parts from the gradient', () => {
    const found = between(example('custom-upstream') as Document, 'x');
    expect(shares(found)).toEqual([4]);
    const doc = example('custom-upstream') as Document;
    const both = between(customised('s = square(x)\nz = s + 3*s', 's', named(doc, 'square')), 'x');
    expect(shares(both)).toEqual([4, 4]);
    expect(both.total.item()).toBe(4);
    expect(agree(both.sum, both.total)).toBe(false);
  });
});

describe('over all operations', () => {
  it.each(operations.map((op) => [op.name, op] as const))('%s', (_, op) => {
    for (const sample of op.samples) {
      const doc = sampleDocument(op, sample);
      const done = ran(doc);
      const top = done.program.result ?? '';
      for (const [id, grad] of done.gradients) {
        const found = pathSum(done, top, id, NO_LIMIT);
        expect(found, id).not.toBeNull();
        if (found) expect(agree(found.sum, grad), `${op.name} ${id}`).toBe(true);
      }
    }
  });

  it('and random graphs: shares add up to the gradient, the count is right, any top works', () => {
    const smooth = ['add', 'sub', 'mul', 'sin', 'tanh', 'sigmoid', 'square', 'relu', 'detach'];
    fc.assert(
      fc.property(documents({ ops: smooth, dtypes: ['float64'] }), (doc) => {
        const done = ran(doc);
        const top = done.program.result ?? '';
        for (const [id, grad] of done.gradients) {
          const found = pathSum(done, top, id, NO_LIMIT);
          if (!found) throw new Error('no path');
          expect(Number(found.count)).toBe(walked(done, top, id));
          expect(found.rest).toBeNull();
          const parts = found.paths.map(({ share }) => share);
          if (parts.every((t) => t.values().every(Number.isFinite))) {
            expect(agree(found.sum, grad, parts)).toBe(true);
          }
        }
        // A pass of our own from the result finds what the engine found.
        for (const id of done.outputs.keys()) {
          const own = flowFrom(done, id);
          const engine = ran({ ...doc, meta: { ...doc.meta, result: id } });
          expect(own?.gradients.size ?? 0).toBe(engine.gradients.size);
          for (const [node, grad] of own?.gradients ?? []) {
            expect(engine.gradients.get(node)?.values()).toEqual(grad.values());
          }
        }
      }),
      { numRuns: 60 }
    );
  });
});
