import { attributesPart, changedAttributes } from '../graph/attributes';
import { nodeName, type Document, type GraphNode } from '../graph/document';
import type {
  AccumulateEvent,
  BodyEvent,
  ContributionEvent,
  ForwardEvent,
  SavedTensor,
  SeedEvent,
  TraceEvent
} from '../graph/trace';
import type { OpDefinition } from '../ops/define';
import { operation } from '../ops/registry';
import { isFloating } from '../tensor/dtype';
import { broadcastShapes, numel, sameShape, type Shape } from '../tensor/shape';
import { operationText, ruleText } from './call';
import { listed, ordinal } from './listed';
import { shelfEntries } from './shelf';
import { updateSentence } from './update';
import { briefText } from './values';

const shapeText = (shape: Shape): string =>
  shape.length === 0 ? 'one number' : `shape ${shape.join('×')}`;

/** How the shapes change, where that is what an operation is about, and what broadcasting has spread. */
function shapeWords(
  doc: Document,
  op: OpDefinition | undefined,
  { inputs, output }: ForwardEvent
): string {
  const [first] = inputs;
  if (!op || !first || output.shape.length === 0) return '';
  if (op.elementwise) {
    const spread = inputs.filter(
      ({ source, value }) => source !== null && !sameShape(value.shape, output.shape)
    );
    const names = [...new Set(spread.map(({ source }) => nodeName(doc, source ?? '')))];
    return names.length > 0 ? `, with ${listed(names)} spread over ${output.shape.join('×')}` : '';
  }
  if (inputs.length === 1 && sameShape(first.value.shape, output.shape)) return '';
  const shapes = inputs.map(({ value }) => shapeText(value.shape));
  return `, ${listed(shapes)} to ${shapeText(output.shape)}`;
}

const shelfText = (doc: Document, node: string, saved: readonly SavedTensor[]): string =>
  listed(shelfEntries(doc, node, saved).map(({ name, value }) => `${name} = ${briefText(value)}`));

const isSeveral = (doc: Document, node: string, saved: readonly SavedTensor[]): boolean =>
  shelfEntries(doc, node, saved).length > 1;

/** Why no gradient comes back through a node; empty where one does. */
function cutWords(op: OpDefinition | undefined, { inputs, output }: ForwardEvent): string {
  if (op?.gradFn === null) return ', and no gradient will flow back through it';
  if (output.requiresGrad) return '';
  if (!inputs.some(({ value }) => value.requiresGrad)) {
    return ', and nothing is recorded, because no input requires a gradient';
  }
  return isFloating(output.dtype)
    ? ', and nothing is recorded under no_grad, so that no gradient will flow back through it'
    : ', and no gradient will flow back through it, because only real numbers have one';
}

function forwardSentence(doc: Document, event: ForwardEvent): string {
  const node = doc.nodes[event.node];
  const values = event.inputs.map(({ value }) => briefText(value));
  const names = event.inputs.map(({ source }, k) =>
    source === null ? (values[k] ?? '') : nodeName(doc, source)
  );
  const result = briefText(event.output);
  const numbers = ruleText(node, values);
  const verb = event.output.dtype === 'bool' ? 'is' : '=';
  const computed = numbers === result ? ` = ${result}` : `: ${numbers} ${verb} ${result}`;
  const { saved } = event;
  const are = isSeveral(doc, event.node, saved) ? 'are' : 'is';
  const shelf =
    saved.length > 0 ? `, and ${shelfText(doc, event.node, saved)} ${are} saved for backward` : '';
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  return `Forward: ${nodeName(doc, event.node)} = ${ruleText(node, names)}${computed}${shapeWords(doc, op, event)}${shelf}${cutWords(op, event)}.`;
}

/** Whether upstream × local has more elements than the contribution that it is summed to. */
export const isSummed = ({ upstream, local, contribution }: ContributionEvent): boolean =>
  local !== null && numel(broadcastShapes(upstream.shape, local.shape)) > contribution.numel;

/** Over what upstream × local is summed, and why. */
function sumWords(to: string, event: ContributionEvent): string {
  if (!isSummed(event) || !event.local) return '';
  const { shape } = event.contribution;
  const over = broadcastShapes(event.upstream.shape, event.local.shape);
  const [rows, columns] = over;
  const copies = numel(over) / event.contribution.numel;
  let what = `${copies} copies`;
  if (event.contribution.numel === 1) what = `all ${copies} elements`;
  else if (over.length === 2 && copies === rows && shape.at(-1) === columns)
    what = `${copies} rows`;
  else if (over.length === 2 && copies === columns) what = `${copies} columns`;
  const whose = shape.length === 0 ? `${to}, one number,` : `${to} of ${shapeText(shape)}`;
  return `, summed over ${what} because ${whose} was spread over ${over.join('×')},`;
}

