import { bind, startingAttributes, type Attributes } from '../src/lib/ops/attributes';
import type { OpDefinition } from '../src/lib/ops/define';
import { call } from '../src/lib/ops/dispatch';
import { operations } from '../src/lib/ops/registry';
import { tensor, type NestedNumbers } from '../src/lib/tensor/tensor';

/** Attributes with which an operation runs: a fresh node's, and those of the plainest sample. */
export const plainAttributes = (op: OpDefinition): Attributes =>
  bind(op, { ...startingAttributes(op), ...op.samples[0]?.attributes });

/** What an operation makes of inputs that are all the same; null where it doesn't take them. */
function tried(op: OpDefinition, value: NestedNumbers): readonly number[] | null {
  try {
    const inputs = op.inputs.map(() => tensor(value));
    return call(op, inputs, plainAttributes(op)).values();
  } catch {
    return null;
  }
}

const column = Array.from({ length: 64 }, () => 1);

/** Operations on tensors that give the same whenever they are asked; dropout doesn't. */
export const steady: readonly string[] = operations
  .filter((op) => op.inputs.length > 0)
  .filter((op) => String(tried(op, column)) === String(tried(op, column)))
  .map(({ name }) => name);

/** Those of them that make one number of single numbers. */
export const onNumbers: readonly string[] = operations
  .filter((op) => steady.includes(op.name) && tried(op, 0.5)?.length === 1)
  .map(({ name }) => name);
