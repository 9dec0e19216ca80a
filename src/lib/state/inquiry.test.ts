import { describe, expect, it, vi } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { answer } from '../explain/paths/answer';
import type { DerivativeAnswer, DerivativeQuestion } from '../explain/paths/protocol';
import { compile } from '../graph/program';
import { Inquiry } from './inquiry.svelte';

/** An inquiry whose answers come when they are asked for. */
function manual(patience = 1000) {
  const asked: DerivativeQuestion[] = [];
  let opened = 0;
  let take: (answer: DerivativeAnswer) => void = () => undefined;
  let fail: () => void = () => undefined;
  const inquiry = new Inquiry((answered, failed) => {
    opened += 1;
    take = answered;
    fail = failed;
    return { ask: (question) => asked.push(question), close: () => undefined };
  }, patience);
  return {
    inquiry,
    asked,
    opened: () => opened,
    fail: () => fail(),
    reply: () => {
      const last = asked.at(-1);
      if (last) take(answer(last));
    }
  };
}

const doc = formula('y = x**2', { x: 2 });
const pair = { top: compile(doc).result ?? '', bottom: named(doc, 'x').id };

describe('asking for a derivative', () => {
  it('answers, and says what an answer is about', () => {
    const { inquiry, reply } = manual();
    inquiry.request({ document: doc, ...pair });
    expect(inquiry.stale).toBe(true);
    expect(inquiry.resultFor(pair.top, pair.bottom)).toBeNull();
    reply();
    expect(inquiry.stale).toBe(false);
    expect(inquiry.resultFor(pair.top, pair.bottom)?.symbolic).toMatchObject({ right: '2\\,x' });
    expect(inquiry.resultFor(pair.bottom, pair.top)).toBeNull();
  });

  it('asks one question at a time, the latest next, the same one never again', () => {
    const { inquiry, asked, reply } = manual();
    inquiry.request({ document: doc, ...pair });
    inquiry.request({ document: doc, ...pair });
    for (const value of [3, 4, 5]) {
      inquiry.request({ document: withInput(doc, 'x', { value }), ...pair });
    }
    expect(asked).toHaveLength(1);
    reply();
    expect(asked).toHaveLength(2);
    expect(inquiry.stale).toBe(true);
    reply();
    expect(asked).toHaveLength(2);
    const found = inquiry.resultFor(pair.top, pair.bottom);
    expect(found?.comparison.shown?.grad).toBe(10);
  });

  it('gives up on what takes too long or breaks down, and can be asked again', () => {
    vi.useFakeTimers();
    const { inquiry, asked, opened, fail, reply } = manual(1000);
    inquiry.request({ document: doc, ...pair });
    vi.advanceTimersByTime(1500);
    expect(inquiry.error).toBe('slow');
    inquiry.request({ document: withInput(doc, 'x', { value: 3 }), ...pair });
    expect(inquiry.error).toBeNull();
    fail();
    expect(inquiry.error).toBe('broken');
    inquiry.request({ document: doc, ...pair });
    expect([asked.length, opened()]).toEqual([3, 3]);
    reply();
    expect(inquiry.error).toBeNull();
    vi.advanceTimersByTime(5000);
    expect(inquiry.error).toBeNull();
    inquiry.dispose();
    vi.useRealTimers();
  });
});
