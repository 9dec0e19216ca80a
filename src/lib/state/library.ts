import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { checkDocument } from '../exchange/json';
import type { Document } from '../graph/document';
import { DocumentStore, rawContent, writeContent } from '../graph/store';

export interface DocumentSummary {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly updated: number;
  readonly nodes: number;
  /** Set once the document was found unreadable: it isn't opened at the start, and its data stays. */
  readonly damaged?: boolean;
}

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

/**
 * The documents that this browser keeps: an index of them, and for each a Yjs document that y-indexeddb saves
 * as it changes. Where the browser refuses to keep anything, documents live as long as the page.
 */
export class Library {
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

  /** The kept documents, last changed first. */
  async list(): Promise<DocumentSummary[]> {
    const all = await this.index?.getAll('documents').catch(() => []);
    // An index that something else has written to must not break the start.
    const sound = (all ?? []).filter((entry) => typeof entry?.id === 'string');
    return sound.sort((a, b) => b.updated - a.updated);
  }

  /**
   * Opens the document that was changed last. Where it is damaged nothing else is opened in its stead:
   * an older one would look like lost work.
   */
  async openLast(): Promise<Opening> {
    const last = (await this.list()).find((entry) => !entry.damaged);
    return last ? this.openDocument(last.id) : { opened: null, damaged: null };
  }

  async openDocument(id: string): Promise<Opening> {
    if (!this.index) return { opened: null, damaged: null };
    const updates = await readUpdates(databaseOf(id));
    const ydoc = new Y.Doc();
    const reason = replay(ydoc, updates);
    ydoc.destroy();
    if (reason === null) return { opened: await this.attach(id), damaged: null };
    await this.mark(id);
    return {
      opened: null,
      damaged: {
        id,
        reason: `The document that was kept here can't be read: ${reason} Its data is still here.`,
        data: new Blob([toText(updates)], { type: 'application/json' }),
        fileName: `backflow-damaged-${id}.json`
      }
    };
  }

  /** Keeps a new document and opens it. */
  async create(doc: Document): Promise<OpenDocument> {
    const id = crypto.randomUUID();
    const ydoc = new Y.Doc();
    if (!this.index) return opened(id, new DocumentStore(doc), null, () => Promise.resolve());
    const persistence = new IndexeddbPersistence(databaseOf(id), ydoc);
    await persistence.whenSynced;
    writeContent(ydoc, doc);
    return this.keep(id, ydoc, persistence);
  }

  private async attach(id: string): Promise<OpenDocument> {
    const ydoc = new Y.Doc();
    const persistence = new IndexeddbPersistence(databaseOf(id), ydoc);
    await persistence.whenSynced;
    return this.keep(id, ydoc, persistence);
  }

  private async keep(
    id: string,
    ydoc: Y.Doc,
    persistence: IndexeddbPersistence
  ): Promise<OpenDocument> {
    const store = new DocumentStore(ydoc);
    const note = (): Promise<void> => this.note(id, store.document);
    await note();
    return opened(id, store, persistence, note);
  }

  private async note(id: string, doc: Document): Promise<void> {
    const entry: DocumentSummary = {
      id,
      title: doc.meta.title,
      updated: Date.now(),
      nodes: Object.keys(doc.nodes).length
    };
    // A full disk must not stop the work: the document itself is still open.
    await this.index?.put('documents', entry).catch(() => undefined);
  }

  private async mark(id: string): Promise<void> {
    const entry = await this.index?.get('documents', id);
    if (entry) await this.index?.put('documents', { ...entry, damaged: true });
  }

  /** Forgets a document and its data. */
  async remove(id: string): Promise<void> {
    await this.index?.delete('documents', id);
    indexedDB.deleteDatabase(databaseOf(id));
  }
}

/** Edits made in one tab reach the others, and the index learns of them. */
function opened(
  id: string,
  store: DocumentStore,
  persistence: IndexeddbPersistence | null,
  note: () => Promise<void>
): OpenDocument {
  const { ydoc } = store;
  const channel =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(databaseOf(id));
  const send = (update: Uint8Array, origin: unknown): void => {
    if (origin !== channel && origin !== persistence) channel?.postMessage(update);
  };
  ydoc.on('update', send);
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!(data instanceof Uint8Array)) return;
      try {
        Y.applyUpdate(ydoc, data, channel);
      } catch {
        // A tab of another version may speak another tongue: this one keeps what it has.
      }
    };
  }
  /** Set while an edit waits to be noted. */
  let timer: ReturnType<typeof setTimeout> | null = null;
  const settle = async (): Promise<void> => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    await note();
  };
  const unsubscribe = store.subscribe(() => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void settle(), INDEX_MS);
  });
  return {
    id,
    store,
    async close() {
      unsubscribe();
      await settle();
      ydoc.off('update', send);
      channel?.close();
      await persistence?.destroy();
      store.destroy();
    }
  };
}

/** What a document's database holds, as it is. Read before y-indexeddb sees it: on bytes that Yjs can't read it would wait for ever. */
async function readUpdates(database: string): Promise<unknown[]> {
  try {
    const db = await openDB(database, undefined, {
      upgrade: (created) => {
        // y-indexeddb's own stores, for a database that has gone missing.
        created.createObjectStore('updates', { autoIncrement: true });
        created.createObjectStore('custom');
      }
    });
    try {
      return await db.getAll('updates');
    } finally {
      db.close();
    }
  } catch {
    return [];
  }
}

/** Applies what was kept; answers what is wrong with it, or null. */
function replay(ydoc: Y.Doc, updates: readonly unknown[]): string | null {
  if (updates.length === 0) return 'it is empty.';
  try {
    for (const update of updates) {
      if (!(update instanceof Uint8Array)) return 'it holds something that is no document.';
      Y.applyUpdate(ydoc, update);
    }
  } catch {
    return 'its data is damaged.';
  }
  const checked = checkDocument(rawContent(ydoc));
  return checked.ok ? null : checked.reason;
}

/** The damaged data as text: bytes in base64, anything else as JSON has it. */
function toText(updates: readonly unknown[]): string {
  const plain = updates.map((update) =>
    update instanceof Uint8Array
      ? btoa(Array.from(update, (byte) => String.fromCharCode(byte)).join(''))
      : update
  );
  return JSON.stringify({ format: 'backflow-damaged', updates: plain }, null, 2);
}
