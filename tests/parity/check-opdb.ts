import { grad } from '../../src/lib/autograd/backward';
import type { OpDefinition } from '../../src/lib/ops/define';
import { operation } from '../../src/lib/ops/registry';
import type { Tensor } from '../../src/lib/tensor/tensor';
import { filled, fixtureArgument } from './arguments';
import type { Check, Checks } from './check';
import { expectSecond, secondGradients, seededCall } from './check-samples';
import { expectClose, expectSame, type Worst } from './compare';
import { fixtures, REGENERATE, type OpdbAnswer, type OpdbFixture } from './fixtures';
import { attributesFromJson } from './samples-format';

/** The upstream gradient of these fixtures. */
const upstream = (like: Tensor): Tensor => filled(like.shape, like.dtype, [0.5, 1, 1.5]);

function compare(
  op: OpDefinition,
  fixture: OpdbFixture,
  expected: OpdbAnswer,
  dtype: 'float32' | 'float64',
  worst: Worst
): void {
  const inputs = fixture.inputs.map((value) => fixtureArgument(value, dtype));
  const attributes = attributesFromJson(fixture.attributes ?? {}, op.attributes);
  const output = seededCall(op, inputs, attributes);
  expectClose(output, expected, 'output', worst);
  expectSame(output.requiresGrad, expected.grads !== undefined, 'requires_grad');
  if (!expected.grads) return;
  const wanted = inputs.filter((input) => input.requiresGrad);
  const found = grad(output, wanted, { gradient: upstream(output), allowUnused: true });
  const nameOf = (k: number): string => (op.inputs[k] ?? op.inputs.at(-1))?.name ?? '';
  inputs.forEach((input, k) => {
    if (!input.requiresGrad) return;
    const value = expected.grads?.[k] ?? null;
    const given = found[wanted.indexOf(input)] ?? null;
    const shaped = value && { value, shape: input.shape, slack: expected.slack ?? 0 };
    expectSecond(given, shaped, dtype, `gradient of ${nameOf(k)}`, worst);
  });
  if (!expected.second) return;
  const fresh = seededCall(op, inputs, attributes);
  secondGradients(fresh, upstream(fresh), inputs).forEach((given, k) => {
    const value = expected.second?.[k] ?? null;
    const shaped = value && { value, shape: (inputs[k] as Tensor).shape };
    expectSecond(given, shaped, dtype, `second derivative of ${nameOf(k)}`, worst);
  });
}

function titleOf({ inputs, attributes }: OpdbFixture): string {
  const sizes = inputs.map((one) =>
    typeof one === 'object' && 'shape' in one ? `[${one.shape.join(',')}]` : JSON.stringify(one)
  );
  return sizes.join(' ') + (attributes ? ` ${JSON.stringify(attributes)}` : '');
}

/** Each of PyTorch's own samples in each dtype. */
export function opdbChecks(): Checks {
  const checks: Check[] = [];
  const problems: string[] = [];
  const counts = new Map<string, number>();
  for (const fixture of fixtures('opdb').samples) {
    const op = operation(fixture.op);
    if (!op) {
      problems.push(`op_db has samples of ${fixture.op}, which is no operation: ${REGENERATE}`);
      continue;
    }
    const count = (counts.get(op.name) ?? 0) + 1;
    counts.set(op.name, count);
    for (const dtype of ['float32', 'float64'] as const) {
      const expected = fixture[dtype];
      if (!expected) continue;
      checks.push({
        suite: 'op_db',
        op,
        title: `op_db ${count}: ${titleOf(fixture)} in ${dtype}`,
        run: (worst) => compare(op, fixture, expected, dtype, worst)
      });
    }
  }
  return { checks, problems };
}
