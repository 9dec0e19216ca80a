import { type DType, resultType, scalarTypeName } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { broadcastShapes, broadcastStrides, listText, numel, type Shape } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { elementProducts, matrixProducts, scalarProduct } from './matmul';

/** Both operands. */
export type Pair = readonly [Tensor, Tensor];

const MM_KERNEL = 'addmm_impl_cpu_';
const MV_KERNEL = 'addmv_impl_cpu';

/**
 * The dtype of a product. Kernels take one dtype; like PyTorch's, they aren't asked about empty products.
 * @throws TorchError where a kernel doesn't take the dtypes
 */
export function productDtype(kernel: string, a: Tensor, b: Tensor): DType {
  if (a.numel === 0 || b.numel === 0) return kernel === MM_KERNEL ? a.dtype : b.dtype;
  if (a.dtype === 'bool') throw new TorchError(`"${kernel}" not implemented for 'Bool'`);
  if (a.dtype !== b.dtype) {
    throw new TorchError(
      `expected scalar type ${scalarTypeName(a.dtype)} but found ${scalarTypeName(b.dtype)}`
    );
  }
  return a.dtype;
}

/** @throws TorchError for matrices that can't be multiplied */
export function requireMatrices(left: Shape, right: Shape): void {
  const [rows = 1, inner = 1] = left;
  const [inner2 = 1, columns = 1] = right;
  if (inner === inner2) return;
  throw new TorchError(
    `mat1 and mat2 shapes cannot be multiplied (${rows}x${inner} and ${inner2}x${columns})`
  );
}

/** @throws TorchError for a vector of another length than the matrix has columns */
export function requireVector(rows: number, columns: number, length: number): void {
  if (columns === length) return;
  throw new TorchError(`size mismatch, got ${rows}, ${rows}x${columns},${length}`);
}

function requireBatches(batch: readonly number[], inner: number, found: readonly number[]): void {
  const expected = [...batch, inner];
  if (expected.every((size, k) => size === found[k])) return;
  throw new TorchError(
    `Expected size for first two dimensions of batch2 tensor to be: ${listText(expected)} but got: ${listText(found)}.`
  );
}

const seen = (t: Tensor, shape: Shape, strides: readonly number[]): Tensor =>
  new Tensor(t.data, shape, t.dtype, strides, t.offset);

/** A vector as a matrix of one row or one column. */
const asRow = (t: Tensor): Tensor => seen(t, [1, ...t.shape], [0, ...t.strides]);
const asColumn = (t: Tensor): Tensor => seen(t, [...t.shape, 1], [...t.strides, 0]);

/** The scalar product of two vectors, as a 0-d tensor. @throws TorchError for shapes and dtypes that don't fit */
export function dotOf(pair: Pair): Tensor {
  const [a, b] = pair;
  if (a.shape.length !== 1 || b.shape.length !== 1) {
    throw new TorchError(
      `1D tensors expected, but got ${a.shape.length}D and ${b.shape.length}D tensors`
    );
  }
  if (a.dtype !== b.dtype) {
    throw new TorchError(
      `dot : expected both vectors to have same dtype, but found ${scalarTypeName(a.dtype)} and ${scalarTypeName(b.dtype)}`
    );
  }
  if (a.numel !== b.numel) {
    throw new TorchError(
      `inconsistent tensor size, expected tensor ${listText(a.shape)} and src ${listText(b.shape)} to have the same number of elements, but got ${a.numel} and ${b.numel} elements respectively`
    );
  }
  if (a.dtype === 'bool') throw new TorchError('"dot" not implemented for \'Bool\'');
  return scalarProduct(a, b, a.dtype);
}

/** The product of two matrices. @throws TorchError for shapes and dtypes that don't fit */
export function mmOf(pair: Pair): Tensor {
  const [a, b] = pair;
  if (a.shape.length !== 2) throw new TorchError('self must be a matrix');
  if (b.shape.length !== 2) throw new TorchError('mat2 must be a matrix');
  requireMatrices(a.shape, b.shape);
  return matrixProducts(a, b, productDtype(MM_KERNEL, a, b));
}

/** The product of a matrix and a vector. @throws TorchError for shapes and dtypes that don't fit */
export function mvOf(pair: Pair): Tensor {
  const [a, b] = pair;
  const [rank, rank2] = [a.shape.length, b.shape.length];
  if (rank === 0) {
    throw new TorchError('Dimension specified as 0 but tensor has no dimensions', 'IndexError');
  }
  if (rank !== 2 || rank2 !== 1) {
    throw new TorchError(`vector + matrix @ vector expected, got 1, ${rank}, ${rank2}`);
  }
  const [rows = 0, columns = 0] = a.shape;
  requireVector(rows, columns, b.numel);
  return seenFlat(matrixProducts(a, asColumn(b), productDtype(MV_KERNEL, a, b)), [rows]);
}

const seenFlat = (t: Tensor, shape: Shape): Tensor => new Tensor(t.data, shape, t.dtype);

/** The products of two batches of matrices, pair by pair. @throws TorchError for shapes and dtypes that don't fit */
export function bmmOf(pair: Pair): Tensor {
  const [a, b] = pair;
  if (a.shape.length !== 3) throw new TorchError('batch1 must be a 3D tensor');
  if (b.shape.length !== 3) throw new TorchError('batch2 must be a 3D tensor');
  requireBatches(a.shape.slice(0, 1), a.shape[2] as number, b.shape.slice(0, 2));
  return matrixProducts(a, b, productDtype('bmm', a, b));
}

