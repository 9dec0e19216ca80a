import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import type { Document, FunctionSource } from '../graph/document';
import { compile } from '../graph/program';
import { backwardAgain, run } from '../graph/run';
import type { TraceEvent } from '../graph/trace';
import { direction, Timeline, type EdgeCell, type NodeCell } from './frames';

interface Frame {
  readonly nodes: Record<string, NodeCell>;
  readonly edges: Record<string, EdgeCell>;
}

/** The frame that the events make when they are told one after the other. */
function retold(doc: Document, events: readonly TraceEvent[]): Frame {
  type Cell = Omit<NodeCell, 'active'>;
  type Mutable = { -readonly [K in keyof Cell]: Cell[K] };
  const empty = (): Mutable => ({
    value: null,
    grad: null,
    accumulated: null,
    isAccumulated: false
  });
  const nodes = new Map(Object.keys(doc.nodes).map((id) => [id, empty()]));
  const edges = new Map(Object.keys(doc.edges).map((id) => [id, empty()]));
  const put = (cells: Map<string, Mutable>, id: string | null, change: Partial<Cell>): void => {
    const cell = cells.get(id ?? '');
    if (cell) Object.assign(cell, change);
  };
  for (const event of events) {
    if (event.kind === 'leaf' || event.kind === 'forward') {
      put(nodes, event.node, { value: event.output });
    }
    if (event.kind === 'forward') {
      for (const { edge, value } of event.inputs) put(edges, edge, { value });
    }
    if (event.kind === 'seed') {
      // Each backward begins with no gradient anywhere.
      for (const cells of [nodes, edges]) {
        for (const cell of cells.values())
          Object.assign(cell, { grad: null, isAccumulated: false });
      }
      put(nodes, event.node, { grad: event.grad });
    }
    if (event.kind === 'contribution') {
      put(nodes, event.source, { grad: event.sum });
      put(edges, event.edge, { grad: event.contribution });
    }
    if (event.kind === 'accumulate') {
      put(nodes, event.node, { accumulated: event.total, isAccumulated: true });
    }
  }
  const last = events.at(-1);
  const focus = last?.kind === 'contribution' ? last.source : last?.node;
  const way = last ? direction(last) : null;
  const isOn = (id: string): boolean =>
    last?.kind === 'contribution'
      ? last.edge === id
      : last?.kind === 'forward' && last.inputs.some(({ edge }) => edge === id);
  return {
    nodes: Object.fromEntries(
      [...nodes].map(([id, cell]) => [id, { ...cell, active: id === focus ? way : null }])
    ),
    edges: Object.fromEntries(
      [...edges].map(([id, { value, grad }]) => [
        id,
        { value, grad, active: isOn(id) ? way : null }
      ])
    )
  };
}

const shown = (doc: Document, timeline: Timeline, cursor: number): Frame => ({
  nodes: Object.fromEntries(Object.keys(doc.nodes).map((id) => [id, timeline.node(id, cursor)])),
  edges: Object.fromEntries(Object.keys(doc.edges).map((id) => [id, timeline.edge(id, cursor)]))
});

const functions: readonly FunctionSource[] = [
  {
    name: 'SQ',
    inputs: ['i'],
    forward: 'ctx.save_for_backward(i)\nreturn i**2',
    backward: 'i, = ctx.saved_tensors\nreturn 2*i*grad_output'
  }
];

const timelineOf = (doc: Document): Timeline => new Timeline(run(compile(doc)).trace);

