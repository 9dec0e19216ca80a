import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseLesson } from '../../lessons/parse';
import { emptyDocument } from '../../graph/document';
import type { Examiner } from './examiner';
import { Progress, progressOf } from './progress.svelte';
import { Reader } from './reader.svelte';
import type { Python } from '../python/python.svelte';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key)
  });
});

const lesson = parseLesson(
  '# T\n\nS.\n\n## A\n\nText.\n\n## B\n\n:::question{answer="1"}\nWhat?\n:::\n\n## C\n\nEnd.\n'
);
const reader = (): Reader =>
  new Reader(lesson, 'test', { python: {} as Python, examiner: {} as Examiner });

describe('progress', () => {
  it('is kept: the step, what was read and what was solved', () => {
    const first = reader();
    expect(progressOf('test')).toBeNull();
    first.next();
    expect([first.isDone(0), first.isDone(1)]).toEqual([true, false]);
    const [question] = lesson.steps[1]?.blocks ?? [];
    const id = question?.kind === 'question' ? question.id : '';
    first.keep(id, { solved: false, typed: ['2'] });
    expect(first.isDone(1)).toBe(false);
    first.keep(id, { solved: true, typed: ['1'] });
    // What was solved stays solved, whatever is tried afterwards.
    first.keep(id, { solved: false, typed: ['3'] });
    const second = reader();
    expect([second.index, second.done, second.task(id)]).toEqual([
      1,
      2,
      { solved: true, typed: ['3'] }
    ]);
    second.next();
    expect(progressOf('test')).toMatchObject({ step: 2, done: 3, steps: 3 });
    second.reset();
    expect([second.index, second.done, progressOf('test')]).toEqual([0, 0, null]);
  });

  it('of two tabs is kept together', () => {
    const [question] = lesson.steps[1]?.blocks ?? [];
    const id = question?.kind === 'question' ? question.id : '';
    const [one, two] = [reader(), reader()];
    one.keep(id, { solved: true, typed: ['1'] });
    two.next();
    expect(two.task(id)).toEqual({ solved: true, typed: ['1'] });
    expect([two.done, progressOf('test')?.done]).toEqual([2, 2]);
    two.keep(id, { solved: false, typed: ['7'] });
    expect(reader().task(id)).toEqual({ solved: true, typed: ['7'] });
    one.reset();
    two.next();
    // What was begun anew in one tab is kept with what the other has done.
    expect(progressOf('test')).toMatchObject({ done: 3, step: 2 });
  });

  it.each(['{', '7', '{"version":1,"tasks":{"a":{"solved":1}},"step":-1,"seen":["x"]}'])(
    'takes %s for nothing',
    (text) => {
      stored.set('backflow.lesson.test', text);
      expect([reader().index, reader().done]).toEqual([0, 0]);
    }
  );

  it('leaves out what is too large, and keeps that it was solved', () => {
    const progress = new Progress('test');
    progress.keep('a', { solved: true, code: 'x'.repeat(500_000), document: emptyDocument() });
    progress.save({ done: 1, steps: 1 });
    expect(new Progress('test').task('a')).toEqual({ solved: true });
  });

  it('lasts as long as the page where nothing can be kept', () => {
    vi.stubGlobal('localStorage', undefined);
    const one = reader();
    one.next();
    expect(one.index).toBe(1);
    expect(progressOf('test')).toBeNull();
  });
});
