import { describe, expect, it } from 'vitest';
import { erf, erfc, erfinv } from './erf';

/** As C's `erf` gives them (Python's `math.erf`). */
const VALUES: readonly (readonly [x: number, erf: number])[] = [
  [1e-300, 1.1283791670955126e-300],
  [1e-20, 1.1283791670955125e-20],
  [1e-8, 1.1283791670955126e-8],
  [0.001, 0.0011283787909692365],
  [0.1, 0.1124629160182849],
  [0.25, 0.2763263901682369],
  [0.5, 0.5204998778130465],
  [0.75, 0.7111556336535151],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.25, 0.9985372834133188],
  [2.4999, 0.9995928300996666],
  [2.5, 0.999593047982555],
  [2.75, 0.9998993780778803],
  [3, 0.9999779095030014],
  [3.5, 0.9999992569016276],
  [4, 0.9999999845827421],
  [5, 0.9999999999984626],
  [5.5, 0.9999999999999927],
  [5.9, 0.9999999999999999],
  [6, 1.0],
  [30, 1.0]
];

describe('the error function', () => {
  it.each(VALUES)('at %d', (x, expected) => {
    expect(Math.abs(erf(x) / expected - 1)).toBeLessThan(5e-16);
    expect(erf(-x)).toBe(-erf(x));
  });

  it('has its limits, keeps the sign of 0, and NaN', () => {
    expect([Infinity, -Infinity, 0, -0, NaN].map(erf)).toEqual([1, -1, 0, -0, NaN]);
  });

  it('grows without a step where one way of computing takes over from the other', () => {
    for (const x of [2.5, 6]) {
      for (let k = -20; k < 20; k++) {
        const [a, b] = [erf(x + k * 1e-9), erf(x + (k + 1) * 1e-9)];
        expect(b - a).toBeGreaterThanOrEqual(0);
        expect(b - a).toBeLessThan(3e-12);
      }
    }
  });
});

describe('its complement and its inverse', () => {
  it.each([
    [-3, 1.9999779095030015],
    [0.5, 0.4795001221869535],
    [2.4, 0.0006885138966450789],
    [5, 1.5374597944280347e-12],
    [26, 5.663192408856143e-296]
  ])('1 − erf(%d)', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(5e-13);
  });

  it.each([1e-300, 1e-9, 0.1, 0.5, 0.9, 0.999, 1 - 1e-12])('erf of the inverse of %d', (y) => {
    expect(Math.abs(erf(erfinv(y)) / y - 1)).toBeLessThan(5e-16);
    expect(erfinv(-y)).toBe(-erfinv(y));
  });

  it('keep what has no limit apart', () => {
    expect([0, -0, 1, -1, 1.5, NaN].map(erfinv)).toEqual([0, -0, Infinity, -Infinity, NaN, NaN]);
    expect([Infinity, -Infinity, NaN].map(erfc)).toEqual([0, 2, NaN]);
  });
});
