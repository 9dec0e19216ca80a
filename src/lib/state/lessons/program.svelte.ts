import { matches } from '../../lessons/printed';
import type { PythonFault } from '../../python/events';
import type { Document } from '../../graph/document';
import { append, emptyLog, type Log, type Shown } from '../python/log';
import type { MarkedLine, Python } from '../python/python.svelte';

export type ProgramState = 'idle' | 'loading' | 'running' | 'done' | 'stopped';

/** Pause in which what a program shows is collected before it is drawn, in milliseconds. */
const DRAW_MS = 40;
const FILE = 'program.py';
const BUSY = 'Another program is running: stop it first.';
const ENDED: Readonly<Record<string, string>> = {
  stopped: 'Stopped.',
  flooded: 'Stopped: it showed too much and went on.',
  broken: 'Python broke down.'
};

/** A program of a lesson: what it has shown since the learner pressed Run. */
export class LessonProgram {
  readonly #python: Python;
  #code = $state('');
  #state = $state<ProgramState>('idle');
  #log = $state.raw<Log>(emptyLog);
  #marked = $state.raw<MarkedLine | null>(null);
  #fault = $state.raw<PythonFault | null>(null);
  #printed = '';
  #errors = '';
  #waiting: Shown[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The code that was run last. */
  #ran = $state<string | null>(null);
  #file: string | null = null;

  constructor(python: Python, code: string) {
    this.#python = python;
    this.#code = code;
  }

  get code(): string {
    return this.#code;
  }

  get state(): ProgramState {
    return this.#state;
  }

  get isBusy(): boolean {
    return this.#state === 'loading' || this.#state === 'running';
  }

  get log(): Log {
    return this.#log;
  }

  get marked(): MarkedLine | null {
    return this.#marked;
  }

  get fault(): PythonFault | null {
    return this.#fault;
  }

  /** Whether what is shown is what this text printed. */
  get isCurrent(): boolean {
    return this.#ran === this.#code;
  }

  edit(code: string): void {
    this.#code = code;
    this.#marked = null;
  }

  /** Whether it printed what was said; null before it has run. */
  printed(output: string): boolean | null {
    if (this.#state !== 'done') return null;
    return matches(output, this.#printed, this.#fault);
  }

  /** Forgets what was shown. */
  clear(): void {
    this.#log = { ...emptyLog, nextId: this.#log.nextId };
    this.#state = 'idle';
    this.#ran = null;
  }

  /** Runs it without what others have defined. Answers whether it came to an end, or failed in Python. */
  async run(): Promise<boolean> {
    if (this.isBusy) return false;
    const python = this.#python;
    if (python.status.kind === 'running') {
      this.#say({ kind: 'note', text: BUSY });
      this.#flush();
      return false;
    }
    const code = this.#code;
    this.#begin(code);
    const isThere = await python.load();
    if (!isThere || this.#state !== 'loading') return this.#end('stopped');
    await python.restart();
    this.#state = 'running';
    const file = FILE;
    const reply = await python.run(code, { file, echo: false }, (event) => {
      if (event.kind === 'text') {
        if (event.stream === 'stdout') this.#printed += event.text;
        else this.#errors += event.text;
      }
      this.#say(event);
    });
    if (reply?.kind !== 'done') {
      const words = ENDED[reply?.kind ?? 'stopped'] ?? 'It could not be run.';
      this.#say({ kind: 'note', text: words });
      return this.#end('stopped');
    }
    const { fault } = reply.outcome;
    this.#fault = fault;
    if (fault) this.#say({ kind: 'fault', fault, file });
    if (fault && fault.line !== null && this.#code === code) {
      const { line, name, message } = fault;
      this.#marked = { line, message: message ? `${name}: ${message}` : name };
    }
    this.#file = file;
    this.#end('done');
    return true;
  }

  /** The graph of a tensor of the run, or of all of it for an empty name; a sentence where there is none. */
  async graph(name: string): Promise<Document | string> {
    if (this.#file === null) return 'Run the program first.';
    const reply = await this.#python.askGraph(name === '' ? null : name, this.#file);
    if (reply?.kind === 'graph') return reply.graph.document;
    return reply?.kind === 'refused' ? reply.message : 'Run the program again.';
  }

  /** Whether what it showed, warnings and exceptions included, has these words. */
  says(message: string): boolean {
    const fault = this.#fault ? `${this.#fault.name}: ${this.#fault.message}` : '';
    return [this.#errors, this.#printed, fault].some((text) => text.includes(message));
  }

  stop(): void {
    if (this.#state === 'loading') this.#end('stopped');
    this.#python.stop();
  }

  #begin(code: string): void {
    this.#ran = code;
    this.#file = null;
    this.#fault = null;
    this.#marked = null;
    this.#printed = this.#errors = '';
    this.#waiting = [];
    this.#log = { ...emptyLog, nextId: this.#log.nextId };
    this.#state = 'loading';
  }

  #end(state: 'done' | 'stopped'): false {
    this.#flush();
    this.#state = state;
    return false;
  }

  #say(shown: Shown): void {
    this.#waiting.push(shown);
    this.#timer ??= setTimeout(() => this.#flush(), DRAW_MS);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    this.#log = append(this.#log, this.#waiting);
    this.#waiting = [];
  }
}
