import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as v from 'valibot';

const summary = v.object({
  id: v.string(),
  title: v.string(),
  steps: v.number(),
  /** In milliseconds since 1970. */
  updated: v.number(),
  /** Counts what was written, so that two tabs notice each other. */
  revision: v.number()
});
export type OwnSummary = Readonly<v.InferOutput<typeof summary>>;

const text = v.object({ id: v.string(), source: v.string() });
const unsaved = v.object({ entry: summary, source: v.string() });

/** A lesson of the user's own: which one, and its text. */
export interface OwnLesson {
  readonly entry: OwnSummary;
  readonly source: string;
}

interface Shelves extends DBSchema {
  entries: { key: string; value: OwnSummary };
  texts: { key: string; value: { id: string; source: string } };
}

const DATABASE = 'backflow-lessons';
/** Where what could not be written before the page went waits for the next visit. */
const UNSAVED = 'backflow.lesson-unsaved';

/** The lessons that the user of this browser has written or kept. Where it refuses to, they last as long as the page. */
export class OwnLessons {
  private readonly unkept = new Map<string, OwnLesson>();

  private constructor(private readonly db: IDBPDatabase<Shelves> | null) {}

  /** Never rejects. */
  static async open(): Promise<OwnLessons> {
    try {
      const db = await openDB<Shelves>(DATABASE, 1, {
        upgrade(created) {
          created.createObjectStore('entries', { keyPath: 'id' });
          created.createObjectStore('texts', { keyPath: 'id' });
        }
      });
      const own = new OwnLessons(db);
      await own.takeUnsaved();
      return own;
    } catch {
      return new OwnLessons(null);
    }
  }

  get persistent(): boolean {
    return this.db !== null;
  }

  /** All of them, the last changed first. */
  async list(): Promise<OwnSummary[]> {
    const all: unknown[] = (await this.db?.getAll('entries').catch(() => [])) ?? [];
    const kept = all.filter((entry) => v.is(summary, entry));
    const others = Array.from(this.unkept.values(), ({ entry }) => entry);
    return [...kept, ...others].sort((a, b) => b.updated - a.updated);
  }

  async read(id: string): Promise<OwnLesson | null> {
    const unkept = this.unkept.get(id);
    if (unkept) return unkept;
    const [entry, written]: unknown[] = await Promise.all([
      this.db?.get('entries', id),
      this.db?.get('texts', id)
    ]).catch(() => []);
    return v.is(summary, entry) && v.is(text, written) ? { entry, source: written.source } : null;
  }

  /**
   * Keeps a lesson as it is now.
   * @returns its entry as it was written; null where another tab has changed it since this one read it
   */
  async write(before: OwnSummary, source: string): Promise<OwnSummary | null> {
    const { revision } = before;
    const entry = { ...before, updated: Date.now(), revision: revision + 1 };
    if (!this.db) {
      this.unkept.set(entry.id, { entry, source });
      return entry;
    }
    const transaction = this.db.transaction(['entries', 'texts'], 'readwrite');
    const kept: unknown = await transaction.objectStore('entries').get(entry.id);
    if (v.is(summary, kept) && kept.revision !== revision) {
      await transaction.done;
      return null;
    }
    void transaction.objectStore('entries').put(entry);
    void transaction.objectStore('texts').put({ id: entry.id, source });
    await transaction.done;
    return entry;
  }

  /** Keeps a text as a new lesson. */
  async add(source: string, title: string, steps: number): Promise<OwnSummary> {
    const id = crypto.randomUUID();
    const fresh = { id, title, steps, updated: Date.now(), revision: 0 };
    return (await this.write(fresh, source)) ?? fresh;
  }

  async remove(id: string): Promise<void> {
    this.unkept.delete(id);
    const transaction = this.db?.transaction(['entries', 'texts'], 'readwrite');
    if (!transaction) return;
    void transaction.objectStore('entries').delete(id);
    void transaction.objectStore('texts').delete(id);
    await transaction.done;
  }

  /** For a page that is going: written at once, and taken over with the next visit. */
  putAside(entry: OwnSummary, source: string): void {
    if (!this.db) return;
    try {
      localStorage.setItem(UNSAVED, JSON.stringify({ entry, source }));
    } catch {
      // No room: what the database manages to write has to do.
    }
  }

  private async takeUnsaved(): Promise<void> {
    try {
      const written = localStorage.getItem(UNSAVED);
      if (written === null) return;
      localStorage.removeItem(UNSAVED);
      const { entry, source } = v.parse(unsaved, JSON.parse(written));
      await this.write(entry, source);
    } catch {
      // What can't be read has nothing to add to what is kept.
    }
  }
}
