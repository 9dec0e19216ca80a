import { cast } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, type Shape } from '../../tensor/shape';
import { Tensor } from '../../tensor/tensor';
import { float, ints, text } from '../attributes';
import { type OpDefinition, SAVES_NOTHING } from '../define';
import { apply } from '../dispatch';
import { pickFlat, placeFlat, positions } from '../places';
import { copyElements, reserve } from '../strided';
import { docs, MATRIX, notImplemented } from './common';
import { eachPosition } from './indexing';
import { functional } from './parametric';
import { rearranging } from './rearranging';

type Border = 'reflect' | 'replicate' | 'circular';

/** What is added before and after each dimension, from the first on. */
type Borders = readonly (readonly [before: number, after: number])[];

/** @throws TorchError for a list that is no pairs, or more than there are dimensions */
function bordersOf({ shape }: Tensor, pad: readonly number[]): Borders {
  if (pad.length % 2 !== 0) throw new TorchError('Padding length must be divisible by 2');
  if (pad.length > 2 * shape.length) throw new TorchError('Padding length too large');
  return shape.map((_, k) => {
    const at = 2 * (shape.length - 1 - k);
    return [pad[at] ?? 0, pad[at + 1] ?? 0];
  });
}

const grown = (shape: Shape, borders: Borders): number[] =>
  shape.map((size, k) => size + (borders[k]?.[0] ?? 0) + (borders[k]?.[1] ?? 0));

function filledAround(t: Tensor, borders: Borders, value: number): Tensor {
  const shape = grown(t.shape, borders);
  borders.forEach(([before, after], k) => {
    const size = t.shape[k] ?? 0;
    if (before < 0 && -before > size) {
      throw new TorchError(
        `start (${-before}) + length (${size + before}) exceeds dimension size (${size}).`
      );
    }
    if ((shape[k] ?? 0) < 0) {
      throw new TorchError(
        before < 0
          ? `start (0) + length (${shape[k] ?? 0}) exceeds dimension size (${size + before}).`
          : `The input size ${size}, plus negative padding ${before} and ${after} resulted in a negative output size, which is invalid. Check dimension ${k} of your input.`
      );
    }
  });
  const data = reserve(shape, t.dtype).fill(cast(value, t.dtype));
  const whole = new Tensor(data, shape, t.dtype);
  // What borders below 0 cut off isn't copied.
  const [from, to] = [t.offset, 0].map((start, side) =>
    borders.reduce((sum, [before], k) => {
      const step = (side === 0 ? t.strides : whole.strides)[k] ?? 1;
      return sum + Math.max(0, side === 0 ? -before : before) * step;
    }, start)
  ) as [number, number];
  const inner = t.shape.map((size, k) => {
    const [before = 0, after = 0] = borders[k] ?? [];
    return Math.max(0, size + Math.min(0, before) + Math.min(0, after));
  });
  copyElements(
    inner,
    { data: t.data, strides: t.strides, offset: from },
    { data, strides: whole.strides, offset: to }
  );
  return whole;
}

const KERNELS = { reflect: 'reflection_pad', replicate: 'replication_pad', circular: '' } as const;

/** @throws TorchError for what PyTorch's kernels for borders made of the tensor don't take */
function requireBordered(t: Tensor, pad: readonly number[], mode: Border): void {
  const { shape, dtype } = t;
  const count = pad.length / 2;
  const rank = shape.length;
  if (count < 1 || count > 3 || (rank !== count + 1 && rank !== count + 2)) {
    throw new TorchError(
      'Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now',
      'NotImplementedError'
    );
  }
  const bare = rank === count + 1 ? shape : shape.slice(1);
  if (bare.some((size) => size === 0)) {
    const type = dtype === 'float64' ? 'DoubleTensor' : 'FloatTensor';
    throw new TorchError(
      `${count + 1}D or ${count + 2}D (batch mode) tensor expected for input, but got: [ torch.${type}{${shape.join(',')}} ]`
    );
  }
  if (mode === 'reflect') {
    for (let k = 0; k < count; k++) {
      const [before = 0, after = 0] = pad.slice(2 * k);
      const dim = rank - 1 - k;
      const size = shape[dim] ?? 0;
      if (before < size && after < size) continue;
      throw new TorchError(
        `Argument #${4 + 2 * k}: Padding size should be less than the corresponding input dimension, but got: padding (${before}, ${after}) at dimension ${dim} of input ${listText(shape)}`
      );
    }
  }
  if (mode === 'circular') {
    if (rank !== count + 2) {
      throw new TorchError(
        `Invalid padding size, expected ${2 * (rank - 2)} but got ${pad.length}`
      );
    }
    for (let k = 0; k < count; k++) {
      const size = shape[rank - 1 - k] ?? 0;
      if (Math.max(pad[2 * k] ?? 0, pad[2 * k + 1] ?? 0) <= size) continue;
      throw new TorchError('Padding value causes wrapping around more than once.');
    }
  } else if (dtype === 'int64' || dtype === 'bool') {
    const kernel = `${KERNELS[mode]}${count}d${mode === 'replicate' ? '_cpu' : ''}`;
    throw new TorchError(notImplemented(kernel, dtype));
  }
}

