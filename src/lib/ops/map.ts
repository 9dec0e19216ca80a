import { allocate, cast, isFloating, type DType, type Storage } from '../tensor/dtype';
import { broadcastStrides, numel, sameShape, type Shape } from '../tensor/shape';
import { scalar, Tensor } from '../tensor/tensor';
import { numbers, type Algebra } from './algebra';

/** An expression with any number of arguments, as far as numbers see it. */
type NumberExpression = (m: Algebra<number>, ...xs: number[]) => number;

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
  const value = t.data[t.offset] as number;
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
  const grads = new Array<Tensor | null>(inputs.length).fill(null);
  for (let k = 0; k < inputs.length; k++) {
    const vjp = vjps[k];
    if (!vjp || !needed[k]) continue;
    const value =
      inputs.length === 1
        ? vjp(numbers, g, out, a)
        : inputs.length === 2
          ? vjp(numbers, g, out, a, b)
          : vjp(numbers, g, out, ...inputs.map((t) => numberAt(t, dtype)));
    grads[k] = scalar(value, dtype);
  }
  return grads;
}

type Numbers = ArrayLike<number>;

/** Elements in row-major order of the shape, in the wanted dtype. */
function listed(t: Tensor, wanted: DType, shape: Shape): Numbers {
  const isFlat = sameShape(t.shape, shape) && t.isContiguous;
  const view = isFlat
    ? t
    : new Tensor(t.data, shape, t.dtype, broadcastStrides(t.shape, t.strides, shape), t.offset);
  const list: Numbers = isFlat ? t.data.subarray(t.offset, t.offset + numel(shape)) : view.values();
  const keeps = t.dtype === wanted && !(t.isPythonScalar && wanted === 'float32');
  // What float32 or whole numbers hold, float64 holds as it is.
  return keeps || wanted === 'float64' ? list : Array.from(list, (x) => cast(x, wanted));
}

/**
 * Applies an expression at every position of the broadcast shape.
 * @param dtypes in which each input is read
 */
export function mapElements(
  expression: NumberExpression,
  inputs: readonly Tensor[],
  dtypes: readonly DType[],
  shape: Shape,
  dtype: DType
): Tensor {
  const size = numel(shape);
  const lists = inputs.map((t, k) => listed(t, dtypes[k] ?? dtype, shape));
  // Floating storage rounds by itself; whole numbers and conditions are made of what was computed.
  const out = isFloating(dtype) ? allocate(dtype, size) : new Float64Array(size);
  const [a = [], b = [], c = [], d = []] = lists;
  const at = (list: Numbers, i: number): number => list[i] as number;
  switch (lists.length) {
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
      for (let i = 0; i < size; i++) out[i] = expression(numbers, ...lists.map((l) => at(l, i)));
  }
  return new Tensor(isFloating(dtype) ? out : stored(out, dtype), shape, dtype);
}

function stored(values: Numbers, dtype: DType): Storage {
  const out = allocate(dtype, values.length);
  for (let i = 0; i < out.length; i++) out[i] = cast(values[i] as number, dtype);
  return out;
}
