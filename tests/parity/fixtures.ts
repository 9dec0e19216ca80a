import { readFileSync } from 'node:fs';
import type { DType } from '../../src/lib/tensor/dtype';
import type { DescribedOperation, JsonInput, JsonNumber, JsonNumbers } from './samples-format';

/** What PyTorch raised. */
export interface FixtureError {
  readonly error: string;
  readonly message: string;
}

export interface FixtureTensor {
  readonly value: JsonNumbers;
  readonly dtype: DType;
  /** What `print` shows. */
  readonly text: string;
}

/** One sample of an operation in one dtype. Gradients are for an upstream of 1, 2, 3 …, one per input. */
export interface FixtureAnswer extends FixtureTensor {
  readonly gradFn: string | null;
  readonly grads?: readonly (JsonNumbers | null)[];
  readonly gradTexts?: readonly (string | null)[];
  /** Whether a second backward works although the graph was not retained. */
  readonly again?: boolean;
  /** Gradients of the sum of all gradients; null where that depends on no input. */
  readonly second?: readonly (JsonNumbers | null)[] | null;
}

export interface SampleFixture {
  readonly op: string;
  readonly inputs: readonly JsonInput[];
  readonly float32: FixtureAnswer | FixtureError;
  readonly float64: FixtureAnswer | FixtureError;
}

/** A tensor and its text; values are listed, or `start + step * i`. */
export interface PrintFixture {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly requiresGrad: boolean;
  readonly values?: readonly JsonNumber[];
  readonly ramp?: readonly [start: number, step: number];
  readonly text: string;
}

export type FixtureOutcome =
  | FixtureTensor
  | FixtureError
  | JsonNumber
  | boolean
  | null
  | { readonly [name: string]: FixtureOutcome };

export interface CaseFixture {
  readonly case: string;
  readonly outcome: Readonly<Record<string, FixtureOutcome>>;
}

/** A number as Python formats it with `.4f`, `.0f` and `.4e`. */
export interface NumberFixture {
  readonly value: number;
  readonly fixed: string;
  readonly whole: string;
  readonly scientific: string;
}

/** The printed result, or `Type: message`, by kinds of operands such as `float32[], Python int`. */
export interface PromotionFixture {
  readonly op: DescribedOperation['name'];
  /** Whether each name exists in PyTorch and means this operation. */
  readonly functions: Readonly<Record<string, boolean>>;
  readonly methods: Readonly<Record<string, boolean>>;
  readonly answers: Readonly<Record<string, string>>;
}

interface Files {
  ops: { torch: string; samples: SampleFixture[] };
  print: { torch: string; tensors: PrintFixture[]; numbers: NumberFixture[] };
  lab: { torch: string; cases: CaseFixture[] };
  promotion: { torch: string; combinations: PromotionFixture[] };
}

/** A file that `generate.sh` wrote. */
export function fixtures<K extends keyof Files>(name: K): Files[K] {
  const file = new URL(`./fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Files[K];
}

/** What to do about a registry that the fixtures don't match. */
export const REGENERATE =
  'not in the fixtures: regenerate them with tests/parity/generate.sh (needs Python with torch)';
