import { is } from 'valibot';
import { groupName, LIMITS, type Document, type GraphNode, type NodeGroup } from '../document';
import { emptied, groupOf, membersOf, ungrouped } from '../groups';
import { made, refused, type Edit } from './edit';
import { freeGroupId, freeLabel, labelsIn } from './names';
import { move } from './nodes';

const goneGroup = (): Edit => refused('That group is no longer there.');
const known = (doc: Document, ids: readonly string[]): GraphNode[] =>
  [...new Set(ids)].flatMap((id) => doc.nodes[id] ?? []);

/** Puts nodes into a group: those of another one leave it. */
function joined(doc: Document, nodes: readonly GraphNode[], group: NodeGroup): Edit {
  const ids = nodes.map(({ id }) => id);
  const moving = nodes.filter((node) => groupOf(doc, node.id) !== group.id);
  return made(
    {
      nodes: Object.fromEntries(moving.map((node) => [node.id, { ...node, group: group.id }])),
      groups: {
        ...emptied(
          doc,
          moving.map(({ id }) => id)
        ),
        ...(doc.groups?.[group.id] ? {} : { [group.id]: group })
      }
    },
    ids
  );
}

/** Makes a group of nodes; it is then what is selected. */
export function group(doc: Document, ids: readonly string[]): Edit {
  const nodes = known(doc, ids);
  const [first] = nodes;
  if (!first) return refused('Select nodes first: a group needs at least one.');
  const old = groupOf(doc, first.id);
  if (old !== null && nodes.every(({ id }) => groupOf(doc, id) === old)) {
    const name = doc.groups?.[old]?.name ?? '';
    if (membersOf(doc, old).length === nodes.length) {
      return refused(`These nodes are a group already: ${name}.`);
    }
  }
  if (Object.keys(doc.groups ?? {}).length >= LIMITS.groups) {
    return refused(`A document holds at most ${LIMITS.groups} groups. Ungroup some first.`);
  }
  const fresh: NodeGroup = {
    id: freeGroupId(doc),
    name: freeLabel('Group 1', labelsIn(doc)),
    collapsed: false,
    noGrad: false
  };
  const edit = joined(doc, nodes, fresh);
  return edit.ok && edit.select ? { ...edit, select: { ...edit.select, group: fresh.id } } : edit;
}

/** Lets nodes leave their groups; a group that has none left is gone. The nodes stay. */
export function ungroup(doc: Document, ids: readonly string[]): Edit {
  const nodes = known(doc, ids).filter(({ id }) => groupOf(doc, id) !== null);
  if (nodes.length === 0) {
    return refused(
      ids.length === 1 ? 'This node is in no group.' : 'None of these nodes is in a group.'
    );
  }
  return made(
    {
      nodes: Object.fromEntries(nodes.map((node) => [node.id, ungrouped(node)])),
      groups: emptied(
        doc,
        nodes.map(({ id }) => id)
      )
    },
    known(doc, ids).map(({ id }) => id)
  );
}

/** Puts a node into a group that is there. */
export function addToGroup(doc: Document, node: string, id: string): Edit {
  const [found, into] = [doc.nodes[node], doc.groups?.[id]];
  if (!found) return refused('That node is no longer there.');
  if (!into) return goneGroup();
  if (groupOf(doc, node) === id) return refused(`${found.name} is in ${into.name} already.`);
  const edit = joined(doc, [found], into);
  return edit.ok ? { ok: true, patch: edit.patch } : edit;
}

/** Takes a node out of its group. */
export function removeFromGroup(doc: Document, node: string): Edit {
  const edit = ungroup(doc, [node]);
  return edit.ok ? { ok: true, patch: edit.patch } : edit;
}

function changed(doc: Document, id: string, change: Partial<NodeGroup>): Edit {
  const before = doc.groups?.[id];
  return before ? made({ groups: { [id]: { ...before, ...change } } }) : goneGroup();
}

export function renameGroup(doc: Document, id: string, name: string): Edit {
  const label = name.trim();
  if (label === '') return refused('A group needs a name.');
  if (label.length > LIMITS.name) return refused(`A name has at most ${LIMITS.name} characters.`);
  if (!is(groupName, label)) return refused('A name stands on one line.');
  return changed(doc, id, { name: label });
}

/** Shows a group as one node, or its nodes. */
export const setCollapsed = (doc: Document, id: string, collapsed: boolean): Edit =>
  changed(doc, id, { collapsed });

/** Whether the group's operations run under `torch.no_grad()`. */
export const setNoGrad = (doc: Document, id: string, noGrad: boolean): Edit =>
  changed(doc, id, { noGrad });

/**
 * Moves nodes, some of them into groups or out of theirs.
 * @param into the group of each node that changes it, null for none
 */
export function moveBetween(
  doc: Document,
  places: Readonly<Record<string, { readonly x: number; readonly y: number }>>,
  into: ReadonlyMap<string, string | null>
): Edit {
  const edit = move(doc, places);
  if (!edit.ok) return edit;
  const nodes = { ...edit.patch.nodes };
  const changing = [...into].filter(([id, group]) => doc.nodes[id] && groupOf(doc, id) !== group);
  for (const [id, group] of changing) {
    const node = nodes[id] ?? doc.nodes[id];
    if (!node) continue;
    if (group !== null && !doc.groups?.[group]) return goneGroup();
    nodes[id] = group === null ? ungrouped(node) : { ...node, group };
  }
  if (changing.length === 0) return edit;
  const left = emptied(
    doc,
    changing.map(([id]) => id)
  );
  const entered = new Set(changing.map(([, group]) => group));
  const groups = Object.fromEntries(Object.entries(left).filter(([id]) => !entered.has(id)));
  return made({ nodes, groups });
}

/** Moves a group, which is to move its nodes. */
export function moveGroup(doc: Document, id: string, by: { x: number; y: number }): Edit {
  if (!doc.groups?.[id]) return goneGroup();
  const places = membersOf(doc, id).map(
    (node) => [node.id, { x: node.x + by.x, y: node.y + by.y }] as const
  );
  return move(doc, Object.fromEntries(places));
}
