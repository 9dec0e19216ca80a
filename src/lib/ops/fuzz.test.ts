import { describe, expect, it } from 'vitest';
import { backward, grad } from '../autograd/backward';
import { hessian, hvp, jacobian, jvp, vjp } from '../autograd/functional';
import { inPlace } from '../autograd/inplace';
import {
  Chance,
  randomCall,
  randomShape,
  randomTensor,
  words,
  type RandomCall
} from '../../../tests/parity/random-calls';
import { allocate, isFloating } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { sameShape } from '../tensor/shape';
import { fullLike, Tensor } from '../tensor/tensor';
import { call, tensors } from './dispatch';
import { operations } from './registry';

const CALLS = 10_000;
const FUNCTIONAL_CALLS = 2_000;

const isWhole = (value: number): boolean => Number.isInteger(value) && !Object.is(value, -0);

/** What is wrong with a tensor in itself; null for a sound one. */
function fault(t: unknown): string | null {
  if (!(t instanceof Tensor)) return `is no tensor but ${String(t)}`;
  const { shape, strides, dtype, data, offset } = t;
  if (!['float32', 'float64', 'int64', 'bool'].includes(dtype)) return `has dtype ${dtype}`;
  if (!shape.every((size) => Number.isInteger(size) && size >= 0)) return `has shape [${shape}]`;
  if (strides.length !== shape.length) return `has strides [${strides}] for shape [${shape}]`;
  if (data.constructor !== allocate(dtype, 0).constructor && !t.isPythonScalar) {
    return `keeps ${dtype} in ${data.constructor.name}`;
  }
  if (t.numel > 0) {
    const reach = shape.map((size, k) => (size - 1) * (strides[k] ?? NaN));
    const first = reach.reduce((sum, step) => sum + Math.min(0, step), offset);
    const final = reach.reduce((sum, step) => sum + Math.max(0, step), offset);
    if (!(first >= 0 && final < data.length)) return `reads elements ${first} to ${final}`;
  }
  if (t.isPythonScalar) return null;
  const list = t.values();
  if (dtype === 'bool' && !list.every((value) => value === 0 || value === 1)) {
    return `holds the bools ${list}`;
  }
  if (dtype === 'int64' && !list.every(isWhole)) return `holds the integers ${list}`;
  if (!isFloating(dtype) && t.requiresGrad) return `is ${dtype} and requires a gradient`;
  return null;
}

/** The answer, or null where it is a TorchError with words. @throws anything else */
function attempt<R>(run: () => R): R | null {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TorchError)) throw error;
    expect(error.message).toMatch(/\S/);
    expect(error.message).not.toMatch(/undefined|\[object|NaN-|,,/);
    return null;
  }
}

/** @throws Error that says which call of which operation went wrong */
function check(made: RandomCall, run: () => void): void {
  try {
    run();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const where = text.split('\n').slice(0, 4).join('\n');
    throw new Error(`${words(made)}: ${where}`, { cause: error });
  }
}

function tryCall(made: RandomCall): void {
  const { op, inputs, attributes } = made;
  const before = inputs.map((t) => t.values());
  const output = attempt(() => call(op, inputs, attributes));
  inputs.forEach((t, k) => expect(t.values(), `input ${k} afterwards`).toEqual(before[k]));
  if (output === null) return;
  expect(fault(output), 'the output').toBeNull();
  if (!output.requiresGrad || inputs.includes(output)) return;
  attempt(() => backward(output, { gradient: fullLike(output, 1) }));
  for (const input of inputs) {
    if (!input.grad) continue;
    expect(fault(input.grad), 'a gradient').toBeNull();
    expect(input.grad.dtype).toBe(input.dtype);
    expect(input.grad.shape).toEqual(input.shape);
  }
}

/** Names at most a few faults per operation. */
function repeat(
  times: number,
  seed: number,
  step: (chance: Chance) => RandomCall,
  run: (made: RandomCall, chance: Chance) => void
): void {
  const chance = new Chance(seed);
  const faults = new Map<string, string[]>();
  for (let i = 0; i < times; i++) {
    const made = step(chance);
    try {
      check(made, () => run(made, chance));
    } catch (error) {
      const list = faults.get(made.op.name) ?? [];
      faults.set(made.op.name, list);
      if (list.length < 3) list.push(String(error));
    }
  }
  expect([...faults.values()].flat().join('\n\n')).toBe('');
}

describe('random calls', () => {
  it('of operations give a sound tensor or a TorchError', () =>
    repeat(CALLS, 20260101, (chance) => randomCall(chance), tryCall));

  const differentiable = operations.filter((op) => op.gradFn !== null && op.inputs.length > 0);

  it('of grad, twice, and of functional derivatives give sound tensors or a TorchError', () =>
    repeat(
      FUNCTIONAL_CALLS,
      20260102,
      (chance) => randomCall(chance, differentiable),
      ({ op, inputs, attributes }, chance) => {
        // These take tensors only.
        if (inputs.some((input) => input.isPythonScalar)) return;
        const f = (...xs: Tensor[]): Tensor => call(op, xs, attributes);
        const [x] = inputs;
        const direction = (like: Tensor): Tensor =>
          chance.is(0.1)
            ? randomTensor(chance, randomShape(chance), 'float32')
            : fullLike(like, 0.5);
        const found = attempt((): readonly (Tensor | null)[] => {
          switch (chance.int(0, 5)) {
            case 0:
              return jacobian(f, inputs);
            case 1:
              return inputs.length === 1 && (x?.numel ?? 9) < 7 ? hessian(f, inputs).flat() : [];
            case 2: {
              const { output, grads } = vjp(f, inputs, direction(f(...inputs)));
              return [output, ...grads];
            }
            case 3: {
              const { output, tangent } = jvp(f, inputs, inputs.map(direction));
              return [output, tangent];
            }
            case 4:
              return x && inputs.length === 1 ? [hvp(f, x, direction(x))] : [];
            default: {
              const output = f(...inputs);
              const options = { gradient: fullLike(output, 1), createGraph: true };
              const first = grad(output, inputs, options);
              const sum = first
                .filter((g): g is Tensor => g?.requiresGrad ?? false)
                .reduce<Tensor | null>((all, g) => (all ? tensors.add(all, g) : g), null);
              const second = sum ? grad(sum, inputs, { gradient: fullLike(sum, 1) }) : [];
              return [...first, ...second];
            }
          }
        });
        for (const t of found ?? []) if (t) expect(fault(t)).toBeNull();
      }
    ));

  it('in place give a sound tensor or a TorchError', () =>
    repeat(
      FUNCTIONAL_CALLS,
      20260103,
      (chance) => randomCall(chance, differentiable),
      ({ op, inputs, attributes }) => {
        const [first, ...others] = inputs;
        if (!first || first.isPythonScalar) return;
        const target = first.requiresGrad ? tensors.neg(first) : first;
        const shape = target.shape;
        const changed = attempt(() => inPlace(op, target, others, attributes));
        expect(fault(target)).toBeNull();
        expect(sameShape(target.shape, shape)).toBe(true);
        if (!changed?.requiresGrad) return;
        attempt(() => backward(changed, { gradient: fullLike(changed, 1) }));
        if (first.grad) expect(fault(first.grad)).toBeNull();
      }
    ));
});
