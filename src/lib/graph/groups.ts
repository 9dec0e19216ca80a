import {
  nodeName,
  nodesInOrder,
  type Document,
  type GraphEdge,
  type GraphNode,
  type NodeGroup
} from './document';
import { withGroups } from './patch';

/** What a document's groups hold and where they end. One level: a group has nodes, and no groups. */

/** The group that a node is in; null for none. */
export function groupOf(doc: Document, node: string): string | null {
  const id = doc.nodes[node]?.group;
  return id !== undefined && doc.groups?.[id] ? id : null;
}

/** The collapsed group that a node is hidden in; null for one that is shown by itself. */
export function foldedIn(doc: Document, node: string): string | null {
  const id = groupOf(doc, node);
  return id !== null && doc.groups?.[id]?.collapsed ? id : null;
}

/** Whether a node's operation runs under `torch.no_grad()`. */
export function runsWithoutGrad(doc: Document, node: string): boolean {
  const id = groupOf(doc, node);
  return id !== null && doc.groups?.[id]?.noGrad === true;
}

/** What is found once for a document: every group that is drawn asks for the same. */
function kept<T>(find: (doc: Document) => T): (doc: Document) => T {
  const known = new WeakMap<Document, T>();
  return (doc) => {
    const before = known.get(doc);
    if (before !== undefined) return before;
    const found = find(doc);
    known.set(doc, found);
    return found;
  };
}

type Members = ReadonlyMap<string, readonly GraphNode[]>;

/** Groups with their nodes, in the order of their oldest node; the nodes in order of creation. */
export const groupsWithMembers = kept((doc): Members => {
  const members = new Map<string, GraphNode[]>();
  if (!doc.groups) return members;
  for (const node of nodesInOrder(doc)) {
    const id = groupOf(doc, node.id);
    if (id === null) continue;
    const list = members.get(id);
    if (list) list.push(node);
    else members.set(id, [node]);
  }
  return members;
});

/** Nodes of a group, in order of creation. */
export const membersOf = (doc: Document, group: string): readonly GraphNode[] =>
  groupsWithMembers(doc).get(group) ?? [];

/** A group's ends: where values come in and gradients leave it, and the other way round. */
export interface Boundary {
  /** Edges from outside, in the order of the nodes that they lead to. */
  readonly entering: readonly GraphEdge[];
  readonly leaving: readonly GraphEdge[];
  /** Members whose value is used outside, or by nobody: what the group is for. */
  readonly outputs: readonly string[];
}

const nowhere: Boundary = { entering: [], leaving: [], outputs: [] };

/** The ends of every group, found in one pass. */
export const boundaries = kept((doc): ReadonlyMap<string, Boundary> => {
  const found = new Map<
    string,
    { entering: GraphEdge[]; leaving: GraphEdge[]; used: Set<string> }
  >();
  const members = groupsWithMembers(doc);
  if (members.size === 0) return new Map();
  for (const id of members.keys()) found.set(id, { entering: [], leaving: [], used: new Set() });
  for (const edge of Object.values(doc.edges)) {
    const [from, to] = [groupOf(doc, edge.source), groupOf(doc, edge.target)];
    if (from !== null && from === to) found.get(from)?.used.add(edge.source);
    else {
      if (from !== null) found.get(from)?.leaving.push(edge);
      if (to !== null) found.get(to)?.entering.push(edge);
    }
  }
  return new Map(
    [...found].map(([id, { entering, leaving, used }]) => {
      const nodes = members.get(id) ?? [];
      const rank = new Map(nodes.map((node, k) => [node.id, k]));
      const by = (end: 'source' | 'target') => (a: GraphEdge, b: GraphEdge) =>
        (rank.get(a[end]) ?? 0) - (rank.get(b[end]) ?? 0);
      const outside = new Set(leaving.map(({ source }) => source));
      const outputs = nodes.flatMap((node) =>
        outside.has(node.id) || !used.has(node.id) ? [node.id] : []
      );
      return [
        id,
        { entering: entering.sort(by('target')), leaving: leaving.sort(by('source')), outputs }
      ];
    })
  );
});

