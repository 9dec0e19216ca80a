import { createContext } from 'svelte';
import { buildFormula } from '../formula';
import type { Document } from '../graph/document';
import { download } from './files';
import type { Damaged, DocumentSummary, Library, OpenDocument } from './library';
import { Editor } from './editor.svelte';
import { sharedPreferences } from './preferences.svelte';
import { Python } from './python/python.svelte';
import { Session } from './session.svelte';

/** A document that was built from a formula has it as its title; the formula bar shows it again. */
function formulaIn(title: string): string {
  const built = buildFormula(title);
  return built.ok && Object.keys(built.document.edges).length > 0 ? title : '';
}

/** Which document is open, and the library that keeps all of them. */
export class Workspace {
  readonly library: Library;
  readonly preferences = sharedPreferences();
  /** Goes on while documents come and go. */
  readonly python = new Python();
  #opened: OpenDocument;
  #session = $state.raw<Session>() as Session;
  /** Openings that were begun; only the latest may take effect. */
  #attempt = 0;

  constructor(library: Library, opened: OpenDocument, formula = '') {
    this.library = library;
    this.#opened = opened;
    this.#session = this.#sessionOf(opened, formula);
  }

  #sessionOf(opened: OpenDocument, formula: string): Session {
    const shown = formula || formulaIn(opened.store.document.meta.title);
    return new Session(new Editor(opened.store), this.preferences, shown);
  }

  get session(): Session {
    return this.#session;
  }

  get currentId(): string {
    // Read so that the answer changes with the session.
    void this.#session;
    return this.#opened.id;
  }

  /** False where the browser refuses to keep anything: the document then lasts as long as the page. */
  get persistent(): boolean {
    return this.library.persistent;
  }

  list(): Promise<DocumentSummary[]> {
    return this.library.list();
  }

  /** Opens a document that is new to this browser; the one before stays in the library. */
  async openNew(doc: Document, formula = ''): Promise<void> {
    const attempt = ++this.#attempt;
    this.#show(attempt, await this.library.create(doc), formula);
  }

  async openDocument(id: string): Promise<void> {
    if (id === this.currentId) return;
    const attempt = ++this.#attempt;
    const { opened, damaged } = await this.library.openDocument(id);
    if (opened) this.#show(attempt, opened, '');
    if (damaged) this.reportDamage(damaged);
  }

  #show(attempt: number, opened: OpenDocument, formula: string): void {
    if (attempt !== this.#attempt) {
      void opened.close();
      return;
    }
    const before = this.#opened;
    this.#session.dispose();
    this.#opened = opened;
    this.#session = this.#sessionOf(opened, formula);
    void before.close();
  }

  /** Forgets a document; the open one can't be removed. */
  async remove(id: string): Promise<void> {
    if (id !== this.currentId) await this.library.remove(id);
  }

  /** Says what can't be read, and offers it for download. */
  reportDamage({ reason, data, fileName }: Pick<Damaged, 'reason' | 'data' | 'fileName'>): void {
    this.session.editor.notify('error', reason, {
      label: 'Download it',
      run: () => download(data, fileName)
    });
  }
}

export const [getWorkspace, setWorkspace] = createContext<Workspace>();

/** The workspace around a component; null where a graph stands by itself, as in a lesson or a frame. */
export function findWorkspace(): Workspace | null {
  try {
    return getWorkspace();
  } catch {
    return null;
  }
}
