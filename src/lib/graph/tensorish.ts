import { operation } from '../ops/registry';
import type { Document, GraphNode } from './document';

const known = new WeakMap<Document, ReadonlySet<string>>();

/** Whether a node makes several elements of nothing, or gives one number whatever it gets. */
function starts(node: GraphNode): boolean {
  if (node.kind === 'input') return typeof node.value === 'object';
  return node.kind === 'op' && operation(node.op)?.family === 'creation';
}

const collapses = (node: GraphNode | undefined): boolean =>
  node?.kind === 'op' &&
  operation(node.op)?.family === 'reduction' &&
  node.attributes?.dim === undefined;

/** Nodes that probably hold several numbers, told without running anything: what a layout leaves room for. */
export function tensorish(doc: Document): ReadonlySet<string> {
  const found = known.get(doc);
  if (found) return found;
  const targets = new Map<string, string[]>();
  for (const { source, target } of Object.values(doc.edges)) {
    const list = targets.get(source);
    if (list) list.push(target);
    else targets.set(source, [target]);
  }
  const reached = new Set<string>();
  const waiting = Object.values(doc.nodes)
    .filter(starts)
    .map(({ id }) => id);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    for (const target of targets.get(id) ?? []) {
      if (!collapses(doc.nodes[target])) waiting.push(target);
    }
  }
  known.set(doc, reached);
  return reached;
}
