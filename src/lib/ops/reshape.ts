import { allocate, cast, type DType } from '../tensor/dtype';
import { broadcastStrides, numel, sameShape, type Shape } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { OpDefinition } from './define';
import { call } from './dispatch';

/**
 * Shape and dtype changes that broadcasting and promotion need in the backward pass.
 * Each carries its target, so it is made on the spot instead of listed in the catalog.
 */
function internal(
  name: string,
  gradFn: string,
  forward: (t: Tensor) => Tensor,
  back: (upstream: Tensor, input: Tensor) => Tensor
): OpDefinition {
  return {
    name,
    family: 'flow',
    summary: '',
    source: '',
    inputs: [{ name: 'input', symbol: 'a' }],
    torch: { functions: [], methods: [] },
    gradFn,
    latex: ([a]) => a?.text ?? '',
    localLatex: () => null,
    local: () => null,
    saves: false,
    samples: [],
    forward: ([t]) => forward(t as Tensor),
    vjp: ({ upstream, inputs: [input] }) => [back(upstream, input as Tensor)]
  };
}

function sumOver(t: Tensor, shape: Shape): Tensor {
  const totals = new Float64Array(numel(shape));
  const strides = broadcastStrides(shape, new Tensor(totals, shape, 'float64').strides, t.shape);
  const target = new Tensor(totals, t.shape, 'float64', strides);
  const values = t.values();
  let next = 0;
  const visit = (dim: number, position: number): void => {
    if (dim === t.shape.length) {
      totals[position] = (totals[position] ?? 0) + (values[next++] ?? NaN);
      return;
    }
    for (let i = 0; i < (t.shape[dim] ?? 0); i++)
      visit(dim + 1, position + i * (target.strides[dim] ?? 0));
  };
  visit(0, 0);
  const data = allocate(t.dtype, totals.length);
  data.set(totals);
  return new Tensor(data, shape, t.dtype);
}

/** Sums a gradient over the dimensions along which its input was broadcast. */
export function reduceTo(t: Tensor, shape: Shape): Tensor {
  if (sameShape(t.shape, shape)) return t;
  // A vjp may also be narrower than its input (a constant factor): then it is stretched first.
  if (t.shape.length < shape.length || numel(t.shape) < numel(shape)) return expandTo(t, shape);
  return call(
    internal(
      'sum_to_size',
      'SumBackward1',
      (x) => sumOver(x, shape),
      (g, x) => expandTo(g, x.shape)
    ),
    [t]
  );
}

/** A view of the tensor stretched to a shape that it broadcasts to. */
export function expandTo(t: Tensor, shape: Shape): Tensor {
  if (sameShape(t.shape, shape)) return t;
  return call(
    internal(
      'expand',
      'ExpandBackward0',
      (x) =>
        new Tensor(x.data, shape, x.dtype, broadcastStrides(x.shape, x.strides, shape), x.offset),
      (g, x) => reduceTo(g, x.shape)
    ),
    [t]
  );
}

/** The same elements in another dtype. */
export function castTo(t: Tensor, dtype: DType): Tensor {
  if (t.dtype === dtype && !t.isPythonScalar) return t;
  return call(
    internal(
      'to',
      'ToCopyBackward0',
      (x) => {
        const data = allocate(dtype, x.numel);
        data.set(x.values().map((value) => cast(value, dtype)));
        return new Tensor(data, x.shape, dtype);
      },
      (g, x) => castTo(g, x.dtype)
    ),
    [t]
  );
}
