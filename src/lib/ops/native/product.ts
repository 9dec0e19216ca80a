import { FLOW, functionModule, LANES, type Bytes } from './encode';
import { compiled, type NativeFunction } from './memory';

/** Rows and columns that are computed at once; the operands have room for whole multiples of them. */
export const TILE = 4;
const { get, set, tee, constant, add, mul, lessThan, loop, branchIf, end } = FLOW;

const bump = (local: number, by: Bytes): number[] => [...get(local), ...by, ...add, ...set(local)];
const scaled = (local: number, by: number): number[] => [...get(local), ...constant(by), ...mul];

/**
 * Rows of `a` (rows × inner, whose elements lie as its steps say) times `b` (inner × width, row by row). Each sum is
 * taken in double precision and in the order of `inner`, as the plain loop does it, so that no bit differs; after it is
 * rounded, the shift of its column is added.
 */
function productCode(
  isSingle: boolean,
  isShifted: boolean
): { code: Bytes; addresses: number; pairs: number } {
  const size = isSingle ? 4 : 8;
  const [a, b, out, rows, inner, width, rowStep, innerStep, shifts] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8
  ] as const;
  const [line, i, j, k, q, put, p, second, third, fourth, shift] = [
    9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19
  ] as const;
  const rowAt = [p, second, third, fourth];
  const sums = Array.from({ length: 2 * TILE }, (_, at) => 20 + at);
  const [left, right, factor] = [28, 29, 30] as const;
  const accumulate = (sum: number, value: number): number[] => [
    ...[...get(sum), ...get(factor), ...get(value)],
    ...[...LANES.mul, ...LANES.add, ...set(sum)]
  ];
  const pair = (offset: number): number[] =>
    isSingle ? [...LANES.loadHalf(offset), ...LANES.promote] : [...LANES.load(offset)];
  const splat = isSingle ? [...LANES.loadSplatSingle(), ...LANES.promote] : LANES.loadSplat();
  const shifted = (offset: number): number[] =>
    isShifted
      ? [...[...get(shift), ...LANES.load(offset)], ...(isSingle ? LANES.addSingles : LANES.add)]
      : [];
  const stored = (one: number, two: number): number[] =>
    isSingle
      ? [
          ...[...get(put), ...get(one), ...LANES.demote, ...get(two), ...LANES.demote],
          ...[...LANES.joinHalves, ...shifted(0), ...LANES.store()]
        ]
      : [
          ...[...get(put), ...get(one), ...shifted(0), ...LANES.store()],
          ...[...get(put), ...get(two), ...shifted(16), ...LANES.store(16)]
        ];
  const code = [
    // From one row of `b`, and of the result, to the next.
    ...[...scaled(width, size), ...set(line)],
    ...loop,
    ...[...constant(0), ...set(j)],
    ...loop,
    ...sums.flatMap((sum) => [...LANES.constant(new Array<number>(8).fill(0)), ...set(sum)]),
    ...[...get(a), ...tee(p), ...get(rowStep), ...add, ...tee(second)],
    ...[...get(rowStep), ...add, ...tee(third), ...get(rowStep), ...add, ...set(fourth)],
    ...[...scaled(j, size), ...get(b), ...add, ...set(q)],
    ...[...get(inner), ...set(k)],
    ...loop,
    ...[...get(q), ...pair(0), ...set(left), ...get(q), ...pair(2 * size), ...set(right)],
    ...rowAt.flatMap((row, at) => [
      ...[...get(row), ...splat, ...set(factor)],
      ...accumulate(sums[2 * at] ?? 0, left),
      ...accumulate(sums[2 * at + 1] ?? 0, right)
    ]),
    ...rowAt.flatMap((row) => bump(row, get(innerStep))),
    ...bump(q, get(line)),
    ...[...get(k), ...constant(-1), ...add, ...tee(k), ...branchIf(0), ...end],
    ...[...scaled(j, size), ...get(out), ...add, ...set(put)],
    ...[...scaled(j, size), ...get(shifts), ...add, ...set(shift)],
    ...rowAt.flatMap((_, at) => [
      ...stored(sums[2 * at] ?? 0, sums[2 * at + 1] ?? 0),
      ...bump(put, get(line))
    ]),
    ...bump(j, constant(TILE)),
    ...[...get(j), ...get(width), ...lessThan, ...branchIf(0), ...end],
    ...bump(a, scaled(rowStep, TILE)),
    ...bump(out, scaled(line, TILE)),
    ...bump(i, constant(TILE)),
    ...[...get(i), ...get(rows), ...lessThan, ...branchIf(0), ...end]
  ];
  return { code, addresses: 11, pairs: 11 };
}

const made = new Map<string, NativeFunction | null>();

/**
 * A product in memory, given the addresses of both operands and of the result, then rows, inner and width, the steps in
 * bytes from row to row and along a row of the first operand, and the address of the shifts, one for each column; null
 * where there is no WebAssembly with vectors.
 * @param isSingle whether all are floats; doubles otherwise
 */
export function nativeProduct(isSingle: boolean, isShifted = false): NativeFunction | null {
  const key = `${isSingle} ${isShifted}`;
  let found = made.get(key);
  if (found === undefined) {
    const { code, ...locals } = productCode(isSingle, isShifted);
    found = compiled(functionModule([], 9, locals, code));
    made.set(key, found);
  }
  return found;
}
