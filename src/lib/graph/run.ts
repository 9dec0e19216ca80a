import { backward, type BackwardObserver } from '../autograd/backward';
import { applyFunction, type CustomFunction } from '../autograd/function';
import { isGradEnabled, noGrad } from '../autograd/mode';
import type { CompiledFunction, Interpreter } from '../formula/function';
import { TorchError } from '../tensor/errors';
import { pythonScalar, tensor, type Tensor } from '../tensor/tensor';
import { Allowance } from './allowance';
import { literalValue, scalarValue } from './document';
import { backwardHelp, forwardHelp } from './help';
import type { Diagnostic, Instruction, Operand, Program } from './program';
import type { TracedInput, TraceEvent } from './trace';

/** What one execution of a program left behind. */
export interface Run {
  readonly program: Program;
  readonly trace: readonly TraceEvent[];
  /** Output of every node that ran. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** Gradient of the result with respect to every node that one reached, intermediate nodes included. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** The program's diagnostics and what went wrong while running. */
  readonly diagnostics: readonly Diagnostic[];
}

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
 */
export function customFunction(
  name: string,
  fn: CompiledFunction,
  shelf: NamedTensor[] = [],
  allowance?: Allowance
): CustomFunction {
  const body = (): Interpreter<Tensor> => engine(allowance ?? new Allowance());
  return {
    name,
    forward(context, inputs) {
      const { output, saved } = fn.forward(body(), [...inputs]);
      shelf.push(...saved);
      context.savedTensors = saved.map((entry) => entry.value);
      return output;
    },
    backward: (context, gradOutput) => fn.backward(body(), [...context.savedTensors], gradOutput)
  };
}

/** What one instruction made of its inputs. */
interface Executed {
  readonly inputs: readonly TracedInput[];
  readonly output: Tensor;
  /** What a custom function saved for its backward. */
  readonly saved: readonly NamedTensor[];
}

/**
 * Runs one instruction on what its sources gave; null where one of them gave nothing.
 * @throws TorchError as PyTorch would
 */
export function execute(
  instruction: Instruction,
  outputs: Pick<ReadonlyMap<string, Tensor>, 'get'>,
  allowance = new Allowance()
): Executed | null {
  if (instruction.noGrad && isGradEnabled()) {
    return noGrad(() => execute(instruction, outputs, allowance));
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
  const fn = customFunction(instruction.node.fn.name, instruction.fn, saved, allowance);
  return { inputs, output: applyFunction(fn, values).output, saved };
}

class Execution {
  readonly trace: TraceEvent[] = [];
  readonly outputs = new Map<string, Tensor>();
  readonly gradients = new Map<string, Tensor>();
  readonly diagnostics: Diagnostic[];
  private readonly allowance = new Allowance();
  private readonly owners = new Map<Tensor, { id: string; operands: readonly Operand[] }>();
  private readonly locals = new Map<Tensor, Instruction>();

  constructor(private readonly program: Program) {
    this.diagnostics = [...program.diagnostics];
  }

  forward(): void {
    for (const instruction of this.program.instructions) {
      try {
        this.step(instruction);
      } catch (error) {
        if (!(error instanceof TorchError)) throw error;
        this.diagnostics.push({
          kind: 'run',
          nodes: [instruction.node.id],
          message: `${error.type}: ${error.message}`,
          help: forwardHelp(error.message)
        });
      }
    }
  }

  private step(instruction: Instruction): void {
    const node = instruction.node.id;
    const executed = execute(instruction, this.outputs, this.allowance);
    // A source that failed has said so itself; what hangs on it stays empty.
    if (!executed) return;
    const { inputs, output, saved } = executed;
    const isLeaf = instruction.kind === 'leaf';
    this.keep(instruction, output, isLeaf ? [] : instruction.operands);
    this.trace.push(
      isLeaf ? { kind: 'leaf', node, output } : { kind: 'forward', node, inputs, output, saved }
    );
  }

  private keep(instruction: Instruction, output: Tensor, operands: readonly Operand[]): void {
    this.outputs.set(instruction.node.id, output);
    this.owners.set(output, { id: instruction.node.id, operands });
    this.locals.set(output, instruction);
  }

  backward(): void {
    const { result } = this.program;
    const root = result === null ? undefined : this.outputs.get(result);
    if (result === null || !root) return;
    try {
      backward(root, { observer: this.observer() });
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
      const blamed = this.blame ?? result;
      this.diagnostics.push({
        kind: 'backward',
        nodes: [blamed],
        message: `${error.type}: ${error.message}`,
        help: backwardHelp(error.message)
      });
    }
  }

  /** Node whose backward is running, so that its error is shown there. */
  private blame: string | null = null;

  private observer(): BackwardObserver {
    return {
      entering: (node) => {
        this.blame = this.owners.get(node.output)?.id ?? null;
      },
      seed: (root, grad) => {
        const node = this.owners.get(root)?.id;
        if (node === undefined) return;
        this.gradients.set(node, grad);
        this.trace.push({ kind: 'seed', node, grad });
      },
      contribution: ({ node, inputIndex, receiver, upstream, contribution, sum, arrival }) => {
        const owner = this.owners.get(node.output);
        const source = this.owners.get(receiver)?.id;
        const operand = owner?.operands[inputIndex];
        if (!owner || source === undefined || !operand?.edge) return;
        const made = this.locals.get(node.output);
        const local =
          made?.kind === 'op'
            ? made.op.local(inputIndex, node.inputs, node.output, made.attributes)
            : null;
        this.gradients.set(source, sum);
        this.trace.push({
          kind: 'contribution',
          node: owner.id,
          input: operand.input,
          source,
          edge: operand.edge,
          upstream,
          local,
          contribution,
          sum,
          arrival
        });
      },
      leaf: (leaf, grad) => {
        const node = this.owners.get(leaf)?.id;
        if (node !== undefined) this.trace.push({ kind: 'accumulate', node, grad });
      }
    };
  }
}

/** Executes a program forward, and backward from its result. Faults become diagnostics; nothing is thrown for user mistakes. */
export function run(program: Program): Run {
  const execution = new Execution(program);
  execution.forward();
  execution.backward();
  const { trace, outputs, gradients, diagnostics } = execution;
  return { program, trace, outputs, gradients, diagnostics };
}
