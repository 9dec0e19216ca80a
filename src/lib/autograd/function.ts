import { castTo, reduceTo } from '../ops/reshape';
import { TorchError } from '../tensor/errors';
import { broadcastShapes, sameShape } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { noGrad } from './mode';
import { GradNode, record } from './tape';

/** What `forward` leaves for `backward`. */
export interface FunctionContext {
  savedTensors: readonly Tensor[];
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

const sizeText = (t: Tensor): string => `[${t.shape.join(', ')}]`;

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
      `Function ${name} returned an invalid gradient at index ${index} - got ${sizeText(given)} but expected shape compatible with ${sizeText(input)}`
    );
  }
  return castTo(reduceTo(given, input.shape), input.dtype);
}

/**
 * `fn.apply(*inputs)`: runs forward without recording its inside and puts one entry on the tape.
 * @returns the output and the context with what was saved.
 * @throws TorchError in the backward pass for a wrong count or shape of gradients.
 * Source: https://pytorch.org/docs/stable/notes/extending.html
 */
export function applyFunction(
  fn: CustomFunction,
  inputs: readonly Tensor[]
): { output: Tensor; context: FunctionContext } {
  const context: FunctionContext = {
    savedTensors: [],
    needsInputGrad: inputs.map((t) => t.requiresGrad)
  };
  let output = noGrad(() => fn.forward(context, inputs));
  // An input handed back as it came must not become its own output.
  if (inputs.includes(output) || output.gradFn || output.isPythonScalar) {
    const dtype = output.isPythonScalar ? 'float32' : output.dtype;
    output = new Tensor(output.data, output.shape, output.dtype, output.strides, output.offset);
    output = noGrad(() => castTo(output, dtype));
  }
  const name = `${fn.name}Backward`;
  const made = output;
  record(made, inputs, () => {
    const back = (upstream: Tensor): (Tensor | null)[] => {
      const grads = fn.backward(reading, upstream);
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
    };
    const qualified = `torch.autograd.function.${name}`;
    // Only a backward that looks at what was saved misses it once it is freed.
    const node = new GradNode(name, qualified, inputs, made, false, back);
    const reading: FunctionContext = {
      needsInputGrad: context.needsInputGrad,
      get savedTensors() {
        if (context.savedTensors.length > 0) node.requireSaved();
        return context.savedTensors;
      }
    };
    return node;
  });
  return { output: made, context };
}
