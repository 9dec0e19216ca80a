import { describe, expect, it } from 'vitest';
import { grid } from '../../sweep/points';
import { elementsDomain, interestingPart, valueDomain, type Interval } from './domain';

const over = (f: (x: number) => number, from = -5, to = 5, count = 1001): number[] =>
  grid(from, to, count).map(f);

const size = ([low, high]: Interval): number => high - low;

describe('the interesting part of a curve', () => {
  it('is all of a curve that explodes nowhere', () => {
    expect(interestingPart(over((x) => x * x))).toEqual([0, 25]);
    expect(interestingPart(over((x) => Math.max(0, x)))).toEqual([0, 5]);
    expect(interestingPart(over(Math.exp))?.[1]).toBeCloseTo(Math.exp(5));
    expect(interestingPart(over((x) => x ** 9))).toEqual([-(5 ** 9), 5 ** 9]);
  });

  it('leaves out what poles and explosions reach', () => {
    for (const count of [251, 1001]) {
      const pole = interestingPart(over((x) => 1 / x, -5, 5, count));
      expect(pole?.[0]).toBeGreaterThan(-5);
      expect(pole?.[1]).toBeLessThan(5);
      const tangent = interestingPart(over(Math.tan, -5, 5, count));
      expect(size(tangent ?? [0, Infinity])).toBeLessThan(40);
    }
    const roots = interestingPart(over((x) => 1 / (2 * Math.sqrt(x))));
    expect(roots?.[0]).toBeCloseTo(1 / (2 * Math.sqrt(5)));
    expect(roots?.[1]).toBeLessThan(4);
  });

  it('keeps rare values that are the only shape there is', () => {
    expect(interestingPart(over((x) => (x > 4.8 ? 3 : 0)))).toEqual([0, 3]);
  });

  it('is nothing without finite values', () => {
    expect(interestingPart([NaN, Infinity])).toBeNull();
    expect(valueDomain(null, null)).toEqual([-1, 1]);
    expect(valueDomain([NaN], [])).toEqual([-1, 1]);
  });
});

describe('the interval of the value axis', () => {
  it('holds all curves with air around', () => {
    const [low, high] = valueDomain([0, 25], [-10, 10]);
    expect([low, high]).toEqual([-10 - 0.05 * 35, 25 + 0.05 * 35]);
  });

  it('is not stretched by a derivative that explodes, but by one that is just large', () => {
    const [low, high] = valueDomain(
      over(Math.tan),
      over((x) => 1 / Math.cos(x) ** 2)
    );
    expect(high - low).toBeLessThan(60);
    expect(
      valueDomain(
        over(Math.sin),
        over((x) => 50 * Math.cos(x))
      )[1]
    ).toBeGreaterThan(50);
    expect(
      valueDomain(
        null,
        over((x) => 1 / x)
      )[1]
    ).toBeGreaterThan(2);
  });

  it('opens up around a constant, and around rounding noise', () => {
    expect(valueDomain([3, 3], null)).toEqual([2, 4]);
    expect(valueDomain([0, 0], null)).toEqual([-1, 1]);
    const noisy = valueDomain(
      over((x) => Math.fround(1 + (x > 0 ? 6e-8 : 0))),
      null
    );
    expect(size(noisy)).toBeGreaterThan(1.9);
    expect(size(valueDomain([1e9, 1e9], null))).toBe(2e8);
  });

  it('stays finite at the largest numbers', () => {
    const [low, high] = valueDomain([-Number.MAX_VALUE, Number.MAX_VALUE], null);
    expect(Number.isFinite(high - low)).toBe(true);
    expect(low).toBeLessThan(high);
  });

  it('holds the elements of a tensor, be it one', () => {
    expect(elementsDomain([2, NaN, -1])).toEqual([-1, 2]);
    expect(elementsDomain([2])).toEqual([1, 3]);
    expect(elementsDomain([])).toEqual([-1, 1]);
  });
});
