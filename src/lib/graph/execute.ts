import { applyFunction, type CustomFunction } from '../autograd/function';
import { isGradEnabled, noGrad } from '../autograd/mode';
import type { CompiledFunction, Interpreter } from '../formula/function';
import { pythonScalar, tensor, type Tensor } from '../tensor/tensor';
import { Allowance } from './allowance';
import type { BodyLog } from './bodylog';
import { literalValue, scalarValue } from './document';
import type { Instruction } from './program';
import type { TracedInput } from './trace';

/** Runs function bodies on the engine. */
const engine = (allowance: Allowance): Interpreter<Tensor> => ({
  number: pythonScalar,
  apply: (op, args, attributes) =>
    allowance.call(
      op,
      args.map((arg) => (typeof arg === 'number' ? pythonScalar(arg) : arg)),
      attributes
    )
});

interface NamedTensor {
  readonly name: string;
  readonly value: Tensor;
}

/**
 * A compiled function body as the engine's custom function.
 * @param shelf receives what forward saves, by name
 * @param allowance what it shares with others; else each call has one of its own
 * @param log hears each step of the bodies
 */
export function customFunction(
  name: string,
  fn: CompiledFunction,
  shelf: NamedTensor[] = [],
  allowance?: Allowance,
  log?: BodyLog
): CustomFunction {
  const body = (where: 'forward' | 'backward'): Interpreter<Tensor> => {
    const plain = engine(allowance ?? new Allowance());
    return log ? log.listening(where, plain) : plain;
  };
  return {
    name,
    forward(context, inputs) {
      const { output, saved } = fn.forward(body('forward'), [...inputs]);
      shelf.push(...saved);
      context.savedTensors = saved.map((entry) => entry.value);
      return output;
    },
    backward: (context, gradOutput) =>
      fn.backward(body('backward'), [...context.savedTensors], gradOutput)
  };
}

/** What one instruction made of its inputs. */
interface Executed {
  readonly inputs: readonly TracedInput[];
  readonly output: Tensor;
  /** What a custom function's forward saved for its backward. */
  readonly saved: readonly NamedTensor[];
}

/**
 * Runs one instruction on what its sources gave; null where one of them gave nothing.
 * @param log hears each step of a custom function's code, now and in its backward
 * @throws TorchError as PyTorch would
 */
export function execute(
  instruction: Instruction,
  outputs: Pick<ReadonlyMap<string, Tensor>, 'get'>,
  allowance = new Allowance(),
  log?: BodyLog
): Executed | null {
  if (instruction.noGrad && isGradEnabled()) {
    return noGrad(() => execute(instruction, outputs, allowance, log));
  }
  if (instruction.kind === 'leaf') {
    const { value, dtype, requiresGrad } = instruction.node;
    return { inputs: [], output: tensor(literalValue(value), { dtype, requiresGrad }), saved: [] };
  }
  const inputs: TracedInput[] = [];
  for (const { input, source, edge, constant } of instruction.operands) {
    const value = source === null ? pythonScalar(scalarValue(constant ?? 0)) : outputs.get(source);
    if (!value) return null;
    inputs.push({ input, source, edge, value });
  }
  const values = inputs.map((input) => input.value);
  if (instruction.kind === 'op') {
    const { op, attributes } = instruction;
    return { inputs, output: allowance.call(op, values, attributes), saved: [] };
  }
  const saved: NamedTensor[] = [];
  const fn = customFunction(instruction.node.fn.name, instruction.fn, saved, allowance, log);
  return { inputs, output: applyFunction(fn, values).output, saved };
}
