import { SvelteMap } from 'svelte/reactivity';
import type { NotebookCell } from '../../exchange/notebook';
import type { NamedTensor, PythonEvent, RecordedGraph } from '../../python/events';
import type { Reply } from '../python/connection';
import type { MarkedLine, Python } from '../python/python.svelte';
import { mentioned } from './cells';
import { faultOutput, withEvents } from './outputs';

/** What is known of a cell since the page opened the notebook. */
export interface CellRun {
  readonly state: 'waiting' | 'running' | 'done' | 'stopped';
  /** By what name Python knows the run; null until it has one. */
  readonly file: string | null;
  /** Tensors that the cell speaks of and that have a graph. */
  readonly tensors: readonly NamedTensor[];
  /** Whether there was anything with a graph after it ran. */
  readonly hasGraph: boolean;
  /** Where it failed, until the cell is changed. */
  readonly marked: MarkedLine | null;
}

/** The cells that are run, and where something is said about them. */
export interface Sheet {
  cell(id: string): NotebookCell | undefined;
  /** What a cell has shown; kept once it has run. */
  show(id: string, change: Pick<Partial<NotebookCell>, 'outputs' | 'execution_count'>): void;
  /** A cell has run, or all of them. */
  keep(isEnd: boolean): void;
  say(kind: 'info' | 'error', text: string): void;
}

const UNRUN = { file: null, tensors: [], hasGraph: false, marked: null } as const;
/** Pause in which what a cell shows is collected before it is drawn, in milliseconds. */
const DRAW_MS = 40;
const ENDED: Readonly<Partial<Record<Reply['kind'], string>>> = {
  stopped: 'Stopped.',
  flooded: 'Stopped: the cell showed too much and went on.',
  broken: 'Python broke down.'
};
const AGAIN = 'run the cells again from the top.';

const wordsOf = ({ name, message }: { name: string; message: string }): string =>
  message ? `${name}: ${message}` : name;

/** Runs cells one after the other, and knows what has become of each. */
export class Runs {
  readonly #python: Python;
  readonly #sheet: Sheet;
  readonly #runs = new SvelteMap<string, CellRun>();
  /** Ids of cells that wait for their turn, the next one first. */
  #queue: string[] = [];
  #isPumping = $state(false);
  #running = $state<string | null>(null);
  /** Runs since the variables were empty. */
  #count = 0;
  /** Python is asked one thing at a time: cells wait for a graph that is drawn. */
  #asking: Promise<unknown> = Promise.resolve();

  constructor(python: Python, sheet: Sheet) {
    this.#python = python;
    this.#sheet = sheet;
  }

  of(id: string): CellRun | null {
    return this.#runs.get(id) ?? null;
  }

  /** Whether cells run or wait for their turn. */
  get isActive(): boolean {
    return this.#isPumping;
  }

  /** Id of the cell that runs. */
  get running(): string | null {
    return this.#running;
  }

  /** Whether a cell runs or waits for its turn. */
  isTaken(id: string): boolean {
    const state = this.#runs.get(id)?.state;
    return state === 'waiting' || state === 'running';
  }

  /** The text of a cell has changed, so a line of it isn't marked any more. */
  unmark(id: string): void {
    const run = this.#runs.get(id);
    if (run?.marked) this.#runs.set(id, { ...run, marked: null });
  }

  forgetCell(id: string): void {
    this.#runs.delete(id);
  }

  /** Runs a cell, after those that run or wait already. */
  add(id: string): void {
    this.#queue.push(id);
    this.#runs.set(id, { ...UNRUN, state: 'waiting' });
    void this.#pump();
  }

  /** Ends what runs at once, and forgets what waits. Python starts anew. */
  stop(): void {
    this.#dropQueue();
    this.#python.stop();
  }

  /** Forgets all variables. */
  async restart(): Promise<void> {
    this.#dropQueue();
    const isBusy = this.#python.status.kind === 'running';
    if (isBusy) this.#python.stop();
    else await this.#python.restart();
    this.#forget();
    if (!isBusy) this.#sheet.say('info', `All variables are forgotten: ${AGAIN}`);
  }

