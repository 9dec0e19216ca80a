import type { BackwardGraph } from '../graph/derivative';
import type { TraceEvent } from '../graph/trace';
import { direction } from './frames';

/** What the picture of a backward pass shows at each step of the run that it belongs to. */
export interface Following {
  /** Cursor of the picture by cursor of the run. */
  readonly cursors: readonly number[];
  /** Nodes of the picture that belong to the step, by cursor of the run. */
  readonly lit: readonly ReadonlySet<string>[];
  readonly directions: readonly ('forward' | 'backward' | null)[];
}

/** Nodes of the picture that a step of the run makes. */
export function nodesOfStep(
  { steps, seed, gradients }: Pick<BackwardGraph, 'steps' | 'seed' | 'gradients'>,
  event: TraceEvent
): readonly string[] {
  switch (event.kind) {
    case 'leaf':
    case 'forward':
      return [event.node];
    case 'seed':
      return seed === null ? [] : [seed];
    case 'contribution':
      return steps.get(event.edge) ?? [];
    case 'accumulate':
      return [gradients.get(event.node) ?? []].flat();
    case 'body':
    case 'refused':
    case 'update':
      return [];
  }
}

/**
 * @param events those of the run that the picture is of
 * @param picture those of the picture's own run, which computes forward what the other one does on its way back
 */
export function follow(
  graph: Pick<BackwardGraph, 'steps' | 'seed' | 'gradients'>,
  events: readonly TraceEvent[],
  picture: readonly TraceEvent[]
): Following {
  const made = new Map<string, number>();
  let end = 0;
  picture.forEach((event, i) => {
    if (event.kind !== 'leaf' && event.kind !== 'forward') return;
    made.set(event.node, i + 1);
    end = i + 1;
  });
  const cursors = [0];
  const lit: ReadonlySet<string>[] = [new Set()];
  const directions: Following['directions'][number][] = [null];
  let cursor = 0;
  for (const event of events) {
    const nodes = nodesOfStep(graph, event);
    for (const id of nodes) cursor = Math.max(cursor, made.get(id) ?? 0);
    cursors.push(cursor);
    lit.push(new Set(nodes));
    directions.push(direction(event));
  }
  // At the end all of it has been computed, the sum of a gradient's elements included.
  if (events.length > 0) cursors[cursors.length - 1] = end;
  return { cursors, lit, directions };
}
