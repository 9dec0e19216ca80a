import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { freshCell, freshNotebook, type Notebook } from '../../exchange/notebook';
import { Shelf, type NotebookSummary } from './shelf';

const stored = new Map<string, string>();

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key)
  });
});

const notebook = (source: string): Notebook => freshNotebook([freshCell('code', 'a', source)]);
const entry = (id: string, updated = 1): NotebookSummary => ({
  ...{ id, name: id, updated, opened: 0, cells: 0, revision: 0 }
});

describe('the shelf', () => {
  it('keeps notebooks for the next visit, the last used first', async () => {
    const shelf = await Shelf.open();
    expect(shelf.persistent).toBe(true);
    await shelf.write(entry('one', 1), notebook('1'));
    await shelf.write(entry('two', 2), notebook('2'));
    const next = await Shelf.open();
    expect((await next.list()).map(({ id, cells }) => [id, cells])).toEqual([
      ['two', 1],
      ['one', 1]
    ]);
    await next.noteOpened('one');
    expect((await next.list())[0]?.id).toBe('one');
    expect((await next.read('one'))?.notebook).toEqual(notebook('1'));
    expect(await next.read('three')).toBeNull();
    await next.remove('one');
    expect((await next.list()).map(({ id }) => id)).toEqual(['two']);
  });

  it('overwrites nothing that another tab has written meanwhile', async () => {
    const shelf = await Shelf.open();
    const mine = await shelf.write(entry('one'), notebook('1'));
    if (!mine) throw new Error('it is kept');
    const theirs = await (await Shelf.open()).write(mine, notebook('theirs'));
    expect(theirs?.revision).toBe(2);
    expect(await shelf.write(mine, notebook('mine'))).toBeNull();
    expect((await shelf.read('one'))?.notebook.cells[0]?.source).toBe('theirs');
  });

  it('finds a notebook of the same text, whatever it has shown', async () => {
    const shelf = await Shelf.open();
    await shelf.write(entry('one'), notebook('1'));
    expect((await shelf.findSame('one', notebook('1')))?.entry.id).toBe('one');
    expect(await shelf.findSame('one', notebook('2'))).toBeNull();
    expect(await shelf.findSame('other', notebook('1'))).toBeNull();
  });

  it('takes over what a page put aside as it went', async () => {
    const shelf = await Shelf.open();
    const kept = await shelf.write(entry('one'), notebook('1'));
    if (!kept) throw new Error('it is kept');
    shelf.putAside(kept, notebook('typed last'));
    const next = await Shelf.open();
    expect((await next.read('one'))?.notebook.cells[0]?.source).toBe('typed last');
    expect(stored.size).toBe(0);
  });

  it('leaves alone what was written after all', async () => {
    const shelf = await Shelf.open();
    const kept = await shelf.write(entry('one'), notebook('1'));
    if (!kept) throw new Error('it is kept');
    shelf.putAside(kept, notebook('2'));
    await shelf.write(kept, notebook('3'));
    const next = await Shelf.open();
    expect((await next.read('one'))?.notebook.cells[0]?.source).toBe('3');
  });

  it('says what is wrong with a notebook that was damaged', async () => {
    const shelf = await Shelf.open();
    await shelf.write(entry('one'), notebook('1'));
    const db = await openDB('backflow-notebooks');
    await db.put('texts', { id: 'one', text: '{"nbfo' });
    db.close();
    await expect(shelf.read('one')).rejects.toThrow('The file is no JSON');
  });

  it('keeps notebooks as long as the page where the browser keeps nothing', async () => {
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new Error('refused');
      }
    });
    const shelf = await Shelf.open();
    expect(shelf.persistent).toBe(false);
    await shelf.write(entry('one'), notebook('1'));
    expect((await shelf.read('one'))?.notebook).toEqual(notebook('1'));
    expect(await shelf.list()).toHaveLength(1);
  });
});
