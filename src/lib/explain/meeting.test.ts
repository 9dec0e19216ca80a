import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import type { Document } from '../graph/document';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { identical } from '../tensor/tensor';
import { Timeline } from './frames';
import { arrivals } from './gradient';
import { arrivedAt, meetingAt, meetingText, meetingWords } from './meeting';

const timelineOf = (doc: Document): Timeline => new Timeline(run(compile(doc)).trace);

/** What a node shows of a meeting at each step, without repetitions. */
function told(doc: Document, name: string, tell = meetingText): string[] {
  const timeline = timelineOf(doc);
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

  it('the sum is that of the trace at every step, for any graph', () => {
    fc.assert(
      fc.property(documents({ steps: 10 }), fc.nat(), (doc, at) => {
        const timeline = timelineOf(doc);
        const cursor = at % (timeline.length + 1);
        for (const id of Object.keys(doc.nodes)) {
          const came = arrivals(timeline, id, cursor);
          expect(arrivedAt(timeline, id, cursor)).toBe(came.length);
          const meeting = meetingAt(timeline, id, came.length);
          const last = came.at(-1);
          const all = arrivals(timeline, id, timeline.length).length;
          expect(meeting !== null).toBe(all > 1 && came.length > 0);
          if (meeting && last) expect(identical(meeting.sum, last.sum)).toBe(true);
        }
      }),
      { numRuns: 60 }
    );
  });
});
