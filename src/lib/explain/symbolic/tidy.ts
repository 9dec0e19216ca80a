import { call, keyOf, num, withArgs, type Tree } from './tree';

/**
 * An expression in the order of a textbook: numbers in front, then variables by the alphabet, powers for repeated
 * factors, like terms taken together; one fraction bar instead of negative powers.
 */

/** A power in a product; a whole exponent below 0 belongs under the fraction bar. */
interface Factor {
  readonly base: Tree;
  readonly exponent: Tree;
  readonly key: string;
}
/** A number as a fraction, times factors. */
interface Term {
  readonly top: number;
  readonly bottom: number;
  readonly factors: readonly Factor[];
}

const value = (tree: Tree): number | null => (tree.kind === 'num' ? tree.value : null);
const whole = (tree: Tree): number | null => {
  const found = value(tree);
  return found !== null && Number.isInteger(found) ? found : null;
};

function divisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x || 1;
}

/** A fraction in lowest terms; decimals stay decimals. */
function fraction(top: number, bottom: number): { top: number; bottom: number } {
  if (Number.isSafeInteger(top) && Number.isSafeInteger(bottom) && bottom !== 0) {
    const common = divisor(top, bottom) * Math.sign(bottom);
    return { top: top / common, bottom: bottom / common };
  }
  return { top: Number((top / bottom).toPrecision(14)), bottom: 1 };
}

const factorOf = (base: Tree, exponent: Tree = num(1)): Factor => ({
  base,
  exponent,
  key: keyOf(base)
});
const single = (factor: Factor): Term => ({ top: 1, bottom: 1, factors: [factor] });
const constant = (top: number, bottom = 1): Term => ({ ...fraction(top, bottom), factors: [] });

function times(a: Term, b: Term): Term {
  const factors: Factor[] = [];
  for (const factor of [...a.factors, ...b.factors]) {
    const at = factors.findIndex(({ key }) => key === factor.key);
    const before = factors[at];
    const [m, n] = [before && value(before.exponent), value(factor.exponent)];
    // Only powers whose exponents are known numbers are taken together.
    if (before && m !== null && m !== undefined && n !== null) {
      if (m + n === 0) factors.splice(at, 1);
      else factors[at] = { ...before, exponent: num(m + n) };
    } else factors.push(factor);
  }
  const { top, bottom } = fraction(a.top * b.top, a.bottom * b.bottom);
  return top === 0 ? constant(0) : { top, bottom, factors };
}

function power({ top, bottom, factors }: Term, n: number): Term {
  const coefficient = n < 0 ? [bottom ** -n, top ** -n] : [top ** n, bottom ** n];
  return {
    ...fraction(coefficient[0] ?? 1, coefficient[1] ?? 1),
    factors: factors.map((factor) => {
      const exponent = value(factor.exponent);
      return {
        ...factor,
        exponent: exponent === null ? call('mul', num(n), factor.exponent) : num(exponent * n)
      };
    })
  };
}

const negated = (term: Term): Term => ({ ...term, top: -term.top });
const termKey = ({ factors }: Term): string =>
  factors
    .map(({ key, exponent }) => `${key}^${keyOf(exponent)}`)
    .sort()
    .join('*');

/** Adds like terms; what cancels is gone. */
function collected(terms: readonly Term[]): Term[] {
  const found = new Map<string, Term>();
  for (const term of terms) {
    const key = termKey(term);
    const before = found.get(key);
    if (!before) found.set(key, term);
    else {
      const sum = fraction(
        before.top * term.bottom + term.top * before.bottom,
        before.bottom * term.bottom
      );
      found.set(key, { ...before, ...sum });
    }
  }
  const left = [...found.values()].filter(({ top }) => top !== 0);
  return left.length > 0 ? left : [constant(0)];
}

/**
 * Terms that stand as somebody wrote them keep their order; those that were `made` have none yet, and `expanded` ones
 * are multiplied out too.
 */
export type Style = 'typed' | 'made' | 'expanded';

/** Terms that multiplying out may make. */
const MAX_TERMS = 24;

/** Orders names for the eye. */
export type NameOf = (node: string) => string;

class Tidier {
  private readonly known = new Map<Tree, readonly Term[]>();

  constructor(
    private readonly nameOf: NameOf,
    private readonly style: Style
  ) {}

  terms(tree: Tree): readonly Term[] {
    const before = this.known.get(tree);
    if (before) return before;
    const made = this.split(tree);
    this.known.set(tree, made);
    return made;
  }

