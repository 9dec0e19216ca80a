import { buildFormula } from '../formula';
import type { Document } from '../graph/document';
import { chain } from './examples/chain';
import { lab } from './examples/lab';
import { type Example, type Group, GROUPS } from './examples/make';
import { networks } from './examples/networks';
import { tensors } from './examples/tensors';
import { trainingExamples } from './examples/training';
import { traps } from './examples/traps';

export type { Example };

/** The gallery. */
export const examples: readonly Example[] = [
  ...lab,
  ...chain,
  ...tensors,
  ...networks,
  ...trainingExamples,
  ...traps
];

/** The same by shelf. */
export const exampleShelves: readonly (readonly [Group, readonly Example[]])[] = GROUPS.map(
  (group) => [group, examples.filter((entry) => entry.group === group)] as const
);

const words = (text: string): string => text.toLowerCase().replace(/[’']/g, "'");

/** The shelves with the examples that all words of a search occur in; empty shelves are left out. */
export function searchExamples(search: string): typeof exampleShelves {
  const wanted = words(search).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return exampleShelves;
  return exampleShelves.flatMap(([group, list]) => {
    const found = list.filter(({ slug, title, lesson, formula, rows }) => {
      const text = words(
        [slug, title, group, lesson, formula, ...rows.map((row) => `row ${row}`)].join(' ')
      );
      return wanted.every((word) => text.includes(word));
    });
    return found.length > 0 ? [[group, found] as const] : [];
  });
}

/** What the formula bar shows for an example: its formula, where the bar could build it. */
export const barFormula = ({ formula }: Example): string =>
  buildFormula(formula).ok ? formula : '';

/** The example of that name, or null where there is none. */
export const findExample = (slug: string): Example | null =>
  examples.find((entry) => entry.slug === slug) ?? null;

/** The document of an example, or null where there is none of that name. */
export const example = (slug: string): Document | null => findExample(slug)?.build() ?? null;
