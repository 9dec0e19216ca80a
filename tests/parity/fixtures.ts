import { readFileSync } from 'node:fs';
import type { DType } from '../../src/lib/tensor/dtype';
import type {
  DescribedOperation,
  JsonAttributes,
  JsonInput,
  JsonNumber,
  JsonNumbers,
  JsonSample
} from './samples-format';

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
  /** Where nested lists don't say it: of a tensor without elements. */
  readonly shape?: readonly number[];
  readonly gradFn: string | null;
  /** Inputs that PyTorch takes only without a gradient. */
  readonly plain?: readonly number[];
  readonly grads?: readonly (JsonNumbers | null)[];
  readonly gradTexts?: readonly (string | null)[];
  /** Whether a second backward works although the graph was not retained. */
  readonly again?: boolean;
  /** Gradients of the sum of all gradients; null where that depends on no input. */
  readonly second?: readonly (JsonNumbers | null)[] | null;
  /** What PyTorch said where it has no second derivative. */
  readonly secondRefused?: string;
}

/** `float64` only where an argument takes the dtype. */
export interface SampleFixture extends JsonSample {
  readonly op: string;
  readonly float32: FixtureAnswer | FixtureError;
  readonly float64?: FixtureAnswer | FixtureError;
}

/** An input as in samples, or with its shape; `float` is the dtype in which the fixture is run, no data means ones. */
export type FixtureInput =
  | JsonInput
  | {
      readonly shape: readonly number[];
      readonly dtype: DType | 'float';
      readonly data?: readonly JsonNumber[];
      readonly grad?: boolean;
    };

/** Elements in one list. Gradients are for an upstream of 0.5, 1, 1.5, 0.5 …; `second` as in samples. */
export interface OpdbAnswer {
  readonly value: readonly JsonNumber[];
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly grads?: readonly (readonly JsonNumber[] | null)[];
  readonly second?: readonly (readonly JsonNumber[] | null)[];
  /** How far PyTorch's own float32 and float64 answers are apart, where that is much. */
  readonly slack?: number;
}

/** One of PyTorch's own test samples. */
export interface OpdbFixture {
  readonly op: string;
  readonly inputs: readonly FixtureInput[];
  readonly attributes?: JsonAttributes;
  readonly float32: OpdbAnswer;
  readonly float64?: OpdbAnswer;
}

/** How many of PyTorch's samples can't be said here, by reason. */
export interface OpdbSkipped {
  readonly op: string;
  readonly reasons: Readonly<Record<string, number>>;
}

/** A call that PyTorch refuses; `compare` says how much of the message is held against the engine's, all if absent. */
export interface ErrorFixture extends FixtureError {
  readonly op: string;
  readonly cause: string;
  readonly inputs: readonly FixtureInput[];
  readonly attributes?: JsonAttributes;
  readonly compare?: 'first line' | 'type';
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
  opdb: { torch: string; samples: OpdbFixture[]; skipped: OpdbSkipped[] };
  errors: { torch: string; calls: ErrorFixture[] };
}

/** A file that `generate.sh` wrote. */
export function fixtures<K extends keyof Files>(name: K): Files[K] {
  const file = new URL(`./fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Files[K];
}

/** What to do about a registry that the fixtures don't match. */
export const REGENERATE =
  'not in the fixtures: regenerate them with tests/parity/generate.sh (needs Python with torch)';
