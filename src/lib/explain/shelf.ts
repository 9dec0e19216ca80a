import { nodeName, type Document } from '../graph/document';
import type { SavedTensor } from '../graph/trace';
import type { Tensor } from '../tensor/tensor';

/** What is shown of a shelf. */
export interface ShelfEntry {
  readonly name: string;
  readonly value: Tensor;
}

/**
 * The tensors on a node's shelf by the names that a reader knows: of the node that made it, or in the code of a
 * function. One that two inputs share is there once; a plain number is part of the rule, and shown where it is alone.
 */
export function shelfEntries(
  doc: Document,
  node: string,
  saved: readonly SavedTensor[]
): ShelfEntry[] {
  const isNumber = ({ source, value }: SavedTensor): boolean =>
    source === null && value.isPythonScalar;
  const real = saved.filter((entry) => !isNumber(entry));
  const shown = real.length > 0 ? real : saved;
  const isCode = doc.nodes[node]?.kind === 'custom';
  return shown
    .filter(({ value }, k) => shown.findIndex((other) => other.value === value) === k)
    .map(({ name, source, value }) => ({
      name: isCode || source === null ? name : nodeName(doc, source),
      value
    }));
}
