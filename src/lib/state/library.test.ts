import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { formula, named } from '../../../tests/graphs';
import { setTitle, setValue } from '../graph/edits';
import { Library } from './library';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const doc = formula('y = x**2', { x: 3 });

/** Replaces what is kept of a document. */
async function overwrite(id: string, updates: readonly unknown[]): Promise<void> {
  const db = await openDB(`backflow-${id}`);
  await db.clear('updates');
  for (const update of updates) await db.add('updates', update);
  db.close();
}

async function kept(id: string): Promise<unknown[]> {
  const db = await openDB(`backflow-${id}`);
  const updates = await db.getAll('updates');
  db.close();
  return updates;
}

describe('a kept document', () => {
  it('comes back with its edits', async () => {
    const library = await Library.open();
    expect(library.persistent).toBe(true);
    expect(await library.openLast()).toEqual({ opened: null, damaged: null });
    const opened = await library.create(doc);
    const edit = setValue(opened.store.document, named(doc, 'x').id, 5);
    if (edit.ok) opened.store.apply(edit.patch);
    const last = opened.store.document;
    await opened.close();

    const again = await (await Library.open()).openLast();
    expect(again.damaged).toBeNull();
    expect(again.opened?.id).toBe(opened.id);
    expect(again.opened?.store.document).toEqual(last);
    expect(again.opened?.store.canUndo).toBe(false);
    await again.opened?.close();
  });

  it('is listed with its title, the last changed first', async () => {
    const library = await Library.open();
    const first = await library.create(doc);
    await first.close();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await library.create(formula('sin(t)'));
    const edit = setTitle(second.store.document, 'A wave');
    if (edit.ok) second.store.apply(edit.patch);
    await second.close();
    const list = await library.list();
    expect(list.map(({ title, nodes }) => [title, nodes])).toEqual([
      ['A wave', 2],
      ['y = x**2', 2]
    ]);
    await library.remove(second.id);
    expect((await library.list()).map(({ id }) => id)).toEqual([first.id]);
  });

  it('that is open in two tabs is one', async () => {
    const [one, other] = [await Library.open(), await Library.open()];
    const here = await one.create(doc);
    const { opened: there } = await other.openDocument(here.id);
    const edit = setTitle(here.store.document, 'Seen in both');
    if (edit.ok) here.store.apply(edit.patch);
    await expect.poll(() => there?.store.document.meta.title).toBe('Seen in both');
    there?.store.undo();
    expect(there?.store.document.meta.title).toBe('Seen in both');
    await here.close();
    await there?.close();
  });
});

it('opens what was opened last, even if another one is closed after that', async () => {
  const library = await Library.open();
  const first = await library.create(doc);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const second = await library.create(formula('sin(t)'));
  await first.close();
  await second.close();
  const { opened } = await (await Library.open()).openLast();
  expect(opened?.id).toBe(second.id);
  await opened?.close();
});

describe('a damaged document', () => {
  const other = new Y.Doc();
  other.getMap('nodes').set('n1', { id: 'n1', kind: 'input', value: 'alert(1)' });
  it.each([
    ['bytes that are no document', [new Uint8Array([255, 1, 2, 3, 250, 99])]],
    ['something that is no bytes', ['text', { a: 1 }]],
    ['nothing at all', []],
    ['content of another kind', [Y.encodeStateAsUpdate(other)]]
  ])('%s: is reported once, kept and left alone', async (_, updates) => {
    const library = await Library.open();
    const before = await library.create(doc);
    await before.close();
    await overwrite(before.id, updates);

    const { opened, damaged } = await library.openLast();
    expect(opened).toBeNull();
    expect(damaged?.id).toBe(before.id);
    expect(damaged?.reason).toMatch(/can't be read/);
    expect(JSON.parse((await damaged?.data.text()) ?? '')).toMatchObject({
      format: 'backflow-damaged'
    });
    expect(await kept(before.id)).toEqual(updates);

    // The next start doesn't stumble over it again, and it can still be asked for.
    expect(await (await Library.open()).openLast()).toEqual({ opened: null, damaged: null });
    expect((await library.list()).map((entry) => entry.damaged)).toEqual([true]);
    expect((await library.openDocument(before.id)).damaged).not.toBeNull();
  });

  it('that has gone missing is damaged too', async () => {
    const library = await Library.open();
    const before = await library.create(doc);
    await before.close();
    indexedDB.deleteDatabase(`backflow-${before.id}`);
    expect((await library.openLast()).damaged?.id).toBe(before.id);
  });
});

it('keeps documents for the page alone where the browser refuses', async () => {
  globalThis.indexedDB = {
    open: () => {
      throw new DOMException('not here', 'SecurityError');
    }
  } as unknown as IDBFactory;
  const library = await Library.open();
  expect(library.persistent).toBe(false);
  expect(await library.openLast()).toEqual({ opened: null, damaged: null });
  const opened = await library.create(doc);
  expect(opened.store.document).toEqual(doc);
  expect(await library.list()).toEqual([]);
  await opened.close();
});
