import { TorchError } from '../../tensor/errors';
import { listText, type Shape, wrappedDim } from '../../tensor/shape';
import { Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import { hidden, type OpDefinition } from '../define';
import { apply, call } from '../dispatch';
import { scattered } from '../strided';
import { layerOf } from '../views';
import { MATRIX } from './common';
import { rearranging } from './rearranging';

interface Span {
  readonly dim: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly step: number;
}

/** Dimension, first element and length of a slice, as Python reads its bounds. @throws TorchError */
function spanOf(t: Tensor, { dim, start, end, step }: Span) {
  if (t.shape.length === 0) {
    throw new TorchError('slice() cannot be applied to a 0-dim tensor.', 'IndexError');
  }
  const at = wrappedDim(dim, t.shape.length);
  const size = t.shape[at] as number;
  if (step <= 0) throw new TorchError('slice step must be positive');
  const clamped = (bound: number): number =>
    Math.min(size, Math.max(0, bound < 0 ? bound + size : bound));
  const first = clamped(start ?? 0);
  const last = Math.max(first, clamped(end ?? size));
  return { at, first, length: Math.ceil((last - first) / step) };
}

function sliced(t: Tensor, span: Span): Tensor {
  const { at, first, length } = spanOf(t, span);
  const own = t.strides[at] as number;
  return t.sharing(
    t.shape.map((size, k) => (k === at ? length : size)),
    t.strides.map((step, k) => (k === at ? step * span.step : step)),
    t.offset + first * own
  );
}

const SPAN = {
  dim: int('Dimension.', 0),
  start: int('First element; negative ones count from the end.', null),
  end: int('Where it stops, this element left out; None is the end.', null),
  step: int('Distance between elements.', 1)
};

/** The gradient of a slice, with zeros around and between. */
const sliceBackward = hidden({
  name: 'slice_backward',
  gradFn: 'SliceBackwardBackward0',
  attributes: { ...SPAN, size: ints('Shape of the whole.') },
  forward: ([t], { size, ...span }) => scattered(size, t as Tensor, (whole) => sliced(whole, span)),
  vjp: ({ upstream, attributes: { dim, start, end, step } }) => [
    apply('slice', [upstream], { dim, start, end, step })
  ]
});

/** A gradient of a part of `size`, with zeros around it; `dim` and `start` are counted from the front. */
export const widened = (g: Tensor, size: Shape, dim: number, start: number): Tensor =>
  call(sliceBackward, [g], { dim, start, end: start + (g.shape[dim] as number), size });

/** The gradient of one layer of a dimension, which that of the whole has again. */
export const layerWidened = (g: Tensor, size: Shape, dim: number, index: number): Tensor =>
  widened(apply('unsqueeze', [g], { dim }), size, dim, index);

export const slicings: OpDefinition[] = [
  rearranging({
    name: 'select',
    family: 'indexing',
    summary: 'Takes one layer of a dimension, which goes away; the rest receives no gradient.',
    gradFn: 'SelectBackward0',
    attributes: {
      dim: int('Dimension.'),
      index: int('Which layer; negative ones count from the end.')
    },
    isView: true,
    samples: [
      { inputs: [[1, -2, 3]], attributes: { dim: 0, index: 1 } },
      { inputs: [MATRIX], attributes: { dim: 0, index: 1 } },
      { inputs: [MATRIX], attributes: { dim: -1, index: -1 } }
    ],
    compute: (t, { dim, index }) => {
      if (t.shape.length === 0) {
        throw new TorchError('select() cannot be applied to a 0-dim tensor.', 'IndexError');
      }
      const at = wrappedDim(dim, t.shape.length);
      const size = t.shape[at] as number;
      if (index >= size || index < -size) {
        throw new TorchError(
          `select(): index ${index} out of range for tensor of size ${listText(t.shape)} at dimension ${at}`,
          'IndexError'
        );
      }
      return layerOf(t, at, index < 0 ? index + size : index);
    },
    back: (g, t, { dim, index }) => {
      const at = wrappedDim(dim, t.shape.length);
      const from = index < 0 ? index + (t.shape[at] as number) : index;
      return layerWidened(g, t.shape, at, from);
    }
  }),
  rearranging({
    name: 'slice',
    family: 'indexing',
    summary: 'Takes a stretch of a dimension, as `x[start:end:step]`.',
    source: 'https://pytorch.org/docs/stable/tensor_view.html',
    torch: { functions: ['torch.ops.aten.slice'], methods: [] },
    gradFn: 'SliceBackward0',
    attributes: SPAN,
    isView: true,
    samples: [
      { inputs: [[1, -2, 3, 4]], attributes: { dim: 0, start: 1, end: 3 } },
      { inputs: [MATRIX], attributes: { dim: 1, start: -2, end: null } },
      { inputs: [[1, -2, 3, 4, 5]], attributes: { dim: 0, start: 0, end: 5, step: 2 } },
      { inputs: [MATRIX], attributes: { dim: 1, start: 0, end: 3, step: 2 } }
    ],
    compute: sliced,
    back: (g, t, span) => call(sliceBackward, [g], { ...span, size: t.shape })
  })
];

/** The whole tensor as a view, what `x[...]` is. */
const whole = hidden({
  name: 'alias',
  gradFn: 'AliasBackward0',
  isView: true,
  forward: ([t]) => (t as Tensor).alias(),
  vjp: ({ upstream }) => [upstream]
});

export const slicingInternals: OpDefinition[] = [sliceBackward, whole];
