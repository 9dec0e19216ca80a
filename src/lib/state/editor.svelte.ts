import type { Document, GraphNode } from '../graph/document';
import type { Edit } from '../graph/edits';
import { membersOf } from '../graph/groups';
import { applyPatch, type Patch } from '../graph/patch';
import type { DocumentStore } from '../graph/store';

export type NoticeKind = 'info' | 'warning' | 'error';

/** A short message to the user; errors stay until they are dismissed. */
export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** How long a notice that is no error stays, in milliseconds. */
const NOTICE_MS = 7000;
const MAX_NOTICES = 4;

/** The document as the user sees it, what is selected in it, and the verbs that change it. */
export class Editor {
  readonly #store: DocumentStore;
  /** Whether the document is only looked at: no verb changes it. */
  readonly isReadonly: boolean;
  readonly #unsubscribe: () => void;
  #committed = $state.raw<Document>() as Document;
  /** Change that is shown and not made yet: a value that is being scrubbed. */
  #preview = $state.raw<Patch | null>(null);
  /** Values that a run shows while it goes on. They are nobody's edit, and no edit may take them along. */
  #live = $state.raw<Patch | null>(null);
  #revision = $state(0);
  #canUndo = $state(false);
  #canRedo = $state(false);
  #selectedNodes = $state.raw<readonly string[]>([]);
  #selectedEdges = $state.raw<readonly string[]>([]);
  #selectedGroup = $state<string | null>(null);
  #notices = $state.raw<readonly Notice[]>([]);
  #nextNotice = 1;

  readonly #intended = $derived(
    this.#preview ? applyPatch(this.#committed, this.#preview) : this.#committed
  );
  readonly #document = $derived.by(() => {
    if (!this.#live) return this.#intended;
    const shown = applyPatch(this.#committed, this.#live);
    return this.#preview ? applyPatch(shown, this.#preview) : shown;
  });

  constructor(store: DocumentStore, { isReadonly = false } = {}) {
    this.#store = store;
    this.isReadonly = isReadonly;
    this.#committed = store.document;
    this.#unsubscribe = store.subscribe(() => this.#read());
    this.#read();
  }

  #read(): void {
    this.#committed = this.#store.document;
    this.#revision += 1;
    this.#canUndo = this.#store.canUndo;
    this.#canRedo = this.#store.canRedo;
    // What was removed, here or in another tab, can't stay selected.
    const { nodes, edges, groups } = this.#committed;
    const group = groups?.[this.#selectedGroup ?? '']?.id ?? null;
    this.select(
      // A group is selected as it is now, whoever came or left.
      group === null
        ? this.#selectedNodes.filter((id) => nodes[id])
        : membersOf(this.#committed, group).map(({ id }) => id),
      this.#selectedEdges.filter((id) => edges[id]),
      group
    );
  }

  get document(): Document {
    return this.#document;
  }

  /** The document without the values that a run shows. */
  get intended(): Document {
    return this.#intended;
  }

  /** Grows with every change, previews included. */
  get revision(): number {
    return this.#revision;
  }

  get canUndo(): boolean {
    return this.#canUndo;
  }

  get canRedo(): boolean {
    return this.#canRedo;
  }

  get selectedNodes(): readonly string[] {
    return this.#selectedNodes;
  }

  get selectedEdges(): readonly string[] {
    return this.#selectedEdges;
  }

  /** The group that is meant where all of its nodes are selected; null where the nodes themselves are. */
  get selectedGroup(): string | null {
    return this.#selectedGroup;
  }

  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** Makes an edit as one undo step, or says why it can't be made. Answers whether it was made. */
  do(edit: Edit): boolean {
    if (this.isReadonly) return false;
    if (!edit.ok) {
      this.notify('warning', edit.reason);
      return false;
    }
    this.#setPreview(null);
    this.#store.apply(this.#withoutLive(edit.patch));
    const { select } = edit;
    if (select) this.select(select.nodes, select.edges ?? [], select.group ?? null);
    return true;
  }

  /** Shows an edit without making it; the next one takes its place. */
  preview(edit: Edit): boolean {
    if (!edit.ok || this.isReadonly) return false;
    this.#setPreview(edit.patch);
    return true;
  }

  /** Makes what is previewed, as one undo step. */
  commit(): void {
    const patch = this.#preview;
    if (!patch) return;
    this.#setPreview(null);
    this.#store.apply(this.#withoutLive(patch));
  }

  /** Shows values that a run has reached so far; null shows the document's own again. */
  show(patch: Patch | null): void {
    if (patch === this.#live) return;
    this.#live = patch;
    this.#revision += 1;
  }

  /** The patch with the document's own values where it was made of those that a run shows. */
  #withoutLive(patch: Patch): Patch {
    const live = this.#live?.nodes;
    if (!live || !patch.nodes) return patch;
    const nodes: Record<string, GraphNode | null> = { ...patch.nodes };
    for (const [id, node] of Object.entries(nodes)) {
      const [shown, own] = [live[id], this.#committed.nodes[id]];
      if (node?.kind !== 'input' || shown?.kind !== 'input' || own?.kind !== 'input') continue;
      if (node.value === shown.value) nodes[id] = { ...node, value: own.value };
    }
    return { ...patch, nodes };
  }

  /** Drops what is previewed. */
  cancel(): void {
    this.#setPreview(null);
  }

  #setPreview(patch: Patch | null): void {
    if (patch === this.#preview) return;
    this.#preview = patch;
    this.#revision += 1;
  }

  undo(): void {
    this.cancel();
    this.#store.undo();
  }

  redo(): void {
    this.cancel();
    this.#store.redo();
  }

  select(
    nodes: readonly string[],
    edges: readonly string[] = [],
    group: string | null = null
  ): void {
    this.#selectedGroup = group;
    if (!sameIds(nodes, this.#selectedNodes)) this.#selectedNodes = nodes;
    if (!sameIds(edges, this.#selectedEdges)) this.#selectedEdges = edges;
  }

  notify(kind: NoticeKind, text: string, action?: Notice['action']): void {
    const id = this.#nextNotice++;
    const others = this.#notices.filter((notice) => notice.text !== text);
    this.#notices = [...others, { id, kind, text, ...(action ? { action } : {}) }].slice(
      -MAX_NOTICES
    );
    if (kind !== 'error' && !action) setTimeout(() => this.dismiss(id), NOTICE_MS);
  }

  dismiss(id: number): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  }

  dispose(): void {
    this.#unsubscribe();
  }
}

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);
