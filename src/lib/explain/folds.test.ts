import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import { example } from '../exchange/examples';
import type { Document, FunctionSource } from '../graph/document';
import { compile } from '../graph/program';
import { backwardAgain, run } from '../graph/run';
import { foldsOf, Units } from './folds';
import { Timeline } from './frames';
import { foldName, unitSentence } from './unit';

const square: FunctionSource = {
  name: 'SQ',
  inputs: ['i'],
  forward: 'ctx.save_for_backward(i)\nreturn i**2',
  backward: 'i, = ctx.saved_tensors\nreturn 2*i*grad_output'
};

/** The document with nodes in groups, as a later version of the format has them. */
const grouped = (
  doc: Document,
  groups: Readonly<Record<string, readonly string[]>>,
  collapsed = true
): Document => {
  const nodes = Object.fromEntries(
    Object.entries(doc.nodes).map(([id, node]) => {
      const group = Object.keys(groups).find((one) => groups[one]?.includes(node.name));
      return [id, group === undefined ? node : { ...node, group }];
    })
  );
  const named = Object.fromEntries(
    Object.keys(groups).map((id) => [id, { id, name: `the ${id}`, collapsed, noGrad: false }])
  );
  return { ...doc, nodes, groups: named } as Document;
};

const unitsOf = (doc: Document, timeline: Timeline, opened: readonly string[] = []): Units =>
  new Units(
    timeline.events.map((event) => foldsOf(doc, event)),
    opened
  );

const spans = (units: Units): [number, number][] =>
  units.list.map(({ start, end }) => [start, end]);

describe('units', () => {
  it('cover every event once, whatever is opened', () => {
    const made = documents({ functions: [square], ops: ['add', 'mul', 'exp', 'sum'], steps: 6 });
    fc.assert(
      fc.property(made, fc.boolean(), fc.nat(), (doc, twice, seed) => {
        const first = run(compile(doc), { retainGraph: true });
        const timeline = new Timeline((twice ? backwardAgain(first) : first).trace);
        const names = Object.values(doc.nodes).map(({ name }) => name);
        const split = 1 + (seed % names.length);
        const inGroups = grouped(doc, { g: names.slice(0, split), h: names.slice(split) });
        const keys = timeline.events
          .flatMap((event) => foldsOf(inGroups, event))
          .map(({ key }) => key);
        const opened = keys.filter((_, k) => (seed >> (k % 20)) & 1);
        const units = unitsOf(inGroups, timeline, opened);
        expect(
          units.list.flatMap(({ start, end }) => [...timeline.events.keys()].slice(start, end))
        ).toEqual([...timeline.events.keys()]);
        units.list.forEach((unit, k) => {
          for (let at = unit.start; at < unit.end; at++) expect(units.of(at)).toBe(unit);
          expect(units.cursor(k + 1)).toBe(unit.end);
          expect(units.position(unit.end)).toBe(k + 1);
          expect(units.snapped(unit.start + 1)).toBe(unit.end);
          expect(unitSentence(inGroups, unit, timeline.events)).toMatch(/\S[.…]?$/);
        });
        // Folded and unfolded, the last frame is the same one.
        const all = unitsOf(inGroups, timeline, keys);
        expect(all.list).toHaveLength(timeline.length);
        expect(units.cursor(units.list.length)).toBe(all.cursor(all.list.length));
      }),
      { numRuns: 80 }
    );
  });

  it('of a document without functions and groups are its events', () => {
    const doc = formula('y = x**2 + 2*x + 1', { x: 2 });
    const timeline = new Timeline(run(compile(doc)).trace);
    expect(spans(unitsOf(doc, timeline))).toEqual(timeline.events.map((_, k) => [k, k + 1]));
    expect(unitsOf(doc, new Timeline([])).list).toEqual([]);
  });

  it('hold the code of a function together with what it leads to', () => {
    const doc = example('custom-upstream');
    if (!doc) expect.fail('the example is gone');
    const timeline = new Timeline(run(compile(doc)).trace);
    const closed = unitsOf(doc, timeline);
    const folded = closed.list.filter(({ fold }) => fold);
    expect(folded.map(({ fold }) => fold && foldName(doc, fold))).toEqual([
      'SQ.forward',
      'SQ.backward'
    ]);
    expect(unitSentence(doc, folded[0] ?? null, timeline.events)).toMatch(/^Forward: square = SQ/);
    const [inside] = folded;
    const opened = unitsOf(doc, timeline, [inside?.fold?.key ?? '']);
    expect(opened.list).toHaveLength(closed.list.length + 2);
    const first = opened.of(inside?.start ?? 0);
    expect(unitSentence(doc, first, timeline.events)).toBe(
      'SQ.forward, line 1: i = 2 goes onto the shelf.'
    );
    const [around] = opened.around(inside?.start ?? 0);
    expect(around && opened.span(around, inside?.start ?? 0)).toEqual({
      start: inside?.start,
      end: inside?.end
    });
    expect(closed.hiding(inside?.start ?? 0)).toHaveLength(1);
  });

  it('hold a function apart from itself in the next backward', () => {
    const doc = example('custom-sq');
    if (!doc) expect.fail('the example is gone');
    const kept = run(compile(doc), { retainGraph: true });
    const timeline = new Timeline(backwardAgain(kept).trace);
    const folded = unitsOf(doc, timeline).list.filter(({ fold }) => fold?.key.endsWith('backward'));
    expect(folded).toHaveLength(2);
  });

  it('tell what a group has made, and open it by name', () => {
    const doc = grouped(formula('y = exp(x**2) + x', { x: 2 }), { core: ['pow', 'exp'] });
    const timeline = new Timeline(run(compile(doc)).trace);
    const groups = unitsOf(doc, timeline).list.filter(({ fold }) => fold);
    expect(groups.map((unit) => unitSentence(doc, unit, timeline.events))).toEqual([
      'Forward through the core in 2 steps: pow = 4 and exp = 54.598.',
      expect.stringMatching(/^Backward through the core in 2 steps: x receives /)
    ]);
    expect(groups[0]?.fold && foldName(doc, groups[0].fold)).toBe('the core');
    const expanded = grouped(doc, { core: ['pow', 'exp'] }, false);
    expect(unitsOf(expanded, timeline).list.every(({ fold }) => fold === null)).toBe(true);
  });
});
