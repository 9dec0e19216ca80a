import { is } from 'valibot';
import { isVariableName } from '../../formula/keywords';
import { tensorFault } from '../../formula/literal';
import { type AttributeValue, boundValue, startingAttributes } from '../../ops/attributes';
import { operation } from '../../ops/registry';
import { TorchError } from '../../tensor/errors';
import { attributesPart, givenAttributes } from '../attributes';
import {
  type CustomNode,
  type Document,
  edgeId,
  type FunctionSource,
  type GraphEdge,
  type GraphNode,
  type InputNode,
  LIMITS,
  opNode,
  type OpNode,
  type ScalarLiteral,
  scalarSchema,
  type TensorLiteral,
  tensorSchema
} from '../document';
import { emptied } from '../groups';
import { hasInput } from '../ports';
import { type Edit, gone, made, refused } from './edit';
import { freeId, freeInputName, freeName, namesIn, nextOrder } from './names';

const TOO_LONG = `A name has at most ${LIMITS.name} characters.`;

interface Point {
  readonly x: number;
  readonly y: number;
}

const isFull = (doc: Document, more: number): boolean =>
  Object.keys(doc.nodes).length + more > LIMITS.nodes;

export const full = (): Edit =>
  refused(`A document holds at most ${LIMITS.nodes} nodes. Remove some, or start another one.`);

const added = (doc: Document, node: GraphNode): Edit =>
  isFull(doc, 1) ? full() : made({ nodes: { [node.id]: node } }, [node.id]);

/** Why a value can't be kept, as one sentence; null where it can. */
const valueFault = (value: TensorLiteral): string | null =>
  is(tensorSchema, value) ? tensorFault(value) : 'It takes numbers and lists of them.';

const base = (doc: Document, { x, y }: Point, name: string) => ({
  id: freeId(doc),
  name,
  x: Number.isFinite(x) ? x : 0,
  y: Number.isFinite(y) ? y : 0,
  order: nextOrder(doc)
});

export function addInput(
  doc: Document,
  at: Point,
  init: Partial<Pick<InputNode, 'name' | 'value' | 'dtype' | 'requiresGrad'>> = {}
): Edit {
  const fault = init.value === undefined ? null : valueFault(init.value);
  if (fault !== null) return refused(fault);
  const taken = namesIn(doc);
  const { name: wanted = '' } = init;
  const name = isVariableName(wanted) ? freeName(wanted, taken) : freeInputName(taken);
  return added(doc, {
    ...base(doc, at, name),
    kind: 'input',
    value: init.value ?? 1,
    dtype: init.dtype ?? 'float32',
    requiresGrad: init.requiresGrad ?? true
  });
}

export function addOperation(doc: Document, opName: string, at: Point): Edit {
  const op = operation(opName);
  if (!op) return refused(`There is no operation called "${opName}".`);
  const constants: Record<string, ScalarLiteral> = {};
  for (const { name, scalar } of op.inputs) if (scalar !== undefined) constants[name] = scalar;
  const name = freeName(opName, namesIn(doc));
  return added(doc, {
    ...base(doc, at, name),
    kind: 'op',
    op: opName,
    constants,
    ...attributesPart(op, startingAttributes(op))
  });
}

/** What a fresh custom function does: the lab's square, with the upstream gradient that the lab leaves out. */
const SQUARE = {
  inputs: ['i'],
  forward: 'ctx.save_for_backward(i)\nreturn i ** 2',
  backward: 'i, = ctx.saved_tensors\nreturn grad_output * 2 * i'
} as const;

export function addFunction(doc: Document, at: Point): Edit {
  const classes = new Set(
    Object.values(doc.nodes).flatMap((node) => (node.kind === 'custom' ? [node.fn.name] : []))
  );
  const name = freeName('f', namesIn(doc));
  const fn = { ...SQUARE, inputs: [...SQUARE.inputs], name: freeName('SQ', classes) };
  return added(doc, { ...base(doc, at, name), kind: 'custom', fn });
}

/** Puts a changed node, if it is there and of the expected kind. */
function changed<K extends GraphNode['kind']>(
  doc: Document,
  id: string,
  kind: K,
  change: (node: Extract<GraphNode, { kind: K }>) => GraphNode
): Edit {
  const node = doc.nodes[id];
  if (node?.kind !== kind) return gone();
  return made({ nodes: { [id]: change(node as Extract<GraphNode, { kind: K }>) } });
}

export function setValue(doc: Document, id: string, value: TensorLiteral): Edit {
  const fault = valueFault(value);
  if (fault !== null) return refused(fault);
  return changed(doc, id, 'input', (node) => ({ ...node, value }));
}

export const setDType = (doc: Document, id: string, dtype: InputNode['dtype']): Edit =>
  changed(doc, id, 'input', (node) => ({ ...node, dtype }));

export const setRequiresGrad = (doc: Document, id: string, requiresGrad: boolean): Edit =>
  changed(doc, id, 'input', (node) => ({ ...node, requiresGrad }));

/** Sets the number of an input that no edge feeds; null leaves it empty. */
export function setConstant(
  doc: Document,
  id: string,
  input: string,
  value: ScalarLiteral | null
): Edit {
  const node = doc.nodes[id];
  if (node && !hasInput(node, input)) {
    return refused(`${node.name} has no input "${input}".`);
  }
  if (value !== null && !is(scalarSchema, value)) return refused('It takes one number.');
  return changed(doc, id, 'op', (node: OpNode) => {
    const constants = { ...node.constants };
    if (value === null) delete constants[input];
    else constants[input] = value;
    return { ...node, constants };
  });
}

