import { nodeName, type Document } from '../graph/document';
import type { Run } from '../graph/run';
import type { ContributionEvent } from '../graph/trace';
import type { Tensor } from '../tensor/tensor';
import { sumLatex } from './formulas';
import { orange, ratioLatex } from './local';
import type { NodeCell, Timeline } from './frames';
import { valueLatex } from './values';

/** `∂y/∂x = 6`: the gradient of the result with respect to a node. */
export const gradientFormula = (doc: Document, result: string, id: string, grad: Tensor): string =>
  `${ratioLatex(doc, result, id)} = ${orange(valueLatex(grad))}`;

/** Contributions that have arrived at a node when the cursor is here, in order. */
export function arrivals(timeline: Timeline, id: string, cursor: number): ContributionEvent[] {
  return [...(timeline.parts(id, cursor)?.contributions ?? [])];
}

/** `∂y/∂x = 4 + 2 = 6`, with the node that each part came through; null while there is nothing to add. */
export function pathSumFormula(
  doc: Document,
  result: string,
  parts: readonly ContributionEvent[]
): string | null {
  const last = parts.at(-1);
  if (!last || parts.length < 2) return null;
  const all = parts.map(({ node, contribution }) => ({ node, value: contribution }));
  return `${ratioLatex(doc, result, last.source)} = ${sumLatex(doc, all, last.sum)}`;
}

/** Why a node has the gradient that it has, or none, and what its `.grad` makes of it. */
export function gradientSentence(
  doc: Document,
  { program: { result }, outputs, gradients, diagnostics }: Run,
  cell: NodeCell,
  id: string
): string {
  const name = nodeName(doc, id);
  const output = outputs.get(id);
  if (!output) return `${name} has no value, so it has no gradient.`;
  if (!gradients.has(id)) {
    if (!output.requiresGrad) {
      return `${name} does not require a gradient, so none is computed: its .grad is None, which is not 0.`;
    }
    const fault = diagnostics.find(({ kind }) => kind === 'backward');
    if (fault) return `backward() stopped before it reached ${name}.`;
    const top = result === null ? 'The result' : nodeName(doc, result);
    return `No gradient reaches ${name}: ${top} does not depend on it, or the way back is cut. Its .grad is None, which is not 0.`;
  }
  if (!cell.grad) return `Backward has not reached ${name} at this step.`;
  if (!output.isLeaf) {
    return `${name} is not a leaf: its .grad is None although this gradient flows through it.`;
  }
  return cell.isAccumulated
    ? `${name} is a leaf, so this gradient was added to ${name}.grad.`
    : `${name}.grad receives the sum once every part has arrived.`;
}
