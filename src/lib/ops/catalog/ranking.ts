import { fromValues, Tensor } from '../../tensor/tensor';
import type { AttributeSpecs, ValuesOf } from '../attributes';
import { define, hidden, type OpDefinition, type OpEntry, type Saved } from '../define';
import { quietly } from '../dispatch';
import { pickFlat, placeFlat, positions } from '../places';
import { lanesOf, reducedDims, reducedShape } from '../reduce';
import { tensorGiven } from '../strided';
import { docs, INPUT, torchNames } from './common';

export type Lane = readonly number[];

/** NaN counts as larger than any number. */
export const compared = (a: number, b: number): number =>
  a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));

/** Places of a lane's elements in order; equal ones stay in theirs. */
export function ranked(lane: Lane, descending = false): number[] {
  const sign = descending ? -1 : 1;
  return lane
    .map((_, k) => k)
    .sort((a, b) => sign * compared(lane[a] as number, lane[b] as number) || a - b);
}

/** What is taken of each lane, and in which shape. */
export interface Choice {
  readonly dim: number;
  /** How many places a lane gives. */
  readonly count: number;
  readonly choose: (lane: Lane) => readonly number[];
  /** Null where the dimension stays. */
  readonly keepdim: boolean | null;
}

/** Places along the dimension, or flat ones in the tensor, in the shape of the result. */
export function placesOf(t: Tensor, choice: Choice, isFlat: boolean): Tensor {
  const { dim, count, choose, keepdim } = choice;
  const dims = reducedDims(dim, t.shape.length);
  const { data, outer, size, inner } = lanesOf(t, dims);
  const found = new Float64Array(outer * count * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = o * size * inner + i;
      const lane = Array.from({ length: size }, (_, k) => data[start + k * inner] as number);
      choose(lane).forEach((place, k) => {
        found[(o * count + k) * inner + i] = isFlat ? start + place * inner : place;
      });
    }
  }
  const shape =
    keepdim === null
      ? t.shape.map((one, k) => (dims.includes(k) ? count : one))
      : reducedShape(t.shape, dims, keepdim);
  return isFlat ? positions(found, shape) : fromValues(found, shape, 'int64');
}

/** Which elements were taken: what PyTorch saves, and nobody else can change. */
const taken = new WeakMap<Tensor, Tensor>();
/** Stands for those places, which are no input and no output. */
export const SAVES_PLACES: Saved = { inputs: [-1], output: false };

type Entry<S extends AttributeSpecs> = Pick<
  OpEntry<S>,
  | 'name'
  | 'summary'
  | 'attributes'
  | 'gradFn'
  | 'latex'
  | 'samples'
  | 'versions'
  | 'kinks'
  | 'signature'
> & {
  /** @throws TorchError for arguments that don't fit */
  readonly choice: (t: Tensor, attributes: ValuesOf<S>) => Choice;
};

const PAIR = 'PyTorch gives a pair: these are its values; the places come apart.';

/** An operation that takes elements of each lane, and the one that says where they are. */
export function choosing<S extends AttributeSpecs>({ choice, ...entry }: Entry<S>): OpDefinition[] {
  const { name } = entry;
  const taking = define<S>({
    versions: PAIR,
    ...entry,
    family: 'reduction',
    source: docs(`torch.${name}`),
    inputs: [INPUT],
    torch: torchNames(name),
    saves: SAVES_PLACES,
    forward: ([t], attributes) => {
      const input = tensorGiven(t, name);
      const places = placesOf(input, choice(input, attributes), true);
      const made = quietly(() => pickFlat(input, places));
      taken.set(made, places);
      return made;
    },
    vjp: ({ upstream, inputs: [t], output, attributes }) => {
      const input = t as Tensor;
      const places = taken.get(output) ?? placesOf(input, choice(input, attributes), true);
      return [placeFlat(upstream, places, input.shape)];
    }
  } as OpEntry<S>);
  const placing = hidden<S>({
    name: `${name}_places`,
    gradFn: null,
    ...(entry.attributes ? { attributes: entry.attributes } : {}),
    forward: ([t], attributes) => {
      const input = tensorGiven(t, name);
      return placesOf(input, choice(input, attributes), false);
    },
    vjp: () => [null]
  } as Parameters<typeof hidden<S>>[0]);
  return [taking, placing];
}
