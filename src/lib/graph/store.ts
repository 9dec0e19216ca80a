import * as Y from 'yjs';
import { emptyDocument, FORMAT, VERSION, type Document, type Meta } from './document';
import { withGroups, type Patch } from './patch';
import { sound } from './sound';

/** Origin of this user's own changes; what comes from elsewhere is not theirs to undo. */
const OWN = Symbol('own edit');

const asRecord = <T>(map: Y.Map<unknown>): Record<string, T> =>
  Object.fromEntries(map.entries()) as Record<string, T>;

/** What a Yjs document says, unchecked: bytes from a disk or another tab may say anything. */
export function rawContent(ydoc: Y.Doc): unknown {
  const groups = ydoc.getMap('groups');
  return {
    format: FORMAT,
    version: ydoc.getMap('about').get('version') ?? 1,
    meta: { ...emptyDocument().meta, ...asRecord<unknown>(ydoc.getMap('meta')) },
    nodes: asRecord(ydoc.getMap('nodes')),
    edges: asRecord(ydoc.getMap('edges')),
    ...(groups.size > 0 ? { groups: asRecord(groups) } : {})
  };
}

/** Writes a whole document into an empty Yjs document. */
export function writeContent(ydoc: Y.Doc, doc: Document): void {
  ydoc.transact(() => {
    const fill = (name: string, entries: object): void => {
      const map = ydoc.getMap(name);
      for (const [key, value] of Object.entries(entries)) map.set(key, value);
    };
    fill('about', { version: VERSION });
    fill('meta', doc.meta);
    fill('nodes', doc.nodes);
    fill('edges', doc.edges);
    fill('groups', doc.groups ?? {});
  });
}

/**
 * The document, kept in a Yjs document: one patch is one transaction and one undo step.
 * Entries are plain JSON values, replaced whole, so that unchanged ones keep their identity between versions.
 */
export class DocumentStore {
  readonly ydoc: Y.Doc;
  private readonly history: Y.UndoManager;
  private readonly listeners = new Set<() => void>();
  /** What the Yjs document holds, which a merge may have left with loose ends. */
  private merged: Document;
  private current: Document;
  private count = 0;

  /** @param source a document to start with, or a Yjs document that already holds a checked one */
  constructor(source: Document | Y.Doc = emptyDocument()) {
    if (source instanceof Y.Doc) this.ydoc = source;
    else {
      this.ydoc = new Y.Doc();
      writeContent(this.ydoc, source);
    }
    const maps = ['meta', 'nodes', 'edges', 'groups'].map((name) => this.ydoc.getMap(name));
    this.history = new Y.UndoManager(maps, { captureTimeout: 0, trackedOrigins: new Set([OWN]) });
    this.merged = rawContent(this.ydoc) as Document;
    this.current = sound(this.merged);
    this.ydoc.on('afterTransaction', this.onTransaction);
    // An undo changes the history after its transaction.
    this.history.on('stack-item-popped', this.announce);
  }

  private readonly onTransaction = (transaction: Y.Transaction): void => {
    const touched = (name: string): boolean =>
      transaction.changed.has(this.ydoc.getMap(name) as never);
    const [meta, nodes, edges, groups] = ['meta', 'nodes', 'edges', 'groups'].map(touched);
    if (!meta && !nodes && !edges && !groups) return;
    const { merged } = this;
    const next: Document = {
      ...merged,
      meta: meta ? { ...emptyDocument().meta, ...asRecord(this.ydoc.getMap('meta')) } : merged.meta,
      nodes: nodes ? asRecord(this.ydoc.getMap('nodes')) : merged.nodes,
      edges: edges ? asRecord(this.ydoc.getMap('edges')) : merged.edges
    };
    this.merged = groups ? withGroups(next, asRecord(this.ydoc.getMap('groups'))) : next;
    this.current = sound(this.merged);
    this.announce();
  };

  private readonly announce = (): void => {
    this.count += 1;
    for (const listener of this.listeners) listener();
  };

  /** The document as it is now; a new value after every change, with unchanged entries shared. */
  get document(): Document {
    return this.current;
  }

  /** Grows with every change, whoever made it. */
  get revision(): number {
    return this.count;
  }

  /** Makes one change as one undo step; an empty patch changes nothing. */
  apply(patch: Patch): void {
    this.ydoc.transact(() => {
      this.put('nodes', patch.nodes);
      this.put('edges', patch.edges);
      this.put('groups', patch.groups);
      this.put('meta', patch.meta satisfies Partial<Meta> | undefined);
    }, OWN);
  }

  private put(name: string, changes: object | undefined): void {
    const map = this.ydoc.getMap(name);
    for (const [key, value] of Object.entries(changes ?? {})) {
      const isGone = name === 'meta' ? value === undefined : value === null;
      if (isGone) map.delete(key);
      else if (map.get(key) !== value) map.set(key, value);
    }
  }

  undo(): void {
    this.history.undo();
  }

  redo(): void {
    this.history.redo();
  }

  get canUndo(): boolean {
    return this.history.undoStack.length > 0;
  }

  get canRedo(): boolean {
    return this.history.redoStack.length > 0;
  }

  /** Tells of every change; answers how to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  destroy(): void {
    this.listeners.clear();
    this.history.destroy();
    this.ydoc.destroy();
  }
}