  /**
   * What a cell computed, as a document.
   * @param name of a tensor, or null for all that the cell computed
   */
  async graph(id: string, name: string | null): Promise<RecordedGraph | null> {
    const file = this.#runs.get(id)?.file ?? null;
    if (file === null || this.#isPumping) return null;
    const asking = this.#python.askGraph(name, file);
    this.#asking = asking;
    const reply = await asking;
    if (reply?.kind === 'graph') return reply.graph;
    if (reply?.kind === 'refused') this.#sheet.say('error', reply.message);
    return null;
  }

  #dropQueue(): void {
    for (const id of this.#queue) this.#runs.delete(id);
    this.#queue = [];
  }

  /** Python has lost what it knew. */
  #forget(): void {
    this.#count = 0;
    for (const [id, { state, marked }] of this.#runs) {
      this.#runs.set(id, { ...UNRUN, state, marked });
    }
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      for (let id = this.#queue.shift(); id !== undefined; id = this.#queue.shift()) {
        this.#running = id;
        const isFine = await this.#run(id);
        this.#sheet.keep(false);
        if (!isFine) this.#dropQueue();
      }
    } finally {
      this.#running = null;
      this.#isPumping = false;
      this.#sheet.keep(true);
    }
  }

  /** Whether the cells after it may run. */
  async #run(id: string): Promise<boolean> {
    const cell = this.#sheet.cell(id);
    this.#runs.set(id, { ...UNRUN, state: 'running' });
    this.#sheet.show(id, { outputs: [], execution_count: null });
    if (!cell || cell.source.trim() === '') {
      this.#runs.delete(id);
      return true;
    }
    const count = ++this.#count;
    const shown = this.#collect(id, count);
    await this.#asking;
    const options = { file: `In[${count}]`, echo: true };
    const reply = await this.#python.run(cell.source, options, shown.hear);
    shown.flush();
    return this.#settle(id, cell.source, count, reply);
  }

  /** Puts together what a cell shows in a short while. */
  #collect(id: string, count: number): { hear: (event: PythonEvent) => void; flush: () => void } {
    let waiting: PythonEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    const flush = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const cell = this.#sheet.cell(id);
      if (!cell || waiting.length === 0) return;
      const outputs = withEvents(cell.outputs, waiting, count);
      waiting = [];
      this.#sheet.show(id, { outputs });
    };
    return {
      hear: (event) => {
        waiting.push(event);
        timer ??= setTimeout(flush, DRAW_MS);
      },
      flush
    };
  }

  #settle(id: string, source: string, count: number, reply: Reply | null): boolean {
    if (reply?.kind !== 'done') {
      this.#broken(id, reply);
      return false;
    }
    const { fault, exit, tensors } = reply.outcome;
    const outputs = this.#sheet.cell(id)?.outputs ?? [];
    this.#sheet.show(id, {
      outputs: fault ? [...outputs, faultOutput(fault)] : outputs,
      execution_count: count
    });
    const all = tensors.map(({ name }) => name);
    const names = mentioned(source, all);
    // What was typed meanwhile has other lines.
    const isSame = this.#sheet.cell(id)?.source === source;
    const line = isSame ? (fault?.line ?? null) : null;
    this.#runs.set(id, {
      state: 'done',
      file: `In[${count}]`,
      tensors: tensors.filter(({ name }) => names.includes(name)),
      hasGraph: tensors.length > 0,
      marked: fault && line !== null ? { line, message: wordsOf(fault) } : null
    });
    return fault === null && exit === null;
  }

  /** A cell has not come to its end. Where Python could not be had, the page says so itself. */
  #broken(id: string, reply: Reply | null): void {
    this.#runs.set(id, { ...UNRUN, state: 'stopped' });
    this.#forget();
    if (reply?.kind === 'refused') this.#sheet.say('error', reply.message);
    const why = reply && ENDED[reply.kind];
    if (!why) return;
    const reason = reply.kind === 'broken' ? ` (${reply.message})` : '';
    const words = `${why}${reason} Python starts afresh and all variables are gone: ${AGAIN}`;
    this.#sheet.say('error', words);
  }
}
