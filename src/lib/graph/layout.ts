import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
import { nodesInOrder, type Document } from './document';
import { hasInput, shownInputs } from './ports';
import { nodeSize } from './size';

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

const outputPort = (node: string): string => `${node}:out`;
const inputPort = (node: string, input: string): string => `${node}:in:${input}`;

function elkGraph(doc: Document): ElkNode {
  const nodes = nodesInOrder(doc);
  return {
    id: 'root',
    layoutOptions: nodes.length < LARGE ? OPTIONS : { ...OPTIONS, ...PLAINER },
    children: nodes.map((node) => {
      // Ports keep their order, so that edges cross only where the wiring does.
      const ports = [
        { id: outputPort(node.id), layoutOptions: { 'elk.port.side': 'EAST' } },
        ...shownInputs(doc, node).map((input, k) => ({
          id: inputPort(node.id, input),
          layoutOptions: { 'elk.port.side': 'WEST', 'elk.port.index': String(-k) }
        }))
      ];
      return {
        id: node.id,
        ...nodeSize(doc, node),
        ports,
        layoutOptions: { 'elk.portConstraints': 'FIXED_ORDER' }
      };
    }),
    edges: Object.values(doc.edges)
      .filter(({ source, target, input }) => {
        const to = doc.nodes[target];
        return doc.nodes[source] && to && hasInput(to, input);
      })
      .map(({ id, source, target, input }) => ({
        id,
        sources: [outputPort(source)],
        targets: [inputPort(target, input)]
      }))
  };
}

/**
 * Places all nodes from left to right, every edge pointing right where the wiring has no circle.
 * @param elk the layout engine; in the page it runs in a worker of its own
 * @returns a place for every node, in canvas units
 */
export async function layout(
  doc: Document,
  elk: Pick<ELK, 'layout'>
): Promise<Record<string, { x: number; y: number }>> {
  const placed = await elk.layout(elkGraph(doc));
  return Object.fromEntries(
    (placed.children ?? []).map(({ id, x = 0, y = 0 }) => [
      id,
      { x: Math.round(x), y: Math.round(y) }
    ])
  );
}
