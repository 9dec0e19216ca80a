import { erf } from './erf';

/**
 * The small algebra in which elementwise operations and their derivatives are written once.
 * Interpreted with different algebras the same expression gives numbers, tensors (registry ops), LaTeX or source text,
 * so the formula that is shown can't differ from the number that is computed.
 */
export interface Algebra<T> {
  num(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  neg(a: T): T;
  pow(base: T, exponent: T): T;
  exp(a: T): T;
  /** e^a − 1, exact for small a. */
  expm1(a: T): T;
  log(a: T): T;
  log2(a: T): T;
  log10(a: T): T;
  /** ln(1 + a), exact for small a. */
  log1p(a: T): T;
  sqrt(a: T): T;
  sin(a: T): T;
  cos(a: T): T;
  tan(a: T): T;
  asin(a: T): T;
  acos(a: T): T;
  atan(a: T): T;
  /** The angle of the point (b, a). */
  atan2(a: T, b: T): T;
  sinh(a: T): T;
  cosh(a: T): T;
  tanh(a: T): T;
  erf(a: T): T;
  sigmoid(a: T): T;
  softplus(a: T): T;
  abs(a: T): T;
  sign(a: T): T;
  floor(a: T): T;
  /** Comparisons give a condition, to be used by `where` only. */
  lt(a: T, b: T): T;
  le(a: T, b: T): T;
  eq(a: T, b: T): T;
  where(condition: T, a: T, b: T): T;
  /** As `where`, for a convention at isolated points: formulas that are shown leave the special case out. */
  guard(condition: T, special: T, regular: T): T;
}

/** Plain JavaScript numbers; conditions are 1 and 0. IEEE rules for NaN and infinities. */
export const numbers: Algebra<number> = {
  num: (value) => value,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  // C's pow answers 1 for pow(1, NaN) and pow(-1, ±inf), where JavaScript answers NaN.
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : Math.pow(a, b)),
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  erf,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  // PyTorch returns the input itself above its threshold of 20.
  softplus: (a) => (a > 20 ? a : Math.log1p(Math.exp(a))),
  abs: Math.abs,
  floor: Math.floor,
  // PyTorch's sign of NaN is 0.
  sign: (a) => (a > 0 ? 1 : a < 0 ? -1 : 0),
  lt: (a, b) => (a < b ? 1 : 0),
  le: (a, b) => (a <= b ? 1 : 0),
  eq: (a, b) => (a === b ? 1 : 0),
  where: (condition, a, b) => (condition !== 0 ? a : b),
  guard: (condition, special, regular) => (condition !== 0 ? special : regular)
};
