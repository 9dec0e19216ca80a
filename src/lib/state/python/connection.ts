import type { PythonEvent, RunOptions } from '../../python/events';
import { readAnswer, type Answer, type Question } from './protocol';
import type { Link, Sandbox } from './sandbox';

/** Why a question got no answer. */
export type Ending =
  | { readonly kind: 'stopped' }
  /** It went on showing things after it had been told to end. */
  | { readonly kind: 'flooded' }
  | { readonly kind: 'broken'; readonly message: string };

/** What has become of a question. */
export type Reply = Extract<Answer, { kind: 'done' | 'graph' | 'restarted' | 'refused' }> | Ending;

/** How long a program may go on after it was told that it shows too much, in milliseconds. */
const GRACE = 1500;

interface Asked {
  readonly id: number;
  readonly hear: (event: PythonEvent) => void;
  readonly settle: (reply: Reply) => void;
}

type Unnumbered<Q> = Q extends Question ? Omit<Q, 'id'> : never;

/** Python in its sandbox: one question at a time, and a fresh worker after one that had to be ended. */
export class Connection {
  readonly #sandbox: Sandbox;
  readonly #lost: (message: string) => void;
  #link!: Link;
  #started!: Promise<boolean>;
  #asked: Asked | null = null;
  #count = 0;

  /** @param lost called when Python breaks down while it starts or while nothing is asked */
  constructor(sandbox: Sandbox, lost: (message: string) => void) {
    this.#sandbox = sandbox;
    this.#lost = lost;
    this.#start();
  }

  /** Whether Python has started; false where it can't or had to be ended before. */
  get started(): Promise<boolean> {
    return this.#started;
  }

  run(code: string, options: RunOptions, hear: (event: PythonEvent) => void): Promise<Reply> {
    return this.#ask({ kind: 'run', code, ...options }, hear);
  }

  graph(name: string | null, file: string | null = null): Promise<Reply> {
    return this.#ask({ kind: 'graph', name, file });
  }

  restart(): Promise<Reply> {
    return this.#ask({ kind: 'restart' });
  }

  /** Ends whatever Python does, with all that it knows, and starts it anew. */
  stop(): void {
    this.#end({ kind: 'stopped' });
    this.#start();
  }

  close(): void {
    this.#end({ kind: 'stopped' });
    this.#sandbox.close();
  }

  #ask(
    question: Unnumbered<Question>,
    hear: (event: PythonEvent) => void = () => undefined
  ): Promise<Reply> {
    if (this.#asked) throw new Error('Python is asked one thing at a time');
    const id = ++this.#count;
    return new Promise((settle) => {
      this.#asked = { id, hear, settle };
      this.#link.ask({ ...question, id });
    });
  }

  #start(): void {
    this.#started = new Promise((resolve) => {
      let isReady = false;
      const broken = (message: string): void => {
        const isAsked = this.#asked !== null;
        this.#end({ kind: 'broken', message });
        if (isReady) this.#start();
        if (!isReady || !isAsked) this.#lost(message);
        resolve(false);
      };
      const hear = (data: unknown): void => {
        const answer = readAnswer(data);
        if (!answer) broken('it says what can’t be understood');
        else if (answer.kind === 'broken') broken(answer.message);
        else if (answer.kind === 'ready') {
          isReady = true;
          resolve(true);
        } else this.#take(answer);
      };
      this.#link = this.#sandbox.start(hear, broken);
    });
  }

  #take(answer: Exclude<Answer, { kind: 'ready' | 'broken' }>): void {
    const asked = this.#asked;
    if (answer.id !== asked?.id) return;
    if (answer.kind === 'event') asked.hear(answer.event);
    else if (answer.kind === 'flood') this.#giveGrace(asked);
    else this.#settle(answer);
  }

  #giveGrace(asked: Asked): void {
    setTimeout(() => {
      if (this.#asked !== asked) return;
      this.#end({ kind: 'flooded' });
      this.#start();
    }, GRACE);
  }

  #end(ending: Ending): void {
    this.#link.close();
    this.#settle(ending);
  }

  #settle(reply: Reply): void {
    const asked = this.#asked;
    this.#asked = null;
    asked?.settle(reply);
  }
}
