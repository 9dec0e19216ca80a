import { numbers, type Algebra } from '../../ops/algebra';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';

/** Functions of the algebra, by which a tree's inner nodes are called. */
export type Fn = Exclude<keyof Algebra<unknown>, 'num'>;

/**
 * An expression as a tree. Parts are shared where they were shared when it was made; `size` counts what would be
 * written out.
 */
export type Tree =
  | { readonly kind: 'num'; readonly value: number; readonly size: number }
  | {
      /** The value of a node of the graph: one element of it where it has index labels. */
      readonly kind: 'name';
      readonly node: string;
      readonly labels: readonly Label[];
      readonly size: number;
    }
  | {
      readonly kind: 'call';
      readonly fn: Fn;
      readonly args: readonly Tree[];
      readonly size: number;
    }
  | {
      /** An operation that has a notation of its own, such as ReLU. */
      readonly kind: 'op';
      readonly op: OpDefinition;
      readonly attributes: Attributes;
      readonly args: readonly Tree[];
      readonly size: number;
    }
  | {
      readonly kind: 'sum';
      readonly labels: readonly Label[];
      readonly body: Tree;
      readonly size: number;
    };

/** An index that runs over one dimension; dimensions that are broadcast together share one. */
export class Label {
  private static made = 0;
  private merged: Label | null = null;
  readonly id = Label.made++;
  constructor(readonly length: number) {}

  get root(): Label {
    return this.merged?.root ?? this;
  }

  join(other: Label): void {
    if (this.root !== other.root) this.root.merged = other.root;
  }
}

export const num = (value: number): Tree => ({ kind: 'num', value, size: 1 });
export const ZERO = num(0);
export const ONE = num(1);

const sizeOf = (parts: readonly Tree[]): number => parts.reduce((sum, { size }) => sum + size, 1);

export const call = (fn: Fn, ...args: Tree[]): Tree => ({
  kind: 'call',
  fn,
  args,
  size: sizeOf(args)
});

export const is = (tree: Tree, value: number): boolean =>
  tree.kind === 'num' && tree.value === value;

/** What is done on plain numbers: nobody recognises ln 2 in 0.693147. */
const COMPUTED: ReadonlySet<Fn> = new Set<Fn>(['abs', 'sign', 'floor', 'lt', 'le', 'eq']);
const EXACT: ReadonlySet<Fn> = new Set<Fn>(['add', 'sub', 'mul', 'neg']);

/** Arithmetic on plain numbers, where the answer is a number that could have been written. */
function folded(fn: Fn, args: readonly Tree[]): Tree | null {
  if (!args.every((arg) => arg.kind === 'num')) return null;
  const isShort = fn === 'div' || fn === 'pow';
  if (!isShort && !COMPUTED.has(fn) && !EXACT.has(fn)) return null;
  const compute = numbers[fn] as (...xs: number[]) => number;
  const value = compute(...args.map((arg) => (arg.kind === 'num' ? arg.value : NaN)));
  if (!Number.isFinite(value)) return null;
  // 0.1 + 0.2 is 0.3 in a formula.
  const rounded = Number(value.toPrecision(14));
  return isShort && !Number.isInteger(rounded * 1e4) ? null : num(rounded);
}

const plain =
  (fn: Fn) =>
  (...args: Tree[]): Tree =>
    folded(fn, args) ?? call(fn, ...args);

const names = Object.keys(numbers).filter((name) => name !== 'num') as Fn[];
const plains = Object.fromEntries(names.map((fn) => [fn, plain(fn)])) as unknown as Omit<
  Algebra<Tree>,
  'num'
>;

/** The algebra that builds trees: factors 1, terms 0 and conditions that are known are gone at once. */
export const trees: Algebra<Tree> = {
  ...plains,
  num,
  add: (a, b) => (is(a, 0) ? b : is(b, 0) ? a : plains.add(a, b)),
  sub: (a, b) => (is(b, 0) ? a : is(a, 0) ? trees.neg(b) : plains.sub(a, b)),
  mul: (a, b) => {
    if (is(a, 0) || is(b, 0)) return ZERO;
    if (is(a, 1)) return b;
    return is(b, 1) ? a : plains.mul(a, b);
  },
  div: (a, b) => (is(a, 0) && !is(b, 0) ? ZERO : is(b, 1) ? a : plains.div(a, b)),
  neg: (a) => (a.kind === 'call' && a.fn === 'neg' && a.args[0] ? a.args[0] : plains.neg(a)),
  pow: (a, b) => (is(b, 1) ? a : is(b, 0) ? ONE : plains.pow(a, b)),
  where: (condition, a, b) =>
    condition.kind === 'num'
      ? condition.value !== 0
        ? a
        : b
      : is(a, 0) && is(b, 0)
        ? ZERO
        : plains.where(condition, a, b),
  guard: (condition, special, regular) =>
    condition.kind === 'num'
      ? condition.value !== 0
        ? special
        : regular
      : is(special, 0) && is(regular, 0)
        ? ZERO
        : plains.guard(condition, special, regular)
};

