import { call } from '../ops/dispatch';
import type { OpDefinition } from '../ops/define';
import { TorchError } from '../tensor/errors';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { LIMITS } from './document';

const BYTES = 4;

/** Elements of what broadcasting makes of the shapes, or more; shapes that don't fit are not its business. */
function broadcastCount(shapes: readonly Shape[]): number {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  let count = 1;
  for (let k = 1; k <= rank; k++) {
    count *= Math.max(...shapes.map((shape) => shape.at(-k) ?? 1));
  }
  return count;
}

/**
 * How many elements a run may still compute. Broadcasting makes much of little: two inputs that a document may
 * hold give a hundred million elements, and a page that opens such a document must not freeze.
 */
export class Allowance {
  constructor(private left: number = LIMITS.computed) {}

  /** Runs an operation within the allowance. @throws TorchError as PyTorch would where memory runs out */
  readonly call = (op: OpDefinition, inputs: readonly Tensor[]): Tensor => {
    const count = broadcastCount(inputs.map((input) => input.shape));
    if (count > this.left) {
      throw new TorchError(
        `DefaultCPUAllocator: can't allocate memory: you tried to allocate ${count * BYTES} bytes.`
      );
    }
    this.left -= count;
    return call(op, inputs);
  };
}
