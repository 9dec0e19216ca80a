import { describe, expect, it } from 'vitest';
import type { PythonEvent } from '../../../python/events';
import { LIMITS } from '../protocol';
import { Meter } from './meter';

const out = (text: string): PythonEvent => ({ kind: 'text', stream: 'stdout', text });
const textOf = (event: PythonEvent | null): string =>
  event === null || event.kind === 'figure' ? '' : event.text;

describe('the meter of a run', () => {
  it('lets pass what a run may show', () => {
    const meter = new Meter();
    expect(meter.admit(out('a\n'))).toEqual(out('a\n'));
    expect(meter.isFull).toBe(false);
  });

  it('cuts the text that goes beyond, and lets nothing pass after it', () => {
    const meter = new Meter();
    const passed = textOf(meter.admit(out('x'.repeat(LIMITS.characters + 10))));
    expect(passed).toHaveLength(LIMITS.characters);
    expect(meter.isFull).toBe(true);
    expect(meter.admit(out('more'))).toBeNull();
  });

  it('counts lines across texts', () => {
    const meter = new Meter();
    let lines = 0;
    while (!meter.isFull) lines += textOf(meter.admit(out('a\nb\nc\n'))).split('\n').length - 1;
    expect(lines).toBe(LIMITS.lines);
  });

  it('counts pieces too: many small ones are as bad', () => {
    const meter = new Meter();
    let pieces = 0;
    while (!meter.isFull && pieces <= LIMITS.events) {
      meter.admit(out('.'));
      pieces += 1;
    }
    expect(pieces).toBe(LIMITS.events + 1);
    expect(meter.isFull).toBe(true);
  });
});
