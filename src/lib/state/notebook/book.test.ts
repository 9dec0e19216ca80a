import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { freshCell, freshNotebook } from '../../exchange/notebook';
import type { Question } from '../python/protocol';
import { Python } from '../python/python.svelte';
import type { Sandbox } from '../python/sandbox';
import { Book } from './book.svelte';
import { shownOf } from './outputs';
import { Shelf } from './shelf';

/** Python that answers what a test has it answer to a code. */
class FakePython implements Sandbox {
  readonly ran: string[] = [];
  started = 0;
  start: Sandbox['start'] = (hear) => {
    this.started += 1;
    queueMicrotask(() => hear({ kind: 'ready' }));
    return { ask: (question) => this.answer(question, hear), close: () => undefined };
  };
  close = (): void => undefined;

  private answer(question: Question, hear: (data: unknown) => void): void {
    const { id } = question;
    if (question.kind === 'restart') hear({ kind: 'restarted', id });
    if (question.kind === 'graph') hear({ kind: 'refused', id, message: 'nothing to draw' });
    if (question.kind !== 'run') return;
    const { code, file } = question;
    this.ran.push(`${file} ${code}`);
    if (code === 'forever') return;
    const event = { kind: 'text', stream: 'stdout', text: `ran ${code}\n` };
    hear({ kind: 'event', id, event });
    const isWrong = code === 'wrong';
    const fault = isWrong
      ? { name: 'ValueError', message: 'no', traceback: 'ValueError: no\n', line: 1 }
      : null;
    const tensors = [
      { name: 'x', shape: [], gradFn: null },
      { name: 'y', shape: [2], gradFn: 'PowBackward0' }
    ];
    hear({ kind: 'done', id, outcome: { fault, exit: null, tensors } });
  }
}

let python: FakePython;

async function bookOf(...sources: string[]): Promise<Book> {
  const cells = sources.map((source, k) => freshCell('code', `c${k + 1}`, source));
  python = new FakePython();
  const entry = { id: 'b', name: 'Book', updated: 1, opened: 1, cells: 0, revision: 0 };
  const kept = { entry, notebook: freshNotebook(cells) };
  return new Book(kept, await Shelf.open(), new Python(() => Promise.resolve(python)));
}

const done = (book: Book): Promise<void> => vi.waitFor(() => expect(book.isRunning).toBe(false));
const shown = (book: Book, k: number) => book.cells[k]?.outputs.map(shownOf);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.stubGlobal('window', new EventTarget());
});

describe('the open notebook', () => {
  it('runs all cells in order and numbers them', async () => {
    const book = await bookOf('a = y', '', 'b');
    book.runAll();
    expect(book.runOf('c3')?.state).toBe('waiting');
    await done(book);
    expect(python.ran).toEqual(['In[1] a = y', 'In[2] b']);
    expect(book.cells.map((cell) => cell.execution_count)).toEqual([1, null, 2]);
    expect(shown(book, 0)).toEqual([{ kind: 'text', stream: 'stdout', text: 'ran a = y\n' }]);
    expect(book.runOf('c1')?.tensors.map(({ name }) => name)).toEqual(['y']);
  });

  it('stops at the first error, and marks its line until the cell is changed', async () => {
    const book = await bookOf('a', 'wrong', 'b');
    book.runAll();
    await done(book);
    expect(python.ran).toEqual(['In[1] a', 'In[2] wrong']);
    expect(shown(book, 1)?.at(-1)).toMatchObject({ kind: 'fault', name: 'ValueError' });
    expect(book.runOf('c2')?.marked).toEqual({ line: 1, message: 'ValueError: no' });
    expect(book.runOf('c3')).toBeNull();
    book.edit('c2', 'right');
    expect(book.runOf('c2')?.marked).toBeNull();
  });

  it('ends at once what runs, forgets what waits, and says that variables are gone', async () => {
    const book = await bookOf('a', 'forever', 'b');
    book.runAll();
    await vi.waitFor(() => expect(book.runOf('c2')?.state).toBe('running'));
    book.stop();
    await done(book);
    expect(python.started).toBe(2);
    expect(book.notice?.text).toContain('all variables are gone');
    expect(book.runOf('c2')?.state).toBe('stopped');
    expect(book.runOf('c3')).toBeNull();
    expect(book.runOf('c1')?.file).toBeNull();
    book.run('c3');
    await done(book);
    expect(python.ran.at(-1)).toBe('In[1] b');
  });

  it('counts from 1 again after a restart', async () => {
    const book = await bookOf('a', 'b');
    book.runAll();
    await done(book);
    await book.restart();
    book.run('c2');
    await done(book);
    expect(python.ran).toEqual(['In[1] a', 'In[2] b', 'In[1] b']);
    expect(book.runOf('c1')?.file).toBeNull();
  });

  it('brings back a cell that was deleted, and knows why a graph can’t be had', async () => {
    const book = await bookOf('a', 'b');
    book.run('c1');
    await done(book);
    book.remove('c1');
    expect(book.cells.map(({ id }) => id)).toEqual(['c2']);
    book.edit('c2', 'typed');
    book.undo();
    expect(book.cells.map(({ source }) => source)).toEqual(['a', 'typed']);
    expect(await book.graph('c1', null)).toBeNull();
    expect(book.notice).toMatchObject({ kind: 'error', text: 'nothing to draw' });
    book.redo();
    expect(book.cells).toHaveLength(1);
  });

  it('writes what changes, and goes on as a copy where another tab has changed it', async () => {
    const book = await bookOf('a');
    book.edit('c1', 'mine');
    await book.keeper.settle();
    const shelf = await Shelf.open();
    const kept = await shelf.read('b');
    expect(kept?.notebook.cells[0]?.source).toBe('mine');
    if (kept) await shelf.write(kept.entry, freshNotebook([freshCell('code', 'c1', 'theirs')]));
    book.edit('c1', 'mine again');
    await book.keeper.settle();
    expect((await shelf.read('b'))?.notebook.cells[0]?.source).toBe('theirs');
    expect(book.name).toBe('Book (copy)');
    expect((await shelf.read(book.keeper.entry.id))?.notebook.cells[0]?.source).toBe('mine again');
    expect(book.notice?.text).toContain('goes on as a copy');
  });
});
