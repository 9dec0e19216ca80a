import { startingAttributes } from '../ops/attributes';
import type { Family, OpDefinition } from '../ops/define';
import { latexAtom } from '../ops/latex';
import { operations } from '../ops/registry';

/** What can be added to a document: an operation, an input or a custom function. */
export interface PaletteItem {
  /** Registry name, `input` or `function`. */
  readonly name: string;
  readonly shelf: string;
  readonly summary: string;
  /** The rule in LaTeX. */
  readonly latex: string;
  /** Other names it goes by. */
  readonly aliases: readonly string[];
}

const shelves: Readonly<Record<Family, string>> = {
  arithmetic: 'Arithmetic',
  exponential: 'Exponential and logarithm',
  trigonometric: 'Trigonometry',
  activation: 'Activations',
  reduction: 'Reductions',
  comparison: 'Comparisons and choices',
  matrix: 'Matrices',
  shape: 'Shapes',
  indexing: 'Picking elements',
  layer: 'Layers',
  loss: 'Losses',
  creation: 'New tensors',
  flow: 'Gradient flow'
};

/** Names that PyTorch has for an operation, its operator first. */
export function torchNamesOf({ torch }: OpDefinition): string[] {
  const operator = torch.operator === undefined ? [] : [torch.operator];
  return [...operator, ...torch.functions, ...torch.methods.map((name) => `Tensor.${name}`)];
}

/** The rule of an operation in the symbols of its inputs, e.g. `a^{b}`. */
export const operationLatex = (op: OpDefinition): string =>
  op.latex(
    op.inputs.map(({ symbol }) => latexAtom(symbol)),
    startingAttributes(op)
  );

export const operationItem = (op: OpDefinition): PaletteItem => ({
  name: op.name,
  shelf: shelves[op.family],
  summary: op.summary,
  latex: operationLatex(op),
  aliases: torchNamesOf(op)
});

/** New tensors are typed into an input's value, and what has no name in PyTorch is for the engine alone. */
function isOffered(op: OpDefinition): boolean {
  return op.family !== 'creation' && torchNamesOf(op).length > 0;
}

const START = 'Start here';

/** Everything that can be added, shelf by shelf, in the order of the registry. */
export const paletteItems: readonly PaletteItem[] = [
  {
    name: 'input',
    shelf: START,
    summary: 'A leaf: a number or a list of numbers that you set, with or without requires_grad.',
    latex: 'x',
    aliases: ['torch.tensor', 'leaf', 'value', 'parameter', 'constant']
  },
  {
    name: 'function',
    shelf: START,
    summary: 'A custom function: you write its forward and its backward yourself.',
    latex: '\\mathrm{f}\\left(i\\right)',
    aliases: ['custom', 'torch.autograd.Function', 'apply', 'class']
  },
  ...operations.filter(isOffered).map(operationItem)
];

/** Items by shelf, each in order of its first item. */
export function byShelf(items: readonly PaletteItem[]): [string, PaletteItem[]][] {
  const groups = new Map<string, PaletteItem[]>();
  for (const item of items) groups.set(item.shelf, [...(groups.get(item.shelf) ?? []), item]);
  return [...groups];
}

/** Whether a query begins a part of a dotted name, or is a piece of it with its dots. */
const begins = (name: string, query: string): boolean =>
  query.includes('.')
    ? name.includes(query)
    : name.split('.').some((part) => `_${part}`.includes(`_${query}`));

/** How well an item fits: 0 best, null not at all. */
function rank({ name, shelf, summary, aliases }: PaletteItem, query: string): number | null {
  const others = aliases.map((alias) => alias.toLowerCase());
  if (name === query || others.includes(query)) return 0;
  if (others.some((alias) => alias.endsWith(`.${query}`)) || name.startsWith(query)) return 1;
  if (name.includes(query)) return 2;
  if (others.some((alias) => begins(alias, query))) return 3;
  if (shelf.toLowerCase().includes(query)) return 4;
  return summary.toLowerCase().includes(query) ? 5 : null;
}

/** Items whose name, PyTorch names, shelf or summary contain every word of the query, best first. */
export function searchPalette(
  query: string,
  items: readonly PaletteItem[] = paletteItems
): PaletteItem[] {
  const words = query.toLowerCase().trim().split(/\s+/);
  return items
    .flatMap((item) => {
      const ranks = words.map((word) => rank(item, word));
      return ranks.includes(null) ? [] : [{ item, rank: Math.max(...ranks.map(Number)) }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