describe('a timeline', () => {
  it('shows at every cursor what the events up to there have told', () => {
    fc.assert(
      fc.property(documents({ steps: 6, functions }), fc.boolean(), (doc, retainGraph) => {
        const once = run(compile(doc), { retainGraph });
        const timeline = new Timeline(backwardAgain(once).trace);
        for (let cursor = 0; cursor <= timeline.length; cursor++) {
          const frame = retold(doc, timeline.events.slice(0, cursor));
          expect(shown(doc, timeline, cursor), `cursor ${cursor}`).toEqual(frame);
        }
      }),
      { numRuns: 60 }
    );
  });

  it('shows the same wherever the cursor was before', () => {
    const doc = formula('y = x**2 + 2*x + 1', { x: 2 });
    const once = timelineOf(doc);
    const frames = Array.from({ length: once.length + 1 }, (_, k) =>
      shown(doc, new Timeline(once.events), k)
    );
    fc.assert(
      fc.property(fc.array(fc.nat(once.length), { minLength: 1, maxLength: 20 }), (cursors) => {
        for (const cursor of cursors) expect(shown(doc, once, cursor)).toEqual(frames[cursor]);
      }),
      { numRuns: 40 }
    );
  });

  it('turns from forward to backward once', () => {
    const timeline = timelineOf(formula('y = x**2 + 2*x + 1', { x: 2 }));
    const ways = timeline.events.map(direction);
    expect(ways.lastIndexOf('forward')).toBe(timeline.forwardEnd - 1);
    expect(ways.indexOf('backward')).toBe(timeline.forwardEnd);
    expect(timeline.events[timeline.forwardEnd]?.kind).toBe('seed');
  });

  it('ends with the forward pass where there is no other', () => {
    const timeline = timelineOf(formula('x > 0', { x: 2 }));
    expect(timeline.forwardEnd).toBe(timeline.length);
    expect(timeline.length).toBe(2);
  });

  it('finds the event that made a value', () => {
    const doc = formula('y = x**2', { x: 2 });
    const timeline = timelineOf(doc);
    expect(timeline.origin(named(doc, 'x').id)?.kind).toBe('leaf');
    expect(timeline.origin(named(doc, 'y').id)?.kind).toBe('forward');
    expect(timeline.origin('nobody')).toBeNull();
  });

  it('knows the step that has just happened', () => {
    const timeline = timelineOf(formula('y = x**2', { x: 2 }));
    expect(timeline.step(0)).toBeNull();
    expect(timeline.step(1)).toBe(timeline.events[0]);
    expect(timeline.step(timeline.length)).toBe(timeline.events.at(-1));
    expect(timeline.step(timeline.length + 1)).toBeNull();
  });
});

describe('cells', () => {
  const doc = formula('y = x*x', { x: 3 });
  const timeline = timelineOf(doc);
  const [x, y] = [named(doc, 'x').id, named(doc, 'y').id];
  const at = (kind: TraceEvent['kind'], nth = 0): number =>
    timeline.events.map((event, k) => (event.kind === kind ? k + 1 : 0)).filter(Boolean)[nth] ?? 0;

  it('are empty before anything has happened, and for what is not there', () => {
    const empty = {
      value: null,
      grad: null,
      accumulated: null,
      isAccumulated: false,
      active: null
    };
    expect(timeline.node(x, 0)).toEqual(empty);
    expect(timeline.node('nobody', timeline.length)).toEqual(empty);
    expect(timeline.edge('nobody', timeline.length)).toEqual({
      value: null,
      grad: null,
      active: null
    });
    expect(new Timeline([]).node(x, 0)).toEqual(empty);
    expect(new Timeline([]).forwardEnd).toBe(0);
  });

  it('of a leaf tell its gradient, and its .grad only once it is complete', () => {
    const first = timeline.node(x, at('contribution'));
    expect([first.grad?.item(), first.accumulated, first.active]).toEqual([3, null, 'backward']);
    const second = timeline.node(x, at('contribution', 1));
    expect([second.grad?.item(), second.accumulated]).toEqual([6, null]);
    const done = timeline.node(x, at('accumulate'));
    expect([done.grad?.item(), done.accumulated?.item(), done.active]).toEqual([6, 6, 'backward']);
  });

  it('of another node tell its gradient and no .grad', () => {
    expect(timeline.node(y, at('forward'))).toMatchObject({ grad: null, active: 'forward' });
    const end = timeline.node(y, timeline.length);
    expect([end.value?.item(), end.grad?.item(), end.accumulated, end.active]).toEqual([
      9,
      1,
      null,
      null
    ]);
  });

  it('of two edges between the same nodes are told apart', () => {
    const [left, right] = [`${y}.input`, `${y}.other`];
    for (const edge of [left, right]) {
      expect(timeline.edge(edge, at('leaf'))).toMatchObject({ value: null, active: null });
      const forward = timeline.edge(edge, at('forward'));
      expect([forward.value?.item(), forward.grad, forward.active]).toEqual([3, null, 'forward']);
    }
    const cells = [left, right].map((edge) => timeline.edge(edge, at('contribution')));
    expect(cells.map(({ grad, active }) => [grad?.item() ?? null, active])).toEqual([
      [3, 'backward'],
      [null, null]
    ]);
    const ended = timeline.edge(right, timeline.length);
    expect([ended.grad?.item(), ended.active]).toEqual([3, null]);
  });
});

