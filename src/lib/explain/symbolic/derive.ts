import { scalarValue } from '../../graph/document';
import type { Instruction } from '../../graph/program';
import type { Run } from '../../graph/run';
import { sourcesOf } from '../../sweep/path';
import { flowFrom } from '../paths/flow';
import type { Axes } from './contraction';
import { notationOf, sumTree, type Notation } from './notation';
import { Label, labelsIn, num, ONE, trees, ZERO, type Tree } from './tree';

/** A derivative as an expression, or why there is none. */
export type Derived =
  | {
      readonly ok: true;
      readonly tree: Tree;
      /** Index labels of the bottom node's dimensions; none for a number. */
      readonly labels: readonly Label[];
      /** Value of a node that the expression names instead of writing it out. */
      definition(node: string): Tree | null;
      /** Index labels of any node that it names. */
      labelsOf(node: string): readonly Label[];
    }
  | { readonly ok: false; readonly why: string }
  /** Too large to be read. */
  | { readonly ok: false; readonly why: null };

/** Which nodes' values are written as their names: none but what can't be written out, shared ones, or all. */
export type Letters = 'few' | 'shared' | 'all';

/** An expression that is larger than this is never read, and would only cost time. */
export const MAX_SIZE = 1500;

type Labels = readonly (Label | null)[];

class Derivation {
  readonly labels = new Map<string, Labels>();
  private readonly values = new Map<string, Tree>();
  private readonly adjoints = new Map<string, { rank: number; tree: Tree }[]>();
  private readonly byId: ReadonlyMap<string, Instruction>;

  constructor(
    private readonly run: Run,
    private readonly notations: ReadonlyMap<string, Notation>,
    /** When one comes by each edge, reading the result's formula from left to right. */
    private readonly ranks: ReadonlyMap<string, number>,
    private readonly isLetter: (node: string) => boolean
  ) {
    this.byId = new Map(run.program.instructions.map((one) => [one.node.id, one]));
  }

  /** Gives every dimension an index, the same one to those that are broadcast together. */
  index(order: readonly Instruction[]): void {
    for (const instruction of order) {
      const { id } = instruction.node;
      const shape = this.run.outputs.get(id)?.shape ?? [];
      const own: Labels = shape.map((size) => (size === 1 ? null : new Label(size)));
      this.labels.set(id, own);
      if (instruction.kind === 'leaf') continue;
      const sources = instruction.operands.map(({ source }) =>
        source === null ? [] : (this.labels.get(source) ?? [])
      );
      const notation = this.notations.get(id);
      if (notation?.kind === 'elementwise') for (const given of sources) join(given, own);
      if (notation?.kind === 'same') join(sources[0] ?? [], own);
      if (notation?.kind === 'loss') join(sources[0] ?? [], sources[1] ?? []);
      if (notation?.kind === 'contraction') joinAxes(notation, sources, own);
      if (notation?.kind === 'reduction') {
        const kept = (sources[0] ?? []).filter((_, dim) => !notation.dims.includes(dim));
        join(kept, notation.keepdim ? own.filter((_, dim) => !notation.dims.includes(dim)) : own);
      }
    }
  }

  /** A node whose dimensions would all run with one index, as on a diagonal. */
  tangled(): string | null {
    for (const [node, labels] of this.labels) {
      const roots = labels.flatMap((label) => (label ? [label.root] : []));
      if (new Set(roots).size < roots.length) return node;
    }
    return null;
  }

  labelsOf(node: string): Label[] {
    return (this.labels.get(node) ?? []).flatMap((label) => (label ? [label.root] : []));
  }

  private name(node: string): Tree {
    return { kind: 'name', node, labels: this.labelsOf(node), size: 1 };
  }

  /** A node's value as it stands in a formula. */
  value(node: string): Tree {
    const before = this.values.get(node);
    if (before) return before;
    const made = (this.isLetter(node) ? null : this.written(node)) ?? this.name(node);
    this.values.set(node, made);
    return made;
  }

  private operands(instruction: Instruction): Tree[] {
    if (instruction.kind === 'leaf') return [];
    return instruction.operands.map(({ source, constant }) =>
      source === null ? num(scalarValue(constant ?? 0)) : this.value(source)
    );
  }

  /** What an elementwise node computes, written out; null for others, which keep their names. */
  private written(node: string): Tree | null {
    const instruction = this.byId.get(node);
    const notation = this.notations.get(node);
    if (!instruction || notation?.kind !== 'elementwise') return null;
    const made = notation.value(this.operands(instruction));
    return made.size > MAX_SIZE ? null : made;
  }

