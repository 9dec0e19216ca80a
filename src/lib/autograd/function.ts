import { type Saved, SAVES_NOTHING } from '../ops/define';
import { apply } from '../ops/dispatch';
import { castTo, reduceTo } from '../ops/reshape';
import { TorchError } from '../tensor/errors';
import { broadcastShapes, listText, sameShape } from '../tensor/shape';
import { fullLike, type Tensor } from '../tensor/tensor';
import { hasTangent } from './forward';
import { isGradEnabled, noGrad } from './mode';
import { attach, GradNode, isRecorded } from './tape';

/** What `forward` leaves for `backward`. */
export interface FunctionContext {
  savedTensors: readonly Tensor[];
  /** Outputs through which no gradient flows, `ctx.mark_non_differentiable(…)`. */
  nonDifferentiable: readonly Tensor[];
  /** Inputs that forward changed in place, `ctx.mark_dirty(…)`. */
  dirty: readonly Tensor[];
  readonly needsInputGrad: readonly boolean[];
}

/** A function with its own derivative, as a subclass of `torch.autograd.Function`. */
export interface CustomFunction {
  /** Class name, e.g. `SQ`. */
  readonly name: string;
  forward(context: FunctionContext, inputs: readonly Tensor[]): Tensor;
  /** One gradient per input; null where none flows. Runs as written, right or wrong. */
  backward(context: FunctionContext, gradOutput: Tensor): readonly (Tensor | null)[];
}

function checkGradient(name: string, index: number, given: Tensor, input: Tensor): Tensor {
  if (sameShape(given.shape, input.shape)) return castTo(given, input.dtype);
  let fits = false;
  try {
    fits = sameShape(broadcastShapes(given.shape, input.shape), given.shape);
  } catch {
    // Shapes that don't broadcast at all are reported below.
  }
  if (!fits) {
    throw new TorchError(
      `Function ${name} returned an invalid gradient at index ${index} - got ${listText(given.shape)} but expected shape compatible with ${listText(input.shape)}`
    );
  }
  return castTo(reduceTo(given, input.shape), input.dtype);
}

/** A custom function on the tape. */
class FunctionNode extends GradNode {
  constructor(
    private readonly fn: CustomFunction,
    private readonly context: FunctionContext,
    inputs: readonly Tensor[],
    output: Tensor
  ) {
    const name = `${fn.name}Backward`;
    super(name, `torch.autograd.function.${name}`, inputs, output);
  }

  /** Only a backward that looks at what was saved misses it once it is freed. */
  protected saves(): Saved {
    return SAVES_NOTHING;
  }

  /** The context as backward sees it. */
  private reading(): FunctionContext {
    const saved = (): readonly Tensor[] => {
      this.requireIntact(this.context.savedTensors);
      return this.context.savedTensors;
    };
    return {
      needsInputGrad: this.context.needsInputGrad,
      nonDifferentiable: this.context.nonDifferentiable,
      dirty: this.context.dirty,
      get savedTensors() {
        return saved();
      }
    };
  }

  protected gradients(upstream: Tensor): readonly (Tensor | null)[] {
    const { name, inputs, fn } = this;
    const grads = fn.backward(this.reading(), upstream);
    const surplus = grads.slice(inputs.length);
    if (grads.length < inputs.length || surplus.some((extra) => extra !== null)) {
      throw new TorchError(
        `function ${name} returned an incorrect number of gradients (expected ${inputs.length}, got ${grads.length})`
      );
    }
    return inputs.map((input, k) => {
      const given = grads[k];
      if (given && input.isPythonScalar) {
        throw new TorchError(
          `function ${name} returned a gradient different than None at position ${k + 1}, but the corresponding forward input was not a Variable`
        );
      }
      return given && input.requiresGrad ? checkGradient(name, k, given, input) : null;
    });
  }
}

/** @throws TorchError for inputs that carry a tangent, which a function without a rule for it would lose */
function contextOf(inputs: readonly Tensor[]): FunctionContext {
  if (inputs.some(hasTangent)) {
    throw new TorchError(
      'You must implement the jvp function for custom autograd.Function to use it with forward mode AD.',
      'NotImplementedError'
    );
  }
  return {
    savedTensors: [],
    nonDifferentiable: [],
    dirty: [],
    needsInputGrad: inputs.map((t) => t.requiresGrad)
  };
}

/** An input that was handed back as it came must not become its own output. */
function ownOutput(output: Tensor, inputs: readonly Tensor[]): Tensor {
  if (!inputs.includes(output) && !output.gradFn && !output.view && !output.isPythonScalar) {
    return output;
  }
  const alias = output.alias();
  alias.isPythonScalar = output.isPythonScalar;
  return noGrad(() => castTo(alias, output.isPythonScalar ? 'float32' : output.dtype));
}

