import type { InputSpec, OpDefinition } from '../ops/define';
import { operation } from '../ops/registry';
import { edgeId, LIMITS, type Document, type GraphNode } from './document';

const none: readonly string[] = [];
interface Ports {
  readonly all: readonly string[];
  /** Inputs that hold one tensor each. */
  readonly single: readonly string[];
  /** Those that stay in their place when nothing is connected. */
  readonly required: number;
  /** The input that stands for any number of tensors. */
  readonly variadic: InputSpec | undefined;
}
const registered = new Map<string, Ports>();

function portsOf(op: string): Ports | null {
  const known = registered.get(op);
  if (known) return known;
  const inputs = operation(op)?.inputs;
  if (!inputs) return null;
  const singles = inputs.filter(({ variadic }) => !variadic);
  const ports = {
    all: inputs.map(({ name }) => name),
    single: singles.map(({ name }) => name),
    required: singles.filter(({ optional }) => !optional).length,
    variadic: inputs.find(({ variadic }) => variadic)
  };
  registered.set(op, ports);
  return ports;
}

/**
 * Names of the places of an input that takes any number of tensors: `tensors`, `tensors 2`, `tensors 3`, …
 * A place keeps its name whatever happens to the others, so that edges survive deletions and merges.
 */
export const placeName = (input: string, place: number): string =>
  place === 1 ? input : `${input} ${place}`;

/** Names of the places that so many operands of a call take, in order. */
export const placesFor = ({ inputs }: OpDefinition, count: number): string[] =>
  Array.from({ length: count }, (_, k) => {
    const last = Math.min(k, inputs.length - 1);
    return placeName(inputs[last]?.name ?? '', k - last + 1);
  });

const isConnected = (doc: Document, node: GraphNode, input: string): boolean => {
  const edge = doc.edges[edgeId(node.id, input)];
  return edge !== undefined && doc.nodes[edge.source] !== undefined;
};

/** Whether an edge or a number feeds an input. */
const isFed = (doc: Document, node: GraphNode, input: string): boolean =>
  isConnected(doc, node, input) || (node.kind === 'op' && Object.hasOwn(node.constants, input));

/** Places of a variadic input that are taken, and the first one that isn't. */
function placesOf(
  doc: Document,
  node: GraphNode,
  input: string
): { taken: string[]; shown: string[] } {
  const taken: string[] = [];
  const shown: string[] = [];
  let hasFree = false;
  for (let place = 1; place <= LIMITS.tensors; place++) {
    const name = placeName(input, place);
    const isTaken = isConnected(doc, node, name);
    if (isTaken) taken.push(name);
    if (isTaken || !hasFree) shown.push(name);
    hasFree ||= !isTaken;
  }
  return { taken, shown };
}

/** Names of a node's inputs as its operation or function has them, in order; none for an unknown operation. */
export function inputNames(node: GraphNode): readonly string[] {
  if (node.kind === 'input') return none;
  if (node.kind === 'custom') return node.fn.inputs;
  return portsOf(node.op)?.all ?? none;
}

/**
 * Names of the inputs that a node shows, in order; none for an input node and for an unknown operation. An input
 * for any number of tensors shows those that are connected and a free one.
 */
export function shownInputs(doc: Document, node: GraphNode): readonly string[] {
  const ports = node.kind === 'op' ? portsOf(node.op) : null;
  if (!ports) return inputNames(node);
  const { single, variadic } = ports;
  return variadic ? [...single, ...placesOf(doc, node, variadic.name).shown] : single;
}

/** Names of the inputs that a node computes with: optional ones at the end and free places don't count. */
export function operandNames(doc: Document, node: GraphNode): readonly string[] {
  const ports = node.kind === 'op' ? portsOf(node.op) : null;
  if (!ports) return inputNames(node);
  const { single, required, variadic } = ports;
  const places = variadic ? placesOf(doc, node, variadic.name).taken : none;
  if (variadic && (places.length > 0 || !variadic.optional)) {
    return [...single, ...(places.length > 0 ? places : [variadic.name])];
  }
  let count = single.length;
  while (count > required && !isFed(doc, node, single[count - 1] ?? '')) count -= 1;
  return count === single.length ? single : single.slice(0, count);
}

/** What the registry says of an input; undefined for a custom function's and for one that isn't there. */
export function inputSpec(node: GraphNode, input: string): InputSpec | undefined {
  const op = node.kind === 'op' ? operation(node.op) : undefined;
  return op?.inputs.find(({ name, variadic }) => {
    if (!variadic || !input.startsWith(`${name} `)) return name === input;
    const place = Number(input.slice(name.length + 1));
    return place > 1 && place <= LIMITS.tensors && placeName(name, place) === input;
  });
}

/** Whether a node has an input of that name, connected or not. */
export function hasInput(node: GraphNode, input: string): boolean {
  if (node.kind === 'custom') return node.fn.inputs.includes(input);
  return inputSpec(node, input) !== undefined;
}

/** Whether an edge may be kept: an operation that this version doesn't know has inputs that it doesn't know either. */
export const mayHaveInput = (node: GraphNode, input: string): boolean =>
  hasInput(node, input) || (node.kind === 'op' && !operation(node.op));

/** Whether a number may stand for the tensor at an input: PyTorch takes one where it works element by element. */
export function takesNumber(node: GraphNode, input: string): boolean {
  const spec = inputSpec(node, input);
  if (!spec || node.kind !== 'op') return false;
  if (spec.scalar !== undefined) return true;
  return !spec.variadic && !spec.optional && !spec.indices && isElementwise(node.op);
}

const isElementwise = (op: string): boolean => operation(op)?.elementwise !== undefined;
