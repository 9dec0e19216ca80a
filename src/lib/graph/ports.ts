import { operation } from '../ops/registry';
import type { GraphNode } from './document';

const none: readonly string[] = [];
const registered = new Map<string, readonly string[]>();

/** Names of a node's inputs in order; none for an input node and for an unknown operation. */
export function inputNames(node: GraphNode): readonly string[] {
  if (node.kind === 'input') return none;
  if (node.kind === 'custom') return node.fn.inputs;
  const known = registered.get(node.op);
  if (known) return known;
  const names = operation(node.op)?.inputs.map(({ name }) => name) ?? none;
  registered.set(node.op, names);
  return names;
}
