import { compileFunction, type CompiledFunction } from '../formula/function';
import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { operation } from '../ops/registry';
import { TorchError } from '../tensor/errors';
import { boundAttributes } from './attributes';
import {
  edgeId,
  nodeName,
  nodesInOrder,
  type CustomNode,
  type Document,
  type GraphEdge,
  type GraphNode,
  type InputNode,
  type OpNode,
  type ScalarLiteral
} from './document';
import { runsWithoutGrad } from './groups';
import { attributeHelp } from './help';
import { operandNames } from './ports';

/** A fault that names its nodes and says how to mend it. */
export interface Diagnostic {
  readonly kind:
    'cycle' | 'missing-input' | 'unknown-op' | 'attribute' | 'function' | 'run' | 'backward';
  readonly nodes: readonly string[];
  /** PyTorch's words, or ours where PyTorch has none. */
  readonly message: string;
  /** What it means here and how to mend it. */
  readonly help: string;
}

/** Where one input's value comes from: another node, or a Python scalar on the node itself. */
export interface Operand {
  readonly input: string;
  readonly source: string | null;
  readonly edge: string | null;
  readonly constant: ScalarLiteral | null;
}

export type Instruction = {
  /** It runs under `torch.no_grad()`: its result has no history. A leaf is none the less what it is. */
  readonly noGrad?: true;
} & (
  | { readonly kind: 'leaf'; readonly node: InputNode }
  | {
      readonly kind: 'op';
      readonly node: OpNode;
      readonly op: OpDefinition;
      readonly operands: readonly Operand[];
      readonly attributes: Attributes;
    }
  | {
      readonly kind: 'custom';
      readonly node: CustomNode;
      readonly fn: CompiledFunction;
      readonly operands: readonly Operand[];
    }
);

/** The document compiled: instructions in an order that can run, and what is wrong with the rest. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly diagnostics: readonly Diagnostic[];
  /** Node that backward starts from, or null for an empty program. */
  readonly result: string | null;
}

/** The edge at an input; one whose source is gone counts as none. */
function edgeAt(doc: Document, node: string, input: string): GraphEdge | undefined {
  const edge = doc.edges[edgeId(node, input)];
  return edge && doc.nodes[edge.source] ? edge : undefined;
}

/** Sources of each node's edges, and how many edges leave each node. */
function wiring(doc: Document): { into: Map<string, string[]>; leaving: Map<string, number> } {
  const into = new Map<string, string[]>();
  const leaving = new Map<string, number>();
  for (const edge of Object.values(doc.edges)) {
    if (!doc.nodes[edge.source]) continue;
    into.set(edge.target, [...(into.get(edge.target) ?? []), edge.source]);
    leaving.set(edge.source, (leaving.get(edge.source) ?? 0) + 1);
  }
  return { into, leaving };
}

/** Every node after its sources, ties by creation. Nodes on a cycle are left over, and what depends on them. */
function sorted(
  doc: Document,
  into: Map<string, string[]>
): { order: GraphNode[]; cyclic: string[] } {
  const nodes = nodesInOrder(doc);
  const waiting = new Map(nodes.map((node) => [node.id, new Set(into.get(node.id) ?? [])]));
  const targets = new Map<string, string[]>();
  for (const [target, sources] of into) {
    for (const source of sources) targets.set(source, [...(targets.get(source) ?? []), target]);
  }
  const rank = new Map(nodes.map((node, i) => [node.id, i]));
  const ready = nodes.filter((node) => waiting.get(node.id)?.size === 0);
  const order: GraphNode[] = [];
  while (ready.length > 0) {
    const node = ready.shift() as GraphNode;
    order.push(node);
    const freed: GraphNode[] = [];
    for (const target of new Set(targets.get(node.id))) {
      const left = waiting.get(target);
      left?.delete(node.id);
      const targetNode = doc.nodes[target];
      if (left?.size === 0 && targetNode) freed.push(targetNode);
    }
    if (freed.length > 0) {
      ready.push(...freed);
      ready.sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0));
    }
  }
  const left = new Set(nodes.map((node) => node.id));
  for (const { id } of order) left.delete(id);
  // What only depends on a cycle isn't on it.
  const ends = (): string[] =>
    [...left].filter((id) => !targets.get(id)?.some((target) => left.has(target)));
  for (let some = ends(); some.length > 0; some = ends()) for (const id of some) left.delete(id);
  return { order, cyclic: [...left] };
}

