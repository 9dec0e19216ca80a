import { shownAttributes } from '../graph/attributes';
import type { Document, GraphNode } from '../graph/document';
import type {
  AccumulateEvent,
  BodyEvent,
  ContributionEvent,
  ForwardEvent,
  TraceEvent
} from '../graph/trace';
import { nameLatex, type Latex } from '../ops/latex';
import { operation } from '../ops/registry';
import type { Tensor } from '../tensor/tensor';
import {
  blue,
  equation,
  inputMark,
  localLine,
  localRule,
  nodeLatex,
  orange,
  ratioLatex,
  symbolicArguments,
  symbolsOf
} from './local';
import { ruleLatex } from './rule';
import { isSummed } from './sentences';
import { updateFormula } from './update';
import { tensorLatex, termLatex, valueLatex } from './values';

/** `pow = x^2 = 2^2 = 4`: the rule with names, then with numbers, then the result. */
export function forwardFormula(doc: Document, event: ForwardEvent): string {
  const rule = (args: readonly Latex[]): string => {
    const text = ruleLatex(doc.nodes[event.node], args);
    // The sign of a comparison would read as one more step.
    return event.output.dtype === 'bool' && text !== '' ? `\\left(${text}\\right)` : text;
  };
  const names = rule(symbolicArguments(doc, event));
  const numbers = rule(event.inputs.map(({ value }) => tensorLatex(value)));
  const result = valueLatex(event.output);
  const between = [names, numbers].filter(
    (step, k, steps) => step !== '' && step !== result && step !== steps[k + 1]
  );
  return [nodeLatex(doc, event.node).text, ...between, blue(result)].join(' = ');
}

/** The rule behind a step in symbols, with what the symbols stand for; null where the registry has none. */
export function stepRule(
  doc: Document,
  event: TraceEvent | null,
  origin: (node: string) => TraceEvent | null
): string | null {
  if (event?.kind === 'contribution') {
    const made = origin(event.node);
    if (made?.kind !== 'forward' || !event.local) return null;
    const index = made.inputs.findIndex(({ input }) => input === event.input);
    const rule = localRule(doc, made, index);
    return rule && localLine(rule);
  }
  const node = event?.kind === 'forward' ? doc.nodes[event.node] : undefined;
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  if (event?.kind !== 'forward' || node?.kind !== 'op' || !op || event.inputs.length === 0) {
    return null;
  }
  const { args, result } = symbolsOf(op, shownAttributes(op, node), event.inputs.length);
  const meant = symbolicArguments(doc, event).map(
    ({ text }, k) => `${args[k]?.text ?? ''} = ${text}`
  );
  return `${result.text} \\quad\\text{with}\\quad ${meant.join(',\\; ')}`;
}

function backwardName(node: GraphNode | undefined): string {
  const owner = node?.kind === 'custom' ? `${nameLatex(node.fn.name).text}.` : '';
  return `${owner}\\mathrm{backward}`;
}

/** A number on the way back and where it comes from. */
export interface Part {
  readonly node: string;
  readonly value: Tensor;
}

/** The chain rule of one step as numbers: upstream × local = contribution, and what the parts so far add up to. */
interface ChainStep {
  readonly upstream: Tensor;
  /** Null where no number for each element says it. */
  readonly local: Tensor | null;
  readonly isSummed: boolean;
  readonly contribution: Tensor;
  /** All that has arrived, this contribution last; null where it is the first. */
  readonly parts: readonly Part[] | null;
  readonly sum: Tensor;
}

/** @param parts contributions that have arrived at the node, this one included */
export function chainStep(
  event: ContributionEvent,
  parts: readonly ContributionEvent[]
): ChainStep {
  const { upstream, local, contribution, sum, arrival } = event;
  const all = parts.slice(0, arrival).map(({ node, contribution: value }) => ({ node, value }));
  const isSummedUp = arrival > 1 && all.length === arrival;
  return {
    ...{ upstream, local, contribution, sum },
    isSummed: isSummed(event),
    parts: isSummedUp ? all : null
  };
}

/** `2 + 4 = 6` with the node that each part came through. */
export function sumLatex(doc: Document, parts: readonly Part[], sum: Tensor): string {
  const added = parts.map(
    ({ node, value }) => `\\underbrace{${orange(termLatex(value))}}_{${nodeLatex(doc, node).text}}`
  );
  return `${added.join(' + ')} = ${orange(valueLatex(sum))}`;
}