  private split(tree: Tree): readonly Term[] {
    if (tree.kind === 'num') return [constant(tree.value)];
    if (tree.kind !== 'call') return [single(factorOf(this.inside(tree)))];
    const [a, b] = tree.args;
    if (!a) return [single(factorOf(tree))];
    switch (tree.fn) {
      case 'neg':
        return this.terms(a).map(negated);
      case 'sqrt':
        return [this.raised(a, num(0.5))];
    }
    if (!b) return [single(factorOf(this.inside(tree)))];
    switch (tree.fn) {
      case 'add':
        return collected([...this.terms(a), ...this.terms(b)]);
      case 'sub':
        return collected([...this.terms(a), ...this.terms(b).map(negated)]);
      case 'mul':
        return this.distributed(a, b);
      case 'div':
        return this.divided(a, b);
      case 'pow':
        return this.expandedPower(a, b) ?? [this.raised(a, this.tidy(b))];
      default:
        return [single(factorOf(this.inside(tree)))];
    }
  }

  private divided(a: Tree, b: Tree): readonly Term[] {
    const below = this.product(b);
    if (below.top === 0) return [single(factorOf(call('div', this.tidy(a), num(0))))];
    const inverse = power(below, -1);
    return this.style === 'expanded'
      ? collected(this.terms(a).map((term) => times(term, inverse)))
      : [times(this.product(a), inverse)];
  }

  private distributed(a: Tree, b: Tree): readonly Term[] {
    const [left, right] = [this.terms(a), this.terms(b)];
    return this.style === 'expanded' && left.length * right.length <= MAX_TERMS
      ? collected(left.flatMap((one) => right.map((other) => times(one, other))))
      : [times(this.product(a), this.product(b))];
  }

  /** A power of a sum multiplied out; null where that isn't wanted or too long. */
  private expandedPower(base: Tree, exponent: Tree): readonly Term[] | null {
    const n = whole(exponent);
    const terms = this.terms(base);
    if (this.style !== 'expanded' || n === null || n < 2 || n > 6 || terms.length < 2) return null;
    if (terms.length ** n > MAX_TERMS) return null;
    let product = terms;
    for (let k = 1; k < n; k++) {
      product = collected(product.flatMap((one) => terms.map((other) => times(one, other))));
    }
    return product;
  }

  /** A tree as one product: a sum becomes a factor in brackets. */
  private product(tree: Tree): Term {
    const terms = this.terms(tree);
    const [only] = terms;
    return terms.length === 1 && only ? only : single(factorOf(this.sum(terms)));
  }

  private raised(base: Tree, exponent: Tree): Term {
    const term = this.product(base);
    const n = whole(exponent);
    if (n !== null && Math.abs(n) <= 64) return power(term, n);
    const [factor] = term.factors;
    const isPlain = term.top === 1 && term.bottom === 1 && term.factors.length === 1;
    if (factor && isPlain && value(factor.exponent) === 1) {
      return single(factorOf(factor.base, exponent));
    }
    return single(factorOf(this.made(term), exponent));
  }

  /** Function calls keep their name; what they are called with is tidied. */
  private inside(tree: Tree): Tree {
    if (tree.kind === 'sum') return { ...tree, body: this.tidy(tree.body) };
    return tree.kind === 'call' || tree.kind === 'op'
      ? withArgs(
          tree,
          tree.args.map((arg) => this.tidy(arg))
        )
      : tree;
  }

  tidy(tree: Tree): Tree {
    return tree.kind === 'call' && (tree.fn === 'lt' || tree.fn === 'le' || tree.fn === 'eq')
      ? this.inside(tree)
      : this.sum(this.terms(tree));
  }

  private sum(terms: readonly Term[]): Tree {
    const ordered = inOrder(terms, this.style !== 'typed');
    return ordered
      .map((term) => ({ isNegative: term.top < 0, tree: this.made(term), term }))
      .reduce<Tree | null>((sum, { isNegative, tree, term }) => {
        if (sum === null) return tree;
        return isNegative ? call('sub', sum, this.made(negated(term))) : call('add', sum, tree);
      }, null) as Tree;
  }

  /** A term as a product, over what has negative exponents. */
  private made(term: Term): Tree {
    if (term.top < 0) return call('neg', this.made(negated(term)));
    const over: Factor[] = [];
    const under: Factor[] = [];
    for (const factor of term.factors) {
      const n = value(factor.exponent);
      if (n !== null && n < 0) under.push({ ...factor, exponent: num(-n) });
      else over.push(factor);
    }
    const top = this.multiplied(term.top, over);
    return under.length === 0 && term.bottom === 1
      ? top
      : call('div', top, this.multiplied(term.bottom, under));
  }

