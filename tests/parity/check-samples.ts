import { backward, grad } from '../../src/lib/autograd/backward';
import { withGradMode } from '../../src/lib/autograd/mode';
import { call } from '../../src/lib/ops/dispatch';
import type { OpDefinition, Sample } from '../../src/lib/ops/define';
import { operations } from '../../src/lib/ops/registry';
import { tensorText } from '../../src/lib/tensor/print';
import { manualSeed } from '../../src/lib/tensor/random';
import type { Tensor } from '../../src/lib/tensor/tensor';
import { argumentOf, pattern } from './arguments';
import type { Check, Checks } from './check';
import { expectClose, expectSame, fail, flatten, type Worst } from './compare';
import { add, attempt, sum } from './engine';
import { fixtures, REGENERATE, type FixtureAnswer } from './fixtures';
import {
  fromJson,
  isFloatingSample,
  sampleTitle,
  sampleToJson,
  type JsonNumbers
} from './samples-format';

type Floating = 'float32' | 'float64';

/**
 * Printed texts that differ by design: the engine computes float32 in double precision and rounds once,
 * so it keeps a number below 1e-38 where single precision has already reached 0.
 */
const ROUNDED_ONCE = ['sigmoid [[90,-90]] float32'];

/** Runs an operation from the seed that the fixtures start from. */
export function seededCall(
  op: OpDefinition,
  inputs: readonly Tensor[],
  attributes?: Sample['attributes']
): Tensor {
  manualSeed(0);
  return call(op, inputs, attributes);
}

/** Gradients of the sum of the first gradients, one per input. */
export function secondGradients(
  output: Tensor,
  gradient: Tensor,
  inputs: readonly Tensor[]
): (Tensor | null)[] {
  const wanted = inputs.filter((input) => input.requiresGrad);
  const first = grad(output, wanted, { gradient, createGraph: true, allowUnused: true });
  const total = withGradMode(true, () =>
    first
      .filter((g): g is Tensor => g?.requiresGrad ?? false)
      .map(sum)
      .reduce<Tensor | null>((all, one) => (all ? add(all, one) : one), null)
  );
  const found = total ? grad(total, wanted, { allowUnused: true }) : [];
  return inputs.map((input) => found[wanted.indexOf(input)] ?? null);
}

/** PyTorch leaves a gradient out where another way of computing it gives zeros; both mean the same. */
export function expectSecond(
  found: Tensor | null,
  expected: { value: JsonNumbers; shape?: readonly number[]; slack?: number } | null,
  dtype: Floating,
  what: string,
  worst: Worst
): void {
  if (found && expected) return expectClose(found, { ...expected, dtype }, what, worst);
  const rest = found?.values() ?? flatten(fromJson(expected?.value ?? 0));
  if (rest.every((value) => value === 0)) return;
  fail(`${what} is ${found ? 'a number' : 'None'}, and the other way round in PyTorch`);
}

function compare(
  op: OpDefinition,
  sample: Sample,
  title: string,
  expected: FixtureAnswer,
  dtype: Floating,
  worst: Worst
): void {
  const differs = ROUNDED_ONCE.includes(`${op.name} ${title} ${dtype}`);
  const expectText = (found: Tensor, text: string, what: string): void => {
    if (!differs) return expectSame(tensorText(found), text, what);
    if (tensorText(found) === text) fail(`${what} no longer differs`);
  };
  const inputs = sample.inputs.map((value) => argumentOf(value, dtype));
  for (const k of expected.plain ?? []) (inputs[k] as Tensor).requiresGrad = false;
  const nameOf = (k: number): string => (op.inputs[k] ?? op.inputs.at(-1))?.name ?? '';
  const output = seededCall(op, inputs, sample.attributes);
  expectClose(output, expected, 'output', worst);
  expectText(output, expected.text, 'print of the output');
  expectSame(output.gradFn?.name ?? null, expected.gradFn, 'grad_fn');
  if (expected.gradFn === null) return;

  backward(output, { gradient: pattern(output) });
  inputs.forEach((input, k) => {
    const value = expected.grads?.[k] ?? null;
    const what = `gradient of ${nameOf(k)}`;
    if (value === null || !input.grad) {
      return expectSame(input.grad?.tolist() ?? null, value, what);
    }
    expectClose(input.grad, { value, dtype, shape: input.shape }, what, worst);
    expectText(input.grad, expected.gradTexts?.[k] ?? '', `print of the ${what}`);
  });
  const again = attempt(() => backward(output, { gradient: pattern(output) }));
  expectSame(again === null, expected.again, 'whether a second backward works');

  if (expected.secondRefused !== undefined) return;
  const fresh = seededCall(op, inputs, sample.attributes);
  secondGradients(fresh, pattern(fresh), inputs).forEach((found, k) => {
    const value = expected.second?.[k] ?? null;
    const wanted = value === null ? null : { value, shape: (inputs[k] as Tensor).shape };
    expectSecond(found, wanted, dtype, `second derivative of ${nameOf(k)}`, worst);
  });
}

const byTitle = new Map(
  fixtures('ops').samples.map((one) => [`${one.op} ${sampleTitle(one)}`, one])
);

/** Positions of the inputs that PyTorch takes only without a gradient. */
export function plainInputs(op: OpDefinition, sample: Sample): readonly number[] {
  const answer = byTitle.get(`${op.name} ${sampleTitle(sampleToJson(sample))}`)?.float32;
  return (answer && 'plain' in answer && answer.plain) || [];
}

/** Each sample of the registry in each dtype. */
export function sampleChecks(): Checks {
  const byKey = new Map(byTitle);
  const checks: Check[] = [];
  const problems: string[] = [];
  for (const op of operations) {
    for (const sample of op.samples) {
      const json = sampleToJson(sample);
      const title = sampleTitle(json);
      const fixture = byKey.get(`${op.name} ${title}`);
      byKey.delete(`${op.name} ${title}`);
      if (!fixture) problems.push(`${op.name} ${title} is ${REGENERATE}`);
      const dtypes = ['float32', 'float64'] as const;
      for (const dtype of isFloatingSample(json) ? dtypes : dtypes.slice(0, 1)) {
        const expected = fixture?.[dtype];
        if (!expected) continue;
        const run = (worst: Worst): void => {
          if ('error' in expected) fail(`PyTorch refuses this sample: ${expected.message}`);
          compare(op, sample, title, expected, dtype, worst);
        };
        checks.push({ suite: 'samples', op, title: `${title} in ${dtype}`, run });
      }
    }
  }
  for (const key of byKey.keys()) problems.push(`${key} is a fixture of no sample: ${REGENERATE}`);
  return { checks, problems };
}
