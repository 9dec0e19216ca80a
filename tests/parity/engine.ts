// Short names for the engine, so that cases read like the Python that they repeat.
import { withGradMode } from '../../src/lib/autograd/mode';
import { applyFunction, type CustomFunction } from '../../src/lib/autograd/function';
import { call } from '../../src/lib/ops/dispatch';
import { operation } from '../../src/lib/ops/registry';
import type { DType } from '../../src/lib/tensor/dtype';
import { TorchError } from '../../src/lib/tensor/errors';
import { pythonScalar, tensor, Tensor, type NestedNumbers } from '../../src/lib/tensor/tensor';
import type { Outcome } from './compare';

export type Operand = Tensor | number;

/** Runs an operation of the registry; numbers are Python numbers. */
export function op(name: string, ...operands: Operand[]): Tensor {
  const definition = operation(name);
  if (!definition) throw new Error(`operation "${name}" is not in the registry`);
  const inputs = operands.map((x) => (x instanceof Tensor ? x : pythonScalar(x)));
  return call(definition, inputs);
}

const binary =
  (name: string) =>
  (a: Operand, b: Operand): Tensor =>
    op(name, a, b);
const unary =
  (name: string) =>
  (a: Tensor): Tensor =>
    op(name, a);

export const add = binary('add');
export const sub = binary('sub');
export const mul = binary('mul');
export const div = binary('div');
export const pow = binary('pow');
export const gt = binary('gt');
export const lt = binary('lt');
export const neg = unary('neg');
export const exp = unary('exp');
export const sin = unary('sin');
export const sqrt = unary('sqrt');
export const sign = unary('sign');
export const relu = unary('relu');
export const sum = unary('sum');
export const mean = unary('mean');
export const detach = unary('detach');
export const where = (condition: Tensor, a: Operand, b: Operand): Tensor =>
  op('where', condition, a, b);

/** `torch.tensor(value, requires_grad=True)`. */
export const leaf = (value: NestedNumbers, dtype: DType = 'float32'): Tensor =>
  tensor(value, { dtype, requiresGrad: true });

/** A custom function as a function of tensors. */
export const custom =
  (fn: CustomFunction) =>
  (...inputs: Tensor[]): Tensor =>
    applyFunction(fn, inputs).output;

/** What `run` answers (None for a call that answers nothing), or the error that it throws. */
export function attempt(run: () => unknown): Outcome {
  try {
    return (run() ?? null) as Outcome;
  } catch (error) {
    if (error instanceof TorchError) return error;
    throw error;
  }
}

/** `print(t.grad_fn)`, without the address. */
export const gradFnText = (t: Tensor): string =>
  t.gradFn ? `<${t.gradFn.qualifiedName} object at 0x…>` : 'None';

/** The value alone, as `t.detach()` or `t.data`. */
export const data = (t: Tensor): Tensor => withGradMode(false, () => detach(t));

/** The lab's five attributes. */
export const attributes = (t: Tensor): Outcome => ({
  data: data(t),
  grad_fn: gradFnText(t),
  grad: t.grad,
  is_leaf: t.isLeaf,
  requires_grad: t.requiresGrad
});

/** `torch.linspace(…, requires_grad=True)` in float32. */
export function linspace(start: number, end: number, steps: number): Tensor {
  const step = Math.fround((end - start) / (steps - 1));
  const at = (i: number): number =>
    i < steps / 2 ? start + step * i : end - step * (steps - 1 - i);
  return leaf(Array.from({ length: steps }, (_, i) => at(i)));
}
