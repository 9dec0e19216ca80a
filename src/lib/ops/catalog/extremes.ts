import { isFloating, type Storage } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { numel, wrappedDim } from '../../tensor/shape';
import { pythonScalar, Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import {
  define,
  hidden,
  type OpDefinition,
  type Sample,
  type Saved,
  SAVES_NOTHING
} from '../define';
import { apply, call, tensors } from '../dispatch';
import { indexed } from '../latex';
import {
  DIM,
  type Dims,
  KEEPDIM,
  keptShape,
  lanesOf,
  localOfReduction,
  over,
  reducedDims,
  reducedShape,
  reduceLanes,
  requireDimFor,
  restored,
  sumKept,
  type Vjp
} from '../reduce';
import { docs, INPUT, notImplemented, torchNames } from './common';

type Side = 'max' | 'min';

/** Where in a lane the largest (or the smallest) element stands: the first one, and NaN wins. */
function place(side: Side, data: Storage, start: number, step: number, size: number): number {
  let found = 0;
  let best = data[start] as number;
  for (let k = 1, at = start + step; k < size && best === best; k++, at += step) {
    const value = data[at] as number;
    if ((side === 'max' ? value > best : value < best) || value !== value) {
      best = value;
      found = k;
    }
  }
  return found;
}

/** @throws TorchError where nothing is there to choose from; an IndexError for dimensions, and for arguments of them */
export function requireElements(name: string, { shape }: Tensor, dim: Dims): void {
  if (numel(shape) > 0) return;
  const dims = typeof dim === 'number' ? [dim] : (dim ?? []);
  if (dims.length === 0) {
    const isPlace = name.startsWith('arg');
    throw new TorchError(
      `${name}(): Expected reduction dim to be specified for input.numel() == 0.` +
        (isPlace ? '' : " Specify the reduction dim with the 'dim' argument."),
      isPlace ? 'IndexError' : 'RuntimeError'
    );
  }
  for (const one of dims) {
    const wrapped = wrappedDim(one, shape.length);
    if (shape[wrapped] === 0) {
      // A list is shown as it was given.
      const shown = typeof dim === 'number' ? wrapped : one;
      throw new TorchError(
        `${name}(): Expected reduction dim ${shown} to have non-zero size.`,
        'IndexError'
      );
    }
  }
}

/** Where the places along a dimension are, as a condition on the elements. */
const picked = hidden({
  name: 'places_mask',
  gradFn: null,
  attributes: {
    dim: int('Dimension that the places count along.'),
    size: int('Size of that dimension.')
  },
  forward: ([t], { dim, size }) => {
    const places = t as Tensor;
    const shape = places.shape.map((length, k) => (k === dim ? size : length));
    const count = numel(shape.slice(dim + 1));
    const out = new Uint8Array(numel(shape));
    places.values().forEach((found, lane) => {
      out[(Math.floor(lane / count) * size + found) * count + (lane % count)] = 1;
    });
    return new Tensor(out, shape, 'bool');
  },
  vjp: () => [null]
});

/** Which elements an extremum along a dimension took: what PyTorch saves, and nobody else can change. */
const placesOf = new WeakMap<Tensor, Tensor>();

/** Stands for those places, which are no input and no output. */
const SAVES_PLACES: Saved = { inputs: [-1], output: false };

function extremum(side: Side, input: Tensor, dims: number[], keepdim: boolean): Tensor {
  const places: number[] = [];
  const shape = reducedShape(input.shape, dims, keepdim);
  const made = reduceLanes(lanesOf(input, dims), shape, input.dtype, (data, start, step, size) => {
    const found = place(side, data, start, step, size);
    places.push(found);
    return data[start + found * step] as number;
  });
  if (isFloating(input.dtype)) {
    const kept = keptShape(input.shape, dims);
    placesOf.set(made, new Tensor(Float64Array.from(places), kept, 'int64'));
  }
  return made;
}

const extremumVjp =
  (side: Side): Vjp<{ readonly dim: number | null }> =>
  ({ upstream, inputs: [t], output, attributes: { dim } }) => {
    const input = t as Tensor;
    const { shape } = input;
    const zero = pythonScalar(0);
    if (dim === null) {
      const mask = Number.isNaN(output.item())
        ? apply('ne', [input, input])
        : tensors.eq(input, output);
      const count = apply('sum', [mask]);
      return [tensors.where(mask, tensors.div(upstream, count), zero)];
    }
    if (shape.length === 0) return [upstream];
    const along = wrappedDim(dim, shape.length);
    const places =
      placesOf.get(output) ?? apply(`arg${side}`, [input], { dim: along, keepdim: true });
    const mask = call(picked, [places], { dim: along, size: shape[along] ?? 0 });
    return [tensors.where(mask, restored(upstream, shape, [along]), zero)];
  };

const evenVjp: Vjp<{ readonly dim: readonly number[] }> = (context) => {
  const { upstream, inputs, output, attributes } = context;
  const input = inputs[0] as Tensor;
  const { shape } = input;
  const dims = reducedDims(attributes.dim, shape.length);
  const mask = tensors.eq(input, restored(output, shape, dims));
  const shared = tensors.mul(restored(upstream, shape, dims), mask);
  return [tensors.div(shared, sumKept(mask, dims))];
};

const WORDS = {
  max: { adjective: 'largest', node: 'Max' },
  min: { adjective: 'smallest', node: 'Min' }
};

const isTaken = (output: string, element: string, value: string): string =>
  `\\begin{cases} ${value} & ${element} = ${output} \\\\ 0 & \\text{otherwise} \\end{cases}`;

/** The samples of all of these, with the dimension as the operation takes it. */
const samplesFor = (dim: (value: number) => number | readonly number[]): readonly Sample[] => [
  { inputs: [[1, 3, -2]] },
  { inputs: [3] },
  {
    inputs: [
      [
        [1, 5, 3],
        [4, 2, 6]
      ]
    ],
    attributes: { dim: dim(0) }
  },
  {
    inputs: [
      [
        [1.5, -2],
        [0.25, 8]
      ]
    ],
    attributes: { dim: dim(-1), keepdim: true }
  },
  { inputs: [[2, 7, 7, 2]], kink: true },
  {
    inputs: [
      [
        [4, 4],
        [1, 1]
      ]
    ],
    attributes: { dim: dim(1) },
    kink: true
  },
  { inputs: [[1, NaN, 3, NaN]], kink: true },
  { inputs: [[[NaN, 2, Infinity]]], attributes: { dim: dim(1) }, kink: true }
];

const selecting = (side: Side): OpDefinition => {
  const { adjective, node } = WORDS[side];
  const vjp = extremumVjp(side);
  return define({
    name: side,
    family: 'reduction',
    summary: `Takes the ${adjective} element, of all or along a dimension; it alone receives the gradient.`,
    source: docs(`torch.${side}`),
    inputs: [INPUT],
    attributes: { dim: DIM, keepdim: KEEPDIM },
    torch: torchNames(side),
    gradFn: (_, { dim }) => `${node}Backward${dim === null ? 1 : 0}`,
    latex: ([a], { dim }) => (a ? `\\${side}_${over(dim)} ${indexed(a)}` : ''),
    localLatex: (_, [a], output, { dim }) =>
      a ? isTaken(output.text, indexed(a), dim === null ? '\\frac{1}{k}' : '1') : '',
    local: localOfReduction(vjp),
    saves: (_, { dim }) => (dim === null ? { inputs: [0], output: true } : SAVES_PLACES),
    kinks:
      'At a tie, the gradient is shared evenly when all elements are reduced; along a dimension, the first one gets it.',
    versions: `With dim, PyTorch gives a pair: these are its values; the indices are those of arg${side}.`,
    forward: ([t], { dim, keepdim }) => {
      const input = t as Tensor;
      const signatures = ['(Tensor input)', '(Tensor input, Tensor other, *, Tensor out)'];
      requireDimFor(side, dim, keepdim, signatures, 'tuple of Tensors out');
      requireElements(side, input, dim);
      const dims = reducedDims(dim, input.shape.length);
      return extremum(side, input, dims, keepdim);
    },
    vjp,
    samples: samplesFor((dim) => dim)
  });
};

const even = (side: Side): OpDefinition => {
  const name = `a${side}`;
  const { adjective, node } = WORDS[side];
  return define({
    name,
    family: 'reduction',
    summary: `Takes the ${adjective} element along dimensions; elements that tie share the gradient evenly.`,
    source: docs(`torch.${name}`),
    inputs: [INPUT],
    attributes: {
      dim: ints('Dimensions that are reduced; an empty list stands for all.', []),
      keepdim: KEEPDIM
    },
    torch: torchNames(name),
    gradFn: `A${node.toLowerCase()}Backward0`,
    latex: ([a], { dim }) => (a ? `\\${side}_${over(dim)} ${indexed(a)}` : ''),
    localLatex: (_, [a], output) => (a ? isTaken(output.text, indexed(a), '\\frac{1}{k}') : ''),
    local: localOfReduction(evenVjp),
    saves: { inputs: [0], output: true },
    kinks: 'Elements that tie receive equal shares; where one is NaN, all gradients are NaN.',
    forward: ([t], { dim, keepdim }) => {
      const input = t as Tensor;
      requireElements(name, input, dim);
      const dims = reducedDims(dim, input.shape.length);
      const shape = reducedShape(input.shape, dims, keepdim);
      return reduceLanes(
        lanesOf(input, dims),
        shape,
        input.dtype,
        (data, start, step, size) =>
          data[start + place(side, data, start, step, size) * step] as number
      );
    },
    vjp: evenVjp,
    samples: samplesFor((dim) => [dim])
  });
};

const placing = (side: Side): OpDefinition => {
  const name = `arg${side}`;
  return define({
    name,
    family: 'reduction',
    summary: `Says where the ${WORDS[side].adjective} element is, the first one at a tie; no gradient flows through.`,
    source: docs(`torch.${name}`),
    inputs: [INPUT],
    attributes: { dim: DIM, keepdim: KEEPDIM },
    torch: torchNames(name),
    gradFn: null,
    latex: ([a], { dim }) => (a ? `\\operatorname*{arg\\,${side}}_${over(dim)} ${indexed(a)}` : ''),
    saves: SAVES_NOTHING,
    forward: ([t], { dim, keepdim }) => {
      const input = t as Tensor;
      requireElements(name, input, dim);
      const dims = reducedDims(dim, input.shape.length);
      const shape = reducedShape(input.shape, dims, keepdim);
      // Along a dimension of one element there is nothing to compare.
      const isSettled = dim !== null && dims.some((one) => input.shape[one] === 1);
      if (input.dtype === 'bool' && input.numel > 0 && !isSettled) {
        throw new TorchError(notImplemented(`${name}_cpu`, 'bool'));
      }
      return reduceLanes(lanesOf(input, dims), shape, 'int64', (data, start, step, size) =>
        place(side, data, start, step, size)
      );
    },
    vjp: () => [null],
    samples: samplesFor((dim) => dim)
  });
};

/** The largest and the smallest elements, and where they are. */
export const extremes: OpDefinition[] = (['max', 'min'] as const).flatMap((side) => [
  selecting(side),
  even(side),
  placing(side)
]);

export const extremeInternals: readonly OpDefinition[] = [picked];
