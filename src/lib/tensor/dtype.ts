import { TorchError } from './errors';

/** Element types, with PyTorch's names. int64 values are kept in doubles: exact up to 2^53. */
export const DTYPES = ['float32', 'float64', 'int64', 'bool'] as const;
export type DType = (typeof DTYPES)[number];

export type Storage = Float32Array | Float64Array | Uint8Array;

const category: Record<DType, number> = { bool: 0, int64: 1, float32: 2, float64: 2 };

const titles: Record<DType, string> = {
  float32: 'Float',
  float64: 'Double',
  int64: 'Long',
  bool: 'Bool'
};
/** The name that PyTorch's messages give a type, e.g. `Double`. */
export const scalarTypeName = (dtype: DType): string => titles[dtype];

export const isFloating = (dtype: DType): boolean => category[dtype] === 2;

/** Zeroed storage for `length` elements. */
export function allocate(dtype: DType, length: number): Storage {
  if (dtype === 'float32') return new Float32Array(length);
  if (dtype === 'bool') return new Uint8Array(length);
  return new Float64Array(length);
}

/** Whether an int64 can hold the number, cut to a whole one; NaN and infinity never. */
export const fitsInteger = (value: number): boolean => Math.abs(value) < 2 ** 63;

/** The number as this dtype can hold it. */
export function cast(value: number, dtype: DType): number {
  if (dtype === 'float32') return Math.fround(value);
  // Integers know no -0. As the processor converts: what none of them is becomes the smallest one.
  if (dtype === 'int64') return fitsInteger(value) ? Math.trunc(value) + 0 : -(2 ** 63);
  if (dtype === 'bool') return value !== 0 ? 1 : 0;
  return value;
}

/**
 * What can be written into a tensor of another type: nothing of a higher kind.
 * @throws TorchError in PyTorch's words
 */
export function requireCast(from: DType, to: DType): void {
  if (category[from] <= category[to]) return;
  throw new TorchError(
    `result type ${titles[from]} can't be cast to the desired output type ${titles[to]}`
  );
}

function promotePair(a: DType, b: DType): DType {
  if (category[a] !== category[b]) return category[a] > category[b] ? a : b;
  return a === 'float64' || b === 'float64' ? 'float64' : a;
}

/** What promotion looks at: tensors with dimensions go first, then 0-d tensors, then Python scalars. */
export interface Promotable {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly isPythonScalar: boolean;
}

/**
 * Result dtype of an operation on these operands.
 * Source: https://pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc
 */
export function resultType(operands: readonly Promotable[]): DType {
  let result: DType | null = null;
  for (const rank of [0, 1, 2]) {
    let own: DType | null = null;
    for (const operand of operands) {
      const operandRank = operand.isPythonScalar ? 2 : operand.shape.length === 0 ? 1 : 0;
      if (operandRank === rank) own = own ? promotePair(own, operand.dtype) : operand.dtype;
    }
    // A lower rank changes the result only when it is of a higher category, and a Python float only to the default.
    if (own && result && category[own] > category[result]) {
      result = rank === 2 && isFloating(own) ? 'float32' : own;
    } else if (own && rank < 2) {
      result ??= own;
    }
  }
  // Python numbers alone have no dtype yet.
  return result ?? 'float32';
}
