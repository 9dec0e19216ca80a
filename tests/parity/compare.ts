// Says where the engine and PyTorch differ, by throwing. It runs in the tests and in the table, so without vitest.
import { isDeepStrictEqual } from 'node:util';
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

/** Ends a comparison. */
export function fail(message: string): never {
  throw new Error(message);
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? `\n${value}\n` : (JSON.stringify(value) ?? String(value));

/** Equal all the way down; `actual` is the engine's. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  fail(`${what}: the engine says ${shown(actual)}, PyTorch ${shown(expected)}`);
}

/** Largest error seen so far, relative to the largest number of its tensor, or to 1 where all are smaller. */
export class Worst {
  readonly errors: Record<DType, number> = { float32: 0, float64: 0, int64: 0, bool: 0 };

  note(dtype: DType, actual: readonly number[], expected: readonly number[]): void {
    const finite = expected.map((value) => (Number.isFinite(value) ? Math.abs(value) : 0));
    const scale = finite.reduce((most, value) => Math.max(most, value), 1);
    expected.forEach((value, i) => {
      const error = Math.abs((actual[i] ?? NaN) - value) / scale;
      if (Number.isFinite(error)) this.errors[dtype] = Math.max(this.errors[dtype], error);
    });
  }
}

export const flatten = (value: NestedNumbers): number[] =>
  typeof value === 'number' ? [value] : value.flatMap(flatten);

function shapeOf(value: NestedNumbers): number[] {
  return typeof value === 'number' ? [] : [value.length, ...shapeOf(value[0] ?? 0)];
}

const isClose = (actual: number, expected: number, dtype: DType, slack: number): boolean => {
  if (Object.is(actual, expected) || actual === expected) return true;
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return false;
  const { rtol, atol } = TOLERANCES[dtype];
  return Math.abs(actual - expected) <= atol + slack + rtol * Math.abs(expected);
};

/**
 * Same shape and dtype, values close; NaN equals NaN. A shape is given where nested lists don't say it; `slack` is
 * PyTorch's own error.
 */
export function expectClose(
  actual: Tensor,
  expected: { value: JsonNumbers; dtype: DType; shape?: readonly number[]; slack?: number },
  what: string,
  worst?: Worst
): void {
  const { dtype } = expected;
  const wanted = fromJson(expected.value);
  expectSame(actual.dtype, dtype, `dtype of ${what}`);
  expectSame([...actual.shape], expected.shape ?? shapeOf(wanted), `shape of ${what}`);
  const values = actual.values();
  const rounded = flatten(wanted).map((value) =>
    dtype === 'float32' ? Math.fround(value) : value
  );
  worst?.note(dtype, values, rounded);
  rounded.forEach((value, i) => {
    const given = values[i] ?? NaN;
    if (!isClose(given, value, dtype, expected.slack ?? 0)) {
      fail(`${what}, element ${i}: the engine says ${given}, PyTorch ${value}`);
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
    expectSame(actual, expected, what);
  } else if (isError(expected)) {
    if (!(actual instanceof TorchError)) fail(`${what} raises no error: ${expected.message}`);
    expectSame(actual.message, expected.message, what);
    expectSame(actual.type, expected.error, `type of the exception of ${what}`);
  } else if (isTensor(expected)) {
    if (!(actual instanceof Tensor)) fail(`${what} is ${String(actual)}, not a tensor`);
    expectClose(actual, expected, what);
    expectSame(tensorText(actual), expected.text, `print of ${what}`);
  } else {
    const parts = actual as Readonly<Record<string, Outcome>>;
    expectSame(Object.keys(parts), Object.keys(expected), `parts of ${what}`);
    for (const [name, part] of Object.entries(expected)) {
      expectOutcome(parts[name], part, `${what}: ${name}`);
    }
  }
}
