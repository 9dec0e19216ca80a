import type { NamedTensor, PythonEvent, RecordedGraph, RunOptions } from '../../python/events';
import { Connection, type Reply } from './connection';
import { append, emptyLog, type Log, type Shown } from './log';
import { keep, kept } from './program';
import type { Sandbox } from './sandbox';

export type Status =
  /** Nothing of Python has been fetched. */
  | { readonly kind: 'off' }
  /** `part` of the files is there, from 0 to 1; then it starts. */
  | { readonly kind: 'loading'; readonly part: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly message: string };

/** A line of the learner's code that something is said about. */
export interface MarkedLine {
  readonly line: number;
  readonly message: string;
}

interface Picture {
  /** Id of a kept document. */
  readonly document: string;
  readonly lines: RecordedGraph['lines'];
}

export type OpenSandbox = (progress: (part: number) => void) => Promise<Sandbox>;

/** Pause in which what a program shows is collected before it is drawn, in milliseconds. */
const DRAW_MS = 40;

/** Fetched with the first use: who draws only needs none of it. */
async function open(progress: (part: number) => void): Promise<Sandbox> {
  const [{ fetchFiles }, { openSandbox }] = await Promise.all([
    import('./files'),
    import('./sandbox')
  ]);
  return openSandbox(await fetchFiles(progress));
}

/** Python as the user sees it: whether it runs, what it has shown, and the verbs. */
export class Python {
  readonly #open: OpenSandbox;
  #connection: Connection | null = null;
  #loading: Promise<boolean> | null = null;
  #waiting: Shown[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Counts runs and stops, so that a run that waits for Python to start knows of a stop. */
  #turn = 0;
  #status = $state.raw<Status>({ kind: 'off' });
  #log = $state.raw<Log>(emptyLog);
  #tensors = $state.raw<readonly NamedTensor[]>([]);
  #hasRun = $state(false);
  #marked = $state.raw<MarkedLine | null>(null);
  #picture = $state.raw<Picture | null>(null);
  #program = $state.raw<string>(kept());
  #isShown = $state(false);

  /** @param openSandbox makes the place where Python runs; a frame of the page unless given */
  constructor(openSandbox: OpenSandbox = open) {
    this.#open = openSandbox;
  }

  get status(): Status {
    return this.#status;
  }

  get log(): Log {
    return this.#log;
  }

  /** Tensors of the latest run that belong to a graph. */
  get tensors(): readonly NamedTensor[] {
    return this.#tensors;
  }

  /** Whether there is a finished run whose graph can be shown. */
  get hasRun(): boolean {
    return this.#hasRun;
  }

  /** Where the latest run failed, until the program is changed. */
  get marked(): MarkedLine | null {
    return this.#marked;
  }

  /** The program in the editor; this browser keeps it. */
  get program(): string {
    return this.#program;
  }

  /** Whether the panel is open. */
  get isShown(): boolean {
    return this.#isShown;
  }

