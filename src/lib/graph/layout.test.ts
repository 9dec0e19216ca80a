import ELK from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import { emptyDocument, LIMITS, type Document } from './document';
import { copyNodes, group, paste, setCollapsed } from './edits';
import { groupsWithMembers } from './groups';
import { layout } from './layout';
import { applyPatch } from './patch';
import { drawnBoxes, nodeSize } from './size';

const elk = new ELK();

async function check(doc: Document): Promise<void> {
  const places = await layout(doc, elk);
  expect(Object.keys(places).sort()).toEqual(Object.keys(doc.nodes).sort());
  const boxes = Object.values(doc.nodes).map((node) => {
    const { x = NaN, y = NaN } = places[node.id] ?? {};
    return { id: node.id, x, y, ...nodeSize(doc, node) };
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  for (const { source, target } of Object.values(doc.edges)) {
    const [from, to] = [byId.get(source), byId.get(target)];
    expect((from?.x ?? NaN) + (from?.width ?? NaN)).toBeLessThan(to?.x ?? NaN);
  }
  for (const a of boxes) {
    for (const b of boxes) {
      if (a.id >= b.id) continue;
      const isApart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      expect(isApart, `${a.id} and ${b.id} overlap`).toBe(true);
    }
  }
}

describe('a layout', () => {
  it('leads from left to right without overlaps', async () => {
    await check(formula('1/(1+exp(-(w0*x0+w1*x1+w2)))'));
    await fc.assert(fc.asyncProperty(documents({ steps: 15 }), check), { numRuns: 25 });
  });

  it('of as many nodes as a document may hold ends', async () => {
    const [leaf, ...others] = fc.sample(documents({ steps: 30, inputs: 1 }), {
      numRuns: 60,
      seed: 5
    });
    if (!leaf) expect.fail('no documents');
    let doc = leaf;
    for (const other of others) {
      const edit = paste(doc, copyNodes(other, Object.keys(other.nodes)));
      if (edit.ok) doc = applyPatch(doc, edit.patch);
    }
    expect(Object.keys(doc.nodes).length).toBeGreaterThan(LIMITS.nodes / 2);
    await check(doc);
  });

  it('keeps groups together and clear of the rest, and takes a collapsed one for a node', async () => {
    const grouping = fc.array(
      fc.tuple(fc.array(fc.nat(17), { minLength: 1, maxLength: 5 }), fc.boolean()),
      { minLength: 1, maxLength: 3 }
    );
    await fc.assert(
      fc.asyncProperty(documents({ steps: 15 }), grouping, async (start, wishes) => {
        let doc = start;
        const apply = (edit: ReturnType<typeof group>): void => {
          if (edit.ok) doc = applyPatch(doc, edit.patch);
        };
        const all = Object.keys(doc.nodes);
        for (const [places, collapsed] of wishes) {
          const edit = group(
            doc,
            places.map((k) => all[k % all.length] ?? '')
          );
          apply(edit);
          if (edit.ok) apply(setCollapsed(doc, edit.select?.group ?? '', collapsed));
        }
        const places = await layout(doc, elk);
        expect(Object.keys(places).sort()).toEqual(all.sort());
        for (const [id, members] of groupsWithMembers(doc)) {
          const [first] = members;
          if (!first || !doc.groups?.[id]?.collapsed) continue;
          const shift = (node: typeof first) => [
            (places[node.id]?.x ?? NaN) - node.x,
            (places[node.id]?.y ?? NaN) - node.y
          ];
          for (const node of members) expect(shift(node)).toEqual(shift(first));
        }
        const nodes = Object.fromEntries(
          Object.entries(doc.nodes).map(([id, node]) => [id, { ...node, ...places[id] }])
        );
        const placed = { ...doc, nodes };
        // Nodes lie in their own frames and in no other; frames and all else lie apart.
        const outer = drawnBoxes({
          ...placed,
          nodes: Object.fromEntries(
            Object.entries(nodes).filter(([, node]) => node.group === undefined)
          )
        });
        const frames = drawnBoxes(placed).slice(0, groupsWithMembers(doc).size);
        const apart = [...outer, ...frames];
        apart.forEach((a, k) => {
          for (const b of apart.slice(k + 1)) {
            const isApart =
              a.x + a.width <= b.x + 1 ||
              b.x + b.width <= a.x + 1 ||
              a.y + a.height <= b.y + 1 ||
              b.y + b.height <= a.y + 1;
            expect(isApart).toBe(true);
          }
        });
      }),
      { numRuns: 15 }
    );
  });

  it('of nothing is nothing', async () => {
    expect(await layout(emptyDocument(), elk)).toEqual({});
  });

  it('takes a circle and edges that lead nowhere', async () => {
    const doc = formula('y = exp(sin(x))');
    const [x = '', sin = '', y = ''] = Object.keys(doc.nodes);
    const edges = {
      a: { id: 'a', source: y, target: sin, input: 'input' },
      b: { id: 'b', source: sin, target: y, input: 'input' },
      c: { id: 'c', source: 'gone', target: y, input: 'input' },
      d: { id: 'd', source: x, target: y, input: 'no such input' }
    };
    expect(Object.keys(await layout({ ...doc, edges }, elk))).toHaveLength(3);
  });
});
