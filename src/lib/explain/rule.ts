import { shownAttributes } from '../graph/attributes';
import { edgeId, nodeName, scalarValue, type Document, type GraphNode } from '../graph/document';
import { operandNames } from '../graph/ports';
import { type Latex, latexAtom, nameLatex, numberLatex } from '../ops/latex';
import { operation } from '../ops/registry';

/** Stands where an input has neither an edge nor a number. */
const EMPTY = latexAtom('\\square');

/** The argument at an input: the name of what feeds it, else its number. */
function argument(doc: Document, node: GraphNode, input: string): Latex {
  const edge = doc.edges[edgeId(node.id, input)];
  if (edge) return nameLatex(nodeName(doc, edge.source));
  const constant = node.kind === 'op' ? node.constants[input] : undefined;
  return constant === undefined ? EMPTY : numberLatex(scalarValue(constant));
}

/** The rule of a node with the given arguments, e.g. `x^{2}`. */
export function ruleLatex(node: GraphNode | undefined, args: readonly Latex[]): string {
  if (node?.kind === 'op') {
    const op = operation(node.op);
    return op?.latex(args, shownAttributes(op, node)) ?? '';
  }
  if (node?.kind !== 'custom') return '';
  const name = node.fn.name.replaceAll('_', '\\_');
  return `\\mathrm{${name}}\\left(${args.map(({ text }) => text).join(', ')}\\right)`;
}

/** What a node computes, in its sources' names, e.g. `x^{2}`; needs no run, so that unfinished nodes show it too. */
export function nodeRule(doc: Document, node: GraphNode): string {
  if (node.kind === 'input') return nameLatex(node.name).text;
  return ruleLatex(
    node,
    operandNames(doc, node).map((input) => argument(doc, node, input))
  );
}
