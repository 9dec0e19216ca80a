import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
import { nodesInOrder, type Document, type GraphEdge, type GraphNode } from './document';
import {
  boundaries,
  foldedIn,
  groupOf,
  groupPorts,
  groupsWithMembers,
  type GroupPorts
} from './groups';
import { hasInput, shownInputs } from './ports';
import { FRAME_HEADER, FRAME_PADDING, groupPlace, groupSize, nodeSize } from './size';

/** Room between columns holds the numbers that are written on the wires. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '140',
  'elk.spacing.nodeNode': '36',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'PREFER_NODES',
  'elk.spacing.componentComponent': '60'
};

/** Nodes from which on a plainer placement is good enough: the time for the best one grows much faster than the graph. */
const LARGE = 150;
const PLAINER = {
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.thoroughness': '1',
  // Wires are drawn by the canvas, so that their bends here are for nothing.
  'elk.edgeRouting': 'POLYLINE'
};

/** Edges into a frame are placed together with what is inside. */
const FRAMED = {
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  // With frames the order of creation leads the layout engine into errors of its own.
  'elk.layered.considerModelOrder.strategy': 'NONE'
};
/** A group's frame leaves room around its nodes, and its name above them. */
const FRAME = {
  'elk.padding': `[top=${FRAME_PADDING + FRAME_HEADER},left=${FRAME_PADDING},bottom=${FRAME_PADDING},right=${FRAME_PADDING}]`
};

const outputPort = (node: string): string => `${node}:out`;
const inputPort = (node: string, input: string): string => `${node}:in:${input}`;
const groupNode = (group: string): string => `group:${group}`;
const groupPort = (group: string, port: string): string => `${groupNode(group)}:${port}`;

/** Ports keep their order, so that edges cross only where the wiring does. */
function ported(
  id: string,
  size: { width: number; height: number },
  inputs: readonly string[],
  outputs: readonly string[]
): ElkNode {
  return {
    id,
    ...size,
    ports: [
      ...outputs.map((port, k) => ({
        id: port,
        layoutOptions: { 'elk.port.side': 'EAST', 'elk.port.index': String(k) }
      })),
      ...inputs.map((port, k) => ({
        id: port,
        layoutOptions: { 'elk.port.side': 'WEST', 'elk.port.index': String(-k) }
      }))
    ],
    layoutOptions: { 'elk.portConstraints': 'FIXED_ORDER' }
  };
}

const plainNode = (doc: Document, node: GraphNode): ElkNode =>
  ported(
    node.id,
    nodeSize(doc, node),
    shownInputs(doc, node).map((input) => inputPort(node.id, input)),
    [outputPort(node.id)]
  );

class Graph {
  private readonly ends;
  private readonly ports = new Map<string, GroupPorts>();
  /** What holds outside isn't passed on to frames by itself. */
  private readonly options: Record<string, string>;

  constructor(private readonly doc: Document) {
    this.ends = boundaries(doc);
    for (const [id, boundary] of this.ends) this.ports.set(id, groupPorts(doc, boundary));
    const isLarge = Object.keys(doc.nodes).length >= LARGE;
    const hasFrames = Object.values(doc.groups ?? {}).some(({ collapsed }) => !collapsed);
    this.options = { ...OPTIONS, ...(isLarge ? PLAINER : {}), ...(hasFrames ? FRAMED : {}) };
  }

  private collapsed(group: string): ElkNode {
    const { inputs = [], outputs = [] } = this.ports.get(group) ?? {};
    const own = ({ id }: { readonly id: string }): string => groupPort(group, id);
    const size = groupSize(this.doc, group, this.ends.get(group));
    return ported(groupNode(group), size, inputs.map(own), outputs.map(own));
  }

  /** Nodes in order, groups in the place of their first one. */
  private children(): ElkNode[] {
    const members = groupsWithMembers(this.doc);
    const seen = new Set<string>();
    return nodesInOrder(this.doc).flatMap((node): ElkNode[] => {
      const group = groupOf(this.doc, node.id);
      if (group === null) return [plainNode(this.doc, node)];
      if (seen.has(group)) return [];
      seen.add(group);
      if (this.doc.groups?.[group]?.collapsed) return [this.collapsed(group)];
      const children = (members.get(group) ?? []).map((one) => plainNode(this.doc, one));
      return [{ id: groupNode(group), children, layoutOptions: { ...this.options, ...FRAME } }];
    });
  }

  private edge({ id, source, target, input }: GraphEdge) {
    const { doc, ports } = this;
    const to = doc.nodes[target];
    if (!doc.nodes[source] || !to || !hasInput(to, input)) return [];
    const [from, into] = [foldedIn(doc, source), foldedIn(doc, target)];
    if (from !== null && from === into) return [];
    const start =
      from === null ? outputPort(source) : groupPort(from, ports.get(from)?.outputOf(source) ?? '');
    const end =
      into === null
        ? inputPort(target, input)
        : groupPort(into, ports.get(into)?.inputOf(id) ?? '');
    return [{ id, sources: [start], targets: [end] }];
  }

  elk(): ElkNode {
    return {
      id: 'root',
      layoutOptions: this.options,
      children: this.children(),
      edges: Object.values(this.doc.edges).flatMap((edge) => this.edge(edge))
    };
  }
}

/**
 * Places all nodes from left to right, every edge pointing right where the wiring has no circle. The nodes of a group
 * stay together; those of a collapsed one move with it and keep their places to each other.
 * @param elk the layout engine; in the page it runs in a worker of its own
 * @returns a place for every node, in canvas units
 */
export async function layout(
  doc: Document,
  elk: Pick<ELK, 'layout'>
): Promise<Record<string, { x: number; y: number }>> {
  const placed = await elk.layout(new Graph(doc).elk());
  const places: Record<string, { x: number; y: number }> = {};
  const members = groupsWithMembers(doc);
  for (const { id, x = 0, y = 0, children = [] } of placed.children ?? []) {
    const group = id.startsWith('group:') ? id.slice('group:'.length) : null;
    if (group === null) places[id] = { x: Math.round(x), y: Math.round(y) };
    for (const child of children) {
      places[child.id] = {
        x: Math.round(x + (child.x ?? 0)),
        y: Math.round(y + (child.y ?? 0))
      };
    }
    if (group === null || children.length > 0) continue;
    const nodes = members.get(group) ?? [];
    const before = groupPlace(nodes);
    for (const node of nodes) {
      places[node.id] = {
        x: node.x + Math.round(x - before.x),
        y: node.y + Math.round(y - before.y)
      };
    }
  }
  return places;
}
