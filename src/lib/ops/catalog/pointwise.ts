import { cast, type DType, isFloating, resultType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { broadcastShapes, broadcastStrides, type Shape } from '../../tensor/shape';
import { Tensor } from '../../tensor/tensor';
import type { Attributes, AttributeSpecs, ValuesOf } from '../attributes';
import type { OpDefinition, VjpExpression } from '../define';
import { elementwise, type ElementwiseEntry } from '../elementwise';
import { reserve } from '../strided';

/** What an elementwise operation says whose value the algebra has no expression for; its gradients are expressions. */
export type PointwiseEntry<S extends AttributeSpecs = Record<never, never>> = Omit<
  ElementwiseEntry<S>,
  'value' | 'vjps' | 'expressions' | 'latex' | 'conditions' | 'computesIn' | 'roundsAttributes'
> & {
  /** One element of the result, computed in `dtype`; rounding to it is done afterwards. */
  readonly compute: (attributes: ValuesOf<S>, dtype: DType) => (...xs: number[]) => number;
  readonly gradients: (attributes: ValuesOf<S>) => readonly (VjpExpression | null)[];
  readonly latex: NonNullable<ElementwiseEntry<S>['latex']>;
  /** What PyTorch says of the elements that it doesn't take; they are in the dtype of the computation. */
  readonly refusesElements?: (lists: readonly ArrayLike<number>[], dtype: DType) => string | null;
};

/** Elements in row-major order of the shape, read in a dtype. */
function listed(t: Tensor, dtype: DType, shape: Shape): ArrayLike<number> {
  const strides = broadcastStrides(t.shape, t.strides, shape);
  const list = new Tensor(t.data, shape, t.dtype, strides, t.offset).values();
  const keeps = t.dtype === dtype && !t.isPythonScalar;
  return keeps ? list : list.map((value) => cast(value, dtype));
}

function mapped(
  compute: (...xs: number[]) => number,
  lists: readonly ArrayLike<number>[],
  shape: Shape,
  dtype: DType
): Tensor {
  const out = reserve(shape, dtype);
  const keep = isFloating(dtype) ? (value: number) => value : (value: number) => cast(value, dtype);
  const [a = [], b = []] = lists;
  if (lists.length === 1) {
    for (let i = 0; i < out.length; i++) out[i] = keep(compute(a[i] as number));
  } else {
    for (let i = 0; i < out.length; i++) out[i] = keep(compute(a[i] as number, b[i] as number));
  }
  return new Tensor(out, shape, dtype);
}

/** Makes a registry entry of a function of one or two numbers, element by element, with broadcasting. */
export function pointwise<S extends AttributeSpecs = Record<never, never>>({
  compute,
  gradients,
  refusesElements,
  ...entry
}: PointwiseEntry<S>): OpDefinition {
  const { result = 'same', refuses } = entry;
  const made = elementwise<S>({
    ...entry,
    // Only the gradients of this are used: the value is computed below.
    expressions: (attributes: ValuesOf<S>) => ({
      value: (m) => m.num(NaN),
      vjps: gradients(attributes)
    })
  } as ElementwiseEntry<S>);
  const forward = (inputs: readonly Tensor[], given: Attributes): Tensor => {
    const attributes = given as ValuesOf<S>;
    const common = resultType(inputs);
    const dtype = result === 'float' && !isFloating(common) ? 'float32' : common;
    const refusal = refuses?.(inputs, attributes);
    if (refusal) throw new TorchError(refusal);
    const shape = inputs.map((t) => t.shape).reduce(broadcastShapes);
    const lists = inputs.map((t) => listed(t, dtype, shape));
    const fault = refusesElements?.(lists, dtype);
    if (fault) throw new TorchError(fault);
    return mapped(compute(attributes, dtype), lists, shape, dtype);
  };
  const { elementwise: withoutValue, ...rest } = made;
  void withoutValue;
  return { ...rest, forward };
}
