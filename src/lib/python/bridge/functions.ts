import { applyFunction, applyMany, type FunctionContext } from '../../autograd/function';
import { noGrad } from '../../autograd/mode';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { type FunctionText, isCutHere, type Journal } from '../record/journal';

/** What a forward in Python leaves behind. */
interface Forwarded {
  readonly outputs: ArrayLike<Tensor>;
  readonly saved: ArrayLike<Tensor>;
  readonly nonDifferentiable: ArrayLike<Tensor>;
  readonly dirty: ArrayLike<Tensor>;
}

/** One call of `apply` in Python. */
export interface FunctionCall {
  readonly name: string;
  /** Runs the learner's forward. */
  forward(needsInputGrad: readonly boolean[]): Forwarded;
  /** Runs the learner's backward; `reading` gives what was saved, or PyTorch's error where that is gone. */
  backward(
    reading: FunctionContext,
    gradOutputs: readonly (Tensor | null)[]
  ): ArrayLike<Tensor | undefined>;
  /** The text of the class as JSON, where there is one. */
  readonly source: string | undefined;
}

function noteForward(context: FunctionContext, made: Forwarded): readonly Tensor[] {
  context.savedTensors = Array.from(made.saved);
  context.nonDifferentiable = Array.from(made.nonDifferentiable);
  context.dirty = Array.from(made.dirty);
  return Array.from(made.outputs);
}

/**
 * `Function.apply` of Python: one output or several.
 * @throws TorchError in PyTorch's words; what the learner's code raises goes through as it is
 */
export function applyPython(
  journal: Journal,
  call: FunctionCall,
  inputs: readonly Tensor[],
  line: number | null
): Tensor[] {
  const { name } = call;
  const source = call.source === undefined ? null : (JSON.parse(call.source) as FunctionText);
  const operands = journal.operands(inputs);
  const backward = (
    reading: FunctionContext,
    grads: readonly (Tensor | null)[]
  ): (Tensor | null)[] => Array.from(call.backward(reading, grads), (one) => one ?? null);
  // Forward runs once, whichever way the outputs then go on the tape.
  const made = journal.inside(() => {
    const needs = inputs.map((t) => t.requiresGrad);
    return noGrad(() => call.forward(needs));
  });
  const [first, second] = Array.from(made.outputs);
  if (!first) throw new TorchError(`${name}.forward: expected at least one tensor`, 'TypeError');
  const keep = (own: FunctionContext): readonly Tensor[] => noteForward(own, made);
  const outputs = second
    ? applyMany({ name, forward: keep, backward }, inputs)
    : [
        applyFunction(
          {
            name,
            forward: (own) => keep(own)[0] ?? first,
            backward: (reading, grad) => backward(reading, [grad])
          },
          inputs
        ).output
      ];
  for (const output of outputs) {
    const isCut = isCutHere(output, inputs);
    if (second) journal.leaf(output, line);
    else journal.made({ kind: 'custom', name, source }, operands, output, isCut, line);
  }
  return outputs;
}
