import { noGrad } from '../autograd/mode';
import { shownAttributes } from '../graph/attributes';
import type { Document, GraphNode } from '../graph/document';
import type { ContributionEvent, ForwardEvent, TraceEvent } from '../graph/trace';
import { nameLatex, type Latex } from '../ops/latex';
import { operation } from '../ops/registry';
import { isFloating } from '../tensor/dtype';
import { ruleLatex } from './rule';
import { isSummed } from './sentences';
import { updateFormula } from './update';
import { tensorLatex, termLatex, valueLatex } from './values';

/** Marks a fragment as forward (blue) or backward (orange) for the style sheet. */
const blue = (text: string): string => `\\htmlClass{forward-ink}{${text}}`;
export const orange = (text: string): string => `\\htmlClass{backward-ink}{${text}}`;

export const nodeLatex = (doc: Document, id: string): Latex => nameLatex(doc.nodes[id]?.name ?? id);

/** `∂y/∂x` of two nodes as a fraction. */
export const ratioLatex = (doc: Document, top: string, bottom: string): string =>
  `\\frac{\\partial ${nodeLatex(doc, top).text}}{\\partial ${nodeLatex(doc, bottom).text}}`;

/** Which input a derivative is meant for, where one node feeds several: `|_{other}`; else empty. */
function inputMark(event: ForwardEvent | null, input: string): string {
  const source = event?.inputs.find((entry) => entry.input === input)?.source;
  const isShared = (event?.inputs.filter((entry) => entry.source === source).length ?? 0) > 1;
  return isShared ? `\\big|_{${nameLatex(input).text}}` : '';
}

/** Arguments of a node as names where a node feeds them, as numbers otherwise. */
function symbolicArguments(doc: Document, event: ForwardEvent): Latex[] {
  return event.inputs.map(({ source, value }) =>
    source === null ? tensorLatex(value) : nodeLatex(doc, source)
  );
}

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

/** The symbol of a local derivative, `2\,x`, given the forward event of its node. */
function localSymbol(doc: Document, event: ForwardEvent, index: number): string | null {
  const node = doc.nodes[event.node];
  if (node?.kind !== 'op') return null;
  const args = symbolicArguments(doc, event);
  const op = operation(node.op);
  const output = nodeLatex(doc, event.node);
  return op?.localLatex(index, args, output, shownAttributes(op, node)) ?? null;
}

/** One local derivative of a node: with its names, then its number. */
export interface LocalDerivative {
  readonly input: string;
  readonly latex: string;
}

/** The local derivatives of an operation with respect to each connected input; whole numbers have none. */
export function localDerivatives(doc: Document, event: ForwardEvent): LocalDerivative[] {
  if (!isFloating(event.output.dtype)) return [];
  const node = doc.nodes[event.node];
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  if (node?.kind !== 'op' || !op) return [];
  const attributes = shownAttributes(op, node);
  const values = event.inputs.map(({ value }) => value);
  return event.inputs.flatMap(({ source, input, value }, index) => {
    const symbol = localSymbol(doc, event, index);
    if (source === null || symbol === null || !isFloating(value.dtype)) return [];
    const local = noGrad(() => op.local(index, values, event.output, attributes));
    const number = local ? valueLatex(local) : symbol;
    const tail = number === symbol ? '' : ` = ${orange(number)}`;
    const ratio = ratioLatex(doc, event.node, source) + inputMark(event, input);
    return [{ input, latex: `${ratio} = ${symbol}${tail}` }];
  });
}

function backwardName(node: GraphNode | undefined): string {
  const owner = node?.kind === 'custom' ? `${nameLatex(node.fn.name).text}.` : '';
  return `${owner}\\mathrm{backward}`;
}

/** Chain rule of one step: upstream × local = contribution, and the sum where paths meet. */
function contributionFormula(
  doc: Document,
  event: ContributionEvent,
  origin: ForwardEvent | null,
  result: string
): string {
  const { upstream, local, contribution, sum, arrival, source, node } = event;
  const top = nodeLatex(doc, result).text;
  const to = nodeLatex(doc, source).text;
  const via = nodeLatex(doc, node).text;
  const up = `\\underbrace{${orange(termLatex(upstream))}}_{\\partial ${top} / \\partial ${via}}`;
  const made = orange(valueLatex(contribution));
  let product = `${backwardName(doc.nodes[node])}\\left(${up}\\right)`;
  if (local) {
    const index = origin?.inputs.findIndex((entry) => entry.input === event.input) ?? -1;
    const symbol = origin && localSymbol(doc, origin, index);
    const partial = `\\partial ${via} / \\partial ${to}${inputMark(origin, event.input)}`;
    const reason = symbol && symbol !== valueLatex(local) ? `${partial} = ${symbol}` : partial;
    product = `${up} \\times \\underbrace{${termLatex(local)}}_{${reason}}`;
    if (isSummed(event)) product = `\\sum\\left(${product}\\right)`;
  }
  if (arrival === 1) return `${product} = ${made}`;
  const meeting = `${ratioLatex(doc, result, source)} \\mathrel{{+}{=}} ${made}`;
  return `${product} = ${made} \\qquad ${meeting} \\;\\Rightarrow\\; ${orange(valueLatex(sum))}`;
}

/** The step as a KaTeX formula; null at the start. `origin` finds the forward event of a node. */
export function stepFormula(
  doc: Document,
  event: TraceEvent | null,
  result: string | null,
  origin: (node: string) => TraceEvent | null
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
      return contributionFormula(doc, event, forward, result ?? event.node);
    }
    case 'accumulate': {
      const ratio = ratioLatex(doc, result ?? event.node, event.node);
      return `${name}\\mathtt{.grad} = ${ratio} = ${orange(valueLatex(event.grad))}`;
    }
    case 'update':
      return updateFormula(doc, event);
  }
}
