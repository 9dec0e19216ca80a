import { describe, expect, it, vi } from 'vitest';
import { drawn, formula, named, withInput } from '../../../tests/graphs';
import type { Document } from '../graph/document';
import { move, setTitle, type Edit } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import type { SweepAnswer, SweepQuestion } from '../sweep/protocol';
import { sweep } from '../sweep/sweep';
import { pagePort, Sweeper, type Wanted } from './sweeper.svelte';

/** A sweeper whose worker is this test. */
function watched() {
  const asked: SweepQuestion[] = [];
  const hooks = { answer: (_: SweepAnswer): void => undefined, fail: (): void => undefined };
  let closed = 0;
  const sweeper = new Sweeper((answer, failed) => {
    Object.assign(hooks, { answer, fail: failed });
    return { ask: (question) => asked.push(question), close: () => (closed += 1) };
  });
  const reply = (question: SweepQuestion | undefined, isLast = false): void => {
    if (!question) throw new Error('nothing was asked');
    const { id, revision, document: doc, ...options } = question;
    hooks.answer({ kind: 'sweep', id, revision, sweep: sweep(doc, { ...options, count: 5 }) });
    if (isLast) hooks.answer({ kind: 'done', id, revision });
  };
  return { sweeper, asked, hooks, reply, closes: () => closed };
}

const wanted = (doc: Document, revision = 1, input = named(doc, 'x').id): Wanted => ({
  document: doc,
  revision,
  input,
  from: -2,
  to: 2
});

const after = (doc: Document, edit: Edit): Document => {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
};

const last = (sweeper: Sweeper): number | undefined =>
  sweeper.result ? drawn(sweeper.result).value?.y.at(-1) : undefined;

describe('the sweeper', () => {
  it('shows what comes first and is busy until the last', () => {
    const { sweeper, asked, reply } = watched();
    sweeper.request(wanted(formula('x**2')));
    expect([sweeper.busy, sweeper.stale, sweeper.result]).toEqual([true, false, null]);
    reply(asked[0]);
    expect([sweeper.busy, sweeper.stale, last(sweeper)]).toEqual([true, false, 4]);
    reply(asked[0], true);
    expect(sweeper.busy).toBe(false);
  });

  it('keeps the old answer as stale while a new one is computed, and drops answers to older questions', () => {
    const { sweeper, asked, reply } = watched();
    const doc = formula('w*x', { w: 2, x: 1 });
    sweeper.request(wanted(doc));
    reply(asked[0], true);
    sweeper.request(wanted(withInput(doc, 'w', { value: 3 }), 2));
    expect([sweeper.stale, last(sweeper)]).toEqual([true, 4]);
    sweeper.request(wanted(withInput(doc, 'w', { value: 5 }), 3));
    reply(asked[1], true);
    expect([sweeper.stale, sweeper.busy, last(sweeper)]).toEqual([true, true, 4]);
    reply(asked[2]);
    expect([sweeper.stale, last(sweeper)]).toEqual([false, 10]);
  });

  it('asks nothing for what changes no number: places, titles, the value of the swept input', () => {
    const { sweeper, asked } = watched();
    const doc = formula('w*x', { w: 2, x: 1 });
    const x = named(doc, 'x').id;
    sweeper.request(wanted(doc));
    sweeper.request(wanted(withInput(doc, 'x', { value: 1.5 }), 2));
    sweeper.request(wanted(after(doc, move(doc, { [x]: { x: 5, y: 7 } })), 3));
    sweeper.request(wanted(after(doc, setTitle(doc, 'Other')), 4));
    expect(asked).toHaveLength(1);
    sweeper.request({ ...wanted(doc, 5), to: 3 });
    sweeper.request(wanted(doc, 6, named(doc, 'w').id));
    sweeper.request(wanted(withInput(doc, 'x', { dtype: 'float64' }), 7));
    expect(asked).toHaveLength(4);
  });

  it('asks again when the elements of a swept tensor change', () => {
    const { sweeper, asked } = watched();
    const doc = formula('sum(x)', { x: [1, 2] });
    sweeper.request(wanted(doc));
    sweeper.request(wanted(withInput(doc, 'x', { value: [1, 3] }), 2));
    expect(asked).toHaveLength(2);
  });

  it('says what broke down and recovers with the next question', () => {
    const { sweeper, asked, hooks, reply } = watched();
    sweeper.request(wanted(formula('x')));
    hooks.answer({ kind: 'fault', id: 1, revision: 1, message: 'out of memory' });
    expect([sweeper.error, sweeper.busy]).toEqual(['out of memory', false]);
    sweeper.request(wanted(formula('2*x'), 2));
    reply(asked[1], true);
    expect([sweeper.error, last(sweeper)]).toEqual([null, 4]);
  });

  it('computes in the page when the worker fails', async () => {
    const { sweeper, hooks, closes } = watched();
    sweeper.request(wanted(formula('x**2')));
    hooks.fail();
    expect(closes()).toBe(1);
    await vi.waitFor(() => expect(sweeper.busy).toBe(false));
    expect(last(sweeper)).toBe(4);
  });

  it('computes in the page where there are no workers', async () => {
    const sweeper = new Sweeper();
    sweeper.request(wanted(formula('x**3')));
    await vi.waitFor(() => expect(sweeper.busy).toBe(false));
    expect(last(sweeper)).toBe(8);
    sweeper.dispose();
  });

  it('is silent once it is disposed of', async () => {
    const answers: SweepAnswer[] = [];
    const port = pagePort((answer) => answers.push(answer));
    port.ask({ ...wanted(formula('x')), id: 1 });
    port.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answers).toEqual([]);
    const { sweeper, hooks, closes } = watched();
    sweeper.request(wanted(formula('x')));
    sweeper.dispose();
    hooks.fail();
    expect([closes(), sweeper.busy]).toEqual([1, false]);
  });
});
