import { TorchError } from '../tensor/errors';
import { pythonScalar, type Tensor } from '../tensor/tensor';
import { numbers, type Algebra } from './algebra';
import { bind, missingArguments, type Attributes } from './attributes';
import type { OpDefinition } from './define';

/** Called after each forward; the autograd floor installs one that writes the tape. */
export type Recorder = (
  op: OpDefinition,
  inputs: readonly Tensor[],
  output: Tensor,
  attributes: Attributes
) => void;

let recorder: Recorder | null = null;

export function installRecorder(next: Recorder): void {
  recorder = next;
}

/** Runs, and tells another one of the operations inside, too. */
export function watching<R>(watcher: Recorder, run: () => R): R {
  const before = recorder;
  recorder = (...made) => {
    before?.(...made);
    watcher(...made);
  };
  try {
    return run();
  } finally {
    recorder = before;
  }
}

/** Runs without anybody being told of the operations inside. */
export function quietly<R>(run: () => R): R {
  const before = recorder;
  recorder = null;
  try {
    return run();
  } finally {
    recorder = before;
  }
}

/** Gradients of a function at its inputs; the autograd floor installs it. */
export type Differentiator = (
  f: (inputs: readonly Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  upstream: Tensor,
  needed: readonly boolean[],
  isRecorded: boolean
) => (Tensor | null)[];

let differentiator: Differentiator | null = null;

export function installDifferentiator(next: Differentiator): void {
  differentiator = next;
}

/** Gradients of what operations are composed of. */
export const differentiate: Differentiator = (...call) => {
  if (!differentiator) throw new Error('the autograd floor is not loaded');
  return differentiator(...call);
};

/** How many tensors an operation takes at least; what is said of none at all the variadic ones say themselves. */
const requiredInputs = (op: OpDefinition): number =>
  op.inputs.filter((input) => !input.optional && !input.variadic).length;

/** All that a call has to say and that comes after the given inputs, in PyTorch's words and number. */
function missingText(op: OpDefinition, given: number): string {
  const names = missingArguments(op, (name) => {
    const input = op.inputs.findIndex((one) => one.name === name);
    return input >= 0 && input < given;
  });
  const word = names.length === 1 ? 'arguments' : 'argument';
  const list = names.map((name) => `"${name}"`).join(', ');
  return `${op.name}() missing ${names.length} required positional ${word}: ${list}`;
}

/** What comes before an operation sees its arguments. @throws TorchError (TypeError) in PyTorch's words */
function completed(op: OpDefinition, inputs: readonly Tensor[], given?: Attributes): Attributes {
  if (inputs.length < op.inputs.length && inputs.length < requiredInputs(op)) {
    throw new TorchError(missingText(op, inputs.length), 'TypeError');
  }
  if (inputs.length > op.inputs.length && !op.inputs.at(-1)?.variadic) {
    throw new TorchError(
      `${op.name}() takes ${op.inputs.length} positional ${op.inputs.length === 1 ? 'argument' : 'arguments'} but ${inputs.length} were given`,
      'TypeError'
    );
  }
  return given === undefined && op.defaults ? op.defaults : bind(op, given ?? {});
}

/**
 * Runs one operation on tensors and lets the tape see it.
 * @throws TorchError in PyTorch's words for arguments, shapes and dtypes that don't fit.
 */
export function call(op: OpDefinition, inputs: readonly Tensor[], given?: Attributes): Tensor {
  const attributes = completed(op, inputs, given);
  const output = op.forward(inputs, attributes);
  recorder?.(op, inputs, output, attributes);
  return output;
}

const table = new Map<string, OpDefinition>();

/** Makes an operation available to vjps under its registry name. */
export function enlist(op: OpDefinition): OpDefinition {
  table.set(op.name, op);
  return op;
}

/** Runs an operation by its registry name: what vjps are written with. */
export function apply(name: string, inputs: readonly Tensor[], given?: Attributes): Tensor {
  const op = table.get(name);
  if (!op) throw new Error(`operation "${name}" is not in the catalog`);
  return call(op, inputs, given);
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
  return apply(name, inputs);
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