/** A symbol that may stand below a brace. */
const isLow = (symbol: string): boolean => !/\\begin|\\frac/.test(symbol);

/** Chain rule of one step: upstream × local = contribution, and the sum where paths meet. */
function contributionFormula(
  doc: Document,
  event: ContributionEvent,
  origin: ForwardEvent | null,
  result: string,
  arrived: readonly ContributionEvent[]
): string {
  const { upstream, local, contribution, parts, sum, isSummed: sums } = chainStep(event, arrived);
  const { source, node, arrival } = event;
  const top = nodeLatex(doc, result).text;
  const via = nodeLatex(doc, node).text;
  const up = `\\underbrace{${orange(termLatex(upstream))}}_{\\partial ${top} / \\partial ${via}}`;
  const made = orange(valueLatex(contribution));
  let product = `${backwardName(doc.nodes[node])}\\left(${up}\\right)`;
  if (local) {
    const index = origin?.inputs.findIndex((entry) => entry.input === event.input) ?? -1;
    const symbol = origin && localRule(doc, origin, index)?.names;
    const partial = `\\partial ${via} / \\partial ${nodeLatex(doc, source).text}${inputMark(origin, event.input)}`;
    const isShown = symbol && isLow(symbol) && symbol !== valueLatex(local);
    product = `${up} \\times \\underbrace{${termLatex(local)}}_{${partial}${isShown ? ` = ${symbol}` : ''}}`;
    if (sums) product = `\\sum \\Bigl( ${product} \\Bigr)`;
  }
  if (arrival === 1) return `${product} = ${made}`;
  const ratio = ratioLatex(doc, result, source);
  const meeting = parts
    ? `${ratio} = ${sumLatex(doc, parts, sum)}`
    : `${ratio} \\mathrel{{+}{=}} ${made} \\;\\Rightarrow\\; ${orange(valueLatex(sum))}`;
  return `${product} = ${made} \\qquad ${meeting}`;
}

function accumulateFormula(doc: Document, event: AccumulateEvent, result: string): string {
  const ratio = ratioLatex(doc, result, event.node);
  const name = `${nodeLatex(doc, event.node).text}\\mathtt{.grad}`;
  const total = orange(valueLatex(event.total));
  if (!event.before) return `${name} = ${ratio} = ${total}`;
  const was = `\\underbrace{${orange(termLatex(event.before))}}_{\\text{before}}`;
  const more = `\\underbrace{${orange(termLatex(event.grad))}}_{\\partial ${nodeLatex(doc, result).text} / \\partial ${nodeLatex(doc, event.node).text}}`;
  return `${name} = ${was} + ${more} = ${total}`;
}

/** A step inside a function's code: the operation with its numbers, and what it makes. */
function bodyFormula({ where, op, attributes, args, values }: BodyEvent): string {
  const ink = where === 'forward' ? blue : orange;
  const made = values.map(({ name, value }) => {
    const text = ink(value ? valueLatex(value) : '\\text{None}');
    return name === '' || !/^\w+$/.test(name) ? text : `${nameLatex(name).text} = ${text}`;
  });
  const rule = op ? op.latex(args.map(tensorLatex), attributes) : '';
  return equation([rule, made.join(',\\; ')]);
}

/**
 * The step as a KaTeX formula; null at the start. `origin` finds the forward event of a node.
 * @param parts contributions that have arrived where the step's one does, for the sum that they make
 */
export function stepFormula(
  doc: Document,
  event: TraceEvent | null,
  result: string | null,
  origin: (node: string) => TraceEvent | null,
  parts: readonly ContributionEvent[] = []
): string | null {
  if (!event) return null;
  const name = nodeLatex(doc, event.node).text;
  switch (event.kind) {
    case 'leaf':
      return `${name} = ${blue(valueLatex(event.output))}`;
    case 'forward':
      return forwardFormula(doc, event);
    case 'seed':
      return `${ratioLatex(doc, event.node, event.node)} = ${orange(valueLatex(event.grad))}`;
    case 'contribution': {
      const made = origin(event.node);
      const forward = made?.kind === 'forward' ? made : null;
      return contributionFormula(doc, event, forward, result ?? event.node, parts);
    }
    case 'accumulate':
      return accumulateFormula(doc, event, result ?? event.node);
    case 'refused':
      return null;
    case 'body':
      return bodyFormula(event);
    case 'update':
      return updateFormula(doc, event);
  }
}
