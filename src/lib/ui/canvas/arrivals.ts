/** Above this a graph is large: it is drawn part by part, and only as far as it is in view. */
export const MANY_NODES = 60;

/** What one frame draws more of a large graph, so that none of them takes long. */
export const NODES_A_FRAME = 16;
export const EDGES_A_FRAME = 24;

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
