import {
  addDependencies,
  create,
  type FactoryFunctionMap,
  divideDependencies,
  type MathNode,
  multiplyDependencies,
  powDependencies,
  simplifyDependencies,
  subtractDependencies,
  unaryMinusDependencies
} from 'mathjs/number';
import { readingCost } from './cost';
import { factored, isPolynomial, tidy, together, type NameOf } from './tidy';
import { call, evaluate, keyOf, namesIn, num, withArgs, type Fn, type Tree } from './tree';

/**
 * The shortest of several ways to write an expression: as it was derived, as mathjs simplifies it, multiplied out, and over
 * one denominator.
 * mathjs sees sums, products and powers only; every function is a letter to it, so that no rule is used that holds for
 * some numbers and not for others.
 */

const math = create({
  addDependencies,
  subtractDependencies,
  multiplyDependencies,
  divideDependencies,
  powDependencies,
  unaryMinusDependencies,
  simplifyDependencies
} as FactoryFunctionMap);

/** What simplifying may cost: beyond, an expression is only put in order. */
const MAX_NODES = 60;
/** What can't become shorter. */
const SHORT = 3;
const SIGNS: Partial<Record<Fn, [string, string]>> = {
  add: ['+', 'add'],
  sub: ['-', 'subtract'],
  mul: ['*', 'multiply'],
  div: ['/', 'divide'],
  pow: ['^', 'pow'],
  neg: ['-', 'unaryMinus']
};

interface Letters {
  readonly byKey: Map<string, string>;
  readonly trees: Map<string, Tree>;
}

/** What mathjs reads; everything but arithmetic is a letter. */
function toMath(tree: Tree, letters: Letters): MathNode {
  if (tree.kind === 'num') {
    const size = new math.ConstantNode(Math.abs(tree.value));
    return tree.value < 0 ? new math.OperatorNode('-', 'unaryMinus', [size]) : size;
  }
  const sign = tree.kind === 'call' ? SIGNS[tree.fn] : undefined;
  if (tree.kind === 'call' && sign) {
    const [symbol, fn] = sign as ['+', 'add'];
    return new math.OperatorNode(
      symbol,
      fn,
      tree.args.map((arg) => toMath(arg, letters))
    );
  }
  const key = keyOf(tree);
  const letter = letters.byKey.get(key) ?? `s${letters.byKey.size}`;
  letters.byKey.set(key, letter);
  letters.trees.set(letter, tree);
  return new math.SymbolNode(letter);
}

const byFn: Readonly<Record<string, Fn>> = {
  add: 'add',
  subtract: 'sub',
  multiply: 'mul',
  divide: 'div',
  pow: 'pow',
  unaryMinus: 'neg'
};

/** The way back; null for what was not sent. */
function fromMath(node: MathNode, letters: Letters): Tree | null {
  if (math.isConstantNode(node)) return num(Number(node.value));
  if (math.isSymbolNode(node)) return letters.trees.get(node.name) ?? null;
  if (math.isParenthesisNode(node)) return fromMath(node.content, letters);
  if (!math.isOperatorNode(node)) return null;
  const fn = byFn[node.fn];
  const args = node.args.map((arg) => fromMath(arg, letters));
  if (!fn || args.some((arg) => arg === null)) return null;
  return (args as Tree[]).length > 2
    ? (args as Tree[]).reduce((a, b) => call(fn, a, b))
    : call(fn, ...(args as Tree[]));
}

/** Points at which forms are held against each other: fixed, so that the same expression is always written the same. */
const POINTS = [0.7368, 1.4142, -0.6931, 2.2361, -1.618];