function operandsOf(doc: Document, node: OpNode | CustomNode): Operand[] {
  return operandNames(doc, node).map((input) => {
    const edge = edgeAt(doc, node.id, input);
    const constant = node.kind === 'op' ? (node.constants[input] ?? null) : null;
    return {
      input,
      source: edge?.source ?? null,
      edge: edge?.id ?? null,
      constant: edge ? null : constant
    };
  });
}

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function operationFor(
  node: OpNode,
  op: OpDefinition,
  operands: readonly Operand[]
): Instruction | Diagnostic {
  try {
    return { kind: 'op', node, op, operands, attributes: boundAttributes(op, node) };
  } catch (error) {
    if (!(error instanceof TorchError)) throw error;
    return {
      kind: 'attribute',
      nodes: [node.id],
      message: `${error.type}: ${error.message}`,
      help: attributeHelp(node.name)
    };
  }
}

function instructionFor(doc: Document, node: GraphNode): Instruction | Diagnostic {
  if (node.kind === 'input') return { kind: 'leaf', node };
  const operands = operandsOf(doc, node);
  const missing = operands.filter((o) => o.source === null && o.constant === null);
  if (missing.length > 0) {
    const names = missing.map((o) => o.input);
    return {
      kind: 'missing-input',
      nodes: [node.id],
      message: `${node.name} has nothing at ${quoted(names)}.`,
      help: 'Connect an output to it, or type a number there.'
    };
  }
  if (node.kind === 'op') {
    const op = operation(node.op);
    if (op) return operationFor(node, op, operands);
    return {
      kind: 'unknown-op',
      nodes: [node.id],
      message: `There is no operation called \`${node.op}\`.`,
      help: 'The document may come from a newer Backflow. Replace the node by one from the palette.'
    };
  }
  const compiled = compileFunction(node.fn);
  if (compiled.ok) return { kind: 'custom', node, fn: compiled.fn, operands };
  const [first] = compiled.errors;
  return {
    kind: 'function',
    nodes: [node.id],
    message: first
      ? `${first.where} of ${node.fn.name}: ${first.message}`
      : 'The function is faulty.',
    help: `Mend the code of ${node.fn.name} in the inspector.`
  };
}

/** The node that backward starts from: the one that was chosen, else the last output that nothing uses. */
function resultOf(doc: Document, leaving: Map<string, number>): string | null {
  const { result } = doc.meta;
  if (result !== null && doc.nodes[result]) return result;
  const ends = nodesInOrder(doc).filter((node) => !leaving.get(node.id));
  const computed = ends.filter((node) => node.kind !== 'input');
  return (computed.at(-1) ?? ends.at(-1))?.id ?? null;
}

/** Compiles a document. Never throws: what can't run is named in `diagnostics`, and the rest runs. */
export function compile(doc: Document): Program {
  const { into, leaving } = wiring(doc);
  const { order, cyclic } = sorted(doc, into);
  const instructions: Instruction[] = [];
  const diagnostics: Diagnostic[] = [];
  if (cyclic.length > 0) {
    const names = quoted(cyclic.slice(0, 5).map((id) => nodeName(doc, id)));
    const more = cyclic.length > 5 ? ` and ${cyclic.length - 5} more` : '';
    diagnostics.push({
      kind: 'cycle',
      nodes: cyclic,
      message: `${names}${more} ${cyclic.length === 1 ? 'depends on itself' : 'depend on themselves'}.`,
      help: 'Remove one edge of the circle: a value is computed from others, never from itself.'
    });
  }
  for (const node of order) {
    const made = instructionFor(doc, node);
    if ('message' in made) diagnostics.push(made);
    else instructions.push(runsWithoutGrad(doc, node.id) ? { ...made, noGrad: true } : made);
  }
  return { instructions, diagnostics, result: resultOf(doc, leaving) };
}

/** Whether two documents compute the same: positions, titles and groups don't matter, but for what `no_grad` holds. */
export function computesSame(a: Document, b: Document): boolean {
  if (a === b) return true;
  if (a.edges !== b.edges && !sameEntries(a.edges, b.edges)) return false;
  if (a.meta.result !== b.meta.result) return false;
  const sameGroups = a.groups === b.groups;
  if (a.nodes === b.nodes && sameGroups) return true;
  const ids = Object.keys(a.nodes);
  return (
    ids.length === Object.keys(b.nodes).length &&
    ids.every((id) => {
      const [before, after] = [a.nodes[id], b.nodes[id]];
      if (before === after && sameGroups) return true;
      if (!before || !after || runsWithoutGrad(a, id) !== runsWithoutGrad(b, id)) return false;
      return before === after || JSON.stringify(inside(before)) === JSON.stringify(inside(after));
    })
  );
}

/** A node without its place. */
const inside = (node: GraphNode): object => ({ ...node, x: 0, y: 0, group: undefined });

function sameEntries(
  a: Readonly<Record<string, { source: string }>>,
  b: Readonly<Record<string, { source: string }>>
): boolean {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id]?.source === b[id]?.source);
}
