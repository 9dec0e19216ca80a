import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../../tests/graphs';
import { LIMITS, type Document } from '../document';
import { groupOf, membersOf } from '../groups';
import { applyPatch } from '../patch';
import {
  addToGroup,
  group,
  moveBetween,
  moveGroup,
  removeFromGroup,
  renameGroup,
  setCollapsed,
  setNoGrad,
  ungroup,
  type Edit
} from '.';

const reason = (edit: Edit): string => (edit.ok ? 'it can be made' : edit.reason);
function after(doc: Document, edit: Edit): Document {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}

const plain = formula('y = sin(x) + cos(x)', { x: 1 });
const id = (name: string): string => named(plain, name).id;
const made = group(plain, [id('sin'), id('cos')]);
const doc = after(plain, made);
const gid = groupOf(doc, id('sin')) ?? '';

describe('a group', () => {
  it('is made of nodes, and is then what is selected', () => {
    expect(made).toMatchObject({ select: { nodes: [id('sin'), id('cos')], group: gid } });
    expect(doc.groups).toEqual({
      [gid]: { id: gid, name: 'Group 1', collapsed: false, noGrad: false }
    });
    expect(membersOf(doc, gid).map(({ name }) => name)).toEqual(['sin', 'cos']);
    expect(reason(group(doc, []))).toMatch(/at least one/);
    expect(reason(group(doc, ['nowhere']))).toMatch(/at least one/);
    expect(reason(group(doc, [id('cos'), id('sin'), id('sin')]))).toMatch(/already: Group 1/);
  });

  it('takes nodes from another, which goes with its last one', () => {
    const split = after(doc, group(doc, [id('sin')]));
    expect(Object.values(split.groups ?? {}).map(({ name }) => name)).toEqual([
      'Group 1',
      'Group 2'
    ]);
    const joined = after(split, group(split, [id('sin'), id('cos'), id('y')]));
    expect(Object.values(joined.groups ?? {})).toHaveLength(1);
    expect(membersOf(joined, groupOf(joined, id('y')) ?? '')).toHaveLength(3);
  });

  it('is taken away, and its nodes stay as they were', () => {
    expect(after(doc, ungroup(doc, [id('sin'), id('cos')]))).toEqual(plain);
    const less = after(doc, ungroup(doc, [id('sin'), id('x')]));
    expect(membersOf(less, gid).map(({ name }) => name)).toEqual(['cos']);
    expect(reason(ungroup(doc, [id('x')]))).toBe('This node is in no group.');
    expect(reason(ungroup(doc, [id('x'), id('y')]))).toBe('None of these nodes is in a group.');
  });

  it('gains and loses single nodes', () => {
    const more = after(doc, addToGroup(doc, id('y'), gid));
    expect(membersOf(more, gid)).toHaveLength(3);
    expect(after(more, removeFromGroup(more, id('y')))).toEqual(doc);
    expect(reason(addToGroup(more, id('y'), gid))).toBe('y is in Group 1 already.');
    expect(reason(addToGroup(doc, id('y'), 'nowhere'))).toMatch(/no longer/);
    expect(reason(addToGroup(doc, 'nowhere', gid))).toMatch(/no longer/);
    expect(reason(removeFromGroup(doc, id('y')))).toMatch(/no group/);
  });

  it('has any text on one line as its name', () => {
    for (const name of ['x', ' Schicht ∂ 1 ', '層 😀', '# "quoted"']) {
      expect(after(doc, renameGroup(doc, gid, name)).groups?.[gid]?.name).toBe(name.trim());
    }
    expect(reason(renameGroup(doc, gid, ' \t'))).toMatch(/needs a name/);
    expect(reason(renameGroup(doc, gid, 'a\nimport os'))).toMatch(/one line/);
    expect(reason(renameGroup(doc, gid, 'a\u2028b'))).toMatch(/one line/);
    expect(reason(renameGroup(doc, gid, 'a'.repeat(LIMITS.name + 1)))).toMatch(/at most 60/);
  });

  it('is switched, and moved with its nodes', () => {
    expect(after(doc, setCollapsed(doc, gid, true)).groups?.[gid]?.collapsed).toBe(true);
    expect(after(doc, setNoGrad(doc, gid, true)).groups?.[gid]?.noGrad).toBe(true);
    const moved = after(doc, moveGroup(doc, gid, { x: 5, y: -7 }));
    for (const name of ['sin', 'cos']) {
      const { x, y } = named(doc, name);
      expect(named(moved, name)).toMatchObject({ x: x + 5, y: y - 7 });
    }
    expect(named(moved, 'x')).toBe(named(doc, 'x'));
    for (const edit of [
      renameGroup(doc, 'nowhere', 'a'),
      setCollapsed(doc, 'nowhere', true),
      setNoGrad(doc, 'nowhere', true),
      moveGroup(doc, 'nowhere', { x: 1, y: 1 })
    ]) {
      expect(reason(edit)).toMatch(/no longer there/);
    }
  });

  it('is refused beyond what a document holds', () => {
    const groups = Object.fromEntries(
      Array.from({ length: LIMITS.groups }, (_, k) => [
        `g${k}`,
        { id: `g${k}`, name: `${k}`, collapsed: false, noGrad: false }
      ])
    );
    expect(reason(group({ ...plain, groups }, [id('x')]))).toMatch(/at most 200 groups/);
  });
});

describe('nodes that are moved between groups', () => {
  const [sin, cos, y] = [id('sin'), id('cos'), id('y')] as const;
  const into = (entries: [string, string | null][]): Document =>
    after(doc, moveBetween(doc, { [sin]: { x: 7, y: 8 } }, new Map(entries)));

  it('have their places and their groups by one edit', () => {
    const moved = into([
      [sin, null],
      [y, gid]
    ]);
    expect(moved.nodes[sin]).toMatchObject({ x: 7, y: 8 });
    expect(moved.nodes[sin]).not.toHaveProperty('group');
    expect(membersOf(moved, gid).map((node) => node.id)).toEqual([cos, y]);
    expect(moved.nodes[y]).toEqual({ ...doc.nodes[y], group: gid });
  });

  it('leave no empty group behind, but one that others come into stays', () => {
    const left = into([
      [sin, null],
      [cos, null]
    ]);
    expect(left.groups).toBeUndefined();
    const changed = into([
      [sin, null],
      [cos, null],
      [y, gid]
    ]);
    expect(membersOf(changed, gid).map((node) => node.id)).toEqual([y]);
  });

  it('are only moved where no group changes, and not into one that isn’t there', () => {
    expect(into([[sin, gid]]).nodes[sin]).toEqual({ ...doc.nodes[sin], x: 7, y: 8 });
    expect(reason(moveBetween(doc, {}, new Map([[sin, 'g9']])))).toMatch(/no longer there/);
  });
});
