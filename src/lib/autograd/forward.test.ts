import { describe, expect, it } from 'vitest';
import { argumentOf, pattern } from '../../../tests/parity/arguments';
import { isNear } from '../../../tests/parity/differences';
import { leaf, mul, sin, sum } from '../../../tests/parity/engine';
import type { OpDefinition, Sample } from '../ops/define';
import { call, tensors } from '../ops/dispatch';
import { operations } from '../ops/registry';
import { TorchError } from '../tensor/errors';
import { tensor, Tensor } from '../tensor/tensor';
import { grad } from './backward';
import { applyFunction } from './function';
import { forwardDerivative } from './forward';
import { noGrad } from './mode';

const total = (t: Tensor): number => t.values().reduce((all, value) => all + value, 0);
const product = (a: Tensor, b: Tensor): number => total(tensors.mul(a, b));

/** A tangent with uneven elements. */
const direction = (t: Tensor): Tensor =>
  new Tensor(
    Float64Array.from({ length: t.numel }, (_, i) => 0.5 - ((i * 3) % 7) / 4),
    t.shape,
    t.dtype
  );

/** What the function gives twice when it is asked twice. */
const isSteady = (op: OpDefinition, inputs: readonly Tensor[], sample: Sample): boolean => {
  const run = (): string => String(call(op, inputs, sample.attributes).values());
  return run() === run();
};

describe('forward and reverse mode agree', () => {
  for (const op of operations.filter(({ gradFn }) => gradFn !== null)) {
    it(op.name, () => {
      for (const sample of op.samples) {
        if (sample.kink) continue;
        const inputs = sample.inputs.map((value) => argumentOf(value, 'float64'));
        if (!isSteady(op, inputs, sample)) continue;
        const moving = inputs.flatMap((t, k) => (t.requiresGrad ? [k] : []));
        const directions = moving.map((k) => direction(inputs[k] as Tensor));
        const f = (...given: Tensor[]): Tensor => {
          const all = inputs.map((t, k) => (moving.includes(k) ? given[moving.indexOf(k)] : t));
          return call(op, all as Tensor[], sample.attributes);
        };
        const leaves = moving.map((k) => inputs[k] as Tensor);
        const { output, tangent } = forwardDerivative(f, leaves, directions);
        const grads = grad(f(...leaves), leaves, { gradient: pattern(output) });
        const reverse = grads.reduce(
          (all, g, k) => all + (g ? product(g, directions[k] as Tensor) : 0),
          0
        );
        const forward = product(tangent, pattern(output));
        if (!isNear(forward, reverse, 1e-9)) {
          expect.fail(`${JSON.stringify(sample)}: forward ${forward}, reverse ${reverse}`);
        }
        // A tangent needs no gradient.
        const still = leaves.map((t) => t.untracked());
        const alone = noGrad(() => forwardDerivative(f, still, directions));
        expect(isNear(product(alone.tangent, pattern(output)), reverse, 1e-9)).toBe(true);
      }
    });
  }
});

describe('a tangent', () => {
  const f = (t: Tensor): Tensor => sum(mul(sin(t), t));
  const x = leaf([0.5, 2], 'float64');
  const v = tensor([1, -1], { dtype: 'float64' });

  it('is that of each argument, where one tensor is given twice', () => {
    const { tangent } = forwardDerivative(
      (a, b) => mul(a, b),
      [tensor(3), tensor(3)],
      [tensor(1), tensor(0)]
    );
    expect(tangent.item()).toBe(3);
  });

  it('can be differentiated: forward over reverse is reverse over forward', () => {
    const { tangent } = forwardDerivative(f, [x], [v]);
    const [reverseOverForward] = grad(tangent, [x]);
    const slope = (t: Tensor): Tensor => grad(f(t), [t], { createGraph: true })[0] as Tensor;
    const { tangent: forwardOverReverse } = forwardDerivative(slope, [x], [v]);
    const second = (at: number): number => 2 * Math.cos(at) - at * Math.sin(at);
    [second(0.5), -second(2)].forEach((expected, i) => {
      expect(reverseOverForward?.values()[i]).toBeCloseTo(expected, 12);
      expect(forwardOverReverse.values()[i]).toBeCloseTo(expected, 12);
    });
  });

  it('is zero where the output does not depend on the input', () => {
    expect(forwardDerivative(() => tensor([1, 2]), [x], [v]).tangent.values()).toEqual([0, 0]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['of another shape', () => forwardDerivative(f, [x], [tensor(1)]), /same shape as primal/],
    ['of another dtype', () => forwardDerivative(f, [x], [tensor([1, 2])]), /same dtype as primal/],
    [
      'inside another forward pass',
      () => forwardDerivative((t) => forwardDerivative(f, [t], [v]).output, [x], [v]),
      /Nested forward mode AD is not supported/
    ],
    [
      'through a function without a rule for it',
      () =>
        forwardDerivative(
          (t) =>
            applyFunction({ name: 'F', forward: (_, [i]) => i as Tensor, backward: () => [] }, [t])
              .output,
          [x],
          [v]
        ),
      /You must implement the jvp function/
    ]
  ])('%s is refused', (_, run, message) => {
    expect(run).toThrow(TorchError);
    expect(run).toThrow(message);
    // The next one starts afresh.
    expect(forwardDerivative(f, [x], [v]).tangent.numel).toBe(1);
  });
});
