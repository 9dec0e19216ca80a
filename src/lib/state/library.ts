import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as v from 'valibot';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { Document } from '../graph/document';
import { DocumentStore, writeContent } from '../graph/store';
import { damagedText, damageOf } from './damage';
import { shareBetweenTabs } from './tabs';
import { keepUnsaved, takeUnsaved } from './unsaved';

const summary = v.object({
  id: v.string(),
  title: v.string(),
  /** When it was last changed and last opened, in milliseconds since 1970. */
  updated: v.number(),
  opened: v.optional(v.number()),
  nodes: v.number(),
  /** Set once it was found unreadable: it isn't opened at the start, and its data stays. */
  damaged: v.optional(v.boolean())
});
export type DocumentSummary = Readonly<v.InferOutput<typeof summary>>;

export interface OpenDocument {
  readonly id: string;
  readonly store: DocumentStore;
  /** Writes what is left to write and lets the document go. */
  close(): Promise<void>;
}

/** A kept document that can't be read: its data stays where it is until the user removes it. */
export interface Damaged {
  readonly id: string;
  readonly reason: string;
  readonly data: Blob;
  readonly fileName: string;
}

interface Index extends DBSchema {
  documents: { key: string; value: DocumentSummary };
}

interface Opening {
  readonly opened: OpenDocument | null;
  readonly damaged: Damaged | null;
}

const INDEX = 'backflow';
/** One y-indexeddb database per document. */
const databaseOf = (id: string): string => `backflow-${id}`;
/** Pause before the index learns of an edit, in milliseconds. */
const INDEX_MS = 500;

const lastUsed = ({ updated, opened = 0 }: DocumentSummary): number => Math.max(updated, opened);

/**
 * The documents that this browser keeps: an index of them, and for each a Yjs document that y-indexeddb saves
 * as it changes. Where the browser refuses to keep anything, documents live as long as the page.
 */
export class Library {
  /** Documents that nothing keeps but the page. */
  private readonly unkept = new Map<string, { entry: DocumentSummary; document: Document }>();

  private constructor(private readonly index: IDBPDatabase<Index> | null) {}

  /** Opens the library; never rejects. */
  static async open(): Promise<Library> {
    try {
      const index = await openDB<Index>(INDEX, 1, {
        upgrade: (db) => void db.createObjectStore('documents', { keyPath: 'id' })
      });
      return new Library(index);
    } catch {
      return new Library(null);
    }
  }

  get persistent(): boolean {
    return this.index !== null;
  }

  /** All documents, last changed first. */
  async list(): Promise<DocumentSummary[]> {
    const all: unknown[] = (await this.index?.getAll('documents').catch(() => [])) ?? [];
    // An index that something else has written to must not break the start.
    const kept = all.filter((entry) => v.is(summary, entry));
    const unkept = Array.from(this.unkept.values(), ({ entry }) => entry);
    return [...kept, ...unkept].sort((a, b) => b.updated - a.updated);
  }

  /**
   * Opens the document that was used last. Where it is damaged nothing else is opened in its stead:
   * an older one would look like lost work.
   */
  async openLast(): Promise<Opening> {
    const sound = (await this.list()).filter((entry) => !entry.damaged);
    const [last] = sound.sort((a, b) => lastUsed(b) - lastUsed(a));
    return last ? this.openDocument(last.id) : { opened: null, damaged: null };
  }

  /** Opens a document; never rejects. Where there is none of that id, both answers are null. */
  async openDocument(id: string): Promise<Opening> {
    const unkept = this.unkept.get(id);
    if (unkept) {
      const { entry, document } = unkept;
      return { opened: this.openUnkept(entry, document), damaged: null };
    }
    if (!this.index) return { opened: null, damaged: null };
    const entry = await this.entryOf(id);
    const updates = await keptUpdates(databaseOf(id));
    if (!updates) return { opened: null, damaged: damagedBy(id, 'The browser gives no access.') };
    if (!entry && updates.length === 0) return { opened: null, damaged: null };
    const reason = damageOf(updates);
    if (reason === null)
      return { opened: await this.attach(id, new Y.Doc(), entry), damaged: null };
    if (entry) await this.write({ ...entry, damaged: true });
    return { opened: null, damaged: damagedBy(id, reason, updates) };
  }

  /** Keeps a new document and opens it; never rejects. */
  async create(doc: Document): Promise<OpenDocument> {
    const id = crypto.randomUUID();
    // y-indexeddb waits for ever where its database can't be opened.
    const isKept = this.index !== null && (await keptUpdates(databaseOf(id))) !== null;
    if (!isKept) return this.openUnkept(entryFor(id, doc, Date.now()), doc);
    const ydoc = new Y.Doc();
    writeContent(ydoc, doc);
    return this.attach(id, ydoc, undefined);
  }

