import type { Document, GraphNode } from '../graph/document';
import type { ContributionEvent, ForwardEvent, TraceEvent } from '../graph/trace';
import { operation } from '../ops/registry';
import { broadcastShapes, numel } from '../tensor/shape';
import { briefText } from './values';

const nameOf = (doc: Document, id: string): string => doc.nodes[id]?.name ?? id;

function listText(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** What a node computes of its arguments, as it would be written in Python. */
function ruleText(node: GraphNode | undefined, args: readonly string[]): string {
  const list = args.join(', ');
  if (node?.kind === 'custom') return `${node.fn.name}(${list})`;
  if (node?.kind !== 'op') return list;
  const operator = operation(node.op)?.torch.operator;
  if (operator === undefined) return `${node.op}(${list})`;
  const sign = operator === '-' ? '−' : operator;
  const isPrefix = args.length === 1;
  // Two signs never stand side by side, and a power is no power of a sign.
  const operands = args.map((arg, k) =>
    arg.startsWith('−') && (k > 0 || isPrefix || operator === '**') ? `(${arg})` : arg
  );
  return isPrefix ? `${sign}${operands.join('')}` : operands.join(` ${sign} `);
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
  const isCut = node?.kind === 'op' && operation(node.op)?.gradFn === null;
  const cut = isCut ? ', and no gradient will flow back through it' : '';
  return `Forward: ${nameOf(doc, event.node)} = ${ruleText(node, names)}${computed}${shelf}${cut}.`;
}

/** Whether upstream × local has more elements than the contribution that it is summed to. */
export const isSummed = ({ upstream, local, contribution }: ContributionEvent): boolean =>
  local !== null && numel(broadcastShapes(upstream.shape, local.shape)) > contribution.numel;

function contributionSentence(doc: Document, event: ContributionEvent): string {
  const { upstream, local, contribution, sum, arrival } = event;
  const node = doc.nodes[event.node];
  const to = nameOf(doc, event.source);
  const [up, made] = [briefText(upstream), briefText(contribution)];
  const backward = node?.kind === 'custom' ? `${node.fn.name}.backward` : 'backward';
  const product = local
    ? `upstream ${up} × local ${briefText(local)}${isSummed(event) ? ', summed up,' : ''} = ${made}`
    : `given upstream ${up}, ${backward} returned ${made}`;
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
