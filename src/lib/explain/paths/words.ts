import { nodeName, type Document } from '../../graph/document';
import type { Run } from '../../graph/run';
import { inputMark, localRule, orange, ratioLatex } from '../local';
import { broadcastShapes, sameShape } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { briefText, termLatex, valueLatex, valueText } from '../values';
import { forwardEvents, type Flow, type FlowEdge } from './flow';
import { agree, total, type Path, type PathSum } from './paths';

/** `∂y/∂x` in plain text, `∂Σy/∂x` where y has several elements, whose sum is what has one gradient. */
export const ratioText = (doc: Document, top: string, bottom: string, isSum = false): string =>
  `∂${isSum ? 'Σ' : ''}${nodeName(doc, top)}/∂${nodeName(doc, bottom)}`;

/** Whether a gradient is that of the sum of a node's elements. */
export const isOfSum = (flow: Flow | null): boolean => (flow?.seed.numel ?? 1) > 1;

/** What the view answers, in words. */
export function questionText(
  doc: Document,
  top: string,
  bottom: string,
  flow: Flow | null
): string {
  const grad = flow?.gradients.get(bottom);
  const ratio = ratioText(doc, top, bottom, isOfSum(flow));
  return grad ? `Why is ${ratio} = ${valueText(grad)}?` : `Why is there no ${ratio}?`;
}

const paths = (count: bigint): string =>
  count === 1n ? '1 path' : `${count.toLocaleString('en')} paths`;

/** The answer in one sentence. */
export function answerText(doc: Document, sum: PathSum): string {
  const { flow, bottom, count, total: grad } = sum;
  const [top, to] = [nodeName(doc, flow.top), nodeName(doc, bottom)];
  if (flow.top === bottom) return `${top} changes exactly as itself: that is the seed of backward.`;
  const whole = flow.seed.numel === 1 ? top : `the sum of all elements of ${top}`;
  const [only] = sum.paths;
  if (count === 1n && only) {
    return isProduct(only, flow.seed)
      ? `One path leads from ${whole} back to ${to}: along it the local derivatives multiply to ${briefText(grad)}.`
      : `One path leads from ${whole} back to ${to}: handed on by the backward of each node, the gradient ${briefText(flow.seed)} becomes ${briefText(grad)}.`;
  }
  const shares =
    count <= 4n && !sum.rest && sum.paths.every(({ share }) => share.numel === 1)
      ? `: ${sum.paths
          .map(({ share }) => briefText(share))
          .join(' + ')
          .replaceAll('+ −', '− ')} = ${briefText(sum.sum)}`
      : '';
  return `${paths(count)} lead from ${whole} back to ${to}. Along each, local derivatives multiply; where they meet, the products add${shares}.`;
}

/** What the paths that are switched on add up to: `With these paths: 4 of 6.` */
export function partText(sum: PathSum, on: readonly Tensor[], all: number): string {
  const part = total(on);
  const whole = valueText(sum.total);
  if (!part) return `With no path: 0 of ${whole}.`;
  return on.length === all
    ? `All paths together: ${valueText(part)}.`
    : `With these paths: ${valueText(part)} of ${whole}.`;
}

/** What is said of the paths that are not listed. */
export const restText = ({ rest }: PathSum): string | null =>
  rest && `The other ${paths(rest.count)} together give ${valueText(rest.share)}.`;

/** A remark where the shares don't add up to the gradient: a backward that isn't linear in its upstream gradient. */
export function remark(doc: Document, sum: PathSum): string | null {
  const { flow, paths: listed, rest } = sum;
  if (
    rest ||
    agree(
      sum.sum,
      sum.total,
      listed.map(({ share }) => share)
    )
  )
    return null;
  const custom = [...new Set(flow.edges.map(({ node }) => node))].find(
    (node) => doc.nodes[node]?.kind === 'custom'
  );
  const who = custom ? `the backward of ${nodeName(doc, custom)}` : 'a backward on the way';
  return `The shares add up to ${valueText(sum.sum)}, the gradient is ${valueText(sum.total)}: ${who} doesn’t multiply its upstream gradient by a local derivative, so it makes something else of a sum than of its parts.`;
}

/** Where the numbers are those of ones as upstream, or backward stopped. */
export function notes(sum: PathSum): string[] {
  const { flow } = sum;
  return [
    ...(flow.seed.numel > 1
      ? [
          'It is no single number, so backward is seeded with ones: these are the gradients of the sum of its elements.'
        ]
      : []),
    ...(flow.fault ? [`Backward stopped: ${flow.fault.message}`] : [])
  ];
}

/** A path in plain text: `y ← mul ← x`. */
export const pathText = (doc: Document, path: Path, top: string): string =>
  [top, ...path.steps.map(({ source }) => source)].map((id) => nodeName(doc, id)).join(' ← ');

