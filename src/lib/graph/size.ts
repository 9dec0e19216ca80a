import { operation } from '../ops/registry';
import { changedAttributes, shownAttributes } from './attributes';
import type { Document, GraphNode } from './document';
import { shownInputs } from './ports';

/** Canvas units: how nodes are drawn and how much room a layout gives them. */
export const NODE_WIDTH = 190;
export const HEADER = 34;
const ROW = 26;
const BODY = { input: 42, op: 32, custom: 58 } as const;
const NUMBERS = 32;
/** The line that names the attributes which were set. */
export const ATTRIBUTES = 20;

/** The line that shows what is saved for backward. */
export const SHELF = 24;

/** Whether a node keeps something for its backward where gradients are wanted. */
export function hasShelf(node: GraphNode): boolean {
  if (node.kind !== 'op') return node.kind === 'custom';
  const op = operation(node.op);
  if (!op || op.gradFn === null) return false;
  const wanted = op.inputs.map(() => true);
  const { inputs, output } = op.saves(wanted, shownAttributes(op, node));
  return output || inputs.length > 0;
}

/** Height of what stands between a node's header and its inputs. */
export function bodyHeight(node: GraphNode): number {
  const op = node.kind === 'op' ? operation(node.op) : undefined;
  const hasLine = node.kind === 'op' && op && changedAttributes(op, node).length > 0;
  const shelf = node.kind === 'op' && hasShelf(node) ? SHELF : 0;
  return BODY[node.kind] + shelf + (hasLine ? ATTRIBUTES : 0);
}

/** Size of a node as it is drawn, in canvas units. */
export function nodeSize(doc: Document, node: GraphNode): { width: number; height: number } {
  const rows = shownInputs(doc, node).length;
  return { width: NODE_WIDTH, height: HEADER + bodyHeight(node) + rows * ROW + NUMBERS };
}
