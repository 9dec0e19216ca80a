import { shownAttributes } from '../graph/attributes';
import { type Document, edgeId, type GraphNode, scalarValue } from '../graph/document';
import { operandNames } from '../graph/ports';
import { compile } from '../graph/program';
import { latex, type Latex, latexAtom, nameLatex, numberLatex } from '../ops/latex';
import { operation } from '../ops/registry';
import { ruleLatex } from './rule';

/** Terms of an equation that is still read at a glance; shared parts are written out each time. */
const MAX_TERMS = 60;

/** Whether a text is one call, `f(…)`: its first bracket closes at its end. */
function isCall(text: string): boolean {
  const start = /^\\\w+(\{[^{}]*\})?(?=\\left)/.exec(text)?.[0].length;
  if (start === undefined) return false;
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/\\(?:left|right)\b./g)) {
    depth += bracket.startsWith('\\left') ? 1 : -1;
    if (depth === 0) return index + bracket.length === text.length;
  }
  return false;
}

/** A node's rule with what is needed to place it in another one. */
function composed(node: GraphNode, args: readonly Latex[]): Latex {
  const text = ruleLatex(node, args);
  const op = node.kind === 'op' ? operation(node.op) : undefined;
  const made =
    node.kind === 'op' && op
      ? op.elementwise?.(shownAttributes(op, node)).value(latex, ...args)
      : undefined;
  // An operation with a notation of its own doesn't say how tightly that binds.
  if (made?.text === text) return made;
  return isCall(text) ? latexAtom(text) : { text, binds: 0 };
}

/**
 * What a document computes as one equation, e.g. `y = x^{2} + 2\,x + 1`.
 * @returns null where there is no result, something is missing, or it would be too long to read
 */
export function equationLatex(doc: Document): string | null {
  const { result } = compile(doc);
  const last = result === null ? undefined : doc.nodes[result];
  if (!last || last.kind === 'input') return null;
  let terms = 0;

  const argument = (node: GraphNode, input: string): Latex | null => {
    const edge = doc.edges[edgeId(node.id, input)];
    const source = edge ? doc.nodes[edge.source] : undefined;
    if (source) return expression(source);
    const constant = node.kind === 'op' ? node.constants[input] : undefined;
    return constant === undefined ? null : numberLatex(scalarValue(constant));
  };
  const expression = (node: GraphNode): Latex | null => {
    if (++terms > MAX_TERMS) return null;
    if (node.kind === 'input') return nameLatex(node.name);
    const args: Latex[] = [];
    for (const input of operandNames(doc, node)) {
      const arg = argument(node, input);
      if (!arg) return null;
      args.push(arg);
    }
    return composed(node, args);
  };

  const right = expression(last);
  return right && `${nameLatex(last.name).text} = ${right.text}`;
}
