import { latex, latexAtom, nameLatex, numberLatex, type Latex } from '../../ops/latex';
import { keyOf, namesIn, type Fn, type Label, type Tree } from './tree';

/** Letters that indices are called by, as far as no node is called so. */
const LETTERS = [...'ijklmnpqrst'];

/** Names of nodes and indices in one formula. */
export class Names {
  private readonly letters = new Map<Label, string>();

  /**
   * @param nameOf the name of a node
   * @param first indices that come first in the alphabet
   * @param taken names that no index may have
   */
  constructor(
    readonly nameOf: (node: string) => string,
    readonly first: readonly Label[] = [],
    private readonly taken: ReadonlySet<string> = new Set()
  ) {
    for (const label of first) this.letter(label);
  }

  private letter(label: Label): string {
    const known = this.letters.get(label.root);
    if (known !== undefined) return known;
    const free = LETTERS.filter((letter) => !this.taken.has(letter));
    const made = free[this.letters.size] ?? `i_{${this.letters.size}}`;
    this.letters.set(label.root, made);
    return made;
  }

  indices(labels: readonly Label[]): string {
    return labels.map((label) => this.letter(label)).join(' ');
  }

  /**
   * Writes what an index runs through: where its letter already stands for one element around it, it gets another one.
   */
  within<T>(bound: readonly Label[], outside: ReadonlySet<Label>, write: () => T): T {
    const before = bound.map(({ root }) => [root, this.letters.get(root)] as const);
    for (const { root } of bound) {
      if (!outside.has(root)) continue;
      const used = new Set([...this.letters.values(), ...this.taken]);
      this.letters.set(root, LETTERS.find((letter) => !used.has(letter)) ?? `i_{${used.size}}`);
    }
    const written = write();
    for (const [root, letter] of before) if (letter !== undefined) this.letters.set(root, letter);
    return written;
  }

  /** A node's value, or one element of it: `x`, `x_i`, `x_{0,i}`. */
  node(node: string, labels: readonly Label[] = []): Latex {
    const plain = nameLatex(this.nameOf(node));
    const index = this.indices(labels);
    if (index === '') return plain;
    const split = /^(.*)_\{(.*)\}$/.exec(plain.text);
    const text = split
      ? `${split[1] ?? ''}_{${split[2] ?? ''},${index}}`
      : `${plain.text}_{${index}}`;
    return { ...plain, text };
  }
}

const PRODUCT = 2;

