import * as v from 'valibot';
import {
  edgeId,
  graphEdge,
  graphNode,
  LIMITS,
  nodeGroup,
  type Document,
  type GraphEdge,
  type GraphNode,
  type NodeGroup
} from '../document';
import { groupsWithMembers, ungrouped } from '../groups';
import { hasInput } from '../ports';
import { refused, type Edit } from './edit';
import { freeGroupId, freeId, freeLabel, freeName, labelsIn, namesIn, nextOrder } from './names';
import { full } from './nodes';

/** Copied nodes with the edges among them, and the groups of which all nodes were copied. */
export const clipSchema = v.strictObject({
  format: v.literal('backflow-clip'),
  nodes: v.pipe(v.array(graphNode), v.maxLength(LIMITS.nodes)),
  edges: v.pipe(v.array(graphEdge), v.maxLength(LIMITS.nodes * LIMITS.inputs)),
  groups: v.optional(v.pipe(v.array(nodeGroup), v.maxLength(LIMITS.groups)))
});
export type Clip = v.InferOutput<typeof clipSchema>;

/** Distance between a node and its copy. */
const OFFSET = 40;

export function copyNodes(doc: Document, ids: readonly string[]): Clip {
  const chosen = new Set(ids);
  const groups = [...groupsWithMembers(doc)].flatMap(([id, members]) => {
    const found = doc.groups?.[id];
    return found && members.every((node) => chosen.has(node.id)) ? [found] : [];
  });
  const whole = new Set(groups.map(({ id }) => id));
  return {
    format: 'backflow-clip',
    nodes: Object.values(doc.nodes).flatMap((node) => {
      if (!chosen.has(node.id)) return [];
      return [node.group === undefined || whole.has(node.group) ? node : ungrouped(node)];
    }),
    ...(groups.length > 0 ? { groups } : {}),
    edges: Object.values(doc.edges).filter(
      ({ source, target }) => chosen.has(source) && chosen.has(target)
    )
  };
}

/** The clip's groups under fresh ids and labels, by their old ids. */
function freshGroups(doc: Document, { groups = [] }: Clip): Map<string, NodeGroup> {
  const labels = labelsIn(doc);
  return new Map(
    groups.map((one) => [
      one.id,
      { ...one, id: freeGroupId(doc), name: freeLabel(one.name, labels) }
    ])
  );
}

/** Adds copies under fresh ids and names, selected. */
export function paste(doc: Document, clip: Clip, offset = { x: OFFSET, y: OFFSET }): Edit {
  if (clip.nodes.length === 0) return refused('There is nothing to paste.');
  if (Object.keys(doc.nodes).length + clip.nodes.length > LIMITS.nodes) return full();
  const groups = freshGroups(doc, clip);
  if (Object.keys(doc.groups ?? {}).length + groups.size > LIMITS.groups) {
    return refused(`A document holds at most ${LIMITS.groups} groups. Ungroup some first.`);
  }
  const taken = namesIn(doc);
  const ids = new Map<string, GraphNode>();
  const first = nextOrder(doc);
  const sorted = [...clip.nodes].sort((a, b) => a.order - b.order);
  sorted.forEach((node, k) => {
    const into = groups.get(node.group ?? '');
    ids.set(node.id, {
      ...(into ? { ...node, group: into.id } : ungrouped(node)),
      id: freeId(doc),
      name: freeName(node.name, taken),
      x: node.x + offset.x,
      y: node.y + offset.y,
      order: first + k
    });
  });
  const edges: Record<string, GraphEdge> = {};
  for (const { source, target, input } of clip.edges) {
    const [from, to] = [ids.get(source), ids.get(target)];
    if (!from || !to || !hasInput(to, input)) continue;
    const id = edgeId(to.id, input);
    edges[id] = { id, source: from.id, target: to.id, input };
  }
  const copies = [...ids.values()];
  const made = [...groups.values()].filter(({ id }) => copies.some(({ group }) => group === id));
  const [only] = made;
  const isOne = only && copies.every(({ group }) => group === only.id);
  return {
    ok: true,
    patch: {
      nodes: Object.fromEntries(copies.map((node) => [node.id, node])),
      edges,
      groups: Object.fromEntries(made.map((one) => [one.id, one]))
    },
    select: { nodes: copies.map(({ id }) => id), ...(isOne ? { group: only.id } : {}) }
  };
}

export const duplicate = (doc: Document, ids: readonly string[]): Edit =>
  paste(doc, copyNodes(doc, ids));
