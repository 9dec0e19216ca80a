import type { Notebook } from '../../exchange/notebook';
import type { NotebookSummary, Shelf } from './shelf';

/** Pause in which changes are collected before they are written, in milliseconds. */
const SAVE_MS = 500;

/** Keeps the open notebook on the shelf as it changes. */
export class Keeper {
  readonly #shelf: Shelf;
  readonly #notebook: () => Notebook;
  readonly #forked: () => void;
  #entry = $state.raw() as NotebookSummary;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();
  /** Whether there is something that isn't known to be written. */
  #isDirty = false;
  #isFailing = $state(false);
  readonly #leave = (): void => {
    if (this.#isDirty) this.#shelf.putAside(this.#entry, this.#notebook());
  };

  /** @param forked called when another tab has changed the notebook, and this one goes on as a copy */
  constructor(shelf: Shelf, entry: NotebookSummary, notebook: () => Notebook, forked: () => void) {
    this.#shelf = shelf;
    this.#entry = entry;
    this.#notebook = notebook;
    this.#forked = forked;
    window.addEventListener('pagehide', this.#leave);
  }

  get entry(): NotebookSummary {
    return this.#entry;
  }

  /** Whether the browser could not keep the latest change. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  rename(name: string): void {
    this.#entry = { ...this.#entry, name };
    this.changed();
  }

  changed(): void {
    this.#isDirty = true;
    this.#timer ??= setTimeout(() => void this.settle(), SAVE_MS);
  }

  /** Writes what is left to write. */
  settle(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => (this.#isDirty ? this.#write() : undefined));
    return this.#writing;
  }

  async #write(): Promise<void> {
    const notebook = this.#notebook();
    const before = { ...this.#entry, updated: Date.now() };
    try {
      let entry = await this.#shelf.write(before, notebook);
      if (!entry) {
        const copy = { ...before, id: crypto.randomUUID(), name: `${before.name} (copy)` };
        entry = await this.#shelf.write({ ...copy, revision: 0 }, notebook);
        if (entry) this.#forked();
      }
      if (entry) {
        const { name } = this.#entry;
        this.#entry = name === before.name ? entry : { ...entry, name };
      }
      this.#isFailing = false;
      if (notebook === this.#notebook()) this.#isDirty = this.#timer !== null;
    } catch {
      // A full disk must not stop the work; the next change tries again.
      this.#isFailing = true;
    }
  }

  async close(): Promise<void> {
    await this.settle();
    window.removeEventListener('pagehide', this.#leave);
  }
}
