import { expect, it } from 'vitest';
import { emptyDocument, type Document } from './document';
import { addFunction, addInput } from './edits';
import { applyPatch } from './patch';
import { freePlace } from './place';
import { nodeSize } from './size';

const put = (doc: Document, at: { x: number; y: number }, add = addInput): Document => {
  const edit = add(doc, at);
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
};

it('takes the wanted place where it is free', () => {
  expect(freePlace(emptyDocument(), { x: 3, y: 4 })).toEqual({ x: 3, y: 4 });
  expect(freePlace(put(emptyDocument(), { x: 900, y: 0 }), { x: 0, y: 0 })).toEqual({ x: 0, y: 0 });
});

it('lays many nodes at one place without covering any', () => {
  let doc = emptyDocument();
  for (let k = 0; k < 12; k++) {
    doc = put(doc, freePlace(doc, { x: 100, y: 100 }), k % 2 ? addInput : addFunction);
  }
  const boxes = Object.values(doc.nodes).map((node) => ({ ...node, ...nodeSize(doc, node) }));
  for (const [k, a] of boxes.entries()) {
    for (const b of boxes.slice(k + 1)) {
      const isApart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      expect(isApart).toBe(true);
    }
  }
});

it('gives up where all is full', () => {
  let doc = emptyDocument();
  for (let k = 0; k < 400; k++) {
    doc = put(doc, { x: (k % 20) * 100 - 1000, y: Math.floor(k / 20) * 100 - 1000 });
  }
  expect(freePlace(doc, { x: 0, y: 0 })).toEqual({ x: 0, y: 0 });
});
