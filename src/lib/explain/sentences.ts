import type { Document } from '../graph/document';
import type { ForwardEvent, TraceEvent } from '../graph/trace';
import { operation } from '../ops/registry';
import { valueText } from './values';

const nameOf = (doc: Document, id: string): string => doc.nodes[id]?.name ?? id;

function listText(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

function forwardSentence(doc: Document, event: ForwardEvent): string {
  const name = nameOf(doc, event.node);
  const node = doc.nodes[event.node];
  const inputs = event.inputs.map(({ source, input, value }) =>
    source ? `${nameOf(doc, source)} = ${valueText(value)}` : `${input} = ${valueText(value)}`
  );
  const saved = event.saved.map((entry) => `${entry.name} = ${valueText(entry.value)}`);
  const shelf = saved.length > 0 ? ` It saves ${listText(saved)} for backward.` : '';
  const cut =
    node?.kind === 'op' && operation(node.op)?.gradFn === null && !event.output.requiresGrad
      ? ' No gradient will flow back through it.'
      : '';
  return `Forward: ${name} takes ${listText(inputs)} and gives ${valueText(event.output)}.${shelf}${cut}`;
}

/**
 * The step in one sentence with its numbers. Every number is the trace's own.
 */
export function sentence(doc: Document, event: TraceEvent | null): string {
  if (!event) return 'Nothing has been computed yet. Press Play or Step forward.';
  switch (event.kind) {
    case 'leaf': {
      const requires = event.output.requiresGrad
        ? 'requires a gradient'
        : 'does not require a gradient';
      return `Leaf: ${nameOf(doc, event.node)} is ${valueText(event.output)} and ${requires}.`;
    }
    case 'forward':
      return forwardSentence(doc, event);
    case 'seed': {
      const name = nameOf(doc, event.node);
      return `Backward starts at ${name}: the gradient of ${name} with respect to itself is ${valueText(event.grad)}.`;
    }
    case 'contribution': {
      const { node, source, upstream, local, contribution, sum, arrival } = event;
      const to = nameOf(doc, source);
      const product = local
        ? `upstream ${valueText(upstream)} × local ${valueText(local)} = ${valueText(contribution)}`
        : `given upstream ${valueText(upstream)}, its backward returned ${valueText(contribution)}`;
      const meeting =
        arrival > 1 ? ` It is added to what came before: ${to} now has ${valueText(sum)}.` : '';
      return `Backward: ${nameOf(doc, node)} → ${to}: ${product}.${meeting}`;
    }
    case 'accumulate':
      return `${nameOf(doc, event.node)}.grad receives ${valueText(event.grad)}.`;
  }
}