  private multiplied(coefficient: number, factors: readonly Factor[]): Tree {
    const trees = this.sorted(factors).map(({ base, exponent }) =>
      value(exponent) === 1
        ? base
        : value(exponent) === 0.5
          ? call('sqrt', base)
          : call('pow', base, exponent)
    );
    const all = coefficient === 1 && trees.length > 0 ? trees : [num(coefficient), ...trees];
    return all.reduce((product, factor) => call('mul', product, factor));
  }

  /** Variables by the alphabet, then what is longer in its own order, sums over an index last. */
  private sorted(factors: readonly Factor[]): Factor[] {
    const rank = ({ base, exponent }: Factor): number =>
      base.kind === 'sum'
        ? 3
        : base.kind === 'num'
          ? 0
          : base.kind === 'name' && value(exponent) !== 0.5
            ? 1
            : 2;
    const name = ({ base }: Factor): string => (base.kind === 'name' ? this.nameOf(base.node) : '');
    return [...factors].sort(
      (a, b) => rank(a) - rank(b) || (rank(a) === 1 ? compare(name(a), name(b)) : 0)
    );
  }
}

const compare = (a: string, b: string): number => {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0;
};

/** The variables of a term and its degree; null where there is more to it than whole powers of variables. */
function monomial({ factors }: Term): { names: string[]; degree: number } | null {
  let degree = 0;
  for (const { base, exponent } of factors) {
    const n = whole(exponent);
    if (base.kind !== 'name' || n === null || n < 1) return null;
    degree += n;
  }
  return { names: factors.map(({ key }) => key), degree };
}

/**
 * Polynomials in one variable by falling powers, and those in several that nobody typed by rising ones; others as they
 * came. No sign in front where one can be avoided.
 */
function inOrder(terms: readonly Term[], isMade: boolean): Term[] {
  const ordered = [...terms];
  const monomials = terms.flatMap((term) => monomial(term) ?? []);
  if (monomials.length === terms.length) {
    const isSingle = new Set(monomials.flatMap(({ names }) => names)).size <= 1;
    const way = isSingle ? -1 : isMade ? 1 : 0;
    const degree = (term: Term): number => monomial(term)?.degree ?? 0;
    ordered.sort((a, b) => way * (degree(a) - degree(b)));
  }
  const first = ordered.findIndex(({ top }) => top > 0);
  if (first > 0) ordered.unshift(...ordered.splice(first, 1));
  return ordered;
}

/**
 * The expression as a textbook would order it. Its value is the same but for rounding, and for points that cancel.
 */
export const tidy = (tree: Tree, nameOf: NameOf, style: Style = 'typed'): Tree =>
  new Tidier(nameOf, style).tidy(tree);

/** How much there is to read: names, numbers, signs and brackets. */
export function readingCost(tree: Tree): number {
  const sum = (parts: readonly Tree[]): number =>
    parts.reduce((total, part) => total + readingCost(part), 0);
  switch (tree.kind) {
    case 'num':
      // 1/(2 x) is shorter than 0.5/x to those who read it.
      return Number.isInteger(tree.value) ? 1 : 3;
    case 'name':
      return 1;
    case 'sum':
      return 2 + readingCost(tree.body);
    case 'op':
      return 2 + sum(tree.args);
    case 'call':
      break;
  }
  const isSum = (part: Tree | undefined): boolean =>
    part?.kind === 'call' && (part.fn === 'add' || part.fn === 'sub');
  const brackets = tree.args.filter(isSum).length;
  switch (tree.fn) {
    case 'add':
    case 'sub':
    case 'div':
      return 1 + sum(tree.args);
    case 'neg':
    case 'mul':
      return sum(tree.args) + brackets + (tree.fn === 'neg' ? 1 : 0);
    case 'pow': {
      // A power of a function is harder to read than the function twice.
      const isCall =
        tree.args[0]?.kind === 'op' || (tree.args[0]?.kind === 'call' && !isSum(tree.args[0]));
      return sum(tree.args) + (isSum(tree.args[0]) ? 1 : 0) + (isCall ? 2 : 0);
    }
    case 'where':
      return 3 + sum(tree.args);
    case 'guard':
      return tree.args[2] ? readingCost(tree.args[2]) : 1;
    default:
      return 2 + sum(tree.args);
  }
}
