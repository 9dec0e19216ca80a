import type { DType } from '../tensor/dtype';

/** Numbers of points, coarse to fine: each grid holds the one before it, and round ranges have round steps. */
export const LEVELS = [51, 251, 1001] as const;

/** Evenly spaced numbers; both ends are exact, and so are the places that two grids share. */
export function grid(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const t = count > 1 ? i / (count - 1) : 0;
    return from * (1 - t) + to * t;
  });
}

/** What an integer or bool input can be in a range: every value, or evenly chosen ones where there are many. */
export function wholePoints(from: number, to: number, dtype: DType, most: number): number[] {
  if (dtype === 'bool') return [0, 1];
  const first = Math.ceil(from) + 0;
  const count = Math.max(0, Math.floor(to) - first + 1);
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => first + i * step);
}
