import { double, FLOW, LANES, type Bytes } from './encode';

const { get, set, tee } = FLOW;
const { add, mul, sub, div, select } = LANES;

const number = (value: number): Bytes => LANES.constant(double(value));

/** ln 2 in two parts, the first with so few digits that small multiples of it are exact. */
const LN2 = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10] as const;
/** Added to a double, it leaves the nearest whole number in the lowest bits. */
const ROUNDER = 1.5 * 2 ** 52;
/** Coefficients of (eʳ − 1 − r) / r², enough of them for all digits where |r| ≤ ln 2 / 2. */
const SERIES = [1 / 2];
for (let k = 3; k < 13; k++) SERIES.push((SERIES.at(-1) ?? 0) / k);
/** Beyond these e^x leaves the normal doubles: what is left of it only has to be rounded to 0 or infinity. */
const [LOWEST, HIGHEST] = [-708, 709];
/** Below it e^x is 0 as a double too. */
const VANISHED = -745.133;
/** Beyond it tanh is ±1. */
const FLAT = 40;

/** A polynomial of every second coefficient, by Horner's rule. */
const horner = (square: number, coefficients: readonly number[]): number[] =>
  [...coefficients]
    .reverse()
    .flatMap((one, k) =>
      k === 0 ? number(one) : [...get(square), ...mul, ...number(one), ...add]
    );

/** How many pairs of doubles these functions need besides their argument. */
export const SCRATCH = 6;

/**
 * Splits e^x for the pair in `x`: into 2^k (in `scale`) and e^r − 1 (in `rest`), with x = k ln 2 + r. All digits but the
 * last are right, so that the same float comes out as by `Math.exp`.
 */
function split(x: number, scratch: number): { code: Bytes; scale: number; rest: number } {
  const [r, scale, rest, square] = [scratch, scratch + 1, scratch + 2, scratch + 3] as const;
  const even = SERIES.filter((_, k) => k % 2 === 0);
  const odd = SERIES.filter((_, k) => k % 2 === 1);
  const code = [
    ...[...get(x), ...number(Math.LOG2E), ...mul, ...number(ROUNDER), ...add, ...tee(scale)],
    ...[...number(ROUNDER), ...sub, ...set(rest)],
    ...[...get(x), ...get(rest), ...number(LN2[0]), ...mul, ...sub],
    ...[...get(rest), ...number(LN2[1]), ...mul, ...sub, ...tee(r)],
    ...[...get(r), ...mul, ...set(square)],
    // The whole number becomes the exponent of a double.
    ...[...get(scale), 0x41, 52, ...LANES.shiftLeft],
    ...[...number(1), ...LANES.addIntegers, ...set(scale)],
    ...horner(square, even),
    ...[...get(r), ...horner(square, odd), ...mul, ...add],
    ...[...get(square), ...mul, ...get(r), ...add, ...set(rest)]
  ];
  return { code, scale, rest };
}

const limited = (x: number, low: number, high: number): number[] => [
  ...get(x),
  ...[...number(low), ...LANES.greater, ...number(high), ...LANES.lesser]
];

/** e^x for the pair in a local; leaves the result on the stack. */
function exp(x: number, scratch: number): number[] {
  const inside = scratch + 4;
  const { code, scale, rest } = split(inside, scratch);
  return [
    ...[...limited(x, LOWEST, HIGHEST), ...set(inside), ...code],
    ...[...get(scale), ...get(rest), ...mul, ...get(scale), ...add],
    ...[...get(x), ...number(VANISHED), ...LANES.lt, ...LANES.andNot, ...set(rest)],
    ...[...number(Infinity), ...get(rest)],
    ...[...get(x), ...number(HIGHEST), ...LANES.gt, ...select]
  ];
}

/** e^x − 1 with the digits that it has near 0, from a split. */
const lessOne = (scale: number, rest: number): number[] => [
  ...[...get(scale), ...get(rest), ...mul],
  ...[...get(scale), ...number(1), ...sub, ...add]
];

/** Gives the number on the stack the sign of a local, which it has unless it is 0: sums know no −0. */
const withSignOf = (x: number): number[] => [
  ...get(x),
  ...LANES.constant([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
  ...select
];

function tanh(x: number, scratch: number): number[] {
  const inside = scratch + 4;
  const { code, scale, rest } = split(inside, scratch);
  return [
    ...[...limited(x, -FLAT, FLAT), ...tee(inside), ...get(inside), ...add, ...set(inside)],
    ...[...code, ...lessOne(scale, rest), ...tee(rest)],
    ...[...get(rest), ...number(2), ...add, ...div],
    ...withSignOf(x)
  ];
}

/** 1 / (1 + e^−x); the argument turned round is kept in a local of its own. */
function sigmoid(x: number, scratch: number): number[] {
  const turned = scratch + 5;
  return [
    ...[...get(x), ...LANES.neg, ...set(turned), ...number(1)],
    ...[...exp(turned, scratch), ...number(1), ...add, ...div]
  ];
}

/**
 * Functions whose results are rounded to floats afterwards: given the local of their argument and the first of
 * `SCRATCH` locals that they may use, they leave a pair of doubles on the stack.
 */
export const functions: Readonly<
  Partial<Record<string, (x: number, scratch: number) => number[]>>
> = { exp, tanh, sigmoid };
