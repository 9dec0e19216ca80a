import {
  argumentOrder,
  type Attributes,
  type AttributeSpecs,
  type AttributeValue
} from '../../src/lib/ops/attributes';
import type { OpDefinition, Sample, SampleValue } from '../../src/lib/ops/define';
import type { DType } from '../../src/lib/tensor/dtype';
import type { NestedNumbers } from '../../src/lib/tensor/tensor';

/** A number in JSON, which has none for NaN and the infinities. */
export type JsonNumber = number | 'nan' | 'inf' | '-inf';
export type JsonNumbers = JsonNumber | readonly JsonNumbers[];
export type JsonInput =
  | JsonNumbers
  | { readonly scalar: JsonNumber; readonly dtype?: DType }
  | { readonly condition: JsonNumbers }
  | { readonly indices: JsonNumbers };
/** As attributes are, with NaN and the infinities as strings. */
export type JsonAttributes = Readonly<
  Record<string, number | boolean | string | null | readonly number[]>
>;

/** What the generator has to know of an operation. */
export interface DescribedOperation {
  readonly name: string;
  readonly family: string;
  /** Names of the function, e.g. `torch.add`; the first is canonical. */
  readonly functions: readonly string[];
  readonly methods: readonly string[];
  /** Python operator, used where an argument is a Python number. */
  readonly operator: string | null;
  readonly elementwise: boolean;
  /** All argument names in order; those after `*` are given by name. */
  readonly signature: readonly string[];
  readonly inputs: readonly {
    readonly name: string;
    readonly optional: boolean;
    readonly variadic: boolean;
  }[];
  readonly attributes: readonly {
    readonly name: string;
    readonly kind: string;
    readonly required: boolean;
    readonly default: AttributeValue;
    readonly choices: readonly string[] | null;
  }[];
  /** Which inputs are conditions. */
  readonly conditions: readonly number[];
  readonly samples: readonly JsonSample[];
}

export interface JsonSample {
  readonly inputs: readonly JsonInput[];
  readonly attributes?: JsonAttributes;
}

export function toJson(value: NestedNumbers): JsonNumbers {
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
  if ('indices' in value) return { indices: toJson(value.indices) };
  return { condition: toJson((value as { condition: NestedNumbers }).condition) };
}

const attributesToJson = (given: Attributes): JsonAttributes =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'number' ? (toJson(value) as JsonNumber) : value
    ])
  );

/** The reverse: in an attribute that holds a number, a string is one that JSON can't say. */
export const attributesFromJson = (given: JsonAttributes, specs: AttributeSpecs): Attributes =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const isNumber = specs[name]?.kind === 'float' && typeof value === 'string';
      const special = isNumber && ['nan', 'inf', '-inf'].includes(value);
      return [name, special ? (fromJson(value as JsonNumber) as number) : value];
    })
  );

/** A sample as JSON; attributes are named only where the sample gives some. */
export const sampleToJson = ({ inputs, attributes }: Sample): JsonSample => ({
  inputs: inputs.map(input),
  ...(attributes && Object.keys(attributes).length > 0
    ? { attributes: attributesToJson(attributes) }
    : {})
});

/** Tells samples of an operation apart, and names them in the tests. */
export const sampleTitle = ({ inputs, attributes }: JsonSample): string =>
  JSON.stringify(inputs) + (attributes ? ` ${JSON.stringify(attributes)}` : '');

const isKind = (value: SampleValue | undefined, kind: 'scalar' | 'condition'): boolean =>
  typeof value === 'object' && kind in value;

/** Whether a sample has an argument that takes the dtype in which it is run. */
export const isFloatingSample = ({ inputs }: JsonSample): boolean =>
  inputs.some((value) => typeof value !== 'object' || Array.isArray(value));

export function describeOperation(op: OpDefinition): DescribedOperation {
  const [first] = op.samples;
  return {
    name: op.name,
    family: op.family,
    functions: op.torch.functions,
    methods: op.torch.methods,
    operator: op.torch.operator ?? null,
    elementwise: op.elementwise !== undefined,
    signature: argumentOrder(op),
    inputs: op.inputs.map(({ name, optional = false, variadic = false }) => ({
      name,
      optional,
      variadic
    })),
    attributes: Object.entries(op.attributes).map(([name, spec]) => ({
      name,
      kind: spec.kind,
      required: spec.default === undefined,
      default: spec.default ?? null,
      choices: spec.choices ?? null
    })),
    conditions: op.inputs.flatMap((_, k) => (isKind(first?.inputs[k], 'condition') ? [k] : [])),
    samples: op.samples.map(sampleToJson)
  };
}
