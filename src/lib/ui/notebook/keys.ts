import type { NotebookCell } from '../../exchange/notebook';
import type { Book } from '../../state/notebook/book.svelte';

/** Where the focus goes. */
export interface Places {
  /** To a cell as a whole. */
  cell(index: number): void;
  /** Into the text of a cell. */
  text(index: number): void;
}

/** Keys of a cell that has the focus itself; those of its text are the editor's. */
export const CELL_KEYS: readonly (readonly [keys: string, words: string])[] = [
  ['Shift+Enter', 'Run the cell and go on to the next'],
  ['Ctrl+Enter', 'Run the cell'],
  ['Enter', 'Edit the cell; Escape leaves its text'],
  ['↑ ↓', 'Go to the cell above or below'],
  ['Alt+↑ Alt+↓', 'Move the cell'],
  ['A, B', 'Add a code cell above or below'],
  ['M, Y', 'Make it a text cell, or a code cell'],
  ['Delete', 'Delete the cell'],
  ['Ctrl+Z, Shift+Ctrl+Z', 'Undo, redo: cells that were added, moved, deleted']
];

/** Runs a cell, or shows a text as it reads; answers the next place, with a new cell after the last. */
export function runAndGo(book: Book, cell: NotebookCell, places: Places): void {
  const index = book.cells.findIndex(({ id }) => id === cell.id);
  book.run(cell.id);
  if (index + 1 < book.cells.length) places.cell(index + 1);
  else {
    book.add(index + 1, 'code');
    places.text(index + 1);
  }
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Does what a key says on a cell that has the focus; answers whether it says anything. */
export function pressed(
  event: Pressed,
  { book, cell, index, places }: { book: Book; cell: NotebookCell; index: number; places: Places }
): boolean {
  const { key, shiftKey, altKey } = event;
  const isMod = event.ctrlKey || event.metaKey;
  const last = book.cells.length - 1;
  if (isMod && key.toLowerCase() === 'z') {
    if (shiftKey) book.redo();
    else book.undo();
    places.cell(Math.min(index, book.cells.length - 1));
    return true;
  }
  if (key === 'Enter') {
    if (shiftKey) runAndGo(book, cell, places);
    else if (isMod) book.run(cell.id);
    else places.text(index);
    return true;
  }
  if (isMod || shiftKey) return false;
  const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (by !== 0) {
    const to = Math.max(0, Math.min(last, index + by));
    if (altKey) book.move(cell.id, by);
    places.cell(to);
    return true;
  }
  if (altKey) return false;
  switch (key) {
    case 'a':
      book.add(index, 'code');
      places.text(index);
      return true;
    case 'b':
      book.add(index + 1, 'code');
      places.text(index + 1);
      return true;
    case 'm':
    case 'y':
      book.convert(cell.id, key === 'm' ? 'markdown' : 'code');
      places.cell(index);
      return true;
    case 'Delete':
    case 'Backspace':
      book.remove(cell.id);
      places.cell(Math.min(index, book.cells.length - 1));
      return true;
    default:
      return false;
  }
}
