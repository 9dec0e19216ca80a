import { cast, isFloating, type DType } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import type { OpDefinition, TorchNames } from '../define';
import { notImplemented } from './common';

/** Names of a function that has neither a method nor a place in `torch` itself. */
export const functional = (name: string): TorchNames => ({
  functions: [`torch.nn.functional.${name}`],
  methods: []
});

/** Refuses integers and bools in a kernel's name. */
export const floatingOnly =
  (kernel: string) =>
  ([t]: readonly Tensor[]): string | null =>
    t && !isFloating(t.dtype) ? notImplemented(kernel, t.dtype) : null;

/** The dtype that an operation without integers and bools of its own computes in. */
const ownDtype = ([t]: readonly Tensor[]): DType => t?.dtype ?? 'float32';

/**
 * Rounds the numbers among the attributes to the dtype of the computation before it begins, as PyTorch's kernels do:
 * 0.7 is another bound for float32 than for float64.
 */
export function roundedAttributes(
  op: OpDefinition,
  computedIn: (inputs: readonly Tensor[], attributes: Attributes) => DType = ownDtype
): OpDefinition {
  const names = Object.entries(op.attributes)
    .filter(([, spec]) => spec.kind === 'float')
    .map(([name]) => name);
  const rounded = (inputs: readonly Tensor[], attributes: Attributes): Attributes => {
    const dtype = computedIn(inputs, attributes);
    if (dtype === 'float64') return attributes;
    const given = { ...attributes };
    for (const name of names) {
      const value = given[name];
      if (typeof value === 'number') given[name] = cast(value, dtype);
    }
    return given;
  };
  return {
    ...op,
    local: (index, inputs, output, attributes) =>
      op.local(index, inputs, output, rounded(inputs, attributes)),
    forward: (inputs, attributes) => op.forward(inputs, rounded(inputs, attributes)),
    vjp: (context, needed) =>
      op.vjp({ ...context, attributes: rounded(context.inputs, context.attributes) }, needed)
  };
}

/** Samples for functions with a kink at 0. */
export const crossing = [{ inputs: [2] }, { inputs: [-2] }, { inputs: [[-1.5, 0.5, 3]] }];
