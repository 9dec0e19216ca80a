import type { GraphNode } from './document';
import { inputNames } from './ports';

/** Canvas units: how nodes are drawn and how much room a layout gives them. */
export const NODE_WIDTH = 190;
export const HEADER = 34;
const ROW = 26;
const BODY = { input: 42, op: 32, custom: 64 } as const;
const NUMBERS = 32;

/** Height of what stands between a node's header and its inputs. */
export const bodyHeight = ({ kind }: Pick<GraphNode, 'kind'>): number => BODY[kind];

/** Size of a node as it is drawn, in canvas units. */
export function nodeSize(node: GraphNode): { width: number; height: number } {
  const rows = inputNames(node).length;
  return { width: NODE_WIDTH, height: HEADER + bodyHeight(node) + rows * ROW + NUMBERS };
}
