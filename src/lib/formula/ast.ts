import type { DType } from '../tensor/dtype';

/**
 * The typed tree of a formula: Python's expression syntax, cut down to what becomes a graph.
 * Brackets leave no node; precedence is in the shape of the tree.
 */

/** Half-open range in the source, in UTF-16 code units. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is wrong, in words for a learner, and where. */
export interface FormulaError extends Range {
  readonly message: string;
}

export interface NumberExpression extends Range {
  readonly kind: 'number';
  readonly value: number;
  /** What Python makes of it: `2` is an int, `2.` a float, and True and False count as 1 and 0. */
  readonly type: 'int' | 'float' | 'bool';
}

export interface NameExpression extends Range {
  readonly kind: 'name';
  readonly name: string;
}

export interface UnaryExpression extends Range {
  readonly kind: 'unary';
  readonly op: string;
  readonly operand: Expression;
}

/** Arithmetic and bitwise operators; chains lean to the left, except `**`. */
export interface BinaryExpression extends Range {
  readonly kind: 'binary';
  readonly op: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface CompareExpression extends Range {
  readonly kind: 'compare';
  readonly op: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Keyword extends Range {
  readonly name: string;
  readonly value: Expression;
}

/** `sin(x)`, `torch.pow(x, exponent=2)`. */
export interface CallExpression extends Range {
  readonly kind: 'call';
  /** As written, with its dots. */
  readonly name: string;
  readonly callee: Range;
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}

/** `x.sum()`: the object is the first input. */
export interface MethodExpression extends Range {
  readonly kind: 'method';
  readonly object: Expression;
  readonly name: string;
  /** The method's name alone. */
  readonly callee: Range;
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}

/** `[1, 2, 3]`: the value of an input, tensors for an operation that takes many, or numbers that set one. */
export interface ListExpression extends Range {
  readonly kind: 'list';
  readonly isTuple: boolean;
  readonly items: readonly Expression[];
}

/** `'sum'`: sets an operation. */
export interface TextExpression extends Range {
  readonly kind: 'text';
  readonly value: string;
}

/** `torch.float64`, by its name in documents: sets an operation. */
export interface DTypeExpression extends Range {
  readonly kind: 'dtype';
  readonly value: DType;
}

export interface NoneExpression extends Range {
  readonly kind: 'none';
}

/** `ctx.saved_tensors`, or one of them by its index. */
export interface SavedExpression extends Range {
  readonly kind: 'saved';
  readonly index: number | null;
}

export type Expression =
  | NumberExpression
  | NameExpression
  | UnaryExpression
  | BinaryExpression
  | CompareExpression
  | CallExpression
  | MethodExpression
  | ListExpression
  | TextExpression
  | DTypeExpression
  | NoneExpression
  | SavedExpression;

/** What stands left of one `=`: a name, or several to unpack into (`i, =` unpacks into one). */
export interface Target extends Range {
  readonly names: readonly NameExpression[];
  readonly unpacks: boolean;
}

/** `y = x`, `a, b = x, y`, `a = b = x` (one target per `=`). */
export interface AssignStatement extends Range {
  readonly kind: 'assign';
  readonly targets: readonly Target[];
  readonly values: readonly Expression[];
}

export interface ExpressionStatement extends Range {
  readonly kind: 'expression';
  /** One value; in a function body several count as several returned values. */
  readonly values: readonly Expression[];
}

export interface ReturnStatement extends Range {
  readonly kind: 'return';
  readonly values: readonly Expression[];
}

/** `ctx.save_for_backward(a, b)`. */
export interface SaveStatement extends Range {
  readonly kind: 'save';
  readonly values: readonly Expression[];
}

export type Statement = AssignStatement | ExpressionStatement | ReturnStatement | SaveStatement;
