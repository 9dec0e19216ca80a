import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../../tests/graphs';
import type { Document } from '../../graph/document';
import { group, move, setNoGrad } from '../../graph/edits';
import { groupOf } from '../../graph/groups';
import { applyPatch } from '../../graph/patch';
import { nodeSize } from '../../graph/size';
import { framesOf } from './frames';
import { membershipOf, membershipWords, type Membership } from './membership';

/** p = uv and q = p² as a group, in places of our own. */
function grouped(): { doc: Document; id: (name: string) => string; group: string } {
  const plain = formula('p = u*v; q = p**2; f = p + q', { u: 2, v: 1 });
  const id = (name: string): string => named(plain, name).id;
  const places = { u: [0, 0], v: [0, 200], p: [400, 0], q: [400, 200], f: [900, 0] } as const;
  const moved = move(
    plain,
    Object.fromEntries(Object.entries(places).map(([name, [x, y]]) => [id(name), { x, y }]))
  );
  let doc = moved.ok ? applyPatch(plain, moved.patch) : plain;
  const made = group(doc, [id('p'), id('q')]);
  if (made.ok) doc = applyPatch(doc, made.patch);
  return { doc, id, group: groupOf(doc, id('p')) ?? '' };
}

describe('what becomes of nodes that are dragged', () => {
  const { doc, id, group: gid } = grouped();
  const frames = framesOf(doc, []);
  const drag = (...to: readonly (readonly [string, number, number])[]): Membership =>
    membershipOf(
      doc,
      frames,
      to.map(([name, x, y]) => {
        const node = named(doc, name);
        return { id: node.id, box: { x, y, ...nodeSize(doc, node) } };
      })
    );

  it('they come in with their middle, and go out wholly', () => {
    expect([...drag(['f', 420, 100])]).toEqual([[id('f'), gid]]);
    expect([...drag(['f', 700, 0])]).toEqual([]);
    expect([...drag(['q', 900, 600])]).toEqual([[id('q'), null]]);
    // Drawn apart, the group gets larger.
    expect([...drag(['q', 500, 300])]).toEqual([]);
    expect([...drag(['q', 410, 190])]).toEqual([]);
  });

  it('each for itself, where several are dragged', () => {
    const found = drag(['q', 900, 600], ['f', 420, 0], ['u', 0, 500]);
    expect(new Map(found)).toEqual(
      new Map([
        [id('q'), null],
        [id('f'), gid]
      ])
    );
    expect(membershipWords(doc, found)).toBe('q is now in no group. f is now in Group 1.');
  });

  it('a group that is dragged as a whole stays one, and takes nobody in', () => {
    expect([...drag(['p', 2000, 0], ['q', 2000, 200])]).toEqual([]);
    expect([...drag(['p', 2000, 0], ['q', 2000, 200], ['f', 420, 0])]).toEqual([]);
  });

  it('is shown by the frames before it is done, and said with what it means', () => {
    const found = drag(['q', 900, 600], ['f', 420, 0], ['u', 420, 0]);
    const [frame] = framesOf(doc, [], found);
    expect(frame).toMatchObject({ words: '3 nodes', isJoined: true });
    expect(frames[0]).toMatchObject({ words: '2 operations', isJoined: false });
    const still = setNoGrad(doc, gid, true);
    const after = still.ok ? applyPatch(doc, still.patch) : doc;
    expect(membershipWords(after, drag(['f', 420, 0], ['u', 420, 0]))).toBe(
      'f and u are now in Group 1, under torch.no_grad().'
    );
  });
});
