export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** The way of a wire: as a path to draw, and point by point for t from 0 to 1. */
export interface Route {
  readonly path: string;
  readonly at: (t: number) => Point;
}

/** Width of a character of the wires' labels, which are set in a monospaced font of 12 pixels. */
const CHARACTER = 7.3;
/** Room between a label and the port that its wire leads to. */
const GAP = 12;
/** Stretch in which a long wire changes its height: the gap beside a column of nodes. */
const BEND = 120;
/** Points of a way that are looked at for nodes in it. */
const LOOKS = 40;
/** Room that a wire keeps from nodes that it passes. */
const MARGIN = 4;

/** Width of a label with this text, in canvas units. */
export const labelWidth = (text: string): number => text.length * CHARACTER + 12;

/** An S-shaped curve between two points that starts and ends level. */
function curve(from: Point, to: Point): Route {
  // A wire that leads back needs room to turn.
  const reach = Math.max(Math.abs(to.x - from.x) / 2, to.x < from.x ? 60 : 0);
  const [a, b] = [from.x + reach, to.x - reach];
  return {
    path: `M${from.x},${from.y} C${a},${from.y} ${b},${to.y} ${to.x},${to.y}`,
    at: (t) => {
      const s = 1 - t;
      const [k0, k1, k2, k3] = [s ** 3, 3 * s * s * t, 3 * s * t * t, t ** 3];
      return {
        x: k0 * from.x + k1 * a + k2 * b + k3 * to.x,
        y: (k0 + k1) * from.y + (k2 + k3) * to.y
      };
    }
  };
}

/** A curve in one gap between columns, and a level line before or after it. */
function levelled(from: Point, to: Point, bendsFirst: boolean): Route {
  const corner = bendsFirst ? { x: from.x + BEND, y: to.y } : { x: to.x - BEND, y: from.y };
  const bend = bendsFirst ? curve(from, corner) : curve(corner, to);
  const share = BEND / (to.x - from.x);
  const line = (start: Point, end: Point, t: number): Point => ({
    x: start.x + (end.x - start.x) * t,
    y: start.y
  });
  return bendsFirst
    ? {
        path: `${bend.path} L${to.x},${to.y}`,
        at: (t) => (t < share ? bend.at(t / share) : line(corner, to, (t - share) / (1 - share)))
      }
    : {
        path: `M${from.x},${from.y} L${bend.path.slice(1)}`,
        at: (t) =>
          t < 1 - share ? line(from, corner, t / (1 - share)) : bend.at((t - 1 + share) / share)
      };
}

/** How much of a way lies behind nodes. */
function hidden({ at }: Route, boxes: readonly Box[]): number {
  let count = 0;
  for (let k = 1; k < LOOKS; k++) {
    const { x, y } = at(k / LOOKS);
    const isInside = (box: Box): boolean =>
      x > box.x - MARGIN &&
      x < box.x + box.width + MARGIN &&
      y > box.y - MARGIN &&
      y < box.y + box.height + MARGIN;
    if (boxes.some(isInside)) count += 1;
  }
  return count;
}

/**
 * The way of a wire. One that passes whole columns keeps level beside its start or before its end
 * where the plain curve would run behind nodes.
 * @param boxes the nodes that it should not run behind, its own two left out
 */
export function route(from: Point, to: Point, boxes: readonly Box[]): Route {
  const plain = curve(from, to);
  if (to.x - from.x < 1.5 * BEND || hidden(plain, boxes) === 0) return plain;
  const ways = [plain, levelled(from, to, true), levelled(from, to, false)];
  const counts = ways.map((way) => hidden(way, boxes));
  return ways[counts.indexOf(Math.min(...counts))] ?? plain;
}

/**
 * Where a wire carries its label: just before the input it leads to, where no other node is in the way.
 * Wires that are too short for that, or lead back, carry it in their middle.
 */
export function labelPoint({ at }: Route, width: number): Point {
  const [start, end] = [at(0), at(1)];
  const wanted = end.x - GAP - width / 2;
  if (wanted < (start.x + end.x) / 2) return at(0.5);
  let [low, high] = [0.5, 1];
  for (let k = 0; k < 12; k++) {
    const middle = (low + high) / 2;
    if (at(middle).x < wanted) low = middle;
    else high = middle;
  }
  return at(high);
}