/** Functions whose powers are written between name and argument: `\\sin^{2}(x)`. */
const NAMED: ReadonlySet<Fn> = new Set<Fn>(['sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'log']);

/** A power as it stands above a base: `3/2`, as roots and their derivatives have it, and decimals as they are. */
function exponentLatex(tree: Tree, print: (tree: Tree) => Latex): Latex {
  if (tree.kind !== 'num' || Number.isInteger(tree.value)) return print(tree);
  const q = [2, 3, 4, 6].find((divisor) =>
    Number.isInteger(Number((tree.value * divisor).toPrecision(12)))
  );
  if (q === undefined || (q === 4 && !Number.isInteger(tree.value * 4))) return print(tree);
  return latexAtom(`${numberLatex(Math.round(tree.value * q)).text}/${q}`);
}

/** The branches of nested choices, each with its condition; the last one is what else holds. */
function branchesOf(tree: Tree): {
  readonly rows: readonly [Tree, readonly Tree[]][];
  readonly rest: Tree;
} {
  if (tree.kind !== 'call' || tree.fn !== 'where') return { rows: [], rest: tree };
  const [condition, yes, no] = tree.args as [Tree, Tree, Tree];
  const inner = branchesOf(yes);
  const [only] = inner.rows;
  const after = branchesOf(no);
  // Two conditions that lead elsewhere to the same are one.
  if (only && inner.rows.length === 1 && keyOf(inner.rest) === keyOf(no)) {
    return { rows: [[only[0], [condition, ...only[1]]]], rest: no };
  }
  return { rows: [[yes, [condition]], ...after.rows], rest: after.rest };
}

/** A decimal that stands for a fraction of small numbers or a multiple of π. */
function fractionOf(value: number): Latex | null {
  if (Number.isInteger(value * 1e4)) return null;
  const turns = Math.round(value / Math.PI);
  if (turns !== 0 && Math.abs(value - turns * Math.PI) < 1e-12 * Math.abs(value)) {
    return latex.mul(numberLatex(turns), latex.num(Math.PI));
  }
  for (let q = 3; q <= 60; q++) {
    const p = value * q;
    if (Math.abs(p - Math.round(p)) < 1e-12 * Math.max(1, Math.abs(p))) {
      return latex.div(numberLatex(Math.round(p)), numberLatex(q));
    }
  }
  return null;
}

/** Writes a tree as LaTeX. */
export function printTree(tree: Tree, names: Names): Latex {
  const outside = new Set<Label>(names.first.map(({ root }) => root));
  const isComparison = (t: Tree): boolean =>
    t.kind === 'call' && (t.fn === 'lt' || t.fn === 'le' || t.fn === 'eq');
  const condition = (t: Tree): string => {
    if (!isComparison(t) || t.kind !== 'call') return print(t).text;
    const [a, b] = t.args as [Tree, Tree];
    // What is compared stands in front: x > 0.
    if (a.kind === 'num' && b.kind !== 'num' && t.fn !== 'eq') {
      return `${print(b).text} ${t.fn === 'lt' ? '>' : '\\ge'} ${print(a).text}`;
    }
    return print(t).text;
  };
  const conditions = ([first, second, ...others]: readonly Tree[]): string => {
    if (!first) return '';
    if (!second) return condition(first);
    const [a, b] = [first, second].map((t) => (t.kind === 'call' ? t.args : []));
    const isBetween =
      isComparison(first) &&
      isComparison(second) &&
      a?.[1] !== undefined &&
      b?.[0] !== undefined &&
      keyOf(a[1]) === keyOf(b[0]);
    if (isBetween && others.length === 0 && second.kind === 'call' && b[1]) {
      const sign = second.fn === 'lt' ? '<' : second.fn === 'le' ? '\\le' : '=';
      return `${print(first).text} ${sign} ${print(b[1]).text}`;
    }
    return [first, second, ...others].map(condition).join(' \\text{ and } ');
  };
  const choice = (t: Tree): Latex => {
    const { rows, rest } = branchesOf(t);
    const lines = rows.map(([value, when]) => `${print(value).text} & ${conditions(when)}`);
    const all = [...lines, `${print(rest).text} & \\text{otherwise}`].join(' \\\\ ');
    return latexAtom(`\\begin{cases} ${all} \\end{cases}`);
  };
  const print = (t: Tree): Latex => {
    switch (t.kind) {
      case 'num':
        return fractionOf(t.value) ?? latex.num(t.value);
      case 'name':
        return names.node(t.node, t.labels);
      case 'op':
        return { text: t.op.latex(t.args.map(print), t.attributes), binds: PRODUCT + 2 };
      case 'sum':
        return names.within(t.labels, outside, () => {
          const added = t.labels.map(({ root }) => root).filter((root) => !outside.has(root));
          for (const label of added) outside.add(label);
          const body = print(t.body);
          for (const label of added) outside.delete(label);
          const inner = body.binds < PRODUCT ? `\\left(${body.text}\\right)` : body.text;
          return { text: `\\sum_{${names.indices(t.labels)}} ${inner}`, binds: PRODUCT };
        });
      case 'call': {
        const [first, second] = t.args;
        if (t.fn === 'where') return choice(t);
        if (t.fn === 'pow' && first && second) {
          const above = exponentLatex(second, print);
          const n = second.kind === 'num' ? second.value : NaN;
          return first.kind === 'call' && NAMED.has(first.fn) && Number.isInteger(n) && n > 1
            ? latexAtom(print(first).text.replace('\\left(', `^{${above.text}}\\left(`))
            : latex.pow(print(first), above);
        }
        const args = t.args.map(print);
        if (t.fn === 'guard') return args[2] ?? latex.num(0);
        const write = latex[t.fn] as (...xs: Latex[]) => Latex;
        return write(...args);
      }
    }
  };
  return print(tree);
}

/** Names that a formula reads, in the order of the alphabet. */
export const namesRead = (tree: Tree): Set<string> =>
  new Set([...namesIn(tree)].flatMap((t) => (t.kind === 'name' ? [t.node] : [])));
