import type { Document, GraphNode } from '../graph/document';
import type { ContributionEvent, ForwardEvent, TraceEvent } from '../graph/trace';
import { latexAtom, nameLatex, numberLatex, type Latex } from '../ops/latex';
import { operation } from '../ops/registry';
import type { Tensor } from '../tensor/tensor';
import { valueLatex } from './values';

/** Marks a fragment as forward (blue) or backward (orange) for the style sheet. */
const blue = (text: string): string => `\\htmlClass{forward-ink}{${text}}`;
const orange = (text: string): string => `\\htmlClass{backward-ink}{${text}}`;

const nodeLatex = (doc: Document, id: string): Latex => nameLatex(doc.nodes[id]?.name ?? id);

const tensorLatex = (t: Tensor): Latex =>
  t.shape.length === 0 && t.dtype !== 'bool' ? numberLatex(t.item()) : latexAtom(valueLatex(t));

/** Arguments of a node as names where a node feeds them, as numbers otherwise. */
function symbolicArguments(doc: Document, event: ForwardEvent): Latex[] {
  return event.inputs.map(({ source, value }) =>
    source === null ? tensorLatex(value) : nodeLatex(doc, source)
  );
}

function customCall(name: string, args: readonly Latex[]): string {
  return `\\mathrm{${name.replaceAll('_', '\\_')}}\\left(${args.map((a) => a.text).join(', ')}\\right)`;
}

/** The rule of a node with the given arguments, e.g. `x^{2}`. */
function ruleLatex(node: GraphNode | undefined, args: readonly Latex[]): string {
  if (node?.kind === 'custom') return customCall(node.fn.name, args);
  if (node?.kind === 'op') return operation(node.op)?.latex(args) ?? '';
  return args[0]?.text ?? '';
}

/** `pow = x^2 = 2^2 = 4`: the rule with names, then with numbers, then the result. */
export function forwardFormula(doc: Document, event: ForwardEvent): string {
  const node = doc.nodes[event.node];
  const names = ruleLatex(node, symbolicArguments(doc, event));
  const numbers = ruleLatex(
    node,
    event.inputs.map(({ value }) => tensorLatex(value))
  );
  const steps = [nodeLatex(doc, event.node).text, names];
  if (numbers !== names) steps.push(numbers);
  const result = valueLatex(event.output);
  if (result !== steps.at(-1)) steps.push(blue(result));
  return steps.join(' = ');
}

/** The rule of a node in its own names alone, e.g. `\mathrm{pow} = x^{2}`. */
export function ruleFormula(doc: Document, event: ForwardEvent): string {
  return `${nodeLatex(doc, event.node).text} = ${ruleLatex(doc.nodes[event.node], symbolicArguments(doc, event))}`;
}

/** One local derivative of a node: with its names, then its number. Null where no formula per element exists. */
export interface LocalDerivative {
  readonly input: string;
  readonly latex: string;
}

/** The symbol of a local derivative, `2\,x`, given the forward event of its node. */
function localSymbol(doc: Document, event: ForwardEvent, index: number): string | null {
  const node = doc.nodes[event.node];
  if (node?.kind !== 'op') return null;
  const args = symbolicArguments(doc, event);
  return operation(node.op)?.localLatex(index, args, nodeLatex(doc, event.node)) ?? null;
}

/** The local derivatives of an operation with respect to each connected input. */
export function localDerivatives(doc: Document, event: ForwardEvent): LocalDerivative[] {
  const node = doc.nodes[event.node];
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  if (!op) return [];
  const out: LocalDerivative[] = [];
  event.inputs.forEach(({ source, input }, index) => {
    const symbol = localSymbol(doc, event, index);
    if (source === null || symbol === null) return;
    const values = event.inputs.map((entry) => entry.value);
    const local = op.local(index, values, event.output);
    const ratio = `\\frac{\\partial ${nodeLatex(doc, event.node).text}}{\\partial ${nodeLatex(doc, source).text}}`;
    const number = local ? valueLatex(local) : null;
    const tail = number === null || number === symbol ? '' : ` = ${orange(number)}`;
    out.push({ input, latex: `${ratio} = ${symbol}${tail}` });
  });
  return out;
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
  const index = origin?.inputs.findIndex((entry) => entry.input === event.input) ?? -1;
  const symbol = origin && index >= 0 ? localSymbol(doc, origin, index) : null;
  const up = `\\underbrace{${orange(valueLatex(upstream))}}_{\\partial ${top} / \\partial ${via}}`;
  const made = orange(valueLatex(contribution));
  const number = local ? valueLatex(local) : '';
  const reason = symbol && symbol !== number ? ` = ${symbol}` : '';
  const product = local
    ? `${up} \\times \\underbrace{${number}}_{\\partial ${via} / \\partial ${to}${reason}} = ${made}`
    : `\\mathrm{backward}\\bigl(${up}\\bigr) = ${made}`;
  if (arrival === 1) return product;
  return `${product} \\qquad \\frac{\\partial ${top}}{\\partial ${to}} \\mathrel{{+}{=}} ${made} \\;\\Rightarrow\\; ${orange(valueLatex(sum))}`;
}

/** The step as a KaTeX formula; null at the start. `origin` finds the forward event of a node. */
export function stepFormula(
  doc: Document,
  event: TraceEvent | null,
  result: string | null,
  origin: (node: string) => TraceEvent | null
): string | null {
  if (!event) return null;
  switch (event.kind) {
    case 'leaf':
      return `${nodeLatex(doc, event.node).text} = ${blue(valueLatex(event.output))}`;
    case 'forward':
      return forwardFormula(doc, event);
    case 'seed': {
      const name = nodeLatex(doc, event.node).text;
      return `\\frac{\\partial ${name}}{\\partial ${name}} = ${orange(valueLatex(event.grad))}`;
    }
    case 'contribution': {
      const made = origin(event.node);
      return contributionFormula(
        doc,
        event,
        made?.kind === 'forward' ? made : null,
        result ?? event.node
      );
    }
    case 'accumulate': {
      const name = nodeLatex(doc, event.node).text;
      const top = result ? nodeLatex(doc, result).text : 'y';
      return `${name}\\mathtt{.grad} = \\frac{\\partial ${top}}{\\partial ${name}} = ${orange(valueLatex(event.grad))}`;
    }
  }
}
