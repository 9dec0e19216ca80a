import type { Answers, Question, Request, Response } from './protocol';

/** A question that takes longer is given up: a text or a graph may be made to take forever. */
const PATIENCE = 8000;

/** What a worker is to us. */
export interface WorkerLike {
  postMessage(request: Request): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Response>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Waiting {
  readonly id: number;
  readonly settle: (answer: Response['answer'] | null) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

const start = (): WorkerLike =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/** Reads lessons and grades answers in a worker, so that nothing that anybody wrote can hold the page up. */
export class Examiner {
  readonly #start: () => WorkerLike;
  readonly #patience: number;
  #worker: WorkerLike | null = null;
  #waiting: Waiting[] = [];
  #count = 0;

  constructor(startWorker: () => WorkerLike = start, patience = PATIENCE) {
    this.#start = startWorker;
    this.#patience = patience;
  }

  /** The answer; null where it could not be had in time. */
  ask<K extends Question['kind']>(
    question: Extract<Question, { kind: K }>
  ): Promise<Answers[K] | null> {
    const id = ++this.#count;
    const worker = (this.#worker ??= this.#open());
    return new Promise((settle) => {
      const timer = setTimeout(() => this.#giveUp(), this.#patience);
      this.#waiting.push({ id, timer, settle: (answer) => settle(answer as Answers[K] | null) });
      worker.postMessage({ ...question, id });
    });
  }

  #open(): WorkerLike {
    const worker = this.#start();
    worker.onmessage = ({ data }) => this.#take(data);
    worker.onerror = () => this.#giveUp();
    return worker;
  }

  #take({ id, answer }: Response): void {
    const found = this.#waiting.find((one) => one.id === id);
    if (!found) return;
    this.#waiting = this.#waiting.filter((one) => one !== found);
    clearTimeout(found.timer);
    found.settle(answer);
  }

  /** Ends the worker with all that it was asked; the next question gets a new one. */
  #giveUp(): void {
    this.#worker?.terminate();
    this.#worker = null;
    const lost = this.#waiting;
    this.#waiting = [];
    for (const { timer, settle } of lost) {
      clearTimeout(timer);
      settle(null);
    }
  }

  close(): void {
    this.#giveUp();
  }
}

let shared: Examiner | null = null;

/** The page's. */
export const theExaminer = (): Examiner => (shared ??= new Examiner());
