import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { tasksOf, type Lesson, type Step } from '../../lessons/lesson';
import { Python } from '../python/python.svelte';
import type { Session } from '../session.svelte';
import { theExaminer, type Examiner } from './examiner';
import { Progress, type Kept } from './progress.svelte';

/** One lesson as it is being read: which step is open, and what was done in it. */
export class Reader {
  readonly lesson: Lesson;
  readonly examiner: Examiner;
  /** Started by the first program that is run. */
  readonly python: Python;
  readonly #progress: Progress;
  #index = $state(0);
  /** Counts resets, so that what is on the page begins anew. */
  #round = $state(0);
  /** Canvases of the open step, by the name of their graph. */
  readonly #sessions = new SvelteMap<string, Session>();

  /** @param key names the lesson in this browser; @param python is shared where several readers follow each other */
  constructor(
    lesson: Lesson,
    key: string,
    {
      python = new Python(),
      examiner = theExaminer()
    }: { python?: Python; examiner?: Examiner } = {}
  ) {
    this.lesson = lesson;
    this.python = python;
    this.examiner = examiner;
    this.#progress = new Progress(key);
    this.#index = this.#bounded(this.#progress.step);
  }

  #bounded(index: number): number {
    return Math.max(0, Math.min(index, this.lesson.steps.length - 1));
  }

  get index(): number {
    return this.#index;
  }

  get round(): number {
    return this.#round;
  }

  get step(): Step | null {
    return this.lesson.steps[this.#index] ?? null;
  }

  get hasNext(): boolean {
    return this.#index + 1 < this.lesson.steps.length;
  }

  get hasPrevious(): boolean {
    return this.#index > 0;
  }

  /** Opens a step, counted from 0. */
  open(index: number): void {
    // What is left was read, and so is the end.
    this.#progress.see(this.#index);
    this.#index = this.#bounded(index);
    if (!this.hasNext) this.#progress.see(this.#index);
    this.#progress.open(this.#index);
    this.#sessions.clear();
    this.#save();
  }

  next(): void {
    if (this.hasNext) this.open(this.#index + 1);
  }

  previous(): void {
    if (this.hasPrevious) this.open(this.#index - 1);
  }

  task(id: string): Kept | null {
    return this.#progress.task(id);
  }

  /** Notes what was done with a task; what was solved stays solved. */
  keep(id: string, kept: Kept): void {
    const solved = kept.solved || (this.task(id)?.solved ?? false);
    this.#progress.keep(id, { ...this.task(id), ...kept, solved });
    this.#save();
  }

  /** Whether all tasks of a step are solved, or it was read where there are none. */
  isDone(index: number): boolean {
    const { solved, all } = this.tasksIn(index);
    return all > 0 ? solved === all : this.#progress.hasSeen(index);
  }

  /** How many tasks of a step are solved, and how many there are. */
  tasksIn(index: number): { readonly solved: number; readonly all: number } {
    const step = this.lesson.steps[index];
    const tasks = step ? tasksOf(step) : [];
    return { solved: tasks.filter(({ id }) => this.task(id)?.solved).length, all: tasks.length };
  }

  get done(): number {
    return this.lesson.steps.filter((_, index) => this.isDone(index)).length;
  }

  #save(): void {
    this.#progress.merge();
    this.#progress.save({ done: this.done, steps: this.lesson.steps.length });
  }

  /** Forgets all answers and begins anew. */
  reset(): void {
    this.#progress.reset();
    this.#sessions.clear();
    this.#index = 0;
    this.#round += 1;
  }

  /** The canvas of the graph of that name in the open step. */
  sessionOf(name: string): Session | null {
    return this.#sessions.get(name) ?? null;
  }

  setSession(name: string, session: Session): void {
    this.#sessions.set(name, session);
  }
}

export const [getReader, setReader] = createContext<Reader>();
