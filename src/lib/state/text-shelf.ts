import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as v from 'valibot';

/** What is known of a text without reading it. */
export interface TextEntry {
  readonly id: string;
  /** When it was last changed, in milliseconds since 1970. */
  readonly updated: number;
  /** Counts what was written, so that two tabs notice each other. */
  readonly revision: number;
}

/** A text as it is kept, and which one it is. */
export interface KeptText<E extends TextEntry> {
  readonly entry: E;
  readonly text: string;
}

/** Where texts of a kind are kept. */
interface Place<E extends TextEntry> {
  readonly database: string;
  /** Where what could not be written before the page went waits for the next visit. */
  readonly unsaved: string;
  readonly entry: v.GenericSchema<unknown, E>;
}

interface Stores extends DBSchema {
  entries: { key: string; value: TextEntry };
  texts: { key: string; value: { id: string; text: string } };
}

const written = v.object({ id: v.string(), text: v.string() });

/** Texts that this browser keeps. Where it refuses to, they last as long as the page. */
export class TextShelf<E extends TextEntry> {
  /** What nothing keeps but the page. */
  private readonly unkept = new Map<string, KeptText<E>>();

  private constructor(
    private readonly place: Place<E>,
    private readonly db: IDBPDatabase<Stores> | null
  ) {}

  /** Never rejects. */
  static async open<E extends TextEntry>(place: Place<E>): Promise<TextShelf<E>> {
    try {
      const db = await openDB<Stores>(place.database, 1, {
        upgrade(created) {
          created.createObjectStore('entries', { keyPath: 'id' });
          created.createObjectStore('texts', { keyPath: 'id' });
        }
      });
      return new TextShelf(place, db);
    } catch {
      return new TextShelf(place, null);
    }
  }

  private isEntry(value: unknown): value is E {
    return v.is(this.place.entry, value);
  }

  get persistent(): boolean {
    return this.db !== null;
  }

  /** All entries, in no order. */
  async entries(): Promise<E[]> {
    const all: unknown[] = (await this.db?.getAll('entries').catch(() => [])) ?? [];
    const kept = all.filter((entry) => this.isEntry(entry));
    return [...kept, ...Array.from(this.unkept.values(), ({ entry }) => entry)];
  }

  /** Null where there is none of that id, or none that can be read. */
  async read(id: string): Promise<KeptText<E> | null> {
    const unkept = this.unkept.get(id);
    if (unkept) return unkept;
    const [entry, found]: unknown[] = await Promise.all([
      this.db?.get('entries', id),
      this.db?.get('texts', id)
    ]);
    return this.isEntry(entry) && v.is(written, found) ? { entry, text: found.text } : null;
  }

  /**
   * Keeps a text as it is now.
   * @param before its entry, with the revision that was read
   * @returns its entry as it was written; null where another tab has changed it since
   */
  async write(before: E, text: string): Promise<E | null> {
    const { id, revision } = before;
    const entry = { ...before, revision: revision + 1 };
    if (!this.db) {
      this.unkept.set(id, { entry, text });
      return entry;
    }
    const transaction = this.db.transaction(['entries', 'texts'], 'readwrite');
    const kept: unknown = await transaction.objectStore('entries').get(id);
    if (this.isEntry(kept) && kept.revision !== revision) {
      await transaction.done;
      return null;
    }
    void transaction.objectStore('entries').put(entry);
    void transaction.objectStore('texts').put({ id, text });
    await transaction.done;
    return entry;
  }

  /** Notes something of a text that is kept; not a change that another tab would have to know of. */
  async note(id: string, changes: Partial<Omit<E, keyof TextEntry>>): Promise<void> {
    if (!this.db) return;
    const transaction = this.db.transaction('entries', 'readwrite');
    const entry: unknown = await transaction.store.get(id);
    if (this.isEntry(entry)) void transaction.store.put({ ...entry, ...changes });
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

  /** For a page that is going: written at once, for the next visit. False where there is no room for it. */
  putAside(entry: E, text: string): boolean {
    if (!this.db) return true;
    try {
      localStorage.setItem(this.place.unsaved, JSON.stringify({ entry, text }));
      return true;
    } catch {
      return false;
    }
  }

  /** What a page that went has left; it is given once. Null where there is nothing, or nothing that can be read. */
  takeAside(): KeptText<E> | null {
    if (!this.db) return null;
    try {
      const left = localStorage.getItem(this.place.unsaved);
      if (left === null) return null;
      localStorage.removeItem(this.place.unsaved);
      return v.parse(v.object({ entry: this.place.entry, text: v.string() }), JSON.parse(left));
    } catch {
      return null;
    }
  }
}
