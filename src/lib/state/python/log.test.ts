import { describe, expect, it } from 'vitest';
import { append, emptyLog, KEPT, type Log, type Shown } from './log';

const out = (text: string): Shown => ({ kind: 'text', stream: 'stdout', text });
const err = (text: string): Shown => ({ kind: 'text', stream: 'stderr', text });
const whole = ({ entries }: Log): string =>
  entries.map((entry) => (entry.kind === 'text' ? entry.text : '')).join('');

describe('the log', () => {
  it('puts together what one stream says, and keeps the order of both', () => {
    const log = append(append(emptyLog, [out('a'), out('b\n')]), [err('c\n'), out('d\n')]);
    expect(log.entries.map((entry) => entry.kind === 'text' && [entry.stream, entry.text])).toEqual(
      [
        ['stdout', 'ab\n'],
        ['stderr', 'c\n'],
        ['stdout', 'd\n']
      ]
    );
  });

  it('keeps ids as it grows', () => {
    const first = append(emptyLog, [out('a\n'), err('b\n')]);
    const second = append(first, [out('c\n')]);
    expect(second.entries.slice(0, 2)).toEqual(first.entries);
    expect(new Set(second.entries.map(({ id }) => id)).size).toBe(3);
  });

  it('leaves out its start where it grows too long, and counts the lines', () => {
    const lines = 50_000;
    let log = emptyLog;
    for (let k = 0; k < lines; k += 100) {
      log = append(log, [out(Array.from({ length: 100 }, (_, i) => `${k + i}\n`).join(''))]);
    }
    const shown = whole(log).trimEnd().split('\n');
    expect(shown.length).toBeLessThanOrEqual(KEPT.lines);
    expect(shown.length).toBeGreaterThan(KEPT.lines / 2);
    expect(shown.at(-1)).toBe(String(lines - 1));
    expect(log.dropped + shown.length).toBe(lines);
    expect(log.entries.length).toBeLessThan(100);
  });

  it('breaks a text without lines into pieces and keeps its end', () => {
    const log = append(emptyLog, [out('x'.repeat(1_000_000) + 'end')]);
    expect(whole(log).length).toBeLessThanOrEqual(KEPT.characters);
    expect(whole(log).endsWith('end')).toBe(true);
  });

  it('shows the newest even where that alone is too long', () => {
    const fault = { name: 'E', message: '', traceback: 'x\n'.repeat(KEPT.lines + 5), line: null };
    const log = append(append(emptyLog, [out('a\n')]), [{ kind: 'fault', fault, file: 'a.py' }]);
    expect(log.entries).toHaveLength(1);
    expect(log.dropped).toBe(1);
  });
});
