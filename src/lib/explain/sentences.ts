import { attributeText, changedAttributes, shownAttributes } from '../graph/attributes';
import type { Document, GraphNode, OpNode } from '../graph/document';
import type { ContributionEvent, ForwardEvent, TraceEvent } from '../graph/trace';
import { argumentOrder } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { operation } from '../ops/registry';
import { broadcastShapes, numel, sameShape, type Shape } from '../tensor/shape';
import { briefText } from './values';

const nameOf = (doc: Document, id: string): string => doc.nodes[id]?.name ?? id;

function listText(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** A call as Python has it: `sum(x, dim=0)`, `cat([x, y], dim=1)`, `gather(x, 0, i)`; defaults are left out. */
function callText(op: OpDefinition, node: OpNode, args: readonly string[]): string {
  const order = argumentOrder(op);
  const given = [...args];
  const attributes = shownAttributes(op, node);
  const changed = new Map(changedAttributes(op, node).map(({ name, text }) => [name, text]));
  let isNamed = false;
  const parts = order.flatMap((name, place): string[] => {
    const input = op.inputs.find((one) => one.name === name);
    if (name === '*') isNamed = true;
    if (input?.variadic) {
      const tensors = given.splice(0).join(', ');
      return [place === order.length - 1 ? tensors : `[${tensors}]`];
    }
    if (input) return given.splice(0, 1);
    const spec = op.attributes[name];
    if (!spec) return [];
    // What stands before a tensor is given by its place.
    if (given.length > 0 && !isNamed) return [attributeText(attributes[name] ?? null, spec)];
    const text = changed.get(name);
    return text === undefined ? [] : [`${name}=${text}`];
  });
  return `${op.name}(${parts.join(', ')})`;
}

/** What a node computes of its arguments, as it would be written in Python. */
export function ruleText(node: GraphNode | undefined, args: readonly string[]): string {
  const list = args.join(', ');
  if (node?.kind === 'custom') return `${node.fn.name}(${list})`;
  if (node?.kind !== 'op') return list;
  const op = operation(node.op);
  const operator = op?.torch.operator;
  if (op && (operator === undefined || changedAttributes(op, node).length > 0)) {
    return callText(op, node, args);
  }
  if (operator === undefined) return `${node.op}(${list})`;
  const sign = operator === '-' ? '−' : operator;
  const isPrefix = args.length === 1;
  // Two signs never stand side by side, and a power is no power of a sign.
  const operands = args.map((arg, k) =>
    arg.startsWith('−') && (k > 0 || isPrefix || operator === '**') ? `(${arg})` : arg
  );
  return isPrefix ? `${sign}${operands.join('')}` : operands.join(` ${sign} `);
}

const shapeText = (shape: Shape): string =>
  shape.length === 0 ? 'one number' : `shape ${shape.join('×')}`;

/** How the shapes change, where that is what an operation is about. */
function shapeWords(op: OpDefinition | undefined, { inputs, output }: ForwardEvent): string {
  const [first] = inputs;
  if (!op || op.elementwise || !first || output.shape.length === 0) return '';
  if (inputs.length === 1 && sameShape(first.value.shape, output.shape)) return '';
  const shapes = inputs.map(({ value }) => shapeText(value.shape));
  return `, ${listText(shapes)} to ${shapeText(output.shape)}`;
}

function forwardSentence(doc: Document, event: ForwardEvent): string {
  const node = doc.nodes[event.node];
  const values = event.inputs.map(({ value }) => briefText(value));
  const names = event.inputs.map(({ source }, k) =>
    source === null ? (values[k] ?? '') : nameOf(doc, source)
  );
  const result = briefText(event.output);
  const numbers = ruleText(node, values);
  const verb = event.output.dtype === 'bool' ? 'is' : '=';
  const computed = numbers === result ? ` = ${result}` : `: ${numbers} ${verb} ${result}`;
  const saved = event.saved.map(({ name, value }) => `${name} = ${briefText(value)}`);
  const are = saved.length === 1 ? 'is' : 'are';
  const shelf = saved.length > 0 ? `, and ${listText(saved)} ${are} saved for backward` : '';
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  const isCut = op?.gradFn === null;
  const cut = isCut ? ', and no gradient will flow back through it' : '';
  return `Forward: ${nameOf(doc, event.node)} = ${ruleText(node, names)}${computed}${shapeWords(op, event)}${shelf}${cut}.`;
}

/** Whether upstream × local has more elements than the contribution that it is summed to. */
export const isSummed = ({ upstream, local, contribution }: ContributionEvent): boolean =>
  local !== null && numel(broadcastShapes(upstream.shape, local.shape)) > contribution.numel;

/** How the gradient gets back where no number per element says it. */
function wayBack(node: GraphNode | undefined, to: string): string {
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  if (!op || op.elementwise) return '';
  switch (op.family) {
    case 'reduction':
      return ` (each element of ${to} receives its share of the gradient of the result that it went into)`;
    case 'shape':
      return ` (each element of ${to} receives the gradient of the places that it went to)`;
    case 'indexing':
      return ` (the elements of ${to} that were read receive their gradient, the others zero)`;
    default:
      return ` (each element of ${to} receives a part from every result that it went into)`;
  }
}

function contributionSentence(doc: Document, event: ContributionEvent): string {
  const { upstream, local, contribution, sum, arrival } = event;
  const node = doc.nodes[event.node];
  const to = nameOf(doc, event.source);
  const [up, made] = [briefText(upstream), briefText(contribution)];
  const backward = node?.kind === 'custom' ? `${node.fn.name}.backward` : 'backward';
  const product = local
    ? `upstream ${up} × local ${briefText(local)}${isSummed(event) ? ', summed up,' : ''} = ${made}`
    : `given upstream ${up}, ${backward} returned ${made}${wayBack(node, to)}`;
  const meeting =
    arrival > 1 ? `, added to what came before, so that ${to} now has ${briefText(sum)}` : '';
  return `Backward: from ${nameOf(doc, event.node)} to ${to}: ${product}${meeting}.`;
}

/** The step in one sentence with its numbers. Every number is the trace's own. */
export function sentence(doc: Document, event: TraceEvent | null): string {
  if (!event) return 'Nothing has been computed yet. Press Play or Step forward.';
  const name = nameOf(doc, event.node);
  switch (event.kind) {
    case 'leaf': {
      const verb = event.output.requiresGrad ? 'requires' : 'does not require';
      return `Leaf: ${name} is ${briefText(event.output)} and ${verb} a gradient.`;
    }
    case 'forward':
      return forwardSentence(doc, event);
    case 'seed':
      return `Backward starts at ${name}: the gradient of ${name} with respect to itself is ${briefText(event.grad)}.`;
    case 'contribution':
      return contributionSentence(doc, event);
    case 'accumulate':
      return `Backward: ${name}.grad goes from None to ${briefText(event.grad)}.`;
  }
}
