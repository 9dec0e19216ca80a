import { describe, expect, it, vi } from 'vitest';
import { drawn, formula } from '../../../tests/graphs';
import { emptyDocument, type Document } from '../graph/document';
import type { SweepAnswer, SweepQuestion } from './protocol';
import { SweepServer } from './server';

const ask = (id: number, doc: Document): SweepQuestion => ({
  id,
  revision: 10 + id,
  document: doc,
  input: null,
  from: -1,
  to: 1
});

/** A server whose pauses can be looked into; answers are kept as `id kind size`. */
function server(during: (pauses: number, server: SweepServer) => void = () => undefined) {
  const answers: SweepAnswer[] = [];
  let pauses = 0;
  const made: SweepServer = new SweepServer(
    (answer) => answers.push(answer),
    async () => {
      await new Promise((resolve) => setTimeout(resolve));
      during((pauses += 1), made);
    },
    10
  );
  const ended = (): Promise<void> =>
    vi.waitFor(() => expect(answers.at(-1)?.kind).toMatch(/done|fault/));
  const text = (): string[] =>
    answers.map((answer) =>
      answer.kind === 'sweep'
        ? `${answer.id} ${answer.sweep.kind === 'unavailable' ? answer.sweep.why : drawn(answer.sweep).x.length}`
        : `${answer.id} ${answer.kind}`
    );
  return { server: made, answers, ended, text };
}

describe('answers to questions about sweeps', () => {
  it('come coarse first, with the id and the revision of the question', async () => {
    const { server: made, answers, ended, text } = server();
    made.ask(ask(1, formula('x**2')));
    await ended();
    expect(text()).toEqual(['1 51', '1 251', '1 1001', '1 done']);
    expect(answers.every(({ id, revision }) => id === 1 && revision === 11)).toBe(true);
  });

  it('end for an older question as soon as a newer one is there', async () => {
    const {
      server: made,
      ended,
      text
    } = server((pauses, running) => {
      if (pauses === 1) running.ask(ask(2, formula('sin(x)')));
    });
    made.ask(ask(1, formula('x**2')));
    await ended();
    expect(text()).toEqual(['1 51', '2 51', '2 251', '2 1001', '2 done']);
  });

  it('skip questions that were overtaken before they began', async () => {
    const { server: made, ended, text } = server();
    for (const id of [1, 2, 3]) made.ask(ask(id, formula('x')));
    await ended();
    expect(text()[0]).toBe('3 51');
  });

  it('stop when nobody wants them any more, and start again', async () => {
    const {
      server: made,
      ended,
      text
    } = server((pauses, running) => {
      if (pauses === 1) running.stop();
    });
    made.ask(ask(1, formula('x**2')));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(text()).toEqual(['1 51']);
    made.ask(ask(2, emptyDocument()));
    await ended();
    expect(text()).toEqual(['1 51', '2 no-result', '2 done']);
  });

  it('are never missing: what breaks down is said', async () => {
    const { server: made, answers, ended } = server();
    made.ask(ask(1, { ...emptyDocument(), nodes: null } as unknown as Document));
    await ended();
    expect(answers).toMatchObject([{ kind: 'fault', id: 1 }]);
    made.ask(ask(2, formula('x')));
    await vi.waitFor(() => expect(answers.at(-1)).toMatchObject({ kind: 'done', id: 2 }));
  });
});