/** How the gradient gets back where that is more than a factor for each element. */
function wayBack(
  node: GraphNode | undefined,
  to: string,
  { local, upstream, contribution }: ContributionEvent
): string {
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  if (!op || op.elementwise || contribution.numel < 2) return '';
  // Running sums are as many as the elements, each of which goes into several.
  if (op.family === 'reduction' && (local || upstream.numel < contribution.numel)) {
    return ` (each element of ${to} receives its share of the gradient of the result that it went into)`;
  }
  if (local) return '';
  switch (op.family) {
    case 'shape':
      return ` (each element of ${to} receives the gradient of the places that it went to)`;
    case 'indexing':
      return ` (the elements of ${to} that were read receive their gradient, the others zero)`;
    default:
      return ` (each element of ${to} receives a part from every result that it went into)`;
  }
}

/** What becomes of the shelf, and which inputs get nothing. */
function callWords(doc: Document, event: ContributionEvent): string {
  const { node, taken, freed, unwanted, withheld } = event;
  const parts: string[] = [];
  if (taken.length > 0) {
    const were = isSeveral(doc, node, taken) ? 'were' : 'was';
    const then = freed.length > 0 ? ', which is then freed' : '';
    parts.push(`${shelfText(doc, node, taken)} ${were} taken from the shelf${then}`);
  } else if (freed.length > 0) parts.push(`the shelf of ${nodeName(doc, node)} is then freed`);
  const names = (ids: readonly string[]): string => listed(ids.map((id) => nodeName(doc, id)));
  if (unwanted.length > 0) parts.push(`no gradient is wanted at ${names(unwanted)}`);
  if (withheld.length > 0) parts.push(`backward gave None for ${names(withheld)}`);
  return parts.map((part) => `; ${part}`).join('');
}

function contributionSentence(doc: Document, event: ContributionEvent): string {
  const { upstream, local, contribution, sum, arrival } = event;
  const node = doc.nodes[event.node];
  const to = nodeName(doc, event.source);
  const [up, made] = [briefText(upstream), briefText(contribution)];
  const backward = node?.kind === 'custom' ? `${node.fn.name}.backward` : 'backward';
  const product = local
    ? `upstream ${up} × local ${briefText(local)}${sumWords(to, event)} = ${made}`
    : `given upstream ${up}, ${backward} returned ${made}`;
  const meeting =
    arrival > 1 ? `, added to what came before, so that ${to} now has ${briefText(sum)}` : '';
  return `Backward: from ${nodeName(doc, event.node)} to ${to}: ${product}${wayBack(node, to, event)}${meeting}${callWords(doc, event)}.`;
}

function seedSentence(doc: Document, { node, grad, pass, retainGraph }: SeedEvent): string {
  const name = nodeName(doc, node);
  const again = pass > 1 ? `, for the ${ordinal(pass)} time` : '';
  const kept = retainGraph ? ', and what was saved is kept (retain_graph=True)' : '';
  return `Backward starts at ${name}${again}: the gradient of ${name} with respect to itself is ${briefText(grad)}${kept}.`;
}

function accumulateSentence(doc: Document, { node, grad, before, total }: AccumulateEvent): string {
  const name = `${nodeName(doc, node)}.grad`;
  return before
    ? `Backward: ${name} goes from ${briefText(before)} to ${briefText(total)}, because ${briefText(grad)} is added to what was there.`
    : `Backward: ${name} goes from None to ${briefText(total)}.`;
}

function bodySentence(doc: Document, event: BodyEvent): string {
  const { node: id, where, step, line, code, op, attributes, args, values } = event;
  const node = doc.nodes[id];
  const place = `${node?.kind === 'custom' ? node.fn.name : nodeName(doc, id)}.${where}, line ${line}`;
  const given = values.map(({ name, value }) => {
    const text = value ? briefText(value) : 'None';
    return name === '' || name === text ? text : `${name} = ${text}`;
  });
  const is = values.length === 1 ? 'is' : 'are';
  const goes = values.length === 1 ? 'goes' : 'go';
  switch (step) {
    case 'save':
      return `${place}: ${listed(given)} ${goes} onto the shelf.`;
    case 'take':
      return `${place}: ${listed(given)} ${is} taken from the shelf.`;
    case 'return':
      return `${place}: it returns ${listed(given)}.`;
    case 'call': {
      const numbers = args.map(briefText);
      const changes = op ? changedAttributes(op, attributesPart(op, attributes)) : [];
      const steps = [code, op ? operationText(op, attributes, changes, numbers) : '', ...given];
      return `${place}: ${steps.filter((text, k) => text !== '' && text !== steps[k + 1]).join(' = ')}.`;
    }
  }
}

/** The step in one sentence with its numbers. Every number is the trace's own. */
export function sentence(doc: Document, event: TraceEvent | null): string {
  if (!event) return 'Nothing has been computed yet. Press Play or Step forward.';
  const name = nodeName(doc, event.node);
  switch (event.kind) {
    case 'leaf': {
      const verb = event.output.requiresGrad ? 'requires' : 'does not require';
      return `Leaf: ${name} is ${briefText(event.output)} and ${verb} a gradient.`;
    }
    case 'forward':
      return forwardSentence(doc, event);
    case 'seed':
      return seedSentence(doc, event);
    case 'contribution':
      return contributionSentence(doc, event);
    case 'accumulate':
      return accumulateSentence(doc, event);
    case 'refused':
      return `Backward stops at ${name}: ${event.message}\n${event.help}`;
    case 'body':
      return bodySentence(doc, event);
    case 'update':
      return updateSentence(doc, event);
  }
}