/** Flat positions of the elements that a border of such a mode repeats, in the shape of the result. */
function repeatedPlaces({ shape, dtype }: Tensor, borders: Borders, mode: Border): Tensor {
  const target = grown(shape, borders);
  if (target.some((size) => size < 1)) {
    throw new TorchError(
      `input (${listText(shape)}) is too small: the output would be ${listText(target)}`
    );
  }
  const found = reserve(target, dtype === 'float32' ? 'float64' : dtype);
  const inside = (place: number, size: number): number => {
    if (mode === 'replicate') return Math.min(Math.max(place, 0), size - 1);
    const back = Math.abs(place);
    return back >= size ? 2 * (size - 1) - back : back;
  };
  /** Round and round what is left of a dimension after borders below 0 cut it off. */
  const around = (at: number, [before, after]: readonly [number, number], size: number): number => {
    const left = size + Math.min(0, before) + Math.min(0, after);
    const place = at - Math.max(0, before);
    return (((place % left) + left) % left) + Math.max(0, -before);
  };
  eachPosition(target, (at, flat) => {
    found[flat] = at.reduce((sum, place, k) => {
      const [size, border] = [shape[k] ?? 1, borders[k] ?? ([0, 0] as const)];
      const from =
        mode === 'circular' ? around(place, border, size) : inside(place - border[0], size);
      return sum * size + from;
    }, 0);
  });
  return positions(found, target);
}

const isBorder = (mode: string): mode is Border => mode in KERNELS;

/** @throws TorchError for a mode that there isn't, and for a value where none is taken */
function requireMode(mode: string, value: number | null): void {
  if (mode === 'constant') return;
  if (value !== null && value !== 0) {
    throw new TorchError(`Padding mode "${mode}" doesn't take in value argument`);
  }
  if (isBorder(mode)) return;
  throw new TorchError(`Unrecognised padding mode ${mode}`, 'NotImplementedError');
}

/** A border around a tensor. */
const pad = rearranging({
  name: 'pad',
  summary: 'Puts a border around a tensor, of one number or of the elements at its edges.',
  source: docs('torch.nn.functional.pad'),
  torch: functional('pad'),
  gradFn: (_, { mode, pad }) => {
    if (mode === 'circular') return 'CopySlices';
    if (!isBorder(mode)) return 'ConstantPadNdBackward0';
    return `${mode === 'reflect' ? 'Reflection' : 'Replication'}Pad${pad.length / 2}DBackward0`;
  },
  attributes: {
    pad: {
      ...ints('How much is added before and after, for each dimension from the last on.'),
      start: [1, 1]
    },
    mode: text('What the border is made of.', ['constant', 'reflect', 'replicate', 'circular']),
    value: float('The number of a constant border; None stands for 0.', null)
  },
  compute: (t, { pad, mode, value }) => {
    const borders = bordersOf(t, pad);
    requireMode(mode, value);
    if (!isBorder(mode)) return filledAround(t, borders, value ?? 0);
    requireBordered(t, pad, mode);
    return pickFlat(t, repeatedPlaces(t, borders, mode));
  },
  back: (g, t, { pad, mode }) =>
    isBorder(mode)
      ? placeFlat(g, repeatedPlaces(t, bordersOf(t, pad), mode), t.shape)
      : apply('pad', [g], { pad: pad.map((one) => -one) }),
  samples: [
    { inputs: [[1, 2, 3]], attributes: { pad: [1, 2] } },
    { inputs: [MATRIX], attributes: { pad: [1, 0, 0, 1], mode: 'constant', value: 5 } },
    { inputs: [MATRIX], attributes: { pad: [-1, 1] } },
    { inputs: [MATRIX], attributes: { pad: [2, 1], mode: 'reflect' } },
    { inputs: [MATRIX], attributes: { pad: [2, 1], mode: 'replicate' } },
    { inputs: [[MATRIX]], attributes: { pad: [2, 1], mode: 'circular' } },
    { inputs: [[MATRIX]], attributes: { pad: [1, 1, 1, 0], mode: 'reflect' } },
    { inputs: [[[MATRIX]]], attributes: { pad: [1, 0, 2, 1], mode: 'replicate' } }
  ]
});

export const paddings: OpDefinition[] = [
  {
    ...pad,
    // PyTorch keeps the input where the border is made of it, for its size.
    saves: (_, { mode }) =>
      isBorder(String(mode)) ? { inputs: [0], output: false } : SAVES_NOTHING
  }
];
