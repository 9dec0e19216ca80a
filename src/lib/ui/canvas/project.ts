import type { Edge, Node } from '@xyflow/svelte';
import type { Document, GraphNode } from '../../graph/document';
import { operation } from '../../ops/registry';

/** Svelte Flow's nodes and edges carry identity and place only; what they show is read from the frame. */
export type FlowNode = Node<Record<string, never>, `${GraphNode['kind']}-node`>;
export type FlowEdge = Edge<Record<string, never>, 'wire'>;

function kindWords(node: GraphNode): string {
  if (node.kind === 'input') return 'input';
  if (node.kind === 'custom') return `custom function ${node.fn.name}`;
  return operation(node.op) ? `operation ${node.op}` : `unknown operation ${node.op}`;
}

/** Svelte Flow has styles of its own for a type called `input`. */
const typeOf = (node: GraphNode): FlowNode['type'] => `${node.kind}-node`;

const sameNode = (flow: FlowNode, node: GraphNode, selected: boolean, label: string): boolean =>
  flow.type === typeOf(node) &&
  flow.position.x === node.x &&
  flow.position.y === node.y &&
  Boolean(flow.selected) === selected &&
  flow.ariaLabel === label;

/** The same array where every entry is the same, so that nothing downstream is woken. */
const settled = <T>(before: readonly T[], after: T[]): T[] =>
  before.length === after.length && after.every((entry, i) => entry === before[i])
    ? (before as T[])
    : after;

/** The document's nodes for Svelte Flow; entries that did not change are kept, with what was measured. */
export function projectNodes(
  doc: Document,
  selection: readonly string[],
  before: readonly FlowNode[]
): FlowNode[] {
  const known = new Map(before.map((flow) => [flow.id, flow]));
  const selected = new Set(selection);
  const after = Object.values(doc.nodes).map((node): FlowNode => {
    const old = known.get(node.id);
    const label = `${node.name}: ${kindWords(node)}`;
    const isSelected = selected.has(node.id);
    if (old && sameNode(old, node, isSelected, label)) return old;
    return {
      ...(old ?? { id: node.id, data: {} }),
      type: typeOf(node),
      position: { x: node.x, y: node.y },
      selected: isSelected,
      ariaLabel: label,
      domAttributes: { 'data-node-id': node.id } as FlowNode['domAttributes']
    };
  });
  return settled(before, after);
}

/** The document's edges for Svelte Flow. */
export function projectEdges(
  doc: Document,
  selection: readonly string[],
  before: readonly FlowEdge[]
): FlowEdge[] {
  const known = new Map(before.map((flow) => [flow.id, flow]));
  const selected = new Set(selection);
  const after = Object.values(doc.edges).map((edge): FlowEdge => {
    const old = known.get(edge.id);
    const isSelected = selected.has(edge.id);
    const from = doc.nodes[edge.source]?.name ?? edge.source;
    const to = doc.nodes[edge.target]?.name ?? edge.target;
    const label = `Edge from ${from} to ${to}, ${edge.input}`;
    const isSame =
      old?.source === edge.source &&
      old.target === edge.target &&
      Boolean(old.selected) === isSelected &&
      old.ariaLabel === label;
    if (old && isSame) return old;
    return {
      id: edge.id,
      type: 'wire',
      source: edge.source,
      target: edge.target,
      sourceHandle: null,
      targetHandle: edge.input,
      selected: isSelected,
      ariaLabel: label,
      domAttributes: { 'data-edge-id': edge.id } as FlowEdge['domAttributes']
    };
  });
  return settled(before, after);
}
