import type { DType } from '../tensor/dtype';
import type { NestedNumbers, Tensor } from '../tensor/tensor';
import type { Algebra } from './algebra';
import type { Attributes, AttributeSpecs, ValuesOf } from './attributes';
import type { Latex } from './latex';

/** Palette shelf and reference chapter of an operation. */
export type Family =
  | 'arithmetic'
  | 'exponential'
  | 'trigonometric'
  | 'activation'
  | 'comparison'
  | 'reduction'
  | 'matrix'
  | 'shape'
  | 'indexing'
  | 'loss'
  | 'layer'
  | 'flow'
  | 'creation';

export interface InputSpec {
  /** PyTorch's argument name, e.g. `input`, `other`, `exponent`. */
  readonly name: string;
  /** LaTeX symbol used for the input in rules, e.g. `a`. */
  readonly symbol: string;
  /** Python scalar that a fresh node carries where no edge feeds this input; inputs without one must be connected. */
  readonly scalar?: number;
  /** May be left out; only inputs at the end are. */
  readonly optional?: boolean;
  /** Stands for any number of tensors from here on, e.g. `tensors` of `cat`; only the last input does. */
  readonly variadic?: boolean;
  /** Holds whole numbers (indices, class labels): no gradient flows, and samples make an int64 tensor of it. */
  readonly indices?: boolean;
}

/** One set of arguments for tests and fixtures: nested lists for tensors, bare numbers for 0-d tensors. */
export interface Sample {
  readonly inputs: readonly SampleValue[];
  readonly attributes?: Attributes;
  /** True at a kink or an edge value, where finite differences say nothing. */
  readonly kink?: boolean;
}
/** A tensor as nested lists; `{ scalar }` is a Python scalar, `{ condition }` a bool tensor, `{ indices }` an int64 one. */
export type SampleValue =
  | NestedNumbers
  | { readonly scalar: number }
  | { readonly condition: NestedNumbers }
  | { readonly indices: NestedNumbers };

export interface TorchNames {
  /** Names callable with the arguments in order, e.g. `torch.mul`, `torch.nn.functional.relu`. The first is canonical. */
  readonly functions: readonly string[];
  /** Method names on `torch.Tensor`. */
  readonly methods: readonly string[];
  /** Python operator, e.g. `*`; unary minus is `-` with one input. */
  readonly operator?: string;
}

/** What a vjp is given. All tensors; results must broadcast-reduce to the input's shape (`reduceTo` does it). */
export interface VjpContext<A = Attributes> {
  readonly upstream: Tensor;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly attributes: A;
  /** Whether the gradients get a history of their own (`create_graph`): then they are made by operations. */
  readonly isRecorded: boolean;
}

export type Expression = <T>(m: Algebra<T>, ...inputs: T[]) => T;
/** Vector-Jacobian product of one input as an expression: `g` upstream, `out` the op's result. */
export type VjpExpression = <T>(m: Algebra<T>, g: T, out: T, ...inputs: T[]) => T;

/** An elementwise operation, and per input the vjp; null for an input that receives no gradient. */
export interface Expressions {
  readonly value: Expression;
  readonly vjps: readonly (VjpExpression | null)[];
}

/** Some names depend on the call: `1 - x` is RsubBackward1, `x - 1` SubBackward0. */
export type GradFnName<A = Attributes> =
  string | ((inputs: readonly Tensor[], attributes: A) => string);

/** Tensors that a vjp reads elements of: their positions among the inputs, and whether the output is one. */
export interface Saved {
  readonly inputs: readonly number[];
  readonly output: boolean;
}
/** A vjp that reads shapes and the upstream gradient only: it runs again after the graph was freed. */
export const SAVES_NOTHING: Saved = { inputs: [], output: false };

