import { noGrad } from '../../autograd/mode';
import type { CompiledFunction, Interpreter } from '../../formula/function';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { call } from '../../ops/dispatch';
import { cast, type DType, isFloating, resultType } from '../../tensor/dtype';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { scalarValue } from '../document';
import type { Instruction, Operand } from '../program';
import type { Run } from '../run';
import { type Plan, Steps } from '../../ops/native/steps';

/** More would take longer to compile than a run of the engine takes. */
const MOST_STEPS = 200_000;

/** The program can't be a kernel. */
class Unfit extends Error {}

/** A number of the engine's run, and the step that computes it: the one says dtype and history, the other the rule. */
interface Traced {
  readonly tensor: Tensor;
  readonly step: number;
}

/** What a kernel computes, by node. */
export interface Lowered extends Plan {
  readonly leaves: ReadonlyMap<string, { readonly step: number; readonly dtype: DType }>;
  readonly values: ReadonlyMap<string, number>;
  readonly gradients: ReadonlyMap<string, number>;
}

/** One gradient per input of an instruction, as the tape would give it; null where none flows. */
type Pullback = (upstream: number) => readonly (number | null)[];

const sharesItsElement = (output: Tensor, input: Tensor): boolean =>
  output.data === input.data && output.offset === input.offset && output.dtype === input.dtype;

const WIDTH: Readonly<Record<DType, number>> = { bool: 0, int64: 1, float32: 2, float64: 3 };

/**
 * Whether promotion can have led from this operand to the dtype. It never narrows, so what doesn't fit is kept out of
 * it: a condition, which is read as it is. A bool or a whole number as a condition means the same in every dtype.
 */
function isWidened(t: Tensor, dtype: DType): boolean {
  if (!t.isPythonScalar) return WIDTH[t.dtype] <= WIDTH[dtype];
  const value = t.item();
  return (isFloating(dtype) || !isFloating(t.dtype)) && (value === 0 || cast(value, dtype) !== 0);
}

class Lowering {
  private readonly steps = new Steps();
  private readonly leaves = new Map<string, { step: number; dtype: DType }>();
  private readonly traced = new Map<string, Traced>();
  private readonly pullbacks = new Map<string, Pullback>();
  private readonly gradients = new Map<string, number>();

  constructor(private readonly reference: Run) {}

  lower(): Lowered {
    const { instructions, result } = this.reference.program;
    for (const instruction of instructions) {
      this.forward(instruction);
      if (this.steps.list.length > MOST_STEPS) throw new Unfit('too large');
    }
    const root = result === null ? undefined : this.traced.get(result);
    if (result !== null && root?.tensor.requiresGrad) {
      this.gradients.set(result, this.steps.constant(1));
      for (const instruction of [...instructions].reverse()) this.backward(instruction);
    }
    const values = new Map([...this.traced].map(([id, { step }]) => [id, step]));
    const { leaves, gradients } = this;
    const outputs = [...new Set([...values.values(), ...gradients.values()])];
    return { list: this.steps.list, outputs, leaves, values, gradients };
  }

  private forward(instruction: Instruction): void {
    const { id } = instruction.node;
    const tensor = this.reference.outputs.get(id);
    if (tensor?.shape.length !== 0) throw new Unfit(`${id} is not one number`);
    if (instruction.kind === 'leaf') {
      const step = this.steps.leaf(tensor.dtype);
      this.leaves.set(id, { step, dtype: tensor.dtype });
      this.traced.set(id, { tensor, step });
      return;
    }
    const inputs = instruction.operands.map((operand) => this.operand(operand));
    if (instruction.kind === 'op') {
      const { op, attributes } = instruction;
      const output = { tensor, step: this.valueOf(op, attributes, inputs, tensor) };
      this.traced.set(id, output);
      this.pullbacks.set(id, this.pullbackOf(op, attributes, inputs, output));
    } else this.custom(id, instruction.fn, inputs, tensor);
  }

  private operand({ source, constant }: Operand): Traced {
    if (source === null) return this.number(scalarValue(constant ?? 0));
    const found = this.traced.get(source);
    if (!found) throw new Unfit(`${source} has no value`);
    return found;
  }

  private number(value: number): Traced {
    return { tensor: pythonScalar(value), step: this.steps.constant(value) };
  }

  /** A number cast to a dtype, as the engine does it: a Python number in float32 always, others where they differ. */
  private castTo({ tensor, step }: Traced, dtype: DType): number {
    const keeps = tensor.dtype === dtype && !(tensor.isPythonScalar && dtype === 'float32');
    return keeps ? step : this.steps.cast(step, dtype);
  }

