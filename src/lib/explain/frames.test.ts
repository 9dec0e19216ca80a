import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import type { Document } from '../graph/document';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import type { TraceEvent } from '../graph/trace';
import type { Tensor } from '../tensor/tensor';
import { direction, Timeline, type EdgeCell, type NodeCell } from './frames';

interface Frame {
  readonly nodes: Record<string, NodeCell>;
  readonly edges: Record<string, EdgeCell>;
}

/** The frame that the events make when they are told one after the other. */
function retold(doc: Document, events: readonly TraceEvent[]): Frame {
  type Cell = { value: Tensor | null; grad: Tensor | null; accumulated: Tensor | null };
  const empty = (): Cell => ({ value: null, grad: null, accumulated: null });
  const nodes = new Map(Object.keys(doc.nodes).map((id) => [id, empty()]));
  const edges = new Map(Object.keys(doc.edges).map((id) => [id, empty()]));
  const put = (cells: Map<string, Cell>, id: string | null, change: Partial<Cell>): void => {
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
    if (event.kind === 'seed') put(nodes, event.node, { grad: event.grad });
    if (event.kind === 'contribution') {
      put(nodes, event.source, { grad: event.sum });
      put(edges, event.edge, { grad: event.contribution });
    }
    if (event.kind === 'accumulate') put(nodes, event.node, { accumulated: event.grad });
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

const timelineOf = (doc: Document): Timeline => new Timeline(run(compile(doc)).trace);

describe('a timeline', () => {
  it('shows at every cursor what the events up to there have told', () => {
    fc.assert(
      fc.property(documents({ steps: 6 }), (doc) => {
        const timeline = timelineOf(doc);
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
    const empty = { value: null, grad: null, accumulated: null, active: null };
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
