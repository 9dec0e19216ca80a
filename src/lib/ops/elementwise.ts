import { allocate, cast, isFloating, resultType, type DType } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { broadcastShapes, broadcastStrides, numel, sameShape, type Shape } from '../tensor/shape';
import { pythonScalar, Tensor } from '../tensor/tensor';
import { numbers, type Algebra } from './algebra';
import type { Expression, OpDefinition, VjpExpression } from './define';
import { tensors } from './dispatch';
import { latex, numberLatex, simplifiedLatex, type Latex } from './latex';
import { castTo, reduceTo } from './reshape';

/** `float`: integers become float32 first; `number`: bools become int64 first; `bool`: the result is a condition. */
type ResultKind = 'same' | 'float' | 'number' | 'bool';

export interface ElementwiseEntry extends Omit<
  OpDefinition,
  'forward' | 'vjp' | 'latex' | 'localLatex' | 'local' | 'elementwise' | 'saves'
> {
  readonly value: Expression;
  /** Per input; null for an input that receives no gradient. */
  readonly vjps: readonly (VjpExpression | null)[];
  readonly result?: ResultKind;
  /** Inputs that select and don't compute (the condition of `where`), kept out of type promotion. */
  readonly conditions?: readonly number[];
  /** What PyTorch says of operands whose dtypes it doesn't take; null for those that it does. */
  readonly refuses?: (operands: readonly Tensor[]) => string | null;
  /** Shown instead of the formula that the expression gives. */
  readonly latex?: (args: readonly Latex[]) => string;
}

function isFlat(t: Tensor, shape: Shape): boolean {
  return sameShape(t.shape, shape) && t.isContiguous;
}

/** Applies a scalar function at every position of the broadcast shape. */
function mapElements(
  apply: (...xs: number[]) => number,
  inputs: readonly Tensor[],
  dtypes: readonly DType[],
  shape: Shape,
  dtype: DType
): Tensor {
  const size = numel(shape);
  const out = allocate(dtype, size);
  // Floating storage rounds by itself.
  const store = isFloating(dtype) ? (x: number) => x : (x: number) => cast(x, dtype);
  const args = new Array<number>(inputs.length);
  if (size === 1) {
    inputs.forEach((t, k) => (args[k] = cast(t.data[t.offset] ?? NaN, dtypes[k] ?? dtype)));
    out[0] = store(apply(...args));
    return new Tensor(out, shape, dtype);
  }
  // Elements in row-major order, so that each input is one flat list to walk.
  const lists = inputs.map((t, k) => {
    const wanted = dtypes[k] ?? dtype;
    const view = isFlat(t, shape)
      ? t
      : new Tensor(t.data, shape, t.dtype, broadcastStrides(t.shape, t.strides, shape), t.offset);
    const list = isFlat(t, shape) ? t.data.subarray(t.offset, t.offset + size) : view.values();
    return t.dtype === wanted ? list : Array.from(list, (x) => cast(x, wanted));
  });
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < lists.length; k++) args[k] = lists[k]?.[i] ?? NaN;
    out[i] = store(apply(...args));
  }
  return new Tensor(out, shape, dtype);
}

/** Finds out whether an expression reads anything but the upstream gradient. */
function readsSaved(expression: VjpExpression, inputCount: number): boolean {
  const union = (...parts: boolean[]): boolean => parts.some(Boolean);
  const probe = new Proxy({}, { get: (_, key) => (key === 'num' ? () => false : union) });
  return expression(
    probe as Algebra<boolean>,
    false,
    true,
    ...new Array<boolean>(inputCount).fill(true)
  );
}

function computedIn(promoted: DType, result: ResultKind): DType {
  if (result === 'float' && !isFloating(promoted)) return 'float32';
  return result === 'number' && promoted === 'bool' ? 'int64' : promoted;
}

/** Makes a registry entry of an elementwise operation from one expression and its vjps. */
export function elementwise(entry: ElementwiseEntry): OpDefinition {
  const { value, vjps, result = 'same', conditions = [], refuses, ...rest } = entry;
  const evaluate = (...xs: number[]): number => value(numbers, ...xs);

  const forward = (inputs: readonly Tensor[]): Tensor => {
    const operands = inputs.filter((_, k) => !conditions.includes(k));
    const refusal = refuses?.(operands);
    if (refusal) throw new TorchError(refusal);
    const promoted = resultType(operands);
    const common = computedIn(promoted, result);
    const shape = inputs.map((t) => t.shape).reduce(broadcastShapes);
    const dtypes = inputs.map((t, k) => (conditions.includes(k) ? t.dtype : common));
    return mapElements(evaluate, inputs, dtypes, shape, result === 'bool' ? 'bool' : common);
  };

  const symbolic = (args: readonly Latex[]): string => value(latex, ...args).text;
  return {
    ...rest,
    latex: entry.latex ?? symbolic,
    localLatex: (index, args, output) => {
      const expression = vjps[index];
      if (!expression) return null;
      return expression(simplifiedLatex, numberLatex(1), output, ...args).text;
    },
    elementwise: { value, vjps },
    local: (index, inputs, output) => {
      const expression = vjps[index];
      if (!expression) return null;
      // In the type in which the operation computed, as the gradient's would be.
      const operands = inputs.map((t, k) =>
        conditions.includes(k) || t.isPythonScalar ? t : castTo(t, output.dtype)
      );
      return castTo(expression(tensors, pythonScalar(1), output, ...operands), output.dtype);
    },
    saves: vjps.some((vjp) => vjp !== null && readsSaved(vjp, entry.inputs.length)),
    forward,
    vjp: ({ upstream, inputs, output }, needed) =>
      vjps.map((expression, k) => {
        const input = inputs[k];
        if (!expression || !needed[k] || !input) return null;
        const grad = expression(tensors, upstream, output, ...inputs);
        return castTo(reduceTo(grad, input.shape), input.dtype);
      })
  };
}