describe('a shelf', () => {
  it('is filled, read in the backward of its node, and gone afterwards', () => {
    const doc = formula('y = u*v', { u: 2, v: 3 });
    const timeline = timelineOf(doc);
    const { id } = named(doc, 'y');
    const states = Array.from(
      { length: timeline.length + 1 },
      (_, cursor) => timeline.shelf(id, cursor)?.state ?? null
    );
    // u, v, y, seed, y to u, u.grad, y to v, v.grad
    expect(states).toEqual([null, null, null, 'kept', 'kept', 'taken', 'taken', 'taken', 'gone']);
    expect(timeline.shelf(id, 3)?.entries.map(({ name }) => name)).toEqual(['input', 'other']);
  });

  it('is kept where the graph is, and read again', () => {
    const doc = formula('y = x**2', { x: 3 });
    const kept = backwardAgain(run(compile(doc), { retainGraph: true }));
    const timeline = new Timeline(kept.trace);
    const states = Array.from(
      { length: timeline.length },
      (_, k) => timeline.shelf(named(doc, 'y').id, k + 1)?.state ?? null
    );
    expect(states).toEqual([null, 'kept', 'kept', 'taken', 'kept', 'kept', 'taken', 'kept']);
  });

  it('of random graphs is there exactly from forward on, and goes once', () => {
    fc.assert(
      fc.property(documents({ steps: 6, functions }), (doc) => {
        const timeline = timelineOf(doc);
        const order = [null, 'kept', 'taken', 'gone'];
        for (const id of Object.keys(doc.nodes)) {
          const origin = timeline.origin(id);
          const saved = origin?.kind === 'forward' ? origin.saved : [];
          let before = 0;
          for (let cursor = 0; cursor <= timeline.length; cursor++) {
            const shelf = timeline.shelf(id, cursor);
            const hasRun = timeline.node(id, cursor).value !== null;
            expect(shelf?.entries ?? [], `${id} at ${cursor}`).toEqual(hasRun ? saved : []);
            const now = order.indexOf(shelf?.state ?? null);
            expect(now).toBeGreaterThanOrEqual(before);
            before = now;
          }
          const isUsed = timeline.events.some(
            (event) => event.kind === 'contribution' && event.node === id
          );
          // Where the backward before it is refused, taking it was the last step.
          const last = timeline.events.at(-1);
          const isLast = last?.kind === 'contribution' && last.node === id;
          const end = isLast ? 'taken' : isUsed ? 'gone' : 'kept';
          if (saved.length > 0) expect(before).toBe(order.indexOf(end));
        }
      }),
      { numRuns: 40 }
    );
  });
});

describe('a timeline finds', () => {
  const doc = formula('y = x**2 + 2*x + 1', { x: 2 });
  const timeline = timelineOf(doc);
  const [x, y] = [named(doc, 'x').id, named(doc, 'y').id];
  const end = timeline.length;

  it('the parts that have met at a node, and whether all are there', () => {
    const meetings = timeline.events.flatMap((event, at) =>
      event.kind === 'contribution' && event.source === x ? [at + 1] : []
    );
    const [first = 0, second = 0] = meetings;
    expect(timeline.parts(x, first - 1)).toBeNull();
    expect(timeline.parts(x, first)).toMatchObject({ isComplete: false });
    const both = timeline.parts(x, second);
    expect(both?.contributions.map(({ contribution }) => contribution.item())).toEqual([2, 4]);
    expect([both?.sum.item(), both?.isComplete]).toEqual([6, true]);
  });

  it('the step that made a number', () => {
    const event = (cursor: number | null) => timeline.step(cursor ?? 0);
    expect(event(timeline.maker('value', y, end))).toMatchObject({ kind: 'forward', node: y });
    expect(event(timeline.maker('grad', x, end))).toMatchObject({
      kind: 'contribution',
      arrival: 2
    });
    expect(event(timeline.maker('accumulated', x, end))).toMatchObject({ kind: 'accumulate' });
    const [edge] = Object.values(doc.edges).filter(({ source }) => source === x);
    expect(event(timeline.maker('returned', edge?.id ?? '', end))).toMatchObject({
      edge: edge?.id
    });
    expect(timeline.maker('value', y, 0)).toBeNull();
    expect(timeline.maker('grad', x, 3)).toBeNull();
  });

  it('where a value is made and where a gradient is complete', () => {
    const last = timeline.events.findLastIndex(
      (event) => event.kind === 'contribution' && event.source === x
    );
    expect(timeline.stops(x)).toEqual([1, last + 1]);
    expect(timeline.stops(y)).toEqual([timeline.forwardEnd, timeline.forwardEnd + 1]);
    expect(timeline.stops('nobody')).toEqual([]);
  });
});