/** Values of the names at one place: `labels` says where each index stands. */
export type Lookup = (
  node: string,
  labels: readonly Label[],
  at: ReadonlyMap<Label, number>
) => number;

/**
 * What a tree is worth. Shared parts are computed once for each place.
 * @param isUniform whether all elements of a tensor are the same number, so that a sum is so many times one of its terms
 */
export function evaluate(
  tree: Tree,
  lookup: Lookup,
  at: ReadonlyMap<Label, number> = new Map(),
  isUniform = false
): number {
  const known = new Map<Tree, number>();
  const worth = (t: Tree): number => {
    const before = known.get(t);
    if (before !== undefined) return before;
    const value = compute(t);
    known.set(t, value);
    return value;
  };
  const compute = (t: Tree): number => {
    switch (t.kind) {
      case 'num':
        return t.value;
      case 'name':
        return lookup(t.node, t.labels, at);
      case 'op':
        return t.op.elementwise?.(t.attributes).value(numbers, ...t.args.map(worth)) ?? NaN;
      case 'sum':
        return isUniform
          ? t.labels.reduce((times, { root }) => times * root.length, worth(t.body))
          : summed(t, lookup, at);
      case 'call': {
        const [first, second, third] = t.args;
        // The branch that isn't taken counts for nothing, whatever it is worth.
        if ((t.fn === 'where' || t.fn === 'guard') && first && second && third) {
          return worth(worth(first) !== 0 ? second : third);
        }
        const apply = numbers[t.fn] as (...xs: number[]) => number;
        return apply(...t.args.map(worth));
      }
    }
  };
  return worth(tree);
}

function summed(
  { labels, body }: Extract<Tree, { kind: 'sum' }>,
  lookup: Lookup,
  at: ReadonlyMap<Label, number>
): number {
  const [first, ...others] = labels;
  if (!first) return evaluate(body, lookup, at);
  const inner: Tree = others.length > 0 ? { kind: 'sum', labels: others, body, size: 0 } : body;
  let total = 0;
  const here = new Map(at);
  for (let k = 0; k < first.root.length; k++) {
    here.set(first.root, k);
    total += evaluate(inner, lookup, here);
  }
  return total;
}

/** The names that a tree reads, each once. */
export function namesIn(tree: Tree, found = new Set<Tree>(), seen = new Set<Tree>()): Set<Tree> {
  if (seen.has(tree)) return found;
  seen.add(tree);
  if (tree.kind === 'name') found.add(tree);
  else if (tree.kind === 'sum') namesIn(tree.body, found, seen);
  else if (tree.kind !== 'num') for (const arg of tree.args) namesIn(arg, found, seen);
  return found;
}

/** The index labels that a tree depends on. */
export function labelsIn(tree: Tree): ReadonlySet<Label> {
  const known = new Map<Tree, ReadonlySet<Label>>();
  const find = (t: Tree): ReadonlySet<Label> => {
    const before = known.get(t);
    if (before) return before;
    const found = new Set<Label>();
    if (t.kind === 'name') for (const label of t.labels) found.add(label.root);
    if (t.kind === 'call' || t.kind === 'op') {
      for (const arg of t.args) for (const label of find(arg)) found.add(label);
    }
    if (t.kind === 'sum') {
      for (const label of find(t.body)) found.add(label);
      for (const label of t.labels) found.delete(label.root);
    }
    known.set(t, found);
    return found;
  };
  return find(tree);
}

/** A text that is the same for the same expressions. */
export function keyOf(tree: Tree): string {
  switch (tree.kind) {
    case 'num':
      return String(tree.value);
    case 'name':
      return [tree.node, ...tree.labels.map(({ root }) => root.id)].join('#');
    case 'sum':
      return `sum[${tree.labels.map(({ root }) => root.id).join()}](${keyOf(tree.body)})`;
    case 'op':
      return `${tree.op.name}${JSON.stringify(tree.attributes)}(${tree.args.map(keyOf).join()})`;
    case 'call':
      return `${tree.fn}(${tree.args.map(keyOf).join()})`;
  }
}

/** The same node with other parts. */
export function withArgs(tree: Tree, args: readonly Tree[]): Tree {
  if (tree.kind !== 'call' && tree.kind !== 'op') return tree;
  return args.every((arg, k) => arg === tree.args[k])
    ? tree
    : { ...tree, args, size: sizeOf(args) };
}

/** Steps that evaluating a tree takes, sums over indices included. */
export function evaluationWork(tree: Tree): number {
  if (tree.kind === 'sum') {
    const times = tree.labels.reduce((product, { root }) => product * root.length, 1);
    return times * evaluationWork(tree.body);
  }
  if (tree.kind === 'num' || tree.kind === 'name') return 1;
  return tree.args.reduce((total, arg) => total + evaluationWork(arg), 1);
}
