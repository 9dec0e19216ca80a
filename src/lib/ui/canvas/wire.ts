export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Width of a character of the wires' labels, which are set in a monospaced font of 12 pixels. */
const CHARACTER = 7.3;
/** Room between a label and the port that its wire leads to. */
const GAP = 12;

/** Width of a label with this text, in canvas units. */
export const labelWidth = (text: string): number => text.length * CHARACTER + 12;

/** The eight coordinates of a cubic Bézier curve that is written as `M… C…`. */
const coordinates = (path: string): number[] =>
  (path.match(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g) ?? []).map(Number);

function at(numbers: readonly number[], t: number): Point {
  const axis = (first: 0 | 1): number => {
    const [a = 0, b = 0, c = 0, d = 0] = [0, 2, 4, 6].map((k) => numbers[k + first]);
    const s = 1 - t;
    return s ** 3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t ** 3 * d;
  };
  return { x: axis(0), y: axis(1) };
}

/** The point of a wire at parameter t from 0 to 1. */
export const pointOn = (path: string, t: number): Point => at(coordinates(path), t);

/**
 * Where a wire carries its label: just before the input it leads to, where no other node is in the way.
 * Wires that are too short for that, or lead back, carry it in their middle.
 */
export function labelPoint(path: string, width: number): Point {
  const curve = coordinates(path);
  const [start, end] = [at(curve, 0), at(curve, 1)];
  const wanted = end.x - GAP - width / 2;
  if (wanted < (start.x + end.x) / 2) return at(curve, 0.5);
  let [low, high] = [0.5, 1];
  for (let k = 0; k < 12; k++) {
    const middle = (low + high) / 2;
    if (at(curve, middle).x < wanted) low = middle;
    else high = middle;
  }
  return at(curve, high);
}
