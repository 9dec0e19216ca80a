const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
/** From here on the continued fraction is the shorter way; from LAST on the result is 1 in double precision. */
const FIRST = 2.5;
const LAST = 6;
const LEVELS = 50;

/** e^(−x²) · x · Σ (2x²)^n / (1 · 3 · … · (2n + 1)): no term is negative, so that none cancel. */
function series(x: number): number {
  const square = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * square) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_SQRT_PI * Math.exp(-square) * sum;
}

/** 1 − erf(x) = e^(−x²) / √π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), from the inside out. */
function complement(x: number): number {
  let denominator = x;
  for (let k = LEVELS; k > 0; k--) denominator = x + k / 2 / denominator;
  return (TWO_OVER_SQRT_PI / 2) * (Math.exp(-x * x) / denominator);
}

/**
 * The error function in double precision.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 (series) and 7.1.14 (continued fraction).
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  // 0 keeps its sign, NaN stays NaN.
  if (!(size > 0)) return x;
  const value = size < FIRST ? series(size) : size < LAST ? 1 - complement(size) : 1;
  return x < 0 ? -value : value;
}

/** 1 − erf(x) in double precision, without losing digits where erf(x) is close to 1. */
export function erfc(x: number): number {
  return x >= FIRST ? complement(x) : 1 - erf(x);
}

/** Shape of the first guess. Source: S. Winitzki, A handy approximation for the error function and its inverse, 2008. */
const WINITZKI = 0.147;

/** The number whose error function is y; ±∞ at ±1 and NaN beyond. */
export function erfinv(y: number): number {
  const size = Math.abs(y);
  if (!(size > 0)) return y;
  if (size >= 1) return size > 1 ? NaN : y * Infinity;
  const log = Math.log1p(-size) + Math.log1p(size);
  const half = 2 / (Math.PI * WINITZKI) + log / 2;
  let x = Math.sqrt(Math.sqrt(half * half - log / WINITZKI) - half);
  // Halley's steps, each with three times as many digits; near 1 the distance from 1 keeps them.
  for (let k = 0; k < 3; k++) {
    const off = size < 0.5 ? erf(x) - size : 1 - size - erfc(x);
    const step = off / (TWO_OVER_SQRT_PI * Math.exp(-x * x));
    x -= step / (1 + x * step);
  }
  return y < 0 ? -x : x;
}
