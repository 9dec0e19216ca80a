import type { OpDefinition } from '../ops/define';
import { installRecorder } from '../ops/dispatch';
import { isFloating } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import type { GradFn, Tensor } from '../tensor/tensor';
import { isGradEnabled } from './mode';

let counter = 0;

/** Computes one gradient per input from the upstream gradient; null where none flows. */
export type Backward = (upstream: Tensor, needed: readonly boolean[]) => (Tensor | null)[];

/** One entry of the tape: a function that ran forward and knows how to run backward. */
export class GradNode implements GradFn {
  /** Position on the tape; the backward pass runs from high to low. */
  readonly sequence = counter++;
  /** Whether each input required a gradient when the function ran. */
  private readonly needed: readonly boolean[];
  private freed = false;

  constructor(
    readonly name: string,
    readonly qualifiedName: string,
    readonly inputs: readonly Tensor[],
    readonly output: Tensor,
    private readonly saves: boolean,
    private readonly compute: Backward
  ) {
    this.needed = inputs.map((t) => t.requiresGrad);
  }

  /** Whether a gradient flows to an input: switching `requires_grad` on later doesn't let one through. */
  reaches(index: number): boolean {
    return (this.needed[index] ?? false) && (this.inputs[index]?.requiresGrad ?? false);
  }

  /** @throws TorchError when the tensors that it saved are gone. */
  requireSaved(): void {
    if (this.freed) {
      throw new TorchError(
        'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). ' +
          'Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). ' +
          'Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.'
      );
    }
  }

  /** @throws TorchError when it needs tensors that are gone. */
  backward(upstream: Tensor): (Tensor | null)[] {
    if (this.saves) this.requireSaved();
    return this.compute(upstream, this.needed);
  }

  free(): void {
    this.freed = true;
  }
}

/** The tape entry that made a tensor, or null for a leaf. */
export const gradNode = (t: Tensor): GradNode | null => t.gradFn as GradNode | null;

/** Writes a tape entry for `output` if any input requires a gradient. */
export function record(
  output: Tensor,
  inputs: readonly Tensor[],
  make: () => GradNode
): GradNode | null {
  if (!isGradEnabled() || !isFloating(output.dtype)) return null;
  if (!inputs.some((t) => t.requiresGrad)) return null;
  const node = make();
  output.gradFn = node;
  output.requiresGrad = true;
  return node;
}

installRecorder((op, inputs, output, attributes) => {
  const name = typeof op.gradFn === 'function' ? op.gradFn(inputs, attributes) : op.gradFn;
  if (name === null) return;
  record(output, inputs, () => {
    const back: Backward = (upstream, needed) =>
      op.vjp({ upstream, inputs, output, attributes, isRecorded: isGradEnabled() }, needed);
    return new GradNode(
      name,
      name,
      inputs,
      output,
      op.saves(
        inputs.map((t) => t.requiresGrad),
        attributes
      ).inputs.length > 0 ||
        op.saves(
          inputs.map((t) => t.requiresGrad),
          attributes
        ).output,
      back
    );
  });
});
