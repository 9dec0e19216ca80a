import * as v from 'valibot';
import { TextShelf } from '../text-shelf';

const summary = v.object({
  id: v.string(),
  title: v.string(),
  steps: v.number(),
  updated: v.number(),
  revision: v.number()
});
export type OwnSummary = Readonly<v.InferOutput<typeof summary>>;

/** A lesson of the user's own: which one, and its text. */
export interface OwnLesson {
  readonly entry: OwnSummary;
  readonly source: string;
}

const PLACE = {
  database: 'backflow-lessons',
  unsaved: 'backflow.lesson-unsaved',
  entry: summary
};

/** The lessons that the user of this browser has written or kept. */
export class OwnLessons {
  private constructor(private readonly shelf: TextShelf<OwnSummary>) {}

  /** Never rejects. */
  static async open(): Promise<OwnLessons> {
    const own = new OwnLessons(await TextShelf.open<OwnSummary>(PLACE));
    const left = own.shelf.takeAside();
    if (left) await own.write(left.entry, left.text).catch(() => null);
    return own;
  }

  get persistent(): boolean {
    return this.shelf.persistent;
  }

  /** All of them, the last changed first. */
  async list(): Promise<OwnSummary[]> {
    return (await this.shelf.entries()).sort((a, b) => b.updated - a.updated);
  }

  async read(id: string): Promise<OwnLesson | null> {
    const kept = await this.shelf.read(id).catch(() => null);
    return kept && { entry: kept.entry, source: kept.text };
  }

  /**
   * Keeps a lesson as it is now.
   * @returns its entry as it was written; null where another tab has changed it since this one read it
   */
  async write(before: OwnSummary, source: string): Promise<OwnSummary | null> {
    return this.shelf.write({ ...before, updated: Date.now() }, source);
  }

  /** Keeps a text as a new lesson. */
  async add(source: string, title: string, steps: number): Promise<OwnSummary> {
    const id = crypto.randomUUID();
    const fresh = { id, title, steps, updated: Date.now(), revision: 0 };
    return (await this.write(fresh, source)) ?? fresh;
  }

  remove(id: string): Promise<void> {
    return this.shelf.remove(id);
  }

  /** For a page that is going: taken over with the next visit. Without room, what the database still writes has to do. */
  putAside(entry: OwnSummary, source: string): void {
    this.shelf.putAside(entry, source);
  }
}