/**
 * Whether PyTorch makes one matrix of a batch that meets a matrix or a vector, instead of repeating the smaller one.
 * It tells by the way messages are worded and by the name of the backward node.
 */
function folds(batch: Tensor, other: Tensor): boolean {
  const rank = batch.shape.length;
  const rank2 = other.shape.length;
  if (rank < 3 || rank2 > 2) return false;
  const isTurned =
    batch.strides.at(-1) !== 1 &&
    batch.strides[0] === (batch.shape[1] as number) * (batch.shape[2] as number);
  return !(rank === 3 && rank2 === 2 && isTurned);
}

function foldedDtype(batch: Tensor, inner: number, other: Tensor, isTurned: boolean): DType {
  const rows = numel(batch.shape) === 0 ? foldedRows(batch, isTurned) : batch.numel / inner;
  if (other.shape.length === 1) {
    requireVector(rows, inner, other.numel);
    return productDtype(MV_KERNEL, batch, other);
  }
  requireMatrices([rows, inner], isTurned ? [...other.shape].reverse() : other.shape);
  return productDtype(MM_KERNEL, batch, other);
}

const foldedRows = ({ shape }: Tensor, isTurned: boolean): number =>
  numel(shape.filter((_, k) => k !== shape.length - (isTurned ? 2 : 1)));

/** Batch dimensions stretched to those of the result. */
function stretched(t: Tensor, batch: Shape): Tensor {
  const own = t.shape.slice(0, -2);
  const steps = broadcastStrides(own, t.strides.slice(0, -2), batch);
  return seen(t, [...batch, ...t.shape.slice(-2)], [...steps, ...t.strides.slice(-2)]);
}

/**
 * The product of tensors of any rank from 1 on: vectors are a row on the left and a column on the right, and batches
 * broadcast.
 * @throws TorchError in the words of whatever PyTorch computes it with
 * Source: https://pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmulOf(pair: Pair): Tensor {
  const [a, b] = pair;
  const [rank, rank2] = [a.shape.length, b.shape.length];
  if (rank === 0 || rank2 === 0) {
    throw new TorchError(
      `both arguments to matmul need to be at least 1D, but they are ${rank}D and ${rank2}D`
    );
  }
  if (rank === 1 && rank2 === 1) return dotOf(pair);
  if (rank === 2 && rank2 === 1) return mvOf(pair);
  if (rank === 2 && rank2 === 2) return mmOf(pair);
  if (rank === 1 && rank2 === 2) {
    const row = mmOf([asRow(a), b]);
    return seenFlat(row, row.shape.slice(1));
  }
  const left = rank === 1 ? asRow(a) : a;
  const right = rank2 === 1 ? asColumn(b) : b;
  const inner = left.shape.at(-1) as number;
  const inner2 = right.shape.at(-2) as number;
  const folded = folds(a, b)
    ? foldedDtype(a, inner, b, false)
    : folds(b, a)
      ? foldedDtype(b, inner2, a, true)
      : null;
  const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const count = numel(batch);
  requireBatches([count], inner, [count, inner2]);
  const [first, second] = [stretched(left, batch), stretched(right, batch)];
  const dtype = folded ?? productDtype('bmm', first, second);
  const product = matrixProducts(first, second, dtype);
  const rows = rank === 1 ? [] : left.shape.slice(-2, -1);
  const columns = rank2 === 1 ? [] : right.shape.slice(-1);
  return seenFlat(product, [...batch, ...rows, ...columns]);
}

/** The name of PyTorch's last step, which depends on the ranks. */
export function matmulGradFn([a, b]: readonly Tensor[]): string {
  const [rank = 0, rank2 = 0] = [a?.shape.length, b?.shape.length];
  if (!a || !b || (rank === 1 && rank2 === 1)) return 'DotBackward0';
  if (rank === 2 && rank2 === 1) return 'MvBackward0';
  if (rank === 2 && rank2 === 2) return 'MmBackward0';
  if (rank === 1 && rank2 === 2) return 'SqueezeBackward3';
  if (rank !== 2 || folds(a, b) || !folds(b, a)) return 'UnsafeViewBackward0';
  // The product of a matrix and a batch is computed transposed and turned round: a copy where that moves elements.
  const rows = a.shape[0] as number;
  const columns = b.shape.at(-1) as number;
  const count = numel(b.shape.slice(0, -2)) * rows * columns;
  return rows === 1 || columns === 1 || count === 0 ? 'TransposeBackward0' : 'CloneBackward0';
}

/** All products of an element of one vector and one of another. @throws TorchError unless both are vectors */
export function outerOf([a, b]: Pair): Tensor {
  for (const [name, one] of [
    ['self', a],
    ['vec2', b]
  ] as const) {
    const rank = one.shape.length;
    if (rank === 1) continue;
    throw new TorchError(`outer: Expected 1-D argument ${name}, but got ${rank}-D`);
  }
  const shape = [a.numel, b.numel];
  const [step = 0] = a.strides;
  const [step2 = 0] = b.strides;
  return elementProducts(seen(a, shape, [step, 0]), seen(b, shape, [0, step2]), resultType([a, b]));
}
