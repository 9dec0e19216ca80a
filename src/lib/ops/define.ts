import type { Tensor } from '../tensor/tensor';
import type { Algebra } from './algebra';

/** Palette shelf and reference chapter of an operation. */
export type Family =
  'arithmetic' | 'exponential' | 'trigonometric' | 'activation' | 'comparison' | 'reduction' | 'flow';

export interface InputSpec {
  /** PyTorch's argument name, e.g. `input`, `other`, `exponent`. */
  readonly name: string;
  /** LaTeX symbol used for the input in rules, e.g. `a`. */
  readonly symbol: string;
  /** Python scalar that a fresh node carries where no edge feeds this input; inputs without one must be connected. */
  readonly scalar?: number;
}

/** One set of arguments for tests and fixtures: nested lists for tensors, bare numbers for 0-d tensors. */
export interface Sample {
  readonly inputs: readonly SampleValue[];
  /** True at a kink or an edge value, where finite differences say nothing. */
  readonly kink?: boolean;
}
/** A tensor as nested lists; `{ scalar }` is a Python scalar instead. */
export type SampleValue = NestedNumbers | { readonly scalar: number };
export type NestedNumbers = number | readonly NestedNumbers[];

export interface TorchNames {
  /** Names callable with the inputs in order, e.g. `torch.mul`, `torch.nn.functional.relu`. The first is canonical. */
  readonly functions: readonly string[];
  /** Method names on `torch.Tensor`. */
  readonly methods: readonly string[];
  /** Python operator, e.g. `*`; unary minus is `-` with one input. */
  readonly operator?: string;
}

/** What a vjp is given. All tensors; results must broadcast-reduce to the input's shape (`reduceTo` does it). */
export interface VjpContext {
  readonly upstream: Tensor;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
}

export type Expression = <T>(m: Algebra<T>, ...inputs: T[]) => T;
/** Vector-Jacobian product of one input as an expression: `g` upstream, `out` the op's result. */
export type VjpExpression = <T>(m: Algebra<T>, g: T, out: T, ...inputs: T[]) => T;

/** One operation, one entry: engine, palette, formula, docs, Python names and tests all follow from it. */
export interface OpDefinition {
  readonly name: string;
  readonly family: Family;
  /** One sentence saying what the operation does. */
  readonly summary: string;
  /** Page that documents the semantics followed. */
  readonly source: string;
  readonly inputs: readonly InputSpec[];
  readonly torch: TorchNames;
  /** Name that PyTorch gives the backward node, e.g. `MulBackward0`; null where nothing is differentiable. */
  readonly gradFn: string | null;
  /** LaTeX of the result, given the LaTeX of the arguments. */
  readonly latex: (args: readonly string[]) => string;
  /** Set for elementwise operations only. */
  readonly elementwise?: { readonly value: Expression; readonly vjps: readonly (VjpExpression | null)[] };
  readonly forward: (inputs: readonly Tensor[]) => Tensor;
  /** One gradient per input, null for inputs that receive none; only those in `needed` are asked for. */
  readonly vjp: (context: VjpContext, needed: readonly boolean[]) => (Tensor | null)[];
  /** Points where the derivative jumps or is a convention, said in words. */
  readonly kinks?: string;
  readonly samples: readonly Sample[];
}
