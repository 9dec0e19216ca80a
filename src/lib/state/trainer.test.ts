import { afterEach, describe, expect, it, vi } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { sentence } from '../explain/sentences';
import type { Document } from '../graph/document';
import { move, rename, setTraining, setValue } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { DocumentStore } from '../graph/store';
import type { Answer, RunQuestion, TrainMessage } from '../train/protocol';
import { TrainServer } from '../train/server';
import { Editor } from './editor.svelte';
import { Player } from './player.svelte';
import { Runner } from './runner.svelte';
import { Trainer } from './trainer.svelte';

afterEach(() => void vi.useRealTimers());

/** An open document whose run goes on only when the test lets it. */
function opened(doc: Document = formula('y = (x - 3)**2', { x: 0 }), steps = 20) {
  const settled = setTraining(doc, { steps });
  const store = new DocumentStore(settled.ok ? applyPatch(doc, settled.patch) : doc);
  const editor = new Editor(store);
  const runner = new Runner(() => editor.document);
  const player = new Player(() => runner.timeline);
  const asked: TrainMessage[] = [];
  let go: (() => void) | null = null;
  const trainer = new Trainer(editor, runner, player, (answer) => {
    const server = new TrainServer(
      answer,
      () => new Promise((resolve) => (go = () => resolve())),
      1000
    );
    return {
      send: (message) => {
        asked.push(message);
        server.take(message);
      },
      close: () => server.stop()
    };
  });
  /** One more report. */
  const report = async (): Promise<void> => {
    await Promise.resolve();
    await Promise.resolve();
    const next = go;
    go = null;
    next?.();
    for (let k = 0; k < 5; k++) await Promise.resolve();
  };
  const end = async (): Promise<void> => {
    for (let k = 0; k < 200 && trainer.running; k++) await report();
    expect(trainer.running).toBe(false);
  };
  const value = (name: string, of = editor.document): unknown => {
    const node = named(of, name);
    return node.kind === 'input' ? node.value : null;
  };
  return { store, editor, runner, player, trainer, asked, report, end, value };
}