  /** Forgets a document and its data; one that is open in another tab is kept by that tab. */
  async remove(id: string): Promise<void> {
    this.unkept.delete(id);
    if (!this.index) return;
    await this.index.delete('documents', id);
    await deleteDB(databaseOf(id));
  }

  private async entryOf(id: string): Promise<DocumentSummary | undefined> {
    const entry: unknown = await this.index?.get('documents', id).catch(() => undefined);
    return v.is(summary, entry) ? entry : undefined;
  }

  private async write(entry: DocumentSummary): Promise<void> {
    // A full disk must not stop the work: the document itself is still open.
    await this.index?.put('documents', entry).catch(() => undefined);
  }

  private openUnkept(entry: DocumentSummary, doc: Document): OpenDocument {
    const { id } = entry;
    const store = new DocumentStore(doc);
    const note = (updated: number): Promise<void> => {
      const { document } = store;
      this.unkept.set(id, { entry: entryFor(id, document, updated), document });
      return Promise.resolve();
    };
    void note(entry.updated);
    const stop = noteChanges(store, note);
    return {
      id,
      store,
      async close() {
        await stop();
        store.destroy();
      }
    };
  }

  private async attach(
    id: string,
    ydoc: Y.Doc,
    before: DocumentSummary | undefined
  ): Promise<OpenDocument> {
    const name = databaseOf(id);
    let persistence = new IndexeddbPersistence(name, ydoc);
    let isOpen = true;
    const store = new DocumentStore(ydoc);
    const opened = Date.now();
    const note = (updated: number): Promise<void> =>
      this.write({ ...entryFor(id, store.document, updated), opened });
    /** Another tab removes the document, or the user clears the site's data: what is open is kept anew. */
    const guard = async (): Promise<void> => {
      await persistence.whenSynced;
      const again = (): void => {
        if (!isOpen) return;
        void persistence.destroy();
        persistence = new IndexeddbPersistence(name, ydoc);
        void guard();
        void note(Date.now());
      };
      const options = { once: true };
      persistence.db?.addEventListener('versionchange', again, options);
      persistence.db?.addEventListener('close', again, options);
    };
    await guard();
    takeUnsaved(name, ydoc);
    const stopKeeping = keepUnsaved(
      name,
      ydoc,
      () => persistence.db,
      (origin) => origin === persistence
    );
    await note(before?.updated ?? opened);
    const stopSharing = shareBetweenTabs(name, ydoc, persistence);
    const stopNoting = noteChanges(store, note);
    return {
      id,
      store,
      async close() {
        isOpen = false;
        stopKeeping();
        stopSharing();
        await stopNoting();
        await persistence.destroy();
        store.destroy();
      }
    };
  }
}

const entryFor = (id: string, doc: Document, updated: number): DocumentSummary => ({
  id,
  title: doc.meta.title,
  updated,
  nodes: Object.keys(doc.nodes).length
});

/** Notes changes a little after they were made; to stop is to note the last one at once. */
function noteChanges(
  store: DocumentStore,
  note: (updated: number) => Promise<void>
): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let changed = 0;
  const settle = async (): Promise<void> => {
    timer = null;
    await note(changed);
  };
  const unsubscribe = store.subscribe(() => {
    changed = Date.now();
    timer ??= setTimeout(() => void settle(), INDEX_MS);
  });
  return async () => {
    unsubscribe();
    if (timer === null) return;
    clearTimeout(timer);
    await settle();
  };
}

/**
 * What a document's database holds, as it is; null where it can't be opened. Read before y-indexeddb sees it:
 * on bytes that Yjs can't read it would wait for ever.
 */
async function keptUpdates(database: string): Promise<unknown[] | null> {
  try {
    const db = await openDB(database, undefined, {
      upgrade: (created) => {
        // y-indexeddb's own stores, for a database that isn't there yet.
        created.createObjectStore('updates', { autoIncrement: true });
        created.createObjectStore('custom');
      }
    });
    try {
      return db.objectStoreNames.contains('updates') ? await db.getAll('updates') : [];
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

function damagedBy(id: string, reason: string, updates: readonly unknown[] = []): Damaged {
  return {
    id,
    reason: `The document that was kept here can't be read. ${reason} Its data is still here.`,
    data: new Blob([damagedText(updates)], { type: 'application/json' }),
    fileName: `backflow-damaged-${id}.json`
  };
}
