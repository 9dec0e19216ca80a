import { edgeId, nodeName, type Document } from '../document';
import { hasInput } from '../ports';
import { made, refused, type Edit } from './edit';

/** Whether `target` can be reached from `start` along edges. */
function reaches(doc: Document, start: string, target: string): boolean {
  const next = new Map<string, string[]>();
  for (const edge of Object.values(doc.edges)) {
    const list = next.get(edge.source);
    if (list) list.push(edge.target);
    else next.set(edge.source, [edge.target]);
  }
  const seen = new Set([start]);
  for (const id of seen) {
    if (id === target) return true;
    for (const following of next.get(id) ?? []) seen.add(following);
  }
  return false;
}

/** Why an output can't be connected to an input, as one sentence; null where it can. */
export function whyNotConnect(
  doc: Document,
  source: string,
  target: string,
  input: string
): string | null {
  const [from, to] = [doc.nodes[source], doc.nodes[target]];
  if (!from || !to) return 'One of the two nodes is no longer there.';
  if (!hasInput(to, input)) return `${to.name} has no input "${input}".`;
  if (source === target)
    return `${to.name} can't be connected to itself: no value depends on itself.`;
  const before = doc.edges[edgeId(target, input)];
  if (before) {
    const feeding = nodeName(doc, before.source);
    return `The input "${input}" of ${to.name} is occupied by ${feeding}: remove that edge first.`;
  }
  if (reaches(doc, target, source)) {
    return `${from.name} depends on ${to.name}, so this edge would close a circle.`;
  }
  return null;
}

export function connect(doc: Document, source: string, target: string, input: string): Edit {
  const reason = whyNotConnect(doc, source, target, input);
  if (reason) return refused(reason);
  const id = edgeId(target, input);
  return made({ edges: { [id]: { id, source, target, input } } });
}
