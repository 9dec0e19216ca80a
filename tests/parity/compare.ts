import { expect } from 'vitest';
import type { DType } from '../../src/lib/tensor/dtype';
import { TorchError } from '../../src/lib/tensor/errors';
import { tensorText } from '../../src/lib/tensor/print';
import { Tensor, type NestedNumbers } from '../../src/lib/tensor/tensor';
import type { FixtureError, FixtureOutcome, FixtureTensor } from './fixtures';
import { fromJson, type JsonNumbers } from './samples-format';

/** The default tolerances of `torch.testing.assert_close`. */
const TOLERANCES: Record<DType, { rtol: number; atol: number }> = {
  float32: { rtol: 1.3e-6, atol: 1e-5 },
  float64: { rtol: 1e-7, atol: 1e-7 },
  int64: { rtol: 0, atol: 0 },
  bool: { rtol: 0, atol: 0 }
};

/** Largest relative error seen so far. */
export class Worst {
  readonly errors: Record<DType, number> = { float32: 0, float64: 0, int64: 0, bool: 0 };

  note(dtype: DType, actual: number, expected: number): void {
    if (expected === 0 || !Number.isFinite(actual) || !Number.isFinite(expected)) return;
    const error = Math.abs((actual - expected) / expected);
    this.errors[dtype] = Math.max(this.errors[dtype], error);
  }
}

export const flatten = (value: NestedNumbers): number[] =>
  typeof value === 'number' ? [value] : value.flatMap(flatten);

function shapeOf(value: NestedNumbers): number[] {
  return typeof value === 'number' ? [] : [value.length, ...shapeOf(value[0] ?? 0)];
}

const isClose = (actual: number, expected: number, dtype: DType): boolean => {
  if (Object.is(actual, expected) || actual === expected) return true;
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return false;
  const { rtol, atol } = TOLERANCES[dtype];
  return Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
};

/** Same shape and dtype, values close; NaN equals NaN. */
export function expectClose(
  actual: Tensor,
  expected: { value: JsonNumbers; dtype: DType },
  what: string,
  worst?: Worst
): void {
  const { dtype } = expected;
  const wanted = fromJson(expected.value);
  expect(actual.dtype, `dtype of ${what}`).toBe(dtype);
  if (actual.numel > 0) expect(actual.shape, `shape of ${what}`).toEqual(shapeOf(wanted));
  const values = actual.values();
  flatten(wanted).forEach((value, i) => {
    const rounded = dtype === 'float32' ? Math.fround(value) : value;
    const given = values[i] ?? NaN;
    worst?.note(dtype, given, rounded);
    if (!isClose(given, rounded, dtype)) {
      expect.fail(`${what}, element ${i}: the engine says ${given}, PyTorch ${rounded}`);
    }
  });
}

/** Anything that a case of the lab may answer on the engine. */
export type Outcome =
  Tensor | TorchError | number | string | boolean | null | { readonly [name: string]: Outcome };

const isTensor = (value: object): value is FixtureTensor => 'value' in value && 'text' in value;
const isError = (value: object): value is FixtureError => 'error' in value && 'message' in value;

/** Holds an outcome against what PyTorch answered: values, dtypes, printed texts, messages. */
export function expectOutcome(
  actual: Outcome | undefined,
  expected: FixtureOutcome,
  what: string
): void {
  if (typeof expected !== 'object' || expected === null) {
    expect(actual, what).toBe(expected);
  } else if (isError(expected)) {
    if (!(actual instanceof TorchError))
      expect.fail(`${what} raises no error: ${expected.message}`);
    expect(actual.message, what).toBe(expected.message);
    expect(actual.type, `type of the exception of ${what}`).toBe(expected.error);
  } else if (isTensor(expected)) {
    if (!(actual instanceof Tensor)) expect.fail(`${what} is ${String(actual)}, not a tensor`);
    expectClose(actual, expected, what);
    expect(tensorText(actual), `print of ${what}`).toBe(expected.text);
  } else {
    const parts = actual as Readonly<Record<string, Outcome>>;
    expect(Object.keys(parts), `parts of ${what}`).toEqual(Object.keys(expected));
    for (const [name, part] of Object.entries(expected)) {
      expectOutcome(parts[name], part, `${what}: ${name}`);
    }
  }
}
