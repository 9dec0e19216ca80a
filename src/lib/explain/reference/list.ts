import type { OpDefinition } from '../../ops/define';
import { closest } from '../../formula/resolve';
import { functionOperation, methodOperation, operation, operations } from '../../ops/registry';
import { byShelf, operationItem, searchPalette, torchNamesOf, type PaletteItem } from '../palette';
import { bareName } from './python';

/** Operations that have a page: those that PyTorch has a name for. */
export const documented: readonly OpDefinition[] = operations.filter(
  (op) => torchNamesOf(op).length > 0
);

/** What the list of operations shows, in the order of the registry. */
export const entries: readonly PaletteItem[] = documented.map(operationItem);

/** The same, family by family. */
export const chapters: readonly (readonly [string, readonly PaletteItem[]])[] = byShelf(entries);

/** Entries that fit a query, best first. */
export const searchEntries = (query: string): PaletteItem[] => searchPalette(query, entries);

const MOST_GUESSES = 6;

/** Names of operations that somebody who wrote `name` may have meant, likeliest first. */
export function nearestNames(name: string): string[] {
  const bare = bareName(name.toLowerCase().trim()).replace(/_$/, '');
  const named = (text: string): OpDefinition | undefined =>
    operation(text) ?? functionOperation(text) ?? methodOperation(text);
  const known = [
    ...documented.flatMap((op) => [op.name, ...op.torch.functions.map(bareName)]),
    ...documented.flatMap((op) => op.torch.methods)
  ];
  const close = closest(bare, new Set(known));
  const searched = [bare, bare.slice(0, 4), bare.slice(0, 3)]
    .filter((text) => text.length > 1)
    .flatMap((text) => searchEntries(text));
  const guesses = [named(bare)?.name, named(close ?? '')?.name, ...searched.map((one) => one.name)];
  return [...new Set(guesses.filter((one) => one !== undefined))].slice(0, MOST_GUESSES);
}
