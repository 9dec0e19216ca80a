import { describe, expect, it } from 'vitest';
import { noGrad } from '../../src/lib/autograd/mode';
import { call } from '../../src/lib/ops/dispatch';
import type { OpDefinition } from '../../src/lib/ops/define';
import { operations } from '../../src/lib/ops/registry';
import { castTo } from '../../src/lib/ops/reshape';
import type { DType } from '../../src/lib/tensor/dtype';
import { TorchError } from '../../src/lib/tensor/errors';
import { tensorText } from '../../src/lib/tensor/print';
import { manualSeed } from '../../src/lib/tensor/random';
import { pythonScalar, tensor, type Tensor } from '../../src/lib/tensor/tensor';
import { argumentOf } from './arguments';
import { fixtures, REGENERATE } from './fixtures';
import { describeOperation } from './samples-format';

const { torch, combinations } = fixtures('promotion');
const answersOf = new Map(combinations.map((entry) => [entry.op, entry.answers]));

/** The same numbers as the generator's. */
const NUMBERS: Record<string, { dtype: DType; values: readonly [number, number] }> = {
  'Python int': { dtype: 'int64', values: [3, 2] },
  'Python float': { dtype: 'float64', values: [2.5, 0.5] },
  'Python bool': { dtype: 'bool', values: [1, 1] }
};

function operand(kind: string, position: number): Tensor {
  const number = NUMBERS[kind];
  if (number) return pythonScalar(number.values[position] ?? NaN, number.dtype);
  const dtype = kind.replace('[]', '') as DType;
  const like = dtype.startsWith('float') ? 'float' : dtype === 'int64' ? 'int' : 'bool';
  const value = NUMBERS[`Python ${like}`]?.values[position] ?? NaN;
  return tensor(kind.endsWith('[]') ? [value, value] : value, { dtype });
}

/** Elementwise operations have operands of these kinds, others the first sample's arguments in these dtypes. */
function inputsOf(op: OpDefinition, kinds: readonly string[]): Tensor[] {
  if (!op.elementwise) {
    return (op.samples[0]?.inputs ?? []).map((value, k) => {
      const given = argumentOf(value, 'float32');
      return noGrad(() => castTo(given, kinds[k] as DType));
    });
  }
  const inputs = kinds.map((kind, k) => operand(kind, k % 2));
  for (const position of describeOperation(op).conditions) {
    inputs.splice(position, 0, tensor([1, 0], { dtype: 'bool' }));
  }
  return inputs;
}

function answer(op: OpDefinition, kinds: readonly string[]): string {
  const inputs = inputsOf(op, kinds);
  try {
    manualSeed(0);
    return tensorText(call(op, inputs, op.samples[0]?.attributes));
  } catch (error) {
    if (error instanceof TorchError) return `${error.type}: ${error.message}`.split('\n')[0] ?? '';
    throw error;
  }
}

describe(`names as PyTorch ${torch} has them`, () => {
  const known = new Map(combinations.map((entry) => [entry.op, entry]));
  it.each(operations.map((op) => [op.name, op] as const))('%s', (name, { torch: names }) => {
    const { functions = {}, methods = {} } = known.get(name) ?? {};
    const wrong = [
      ...names.functions.filter((one) => !functions[one]),
      ...names.methods.filter((one) => !methods[one]).map((one) => `Tensor.${one}`)
    ];
    expect(wrong, `is no name of ${name} in PyTorch, or ${REGENERATE}`).toEqual([]);
  });
});

describe(`result dtypes as PyTorch ${torch} has them`, () => {
  it.each(operations.map((op) => [op.name, op] as const))('%s', (name, op) => {
    const expected = answersOf.get(name);
    if (!expected) expect.fail(`${name} is ${REGENERATE}`);
    const wrong = Object.entries(expected)
      .map(([mix, wanted]) => ({ mix, wanted, found: answer(op, mix.split(', ')) }))
      .filter(({ wanted, found }) => wanted !== found);
    expect(wrong).toEqual([]);
  });
});
