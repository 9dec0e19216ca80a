import { allocate, cast, type DType } from '../tensor/dtype';
import { broadcastStrides, contiguousStrides, numel, sameShape, type Shape } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { dtype as dtypeAttribute, ints } from './attributes';
import { hidden } from './define';
import { call } from './dispatch';

/** As `sumOver` where whole blocks of the shape lie one after another. */
function sumOverLeading(t: Tensor, totals: Float64Array, shape: Shape): Tensor {
  const width = totals.length;
  const { data: from, offset } = t;
  const end = offset + t.numel;
  for (let start = offset; start < end && width > 0; start += width) {
    for (let k = 0; k < width; k++) {
      totals[k] = (totals[k] as number) + (from[start + k] as number);
    }
  }
  const data = allocate(t.dtype, width);
  data.set(totals);
  return new Tensor(data, shape, t.dtype);
}

function sumOver(t: Tensor, shape: Shape): Tensor {
  const totals = new Float64Array(numel(shape));
  const lead = t.shape.length - shape.length;
  if (t.isContiguous && shape.every((size, k) => size === t.shape[k + lead])) {
    return sumOverLeading(t, totals, shape);
  }
  const steps = broadcastStrides(shape, contiguousStrides(shape), t.shape);
  const values = t.values();
  let next = 0;
  const visit = (dim: number, position: number): void => {
    if (dim === t.shape.length) {
      totals[position] = (totals[position] ?? 0) + (values[next++] ?? NaN);
      return;
    }
    for (let i = 0; i < (t.shape[dim] ?? 0); i++) visit(dim + 1, position + i * (steps[dim] ?? 0));
  };
  visit(0, 0);
  const data = allocate(t.dtype, totals.length);
  data.set(totals);
  return new Tensor(data, shape, t.dtype);
}

const sumToSize = hidden({
  name: 'sum_to_size',
  gradFn: 'SumBackward1',
  attributes: { size: ints('Shape of the result.') },
  forward: ([t], { size }) => sumOver(t as Tensor, size),
  vjp: ({ upstream, inputs: [t] }) => [expandTo(upstream, (t as Tensor).shape)]
});

const stretch = hidden({
  name: 'expand_to',
  gradFn: 'ExpandBackward0',
  attributes: { size: ints('Shape of the result.') },
  isView: true,
  forward: ([t], { size }) => {
    const input = t as Tensor;
    return input.sharing(size, broadcastStrides(input.shape, input.strides, size), input.offset);
  },
  vjp: ({ upstream, inputs: [t] }) => [reduceTo(upstream, (t as Tensor).shape)]
});

const convert = hidden({
  name: 'to',
  gradFn: 'ToCopyBackward0',
  attributes: { dtype: dtypeAttribute('Element type of the result.') },
  forward: ([t], attributes) => {
    const input = t as Tensor;
    const dtype = attributes.dtype as DType;
    const data = allocate(dtype, input.numel);
    input.values().forEach((value, i) => (data[i] = cast(value, dtype)));
    return new Tensor(data, input.shape, dtype);
  },
  vjp: ({ upstream, inputs: [t] }) => [castTo(upstream, (t as Tensor).dtype)]
});

/** Sums a gradient over the dimensions along which its input was broadcast. */
export function reduceTo(t: Tensor, shape: Shape): Tensor {
  if (sameShape(t.shape, shape)) return t;
  const lead = t.shape.length - shape.length;
  const sums = lead >= 0 && shape.every((size, k) => size === 1 || size === t.shape[k + lead]);
  // A vjp may also be narrower than its input (a constant factor): then it is stretched.
  if (!sums) return expandTo(t, shape);
  return call(sumToSize, [t], { size: shape });
}

/** A view of the tensor stretched to a shape that it broadcasts to. */
export function expandTo(t: Tensor, shape: Shape): Tensor {
  if (sameShape(t.shape, shape)) return t;
  return call(stretch, [t], { size: shape });
}

/** The same elements in another dtype. */
export function castTo(t: Tensor, dtype: DType): Tensor {
  if (t.dtype === dtype && !t.isPythonScalar) return t;
  return call(convert, [t], { dtype });
}