  /** A number as an operation that computes in `dtype` reads it. */
  private read(input: Traced, dtype: DType): number {
    if (!isWidened(input.tensor, dtype)) throw new Unfit('a condition that is no bool');
    return this.castTo(input, dtype);
  }

  /** The step of an operation's result. */
  private valueOf(
    op: OpDefinition,
    attributes: Attributes,
    inputs: readonly Traced[],
    output: Tensor
  ): number {
    const [first] = inputs;
    if (!op.elementwise) {
      if (op.gradFn === null && first && sharesItsElement(output, first.tensor)) return first.step;
      throw new Unfit(`${op.name} is not elementwise`);
    }
    const tensors = inputs.map(({ tensor }) => tensor);
    const common = output.dtype === 'bool' ? resultType(tensors) : output.dtype;
    const args = inputs.map((input) => this.read(input, common));
    const { value } = op.elementwise(attributes, common);
    return this.steps.cast(value(this.steps.algebra, ...args), output.dtype);
  }

  private pullbackOf(
    op: OpDefinition,
    attributes: Attributes,
    inputs: readonly Traced[],
    output: Traced
  ): Pullback {
    if (op.gradFn === null || !op.elementwise) return () => [];
    const { dtype } = output.tensor;
    const { vjps } = op.elementwise(attributes, dtype);
    return (upstream) =>
      inputs.map((input, k) => {
        const vjp = vjps[k];
        if (!vjp || !input.tensor.requiresGrad) return null;
        const args = inputs.map((one) => this.read(one, dtype));
        const grad = vjp(this.steps.algebra, upstream, output.step, ...args);
        return this.steps.cast(this.steps.cast(grad, dtype), input.tensor.dtype);
      });
  }

  /** Runs function bodies on the engine's numbers and on steps at once. */
  private readonly interpreter: Interpreter<Traced> = {
    number: (value) => this.number(value),
    apply: (op, args, attributes) => {
      const inputs = args.map((arg) => (typeof arg === 'number' ? this.number(arg) : arg));
      const tensors = inputs.map(({ tensor }) => tensor);
      const tensor = noGrad(() => call(op, tensors, attributes));
      return { tensor, step: this.valueOf(op, attributes, inputs, tensor) };
    }
  };

  private custom(
    id: string,
    fn: CompiledFunction,
    inputs: readonly Traced[],
    tensor: Tensor
  ): void {
    const { output, saved } = fn.forward(this.interpreter, inputs);
    this.traced.set(id, { tensor, step: this.castTo(output, tensor.dtype) });
    this.pullbacks.set(id, (upstream) => {
      const given = { tensor, step: upstream };
      const values = saved.map(({ value }) => value);
      const grads = fn.backward(this.interpreter, values, given);
      return inputs.map((input, k) => {
        const grad = grads[k];
        return grad && input.tensor.requiresGrad ? this.castTo(grad, input.tensor.dtype) : null;
      });
    });
  }

  private backward(instruction: Instruction): void {
    const upstream = this.gradients.get(instruction.node.id);
    if (upstream === undefined || instruction.kind === 'leaf') return;
    const contributions = this.pullbacks.get(instruction.node.id)?.(upstream) ?? [];
    instruction.operands.forEach(({ source }, k) => {
      const contribution = contributions[k] ?? null;
      const receiver = source === null ? undefined : this.traced.get(source);
      if (source === null || contribution === null || !receiver?.tensor.requiresGrad) return;
      const before = this.gradients.get(source);
      const sum =
        before === undefined ? contribution : this.steps.apply('add', [before, contribution]);
      this.gradients.set(source, this.steps.cast(sum, receiver.tensor.dtype));
    });
  }
}

/** Whether the engine got through; that the root has no gradient at all is no fault of the values. */
const ranThrough = ({ diagnostics, gradients }: Run): boolean =>
  diagnostics.every(({ kind }) => kind === 'backward' && gradients.size === 0);

/**
 * The steps that give every value and gradient of a program, or null where it isn't made of numbers and elementwise
 * operations only.
 * @param reference what the engine made of it
 */
export function lower(reference: Run): Lowered | null {
  if (!ranThrough(reference)) return null;
  try {
    return new Lowering(reference).lower();
  } catch (error) {
    if (error instanceof Unfit) return null;
    throw error;
  }
}
