import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grid } from '../../sweep/points';
import { visibleRuns } from './runs';

describe('the visible parts of a curve', () => {
  it('are all of a curve that stays inside', () => {
    expect(visibleRuns([0, 1, 2], [1, 2, 1], [0, 3])).toEqual([
      [
        [0, 1],
        [1, 2],
        [2, 1]
      ]
    ]);
  });

  it('are cut exactly where the curve leaves and comes back', () => {
    expect(visibleRuns([0, 1, 2, 3], [0, 4, 4, 0], [-1, 2])).toEqual([
      [
        [0, 0],
        [0.5, 2]
      ],
      [
        [2.5, 2],
        [3, 0]
      ]
    ]);
  });

  it('end at NaN and begin again after it', () => {
    expect(visibleRuns([0, 1, 2, 3, 4], [0, 1, NaN, 2, NaN], [-1, 3])).toEqual([
      [
        [0, 0],
        [1, 1]
      ],
      [[3, 2]]
    ]);
  });

  it('are not joined across a pole', () => {
    const x = grid(-5, 5, 256);
    const runs = visibleRuns(
      x,
      x.map((at) => 1 / at),
      [-3, 3]
    );
    expect(runs).toHaveLength(2);
    expect(runs[0]?.at(-1)?.[1]).toBe(-3);
    expect(runs[1]?.[0]?.[1]).toBe(3);
  });

  it('are not joined across a pole between points that are both inside', () => {
    const x = grid(-4, 4, 50);
    const runs = visibleRuns(
      x,
      x.map((at) => 1 / at),
      [-20, 20]
    );
    expect(runs.map((run) => run.length)).toEqual([25, 25]);
    // A step is no pole, and neither is a steep way down.
    expect(visibleRuns([0, 1, 2, 3], [0, 0, 9, 9], [0, 9])).toHaveLength(1);
    expect(visibleRuns([0, 1, 2, 3], [9, 8, 1, 0], [0, 9])).toHaveLength(1);
    // The pole of tan where one neighbour is inside and the other far below.
    expect(visibleRuns([0, 1, 2, 3], [5, 9, -99, -20], [-10, 10])).toEqual([
      [
        [0, 5],
        [1, 9]
      ]
    ]);
  });

  it('head for an infinite value only from the side that rises or falls to it', () => {
    // 1/x with a sample at 0, which is +inf there.
    const x = [-3, -2, -1, 0, 1, 2];
    expect(
      visibleRuns(
        x,
        x.map((at) => 1 / at),
        [-2, 2]
      )
    ).toEqual([
      [
        [-3, -1 / 3],
        [-2, -1 / 2],
        [-1, -1]
      ],
      [
        [0, 2],
        [1, 1],
        [2, 0.5]
      ]
    ]);
    expect(visibleRuns([0, 1, 2], [-Infinity, 0, 0.7], [-2, 1])[0]?.[0]).toEqual([0, -2]);
  });

  it('hold points inside the bounds only, in order, whatever the curve', () => {
    const value = fc.oneof(
      fc.integer({ min: -40, max: 40 }).map((n) => n / 4),
      fc.constantFrom(NaN, Infinity, -Infinity, 3.4e38, -1.7e308)
    );
    fc.assert(
      fc.property(fc.array(value), (y) => {
        const x = y.map((_, i) => i);
        const runs = visibleRuns(x, y, [-5, 5]);
        const flat = runs.flat();
        for (const [at, height] of flat) {
          expect(Number.isFinite(at)).toBe(true);
          expect(Math.abs(height)).toBeLessThanOrEqual(5);
        }
        expect(flat.every(([at], i) => i === 0 || at >= (flat[i - 1]?.[0] ?? 0))).toBe(true);
        const inside = y.filter((one) => Math.abs(one) <= 5).length;
        const own = flat.filter(([at, height]) => y[at] === height).length;
        expect(own).toBeGreaterThanOrEqual(inside);
      })
    );
  });
});
