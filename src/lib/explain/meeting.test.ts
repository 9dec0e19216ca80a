import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import type { Document } from '../graph/document';
import { compile } from '../graph/program';
import { backwardAgain, run } from '../graph/run';
import { identical, tensor } from '../tensor/tensor';
import { Timeline } from './frames';
import { arrivals } from './gradient';
import { arrivedAt, meetingAt, meetingText, meetingWords } from './meeting';

/** @param passes how often backward is called, on a graph that is kept */
function timelineOf(doc: Document, passes = 1): Timeline {
  let made = run(compile(doc), { retainGraph: passes > 1 });
  for (let pass = 1; pass < passes; pass++) made = backwardAgain(made);
  return new Timeline(made.trace);
}

/** What a node shows of a meeting at each step, without repetitions. */
function told(doc: Document, name: string, tell = meetingText, passes = 1): string[] {
  const timeline = timelineOf(doc, passes);
  const { id } = named(doc, name);
  const seen: string[] = [];
  for (let cursor = 0; cursor <= timeline.length; cursor++) {
    const meeting = meetingAt(timeline, id, arrivedAt(timeline, id, cursor));
    const text = meeting ? tell(meeting) : '';
    if (text !== seen.at(-1)) seen.push(text);
  }
  return seen;
}

describe('where paths meet', () => {
  it('the parts arrive one after the other and add up', () => {
    const doc = formula('y = x**2 + 2*x + 1', { x: 2 });
    expect(told(doc, 'x')).toEqual(['', '2 + …', '2 + 4 = 6']);
    expect(told(doc, 'x', meetingWords)).toEqual([
      '',
      '1 of 2 contributions have arrived: 2 so far.',
      '2 contributions add up here: 2 + 4 = 6.'
    ]);
    expect(told(doc, 'y')).toEqual(['']);
  });

  it('a negative part stands in parentheses', () => {
    expect(told(formula('y = 3*x - 2*x', { x: 1 }), 'x').at(-1)).toBe('−2 + 3 = 1');
    expect(told(formula('y = -2*x + 3*x - 4*x', { x: 1 }), 'x').at(-1)).toMatch(
      /^−4 \+ 3 \+ \(−2\) = −3$/
    );
  });

  it('many parts are shortened', () => {
    const doc = formula('y = x + 2*x + 3*x + 4*x + 5*x + 6*x', { x: 1 });
    const seen = told(doc, 'x');
    expect(seen.at(-1)).toMatch(/^\d \+ \d \+ \d \+ … \+ \d = 21$/);
    expect(seen).toHaveLength(7);
    expect(seen[2]).toMatch(/^2 of 6: \d+ so far$/);
  });

  it('a further backward begins anew: what an earlier one brought is no part of its sum', () => {
    const doc = formula('y = x**2 + 2*x + 1', { x: 2 });
    const once = ['', '2 + …', '2 + 4 = 6'];
    expect(told(doc, 'x', meetingText, 3)).toEqual([...once, ...once, ...once]);
    expect(told(doc, 'pow', meetingText, 3)).toEqual(['']);
  });

  it('the sum is that of the trace at every step, for any graph', () => {
    fc.assert(
      fc.property(documents({ steps: 10 }), fc.nat(), fc.constantFrom(1, 2), (doc, at, passes) => {
        const timeline = timelineOf(doc, passes);
        const cursor = at % (timeline.length + 1);
        for (const id of Object.keys(doc.nodes)) {
          const came = arrivals(timeline, id, cursor);
          const meeting = meetingAt(timeline, id, arrivedAt(timeline, id, cursor));
          const end = timeline.seeds.find((seed) => seed >= cursor) ?? timeline.length;
          const all = arrivals(timeline, id, end).length;
          expect(meeting !== null).toBe(all > 1 && came.length > 0);
          if (!meeting) continue;
          expect(meeting.parts.map(({ contribution }) => contribution)).toEqual([
            ...came.map(({ contribution }) => contribution),
            ...Array<null>(all - came.length).fill(null)
          ]);
          expect(identical(meeting.sum, came.at(-1)?.sum ?? tensor(0))).toBe(true);
        }
      }),
      { numRuns: 60 }
    );
  });
});
