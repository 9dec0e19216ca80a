/** Normal numbers are made in blocks of this size. */
export const BLOCK = 16;

const single = Math.fround;
/** a · b + c, rounded once to float32: the product is exact in double precision. */
const fused = (a: number, b: number, c: number): number => single(a * b + c);

/** Horner's scheme in float32. */
const polynomial = (coefficients: Float32Array, x: number): number => {
  let sum = coefficients[0] ?? 0;
  for (let i = 1; i < coefficients.length; i++) sum = fused(sum, x, coefficients[i] ?? 0);
  return sum;
};

// Coefficients of logf, sinf and cosf. Source: Moshier, Cephes mathematical library, https://netlib.org/cephes/
const LOG = Float32Array.of(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1
);
const SIN = Float32Array.of(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
const COS = Float32Array.of(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);
const SQRT_HALF = single(Math.SQRT1_2);
/** ln 2 in two parts, of which the first has few digits. */
const [LN2_HIGH, LN2_LOW] = [single(0.693359375), single(-2.1219444e-4)];
/** −π/4 in three parts. */
const QUARTER_TURN = Float32Array.of(-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8);
const FOUR_OVER_PI = single(4 / Math.PI);
const TURN = single(2 * Math.PI);

const floatView = new Float32Array(1);
const bitView = new Int32Array(floatView.buffer);

/** The logarithm of a float32 in (0, 1], as vector units compute it. */
function logarithm(x: number): number {
  floatView[0] = x;
  const bits = bitView[0] ?? 0;
  let exponent = (bits >>> 23) - 126;
  bitView[0] = (bits & ~0x7f800000) | 0x3f000000;
  const mantissa = floatView[0] ?? 0;
  let rest = single(mantissa - 1);
  if (mantissa < SQRT_HALF) {
    exponent -= 1;
    rest = single(rest + mantissa);
  }
  const square = single(rest * rest);
  const bent = single(single(polynomial(LOG, rest) * rest) * square);
  const low = fused(-square, 0.5, fused(exponent, LN2_LOW, bent));
  return fused(exponent, LN2_HIGH, single(rest + low));
}

/** Sine and cosine of a float32 that isn't negative, as vector units compute them. */
function sineAndCosine(angle: number): [number, number] {
  const octant = (Math.trunc(single(angle * FOUR_OVER_PI)) + 1) & ~1;
  let x = angle;
  for (const part of QUARTER_TURN) x = fused(octant, part, x);
  const square = single(x * x);
  const arch = fused(single(polynomial(COS, square) * square), square, -square / 2);
  const even = single(arch + 1);
  const odd = fused(single(polynomial(SIN, square) * square), x, x);
  const [sine, cosine] = (octant & 2) === 0 ? [odd, even] : [even, odd];
  return [(octant & 4) === 0 ? sine : -sine, ((octant - 2) & 4) === 0 ? -cosine : cosine];
}

/** Turns 16 uniform float32 numbers into normal ones, to the last digit of PyTorch on processors with AVX2. */
function bendSingle(block: Float32Array): void {
  for (let j = 0; j < BLOCK / 2; j++) {
    const radius = single(Math.sqrt(single(-2 * logarithm(single(1 - (block[j] ?? 0))))));
    const [sine, cosine] = sineAndCosine(single(TURN * (block[j + BLOCK / 2] ?? 0)));
    block[j] = radius * cosine;
    block[j + BLOCK / 2] = radius * sine;
  }
}

/** Turns 16 uniform numbers into normal ones. Source: Box and Muller, https://doi.org/10.1214/aoms/1177706645 */
export function bend(block: Float32Array | Float64Array): void {
  if (block instanceof Float32Array) {
    bendSingle(block);
    return;
  }
  for (let j = 0; j < BLOCK / 2; j++) {
    const radius = Math.sqrt(-2 * Math.log(1 - (block[j] ?? 0)));
    const angle = 2 * Math.PI * (block[j + BLOCK / 2] ?? 0);
    block[j] = radius * Math.cos(angle);
    block[j + BLOCK / 2] = radius * Math.sin(angle);
  }
}