describe('one step', () => {
  it('changes the values as one step of undo, and is played with its updates', () => {
    const { editor, trainer, runner, player, value } = opened();
    trainer.advance();
    // 0 − 0.1 · −6
    expect(value('x')).toBe(Math.fround(0.6));
    expect(player.step?.kind).toBe('update');
    expect(sentence(editor.document, player.step)).toBe(
      'Update: x goes against its gradient: 0 − 0.1 · (−6) = 0.6.'
    );
    expect(player.node(named(editor.document, 'x').id).value?.item()).toBe(Math.fround(0.6));
    player.stepBack();
    expect(player.node(named(editor.document, 'x').id).value?.item()).toBe(0);
    expect(trainer.step).toBe(1);
    editor.undo();
    expect(value('x')).toBe(0);
    expect(editor.canUndo).toBe(false);
    expect(trainer.step).toBe(0);
    // The trace of the step belongs to the values that it led to.
    expect(runner.run.trace.some(({ kind }) => kind === 'update')).toBe(false);
  });

  it('goes on after an undo from where the optimiser was', () => {
    const adam = setTraining(formula('y = (x - 3)**2', { x: 0 }), {
      optimizer: { kind: 'adam', lr: 0.1, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 }
    });
    const doc = formula('y = (x - 3)**2', { x: 0 });
    const { editor, trainer, value } = opened(adam.ok ? applyPatch(doc, adam.patch) : doc);
    for (let k = 0; k < 3; k++) trainer.advance();
    const third = value('x');
    editor.undo();
    trainer.advance();
    expect(value('x')).toBe(third);
    expect(trainer.points.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  });

  it('begins afresh from values that were set by hand', () => {
    const { editor, trainer } = opened();
    trainer.advance();
    editor.do(setValue(editor.document, named(editor.document, 'x').id, 5));
    expect(trainer.isOld).toBe(true);
    expect(trainer.step).toBe(0);
    trainer.advance();
    expect(trainer.isOld).toBe(false);
    expect(trainer.points.map(({ step }) => step)).toEqual([0, 1]);
    trainer.reset();
    expect(named(editor.document, 'x')).toMatchObject({ value: 5 });
  });
});

describe('a run', () => {
  it('shows values while it goes on and writes them once at the end', async () => {
    const { store, editor, trainer, report, end, value } = opened();
    const before = store.document;
    trainer.run();
    await report();
    await report();
    expect(trainer.running).toBe(true);
    expect(store.document).toBe(before);
    expect(value('x')).not.toBe(0);
    await end();
    expect(trainer.outcome).toEqual({ kind: 'finished' });
    expect(store.document).toBe(editor.document);
    expect(value('x')).toBeCloseTo(3, 1);
    expect(trainer.points.length).toBe(21);
    editor.undo();
    expect(value('x')).toBe(0);
    expect(editor.canUndo).toBe(false);
  });

  it('can be stopped at any time and keeps what it has reached', async () => {
    const { store, editor, trainer, report, value } = opened();
    trainer.run();
    await report();
    await report();
    trainer.stop();
    const shown = value('x');
    expect(trainer.running).toBe(false);
    expect(trainer.outcome).toMatchObject({ kind: 'stopped' });
    expect(value('x', store.document)).toBe(shown);
    expect(shown).not.toBe(0);
    await report();
    await report();
    expect(value('x')).toBe(shown);
    trainer.reset();
    expect(value('x')).toBe(0);
    expect(editor.canUndo).toBe(true);
  });

  it('goes where single steps go', async () => {
    const [stepped, whole] = [opened(undefined, 6), opened(undefined, 6)];
    for (let k = 0; k < 6; k++) stepped.trainer.advance();
    whole.trainer.run();
    await whole.end();
    expect(whole.value('x')).toBe(stepped.value('x'));
    expect(whole.trainer.points).toEqual(stepped.trainer.points);
  });

  it('that blows up leaves the document as it was', async () => {
    const { store, trainer, end } = opened(formula('y = x**4', { x: 30 }));
    const before = store.document;
    trainer.run();
    await end();
    expect(trainer.outcome).toMatchObject({ kind: 'diverged' });
    expect(store.document).toBe(before);
    trainer.lowerRate();
    expect(store.document.meta.training?.optimizer.lr).toBe(0.01);
  });
});

describe('a document that is changed during a run is never overwritten', () => {
  const changes: [string, (all: ReturnType<typeof opened>) => void][] = [
    [
      'by an edit of a value',
      ({ editor }) => editor.do(setValue(editor.document, named(editor.document, 'x').id, 7))
    ],
    [
      'by another tab',
      ({ store, editor }) => {
        const x = named(editor.intended, 'x');
        store.ydoc.transact(() => store.ydoc.getMap('nodes').set(x.id, { ...x, value: 7 }), 'tab');
      }
    ],
    [
      'by a value that is being scrubbed',
      ({ editor }) => editor.preview(setValue(editor.document, named(editor.document, 'x').id, 7))
    ],
    [
      'by a new formula',
      ({ editor }) => editor.do(rename(editor.document, named(editor.document, 'x').id, 'z'))
    ]
  ];
  it.each(changes)('%s: the run ends, and its result waits', async (_, change) => {
    const all = opened();
    const { editor, trainer, report } = all;
    trainer.run();
    await report();
    await report();
    change(all);
    const after = editor.intended;
    await report();
    await report();
    expect(trainer.running).toBe(false);
    expect(trainer.outcome).toMatchObject({ kind: 'old' });
    expect(editor.document).toEqual(after);
    trainer.discardOld();
    expect(editor.document).toEqual(after);
    expect(trainer.outcome).toBeNull();
  });

  it('by an undo', async () => {
    const { editor, trainer, report, value } = opened();
    editor.do(setValue(editor.document, named(editor.document, 'x').id, 1));
    trainer.run();
    await report();
    editor.undo();
    trainer.stop();
    expect(trainer.outcome).toMatchObject({ kind: 'old' });
    expect(value('x')).toBe(0);
    expect(trainer.canApply).toBe(true);
    trainer.applyOld();
    expect(value('x')).not.toBe(0);
    editor.undo();
    expect(value('x')).toBe(0);
  });

  it('but a node that is moved is no change, and takes no half-trained value along', async () => {
    const { store, editor, trainer, report, end, value } = opened();
    trainer.run();
    await report();
    await report();
    const { id } = named(editor.document, 'x');
    editor.do(move(editor.document, { [id]: { x: 500, y: 500 } }));
    expect(value('x', store.document)).toBe(0);
    await end();
    expect(trainer.outcome).toEqual({ kind: 'finished' });
    expect(store.document.nodes[id]).toMatchObject({ x: 500 });
    expect(value('x')).toBeCloseTo(3, 1);
  });

  it('nor by a run of a document that was closed', async () => {
    const { store, trainer, report } = opened();
    const before = store.document;
    trainer.run();
    await report();
    trainer.dispose();
    await report();
    await report();
    expect(store.document).toBe(before);
  });

  it('nor by an answer to an older question', async () => {
    const answers: ((answer: Answer) => void)[] = [];
    const sent: TrainMessage[] = [];
    const { store, editor, runner, player } = opened();
    const trainer = new Trainer(editor, runner, player, (answer) => {
      answers.push(answer);
      return { send: (message) => void sent.push(message), close: () => undefined };
    });
    trainer.run();
    const question = sent[0] as RunQuestion;
    trainer.stop();
    trainer.run();
    const before = store.document;
    answers[0]?.({
      ...{ kind: 'progress', id: question.id, revision: question.revision },
      progress: {
        ...{ points: [], loss: 1, state: question.state, ending: { kind: 'finished' } },
        values: new Map([[named(editor.document, 'x').id, 99]])
      }
    });
    expect(trainer.running).toBe(true);
    expect(store.document).toBe(before);
  });
});
