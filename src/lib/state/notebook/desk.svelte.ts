import {
  freshCell,
  freshNotebook,
  NotebookError,
  parseNotebook,
  writeNotebook,
  type Notebook
} from '../../exchange/notebook';
import type { FigureSpec } from '../../python/figure';
import { openFromAddress } from '../boot';
import { laidOut } from '../actions';
import { download, fileName, isNotebookFile } from '../files';
import { sharedPreferences } from '../preferences.svelte';
import { Python } from '../python/python.svelte';
import { Book } from './book.svelte';
import { withPictures } from './outputs';
import { Shelf, type Kept, type NotebookSummary } from './shelf';

/** Notebooks that come with the app, in `static/notebooks`. */
export const BUNDLED = [
  {
    slug: 'differentiation',
    title: 'Differentiation in PyTorch',
    words: 'From one number to plots of functions and their slopes.'
  },
  {
    slug: 'linear-regression',
    title: 'Linear regression',
    words: 'By hand, with autograd, and with layers and optimizers.'
  },
  {
    slug: 'two-moons',
    title: 'Two moons',
    words: 'A small network bends its boundary around two crescents.'
  }
] as const;

/** Bytes of a file that is looked at. */
const MAX_FILE = 60_000_000;

/** A notebook that can't be opened, in a sentence. */
const whyNot = (name: string, error: unknown): string =>
  error instanceof NotebookError
    ? `${name} can’t be opened. ${error.message}`
    : `${name} can’t be opened: ${error instanceof Error ? error.message : String(error)}.`;

/** The one notebook that is open, and the shelf with the others. */
export class Desk {
  readonly preferences = sharedPreferences();
  readonly python = new Python();
  readonly #shelf: Shelf;
  #book = $state.raw<Book | null>(null);
  #fault = $state.raw<string | null>(null);

  private constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  static async open(): Promise<Desk> {
    return new Desk(await Shelf.open());
  }

  get book(): Book | null {
    return this.#book;
  }

  /** Why the latest opening failed, in a sentence. */
  get fault(): string | null {
    return this.#fault;
  }

  dismiss(): void {
    this.#fault = null;
  }

  get persistent(): boolean {
    return this.#shelf.persistent;
  }

  list(): Promise<NotebookSummary[]> {
    return this.#shelf.list();
  }

  async remove(id: string): Promise<void> {
    if (id !== this.#book?.keeper.entry.id) await this.#shelf.remove(id);
  }

  /** Opens the notebook that was used last, unless one is open. */
  async openLast(): Promise<void> {
    if (this.#book) return;
    const [last] = await this.list();
    if (last) await this.openKept(last.id);
  }

  async openKept(id: string): Promise<void> {
    this.#fault = null;
    if (id === this.#book?.keeper.entry.id) return;
    try {
      // What is open is kept before another is read: it may be the same one.
      await this.#book?.keeper.settle();
      const kept = await this.#shelf.read(id);
      if (kept) await this.#show(kept);
    } catch (error) {
      this.#fault = whyNot('The notebook', error);
    }
  }

  /** An empty one. */
  openNew(): Promise<void> {
    return this.#openNotebook(freshNotebook([freshCell('code', 'first', '')]), 'Untitled', false);
  }

  /** One of those that come with the app. @param address of the file */
  async openBundled(slug: string, address: string): Promise<void> {
    const found = BUNDLED.find((one) => one.slug === slug);
    if (!found) {
      const all = BUNDLED.map((one) => one.slug).join(', ');
      this.#fault = `There is no notebook called "${slug.slice(0, 60)}". There are: ${all}.`;
      return;
    }
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`the server answers ${response.status}`);
      await this.openText(await response.text(), found.title);
    } catch (error) {
      this.#fault = whyNot(found.title, error);
    }
  }

  /** Whether a file was opened; the fault says why not. */
  async openFile(file: File): Promise<boolean> {
    if (!isNotebookFile(file)) {
      this.#fault = `${file.name} can’t be opened: notebooks are files that end in .ipynb.`;
      return false;
    }
    if (file.size > MAX_FILE) {
      this.#fault = `${file.name} is too large to be opened.`;
      return false;
    }
    let text: string;
    try {
      text = await file.text();
    } catch {
      this.#fault = `${file.name} could not be read: it may have been moved or changed meanwhile.`;
      return false;
    }
    return this.openText(text, file.name.replace(/\.ipynb$/i, ''), file.name);
  }

  /** Opens what an `.ipynb` file holds. Runs nothing. @param called what a fault calls it */
  async openText(text: string, name: string, called = name): Promise<boolean> {
    try {
      await this.#openNotebook(parseNotebook(text), name, true);
      return true;
    } catch (error) {
      this.#fault = whyNot(called, error);
      return false;
    }
  }

  async #openNotebook(notebook: Notebook, name: string, mayBeKept: boolean): Promise<void> {
    this.#fault = null;
    await this.#book?.keeper.settle();
    const same = mayBeKept ? await this.#shelf.findSame(name, notebook) : null;
    if (same) {
      if (same.entry.id !== this.#book?.keeper.entry.id) await this.#show(same);
      return;
    }
    const now = Date.now();
    const id = crypto.randomUUID();
    const entry = { id, name, updated: now, opened: now, cells: 0, revision: 0 };
    const written = await this.#shelf.write(entry, notebook).catch(() => null);
    await this.#show({ entry: written ?? entry, notebook });
  }

  async #show(kept: Kept): Promise<void> {
    await this.#book?.close();
    this.#book = new Book(kept, this.#shelf, this.python);
    await this.#shelf.noteOpened(kept.entry.id).catch(() => undefined);
  }

  /** Saves the open notebook as a file; answers the file's name. @param draw a figure's SVG */
  save(draw: (figure: FigureSpec) => string | null): string | null {
    if (!this.#book) return null;
    const { notebook, name } = this.#book;
    const written = writeNotebook(withPictures(notebook, draw));
    const file = fileName(name, 'ipynb');
    download(new Blob([written], { type: 'application/x-ipynb+json' }), file);
    return file;
  }

  /**
   * Opens what a cell computed as a document of the editor.
   * @returns whether there is one to go to
   */
  async openGraph(id: string, name: string | null): Promise<boolean> {
    const graph = await this.#book?.graph(id, name);
    if (!graph) return false;
    const workspace = await openFromAddress({ search: '', hash: '' });
    await workspace.openNew(await laidOut(graph.document));
    for (const note of graph.notes) workspace.session.editor.notify('info', note);
    return true;
  }
}

let desk: Promise<Desk> | null = null;

/** The page's desk: it stays, with Python's variables, while the user is at the editor. */
export const theDesk = (): Promise<Desk> => (desk ??= Desk.open());
