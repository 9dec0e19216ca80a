import { bind } from '../../src/lib/ops/attributes';
import type { OpDefinition, Sample, SampleValue } from '../../src/lib/ops/define';
import type { NestedNumbers } from '../../src/lib/tensor/tensor';
import { argumentOf } from './arguments';

/** A number in JSON, which has none for NaN and the infinities. */
export type JsonNumber = number | 'nan' | 'inf' | '-inf';
export type JsonNumbers = JsonNumber | readonly JsonNumbers[];
export type JsonInput =
  JsonNumbers | { readonly scalar: JsonNumber } | { readonly condition: JsonNumbers };

/** What the generator has to know of an operation. */
export interface DescribedOperation {
  readonly name: string;
  /** Names of the function, e.g. `torch.add`; the first is canonical. */
  readonly functions: readonly string[];
  readonly methods: readonly string[];
  /** Python operator, used where an argument is a Python number. */
  readonly operator: string | null;
  /** Number of inputs, and which of them are conditions. */
  readonly arity: number;
  readonly conditions: readonly number[];
  readonly samples: readonly {
    readonly inputs: readonly JsonInput[];
    /** The backward node that the registry claims. */
    readonly gradFn: string | null;
  }[];
}

function toJson(value: NestedNumbers): JsonNumbers {
  if (typeof value !== 'number') return value.map(toJson);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return value;
}

export const fromJson = (value: JsonNumbers): NestedNumbers =>
  typeof value === 'object'
    ? value.map(fromJson)
    : typeof value === 'string'
      ? Number(value.replace('inf', 'Infinity'))
      : value;

function input(value: SampleValue): JsonInput {
  if (typeof value === 'number' || Array.isArray(value)) return toJson(value as NestedNumbers);
  if ('scalar' in value) return { scalar: toJson(value.scalar) as JsonNumber };
  return { condition: toJson((value as { condition: NestedNumbers }).condition) };
}

export const sampleInputs = (sample: Sample): JsonInput[] => sample.inputs.map(input);

const isKind = (value: SampleValue | undefined, kind: 'scalar' | 'condition'): boolean =>
  typeof value === 'object' && kind in value;

export function describeOperation(op: OpDefinition): DescribedOperation {
  const [first] = op.samples;
  return {
    name: op.name,
    functions: op.torch.functions,
    methods: op.torch.methods,
    operator: op.torch.operator ?? null,
    arity: op.inputs.length,
    conditions: op.inputs.flatMap((_, k) => (isKind(first?.inputs[k], 'condition') ? [k] : [])),
    samples: op.samples.map((sample) => ({
      inputs: sampleInputs(sample),
      gradFn:
        typeof op.gradFn === 'function'
          ? op.gradFn(
              sample.inputs.map((value) => argumentOf(value, 'float32')),
              bind(op, sample.attributes ?? {})
            )
          : op.gradFn
    }))
  };
}
