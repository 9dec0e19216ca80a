import { operation } from '../ops/registry';
import { changedAttributes } from './attributes';
import type { Document, GraphNode } from './document';
import { shownInputs } from './ports';
import { tensorish } from './tensorish';

/** Canvas units: how nodes are drawn and how much room a layout gives them. */
export const NODE_WIDTH = 190;
export const HEADER = 34;
const ROW = 26;
const BODY = { input: 42, op: 32, custom: 64 } as const;
const NUMBERS = 32;
/** The line that names the attributes which were set. */
export const ATTRIBUTES = 20;
/** Pictures of value and gradient, where they have several elements. */
const PICTURES = 55;

/** Height of what stands between a node's header and its inputs. */
export function bodyHeight(node: GraphNode): number {
  const op = node.kind === 'op' ? operation(node.op) : undefined;
  const hasLine = node.kind === 'op' && op && changedAttributes(op, node).length > 0;
  return BODY[node.kind] + (hasLine ? ATTRIBUTES : 0);
}

/** Size of a node as it is drawn, in canvas units. */
export function nodeSize(doc: Document, node: GraphNode): { width: number; height: number } {
  const rows = shownInputs(doc, node).length;
  const pictures = tensorish(doc).has(node.id) ? PICTURES : 0;
  return {
    width: NODE_WIDTH,
    height: HEADER + bodyHeight(node) + rows * ROW + NUMBERS + pictures
  };
}
