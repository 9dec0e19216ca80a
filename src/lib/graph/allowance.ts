import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { call } from '../ops/dispatch';
import { TorchError } from '../tensor/errors';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { LIMITS } from './document';

const BYTES = 4;

/** Elements of what broadcasting makes of the shapes, or more; shapes that don't fit are not its business. */
function broadcastCount(shapes: readonly Shape[]): number {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  let count = 1;
  for (let k = 1; k <= rank; k++) {
    count *= Math.max(...shapes.map((shape) => shape.at(-k) ?? 1));
  }
  return count;
}

/** The product of the whole numbers that an operation is given: a shape, sizes, how often something is repeated. */
function attributeCount(op: OpDefinition, attributes: Attributes): number {
  let count = 1;
  // Where there is a list of sizes, a number alone means something else, as the bounds of randint do.
  const specs = Object.entries(op.attributes);
  const sized = specs.some(([, { kind }]) => kind === 'ints') ? 'ints' : 'int';
  for (const [name, { kind }] of specs) {
    if (kind !== sized) continue;
    const parts = [attributes[name] ?? []].flat();
    for (const part of parts) count *= Math.max(1, Math.abs(Number(part)));
  }
  return count;
}

/**
 * Elements that a call will at least read or write, known before it runs. An operation that isn't elementwise reads
 * its inputs, and what it makes of them may be larger: sizes among its attributes tell where they ask for more than
 * there is, and its result is counted afterwards.
 */
function countBefore(op: OpDefinition, inputs: readonly Tensor[], attributes: Attributes): number {
  if (op.elementwise) return broadcastCount(inputs.map(({ shape }) => shape));
  const read = inputs.reduce((sum, { numel }) => sum + numel, 0);
  if (op.isView) return read;
  const wanted = attributeCount(op, attributes);
  return wanted > LIMITS.computed ? wanted : read;
}

/**
 * How many elements a run may still compute. Broadcasting makes much of little: two inputs that a document may
 * hold give a hundred million elements, and a page that opens such a document must not freeze.
 */
export class Allowance {
  constructor(private left: number = LIMITS.computed) {}

  /** Runs an operation within the allowance. @throws TorchError as PyTorch would where memory runs out */
  readonly call = (op: OpDefinition, inputs: readonly Tensor[], attributes: Attributes): Tensor => {
    const before = countBefore(op, inputs, attributes);
    if (before > this.left) this.refuse(before);
    this.left -= before;
    const output = call(op, inputs, attributes);
    // Refused or not, it has been computed: a document full of such operations must come to its end.
    const more = Math.max(0, (op.isView ? 0 : output.numel) - before);
    const isTooMuch = more > this.left;
    this.left -= more;
    if (isTooMuch) this.refuse(output.numel);
    return output;
  };

  private refuse(count: number): never {
    throw new TorchError(
      `DefaultCPUAllocator: can't allocate memory: you tried to allocate ${count * BYTES} bytes.`
    );
  }
}