  show(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) void this.load();
  }

  edit(program: string): void {
    if (program === this.#program) return;
    this.#program = program;
    this.#marked = null;
    this.#picture = null;
    keep(program);
  }

  /** Fetches and starts Python, unless it is there already. Answers whether it can be used. */
  load(): Promise<boolean> {
    if (this.#connection) return this.#connection.started;
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #load(): Promise<boolean> {
    this.#status = { kind: 'loading', part: 0 };
    try {
      const sandbox = await this.#open((part) => this.#progress(part));
      this.#status = { kind: 'loading', part: 1 };
      this.#connection = new Connection(sandbox, (message) => this.#fail(message));
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
      return false;
    }
    return this.#becomeReady(this.#connection);
  }

  #progress(part: number): void {
    // A piece may still come when all is lost.
    if (this.#status.kind === 'loading') this.#status = { kind: 'loading', part };
  }

  async #becomeReady(connection: Connection): Promise<boolean> {
    const isReady = await connection.started;
    if (isReady && this.#status.kind === 'loading') this.#status = { kind: 'ready' };
    return isReady;
  }

  #fail(message: string): void {
    this.#connection?.close();
    this.#connection = null;
    this.#status = { kind: 'failed', message };
  }

  /** Runs the program in the editor; what it shows goes to the log. */
  async runProgram(): Promise<void> {
    const file = 'program.py';
    if (this.#status.kind === 'running') return;
    this.#marked = null;
    if (this.#log.entries.length > 0) this.#say({ kind: 'rule' });
    const reply = await this.run(this.#program, { file, echo: true }, (event) => this.#say(event));
    const fault = reply?.kind === 'done' ? reply.outcome.fault : null;
    if (!fault) return;
    this.#say({ kind: 'fault', fault, file });
    this.#flush();
    const { line, name, message } = fault;
    if (line !== null) this.#marked = { line, message: message ? `${name}: ${message}` : name };
  }

  /**
   * Runs code; what it defines stays for the next run.
   * @param hear called with all that it shows, in order
   * @returns null where Python can't be had, is busy, or was stopped before it began
   */
  async run(
    code: string,
    options: RunOptions,
    hear: (event: PythonEvent) => void
  ): Promise<Reply | null> {
    if (this.#status.kind === 'running') return null;
    const turn = ++this.#turn;
    const isThere = await this.load();
    const connection = this.#connection;
    if (!isThere || !connection || turn !== this.#turn) return null;
    this.#status = { kind: 'running' };
    const reply = await connection.run(code, options, hear);
    const outcome = reply.kind === 'done' ? reply.outcome : null;
    this.#tensors = outcome?.tensors ?? [];
    this.#hasRun = outcome !== null;
    this.#after(reply);
    return reply;
  }

  #after(reply: Reply): void {
    const connection = this.#connection;
    // Whoever sees that it is ready sees what was shown too.
    this.#flush();
    const words: Partial<Record<Reply['kind'], string>> = {
      stopped: 'Stopped.',
      flooded: 'Stopped: it showed too much and went on.',
      broken: 'Python broke down.'
    };
    const word = words[reply.kind];
    if (word === undefined || !connection) {
      if (this.#status.kind === 'running') this.#status = { kind: 'ready' };
      return;
    }
    const reason = reply.kind === 'broken' ? ` (${reply.message})` : '';
    this.#note(`${word}${reason} Python starts afresh: all variables are gone.`);
    this.#status = { kind: 'loading', part: 1 };
    void this.#becomeReady(connection);
  }

  /** Ends what runs at once, and starts Python anew. */
  stop(): void {
    this.#turn += 1;
    if (this.#status.kind === 'running') this.#connection?.stop();
  }

  /** Forgets all variables. */
  async restart(): Promise<void> {
    const connection = this.#connection;
    if (!connection || this.#status.kind !== 'ready') return;
    this.#status = { kind: 'running' };
    this.#after(await connection.restart());
    this.#tensors = [];
    this.#hasRun = false;
    this.#note('All variables are forgotten.');
  }

  /**
   * What the latest run computed, as a document.
   * @param name of a tensor, or null for all of it
   */
  async graph(name: string | null): Promise<RecordedGraph | null> {
    const reply = await this.askGraph(name, null);
    if (!reply) return null;
    this.#picture = null;
    if (reply.kind === 'graph') {
      for (const note of reply.graph.notes) this.#note(note);
      return reply.graph;
    }
    if (reply.kind === 'refused') this.#note(reply.message);
    return null;
  }

  /**
   * What a run computed, with the answer as it came.
   * @param file of that run; null for the latest
   * @returns null where Python isn't ready
   */
  async askGraph(name: string | null, file: string | null): Promise<Reply | null> {
    const connection = this.#connection;
    if (!connection || this.#status.kind !== 'ready') return null;
    this.#status = { kind: 'running' };
    const reply = await connection.graph(name, file);
    this.#after(reply);
    return reply;
  }

  /** Notes which document shows what the program in the editor has computed, and where its nodes come from. */
  picture(document: string, lines: RecordedGraph['lines']): void {
    this.#picture = { document, lines };
  }

  /** The line of the program that made a node, where the document is the picture of it. */
  lineOf(document: string, node: string): number | null {
    const { document: shown, lines } = this.#picture ?? {};
    return shown === document ? (lines?.[node] ?? null) : null;
  }

  /** The nodes of a document that a line of the program made; none once the program was edited. */
  nodesOn(document: string, line: number): string[] {
    const { document: shown, lines } = this.#picture ?? {};
    if (shown !== document || !lines) return [];
    return Object.keys(lines).filter((node) => lines[node] === line);
  }

  clear(): void {
    this.#waiting = [];
    this.#log = { ...emptyLog, nextId: this.#log.nextId };
  }

  #note(text: string): void {
    this.#say({ kind: 'note', text });
  }

  #say(shown: Shown): void {
    this.#waiting.push(shown);
    this.#timer ??= setTimeout(() => this.#flush(), DRAW_MS);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    const additions = this.#waiting;
    this.#waiting = [];
    this.#log = append(this.#log, additions);
  }
}
