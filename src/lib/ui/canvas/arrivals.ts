/** Above this a graph is large: it is drawn part by part, and only as far as it is in view. */
export const MANY_NODES = 60;

/** What a frame draws more of a large graph at first. */
const NODES_A_FRAME = 8;
const EDGES_A_FRAME = 12;
/** Frames are to take about this long, in milliseconds: longer ones are felt, and in shorter ones more could be drawn. */
const SHORT = 30;
const LONG = 50;
const MOST = 6;

/** How much more each frame draws: less after one that took long, more after a short one. */
export class Pace {
  private factor = 1;

  /** @param took how long the last frame was, in milliseconds */
  heard(took: number): void {
    if (took > LONG) this.factor = Math.max(1, this.factor * 0.7);
    else if (took < SHORT) this.factor = Math.min(MOST, this.factor * 1.3);
  }

  get nodes(): number {
    return Math.round(NODES_A_FRAME * this.factor);
  }

  get edges(): number {
    return Math.round(EDGES_A_FRAME * this.factor);
  }
}

/**
 * What is drawn by the next frame: what is drawn already and `more` of the others, in order.
 * @returns the list itself where that is all of it
 */
export function arrived<T extends { readonly id: string }>(
  all: T[],
  drawn: readonly T[],
  more: number
): T[] {
  if (all === drawn) return all;
  const known = new Set(drawn.map(({ id }) => id));
  let left = more;
  const shown = all.filter(({ id }) => known.has(id) || left-- > 0);
  return shown.length === all.length ? all : shown;
}
