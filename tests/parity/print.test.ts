import { describe, expect, it } from 'vitest';
import { allocate, cast } from '../../src/lib/tensor/dtype';
import { fixed, scientific, tensorText } from '../../src/lib/tensor/print';
import { numel } from '../../src/lib/tensor/shape';
import { Tensor } from '../../src/lib/tensor/tensor';
import { fixtures, type PrintFixture } from './fixtures';
import { fromJson } from './samples-format';

const { torch, tensors, numbers } = fixtures('print');

function build({ shape, dtype, requiresGrad, values, ramp }: PrintFixture): Tensor {
  const data = allocate(dtype, numel(shape));
  const [start = 0, step = 0] = ramp ?? [];
  for (let i = 0; i < data.length; i++) {
    const value = values ? (fromJson(values[i] ?? 'nan') as number) : start + step * i;
    data[i] = cast(value, dtype);
  }
  const made = new Tensor(data, shape, dtype);
  made.requiresGrad = requiresGrad;
  return made;
}

describe(`print as PyTorch ${torch} does it`, () => {
  it.each(tensors.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    expect(tensorText(build(fixture))).toBe(fixture.text);
  });
});

describe('numbers as Python formats them', () => {
  it.each(numbers)('$value', (expected) => {
    expect(fixed(expected.value)).toBe(expected.fixed);
    expect(fixed(expected.value, 0)).toBe(expected.whole);
    expect(scientific(expected.value)).toBe(expected.scientific);
  });
});
