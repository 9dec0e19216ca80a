import { afterAll, describe, expect, it } from 'vitest';
import { backward, grad } from '../../src/lib/autograd/backward';
import { withGradMode } from '../../src/lib/autograd/mode';
import type { OpDefinition, Sample } from '../../src/lib/ops/define';
import { call } from '../../src/lib/ops/dispatch';
import { operations } from '../../src/lib/ops/registry';
import { tensorText } from '../../src/lib/tensor/print';
import type { Tensor } from '../../src/lib/tensor/tensor';
import { argumentOf, pattern } from './arguments';
import { expectClose, flatten, Worst } from './compare';
import { add, attempt, sum } from './engine';
import { fixtures, REGENERATE, type FixtureAnswer, type SampleFixture } from './fixtures';
import { fromJson, sampleInputs, type JsonNumbers } from './samples-format';

type Floating = 'float32' | 'float64';

/**
 * Printed texts that differ by design: the engine computes float32 in double precision and rounds once,
 * so it keeps a number below 1e-38 where single precision has already reached 0.
 */
const ROUNDED_ONCE = ['sigmoid [[90,-90]] float32'];

const { torch, samples } = fixtures('ops');
const keyOf = (op: string, inputs: unknown): string => `${op} ${JSON.stringify(inputs)}`;
const byKey = new Map(samples.map((fixture) => [keyOf(fixture.op, fixture.inputs), fixture]));
const worst = new Map<string, Worst>();
const passed = new Map<string, number>();

/** Gradients of the sum of the first gradients, one per input. */
function secondGradients(op: OpDefinition, inputs: readonly Tensor[]): (Tensor | null)[] {
  const output = call(op, inputs);
  const gradient = pattern(output);
  const first = grad(output, inputs, { gradient, createGraph: true });
  const total = withGradMode(true, () =>
    first
      .filter((g): g is Tensor => g !== null && g.requiresGrad)
      .map(sum)
      .reduce<Tensor | null>((all, one) => (all ? add(all, one) : one), null)
  );
  return total ? grad(total, inputs) : inputs.map(() => null);
}

/** PyTorch leaves a gradient out where another way of computing it gives zeros; both mean the same. */
function expectSecond(
  found: Tensor | null,
  expected: JsonNumbers | null,
  dtype: Floating,
  what: string,
  seen: Worst
): void {
  if (found && expected !== null) return expectClose(found, { value: expected, dtype }, what, seen);
  const rest = found?.values() ?? flatten(fromJson(expected ?? 0));
  expect(
    rest.every((value) => value === 0),
    `${what} is ${found ? 'a number' : 'None'}, and the other way round in PyTorch`
  ).toBe(true);
}

function compare(op: OpDefinition, sample: Sample, expected: FixtureAnswer, dtype: Floating): void {
  const differs = ROUNDED_ONCE.includes(`${keyOf(op.name, sampleInputs(sample))} ${dtype}`);
  const expectText = (found: Tensor, text: string): void => {
    if (differs) expect(tensorText(found), 'no longer differs').not.toBe(text);
    else expect(tensorText(found)).toBe(text);
  };
  const inputs = sample.inputs.map((value) => argumentOf(value, dtype));
  const seen = worst.get(op.name) ?? new Worst();
  worst.set(op.name, seen);
  const output = call(op, inputs);
  expectClose(output, expected, 'output', seen);
  expectText(output, expected.text);
  expect(output.gradFn?.name ?? null).toBe(expected.gradFn);
  if (expected.gradFn === null) return;

  backward(output, { gradient: pattern(output) });
  inputs.forEach((input, k) => {
    const gradient = expected.grads?.[k] ?? null;
    const what = `gradient of ${op.inputs[k]?.name}`;
    if (gradient === null || !input.grad) {
      expect(input.grad, what).toBe(gradient);
      return;
    }
    expectClose(input.grad, { value: gradient, dtype }, what, seen);
    expectText(input.grad, expected.gradTexts?.[k] ?? '');
  });
  const again = attempt(() => backward(output, { gradient: pattern(output) }));
  expect(again === null, 'a second backward works').toBe(expected.again);

  const second = secondGradients(op, inputs);
  second.forEach((found, k) =>
    expectSecond(
      found,
      expected.second?.[k] ?? null,
      dtype,
      `second derivative of ${op.inputs[k]?.name}`,
      seen
    )
  );
}

for (const op of operations) {
  describe(`${op.name} as PyTorch ${torch} computes it`, () => {
    for (const sample of op.samples) {
      const inputs = sampleInputs(sample);
      for (const dtype of ['float32', 'float64'] as const) {
        it(`${JSON.stringify(inputs)} in ${dtype}`, () => {
          const fixture: SampleFixture | undefined = byKey.get(keyOf(op.name, inputs));
          if (!fixture) expect.fail(`${op.name} ${JSON.stringify(inputs)} is ${REGENERATE}`);
          const expected = fixture[dtype];
          if ('error' in expected) expect.fail(`PyTorch refuses this sample: ${expected.message}`);
          compare(op, sample, expected, dtype);
          passed.set(op.name, (passed.get(op.name) ?? 0) + 1);
        });
      }
    }
  });
}

it('has no fixtures of samples that are gone', () => {
  const known = operations.flatMap((op) => op.samples.map((s) => keyOf(op.name, sampleInputs(s))));
  const gone = [...byKey.keys()].filter((key) => !known.includes(key));
  expect(gone, `the registry has changed: ${REGENERATE}`).toEqual([]);
});

afterAll(() => {
  const short = (error: number): string => (error === 0 ? '0' : error.toExponential(1));
  const rows = operations.map((op) => {
    const { float32, float64 } = (worst.get(op.name) ?? new Worst()).errors;
    const share = `${passed.get(op.name) ?? 0}/${2 * op.samples.length}`;
    return [op.name, share, short(float32), short(float64)];
  });
  const table = [['operation', 'passed', 'float32', 'float64'], ...rows]
    .map(([name = '', ...cells]) => name.padEnd(12) + cells.map((c) => c.padStart(10)).join(''))
    .join('\n');
  console.log(`Parity with PyTorch ${torch}, worst relative errors:\n${table}`);
});