/** Whether two expressions have the same value at several points, as far as it is a number there. */
export function sameValue(a: Tree, b: Tree): boolean {
  const names = [...new Set([...namesIn(a), ...namesIn(b)].map(keyOf))].sort();
  const place = new Map(names.map((name, k) => [name, k]));
  let compared = 0;
  for (let round = 0; round < POINTS.length; round++) {
    const lookup = (
      node: string,
      labels: readonly { readonly root: { readonly id: number } }[]
    ): number => {
      const k = place.get([node, ...labels.map(({ root }) => root.id)].join('#')) ?? 0;
      const point = POINTS[(k + round) % POINTS.length] ?? 1;
      return point * (1 + 0.137 * Math.floor(k / POINTS.length));
    };
    const [x, y] = [a, b].map((tree) => evaluate(tree, lookup, new Map(), true)) as [
      number,
      number
    ];
    if (!Number.isFinite(x) && !Number.isFinite(y)) continue;
    if (!(Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x), Math.abs(y)))) return false;
    compared += 1;
  }
  return compared > 0 || keyOf(a) === keyOf(b);
}

class Simplifier {
  private readonly known = new Map<string, Tree>();

  constructor(private readonly nameOf: NameOf) {}

  simplify(tree: Tree): Tree {
    const key = keyOf(tree);
    const before = this.known.get(key);
    if (before) return before;
    const made = this.shortest(tidy(this.inside(tree), this.nameOf));
    this.known.set(key, made);
    return made;
  }

  /** What functions are called with, simplified by itself. */
  private inside(tree: Tree): Tree {
    if (tree.kind === 'sum') return { ...tree, body: this.simplify(tree.body) };
    if (tree.kind === 'op') {
      return withArgs(
        tree,
        tree.args.map((arg) => this.simplify(arg))
      );
    }
    if (tree.kind !== 'call') return tree;
    const isArithmetic = SIGNS[tree.fn] !== undefined;
    return withArgs(
      tree,
      tree.args.map((arg) => (isArithmetic ? this.inside(arg) : this.simplify(arg)))
    );
  }

  private shortest(derived: Tree): Tree {
    let best = derived;
    if (derived.size > MAX_NODES || readingCost(derived) <= SHORT) return best;
    for (const made of this.candidates(derived)) {
      const gain = readingCost(best) - readingCost(made);
      const isSum =
        gain === 0 && isPolynomial(made, this.nameOf) && !isPolynomial(best, this.nameOf);
      if ((gain > 0 || isSum) && sameValue(made, derived)) best = made;
    }
    // Polynomials are read as sums; others with what their terms share in front.
    if (isPolynomial(best, this.nameOf)) return best;
    const product = factored(best, this.nameOf);
    if (!product || readingCost(product) > readingCost(best) + 1) return best;
    if (!sameValue(product, derived)) return best;
    return readingCost(derived) <= readingCost(product) ? derived : product;
  }

  private candidates(derived: Tree): Tree[] {
    const letters: Letters = { byKey: new Map(), trees: new Map() };
    const node = math.simplify(toMath(derived, letters), {}, { exactFractions: false });
    const simple = fromMath(node, letters);
    return [
      ...(simple ? [tidy(simple, this.nameOf, 'made')] : []),
      tidy(derived, this.nameOf, 'expanded'),
      tidy(derived, this.nameOf, 'above'),
      together(derived, this.nameOf)
    ];
  }
}

/** The expression without its conventions at isolated points, which no formula shows. */
function withoutGuards(tree: Tree, known = new Map<Tree, Tree>()): Tree {
  const before = known.get(tree);
  if (before) return before;
  let made = tree;
  if (tree.kind === 'sum') made = { ...tree, body: withoutGuards(tree.body, known) };
  if (tree.kind === 'call' || tree.kind === 'op') {
    const args = tree.args.map((arg) => withoutGuards(arg, known));
    made = tree.kind === 'call' && tree.fn === 'guard' && args[2] ? args[2] : withArgs(tree, args);
  }
  known.set(tree, made);
  return made;
}

/** The shortest of the ways to write an expression that have the same value, but for conventions at isolated points. */
export const simplify = (tree: Tree, nameOf: NameOf): Tree =>
  new Simplifier(nameOf).simplify(withoutGuards(tree));
