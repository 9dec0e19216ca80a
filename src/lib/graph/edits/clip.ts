import * as v from 'valibot';
import {
  edgeId,
  graphEdge,
  graphNode,
  LIMITS,
  type Document,
  type GraphEdge,
  type GraphNode
} from '../document';
import { hasInput } from '../ports';
import { refused, type Edit } from './edit';
import { freeId, freeName, namesIn, nextOrder } from './names';
import { full } from './nodes';

/** Copied nodes with the edges among them. */
export const clipSchema = v.strictObject({
  format: v.literal('backflow-clip'),
  nodes: v.pipe(v.array(graphNode), v.maxLength(LIMITS.nodes)),
  edges: v.pipe(v.array(graphEdge), v.maxLength(LIMITS.nodes * LIMITS.inputs))
});
export type Clip = v.InferOutput<typeof clipSchema>;

/** Distance between a node and its copy. */
const OFFSET = 40;

export function copyNodes(doc: Document, ids: readonly string[]): Clip {
  const chosen = new Set(ids);
  return {
    format: 'backflow-clip',
    nodes: Object.values(doc.nodes).filter(({ id }) => chosen.has(id)),
    edges: Object.values(doc.edges).filter(
      ({ source, target }) => chosen.has(source) && chosen.has(target)
    )
  };
}

/** Adds copies under fresh ids and names, selected. */
export function paste(doc: Document, clip: Clip, offset = { x: OFFSET, y: OFFSET }): Edit {
  if (clip.nodes.length === 0) return refused('There is nothing to paste.');
  if (Object.keys(doc.nodes).length + clip.nodes.length > LIMITS.nodes) return full();
  const taken = namesIn(doc);
  const ids = new Map<string, GraphNode>();
  const first = nextOrder(doc);
  const sorted = [...clip.nodes].sort((a, b) => a.order - b.order);
  sorted.forEach((node, k) => {
    ids.set(node.id, {
      ...node,
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
  return {
    ok: true,
    patch: { nodes: Object.fromEntries(copies.map((node) => [node.id, node])), edges },
    select: { nodes: copies.map(({ id }) => id) }
  };
}

export const duplicate = (doc: Document, ids: readonly string[]): Edit =>
  paste(doc, copyNodes(doc, ids));
