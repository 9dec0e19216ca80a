import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
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
  it('comes back with an edit that the page had no time to write', async () => {
    const items = new Map<string, string>();
    vi.stubGlobal('window', new EventTarget());
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => items.set(key, value),
      removeItem: (key: string) => items.delete(key)
    });
    const library = await Library.open();
    const opened = await library.create(doc);
    const before = await kept(opened.id);
    const edit = setValue(opened.store.document, named(doc, 'x').id, 5);
    if (edit.ok) opened.store.apply(edit.patch);
    window.dispatchEvent(new Event('pagehide'));
    const last = opened.store.document;
    expect(items.size).toBe(1);
    await opened.close();
    await overwrite(opened.id, before);
    const again = await library.openDocument(opened.id);
    expect(again.opened?.store.document).toEqual(last);
    expect(items.size).toBe(0);
    await again.opened?.close();
    vi.unstubAllGlobals();
  });

  it('puts nothing aside that is written', async () => {
    const setItem = vi.fn();
    vi.stubGlobal('window', new EventTarget());
    vi.stubGlobal('localStorage', { getItem: () => null, setItem, removeItem: () => undefined });
    const library = await Library.open();
    const opened = await library.create(doc);
    const edit = setValue(opened.store.document, named(doc, 'x').id, 5);
    if (edit.ok) opened.store.apply(edit.patch);
    await kept(opened.id);
    await new Promise((resolve) => setTimeout(resolve, 50));
    window.dispatchEvent(new Event('pagehide'));
    expect(setItem).not.toHaveBeenCalled();
    await opened.close();
    vi.unstubAllGlobals();
  });

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

/** The updates of a document that was changed, without the first one. */
function withoutFirst(): Uint8Array[] {
  const ydoc = new Y.Doc();
  const updates: Uint8Array[] = [];
  ydoc.on('update', (update: Uint8Array) => updates.push(update));
  ydoc.getMap('meta').set('title', 'first');
  ydoc.getMap('meta').set('title', 'second');
  return updates.slice(1);
}

const circle: { self?: unknown } = {};
circle.self = circle;

describe('a damaged document', () => {
  const other = new Y.Doc();
  other.getMap('nodes').set('n1', { id: 'n1', kind: 'input', value: 'alert(1)' });
  it.each([
    ['bytes that are no document', [new Uint8Array([255, 1, 2, 3, 250, 99])]],
    ['something that is no bytes', ['text', { a: 1 }]],
    ['something that JSON has no words for', [10n, circle]],
    ['a part that is missing', withoutFirst()],
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
    expect(damaged?.fileName).toMatch(/\.json$/);

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

describe('a document that nothing is wrong with', () => {
  /** What a tab writes into the database of a document that it has open. */
  async function writeBeside(id: string, change: (ydoc: Y.Doc) => void): Promise<void> {
    const ydoc = new Y.Doc();
    for (const update of await kept(id)) Y.applyUpdate(ydoc, update as Uint8Array);
    change(ydoc);
    await overwrite(id, [Y.encodeStateAsUpdate(ydoc)]);
  }

  it('is opened although two tabs have left loose ends together', async () => {
    const library = await Library.open();
    const before = await library.create(doc);
    await before.close();
    // One tab removes x while the other names y after it, and an edge is left over.
    await writeBeside(before.id, (ydoc) => {
      ydoc.getMap('nodes').delete(named(doc, 'x').id);
      ydoc.getMap('meta').set('result', 'gone');
    });
    const { opened } = await library.openLast();
    expect(opened?.store.document).toMatchObject({ edges: {}, meta: { result: null } });
    await opened?.close();
  });

  it('is told from one that was made by a newer Backflow', async () => {
    const library = await Library.open();
    const before = await library.create(doc);
    await before.close();
    await writeBeside(before.id, (ydoc) => ydoc.getMap('about').set('version', 2));
    expect((await library.openLast()).damaged?.reason).toMatch(/newer Backflow/);
  });

  it('is no less for being out of reach for a while', async () => {
    const library = await Library.open();
    const before = await library.create(doc);
    await before.close();
    const { open } = indexedDB;
    indexedDB.open = () => {
      throw new DOMException('not now', 'UnknownError');
    };
    expect((await library.openLast()).damaged?.reason).toMatch(/no access/);
    const fresh = await library.create(formula('sin(t)'));
    expect(Object.keys(fresh.store.document.nodes)).toHaveLength(2);
    await fresh.close();
    indexedDB.open = open;
    const { opened } = await library.openDocument(before.id);
    expect(opened?.store.document).toEqual(doc);
    await opened?.close();
  });
});

describe('two tabs', () => {
  it('catch up with what was changed while one was opening', async () => {
    const library = await Library.open();
    const here = await library.create(doc);
    const data = await kept(here.id);
    const edit = setTitle(here.store.document, 'Changed meanwhile');
    if (edit.ok) here.store.apply(edit.patch);
    await expect.poll(() => kept(here.id)).not.toHaveLength(data.length);
    await overwrite(here.id, data);
    const { opened: there } = await (await Library.open()).openDocument(here.id);
    await expect.poll(() => there?.store.document.meta.title).toBe('Changed meanwhile');
    await here.close();
    await there?.close();
  });

  it('keep a document that one of them removes while the other has it open', async () => {
    const library = await Library.open();
    const here = await library.create(doc);
    await library.remove(here.id);
    const edit = setTitle(here.store.document, 'Still here');
    if (edit.ok) here.store.apply(edit.patch);
    await expect.poll(async () => (await library.list()).map(({ id }) => id)).toEqual([here.id]);
    await expect.poll(() => kept(here.id).then((all) => all.length)).toBeGreaterThan(0);
    await here.close();
    const { opened } = await library.openLast();
    expect(opened?.store.document.meta.title).toBe('Still here');
    await opened?.close();
  });

  it('do not bring back what was removed after it was closed', async () => {
    const library = await Library.open();
    const here = await library.create(doc);
    const edit = setTitle(here.store.document, 'Gone');
    if (edit.ok) here.store.apply(edit.patch);
    // As the app does: the one before is let go without waiting.
    const closing = here.close();
    await library.remove(here.id);
    await closing;
    expect(await library.list()).toEqual([]);
  });
});

it('leaves out what something else has written to the index', async () => {
  const library = await Library.open();
  const db = await openDB('backflow');
  for (const entry of [{ id: 'a' }, { id: 'b', title: 3, updated: 'x', nodes: {} }]) {
    await db.put('documents', entry);
  }
  db.close();
  expect(await library.list()).toEqual([]);
  expect(await library.openLast()).toEqual({ opened: null, damaged: null });
  expect(await library.openDocument('nothing')).toEqual({ opened: null, damaged: null });
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
  const edit = setTitle(opened.store.document, 'For now');
  if (edit.ok) opened.store.apply(edit.patch);
  await opened.close();
  const other = await library.create(formula('sin(t)'));
  expect((await library.list()).map(({ title }) => title).sort()).toEqual(['For now', 'sin(t)']);
  const again = await library.openDocument(opened.id);
  expect(again.opened?.store.document.meta.title).toBe('For now');
  await library.remove(other.id);
  expect(await library.list()).toHaveLength(1);
});
