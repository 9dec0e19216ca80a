import type {
  ContributionEvent,
  ForwardEvent,
  LeafEvent,
  SavedTensor,
  TraceEvent
} from '../graph/trace';
import type { Tensor } from '../tensor/tensor';

/** What a node shows at one position of the cursor. */
export interface NodeCell {
  /** Its output, once the forward pass has reached it. */
  readonly value: Tensor | null;
  /** Gradient that has arrived so far. */
  readonly grad: Tensor | null;
  /** `.grad` of a leaf: null (None) until backward has accumulated into it. */
  readonly accumulated: Tensor | null;
  /** Whether the gradient of the running backward is in it. */
  readonly isAccumulated: boolean;
  readonly active: 'forward' | 'backward' | null;
}

/** What an edge shows at one position of the cursor. */
export interface EdgeCell {
  /** The value that went along it. */
  readonly value: Tensor | null;
  /** The contribution that came back along it. */
  readonly grad: Tensor | null;
  readonly active: 'forward' | 'backward' | null;
}

/** What lies on a node's shelf: `kept` since forward, `taken` in the node's backward, `gone` once it is freed. */
export interface ShelfCell {
  readonly entries: readonly SavedTensor[];
  readonly state: 'kept' | 'taken' | 'gone';
}

/** Contributions that have arrived at a node in the running backward, and what they add up to. */
export interface Parts {
  readonly contributions: readonly ContributionEvent[];
  readonly sum: Tensor;
  /** Whether all have come that will. */
  readonly isComplete: boolean;
}

const noNode: NodeCell = {
  value: null,
  grad: null,
  accumulated: null,
  isAccumulated: false,
  active: null
};
const noEdge: EdgeCell = { value: null, grad: null, active: null };

interface Moment<T> {
  readonly at: number;
  readonly what: T;
}
type Moments<T> = Map<string, Moment<T>[]>;

/** Latest entry before the cursor and not before another place; entries are in trace order. */
function latest<T>(
  moments: readonly Moment<T>[] | undefined,
  cursor: number,
  from = 0
): Moment<T> | null {
  for (let i = (moments?.length ?? 0) - 1; i >= 0; i--) {
    const moment = moments?.[i];
    if (moment && moment.at < cursor) return moment.at >= from ? moment : null;
  }
  return null;
}

function push<T>(map: Moments<T>, key: string, at: number, what: T): void {
  const list = map.get(key);
  if (list) list.push({ at, what });
  else map.set(key, [{ at, what }]);
}

/** The node that a step is about: where a value is made, or where a gradient arrives. */
function focusOf(event: TraceEvent): string {
  return event.kind === 'contribution' ? event.source : event.node;
}

/** The steps inside a function's code stand before the step that they lead to. */
function unfolded(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  if (trace.some(({ kind }) => kind === 'body')) return trace;
  return trace.flatMap((event): TraceEvent[] =>
    event.kind === 'forward' || event.kind === 'contribution' ? [...event.body, event] : [event]
  );
}

/**
 * The trace, indexed so that any frame is a look-up. The cursor counts events that have happened:
 * 0 is before the first, `length` after the last. Steps inside the code of functions are events of their own.
 */
export class Timeline {
  readonly events: readonly TraceEvent[];
  /** Where each backward begins. */
  readonly seeds: readonly number[];
  private readonly values: Moments<Tensor> = new Map();
  private readonly grads: Moments<Tensor> = new Map();
  private readonly accumulated: Moments<Tensor> = new Map();
  private readonly carried: Moments<Tensor> = new Map();
  private readonly returned: Moments<Tensor> = new Map();
  /** Contributions by the node where they arrive, and by the node whose backward they come from. */
  private readonly arrived: Moments<ContributionEvent> = new Map();
  private readonly sent: Moments<ContributionEvent> = new Map();

  constructor(trace: readonly TraceEvent[]) {
    this.events = unfolded(trace);
    this.seeds = this.events.flatMap(({ kind }, at) => (kind === 'seed' ? [at] : []));
    this.events.forEach((event, at) => this.index(event, at));
  }

  private index(event: TraceEvent, at: number): void {
    switch (event.kind) {
      case 'leaf':
        push(this.values, event.node, at, event.output);
        return;
      case 'forward':
        push(this.values, event.node, at, event.output);
        for (const { edge, value } of event.inputs) if (edge) push(this.carried, edge, at, value);
        return;
      case 'seed':
        push(this.grads, event.node, at, event.grad);
        return;
      case 'contribution':
        push(this.grads, event.source, at, event.sum);
        push(this.returned, event.edge, at, event.contribution);
        push(this.arrived, event.source, at, event);
        push(this.sent, event.node, at, event);
        return;
      case 'accumulate':
        push(this.accumulated, event.node, at, event.total);
        return;
      case 'update':
        push(this.values, event.node, at, event.after);
        return;
      case 'refused':
      case 'body':
    }
  }

  get length(): number {
    return this.events.length;
  }

