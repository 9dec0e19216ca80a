import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as v from 'valibot';
import { parseNotebook, writeNotebook, type Notebook } from '../../exchange/notebook';

const summary = v.object({
  id: v.string(),
  name: v.string(),
  /** When it was last changed and last opened, in milliseconds since 1970. */
  updated: v.number(),
  opened: v.number(),
  cells: v.number(),
  /** Counts what was written, so that two tabs notice each other. */
  revision: v.number()
});
export type NotebookSummary = Readonly<v.InferOutput<typeof summary>>;

const text = v.object({ id: v.string(), text: v.string() });

/** A notebook as it is kept: which one, and what is in it. */
export interface Kept {
  readonly entry: NotebookSummary;
  readonly notebook: Notebook;
}

interface Shelves extends DBSchema {
  entries: { key: string; value: NotebookSummary };
  /** What an `.ipynb` file would hold. */
  texts: { key: string; value: { id: string; text: string } };
}

const DATABASE = 'backflow-notebooks';
/** Where what could not be written before the page went waits for the next visit. */
const UNSAVED = 'backflow.notebook-unsaved';
const unsaved = v.object({ entry: summary, text: v.string() });

const lastUsed = ({ updated, opened }: NotebookSummary): number => Math.max(updated, opened);

/** The notebooks that this browser keeps. Where it refuses to, they last as long as the page. */
export class Shelf {
  /** Notebooks that nothing keeps but the page. */
  private readonly unkept = new Map<string, Kept>();

  private constructor(private readonly db: IDBPDatabase<Shelves> | null) {}

  /** Never rejects. */
  static async open(): Promise<Shelf> {
    try {
      const db = await openDB<Shelves>(DATABASE, 1, {
        upgrade(created) {
          created.createObjectStore('entries', { keyPath: 'id' });
          created.createObjectStore('texts', { keyPath: 'id' });
        }
      });
      const shelf = new Shelf(db);
      await shelf.takeUnsaved();
      return shelf;
    } catch {
      return new Shelf(null);
    }
  }

  get persistent(): boolean {
    return this.db !== null;
  }

  /** All notebooks, last used first. */
  async list(): Promise<NotebookSummary[]> {
    const all: unknown[] = (await this.db?.getAll('entries').catch(() => [])) ?? [];
    const kept = all.filter((entry) => v.is(summary, entry));
    const others = Array.from(this.unkept.values(), ({ entry }) => entry);
    return [...kept, ...others].sort((a, b) => lastUsed(b) - lastUsed(a));
  }

  /** Null where there is none of that id. @throws NotebookError where it can't be read */
  async read(id: string): Promise<Kept | null> {
    const unkept = this.unkept.get(id);
    if (unkept) return unkept;
    const [entry, written]: unknown[] = await Promise.all([
      this.db?.get('entries', id),
      this.db?.get('texts', id)
    ]);
    if (!v.is(summary, entry) || !v.is(text, written)) return null;
    return { entry, notebook: parseNotebook(written.text) };
  }

  /**
   * Keeps a notebook as it is now.
   * @returns its entry as it was written; null where another tab has changed it since this one read it
   */
  async write(before: NotebookSummary, notebook: Notebook): Promise<NotebookSummary | null> {
    const { revision } = before;
    const entry = { ...before, cells: notebook.cells.length, revision: revision + 1 };
    if (!this.db) {
      this.unkept.set(entry.id, { entry, notebook });
      return entry;
    }
    const transaction = this.db.transaction(['entries', 'texts'], 'readwrite');
    const kept: unknown = await transaction.objectStore('entries').get(entry.id);
    if (v.is(summary, kept) && kept.revision !== revision) {
      await transaction.done;
      return null;
    }
    void transaction.objectStore('entries').put(entry);
    void transaction.objectStore('texts').put({ id: entry.id, text: writeNotebook(notebook) });
    await transaction.done;
    return entry;
  }

  /** Notes that it was opened; not a change that another tab would have to know of. */
  async noteOpened(id: string): Promise<void> {
    if (!this.db) return;
    const transaction = this.db.transaction('entries', 'readwrite');
    const entry: unknown = await transaction.store.get(id);
    if (v.is(summary, entry)) void transaction.store.put({ ...entry, opened: Date.now() });
    await transaction.done;
  }

  async remove(id: string): Promise<void> {
    this.unkept.delete(id);
    const transaction = this.db?.transaction(['entries', 'texts'], 'readwrite');
    if (!transaction) return;
    void transaction.objectStore('entries').delete(id);
    void transaction.objectStore('texts').delete(id);
    await transaction.done;
  }

  /** A kept notebook with the same code and text, whatever it has shown since. */
  async findSame(name: string, notebook: Notebook): Promise<Kept | null> {
    const { cells } = notebook;
    for (const entry of await this.list()) {
      if (entry.name !== name || entry.cells !== cells.length) continue;
      const kept = await this.read(entry.id).catch(() => null);
      const isSame = kept?.notebook.cells.every(
        ({ cell_type, source }, k) =>
          cell_type === cells[k]?.cell_type && source === cells[k].source
      );
      if (kept && isSame) return kept;
    }
    return null;
  }

  /** For a page that is going: written at once, and taken over with the next visit. */
  putAside(entry: NotebookSummary, notebook: Notebook): void {
    if (!this.db) return;
    const bare = { ...notebook, cells: notebook.cells.map((cell) => ({ ...cell, outputs: [] })) };
    // Where there is no room for what it showed, there may be for the text.
    for (const whole of [notebook, bare]) {
      try {
        localStorage.setItem(UNSAVED, JSON.stringify({ entry, text: writeNotebook(whole) }));
        return;
      } catch {
        // The next one is smaller.
      }
    }
  }

  private async takeUnsaved(): Promise<void> {
    try {
      const written = localStorage.getItem(UNSAVED);
      if (written === null) return;
      localStorage.removeItem(UNSAVED);
      const { entry, text: whole } = v.parse(unsaved, JSON.parse(written));
      await this.write(entry, parseNotebook(whole));
    } catch {
      // What can't be read has nothing to add to what is kept.
    }
  }
}
