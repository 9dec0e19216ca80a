import { resultType } from '../tensor/dtype';
import { broadcastShapes, broadcastStrides, contiguousStrides, numel } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Plan, Subscript } from './equation';
import { elementProducts, matrixProducts } from './matmul';
import { keptShape, laneSum, lanesOf, reduceLanes } from './reduce';
import { productDtype } from './products';
import { gathered, viewStrides } from './strided';

/** The elements of an operand whose repeated subscripts agree, one dimension for each subscript. */
function diagonals(t: Tensor, subscripts: readonly Subscript[]): Map<Subscript, number> {
  const steps = new Map<Subscript, number>();
  subscripts.forEach((one, dim) => {
    steps.set(one, (steps.get(one) ?? 0) + (t.strides[dim] as number));
  });
  return steps;
}

/** An operand with one dimension per subscript of the whole equation, of size 1 where it hasn't got it. */
function aligned(t: Tensor, subscripts: readonly Subscript[], all: readonly Subscript[]): Tensor {
  const steps = diagonals(t, subscripts);
  const shape = all.map((one) =>
    steps.has(one) ? (t.shape[subscripts.indexOf(one)] as number) : 1
  );
  const strides = all.map((one) => steps.get(one) ?? 0);
  return new Tensor(t.data, shape, t.dtype, strides, t.offset);
}

function summed(t: Tensor, dims: readonly number[]): Tensor {
  const dtype = t.dtype === 'bool' ? 'int64' : t.dtype;
  return reduceLanes(lanesOf(t, dims), keptShape(t.shape, dims), dtype, laneSum);
}

/** Dimensions in this order, as a batch of matrices; copied only where they can't be read like that. */
function asMatrices(t: Tensor, groups: readonly (readonly number[])[]): Tensor {
  const order = groups.flat();
  const at = (list: readonly number[]): number[] => order.map((dim) => list[dim] as number);
  const moved = new Tensor(t.data, at(t.shape), t.dtype, at(t.strides), t.offset);
  const shape = groups.map((dims) => numel(dims.map((dim) => t.shape[dim] as number)));
  const strides = viewStrides(moved, shape);
  return strides
    ? new Tensor(t.data, shape, t.dtype, strides, t.offset)
    : new Tensor(gathered(moved.shape, moved, t.dtype).data, shape, t.dtype);
}

/** Products of two aligned operands, summed over `inner`. @throws TorchError for dtypes that PyTorch doesn't multiply */
function contracted(a: Tensor, b: Tensor, inner: readonly number[]): Tensor {
  const dtype = productDtype('bmm', a, b);
  const dims = a.shape.map((_, dim) => dim).filter((dim) => !inner.includes(dim));
  const isOne = (t: Tensor, dim: number): boolean => t.shape[dim] === 1;
  const rows = dims.filter((dim) => !isOne(a, dim) && isOne(b, dim));
  const columns = dims.filter((dim) => isOne(a, dim) && !isOne(b, dim));
  const batch = dims.filter((dim) => isOne(a, dim) === isOne(b, dim));
  const product = matrixProducts(
    asMatrices(a, [batch, rows, inner]),
    asMatrices(b, [batch, inner, columns]),
    dtype
  );
  const shape = a.shape.map((size, dim) =>
    inner.includes(dim) ? 1 : size === 1 ? (b.shape[dim] as number) : size
  );
  const order = [...batch, ...rows, ...columns];
  const steps = contiguousStrides(order.map((dim) => shape[dim] as number));
  const strides = shape.map((_, dim) => steps[order.indexOf(dim)] ?? 0);
  return new Tensor(product.data, shape, dtype, strides);
}

function multiplied(a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes(a.shape, b.shape);
  const stretched = (t: Tensor): Tensor =>
    new Tensor(t.data, shape, t.dtype, broadcastStrides(t.shape, t.strides, shape), t.offset);
  return elementProducts(stretched(a), stretched(b), resultType([a, b]));
}

/**
 * The value of an einsum: operands are taken from left to right, and what no later one has is summed at once.
 * One operand alone that isn't summed is a view.
 * @throws TorchError for dtypes that PyTorch doesn't multiply, and for results that are too large
 */
export function contract(plan: Plan, operands: readonly Tensor[]): Tensor {
  const { output, summed: inner } = plan;
  const all = [...output, ...inner];
  const list = operands.map((t, k) => aligned(t, plan.operands[k] ?? [], all));
  const innerDims = inner.map((_, k) => output.length + k);
  const [first] = list as [Tensor];
  if (list.length === 1) {
    if (innerDims.length === 0) {
      const [only] = operands as [Tensor];
      return only.sharing(first.shape, first.strides, first.offset);
    }
    const total = summed(first, innerDims);
    return new Tensor(total.data, total.shape.slice(0, output.length), total.dtype);
  }
  const open = innerDims.map((dim) => list.filter((t) => t.shape[dim] !== 1).length);
  const result = list.reduce((left, right) => {
    const both: number[] = [];
    const [onlyLeft, onlyRight]: [number[], number[]] = [[], []];
    innerDims.forEach((dim, k) => {
      if (left.shape[dim] !== 1 && right.shape[dim] !== 1) {
        (open[k] as number) -= 1;
        if (open[k] !== 1) return;
        both.push(dim);
        open[k] = 0;
      } else if (open[k] === 1 && (left.shape[dim] !== 1 || right.shape[dim] !== 1)) {
        (left.shape[dim] !== 1 ? onlyLeft : onlyRight).push(dim);
        open[k] = 0;
      }
    });
    const a = onlyLeft.length > 0 ? summed(left, onlyLeft) : left;
    const b = onlyRight.length > 0 ? summed(right, onlyRight) : right;
    return both.length > 0 ? contracted(a, b, both) : multiplied(a, b);
  });
  const rank = output.length;
  const { data, shape, dtype, strides, offset } = result;
  return new Tensor(data, shape.slice(0, rank), dtype, strides.slice(0, rank), offset);
}
