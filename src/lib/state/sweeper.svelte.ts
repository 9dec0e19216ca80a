import type { Document } from '../graph/document';
import { computesSame } from '../graph/program';
import type { SweepAnswer, SweepQuestion } from '../sweep/protocol';
import { SweepServer } from '../sweep/server';
import type { Sweep } from '../sweep/types';

/** Milliseconds that a slice may take where the page itself has to compute. */
const PAGE_BUDGET = 8;

/** Who answers questions. */
export interface SweepPort {
  ask(question: SweepQuestion): void;
  close(): void;
}

/** Computes in the page, in slices that are short enough to go unnoticed. */
export function pagePort(answer: (answer: SweepAnswer) => void): SweepPort {
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const server = new SweepServer(answer, pause, PAGE_BUDGET);
  return { ask: (question) => server.ask(question), close: () => server.stop() };
}

/**
 * Computes in a worker, or in the page where none can be made.
 * @param failed called when the worker breaks down
 */
function workerPort(answer: (answer: SweepAnswer) => void, failed: () => void): SweepPort {
  if (typeof Worker === 'undefined') return pagePort(answer);
  try {
    const worker = new Worker(new URL('../sweep/worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<SweepAnswer>) => answer(data));
    worker.addEventListener('error', failed);
    worker.addEventListener('messageerror', failed);
    return { ask: (question) => worker.postMessage(question), close: () => worker.terminate() };
  } catch {
    return pagePort(answer);
  }
}

export type Wanted = Omit<SweepQuestion, 'id'>;

/** A number that is swept doesn't matter for its own sweep, so moving it leaves the question as it is. */
function withoutValue({ document: doc, input }: Wanted): Document {
  const node = input === null ? undefined : doc.nodes[input];
  if (node?.kind !== 'input' || typeof node.value === 'object') return doc;
  return { ...doc, nodes: { ...doc.nodes, [node.id]: { ...node, value: 0 } } };
}

const isSame = (a: SweepQuestion, b: SweepQuestion): boolean =>
  a.input === b.input && a.from === b.from && a.to === b.to && computesSame(a.document, b.document);

/** The sweep that the chart shows: asked for by documents, answered by a worker. */
export class Sweeper {
  readonly #open: typeof workerPort;
  #port: SweepPort | null = null;
  #question: SweepQuestion | null = null;
  #count = 0;
  #result = $state.raw<Sweep | null>(null);
  #busy = $state(false);
  #stale = $state(false);
  #error = $state<string | null>(null);

  /** @param open makes what answers; a worker unless given */
  constructor(open: typeof workerPort = workerPort) {
    this.#open = open;
  }

  /** The latest answer; the one before stays, as stale, until the next has come. */
  get result(): Sweep | null {
    return this.#result;
  }

  /** Whether a finer answer is still on its way. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether `result` belongs to an older question. */
  get stale(): boolean {
    return this.#stale && this.#result !== null;
  }

  /** What went wrong, other than the document's own faults, which are results. */
  get error(): string | null {
    return this.#error;
  }

  /** Asks for a sweep, unless it is the one that is there or on its way already. */
  request(wanted: Wanted): void {
    const id = this.#count + 1;
    const question: SweepQuestion = { ...wanted, id, document: withoutValue(wanted) };
    if (this.#question && isSame(this.#question, question)) return;
    this.#count = id;
    this.#question = question;
    this.#busy = true;
    this.#stale = true;
    this.#error = null;
    this.#port ??= this.#open(
      (answer) => this.#take(answer),
      () => this.#fallBack()
    );
    this.#port.ask(question);
  }

  #take(answer: SweepAnswer): void {
    // Whoever asked has asked again since.
    if (answer.id !== this.#question?.id) return;
    if (answer.kind === 'sweep') {
      this.#result = answer.sweep;
      this.#stale = false;
      return;
    }
    this.#busy = false;
    if (answer.kind === 'fault') this.#error = answer.message;
  }

  /** A worker that broke down, or that the browser refused to load, is replaced by the page. */
  #fallBack(): void {
    if (!this.#port) return;
    this.#port.close();
    this.#port = pagePort((answer) => this.#take(answer));
    if (this.#question && this.#busy) this.#port.ask(this.#question);
  }

  dispose(): void {
    this.#port?.close();
    this.#port = null;
    this.#question = null;
    this.#busy = false;
  }
}
