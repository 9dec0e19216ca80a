import type { DerivativeAnswer, DerivativeQuestion } from '../explain/paths/protocol';
import { computesSame } from '../graph/program';

type Wanted = Omit<DerivativeQuestion, 'id'>;

/** Who answers, one question after the other. */
export interface InquiryPort {
  ask(question: DerivativeQuestion): void;
  close(): void;
}

/** An expression that isn't simplified by then isn't waited for, in milliseconds. */
const PATIENCE = 4000;

/** Computes in the page, for where there are no workers. */
function pagePort(answer: (answer: DerivativeAnswer) => void): InquiryPort {
  return {
    ask: (question) =>
      void import('../explain/paths/answer').then((made) => answer(made.answer(question))),
    close: () => undefined
  };
}

function workerPort(answer: (answer: DerivativeAnswer) => void, failed: () => void): InquiryPort {
  if (typeof Worker === 'undefined') return pagePort(answer);
  try {
    const worker = new Worker(new URL('../explain/paths/worker.ts', import.meta.url), {
      type: 'module'
    });
    worker.addEventListener('message', ({ data }: MessageEvent<DerivativeAnswer>) => answer(data));
    worker.addEventListener('error', failed);
    worker.addEventListener('messageerror', failed);
    return { ask: (question) => worker.postMessage(question), close: () => worker.terminate() };
  } catch {
    return pagePort(answer);
  }
}

const isSame = (a: Wanted, b: Wanted): boolean =>
  a.top === b.top &&
  a.bottom === b.bottom &&
  computesSame(a.document, b.document) &&
  Object.values(a.document.nodes).every(({ id, name }) => b.document.nodes[id]?.name === name);

/** The derivative that the view of paths shows in symbols: asked for by documents, answered by a worker. */
export class Inquiry {
  readonly #open: typeof workerPort;
  readonly #patience: number;
  #port: InquiryPort | null = null;
  /** The question that is being answered. */
  #asked: DerivativeQuestion | null = null;
  /** The latest question that has to wait for it. */
  #next: DerivativeQuestion | null = null;
  #wanted: Wanted | null = null;
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #result = $state.raw<DerivativeAnswer | null>(null);
  /** Which pair the result is about. */
  #pair = $state('');
  #stale = $state(false);
  #error = $state<'slow' | 'broken' | null>(null);

  constructor(open: typeof workerPort = workerPort, patience = PATIENCE) {
    this.#open = open;
    this.#patience = patience;
  }

  /** The latest answer about this pair; the one before stays, as stale, until the next has come. */
  resultFor(top: string, bottom: string): DerivativeAnswer | null {
    return this.#pair === `${top} ${bottom}` ? this.#result : null;
  }

  get stale(): boolean {
    return this.#stale;
  }

  /** Why there is no answer. */
  get error(): 'slow' | 'broken' | null {
    return this.#error;
  }

  /** Asks, unless that is the question that was asked last. */
  request(wanted: Wanted): void {
    if (this.#wanted && isSame(this.#wanted, wanted)) return;
    this.#wanted = wanted;
    const question = { ...wanted, id: ++this.#count };
    this.#stale = true;
    this.#error = null;
    if (this.#asked) this.#next = question;
    else this.#send(question);
  }

  #send(question: DerivativeQuestion): void {
    this.#asked = question;
    this.#next = null;
    this.#port ??= this.#open(
      (answer) => this.#take(answer),
      () => this.#fail('broken')
    );
    this.#timer = setTimeout(() => this.#fail('slow'), this.#patience);
    this.#port.ask(question);
  }

  #take(answer: DerivativeAnswer): void {
    const asked = this.#asked;
    if (answer.id !== asked?.id) return;
    clearTimeout(this.#timer);
    this.#asked = null;
    this.#result = answer;
    this.#pair = `${asked.top} ${asked.bottom}`;
    if (this.#next) this.#send(this.#next);
    else this.#stale = false;
  }

  /** A worker that broke down or doesn't come to an end makes room for another one. */
  #fail(error: 'slow' | 'broken'): void {
    clearTimeout(this.#timer);
    this.#port?.close();
    this.#port = null;
    this.#asked = null;
    if (this.#next) this.#send(this.#next);
    else {
      this.#stale = false;
      this.#error = error;
      this.#result = null;
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#port?.close();
    this.#port = null;
    this.#asked = null;
    this.#next = null;
    this.#wanted = null;
  }
}
