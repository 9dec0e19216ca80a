import type { Document } from '../graph/document';
import { foldedIn } from '../graph/groups';
import type { TraceEvent } from '../graph/trace';
import { direction } from './frames';

/**
 * Steps that are taken as one: the code of a function, or the nodes of a group. A view of a timeline is a list of
 * units, each one event or a run of consecutive events that are folded.
 */

export interface Fold {
  /** The same for all that is folded together, e.g. `group:g1:forward`. */
  readonly key: string;
  readonly kind: 'body' | 'group';
  /** The node of the function, or the group. */
  readonly id: string;
}

/** Events `start` to `end` (without it) that are shown as one step; `fold` is null for an event by itself. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  readonly fold: Fold | null;
}

/** The code that an event is a part of, with the event that it leads to. */
function bodyOf(event: TraceEvent): Fold | null {
  const id = event.node;
  if (event.kind === 'body') return { key: `body:${id}:${event.where}`, kind: 'body', id };
  const hasBody =
    (event.kind === 'forward' || event.kind === 'contribution') && event.body.length > 0;
  return hasBody ? { key: `body:${id}:${direction(event)}`, kind: 'body', id } : null;
}

function groupOf(doc: Document, event: TraceEvent): Fold | null {
  // A refusal is always seen where it happens, and so is where backward begins.
  if (event.kind === 'refused' || event.kind === 'seed') return null;
  const id = foldedIn(doc, event.node);
  return id === null ? null : { key: `group:${id}:${direction(event)}`, kind: 'group', id };
}

/** What an event may be folded into, from the outside in. */
export const foldsOf = (doc: Document | null, event: TraceEvent): Fold[] =>
  [doc && groupOf(doc, event), bodyOf(event)].filter((fold) => fold !== null);

/** The steps as they are seen with some folds opened. */
export class Units {
  readonly list: readonly Unit[];
  /** Keys of the folds that are stepped through one by one. */
  private readonly opened: ReadonlySet<string>;
  /** By event: the unit that it is in. */
  private readonly places: readonly number[];

  constructor(
    private readonly folds: readonly (readonly Fold[])[],
    opened: readonly string[]
  ) {
    this.opened = new Set(opened);
    const list: Unit[] = [];
    const places: number[] = [];
    folds.forEach((path, at) => {
      const fold = path.find(({ key }) => !this.opened.has(key)) ?? null;
      const last = list.at(-1);
      if (fold && last?.fold?.key === fold.key && !this.begins(fold, at)) {
        list[list.length - 1] = { ...last, end: at + 1 };
      } else list.push({ start: at, end: at + 1, fold });
      places.push(list.length - 1);
    });
    // A fold of one event is that event.
    this.list = list.map((unit) => (unit.end - unit.start > 1 ? unit : { ...unit, fold: null }));
    this.places = places;
  }

  /** Whether an event is the first of the fold: the code of a node may run again in a further backward. */
  private begins(fold: Fold, at: number): boolean {
    return !(this.folds[at - 1] ?? []).some(({ key }) => key === fold.key);
  }

  /** The unit of an event. */
  of(event: number): Unit | null {
    return this.list[this.places[event] ?? -1] ?? null;
  }

  /** How many units have happened when so many events have. */
  position(cursor: number): number {
    if (cursor <= 0) return 0;
    return (this.places[Math.min(cursor, this.folds.length) - 1] ?? -1) + 1;
  }

  /** Events that have happened after so many units. */
  cursor(position: number): number {
    return position <= 0 ? 0 : (this.list[Math.min(position, this.list.length) - 1]?.end ?? 0);
  }

  /** The nearest cursor that isn't inside a fold: its end. */
  snapped(cursor: number): number {
    return cursor <= 0 ? 0 : (this.of(Math.min(cursor, this.folds.length) - 1)?.end ?? 0);
  }

  /** Opened folds that an event is in, from the outside in. */
  around(event: number): Fold[] {
    return (this.folds[event] ?? []).filter(({ key }) => this.opened.has(key));
  }

  /** Folds that would have to be opened to see an event by itself. */
  hiding(event: number): Fold[] {
    const unit = this.of(event);
    if (!unit?.fold) return [];
    return (this.folds[event] ?? []).filter(({ key }) => !this.opened.has(key));
  }

  /** Events `start` to `end` (without it) of a fold around an event. */
  span(fold: Fold, event: number): { readonly start: number; readonly end: number } {
    const isIn = (at: number): boolean =>
      (this.folds[at] ?? []).some(({ key }) => key === fold.key);
    let [start, end] = [event, event + 1];
    while (isIn(start - 1)) start -= 1;
    while (isIn(end)) end += 1;
    return { start, end };
  }
}
