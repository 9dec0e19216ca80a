import type { Document } from './document';
import { drawnBoxes, NODE_WIDTH } from './size';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Room that a fresh node needs, whatever kind it is. */
const FRESH = { width: NODE_WIDTH, height: 180 };
/** Free strip around it, and below a node for what is said of its faults. */
const GAP = 20;
const MESSAGE = 48;
const STEP = 40;
const REACH = 16;

/** Offsets on a grid, nearest first; on a tie the one below, then the one to the right. */
const offsets: readonly Point[] = Array.from({ length: (2 * REACH + 1) ** 2 }, (_, k) => ({
  x: ((k % (2 * REACH + 1)) - REACH) * STEP,
  y: (Math.floor(k / (2 * REACH + 1)) - REACH) * STEP
})).sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y) || b.y - a.y || b.x - a.x);

/** The place nearest to a wanted one where a new node covers no other; the wanted one where all is full. */
export function freePlace(doc: Document, wanted: Point): Point {
  const taken = drawnBoxes(doc).map((box) => ({ ...box, height: box.height + MESSAGE }));
  const isFree = ({ x, y }: Point): boolean =>
    taken.every(
      (other) =>
        x + FRESH.width + GAP <= other.x ||
        other.x + other.width + GAP <= x ||
        y + FRESH.height + MESSAGE + GAP <= other.y ||
        other.y + other.height + GAP <= y
    );
  for (const offset of offsets) {
    const at = { x: wanted.x + offset.x, y: wanted.y + offset.y };
    if (isFree(at)) return at;
  }
  return wanted;
}
