import type { Lesson } from '../../lessons/lesson';
import { LIMITS } from '../../lessons/lesson';
import { toLessonFragment } from '../../lessons/link';
import { Python } from '../python/python.svelte';
import { saveText } from '../files';
import { theExaminer } from './examiner';
import type { OwnLesson, OwnLessons, OwnSummary } from './own';
import { Reader } from './reader.svelte';

/** Pause in the typing after which the preview is made anew, and the text is kept, in milliseconds. */
const PREVIEW_MS = 350;
const SAVE_MS = 500;
const TOO_SLOW = 'The lesson takes too long to be read: it is nested too deeply, or too long.';

/** What a file may have, so that nobody waits for a text that can't be a lesson. */
const MAX_FILE = LIMITS.source * 4;

const nothing = (message: string): Lesson => ({
  title: 'Untitled lesson',
  summary: [],
  steps: [],
  faults: [{ line: 1, message }]
});

/** Reads a lesson's text. @returns the lesson; one with a fault where it can't be read in time */
export const readLesson = async (source: string): Promise<Lesson> =>
  (await theExaminer().ask({ kind: 'parse', source })) ?? nothing(TOO_SLOW);

/** A lesson that is being written: its text, what it looks like, and where it is kept. */
export class Writer {
  readonly #own: OwnLessons;
  readonly #python = new Python();
  #entry = $state.raw() as OwnSummary;
  #source = $state('');
  #reader = $state.raw<Reader | null>(null);
  #lesson = $state.raw<Lesson | null>(null);
  #isFailing = $state(false);
  #notice = $state<string | null>(null);
  #preview: ReturnType<typeof setTimeout> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #isDirty = false;
  /** Readings that were begun; only the latest may be shown. */
  #attempt = 0;
  readonly #leave = (): void => {
    if (this.#isDirty) this.#own.putAside(this.#entry, this.#source);
  };

  constructor(own: OwnLessons, { entry, source }: OwnLesson) {
    this.#own = own;
    this.#entry = entry;
    this.#source = source;
    window.addEventListener('pagehide', this.#leave);
    void this.#read();
  }

  get id(): string {
    return this.#entry.id;
  }

  get source(): string {
    return this.#source;
  }

  /** What the text was read as last. */
  get lesson(): Lesson | null {
    return this.#lesson;
  }

  /** The preview; its step stays open while the text changes. */
  get reader(): Reader | null {
    return this.#reader;
  }

  /** Whether the browser could not keep the latest change, or keeps nothing. */
  get isFailing(): boolean {
    return this.#isFailing || !this.#own.persistent;
  }

  get notice(): string | null {
    return this.#notice;
  }

  dismiss(): void {
    this.#notice = null;
  }

  edit(source: string): void {
    if (source === this.#source) return;
    this.#source = source;
    this.#isDirty = true;
    if (this.#preview !== null) clearTimeout(this.#preview);
    this.#preview = setTimeout(() => void this.#read(), PREVIEW_MS);
    this.#timer ??= setTimeout(() => void this.settle(), SAVE_MS);
  }

  async #read(): Promise<void> {
    const attempt = ++this.#attempt;
    const lesson = await readLesson(this.#source);
    if (attempt !== this.#attempt) return;
    const before = this.#reader?.index ?? 0;
    this.#lesson = lesson;
    const reader = new Reader(lesson, `preview:${this.#entry.id}`, { python: this.#python });
    if (this.#reader) reader.open(before);
    this.#reader = reader;
  }

  /** Shows the step that a line of the text belongs to. */
  showLine(line: number): void {
    const steps = this.#lesson?.steps ?? [];
    const index = steps.findLastIndex((step) => step.line <= line);
    if (index >= 0 && index !== this.#reader?.index) this.#reader?.open(index);
  }

  /** Writes what is left to write. */
  settle(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => (this.#isDirty ? this.#write() : undefined));
    return this.#writing;
  }

  async #write(): Promise<void> {
    const source = this.#source;
    const title = this.#lesson?.title ?? this.#entry.title;
    const before = { ...this.#entry, title, steps: this.#lesson?.steps.length ?? 0 };
    try {
      let entry = await this.#own.write(before, source);
      if (!entry) {
        const id = crypto.randomUUID();
        entry = await this.#own.write(
          { ...before, id, title: `${title} (copy)`, revision: 0 },
          source
        );
        this.#notice = 'Another tab has changed this lesson, so this one goes on as a copy.';
      }
      if (entry) this.#entry = entry;
      this.#isFailing = false;
      if (source === this.#source) this.#isDirty = false;
    } catch {
      // A full disk must not stop the work; the next change tries again.
      this.#isFailing = true;
    }
  }

  /** Saves the text as a file of the user's; answers its name. */
  saveFile(): string {
    const title = this.#lesson?.title ?? this.#entry.title;
    return saveText(this.#source, 'text/markdown', title, 'md');
  }

  /** An address that holds the lesson in its fragment; null where it is too long for one. @param page that opens it */
  link(page: string): string | null {
    const fragment = toLessonFragment(this.#source);
    return fragment === null ? null : `${page}#${fragment}`;
  }

  async close(): Promise<void> {
    if (this.#preview !== null) clearTimeout(this.#preview);
    await this.settle();
    window.removeEventListener('pagehide', this.#leave);
  }
}

/**
 * Keeps a file as a new lesson.
 * @returns its id, or a sentence about what is wrong with the file
 */
export async function importLesson(
  own: OwnLessons,
  file: File
): Promise<{ readonly id: string } | { readonly fault: string }> {
  if (!/\.(md|markdown|txt)$/i.test(file.name)) {
    return { fault: `${file.name} can’t be opened: lessons are Markdown files, which end in .md.` };
  }
  if (file.size > MAX_FILE) return { fault: `${file.name} is too large to be a lesson.` };
  let source: string;
  try {
    source = (await file.text()).replaceAll('\r\n', '\n');
  } catch {
    return {
      fault: `${file.name} could not be read: it may have been moved or changed meanwhile.`
    };
  }
  const { title, steps } = await readLesson(source);
  return { id: (await own.add(source, title, steps.length)).id };
}