  /** What a node computes, for those who read its name in a formula. */
  definition(node: string): Tree | null {
    const instruction = this.byId.get(node);
    const notation = this.notations.get(node);
    if (!instruction || !notation || instruction.kind === 'leaf') return null;
    const args = this.operands(instruction);
    const [first = ZERO, second = ZERO] = args;
    const [source] = sourcesOf(instruction);
    switch (notation.kind) {
      case 'elementwise':
        return notation.value(args);
      case 'same':
        return first;
      case 'contraction': {
        const own = new Set(this.labelsOf(node));
        const [a = '', b = ''] = sourcesOf(instruction);
        const summed = this.labelsOfAll([a, b]).filter((label) => !own.has(label));
        const product = sumTree(summed, trees.mul(first, second));
        return args.slice(2).reduce(trees.add, product);
      }
      case 'loss': {
        const sum = sumTree(this.labelsOfAll(sourcesOf(instruction)), notation.terms.value(args));
        return notation.isMean ? trees.div(sum, num(notation.count)) : sum;
      }
      case 'reduction': {
        const reduced = this.reduced(source ?? '', notation.dims);
        const sum = sumTree(reduced, first);
        return notation.isMean ? trees.div(sum, num(notation.count)) : sum;
      }
    }
  }

  /** Index labels of several nodes, each once. */
  private labelsOfAll(nodes: readonly string[]): Label[] {
    return [...new Set(nodes.flatMap((node) => this.labelsOf(node)))];
  }

  private reduced(source: string, dims: readonly number[]): Label[] {
    const labels = this.labels.get(source) ?? [];
    return dims.flatMap((dim) => (labels[dim] ? [labels[dim].root] : []));
  }

  /**
   * Carries the gradient of one node back to its operands.
   * @returns why it can't, null where that is for length alone
   */
  back(instruction: Instruction, wanted: (edge: string) => boolean): string | null | undefined {
    const { id, name } = instruction.node;
    const g = this.adjoint(id);
    if (!g || instruction.kind === 'leaf') return undefined;
    const flowing = instruction.operands.map(({ edge }) => edge !== null && wanted(edge));
    if (!flowing.includes(true)) return undefined;
    const notation = this.notations.get(id);
    if (!notation) return `${name} has no formula per element`;
    if (g.size > 20 * MAX_SIZE) return null;
    const args = this.operands(instruction);
    const made = this.contributions(notation, g, this.value(id), args);
    instruction.operands.forEach(({ source, edge }, k) => {
      const contribution = made[k];
      if (!flowing[k] || source === null || !contribution) return;
      const list = this.adjoints.get(source) ?? [];
      const rank = this.ranks.get(edge ?? '') ?? 0;
      list.push({ rank, tree: this.fitted(contribution, notation, instruction, source) });
      this.adjoints.set(source, list);
    });
    return undefined;
  }

  private contributions(
    notation: Notation,
    g: Tree,
    out: Tree,
    args: readonly Tree[]
  ): readonly (Tree | null)[] {
    switch (notation.kind) {
      case 'elementwise':
        return notation.vjps(g, out, args);
      case 'same':
        return [g];
      case 'contraction':
        return [
          trees.mul(g, args[1] ?? ONE),
          trees.mul(g, args[0] ?? ONE),
          ...args.slice(2).map(() => g)
        ];
      case 'loss':
        return notation.terms.vjps(
          notation.isMean ? trees.div(g, num(notation.count)) : g,
          out,
          args
        );
      case 'reduction':
        return [notation.isMean ? trees.div(g, num(notation.count)) : g];
    }
  }

  /** What was broadcast receives the sum over the places that it went to. */
  private fitted(tree: Tree, notation: Notation, instruction: Instruction, source: string): Tree {
    if (notation.kind === 'reduction') return tree;
    const { id } = instruction.node;
    const own = new Set(this.labelsOf(source));
    // The elements of a loss have no node of their own: they stand where its operands do.
    const all =
      notation.kind === 'loss' ? this.labelsOfAll(sourcesOf(instruction)) : this.labelsOf(id);
    const over = all.filter((label) => !own.has(label));
    const used = labelsIn(tree);
    const summed = over.filter((label) => used.has(label));
    const repeats = over
      .filter((label) => !used.has(label))
      .reduce((product, { length }) => product * length, 1);
    return trees.mul(num(repeats), sumTree(summed, tree));
  }

  seed(node: string): void {
    this.adjoints.set(node, [{ rank: 0, tree: ONE }]);
  }

