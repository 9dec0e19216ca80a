import { latex, nameLatex, numberLatex, type Latex } from '../../ops/latex';
import { namesIn, type Label, type Tree } from './tree';

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
    first: readonly Label[] = [],
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
  const print = (t: Tree): Latex => {
    switch (t.kind) {
      case 'num':
        return fractionOf(t.value) ?? latex.num(t.value);
      case 'name':
        return names.node(t.node, t.labels);
      case 'op':
        return { text: t.op.latex(t.args.map(print), t.attributes), binds: PRODUCT + 2 };
      case 'sum': {
        const body = print(t.body);
        const inner = body.binds < PRODUCT ? `\\left(${body.text}\\right)` : body.text;
        return { text: `\\sum_{${names.indices(t.labels)}} ${inner}`, binds: PRODUCT };
      }
      case 'call': {
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
