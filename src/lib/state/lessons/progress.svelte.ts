import { checkDocument } from '../../exchange/json';
import type { Document } from '../../graph/document';

/** What is kept of one task. */
export interface Kept {
  readonly solved: boolean;
  /** What was typed into its fields. */
  readonly typed?: readonly string[];
  /** Choices that were picked. */
  readonly picks?: readonly number[];
  /** What was built. */
  readonly document?: Document;
  /** The program as it was changed. */
  readonly code?: string;
}

/** How far somebody is with a lesson. */
export interface ProgressSummary {
  readonly step: number;
  /** Steps that are done. */
  readonly done: number;
  readonly steps: number;
}

interface Stored extends ProgressSummary {
  readonly version: 1;
  readonly seen: readonly number[];
  readonly tasks: Readonly<Record<string, Kept>>;
}

const PREFIX = 'backflow.lesson.';
/** Of one lesson; more is not kept, so that there is room for others. */
const MAX_STORED = 400_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;
const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
const counts = (value: unknown): readonly number[] | undefined =>
  Array.isArray(value) && value.every(isCount) ? value : undefined;

/** Storage may hold anything: what isn't as we write it counts as not there. */
function keptOf(value: unknown): Kept | null {
  if (!isRecord(value) || typeof value.solved !== 'boolean') return null;
  const [typed, picks] = [texts(value.typed), counts(value.picks)];
  const document = value.document === undefined ? null : checkDocument(value.document);
  return {
    solved: value.solved,
    ...(typed && { typed }),
    ...(picks && { picks }),
    ...(document?.ok === true && { document: document.document }),
    ...(typeof value.code === 'string' && { code: value.code })
  };
}

function read(key: string): Stored | null {
  let value: unknown;
  try {
    value = JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
  } catch {
    return null;
  }
  if (!isRecord(value) || value.version !== 1) return null;
  const tasks = Object.entries(isRecord(value.tasks) ? value.tasks : {}).flatMap(([id, one]) => {
    const kept = keptOf(one);
    return kept ? [[id, kept] as const] : [];
  });
  return {
    version: 1,
    step: isCount(value.step) ? value.step : 0,
    done: isCount(value.done) ? value.done : 0,
    steps: isCount(value.steps) ? value.steps : 0,
    seen: counts(value.seen) ?? [],
    tasks: Object.fromEntries(tasks)
  };
}

/** Without what was built and programmed, which may be large; that it was solved stays. */
const withoutWorks = (stored: Stored): Stored => ({
  ...stored,
  tasks: Object.fromEntries(
    Object.entries(stored.tasks).map(([id, { solved, typed, picks }]) => [
      id,
      { solved, ...(typed && { typed }), ...(picks && { picks }) }
    ])
  )
});

/** How far this browser's user is with a lesson; null where it was never opened. */
export const progressOf = (key: string): ProgressSummary | null => read(key);

export function forgetProgress(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // There is nothing to forget then.
  }
}

/** What one user has done in one lesson, kept in this browser and sent nowhere. */
export class Progress {
  readonly #key: string;
  #step = $state(0);
  #seen = $state.raw<readonly number[]>([]);
  #tasks = $state.raw<Readonly<Record<string, Kept>>>({});
  /** What was read and done on this page; the rest is what storage holds, where other tabs write too. */
  #seenHere: readonly number[] = [];
  #tasksHere: Readonly<Record<string, Kept>> = {};

  /** @param key names the lesson in this browser */
  constructor(key: string) {
    this.#key = key;
    const stored = read(key);
    if (!stored) return;
    this.#step = stored.step;
    this.#seen = stored.seen;
    this.#tasks = stored.tasks;
  }

  /** The step that was open last. */
  get step(): number {
    return this.#step;
  }

  hasSeen(step: number): boolean {
    return this.#seen.includes(step);
  }

  task(id: string): Kept | null {
    return Object.hasOwn(this.#tasks, id) ? (this.#tasks[id] ?? null) : null;
  }

  /** Notes which step is open. */
  open(step: number): void {
    this.#step = step;
  }

  /** Notes that a step was read. */
  see(step: number): void {
    if (!this.#seenHere.includes(step)) this.#seenHere = [...this.#seenHere, step];
    if (!this.hasSeen(step)) this.#seen = [...this.#seen, step];
  }

  keep(id: string, kept: Kept): void {
    this.#tasksHere = { ...this.#tasksHere, [id]: kept };
    this.#tasks = { ...this.#tasks, [id]: kept };
  }

  /** Takes in what other tabs have written since, so that saving doesn't undo it. */
  merge(): void {
    const stored = read(this.#key);
    const seen = stored?.seen ?? [];
    this.#seen = [...seen, ...this.#seenHere.filter((step) => !seen.includes(step))];
    const tasks = { ...stored?.tasks };
    for (const [id, kept] of Object.entries(this.#tasksHere)) {
      tasks[id] = { ...kept, solved: kept.solved || (tasks[id]?.solved ?? false) };
    }
    this.#tasks = tasks;
  }

  /** Writes it down. */
  save(summary: Omit<ProgressSummary, 'step'>): void {
    const stored: Stored = {
      version: 1,
      step: this.#step,
      ...summary,
      seen: this.#seen,
      tasks: this.#tasks
    };
    try {
      const whole = JSON.stringify(stored);
      const text = whole.length <= MAX_STORED ? whole : JSON.stringify(withoutWorks(stored));
      if (text.length <= MAX_STORED) localStorage.setItem(PREFIX + this.#key, text);
    } catch {
      // Without storage it lasts as long as the page.
    }
  }

  reset(): void {
    this.#step = 0;
    this.#seen = [];
    this.#tasks = {};
    this.#seenHere = [];
    this.#tasksHere = {};
    forgetProgress(this.#key);
  }
}
