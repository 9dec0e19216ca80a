import { nodeName, type Document, type GraphEdge } from '../graph/document';
import type { Instruction } from '../graph/program';
import type { Run } from '../graph/run';
import type { ContributionEvent, ForwardEvent } from '../graph/trace';
import { numberText } from '../ops/latex';
import { noGrad } from '../autograd/mode';
import { tensors } from '../ops/dispatch';
import { expandTo } from '../ops/reshape';
import { contiguousStrides, numel, sameShape, type Shape, wrappedDim } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { indexText } from './heat';

/**
 * How the elements of a smaller tensor stand for those of a larger one. Broadcasting repeats them going forward and
 * sums their gradients going back; a reduction gathers them going forward and hands its gradient out going back.
 */
export interface Spread {
  readonly kind: 'broadcast' | 'reduction';
  readonly small: Shape;
  readonly big: Shape;
  /** Dimensions of the larger one along which its elements share one of the smaller. */
  readonly dims: readonly number[];
}

/** Dimensions of `big` along which `small` is repeated by broadcasting; null where it isn't. */
function broadcastDims(small: Shape, big: Shape): number[] | null {
  const missing = big.length - small.length;
  if (missing < 0 || sameShape(small, big)) return null;
  const dims: number[] = [];
  for (let dim = 0; dim < big.length; dim++) {
    const size = dim < missing ? 1 : small[dim - missing];
    if (size === big[dim] && dim >= missing) continue;
    if (size !== 1) return null;
    dims.push(dim);
  }
  return dims;
}

/** The dimensions that a reduction goes over, as its attributes say and its shapes confirm. */
function reducedDims(instruction: Instruction, big: Shape, small: Shape): number[] | null {
  if (instruction.kind !== 'op' || instruction.op.family !== 'reduction') return null;
  const { dim = null } = instruction.attributes;
  const all = big.map((_, k) => k);
  const asked = typeof dim === 'number' ? [dim] : Array.isArray(dim) ? (dim as number[]) : all;
  const dims = (asked.length === 0 ? all : asked).map((one) => wrappedDim(one, big.length));
  const kept = big.map((size, k) => (dims.includes(k) ? 1 : size));
  const left = big.filter((_, k) => !dims.includes(k));
  const fits = sameShape(kept, small) || sameShape(left, small);
  return fits && dims.length > 0 ? [...dims].sort((a, b) => a - b) : null;
}

/** What happens to the elements along an edge; null where each keeps its place, or where no rule of this kind holds. */
export function spreadAt(run: Run, edge: GraphEdge): Spread | null {
  const [value, output] = [run.outputs.get(edge.source), run.outputs.get(edge.target)];
  const instruction = run.program.instructions.find(({ node }) => node.id === edge.target);
  if (!value || !output || instruction?.kind !== 'op') return null;
  const [from, to] = [value.shape, output.shape];
  if (numel(from) === 0 || numel(to) === 0) return null;
  if (instruction.op.elementwise) {
    const dims = broadcastDims(from, to);
    return dims && { kind: 'broadcast', small: from, big: to, dims };
  }
  if (numel(from) === numel(to)) return null;
  const dims = reducedDims(instruction, from, to);
  return dims && { kind: 'reduction', small: to, big: from, dims };
}

/** Position in the smaller tensor of the element that one of the larger belongs to. */
export function ownerOf({ big, dims }: Spread, position: number): number {
  let owner = 0;
  let rest = position;
  const strides = contiguousStrides(big);
  big.forEach((size, dim) => {
    const step = strides[dim] ?? 1;
    const at = Math.floor(rest / step);
    rest %= step;
    if (!dims.includes(dim)) owner = owner * size + at;
  });
  return owner;
}

/** Positions in the larger tensor that belong to one of the smaller. */
export function placesOf(spread: Spread, owner: number): number[] {
  const places: number[] = [];
  const count = numel(spread.big);
  for (let k = 0; k < count; k++) if (ownerOf(spread, k) === owner) places.push(k);
  return places;
}