/** Whether the share is a product of numbers, element by element, without sums in between. */
const isProduct = ({ steps, carried }: Path, seed: Tensor): boolean =>
  steps.every(({ local }, k) => {
    const upstream = k === 0 ? seed : carried[k - 1];
    const made = carried[k];
    if (!local || !upstream || !made) return false;
    try {
      return sameShape(broadcastShapes(upstream.shape, local.shape), made.shape);
    } catch {
      return false;
    }
  });

/** `\frac{\partial \sum y}{\partial x}` */
const sumRatioLatex = (doc: Document, top: string, bottom: string): string =>
  ratioLatex(doc, top, bottom).replace('\\partial ', '\\partial \\sum ');

/** The parts of a chain: the derivatives by name, then as symbols, then as numbers, then the share. */
export interface Chain {
  readonly latex: string;
  /** What is carried after each step and by which rule, where no product of numbers says it. */
  readonly carried: readonly {
    readonly node: string;
    readonly rule: string;
    readonly text: string;
  }[];
}

/** The rule by which a gradient goes back along an edge, in a few words. */
function ruleWords(doc: Document, { node, local }: FlowEdge): string {
  const owner = doc.nodes[node];
  if (owner?.kind === 'custom') return `${owner.fn.name}.backward`;
  const op = owner?.kind === 'op' ? owner.op : '';
  return local ? `× ${briefText(local)}` : `backward of ${op}`;
}

/** A factor of a product, in brackets where a sum or a sign stands open in it. */
function factor(text: string): string {
  let depth = 0;
  const isOpen = [...text].some((character, k) => {
    if (character === '{' || character === '(' || character === '[') depth += 1;
    if (character === '}' || character === ')' || character === ']') depth -= 1;
    return depth === 0 && (character === '-' || (character === '+' && k > 0));
  });
  return isOpen ? `\\left(${text}\\right)` : text;
}

/** A path's product: `∂y/∂add · ∂add/∂x = 1 · 2x = 1 · 4 = 4`. */
export function chainOf(doc: Document, run: Run, path: Path, seed: Tensor): Chain {
  const events = forwardEvents(run);
  const { steps, share, carried } = path;
  if (steps.length === 0) return { latex: `1 = ${orange(valueLatex(share))}`, carried: [] };
  const ratio = ({ node, source, input }: FlowEdge): string =>
    ratioLatex(doc, node, source) + inputMark(events.get(node) ?? null, input);
  const first = steps[0]?.node ?? '';
  const ofSum = seed.numel > 1 ? [sumRatioLatex(doc, first, first)] : [];
  const names = [...ofSum, ...steps.map(ratio)].join(' \\cdot ');
  if (!isProduct(path, seed)) {
    return {
      latex: `${names} = ${orange(valueLatex(share))}`,
      carried: steps.map((step, k) => ({
        node: step.source,
        rule: ruleWords(doc, step),
        text: carried[k] ? valueText(carried[k]) : ''
      }))
    };
  }
  const symbols = steps.map(({ node, index }) => {
    const event = events.get(node);
    return event ? (localRule(doc, event, index)?.names ?? null) : null;
  });
  const numbers = steps.map(({ local }) => (local ? termLatex(local) : ''));
  const isOne = seed.values().every((value) => value === 1);
  const written = symbols.every((symbol) => symbol !== null)
    ? symbols
        .map((symbol) => (symbols.length > 1 ? factor(symbol ?? '') : (symbol ?? '')))
        .join(share.numel > 1 ? ' \\odot ' : ' \\cdot ')
    : null;
  // Tensors are multiplied element by element.
  const sign = share.numel > 1 ? ' \\odot ' : ' \\cdot ';
  const product = [...(isOne ? [] : [termLatex(seed)]), ...numbers].join(sign);
  const result = valueLatex(share);
  const between = [written, product].filter(
    (text, k, all) => text !== null && text !== result && text !== all[k + 1]
  );
  return { latex: [names, ...between, orange(result)].join(' = '), carried: [] };
}

/** The whole sum: `∂y/∂x = 4 + 2 = 6`. */
export function sumLatex(doc: Document, sum: PathSum, on: readonly Tensor[]): string {
  const terms = on
    .map(valueLatex)
    .reduce(
      (left, term) =>
        left === '' ? term : left + (term.startsWith('-') ? ` - ${term.slice(1)}` : ` + ${term}`),
      ''
    );
  const made = total(on);
  const ratio = (isOfSum(sum.flow) ? sumRatioLatex : ratioLatex)(doc, sum.flow.top, sum.bottom);
  if (!made) return `0 \\ne ${ratio}`;
  const isWhole = on.length === sum.paths.length + (sum.rest ? 1 : 0);
  const right =
    on.length > 1 && on.length <= 8 ? `${terms} = ${valueLatex(made)}` : valueLatex(made);
  return isWhole
    ? `${ratio} = ${right}`
    : `${right} \\quad\\text{of}\\quad ${ratio} = ${valueLatex(sum.total)}`;
}