/**
 * Sets an argument that is no tensor; undefined brings its default back. What the document can hold and PyTorch
 * doesn't take is refused in PyTorch's words; whether the values go together is said where the node runs.
 */
export function setAttribute(
  doc: Document,
  id: string,
  name: string,
  value: AttributeValue | undefined
): Edit {
  const node = doc.nodes[id];
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  if (node?.kind !== 'op' || !op) return gone();
  const spec = Object.hasOwn(op.attributes, name) ? op.attributes[name] : undefined;
  if (!spec) return refused(`${op.name} has no attribute "${name}".`);
  const given: Record<string, AttributeValue> = { ...givenAttributes(op, node) };
  const next = value ?? (value === null ? null : startingAttributes(op)[name]);
  try {
    given[name] = boundValue(op, name, next ?? null);
  } catch (error) {
    if (error instanceof TorchError) return refused(`${error.type}: ${error.message}`);
    throw error;
  }
  const bare: OpNode = { ...node };
  delete bare.attributes;
  const changed: OpNode = { ...bare, ...attributesPart(op, given) };
  return is(opNode, changed)
    ? made({ nodes: { [id]: changed } })
    : refused(
        `It is too long: ${name} takes at most ${LIMITS.dimensions} numbers, or ${LIMITS.text} characters.`
      );
}

/** Why a document can't hold the code; whether it compiles is said where it is shown. */
function sourceFault({ name, inputs, forward, backward }: FunctionSource): string | null {
  if (!isVariableName(name)) return `"${name}" can't be the name of a class.`;
  const wrong = inputs.find((input) => !isVariableName(input));
  if (wrong !== undefined) return `"${wrong}" can't be the name of an input.`;
  if ([name, ...inputs].some(({ length }) => length > LIMITS.name)) return TOO_LONG;
  if (new Set(inputs).size < inputs.length) return 'Every input needs a name of its own.';
  if (inputs.length === 0) return 'A function needs at least one input.';
  if (inputs.length > LIMITS.inputs) return `A function has at most ${LIMITS.inputs} inputs here.`;
  return [forward, backward].some(({ length }) => length > LIMITS.source)
    ? `A body has at most ${LIMITS.source} characters.`
    : null;
}

/**
 * Replaces the code of a custom function. Edges follow their input's name, or its place where only the name
 * changed; those of inputs that are gone are removed.
 */
export function setFunction(doc: Document, id: string, fn: FunctionSource): Edit {
  const node = doc.nodes[id];
  if (node?.kind !== 'custom') return gone();
  const fault = sourceFault(fn);
  if (fault !== null) return refused(fault);
  const edges: Record<string, GraphEdge | null> = {};
  const before = node.fn.inputs;
  before.forEach((input, place) => {
    const edge = doc.edges[edgeId(id, input)];
    if (!edge || fn.inputs.includes(input)) return;
    edges[edge.id] = null;
    const renamed = fn.inputs[place];
    if (renamed === undefined || before.includes(renamed)) return;
    const moved = edgeId(id, renamed);
    edges[moved] = { ...edge, id: moved, input: renamed };
  });
  const next: CustomNode = { ...node, fn };
  return made({ nodes: { [id]: next }, edges });
}

export function rename(doc: Document, id: string, name: string): Edit {
  const node = doc.nodes[id];
  if (!node) return gone();
  if (!isVariableName(name)) {
    return refused(
      `"${name}" can't be a name: it takes letters, digits and _, starts with a letter, and is no word of Python.`
    );
  }
  if (name.length > LIMITS.name) return refused(TOO_LONG);
  const other = Object.values(doc.nodes).find((one) => one.id !== id && one.name === name);
  if (other) return refused(`There is already a node called ${name}.`);
  return made({ nodes: { [id]: { ...node, name } } });
}

export function move(doc: Document, places: Readonly<Record<string, Point>>): Edit {
  const nodes: Record<string, GraphNode> = {};
  for (const [id, { x, y }] of Object.entries(places)) {
    const node = doc.nodes[id];
    const isMoved = node && (node.x !== x || node.y !== y);
    if (isMoved && Number.isFinite(x) && Number.isFinite(y)) nodes[id] = { ...node, x, y };
  }
  return made({ nodes });
}

/** Removes nodes with all their edges, and single edges. */
export function remove(
  doc: Document,
  nodeIds: readonly string[],
  edgeIds: readonly string[]
): Edit {
  const removed = new Set(nodeIds.filter((id) => doc.nodes[id]));
  const edges = Object.values(doc.edges).filter(
    ({ id, source, target }) => removed.has(source) || removed.has(target) || edgeIds.includes(id)
  );
  const nulls = (ids: Iterable<string>): Record<string, null> =>
    Object.fromEntries([...ids].map((id) => [id, null]));
  const { result, chart, training } = doc.meta;
  const hasLost = (id: string | null): boolean => id !== null && removed.has(id);
  return {
    ok: true,
    patch: {
      nodes: nulls(removed),
      edges: nulls(edges.map(({ id }) => id)),
      groups: emptied(doc, [...removed]),
      ...(hasLost(result) || hasLost(chart.input) || hasLost(training?.loss ?? null)
        ? {
            meta: {
              result: hasLost(result) ? null : result,
              chart: { ...chart, input: hasLost(chart.input) ? null : chart.input },
              ...(training
                ? { training: { ...training, loss: hasLost(training.loss) ? null : training.loss } }
                : {})
            }
          }
        : {})
    },
    select: { nodes: [] }
  };
}