/** The numbers on both sides, of the values and of the gradients. */
export interface SpreadNumbers {
  readonly forward: { readonly small: Tensor; readonly big: Tensor };
  /** Null while no gradient has come, or where no number per element says it. */
  readonly backward: { readonly small: Tensor; readonly big: Tensor } | null;
}

export function spreadNumbers(
  spread: Spread,
  forward: Pick<ForwardEvent, 'output'> & { readonly value: Tensor },
  contribution: ContributionEvent | null
): SpreadNumbers {
  const { value, output } = forward;
  if (spread.kind === 'reduction') {
    const back = contribution && { small: contribution.upstream, big: contribution.contribution };
    return { forward: { small: output, big: value }, backward: back };
  }
  const { local = null, upstream } = contribution ?? {};
  return noGrad(() => ({
    forward: { small: value, big: expandTo(value, spread.big) },
    backward:
      contribution && local && upstream
        ? {
            small: contribution.contribution,
            big: expandTo(tensors.mul(upstream, local), spread.big)
          }
        : null
  }));
}

const along = (dims: readonly number[]): string =>
  `${dims.length === 1 ? 'dimension' : 'dimensions'} ${dims.join(' and ')}`;
const shapeText = (shape: Shape): string =>
  shape.length === 0 ? 'one number' : `shape ${shape.join('×')}`;
const times = ({ small, big }: Spread): number => numel(big) / numel(small);

/** What happens going forward and going back, one sentence each. */
export function spreadWords(
  doc: Document,
  edge: GraphEdge,
  spread: Spread
): { forward: string; backward: string } {
  const name = (id: string): string => nodeName(doc, id);
  const [source, target] = [name(edge.source), name(edge.target)];
  const { kind, small, big, dims } = spread;
  const n = times(spread);
  if (kind === 'broadcast') {
    return {
      forward: `Broadcasting: ${source} has ${shapeText(small)} and is used with ${shapeText(big)}; each element stands in ${n} places, repeated along ${along(dims)}.`,
      backward: `Going back, the gradients of these ${n} places are summed, so that each element of ${source} receives one number.`
    };
  }
  return {
    forward: `Reduction: each element of ${target} is made of ${n} elements of ${source}, along ${along(dims)}: ${shapeText(big)} becomes ${shapeText(small)}.`,
    backward: `Going back, the gradient of one element of ${target} is handed out to the ${n} elements of ${source} that it was made of.`
  };
}

/** Numbers of a sum that are written out. */
const TERMS = 5;

function sumText(numbers: readonly number[]): string {
  const terms = numbers
    .slice(0, TERMS)
    .map((value, k) => (value < 0 && k > 0 ? `(${numberText(value)})` : numberText(value)));
  return [...terms, ...(numbers.length > TERMS ? ['…'] : [])].join(' + ');
}

const listText = (numbers: readonly number[]): string =>
  [...numbers.slice(0, TERMS).map(numberText), ...(numbers.length > TERMS ? ['…'] : [])].join(', ');

/** One element of the smaller tensor with its numbers, forward and back. */
export function ownerWords(
  doc: Document,
  edge: GraphEdge,
  spread: Spread,
  numbers: SpreadNumbers,
  owner: number
): string[] {
  const name = (id: string): string => nodeName(doc, id);
  const isBroadcast = spread.kind === 'broadcast';
  const at = indexText(name(isBroadcast ? edge.source : edge.target), spread.small, owner);
  const places = placesOf(spread, owner);
  const read = (t: Tensor): number[] => {
    const values = t.values();
    return places.map((place) => values[place] ?? NaN);
  };
  const { forward, backward } = numbers;
  const one = numberText(forward.small.values()[owner] ?? NaN);
  const said = [
    isBroadcast
      ? `${at} = ${one} stands in ${places.length} places.`
      : `${at} = ${one} is made of ${listText(read(forward.big))}.`
  ];
  if (!backward) return said;
  const grad = numberText(backward.small.values()[owner] ?? NaN);
  said.push(
    isBroadcast
      ? `Its gradient: ${sumText(read(backward.big))} = ${grad}.`
      : `Its gradient ${grad} is handed out as ${listText(read(backward.big))}.`
  );
  return said;
}
