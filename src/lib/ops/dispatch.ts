import { pythonScalar, type Tensor } from '../tensor/tensor';
import { numbers, type Algebra } from './algebra';
import type { OpDefinition } from './define';

/** Called after each forward; the autograd floor installs one that writes the tape. */
export type Recorder = (op: OpDefinition, inputs: readonly Tensor[], output: Tensor) => void;

let recorder: Recorder | null = null;

export function installRecorder(next: Recorder): void {
  recorder = next;
}

/**
 * Runs one operation on tensors and lets the tape see it.
 * @throws TorchError in PyTorch's words for shapes and dtypes that don't fit.
 */
export function call(op: OpDefinition, inputs: readonly Tensor[]): Tensor {
  const output = op.forward(inputs);
  recorder?.(op, inputs, output);
  return output;
}

const table = new Map<string, OpDefinition>();

/** Makes an operation available to vjp expressions under its registry name. */
export function enlist(op: OpDefinition): OpDefinition {
  table.set(op.name, op);
  return op;
}

/** Python numbers alone stay a Python number, in double precision. */
function callNamed(
  name: Exclude<keyof Algebra<Tensor>, 'num' | 'guard'>,
  ...inputs: Tensor[]
): Tensor {
  if (inputs.every((t) => t.isPythonScalar)) {
    const compute = numbers[name] as (...xs: number[]) => number;
    return pythonScalar(compute(...inputs.map((t) => t.item())));
  }
  const op = table.get(name);
  if (!op) throw new Error(`operation "${name}" is not in the catalog`);
  return call(op, inputs);
}

/** A condition on Python numbers is known at once, and leaves no trace on the tape. */
function choose(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  if (condition.isPythonScalar) return condition.item() !== 0 ? a : b;
  return callNamed('where', condition, a, b);
}

/** The algebra on tensors: every step is an operation of the registry, so gradients of gradients need no line more. */
export const tensors: Algebra<Tensor> = {
  num: pythonScalar,
  add: (a, b) => callNamed('add', a, b),
  sub: (a, b) => callNamed('sub', a, b),
  mul: (a, b) => callNamed('mul', a, b),
  div: (a, b) => callNamed('div', a, b),
  neg: (a) => callNamed('neg', a),
  pow: (a, b) => callNamed('pow', a, b),
  exp: (a) => callNamed('exp', a),
  expm1: (a) => callNamed('expm1', a),
  log: (a) => callNamed('log', a),
  log2: (a) => callNamed('log2', a),
  log10: (a) => callNamed('log10', a),
  log1p: (a) => callNamed('log1p', a),
  sqrt: (a) => callNamed('sqrt', a),
  sin: (a) => callNamed('sin', a),
  cos: (a) => callNamed('cos', a),
  tan: (a) => callNamed('tan', a),
  asin: (a) => callNamed('asin', a),
  acos: (a) => callNamed('acos', a),
  atan: (a) => callNamed('atan', a),
  atan2: (a, b) => callNamed('atan2', a, b),
  sinh: (a) => callNamed('sinh', a),
  cosh: (a) => callNamed('cosh', a),
  tanh: (a) => callNamed('tanh', a),
  erf: (a) => callNamed('erf', a),
  sigmoid: (a) => callNamed('sigmoid', a),
  softplus: (a) => callNamed('softplus', a),
  abs: (a) => callNamed('abs', a),
  sign: (a) => callNamed('sign', a),
  floor: (a) => callNamed('floor', a),
  lt: (a, b) => callNamed('lt', a, b),
  le: (a, b) => callNamed('le', a, b),
  eq: (a, b) => callNamed('eq', a, b),
  where: choose,
  guard: choose
};
