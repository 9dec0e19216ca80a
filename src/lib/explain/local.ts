import { noGrad } from '../autograd/mode';
import { shownAttributes } from '../graph/attributes';
import { nodeName, type Document } from '../graph/document';
import type { ForwardEvent } from '../graph/trace';
import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { latex, latexAtom, nameLatex, type Latex } from '../ops/latex';
import { operation } from '../ops/registry';
import { isFloating } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { tensorLatex, valueLatex } from './values';

/** Marks a fragment as forward (blue) or backward (orange) for the style sheet. */
export const blue = (text: string): string => `\\htmlClass{forward-ink}{${text}}`;
export const orange = (text: string): string => `\\htmlClass{backward-ink}{${text}}`;

export const nodeLatex = (doc: Document, id: string): Latex => nameLatex(nodeName(doc, id));

/** `∂y/∂x` of two nodes as a fraction. */
export const ratioLatex = (doc: Document, top: string, bottom: string): string =>
  `\\frac{\\partial ${nodeLatex(doc, top).text}}{\\partial ${nodeLatex(doc, bottom).text}}`;

/** Which input a derivative is meant for, where one node feeds several: `|_{other}`; else empty. */
export function inputMark(event: ForwardEvent | null, input: string): string {
  const source = event?.inputs.find((entry) => entry.input === input)?.source;
  const isShared = (event?.inputs.filter((entry) => entry.source === source).length ?? 0) > 1;
  return isShared ? `\\big|_{${nameLatex(input).text}}` : '';
}

/** Arguments of a node as names where a node feeds them, as numbers otherwise. */
export function symbolicArguments(doc: Document, event: ForwardEvent): Latex[] {
  return event.inputs.map(({ source, value }) =>
    source === null ? tensorLatex(value) : nodeLatex(doc, source)
  );
}

/** How an operation's rule reads in the registry's own symbols: arguments and result. */
interface Symbols {
  readonly args: readonly Latex[];
  readonly result: Latex;
}

/** @param numbers what stands in a symbol's place, by argument */
export function symbolsOf(
  op: OpDefinition,
  attributes: Attributes,
  count: number,
  numbers: readonly (Latex | null)[] = []
): Symbols {
  const last = op.inputs.length - 1;
  const args = Array.from({ length: count }, (_, k) => {
    const symbol = op.inputs[Math.min(k, last)]?.symbol ?? 'a';
    return (
      numbers[k] ??
      latexAtom(op.inputs[last]?.variadic && k >= last ? `${symbol}_{${k - last + 1}}` : symbol)
    );
  });
  const text = op.latex(args, attributes);
  const made = op.elementwise?.(attributes).value(latex, ...args);
  return { args, result: made?.text === text ? made : { text, binds: 0 } };
}

/** A local derivative: the registry's rule, the same with the node's names, with its numbers, and what that makes. */
export interface LocalRule {
  readonly input: string;
  /** What is derived, by what, and what that is: `a\,b`, `a`, `b`. */
  readonly symbols: { readonly of: string; readonly by: string; readonly is: string };
  /** `\partial \mathrm{mul} / \partial x`, with the input where one node feeds several. */
  readonly ratio: string;
  readonly names: string;
  readonly numbers: string;
  readonly value: Tensor | null;
}

/** The local derivative with respect to an input; null where no formula for each element says it. */
export function localRule(doc: Document, event: ForwardEvent, index: number): LocalRule | null {
  const node = doc.nodes[event.node];
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  const own = event.inputs[index];
  if (node?.kind !== 'op' || !op || !own) return null;
  const attributes = shownAttributes(op, node);
  const values = event.inputs.map(({ value }) => value);
  const { args, result } = symbolsOf(op, attributes, values.length);
  const derived = (all: readonly Latex[], output: Latex): string | null =>
    op.localLatex(index, all, output, attributes);
  const is = derived(args, result);
  const names = derived(symbolicArguments(doc, event), nodeLatex(doc, event.node));
  const numbers = derived(values.map(tensorLatex), tensorLatex(event.output));
  if (is === null || names === null || numbers === null) return null;
  const source = own.source === null ? own.input : own.source;
  return {
    input: own.input,
    symbols: { of: result.text, by: args[index]?.text ?? '', is },
    ratio: `\\partial ${nodeLatex(doc, event.node).text} / \\partial ${nodeLatex(doc, source).text}${inputMark(event, own.input)}`,
    names,
    numbers,
    value: noGrad(() => op.local(index, values, event.output, attributes))
  };
}

/** Steps of one equation; equal ones in a row are one. */
export const equation = (steps: readonly string[]): string =>
  steps
    .filter((step) => step !== '')
    .filter((step, k, all) => step !== all[k + 1])
    .join(' = ');

/** The rule with numbers where it says more than with names and by its value; lists in a product would say less. */
function shownNumbers({ names, numbers, value }: LocalRule): string {
  if (!value || value.shape.length > 0) return '';
  return numbers === names || numbers === valueLatex(value) ? '' : numbers;
}

/** `∂(ab)/∂a = b  ⇒  ∂mul/∂x = w = 3`. */
export function localLine(rule: LocalRule): string {
  const { symbols, ratio, names, value } = rule;
  const own = equation([ratio, names, shownNumbers(rule), value ? valueLatex(value) : '']);
  return `\\partial \\left(${symbols.of}\\right) / \\partial ${symbols.by} = ${symbols.is} \\;\\Rightarrow\\; ${own}`;
}

/** One local derivative of a node: with its names, then its numbers, then what they make. */
export interface LocalDerivative {
  readonly input: string;
  readonly latex: string;
}

/** The local derivatives of an operation with respect to each connected input; whole numbers have none. */
export function localDerivatives(doc: Document, event: ForwardEvent): LocalDerivative[] {
  if (!isFloating(event.output.dtype)) return [];
  return event.inputs.flatMap(({ source, input, value }, index) => {
    const rule = isFloating(value.dtype) ? localRule(doc, event, index) : null;
    if (source === null || !rule) return [];
    const number = rule.value ? valueLatex(rule.value) : rule.names;
    const end = number === rule.names ? '' : orange(number);
    const ratio = ratioLatex(doc, event.node, source) + inputMark(event, input);
    return [{ input, latex: equation([ratio, rule.names, shownNumbers(rule), end]) }];
  });
}
