import { Generator } from '../tensor/random';
import type { DataTable } from './settings';

/** A set of points that is made by rule and chance; the same seed makes the same points. */
export interface PointSet {
  readonly name: PointSetName;
  readonly title: string;
  /** What it is good for, in one sentence. */
  readonly lesson: string;
  readonly columns: readonly string[];
  readonly make: (draw: Draw, count: number) => number[][];
}

export const POINT_SET_NAMES = ['line', 'blobs', 'xor', 'moons', 'circles', 'spiral'] as const;
export type PointSetName = (typeof POINT_SET_NAMES)[number];

interface Draw {
  /** Evenly from 0 to 1. */
  readonly uniform: () => number;
  readonly normal: () => number;
}

/** Digits that a row shows: more say nothing about points that chance has placed. */
const DIGITS = 3;

const pair = (x: number, y: number, label: number): number[] => [x, y, label];

export const pointSets: readonly PointSet[] = [
  {
    name: 'line',
    title: 'Line with noise',
    lesson: 'Points near y = 0.8x + 0.5: one weight and one bias find the line.',
    columns: ['x', 'y'],
    make: ({ uniform, normal }, count) =>
      Array.from({ length: count }, () => {
        const x = 4 * uniform() - 2;
        return [x, 0.8 * x + 0.5 + 0.25 * normal()];
      })
  },
  {
    name: 'blobs',
    title: 'Two blobs',
    lesson: 'Two clouds that a straight line tells apart.',
    columns: ['x1', 'x2', 'label'],
    make: ({ normal }, count) =>
      Array.from({ length: count }, (_, i) => {
        const label = i % 2;
        const centre = label === 0 ? -1 : 1;
        return pair(centre + 0.6 * normal(), 0.8 * centre + 0.6 * normal(), label);
      })
  },
  {
    name: 'xor',
    title: 'XOR',
    lesson: 'Opposite corners belong together: no straight line separates them.',
    columns: ['x1', 'x2', 'label'],
    make: ({ uniform, normal }, count) =>
      Array.from({ length: count }, (_, i) => {
        const [right, up] = [i % 2 === 0 ? 1 : -1, i % 4 < 2 ? 1 : -1];
        const away = (): number => 0.35 + 0.75 * uniform() + 0.04 * normal();
        return pair(right * away(), up * away(), right * up > 0 ? 0 : 1);
      })
  },
  {
    name: 'moons',
    title: 'Two moons',
    lesson: 'Two half circles that reach into each other.',
    columns: ['x1', 'x2', 'label'],
    make: ({ uniform, normal }, count) =>
      Array.from({ length: count }, (_, i) => {
        const angle = Math.PI * uniform();
        const [x, y] = [Math.cos(angle), Math.sin(angle)];
        const [dx, dy] = [0.1 * normal(), 0.1 * normal()];
        return i % 2 === 0
          ? pair(x - 0.5 + dx, y - 0.25 + dy, 0)
          : pair(0.5 - x + dx, 0.25 - y + dy, 1);
      })
  },
  {
    name: 'circles',
    title: 'Circles',
    lesson: 'One class around the other.',
    columns: ['x1', 'x2', 'label'],
    make: ({ uniform, normal }, count) =>
      Array.from({ length: count }, (_, i) => {
        const label = i % 2;
        const angle = 2 * Math.PI * uniform();
        const radius = (label === 0 ? 1.4 : 0.5) + 0.12 * normal();
        return pair(radius * Math.cos(angle), radius * Math.sin(angle), label);
      })
  },
  {
    name: 'spiral',
    title: 'Spiral',
    lesson: 'Two arms wound around each other: hard for a small network.',
    columns: ['x1', 'x2', 'label'],
    make: ({ normal }, count) =>
      Array.from({ length: count }, (_, i) => {
        const label = i % 2;
        const along = Math.floor(i / 2) / Math.max(1, Math.ceil(count / 2) - 1);
        const angle = 3.4 * along * Math.PI * 0.9 + (label === 0 ? 0 : Math.PI);
        const radius = 0.15 + 1.5 * along;
        const [dx, dy] = [0.05 * normal(), 0.05 * normal()];
        return pair(radius * Math.cos(angle) + dx, radius * Math.sin(angle) + dy, label);
      })
  }
];

const findPointSet = (name: string): PointSet | null =>
  pointSets.find((set) => set.name === name) ?? null;

/** Makes so many points of a set. */
export function pointTable(name: PointSetName, count: number, seed: number): DataTable {
  const set = findPointSet(name);
  const generator = new Generator().manualSeed(seed);
  const one = new Float64Array(1);
  const draw: Draw = {
    uniform: () => generator.uniform('float64'),
    normal: () => {
      generator.fillNormal(one);
      return one[0] ?? 0;
    }
  };
  const rows = set?.make(draw, count) ?? [];
  return {
    columns: [...(set?.columns ?? ['x'])],
    // No -0: it would be written as one and read as nothing else.
    rows: rows.map((row) => row.map((value) => Number(value.toFixed(DIGITS)) + 0))
  };
}
