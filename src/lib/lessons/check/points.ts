import type { TensorLiteral } from '../../graph/document';

/** Numbers that look random and are the same each time, so that an answer is judged alike whenever it is given. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  // Mulberry32.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Point = Readonly<Record<string, TensorLiteral>>;

/** Where functions are looked at: about 0, and where logarithms and roots are, as some are nowhere else. */
const RANGES = [
  [-2.5, 2.5],
  [0.2, 3],
  [-0.9, 0.9]
] as const;
/** With one digit they can be read and checked by hand; hundredths keep them off kinks. */
const DIGITS = 100;

function shaped(like: TensorLiteral, draw: () => number): TensorLiteral {
  return typeof like === 'object' ? like.map((part) => shaped(part, draw)) : draw();
}

/**
 * Points at which inputs have random values, in turn from each range; none of them is 0.
 * @param like values of the shapes that the inputs have
 */
export function* points(like: Point, count: number, seed = 1): Generator<Point> {
  const next = numbers(seed);
  for (let k = 0; k < count; k++) {
    const [low, high] = RANGES[k % RANGES.length] ?? RANGES[0];
    const draw = (): number => {
      const value = Math.round((low + (high - low) * next()) * DIGITS) / DIGITS;
      return value === 0 ? 0.37 : value;
    };
    yield Object.fromEntries(
      Object.entries(like).map(([name, value]) => [name, shaped(value, draw)])
    );
  }
}
