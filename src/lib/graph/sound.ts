import { nodesInOrder, type Document, type GraphEdge, type GraphNode } from './document';
import { freeName, namesIn } from './edits/names';
import { soundGroups } from './groups';
import { mayHaveInput } from './ports';

function leadsSomewhere(doc: Document, { source, target, input }: GraphEdge): boolean {
  const to = doc.nodes[target];
  if (!doc.nodes[source] || !to || to.kind === 'input') return false;
  return mayHaveInput(to, input);
}

/** Nodes whose name an earlier one has, under names of their own. */
function renamed(doc: Document): Record<string, GraphNode> {
  const taken = namesIn(doc);
  const nodes: Record<string, GraphNode> = {};
  if (taken.size === Object.keys(doc.nodes).length) return nodes;
  const seen = new Set<string>();
  for (const node of nodesInOrder(doc)) {
    if (seen.has(node.name)) nodes[node.id] = { ...node, name: freeName(node.name, taken) };
    else seen.add(node.name);
  }
  return nodes;
}

/**
 * The document without edges that lead nowhere, references to nodes and groups that are gone and names that occur
 * twice.
 * Two tabs may each make a right change, and together these leave such a thing behind: one removes a node while
 * the other connects it. It follows from the content alone, so all tabs see the same.
 * @returns the same value where nothing is amiss
 */
export function sound(given: Document): Document {
  const doc = soundGroups(given);
  const edges = Object.entries(doc.edges);
  const kept = edges.filter(([, edge]) => leadsSomewhere(doc, edge));
  const names = renamed(doc);
  const isRenamed = Object.keys(names).length > 0;
  const { result, chart, training } = doc.meta;
  const isGone = (id: string | null): boolean => id !== null && !doc.nodes[id];
  const hasLost = isGone(result) || isGone(chart.input) || isGone(training?.loss ?? null);
  if (kept.length === edges.length && !isRenamed && !hasLost) return doc;
  return {
    ...doc,
    nodes: isRenamed ? { ...doc.nodes, ...names } : doc.nodes,
    edges: kept.length === edges.length ? doc.edges : Object.fromEntries(kept),
    meta: hasLost
      ? {
          ...doc.meta,
          result: isGone(result) ? null : result,
          chart: { ...chart, input: isGone(chart.input) ? null : chart.input },
          ...(training
            ? { training: { ...training, loss: isGone(training.loss) ? null : training.loss } }
            : {})
        }
      : doc.meta
  };
}
