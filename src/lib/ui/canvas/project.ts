import type { Edge, Node } from '@xyflow/svelte';
import { nodeName, type Document, type GraphNode } from '../../graph/document';
import {
  boundaries,
  foldedIn,
  groupPorts,
  groupsWithMembers,
  type GroupPorts
} from '../../graph/groups';
import { groupPlace } from '../../graph/size';
import { operation } from '../../ops/registry';

/** Svelte Flow's nodes and edges carry identity and place only; what they show is read from the frame. */
export type FlowNode = Node<Record<string, never>, `${GraphNode['kind'] | 'group'}-node`>;
export type FlowEdge = Edge<Record<string, never>, 'wire'>;

/** No node's id has a colon in it. */
const GROUP = 'group:';
/** What a collapsed group is called where it stands among nodes. */
const flowIdOf = (group: string): string => GROUP + group;
export const groupIn = (flowId: string): string | null =>
  flowId.startsWith(GROUP) ? flowId.slice(GROUP.length) : null;

function kindWords(node: GraphNode): string {
  if (node.kind === 'input') return 'input';
  if (node.kind === 'custom') return `custom function ${node.fn.name}`;
  return operation(node.op) ? `operation ${node.op}` : `unknown operation ${node.op}`;
}

/** How many operations a group has, in words; its nodes where it has inputs too. */
export function countWords(members: readonly GraphNode[]): string {
  const isOperations = members.every(({ kind }) => kind !== 'input');
  const word = isOperations ? 'operation' : 'node';
  return `${members.length} ${word}${members.length === 1 ? '' : 's'}`;
}

/** Svelte Flow has styles of its own for a type called `input`. */
const typeOf = (node: GraphNode): FlowNode['type'] => `${node.kind}-node`;

type Shown = Required<Pick<FlowNode, 'type' | 'position' | 'selected' | 'ariaLabel'>>;

const sameNode = (flow: FlowNode, shown: Shown): boolean =>
  flow.type === shown.type &&
  flow.position.x === shown.position.x &&
  flow.position.y === shown.position.y &&
  Boolean(flow.selected) === shown.selected &&
  flow.ariaLabel === shown.ariaLabel;

/** The same array where every entry is the same, so that nothing downstream is woken. */
const settled = <T>(before: readonly T[], after: T[]): T[] =>
  before.length === after.length && after.every((entry, i) => entry === before[i])
    ? (before as T[])
    : after;

/** Groups that are shown as one node, with their nodes. */
const collapsedGroups = (doc: Document): (readonly [string, readonly GraphNode[]])[] =>
  [...groupsWithMembers(doc)].filter(([id]) => doc.groups?.[id]?.collapsed);

/** Ids in Svelte Flow of what is selected: hidden nodes have none, their group has one where it is selected whole. */
export function shownSelection(doc: Document, selection: readonly string[]): Set<string> {
  const selected = new Set(selection);
  const shown = new Set(selection.filter((id) => doc.nodes[id] && foldedIn(doc, id) === null));
  for (const [id, members] of collapsedGroups(doc)) {
    if (members.every((node) => selected.has(node.id))) shown.add(flowIdOf(id));
  }
  return shown;
}

/** Ids of edges that are drawn: all but those inside of collapsed groups. */
export function shownEdges(doc: Document, ids: readonly string[]): string[] {
  return ids.filter((id) => {
    const edge = doc.edges[id];
    if (!edge) return false;
    const from = foldedIn(doc, edge.source);
    return from === null || from !== foldedIn(doc, edge.target);
  });
}

/** Nodes that Svelte Flow's ids stand for. */
export function nodesBehind(doc: Document, flowIds: readonly string[]): string[] {
  const members = flowIds.some((id) => groupIn(id) !== null) ? groupsWithMembers(doc) : null;
  return flowIds.flatMap((flowId) => {
    const group = groupIn(flowId);
    return group === null ? [flowId] : (members?.get(group) ?? []).map(({ id }) => id);
  });
}

/** The document's nodes for Svelte Flow; entries that did not change are kept, with what was measured. */
export function projectNodes(
  doc: Document,
  selection: readonly string[],
  before: readonly FlowNode[]
): FlowNode[] {
  const known = new Map(before.map((flow) => [flow.id, flow]));
  const selected = shownSelection(doc, selection);
  const entry = (id: string, shown: Omit<Shown, 'selected'>, data: string): FlowNode => {
    const old = known.get(id);
    const now = { ...shown, selected: selected.has(id) };
    if (old && sameNode(old, now)) return old;
    return {
      ...(old ?? { id, data: {} }),
      ...now,
      domAttributes: { [data]: groupIn(id) ?? id } as FlowNode['domAttributes']
    };
  };
  const after = Object.values(doc.nodes).flatMap((node): FlowNode[] => {
    if (foldedIn(doc, node.id) !== null) return [];
    const ariaLabel = `${node.name}: ${kindWords(node)}`;
    const position = { x: node.x, y: node.y };
    return [entry(node.id, { type: typeOf(node), position, ariaLabel }, 'data-node-id')];
  });
  for (const [id, members] of collapsedGroups(doc)) {
    const ariaLabel = `${doc.groups?.[id]?.name ?? id}: collapsed group of ${countWords(members)}`;
    const position = groupPlace(members);
    after.push(entry(flowIdOf(id), { type: 'group-node', position, ariaLabel }, 'data-group-id'));
  }
  return settled(before, after);
}

/** The document's edges for Svelte Flow: those of a collapsed group begin and end at its ports. */
export function projectEdges(
  doc: Document,
  selection: readonly string[],
  before: readonly FlowEdge[]
): FlowEdge[] {
  const known = new Map(before.map((flow) => [flow.id, flow]));
  const selected = new Set(selection);
  const ports = new Map<string, GroupPorts>();
  if (Object.values(doc.groups ?? {}).some(({ collapsed }) => collapsed)) {
    for (const [id, boundary] of boundaries(doc)) ports.set(id, groupPorts(doc, boundary));
  }
  const after = Object.values(doc.edges).flatMap((edge): FlowEdge[] => {
    const [from, into] = [foldedIn(doc, edge.source), foldedIn(doc, edge.target)];
    if (from !== null && from === into) return [];
    const source = from === null ? edge.source : flowIdOf(from);
    const target = into === null ? edge.target : flowIdOf(into);
    const sourceHandle = from === null ? null : (ports.get(from)?.outputOf(edge.source) ?? null);
    const targetHandle = into === null ? edge.input : (ports.get(into)?.inputOf(edge.id) ?? null);
    const old = known.get(edge.id);
    const isSelected = selected.has(edge.id);
    const [out, to] = [edge.source, edge.target].map((id) => nodeName(doc, id));
    const label = `Edge from ${out} to ${to}, ${edge.input}`;
    const isSame =
      old?.source === source &&
      old.target === target &&
      old.sourceHandle === sourceHandle &&
      old.targetHandle === targetHandle &&
      Boolean(old.selected) === isSelected &&
      old.ariaLabel === label;
    if (old && isSame) return [old];
    return [
      {
        id: edge.id,
        type: 'wire',
        source,
        target,
        sourceHandle,
        targetHandle,
        selected: isSelected,
        ariaLabel: label,
        domAttributes: { 'data-edge-id': edge.id } as FlowEdge['domAttributes']
      }
    ];
  });
  return settled(before, after);
}
