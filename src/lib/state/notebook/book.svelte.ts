import type { Notebook, NotebookCell } from '../../exchange/notebook';
import type { RecordedGraph } from '../../python/events';
import type { Python } from '../python/python.svelte';
import { applyEdit, converted, emptyCell, withCell, type CellEdit, type CellType } from './cells';
import { Keeper } from './keeper.svelte';
import { Runs, type CellRun } from './runs.svelte';
import type { Kept, Shelf } from './shelf';

export interface Notice {
  readonly kind: 'info' | 'error';
  readonly text: string;
  /** Whether Undo takes it back. */
  readonly isUndoable: boolean;
}

const MOST_UNDOS = 200;

/** The open notebook: its cells, what becomes of them when they run, and the verbs. */
export class Book {
  readonly keeper: Keeper;
  readonly #python: Python;
  readonly #rest: Omit<Notebook, 'cells'>;
  readonly #runs: Runs;
  #cells = $state.raw<readonly NotebookCell[]>([]);
  #undos = $state.raw<readonly CellEdit[]>([]);
  #redos = $state.raw<readonly CellEdit[]>([]);
  #notice = $state.raw<Notice | null>(null);

  constructor(kept: Kept, shelf: Shelf, python: Python) {
    const { cells, ...rest } = kept.notebook;
    this.#python = python;
    this.#cells = cells;
    this.#rest = rest;
    this.keeper = new Keeper(
      shelf,
      kept.entry,
      () => this.notebook,
      () => this.#say('info', 'Another tab has changed this notebook; here it goes on as a copy.')
    );
    this.#runs = new Runs(python, {
      cell: (id) => this.#cell(id),
      show: (id, change) => (this.#cells = withCell(this.#cells, id, change)),
      keep: (isEnd) => {
        this.keeper.changed();
        if (isEnd) void this.keeper.settle();
      },
      say: (kind, text) => this.#say(kind, text)
    });
  }

  get cells(): readonly NotebookCell[] {
    return this.#cells;
  }

  get notebook(): Notebook {
    return { ...this.#rest, cells: this.#cells };
  }

  get name(): string {
    return this.keeper.entry.name;
  }

  /** Whether cells run or wait for their turn. */
  get isRunning(): boolean {
    return this.#runs.isActive;
  }

  /** Place of the cell that runs, counted from 1; null where none does. */
  get running(): number | null {
    const { running } = this.#runs;
    return running === null ? null : this.#cells.findIndex(({ id }) => id === running) + 1;
  }

  get canUndo(): boolean {
    return this.#undos.length > 0;
  }

  get canRedo(): boolean {
    return this.#redos.length > 0;
  }

  get notice(): Notice | null {
    return this.#notice;
  }

  dismiss(): void {
    this.#notice = null;
  }

  runOf(id: string): CellRun | null {
    return this.#runs.of(id);
  }

  rename(name: string): void {
    this.keeper.rename(name);
  }

  /** Another text in a cell. */
  edit(id: string, source: string): void {
    if (this.#cell(id)?.source === source) return;
    this.#change(withCell(this.#cells, id, { source }));
    this.#runs.unmark(id);
  }

  /** A new cell at a place; answers its id. */
  add(at: number, type: CellType): string {
    const cell = emptyCell(this.#cells, type);
    this.#do({ kind: 'insert', at, cell });
    return cell.id;
  }

  remove(id: string): void {
    const at = this.#indexOf(id);
    if (at < 0 || this.#runs.isTaken(id)) return;
    this.#do({ kind: 'remove', id });
    const text = `Cell ${at + 1} was deleted.`;
    this.#notice = { kind: 'info', text, isUndoable: true };
  }

  /** @param by places down, or up where it is negative */
  move(id: string, by: number): void {
    const at = this.#indexOf(id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= this.#cells.length) return;
    this.#do({ kind: 'move', id, to });
  }

  convert(id: string, type: CellType): void {
    const cell = this.#cell(id);
    if (!cell || cell.cell_type === type || this.#runs.isTaken(id)) return;
    this.#do({ kind: 'replace', cell: converted(cell, type) });
    this.#runs.forgetCell(id);
  }

  undo(): void {
    const [inverse, rest] = this.#take(this.#undos);
    this.#undos = rest;
    if (inverse) this.#redos = [...this.#redos, inverse];
  }

  redo(): void {
    const [inverse, rest] = this.#take(this.#redos);
    this.#redos = rest;
    if (inverse) this.#undos = [...this.#undos, inverse];
  }

  /** Runs a cell, after those that run or wait already. */
  run(id: string): void {
    if (this.#cell(id)?.cell_type === 'code' && !this.#runs.isTaken(id)) this.#runs.add(id);
  }

  /** Runs all cells in order, up to the first that fails. */
  runAll(): void {
    this.#notice = null;
    for (const { id } of this.#cells) this.run(id);
  }

  /** Ends what runs at once, and forgets what waits. Python starts anew. */
  stop(): void {
    this.#runs.stop();
  }

  /** Forgets all variables. */
  restart(): Promise<void> {
    return this.#runs.restart();
  }

  /**
   * What a cell computed, as a document.
   * @param name of a tensor, or null for all that the cell computed
   */
  graph(id: string, name: string | null): Promise<RecordedGraph | null> {
    return this.#runs.graph(id, name);
  }

  /** Lets the notebook go: what is left to write is written, and nothing runs any more. */
  async close(): Promise<void> {
    if (this.isRunning) this.stop();
    else await this.#python.restart();
    await this.keeper.close();
  }

  #cell(id: string): NotebookCell | undefined {
    return this.#cells.find((cell) => cell.id === id);
  }

  #indexOf(id: string): number {
    return this.#cells.findIndex((cell) => cell.id === id);
  }

  #say(kind: Notice['kind'], text: string): void {
    this.#notice = { kind, text, isUndoable: false };
  }

  #change(cells: readonly NotebookCell[]): void {
    this.#cells = cells;
    this.keeper.changed();
  }

  #do(edit: CellEdit): void {
    const edited = applyEdit(this.#cells, edit);
    if (!edited) return;
    this.#undos = [...this.#undos.slice(1 - MOST_UNDOS), edited.inverse];
    this.#redos = [];
    // Undo would take back this one, not the one that was offered.
    if (this.#notice?.isUndoable) this.#notice = null;
    this.#change(edited.cells);
  }

  /** Does the last edit of a stack; answers what takes it back, and the others. */
  #take(stack: readonly CellEdit[]): [CellEdit | null, readonly CellEdit[]] {
    const edit = stack.at(-1);
    const edited = edit && applyEdit(this.#cells, edit);
    if (edited) this.#change(edited.cells);
    this.#notice = null;
    return [edited?.inverse ?? null, stack.slice(0, -1)];
  }
}