  /** The gradient of a node: its parts in the order in which the result's formula comes by them. */
  adjoint(node: string): Tree | null {
    const parts = this.adjoints.get(node);
    if (!parts) return null;
    return [...parts]
      .sort((a, b) => a.rank - b.rank)
      .map(({ tree }) => tree)
      .reduce(trees.add);
  }
}

/** Aligns the dimensions of a source with those of the result, last to last. */
function join(source: Labels, result: Labels): void {
  for (let k = 1; k <= Math.min(source.length, result.length); k++) {
    const [a, b] = [source.at(-k), result.at(-k)];
    if (a && b) a.join(b);
  }
}

/** Gives the dimensions of one axis of a product of matrices one index. */
function joinAxes({ operands, output }: Axes, sources: readonly Labels[], own: Labels): void {
  const byAxis = new Map<string, Label>();
  const meet = (axes: readonly string[], labels: Labels): void =>
    axes.forEach((axis, dim) => {
      const label = labels[dim];
      const before = byAxis.get(axis);
      if (label && before) label.join(before);
      else if (label) byAxis.set(axis, label);
    });
  operands.forEach((axes, k) => meet(axes, sources[k] ?? []));
  meet(output, own);
}

/** All that a node was computed from, itself included, in running order. */
function ancestorsOf(run: Run, top: string): Instruction[] {
  const found = new Set([top]);
  const order: Instruction[] = [];
  for (const instruction of [...run.program.instructions].reverse()) {
    if (!found.has(instruction.node.id)) continue;
    order.unshift(instruction);
    for (const source of sourcesOf(instruction)) found.add(source);
  }
  return order;
}

/** Each edge's place when the formula of a node is read from left to right. */
function readingOrder(order: readonly Instruction[], top: string): Map<string, number> {
  const byId = new Map(order.map((instruction) => [instruction.node.id, instruction]));
  const ranks = new Map<string, number>();
  const seen = new Set<string>();
  // A stack of its own: a chain may be longer than the engine's.
  const left: { readonly node: string; readonly edge: string | null }[] = [
    { node: top, edge: null }
  ];
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.edge !== null) ranks.set(next.edge, ranks.size);
    if (seen.has(next.node)) continue;
    seen.add(next.node);
    const instruction = byId.get(next.node);
    if (!instruction || instruction.kind === 'leaf') continue;
    for (const { source, edge } of [...instruction.operands].reverse()) {
      if (source !== null) left.push({ node: source, edge });
    }
  }
  return ranks;
}

/**
 * The derivative of one node with respect to another as an expression in the names of the leaves, by reverse
 * accumulation on expressions: it goes where the gradient of the run goes.
 */
export function derive(run: Run, top: string, bottom: string, letters: Letters = 'few'): Derived {
  const flow = flowFrom(run, top);
  if (!flow) return { ok: false, why: 'no gradient flows from here' };
  const order = ancestorsOf(run, top);
  const notations = new Map<string, Notation>();
  const uses = new Map<string, number>();
  for (const instruction of order) {
    // What has no value, or none that can be broadcast, has said so itself.
    const notation = run.outputs.has(instruction.node.id)
      ? notationOf(run, instruction)
      : undefined;
    if (notation) notations.set(instruction.node.id, notation);
    for (const source of sourcesOf(instruction)) uses.set(source, (uses.get(source) ?? 0) + 1);
  }
  const derivation = new Derivation(run, notations, readingOrder(order, top), (node) =>
    letters === 'few' ? false : letters === 'all' ? true : (uses.get(node) ?? 0) > 1
  );
  derivation.index(order);
  const tangled = derivation.tangled();
  if (tangled !== null) return { ok: false, why: 'one index would stand for two dimensions' };
  // Only what leads on to the bottom is asked for its formula.
  const leading = new Set([bottom]);
  for (const { node, source } of [...flow.edges].reverse())
    if (leading.has(source)) leading.add(node);
  const edges = new Set(
    flow.edges.filter(({ source }) => leading.has(source)).map(({ edge }) => edge)
  );
  derivation.seed(top);
  for (const instruction of [...order].reverse()) {
    if (instruction.node.id === bottom) break;
    const why = derivation.back(instruction, (edge) => edges.has(edge));
    if (why !== undefined) return { ok: false, why };
  }
  const tree = derivation.adjoint(bottom);
  if (!tree) return { ok: false, why: 'no gradient flows from here' };
  return {
    ok: true,
    tree,
    labels: derivation.labelsOf(bottom),
    definition: (node) => derivation.definition(node),
    labelsOf: (node) => derivation.labelsOf(node)
  };
}
