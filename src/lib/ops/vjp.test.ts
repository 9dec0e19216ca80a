import { describe, expect, it } from 'vitest';
import { argumentOf, pattern } from '../../../tests/parity/arguments';
import { plainInputs, seededCall } from '../../../tests/parity/check-samples';
import { differences, isNear } from '../../../tests/parity/differences';
import { sampleTitle, sampleToJson } from '../../../tests/parity/samples-format';
import { backward, grad } from '../autograd/backward';
import { noGrad } from '../autograd/mode';
import { numbers } from './algebra';
import { bind } from './attributes';
import type { OpDefinition, Sample } from './define';
import { call, tensors } from './dispatch';
import { operation, operations } from './registry';
import { expandTo, reduceTo } from './reshape';
import type { Tensor } from '../tensor/tensor';

const text = (op: OpDefinition, sample: Sample): string =>
  `${op.name} ${sampleTitle(sampleToJson(sample))}`;

/** An operation with a sample's attributes; random numbers are the same each time. */
type Run = (inputs: readonly Tensor[]) => Tensor;
const runOf =
  (op: OpDefinition, { attributes }: Sample): Run =>
  (inputs) =>
    seededCall(op, inputs, attributes);

/** Where PyTorch takes an input only without a gradient, so does the test. */
const argumentsOf = (op: OpDefinition, sample: Sample): Tensor[] =>
  sample.inputs.map((value, k) => {
    const made = argumentOf(value, 'float64');
    if (plainInputs(op, sample).includes(k)) made.requiresGrad = false;
    return made;
  });

const inputName = (op: OpDefinition, k: number): string =>
  (op.inputs[k] ?? op.inputs.at(-1))?.name ?? '';

const total = (t: Tensor): number => t.values().reduce((sum, value) => sum + value, 0);

/** The output weighted by 1, 2, 3 …, so that every element counts differently. */
const weighted = (run: Run, inputs: readonly Tensor[]): number =>
  noGrad(() => {
    const output = run(inputs);
    return total(tensors.mul(output, pattern(output)));
  });

/** Each gradient weighted likewise, added up. */
function weightedGradients(run: Run, inputs: readonly Tensor[]): Tensor | null {
  const output = run(inputs);
  const first = grad(output, inputs, { gradient: pattern(output), createGraph: true });
  return first
    .filter((g): g is Tensor => g?.requiresGrad ?? false)
    .map((g) => reduceTo(tensors.mul(g, pattern(g)), []))
    .reduce<Tensor | null>((sum, one) => (sum ? tensors.add(sum, one) : one), null);
}

function expectNear(
  found: Tensor | null,
  truth: readonly number[],
  tolerance: number,
  what: string
): void {
  truth.forEach((expected, element) => {
    const given = found?.values()[element] ?? 0;
    if (!isNear(given, expected, tolerance)) {
      expect.fail(`${what}, element ${element}: vjp ${given}, central difference ${expected}`);
    }
  });
}

const differentiable = operations.filter((op) => op.gradFn !== null);

for (const op of differentiable) {
  describe(op.name, () => {
    const smooth = op.samples.filter((sample) => !sample.kink);

    it('has a sample without a kink', () => expect(smooth.length).toBeGreaterThan(0));

    for (const sample of smooth) {
      const run = runOf(op, sample);

      it(`${text(op, sample)}: vjp is the central difference`, () => {
        const inputs = argumentsOf(op, sample);
        const output = run(inputs);
        backward(output, { gradient: pattern(output) });
        inputs.forEach((input, k) => {
          if (!input.requiresGrad) return;
          const truth = differences((xs) => weighted(run, xs), inputs, k);
          expectNear(input.grad, truth, 1e-8, `${text(op, sample)}, input ${inputName(op, k)}`);
        });
      });

      it(`${text(op, sample)}: second derivative is the difference of the first`, () => {
        const inputs = argumentsOf(op, sample);
        const sum = weightedGradients(run, inputs);
        const found = sum ? grad(sum, inputs) : [];
        inputs.forEach((input, k) => {
          if (!input.requiresGrad) return;
          const value = (xs: readonly Tensor[]): number => weightedGradients(run, xs)?.item() ?? 0;
          const what = `${text(op, sample)}, second derivative of ${inputName(op, k)}`;
          expectNear(found[k] ?? null, differences(value, inputs, k), 1e-7, what);
        });
      });
    }

    for (const sample of op.samples) {
      it(`${text(op, sample)}: upstream × local derivative is the vjp`, () => {
        const inputs = argumentsOf(op, sample);
        const output = seededCall(op, inputs, sample.attributes);
        const upstream = pattern(output);
        const grads = grad(output, inputs, { gradient: upstream });
        inputs.forEach((input, k) => {
          if (!input.requiresGrad) return;
          const local = op.local(k, inputs, output, bind(op, sample.attributes ?? {}));
          if (!local && !op.elementwise) return;
          if (!local) expect.fail(`${op.name} has no local derivative for ${inputName(op, k)}`);
          expect(local.isPythonScalar).toBe(false);
          const product = reduceTo(tensors.mul(upstream, local), input.shape).values();
          grads[k]?.values().forEach((contribution, i) => {
            if (isNear(product[i] ?? 0, contribution, 1e-12)) return;
            const what = `${text(op, sample)}, input ${inputName(op, k)}, element ${i}`;
            expect.fail(`${what}: upstream × local ${product[i]}, vjp ${contribution}`);
          });
        });
      });
    }
  });
}

describe('the gradient of what is constant in pieces', () => {
  it.each(['sign', 'floor', 'ceil', 'round'])('%s: is 0 in the shape of the input', (name) => {
    for (const value of [1.5, [1.5], [1.5, -2.25], [[1.5]], [[1.5, 2.25]]]) {
      const input = argumentOf(value, 'float32');
      const output = call(operation(name) as OpDefinition, [input]);
      backward(output, { gradient: noGrad(() => tensors.neg(pattern(output))) });
      expect(input.grad?.shape).toEqual(input.shape);
      // Not −0, although what flows in is negative.
      expect(input.grad?.values()).toEqual(input.values().map(() => 0));
    }
  });
});

describe('the scalar expression is what forward computes', () => {
  for (const op of operations) {
    const { elementwise } = op;
    if (!elementwise) continue;
    it(op.name, () => {
      for (const sample of op.samples) {
        const inputs = sample.inputs.map((one) => argumentOf(one, 'float64'));
        const attributes = bind(op, sample.attributes ?? {});
        const { value } = elementwise(attributes);
        const output = call(op, inputs, attributes);
        const columns = inputs.map((t) => expandTo(t, output.shape).values());
        const expected = output
          .values()
          .map((_, i) => value(numbers, ...columns.map((c) => c[i] ?? 0)));
        expect(output.values(), text(op, sample)).toEqual(expected);
      }
    });
  }
});