/** What every operation says of itself; `A` are the values of its attributes. */
interface Definition<A> {
  readonly name: string;
  readonly family: Family;
  /** One sentence saying what the operation does. */
  readonly summary: string;
  /** Page that documents the semantics followed. */
  readonly source: string;
  readonly inputs: readonly InputSpec[];
  /** All argument names in PyTorch's order where it isn't inputs, then attributes; `*` before those given by name only. */
  readonly signature?: readonly string[];
  readonly torch: TorchNames;
  /** Name that PyTorch gives the backward node, e.g. `MulBackward0`; null where nothing is differentiable. */
  readonly gradFn: GradFnName<A> | null;
  /** LaTeX of the result, given the arguments. */
  readonly latex: (args: readonly Latex[], attributes: A) => string;
  /** LaTeX of the local derivative with respect to input `index`, or null where no formula per element exists. */
  readonly localLatex: (
    index: number,
    args: readonly Latex[],
    output: Latex,
    attributes: A
  ) => string | null;
  /**
   * Local derivative with respect to input `index`: upstream × local, summed to the input's shape, is its contribution.
   * Null where no number per element says it.
   */
  readonly local: (
    index: number,
    inputs: readonly Tensor[],
    output: Tensor,
    attributes: A
  ) => Tensor | null;
  /** Set for elementwise operations only; with the numbers among its attributes as a computation in `dtype` has them. */
  readonly elementwise?: (attributes: A, dtype?: DType) => Expressions;
  /** The derivatives of an elementwise operation as formulas show them, where others are computed. */
  readonly shownVjps?: readonly VjpExpression[];
  /** What a backward pass for the `needed` inputs reads, so that it misses what was freed or changed in place. */
  readonly saves: (needed: readonly boolean[], attributes: A) => Saved;
  /** True where the result shares its elements with the first input. */
  readonly isView?: boolean;
  readonly forward: (inputs: readonly Tensor[], attributes: A) => Tensor;
  /** One gradient per input, null for inputs that receive none; only those in `needed` are asked for. */
  readonly vjp: (context: VjpContext<A>, needed: readonly boolean[]) => (Tensor | null)[];
  /** Points where the derivative jumps or is a convention, said in words. */
  readonly kinks?: string;
  /** Where the PyTorch that the fixtures come from (1.13) and current releases differ, said in words. */
  readonly versions?: string;
  readonly samples: readonly Sample[];
}

/** One operation, one entry: engine, palette, formula, docs, Python names and tests all follow from it. */
export interface OpDefinition extends Definition<Attributes> {
  readonly attributes: AttributeSpecs;
  /** Whether a call without any attributes is complete. */
  readonly defaults: Attributes | null;
}

/** An entry as its author writes it: attributes are typed by their specs, and what most operations share is left out. */
export type OpEntry<S extends AttributeSpecs> = Omit<
  Definition<ValuesOf<S>>,
  'saves' | 'local' | 'localLatex'
> &
  Partial<Pick<Definition<ValuesOf<S>>, 'local' | 'localLatex'>> & {
    readonly attributes?: S;
    /** Always the same, or by the gradients that are needed. */
    readonly saves: Saved | Definition<ValuesOf<S>>['saves'];
  };

/** The defaults where every attribute has one. */
export function defaultsOf(specs: AttributeSpecs): Attributes | null {
  const entries = Object.entries(specs).map(([name, spec]) => [name, spec.default] as const);
  return entries.some(([, value]) => value === undefined)
    ? null
    : (Object.fromEntries(entries) as Attributes);
}

/** Makes a registry entry; the attributes are checked before they come, so their types hold. */
export function define<S extends AttributeSpecs = Record<never, never>>(
  entry: OpEntry<S>
): OpDefinition {
  const { saves } = entry;
  const made = {
    local: () => null,
    localLatex: () => null,
    ...entry,
    attributes: entry.attributes ?? {},
    defaults: defaultsOf(entry.attributes ?? {}),
    saves: typeof saves === 'function' ? saves : () => saves
  };
  return made as unknown as OpDefinition;
}

/** What an operation says that vjps are written with and that nobody calls by name. */
export const UNLISTED = {
  family: 'flow',
  summary: '',
  source: '',
  torch: { functions: [], methods: [] },
  samples: []
} as const;

/** Makes such an operation; of one tensor, with a vjp that reads shapes only, where nothing else is said. */
export const hidden = <S extends AttributeSpecs = Record<never, never>>(
  entry: Pick<OpEntry<S>, 'name' | 'gradFn' | 'attributes' | 'forward' | 'vjp' | 'isView'> &
    Partial<Pick<OpEntry<S>, 'inputs' | 'saves'>>
): OpDefinition =>
  define<S>({
    ...UNLISTED,
    inputs: [{ name: 'input', symbol: 'a' }],
    latex: ([a]) => a?.text ?? '',
    saves: SAVES_NOTHING,
    ...entry
  });
