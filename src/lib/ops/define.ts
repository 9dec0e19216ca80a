import type { NestedNumbers, Tensor } from '../tensor/tensor';
import type { Algebra } from './algebra';
import type { Latex } from './latex';

/** Palette shelf and reference chapter of an operation. */
export type Family =
  | 'arithmetic'
  | 'exponential'
  | 'trigonometric'
  | 'activation'
  | 'comparison'
  | 'reduction'
  | 'flow';

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
/** A tensor as nested lists; `{ scalar }` is a Python scalar, `{ condition }` a bool tensor. */
export type SampleValue =
  NestedNumbers | { readonly scalar: number } | { readonly condition: NestedNumbers };

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

/** Some names depend on which operands are Python scalars: `1 - x` is RsubBackward1, `x - 1` SubBackward0. */
export type GradFnName = string | ((isPythonScalar: readonly boolean[]) => string);

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
  readonly gradFn: GradFnName | null;
  /** LaTeX of the result, given the arguments. */
  readonly latex: (args: readonly Latex[]) => string;
  /** LaTeX of the local derivative with respect to input `index`, or null where no formula per element exists. */
  readonly localLatex: (index: number, args: readonly Latex[], output: Latex) => string | null;
  /**
   * Local derivative with respect to input `index`: upstream × local, summed to the input's shape, is its contribution.
   * Null where no number per element says it.
   */
  readonly local: (index: number, inputs: readonly Tensor[], output: Tensor) => Tensor | null;
  /** Set for elementwise operations only. */
  readonly elementwise?: {
    readonly value: Expression;
    readonly vjps: readonly (VjpExpression | null)[];
  };
  /** False where the vjp needs no saved tensor, so that a second backward doesn't miss one. */
  readonly saves: boolean;
  readonly forward: (inputs: readonly Tensor[]) => Tensor;
  /** One gradient per input, null for inputs that receive none; only those in `needed` are asked for. */
  readonly vjp: (context: VjpContext, needed: readonly boolean[]) => (Tensor | null)[];
  /** Points where the derivative jumps or is a convention, said in words. */
  readonly kinks?: string;
  readonly samples: readonly Sample[];
}
