import { allocate, cast, isFloating, type DType, type Storage } from '../tensor/dtype';
import { broadcastStrides, numel, sameShape, type Shape } from '../tensor/shape';
import { scalar, Tensor } from '../tensor/tensor';
import { numbers } from './algebra';
import { computeNatively } from './native/bulk';
import type { NumberExpression } from './native/loops';
import { gathered } from './strided';

/**
 * The dtype in which an operation on numbers is computed, or null where that takes a closer look: for tensors with
 * dimensions, and for dtypes that aren't floating or not the same.
 */
export function commonScalarType(inputs: readonly Tensor[]): DType | null {
  let common: DType | null = null;
  for (const t of inputs) {
    if (t.shape.length > 0) return null;
    if (t.isPythonScalar) continue;
    if (t.dtype !== 'float32' && t.dtype !== 'float64') return null;
    if (common !== null && common !== t.dtype) return null;
    common = t.dtype;
  }
  return common;
}

/** A 0-d tensor's number; of a Python number no more digits than the operation sees. */
function numberAt(t: Tensor | undefined, common: DType): number {
  if (t === undefined) return NaN;
  const value = t.first;
  return t.isPythonScalar && common === 'float32' ? Math.fround(value) : value;
}

/** Applies an expression to 0-d tensors of one floating dtype (and Python numbers). */
export function mapScalars(
  expression: NumberExpression,
  inputs: readonly Tensor[],
  common: DType,
  dtype: DType
): Tensor {
  const a = numberAt(inputs[0], common);
  if (inputs.length === 1) return scalar(expression(numbers, a), dtype);
  const b = numberAt(inputs[1], common);
  if (inputs.length === 2) return scalar(expression(numbers, a, b), dtype);
  return scalar(expression(numbers, ...inputs.map((t) => numberAt(t, common))), dtype);
}

/** The gradients of an operation on numbers, all of one floating dtype (or Python numbers). */
export function scalarGradients(
  vjps: readonly (NumberExpression | null)[],
  upstream: Tensor,
  output: Tensor,
  inputs: readonly Tensor[],
  needed: readonly boolean[]
): (Tensor | null)[] {
  const { dtype } = output;
  const g = numberAt(upstream, dtype);
  const out = numberAt(output, dtype);
  const a = numberAt(inputs[0], dtype);
  const b = numberAt(inputs[1], dtype);
  const [first, second] = vjps;
  const isFirst = first && needed[0];
  if (inputs.length === 1) return [isFirst ? scalar(first(numbers, g, out, a), dtype) : null];
  if (inputs.length === 2) {
    return [
      isFirst ? scalar(first(numbers, g, out, a, b), dtype) : null,
      second && needed[1] ? scalar(second(numbers, g, out, a, b), dtype) : null
    ];
  }
  const all = inputs.map((t) => numberAt(t, dtype));
  return inputs.map((_, k) => {
    const vjp = vjps[k];
    return vjp && needed[k] ? scalar(vjp(numbers, g, out, ...all), dtype) : null;
  });
}

/** An operand as a loop reads it: element after element, or one number again and again. */
interface Lined {
  readonly list: Storage;
  readonly step: 0 | 1;
}

/** An operand in row-major order of the shape, in the wanted dtype. */
function lined(t: Tensor, wanted: DType, shape: Shape): Lined {
  // What float32 or whole numbers hold, float64 holds as it is.
  const keeps =
    wanted === 'float64' || (t.dtype === wanted && !(t.isPythonScalar && wanted === 'float32'));
  if (t.numel === 1) {
    return { list: Float64Array.of(keeps ? t.first : cast(t.first, wanted)), step: 0 };
  }
  const list = elements(t, shape);
  return { list: keeps ? list : Float64Array.from(list, (x) => cast(x, wanted)), step: 1 };
}

/** All elements in row-major order of a shape that the tensor broadcasts to; not copied where they lie like that. */
function elements(t: Tensor, shape: Shape): Storage {
  const { data, offset } = t;
  if (sameShape(t.shape, shape) && t.isContiguous) {
    const size = numel(shape);
    return offset === 0 && data.length === size ? data : data.subarray(offset, offset + size);
  }
  const strides = broadcastStrides(t.shape, t.strides, shape);
  return gathered(shape, { data, strides, offset }, t.dtype).data;
}

/**
 * Applies an expression at every position of the broadcast shape.
 * @param dtypes in which each input is read, or one for all
 */
export function mapElements(
  expression: NumberExpression,
  inputs: readonly Tensor[],
  dtypes: readonly DType[] | DType,
  shape: Shape,
  dtype: DType
): Tensor {
  const size = numel(shape);
  const operands = inputs.map((t, k) =>
    lined(t, typeof dtypes === 'string' ? dtypes : (dtypes[k] ?? dtype), shape)
  );
  // Floating storage rounds by itself; whole numbers and conditions are made of what was computed.
  if (isFloating(dtype)) {
    const out = allocate(dtype, size);
    if (!computeNatively(expression, operands, out)) compute(expression, operands, out);
    return new Tensor(out, shape, dtype);
  }
  const found = new Float64Array(size);
  compute(expression, operands, found);
  return new Tensor(stored(found, dtype), shape, dtype);
}

const ABSENT: Lined = { list: new Float64Array(1), step: 0 };

function compute(expression: NumberExpression, operands: readonly Lined[], out: Storage): void {
  const [a, b, c, d] = [0, 1, 2, 3].map((k) => operands[k] ?? ABSENT) as [
    Lined,
    Lined,
    Lined,
    Lined
  ];
  const at = ({ list, step }: Lined, i: number): number => list[i * step] as number;
  const size = out.length;
  switch (operands.length) {
    case 1:
      for (let i = 0; i < size; i++) out[i] = expression(numbers, at(a, i));
      break;
    case 2:
      for (let i = 0; i < size; i++) out[i] = expression(numbers, at(a, i), at(b, i));
      break;
    case 3:
      for (let i = 0; i < size; i++) out[i] = expression(numbers, at(a, i), at(b, i), at(c, i));
      break;
    case 4:
      for (let i = 0; i < size; i++) {
        out[i] = expression(numbers, at(a, i), at(b, i), at(c, i), at(d, i));
      }
      break;
    default:
      for (let i = 0; i < size; i++) out[i] = expression(numbers, ...operands.map((l) => at(l, i)));
  }
}

function stored(values: ArrayLike<number>, dtype: DType): Storage {
  const out = allocate(dtype, values.length);
  for (let i = 0; i < out.length; i++) out[i] = cast(values[i] as number, dtype);
  return out;
}
