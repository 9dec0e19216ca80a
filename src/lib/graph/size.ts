import { operation } from '../ops/registry';
import { changedAttributes, shownAttributes } from './attributes';
import type { Document, GraphNode } from './document';
import { boundaries, boundaryOf, groupPorts, groupsWithMembers, type Boundary } from './groups';
import { shownInputs } from './ports';
import { tensorish } from './tensorish';

/** Canvas units: how nodes are drawn and how much room a layout gives them. */
export const NODE_WIDTH = 190;
export const HEADER = 34;
const ROW = 26;
const BODY = { input: 42, op: 32, custom: 58 } as const;
const NUMBERS = 32;
/** The line that names the attributes which were set. */
export const ATTRIBUTES = 20;
/** Pictures of value and gradient, where they have several elements. */
const PICTURES = 55;

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
  const pictures = tensorish(doc).has(node.id) ? PICTURES : 0;
  return {
    width: NODE_WIDTH,
    height: HEADER + bodyHeight(node) + rows * ROW + NUMBERS + pictures
  };
}

/** A collapsed group: wider than a node, for the names at its ports and the numbers beside them. */
export const GROUP_WIDTH = 250;
export const GROUP_ROW = 24;
/** Room between an expanded group's frame and its nodes, and height of the frame's header. */
export const FRAME_PADDING = 18;
export const FRAME_HEADER = 30;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Size of a collapsed group as it is drawn. */
export function groupSize(
  doc: Document,
  group: string,
  boundary: Boundary = boundaryOf(doc, group)
): { width: number; height: number } {
  const { inputs, outputs } = groupPorts(doc, boundary);
  const rows = inputs.length + outputs.length;
  return { width: GROUP_WIDTH, height: HEADER + BODY.op + rows * GROUP_ROW + 2 * GROUP_GAP };
}

/** Strip above and below a collapsed group's ports. */
export const GROUP_GAP = 6;

/** The smallest box around boxes. */
export function boxAround(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The frame around boxes: room at all sides, and a header above. */
export function frameAround(boxes: readonly Box[]): Box {
  const { x, y, width, height } = boxAround(boxes);
  return {
    x: x - FRAME_PADDING,
    y: y - FRAME_PADDING - FRAME_HEADER,
    width: width + 2 * FRAME_PADDING,
    height: height + 2 * FRAME_PADDING + FRAME_HEADER
  };
}

/** Where a collapsed group stands: at the upper left corner of its nodes. */
export const groupPlace = (members: readonly GraphNode[]): { x: number; y: number } => ({
  x: Math.min(...members.map(({ x }) => x)),
  y: Math.min(...members.map(({ y }) => y))
});

/** What is drawn: nodes, collapsed groups in place of theirs, and the frames of the others. */
export function drawnBoxes(doc: Document): Box[] {
  const ends = boundaries(doc);
  const hidden = new Set<string>();
  const boxes: Box[] = [];
  for (const [id, members] of groupsWithMembers(doc)) {
    const whole = members.map((node) => ({ x: node.x, y: node.y, ...nodeSize(doc, node) }));
    if (!doc.groups?.[id]?.collapsed) boxes.push(frameAround(whole));
    else {
      for (const node of members) hidden.add(node.id);
      boxes.push({ ...groupPlace(members), ...groupSize(doc, id, ends.get(id)) });
    }
  }
  for (const node of Object.values(doc.nodes)) {
    if (!hidden.has(node.id)) boxes.push({ x: node.x, y: node.y, ...nodeSize(doc, node) });
  }
  return boxes;
}
