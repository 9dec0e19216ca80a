import type { ForwardEvent, LeafEvent, TraceEvent } from '../graph/trace';
import type { Tensor } from '../tensor/tensor';

/** What a node shows at one position of the cursor. */
export interface NodeCell {
  /** Its output, once the forward pass has reached it. */
  readonly value: Tensor | null;
  /** Gradient that has arrived so far. */
  readonly grad: Tensor | null;
  /** `.grad` of a leaf: null (None) until backward has accumulated into it. */
  readonly accumulated: Tensor | null;
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

const noNode: NodeCell = { value: null, grad: null, accumulated: null, active: null };
const noEdge: EdgeCell = { value: null, grad: null, active: null };

interface Moment<T> {
  readonly at: number;
  readonly tensor: T;
}

/** Latest entry at or before the cursor; entries are in trace order. */
function latest<T>(moments: readonly Moment<T>[] | undefined, cursor: number): T | null {
  if (!moments) return null;
  for (let i = moments.length - 1; i >= 0; i--) {
    const moment = moments[i];
    if (moment && moment.at < cursor) return moment.tensor;
  }
  return null;
}

const push = <T>(map: Map<string, Moment<T>[]>, key: string, at: number, tensor: T): void => {
  const list = map.get(key);
  if (list) list.push({ at, tensor });
  else map.set(key, [{ at, tensor }]);
};

/** The node that a step is about: where a value is made, or where a gradient arrives. */
function focusOf(event: TraceEvent): string {
  return event.kind === 'contribution' ? event.source : event.node;
}

/**
 * The trace, indexed so that any frame is a look-up. The cursor counts events that have happened:
 * 0 is before the first, `length` after the last.
 */
export class Timeline {
  private readonly values = new Map<string, Moment<Tensor>[]>();
  private readonly grads = new Map<string, Moment<Tensor>[]>();
  private readonly accumulated = new Map<string, Moment<Tensor>[]>();
  private readonly carried = new Map<string, Moment<Tensor>[]>();
  private readonly returned = new Map<string, Moment<Tensor>[]>();

  constructor(readonly events: readonly TraceEvent[]) {
    events.forEach((event, at) => this.index(event, at));
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
        return;
      case 'accumulate':
        push(this.accumulated, event.node, at, event.grad);
        return;
      case 'update':
        push(this.values, event.node, at, event.after);
    }
  }

  get length(): number {
    return this.events.length;
  }

  /** The step that has just happened, or null at the start. */
  step(cursor: number): TraceEvent | null {
    return this.events[cursor - 1] ?? null;
  }

  node(id: string, cursor: number): NodeCell {
    const value = latest(this.values.get(id), cursor);
    if (!value && !this.values.has(id)) return noNode;
    const event = this.step(cursor);
    return {
      value,
      grad: latest(this.grads.get(id), cursor),
      accumulated: latest(this.accumulated.get(id), cursor),
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
    return { value, grad: latest(this.returned.get(id), cursor), active };
  }

  /** Cursor positions after which the forward pass is complete. */
  get forwardEnd(): number {
    const seed = this.events.findIndex((event) => event.kind === 'seed');
    return seed < 0 ? this.length : seed;
  }

  /** The event that computed a node's value. */
  origin(id: string): LeafEvent | ForwardEvent | null {
    const at = this.values.get(id)?.[0]?.at;
    const event = at === undefined ? null : this.events[at];
    return event?.kind === 'leaf' || event?.kind === 'forward' ? event : null;
  }
}

export function direction(event: TraceEvent): 'forward' | 'backward' {
  const isForward = event.kind === 'leaf' || event.kind === 'forward' || event.kind === 'update';
  return isForward ? 'forward' : 'backward';
}