export const boundaryOf = (doc: Document, group: string): Boundary =>
  boundaries(doc).get(group) ?? nowhere;

/** Ports of a collapsed group on either side; edges beyond share the last one. */
export const MAX_PORTS = 12;

/** A place at which a collapsed group's edges begin or end. */
export interface GroupPort {
  /** Handle of the canvas. */
  readonly id: string;
  /** `x → pow.input`, or the output's name. */
  readonly label: string;
  /** The entering edge or the node whose value leaves; null where several share the port. */
  readonly of: string | null;
}

export interface GroupPorts {
  readonly inputs: readonly GroupPort[];
  readonly outputs: readonly GroupPort[];
  /** Handle of every entering edge by its id, and of every output by its node's. */
  readonly inputOf: (edge: string) => string;
  readonly outputOf: (node: string) => string;
}

/** All as they are, or the first ones and one port for the rest. */
function bounded(all: readonly GroupPort[], side: string): readonly GroupPort[] {
  if (all.length <= MAX_PORTS) return all;
  const more = all.length - MAX_PORTS + 1;
  return [...all.slice(0, MAX_PORTS - 1), { id: `${side}:more`, label: `${more} more`, of: null }];
}

const finder = (ports: readonly GroupPort[], side: string): ((of: string) => string) => {
  const own = new Map(ports.flatMap(({ id, of }) => (of === null ? [] : [[of, id] as const])));
  return (of) => own.get(of) ?? `${side}:more`;
};

/** The ports of a collapsed group: one for every edge that enters and every value that leaves. */
export function groupPorts(doc: Document, { entering, outputs }: Boundary): GroupPorts {
  const name = (id: string): string => nodeName(doc, id);
  const ins = bounded(
    entering.map(({ id, source, target, input }) => ({
      id: `in:${id}`,
      label: `${name(source)} → ${name(target)}.${input}`,
      of: id
    })),
    'in'
  );
  const outs = bounded(
    outputs.map((id) => ({ id: `out:${id}`, label: name(id), of: id })),
    'out'
  );
  return {
    inputs: ins,
    outputs: outs,
    inputOf: finder(ins, 'in'),
    outputOf: finder(outs, 'out')
  };
}

/**
 * The document without groups that have no nodes and without mentions of groups that aren't there.
 * @returns the same value where nothing is amiss
 */
export function soundGroups(doc: Document): Document {
  const named = new Set<string>();
  const astray: GraphNode[] = [];
  for (const node of Object.values(doc.nodes)) {
    if (node.group === undefined) continue;
    if (groupOf(doc, node.id) === null) astray.push(node);
    else named.add(node.group);
  }
  const groups = Object.entries(doc.groups ?? {});
  const isWhole = groups.every(([id]) => named.has(id)) && (groups.length > 0 || !doc.groups);
  if (isWhole && astray.length === 0) return doc;
  const nodes =
    astray.length === 0
      ? doc.nodes
      : { ...doc.nodes, ...Object.fromEntries(astray.map((node) => [node.id, ungrouped(node)])) };
  const kept: Record<string, NodeGroup> = Object.fromEntries(
    groups.filter(([id]) => named.has(id))
  );
  return withGroups({ ...doc, nodes }, isWhole ? doc.groups : kept);
}

/** Groups that lose their last node where these leave theirs. */
export function emptied(doc: Document, leaving: readonly string[]): Record<string, null> {
  const left = new Set(leaving);
  const touched = new Set(leaving.flatMap((id) => groupOf(doc, id) ?? []));
  const kept = new Set(
    touched.size === 0
      ? []
      : Object.keys(doc.nodes).flatMap((id) => (left.has(id) ? [] : (groupOf(doc, id) ?? [])))
  );
  return Object.fromEntries([...touched].flatMap((id) => (kept.has(id) ? [] : [[id, null]])));
}

/** A node by itself. */
export function ungrouped<N extends GraphNode>(node: N): N {
  const alone = { ...node };
  delete alone.group;
  return alone;
}
