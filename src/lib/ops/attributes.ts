import { DTYPES } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';

/** What an attribute may hold; null is Python's None. */
export type AttributeValue = number | boolean | string | null | readonly number[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

export type AttributeKind = 'int' | 'float' | 'bool' | 'text' | 'ints' | 'dtype';

/** An argument that is no tensor, such as `dim` or `keepdim`. */
export interface AttributeSpec<T extends AttributeValue = AttributeValue> {
  readonly kind: AttributeKind;
  /** A few words for the inspector and the reference. */
  readonly summary: string;
  /** Absent where the caller has to give one; null says that None is a value too. */
  readonly default?: T;
  /** What a fresh node on the canvas starts with where there is no default. */
  readonly start?: T;
  /** The texts that are taken. */
  readonly choices?: readonly string[];
}
export type AttributeSpecs = Readonly<Record<string, AttributeSpec>>;
export type ValuesOf<S extends AttributeSpecs> = {
  readonly [K in keyof S]: S[K] extends AttributeSpec<infer T> ? T : never;
};

type Maker<V extends AttributeValue> = {
  (summary: string, fallback?: V): AttributeSpec<V>;
  (summary: string, fallback: null): AttributeSpec<V | null>;
};

const maker =
  <V extends AttributeValue>(kind: AttributeKind): Maker<V> =>
  (summary: string, ...fallback: (V | null | undefined)[]) =>
    ({
      kind,
      summary,
      ...(fallback.length > 0 ? { default: fallback[0] } : {})
    }) as AttributeSpec<V>;

export const int = maker<number>('int');
export const float = maker<number>('float');
export const bool = maker<boolean>('bool');
/** A list of ints; one int alone stands for a list of one. */
export const ints = maker<readonly number[]>('ints');
/** An element type by name; None leaves the choice to the operation. */
export const dtype = maker<string>('dtype');
/** One of a few texts; the first is the default. */
export const text = (summary: string, choices: readonly string[]): AttributeSpec<string> => ({
  kind: 'text',
  summary,
  choices,
  default: choices[0] ?? ''
});

/** What PyTorch calls the types that the kinds take. */
export const typeWords: Readonly<Record<AttributeKind, string>> = {
  int: 'int',
  float: 'Number',
  bool: 'bool',
  text: 'str',
  ints: 'tuple of ints',
  dtype: 'torch.dtype'
};

/** Python's name for the type of a value. */
export function pythonType(value: AttributeValue | undefined): string {
  if (value === null || value === undefined) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'object') return 'tuple';
  return Number.isInteger(value) ? 'int' : 'float';
}

/** The value as this kind holds it, or undefined for one that it doesn't take. */
function converted(value: AttributeValue, spec: AttributeSpec): AttributeValue | undefined {
  if (value === null) return spec.default === null ? null : undefined;
  const isInt = (one: unknown): boolean => Number.isSafeInteger(one);
  switch (spec.kind) {
    case 'int':
      return isInt(value) ? value : undefined;
    case 'float':
      return typeof value === 'boolean'
        ? Number(value)
        : typeof value === 'number'
          ? value
          : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'dtype':
      return DTYPES.some((one) => one === value) ? value : undefined;
    case 'ints':
      if (typeof value === 'number') return isInt(value) ? [value] : undefined;
      return typeof value === 'object' && value.every(isInt) ? value : undefined;
  }
}

const starting: Record<AttributeKind, AttributeValue> = {
  int: 0,
  float: 1,
  bool: false,
  text: '',
  ints: [0],
  dtype: 'float32'
};

/** Attributes that a fresh node starts with: the defaults, and something to begin with where there is none. */
export const startingAttributes = (op: { readonly attributes: AttributeSpecs }): Attributes =>
  Object.fromEntries(
    Object.entries(op.attributes).map(([name, spec]) => [
      name,
      spec.default === undefined ? (spec.start ?? starting[spec.kind]) : spec.default
    ])
  );

/** The names of all arguments in PyTorch's order; those after `*` are given by name only. */
export function argumentOrder(op: {
  readonly inputs: readonly { readonly name: string }[];
  readonly attributes: AttributeSpecs;
  readonly signature?: readonly string[];
}): readonly string[] {
  return op.signature ?? [...op.inputs.map(({ name }) => name), ...Object.keys(op.attributes)];
}

/** Names of the arguments that a call has to say and doesn't, in PyTorch's order. */
export const missingArguments = (
  op: {
    readonly inputs: readonly { readonly name: string; readonly optional?: boolean }[];
    readonly attributes: AttributeSpecs;
    readonly signature?: readonly string[];
  },
  isGiven: (name: string) => boolean
): string[] =>
  argumentOrder(op).filter((name) => {
    if (name === '*' || isGiven(name)) return false;
    const input = op.inputs.find((one) => one.name === name);
    return input ? !input.optional : op.attributes[name]?.default === undefined;
  });

/** What binding reads of an operation. */
interface Bindable {
  readonly name: string;
  readonly inputs: readonly { readonly name: string }[];
  readonly attributes: AttributeSpecs;
  readonly signature?: readonly string[];
  readonly torch?: { readonly functions: readonly string[] };
}

/**
 * One attribute as its kind holds it; undefined stands for its default.
 * @throws TorchError (TypeError) for one that is missing, unknown or of the wrong type
 */
export function boundValue(
  op: Bindable,
  name: string,
  value: AttributeValue | undefined
): AttributeValue {
  const spec = Object.hasOwn(op.attributes, name) ? op.attributes[name] : undefined;
  if (!spec) {
    throw new TorchError(`${op.name}() got an unexpected keyword argument '${name}'`, 'TypeError');
  }
  if (value === undefined) {
    if (spec.default !== undefined) return spec.default;
    throw new TorchError(
      `${op.name}() missing 1 required positional arguments: "${name}"`,
      'TypeError'
    );
  }
  const kept = converted(value, spec);
  if (kept !== undefined) return kept;
  const all = argumentOrder(op);
  const star = all.indexOf('*');
  const order = star < 0 ? all : all.slice(0, star);
  // What is called on a tensor doesn't count that tensor.
  const first = op.torch?.functions[0]?.startsWith('torch.Tensor.') ? 0 : 1;
  const position = order.includes(name) ? ` (position ${order.indexOf(name) + first})` : '';
  throw new TorchError(
    `${op.name}(): argument '${name}'${position} must be ${typeWords[spec.kind]}, not ${pythonType(value)}`,
    'TypeError'
  );
}

/**
 * All attributes of a call: those that are given, checked, and the defaults of the rest.
 * @throws TorchError as for each of them
 */
export function bind(op: Bindable, given: Attributes): Attributes {
  const bound: Record<string, AttributeValue> = {};
  for (const name of Object.keys(op.attributes)) bound[name] = boundValue(op, name, given[name]);
  // What isn't among them is refused as unknown.
  for (const name of Object.keys(given)) if (!(name in bound)) boundValue(op, name, given[name]);
  return bound;
}
