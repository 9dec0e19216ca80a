import { freshCell, type NotebookCell } from '../../exchange/notebook';

export type CellType = NotebookCell['cell_type'];
type Cells = readonly NotebookCell[];

/** A change of which cells there are; each has one that takes it back. */
export type CellEdit =
  | { readonly kind: 'insert'; readonly at: number; readonly cell: NotebookCell }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'move'; readonly id: string; readonly to: number }
  /** Another kind of cell in its place, of the same id. */
  | { readonly kind: 'replace'; readonly cell: NotebookCell };

export interface Edited {
  readonly cells: Cells;
  /** Takes it back, whatever was typed into other cells meanwhile. */
  readonly inverse: CellEdit;
}

const indexOf = (cells: Cells, id: string): number => cells.findIndex((cell) => cell.id === id);
const clamped = (at: number, most: number): number => Math.max(0, Math.min(at, most));

/** Null where the cell isn't there. */
export function applyEdit(cells: Cells, edit: CellEdit): Edited | null {
  if (edit.kind === 'insert') {
    const at = clamped(edit.at, cells.length);
    const inverse = { kind: 'remove', id: edit.cell.id } as const;
    return { cells: cells.toSpliced(at, 0, edit.cell), inverse };
  }
  const at = indexOf(cells, edit.kind === 'replace' ? edit.cell.id : edit.id);
  const cell = cells[at];
  if (!cell) return null;
  switch (edit.kind) {
    case 'remove':
      return { cells: cells.toSpliced(at, 1), inverse: { kind: 'insert', at, cell } };
    case 'replace':
      return { cells: cells.with(at, edit.cell), inverse: { kind: 'replace', cell } };
    case 'move': {
      const to = clamped(edit.to, cells.length - 1);
      const moved = cells.toSpliced(at, 1).toSpliced(to, 0, cell);
      return { cells: moved, inverse: { kind: 'move', id: cell.id, to: at } };
    }
  }
}

/** The cells with some of one changed; the same ones where it isn't there. */
export function withCell(cells: Cells, id: string, change: Partial<NotebookCell>): Cells {
  const at = indexOf(cells, id);
  const cell = cells[at];
  return cell ? cells.with(at, { ...cell, ...change }) : cells;
}

/** An id that no cell of the notebook has. */
export function freshId(cells: Cells): string {
  for (;;) {
    const id = crypto.randomUUID().slice(0, 8);
    if (indexOf(cells, id) < 0) return id;
  }
}

export const emptyCell = (cells: Cells, type: CellType): NotebookCell =>
  freshCell(type, freshId(cells), '');

/** The same text as a cell of another kind; what it showed is gone. */
export function converted(cell: NotebookCell, type: CellType): NotebookCell {
  const { id, source, metadata, attachments } = cell;
  const kept = attachments && type !== 'code' ? { attachments } : {};
  return { ...freshCell(type, id, source), metadata, ...kept };
}

/** Text with strings and comments left out, so that what is left are names and signs. */
const bare = (source: string): string =>
  source.replace(/("""|''')[^]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*/g, ' ');

/** Which of the names a cell's code speaks of. */
export function mentioned(source: string, names: readonly string[]): string[] {
  const words = new Set(bare(source).match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  return names.filter((name) => words.has(name));
}
