import * as v from 'valibot';
import { isObject, isShallow, others, schema, type Unnamed } from './notebook/schema';
import { NotebookError, NOTEBOOK_LIMITS, type Notebook, type NotebookCell } from './notebook/types';

export * from './notebook/types';
export { writeNotebook } from './notebook/write';

/** Gives an id to every cell that has none or another's; the same notebook gets the same ones. */
function withIds(cells: readonly Unnamed[]): NotebookCell[] {
  const taken = new Set(cells.map((one) => one.id));
  const used = new Set<string>();
  let counter = 0;
  const fresh = (): string => {
    for (;;) {
      counter += 1;
      const made = `cell-${counter}`;
      if (!taken.has(made)) return made;
    }
  };
  return cells.map((one) => {
    const own = one.id !== null && !used.has(one.id) ? one.id : fresh();
    used.add(own);
    return { ...one, id: own };
  });
}

/** `cells.3.source` as people count: cell 4, source. */
function placeOf(path: string | null): string {
  if (path === null) return 'the notebook';
  const parts = /^cells\.(\d+)\.?(.*)$/.exec(path);
  if (!parts) return path.slice(0, 100);
  const place = `cell ${Number(parts[1]) + 1}`;
  return parts[2] ? `${place}, ${parts[2].slice(0, 100)}` : place;
}

function versionFault(value: Record<string, unknown>): string | null {
  const { nbformat } = value;
  if (nbformat === 4) return null;
  if (nbformat === undefined) {
    return 'This is no Jupyter notebook: it has no `nbformat`.';
  }
  return typeof nbformat === 'number'
    ? `The notebook has format ${nbformat}; format 4 can be opened. Open it in Jupyter and save it again.`
    : 'This is no Jupyter notebook: its `nbformat` is no number.';
}

/**
 * Reads the text of an `.ipynb` file, format 4.0 to 4.5. Runs nothing.
 * @throws NotebookError saying what is wrong, and where
 */
export function parseNotebook(written: string): Notebook {
  if (written.length > NOTEBOOK_LIMITS.text) {
    const most = NOTEBOOK_LIMITS.text.toLocaleString('en');
    throw new NotebookError(`The notebook is too large: at most ${most} characters can be opened.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(written.replace(/^\uFEFF/, ''));
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new NotebookError(`The file is no JSON: it may be cut off or of another kind. ${why}`);
  }
  if (!isObject(value)) throw new NotebookError('This is no Jupyter notebook: it is no object.');
  const fault = versionFault(value);
  if (fault !== null) throw new NotebookError(fault);
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = placeOf(v.getDotPath(issue));
    const why = issue.received === 'undefined' ? 'it is missing' : issue.message.slice(0, 200);
    throw new NotebookError(`The notebook is damaged at ${where}: ${why}.`);
  }
  const { cells, metadata: said, nbformat, nbformat_minor, ...rest } = parsed.output;
  if (!isShallow(rest)) {
    throw new NotebookError(`The notebook is more than ${NOTEBOOK_LIMITS.depth} deep.`);
  }
  return {
    cells: withIds(cells),
    metadata: said,
    ...{ nbformat, nbformat_minor, ...others(rest) }
  };
}

/** A cell that hasn't run. */
export const freshCell = (
  cell_type: NotebookCell['cell_type'],
  own: string,
  written: string
): NotebookCell => ({
  ...{ cell_type, id: own, source: written, metadata: {} },
  ...{ outputs: [], execution_count: null }
});

/** A notebook of such cells for any Python kernel. */
export const freshNotebook = (cells: readonly NotebookCell[]): Notebook => ({
  cells,
  metadata: {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { name: 'python' }
  },
  nbformat: 4,
  nbformat_minor: 5
});
