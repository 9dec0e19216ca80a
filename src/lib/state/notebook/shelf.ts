import * as v from 'valibot';
import { parseNotebook, writeNotebook, type Notebook } from '../../exchange/notebook';
import { TextShelf } from '../text-shelf';

const summary = v.object({
  id: v.string(),
  name: v.string(),
  /** When it was last changed and last opened, in milliseconds since 1970. */
  updated: v.number(),
  opened: v.number(),
  cells: v.number(),
  revision: v.number()
});
export type NotebookSummary = Readonly<v.InferOutput<typeof summary>>;

/** A notebook as it is kept: which one, and what is in it. */
export interface Kept {
  readonly entry: NotebookSummary;
  readonly notebook: Notebook;
}

const PLACE = {
  database: 'backflow-notebooks',
  unsaved: 'backflow.notebook-unsaved',
  entry: summary
};

const lastUsed = ({ updated, opened }: NotebookSummary): number => Math.max(updated, opened);

/** The notebooks that this browser keeps, each as the text that an `.ipynb` file would hold. */
export class Shelf {
  private constructor(private readonly texts: TextShelf<NotebookSummary>) {}

  /** Never rejects. */
  static async open(): Promise<Shelf> {
    const shelf = new Shelf(await TextShelf.open<NotebookSummary>(PLACE));
    await shelf.takeAside();
    return shelf;
  }

  get persistent(): boolean {
    return this.texts.persistent;
  }

  /** All notebooks, last used first. */
  async list(): Promise<NotebookSummary[]> {
    return (await this.texts.entries()).sort((a, b) => lastUsed(b) - lastUsed(a));
  }

  /** Null where there is none of that id. @throws NotebookError where it can't be read */
  async read(id: string): Promise<Kept | null> {
    const kept = await this.texts.read(id);
    return kept && { entry: kept.entry, notebook: parseNotebook(kept.text) };
  }

  /**
   * Keeps a notebook as it is now.
   * @returns its entry as it was written; null where another tab has changed it since this one read it
   */
  async write(before: NotebookSummary, notebook: Notebook): Promise<NotebookSummary | null> {
    return this.texts.write({ ...before, cells: notebook.cells.length }, writeNotebook(notebook));
  }

  /** Notes that it was opened. */
  noteOpened(id: string): Promise<void> {
    return this.texts.note(id, { opened: Date.now() });
  }

  remove(id: string): Promise<void> {
    return this.texts.remove(id);
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

  /** For a page that is going: taken over with the next visit. */
  putAside(entry: NotebookSummary, notebook: Notebook): void {
    if (this.texts.putAside(entry, writeNotebook(notebook))) return;
    // Where there is no room for what it showed, there may be for the text.
    const cells = notebook.cells.map((cell) => ({ ...cell, outputs: [] }));
    this.texts.putAside(entry, writeNotebook({ ...notebook, cells }));
  }

  private async takeAside(): Promise<void> {
    const left = this.texts.takeAside();
    if (!left) return;
    try {
      await this.write(left.entry, parseNotebook(left.text));
    } catch {
      // What can't be read has nothing to add to what is kept.
    }
  }
}