  /** The step that has just happened, or null at the start. */
  step(cursor: number): TraceEvent | null {
    return this.events[cursor - 1] ?? null;
  }

  /** Where the backward begins that runs when the cursor is here; 0 before the first. */
  passStart(cursor: number): number {
    return this.seeds.findLast((seed) => seed < cursor) ?? 0;
  }

  /** Where the next one begins. */
  private passEnd(cursor: number): number {
    return this.seeds.find((seed) => seed >= cursor) ?? this.length;
  }

  node(id: string, cursor: number): NodeCell {
    const value = latest(this.values.get(id), cursor);
    if (!value && !this.values.has(id)) return noNode;
    const event = this.step(cursor);
    const start = this.passStart(cursor);
    const accumulated = latest(this.accumulated.get(id), cursor);
    return {
      value: value?.what ?? null,
      grad: latest(this.grads.get(id), cursor, start)?.what ?? null,
      accumulated: accumulated?.what ?? null,
      isAccumulated: accumulated !== null && accumulated.at >= start,
      active: event && focusOf(event) === id ? direction(event) : null
    };
  }

  edge(id: string, cursor: number): EdgeCell {
    const value = latest(this.carried.get(id), cursor);
    if (!value) return noEdge;
    const event = this.step(cursor);
    let active: EdgeCell['active'] = null;
    if (event?.kind === 'contribution' && event.edge === id) active = 'backward';
    if (event?.kind === 'forward' && event.inputs.some((input) => input.edge === id))
      active = 'forward';
    const grad = latest(this.returned.get(id), cursor, this.passStart(cursor));
    return { value: value.what, grad: grad?.what ?? null, active };
  }

  /** What a node has on its shelf; null where nothing was ever put there, or not yet. */
  shelf(id: string, cursor: number): ShelfCell | null {
    const event = latest(this.values.get(id), cursor) ? this.origin(id) : null;
    if (event?.kind !== 'forward' || event.saved.length === 0) return null;
    const calls = this.sent.get(id) ?? [];
    const [from, to] = [this.passStart(cursor), this.passEnd(cursor)];
    const own = calls.filter(({ at }) => at >= from && at < to);
    const [first, last] = [own[0], own.at(-1)];
    let state: ShelfCell['state'] = 'kept';
    if (calls.some(({ at, what }) => at < cursor && what.freed.length > 0)) state = 'gone';
    if (first && last && first.what.taken.length > 0) {
      // The code of a function's backward runs before the first contribution.
      const begins = first.at - first.what.body.length;
      if (begins < cursor && cursor <= last.at + 1) state = 'taken';
    }
    return { entries: event.saved, state };
  }

  /** What has arrived at a node so far; null before the first contribution. */
  parts(id: string, cursor: number): Parts | null {
    const from = this.passStart(cursor);
    const all = this.arrived.get(id) ?? [];
    const here = all.filter(({ at }) => at >= from && at < cursor);
    const last = here.at(-1);
    if (!last) return null;
    return {
      contributions: here.map(({ what }) => what),
      sum: last.what.sum,
      isComplete: latest(all, this.passEnd(cursor), from)?.at === last.at
    };
  }

  /** Cursor positions after which the forward pass is complete. */
  get forwardEnd(): number {
    return this.seeds[0] ?? this.length;
  }

  /** The event that computed a node's value. */
  origin(id: string): LeafEvent | ForwardEvent | null {
    const at = this.values.get(id)?.[0]?.at;
    const event = at === undefined ? null : this.events[at];
    return event?.kind === 'leaf' || event?.kind === 'forward' ? event : null;
  }

  /** The cursor right after the step that made a number which is shown when the cursor is here; null for none. */
  maker(what: Shown, id: string, cursor: number): number | null {
    const tables = {
      value: this.values,
      grad: this.grads,
      accumulated: this.accumulated,
      returned: this.returned
    };
    const from = what === 'grad' || what === 'returned' ? this.passStart(cursor) : 0;
    const found = latest<Tensor>(tables[what].get(id), cursor, from);
    return found && found.at + 1;
  }

  /** Cursors at which a node's value is made, or the gradient that arrives at it is complete. */
  stops(id: string): number[] {
    const bounds = [...this.seeds, this.length];
    const made = this.values.get(id)?.map(({ at }) => at + 1) ?? [];
    const complete = bounds.flatMap((to, k) => {
      const from = k === 0 ? 0 : (bounds[k - 1] ?? 0);
      const last = latest(this.grads.get(id), to, from);
      return last && last.at >= this.forwardEnd ? [last.at + 1] : [];
    });
    return [...made, ...complete];
  }
}

/** A number that is shown: of a node its value, its gradient or its `.grad`; of an edge the contribution. */
export type Shown = 'value' | 'grad' | 'accumulated' | 'returned';

export function direction(event: TraceEvent): 'forward' | 'backward' {
  if (event.kind === 'body') return event.where;
  const isForward = event.kind === 'leaf' || event.kind === 'forward' || event.kind === 'update';
  return isForward ? 'forward' : 'backward';
}
