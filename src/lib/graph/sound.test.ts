import { expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { edgeId, type Document, type GraphNode } from './document';
import { applyPatch, type Patch } from './patch';
import { compile } from './program';
import { sound } from './sound';

const doc = formula('y = x**2 + u', { x: 2 });
const [x, y] = [named(doc, 'x'), named(doc, 'y')];
const changed = (patch: Patch): Document => applyPatch(doc, patch);

it('leaves a document that nothing is wrong with as it is', () => {
  expect(sound(doc)).toBe(doc);
});

it('leaves out edges that lead nowhere, and keeps the others as they are', () => {
  const loose: [string, string, string][] = [
    ['gone', y.id, 'other'],
    [x.id, 'gone', 'input'],
    [x.id, y.id, 'no such input'],
    [y.id, x.id, 'input']
  ];
  for (const [source, target, input] of loose) {
    const id = edgeId(target, input);
    const mended = sound(changed({ edges: { [id]: { id, source, target, input } } }));
    expect(Object.keys(mended.edges)).not.toContain(id);
    expect(mended.nodes).toBe(doc.nodes);
    expect(mended.edges[edgeId(y.id, 'input')]).toBe(doc.edges[edgeId(y.id, 'input')]);
  }
});

it('keeps the edges of an operation that is unknown here', () => {
  const nodes = { y: { ...y, id: 'y', name: 'z', op: 'softmax' } as GraphNode };
  const id = edgeId('y', 'input');
  const newer = changed({
    nodes,
    edges: { [id]: { id, source: x.id, target: 'y', input: 'input' } }
  });
  expect(sound(newer)).toBe(newer);
});

it('forgets a result and a swept input that are gone', () => {
  const chart = { ...doc.meta.chart, input: 'gone' };
  const { meta } = sound(changed({ meta: { result: 'gone', chart } }));
  expect([meta.result, meta.chart]).toEqual([null, { ...chart, input: null }]);
});

it('gives the later of two nodes of one name a name of its own', () => {
  const twin = { ...x, id: 'twin', order: 99 };
  const other = { ...x, id: 'other', name: 'x_2', order: 50 };
  const mended = sound(changed({ nodes: { twin, other } }));
  expect([x.id, 'twin', 'other'].map((id) => mended.nodes[id]?.name)).toEqual(['x', 'x_3', 'x_2']);
  expect(compile(mended).diagnostics).toEqual([]);
});