/**
 * `fn.apply(*inputs)`: runs forward without recording its inside and puts one entry on the tape.
 * @returns the output and the context with what was saved.
 * @throws TorchError in the backward pass for a wrong count or shape of gradients, and for saved tensors that were
 *   freed or changed in place; here for inputs that carry a tangent, which a function without a rule for it would lose.
 * Source: https://pytorch.org/docs/stable/notes/extending.html
 */
export function applyFunction(
  fn: CustomFunction,
  inputs: readonly Tensor[]
): { output: Tensor; context: FunctionContext } {
  const context = contextOf(inputs);
  const made = noGrad(() => fn.forward(context, inputs));
  const isMarked = context.nonDifferentiable.includes(made);
  const isDirty = context.dirty.includes(made) && inputs.includes(made);
  if (isDirty && isGradEnabled() && made.requiresGrad && made.isLeaf) {
    throw new TorchError(
      'a leaf Variable that requires grad has been used in an in-place operation.'
    );
  }
  if (isDirty) made.changed();
  // What was changed in place is its own output, with a new history.
  const output = isDirty ? made : ownOutput(made, inputs);
  if (!isMarked && isRecorded(output, inputs)) {
    attach(output, new FunctionNode(fn, context, inputs, output));
  }
  return { output, context };
}

/** A function of several outputs. */
export interface ManyFunction {
  readonly name: string;
  forward(context: FunctionContext, inputs: readonly Tensor[]): readonly Tensor[];
  /** One upstream gradient per output, null where none arrived; one gradient per input. */
  backward(
    context: FunctionContext,
    gradOutputs: readonly (Tensor | null)[]
  ): readonly (Tensor | null)[];
}

/** Where in the bundle of all outputs one of them lies. */
interface Part {
  readonly start: number;
  readonly output: Tensor;
  /** Set when a gradient reached it in this pass. */
  hasArrived: boolean;
}

/** One of several outputs: its gradient is a part of the bundle's. */
export class PartNode extends GradNode {
  /** @param index place among the outputs */
  constructor(
    readonly whole: GradNode,
    readonly index: number,
    private readonly part: Part
  ) {
    super(whole.name, whole.qualifiedName, [whole.output], part.output);
  }

  protected saves(): Saved {
    return SAVES_NOTHING;
  }

  protected gradients(upstream: Tensor): readonly (Tensor | null)[] {
    const [bundle] = this.inputs as [Tensor];
    const { start, output } = this.part;
    this.part.hasArrived = true;
    const flat = castTo(apply('reshape', [upstream], { shape: [-1] }), bundle.dtype);
    const zeros = (size: number): Tensor => fullLike({ shape: [size], dtype: bundle.dtype }, 0);
    const rest = bundle.numel - start - output.numel;
    return [apply('cat', [zeros(start), flat, zeros(rest)])];
  }
}

/**
 * `fn.apply(*inputs)` of a function with several outputs: each is an entry of its own on the tape, before a common one
 * that waits for the gradients of all of them.
 * @throws TorchError as `applyFunction`
 */
export function applyMany(fn: ManyFunction, inputs: readonly Tensor[]): Tensor[] {
  const context = contextOf(inputs);
  const made = noGrad(() => fn.forward(context, inputs));
  const isMarked = made.map((output) => context.nonDifferentiable.includes(output));
  const outputs = made.map((output) => ownOutput(output, inputs));
  const flowing = outputs.filter((output, k) => !isMarked[k] && isRecorded(output, inputs));
  if (flowing.length === 0) return outputs;
  const dtype = flowing.some((output) => output.dtype === 'float64') ? 'float64' : 'float32';
  const parts = new Map<Tensor, Part>();
  let size = 0;
  for (const output of flowing) {
    parts.set(output, { start: size, output, hasArrived: false });
    size += output.numel;
  }
  const bundle = fullLike({ shape: [size], dtype }, 0);
  const whole: CustomFunction = {
    name: fn.name,
    forward: () => bundle,
    backward: (reading, flat) =>
      fn.backward(
        reading,
        outputs.map((output) => {
          const part = parts.get(output);
          if (!part?.hasArrived) return null;
          part.hasArrived = false;
          const { start } = part;
          const own = apply('narrow', [flat], { dim: 0, start, length: output.numel });
          return castTo(apply('reshape', [own], { shape: output.shape }), output.dtype);
        })
      )
  };
  const node = new FunctionNode(whole, context, inputs, bundle);
  attach(bundle, node);
  for (const [output, part] of parts) {
    attach(output, new PartNode(node, outputs.indexOf(output), part));
  }
  return outputs;
}
