import { describe, expect, it } from 'vitest';
import { freshCell, type NotebookCell } from '../../exchange/notebook';
import { applyEdit, converted, emptyCell, mentioned, withCell, type CellEdit } from './cells';

const cells: readonly NotebookCell[] = ['a', 'b', 'c'].map((id) => freshCell('code', id, id));
const ids = (all: readonly NotebookCell[] | undefined): string =>
  (all ?? []).map(({ id }) => id).join('');

describe('edits of cells', () => {
  const d = freshCell('markdown', 'd', 'text');
  const edits: [string, CellEdit, string][] = [
    ['insert', { kind: 'insert', at: 1, cell: d }, 'adbc'],
    ['insert beyond the end', { kind: 'insert', at: 9, cell: d }, 'abcd'],
    ['remove', { kind: 'remove', id: 'b' }, 'ac'],
    ['move down', { kind: 'move', id: 'a', to: 2 }, 'bca'],
    ['move up', { kind: 'move', id: 'c', to: 0 }, 'cab'],
    ['replace', { kind: 'replace', cell: { ...d, id: 'b' } }, 'abc']
  ];

  it.each(edits)('%s, and take it back', (_, edit, after) => {
    const edited = applyEdit(cells, edit);
    expect(ids(edited?.cells)).toBe(after);
    const back = edited && applyEdit(edited.cells, edited.inverse);
    expect(back?.cells).toEqual(cells);
    const again = back && applyEdit(back.cells, back.inverse);
    expect(again?.cells).toEqual(edited?.cells);
  });

  it('leave alone what was typed into other cells meanwhile', () => {
    const removed = applyEdit(cells, { kind: 'remove', id: 'b' });
    if (!removed) throw new Error('it is there');
    const typed = withCell(removed.cells, 'c', { source: 'new' });
    const back = applyEdit(typed, removed.inverse);
    expect(back?.cells.map(({ source }) => source)).toEqual(['a', 'b', 'new']);
  });

  it('do nothing to a cell that is gone', () => {
    expect(applyEdit(cells, { kind: 'remove', id: 'x' })).toBeNull();
    expect(withCell(cells, 'x', { source: '' })).toBe(cells);
  });

  it('give ids that are free and that Jupyter takes', () => {
    const made = emptyCell(cells, 'code');
    expect(ids(cells)).not.toContain(made.id);
    expect(made.id).toMatch(/^[\w-]{1,64}$/);
  });

  it('keep text and metadata when the kind changes, and no outputs', () => {
    const cell: NotebookCell = {
      ...freshCell('code', 'a', '# Title'),
      metadata: { tags: ['x'] },
      outputs: [{ output_type: 'stream', name: 'stdout', text: 'a' }],
      execution_count: 3
    };
    expect(converted(cell, 'markdown')).toEqual({
      ...freshCell('markdown', 'a', '# Title'),
      metadata: { tags: ['x'] }
    });
  });
});

describe('names that a cell speaks of', () => {
  it('are those in its code, not in its strings and comments', () => {
    const source = "y = x ** 2  # and z\nprint(\"u is\", f\"{w}\", '''v''')\nx_1.grad";
    expect(mentioned(source, ['x', 'y', 'z', 'u', 'v', 'x_1', 'x_2'])).toEqual(['x', 'y', 'x_1']);
  });
});
