import {
  collected,
  compare,
  constant,
  divisor,
  E,
  E_KEY,
  factorOf,
  fraction,
  inOrder,
  monomial,
  negated,
  power,
  single,
  value,
  whole,
  type Factor,
  type Term
} from './terms';
import { call, keyOf, labelsIn, num, withArgs, type Tree } from './tree';

/**
 * An expression in the order of a textbook: numbers in front, then variables by the alphabet, powers for repeated
 * factors, like terms taken together; one fraction bar instead of negative powers.
 */

/**
 * Terms that stand as somebody wrote them keep their order; those that were `made` have none yet, and `expanded` ones
 * are multiplied out too, or only `above` the fraction bar and outside of roots, where all is `kept`.
 */
export type Style = 'typed' | 'made' | 'expanded' | 'above' | 'kept';

/** Terms that multiplying out may make. */
const MAX_TERMS = 24;

/** Orders names for the eye. */
export type NameOf = (node: string) => string;

class Tidier {
  private readonly known = new Map<Tree, readonly Term[]>();
  /** For what isn't multiplied out. */
  private readonly plain: Tidier;
  private readonly expands: boolean;

  constructor(
    private readonly nameOf: NameOf,
    private readonly style: Style
  ) {
    this.plain = style === 'above' ? new Tidier(nameOf, 'kept') : this;
    this.expands = style === 'expanded' || style === 'above';
  }

  terms(tree: Tree): readonly Term[] {
    const before = this.known.get(tree);
    if (before) return before;
    const made = this.split(tree);
    this.known.set(tree, made);
    return made;
  }

  private times(a: Term, b: Term): Term {
    const factors: Factor[] = [];
    for (const factor of [...a.factors, ...b.factors]) {
      const at = factors.findIndex(({ key }) => key === factor.key);
      const before = factors[at];
      const [m, n] = [before && value(before.exponent), value(factor.exponent)];
      // But for those of e, only powers whose exponents are known numbers are taken together.
      const exponent = !before
        ? null
        : factor.key === E_KEY
          ? this.tidy(call('add', before.exponent, factor.exponent))
          : m !== null && m !== undefined && n !== null
            ? num(m + n)
            : null;
      if (!before || !exponent) factors.push(factor);
      else if (value(exponent) === 0) factors.splice(at, 1);
      else factors[at] = { ...before, exponent };
    }
    const { top, bottom } = fraction(a.top * b.top, a.bottom * b.bottom);
    return top === 0 ? constant(0) : { top, bottom, factors };
  }

  private split(tree: Tree): readonly Term[] {
    if (tree.kind === 'num') return [constant(tree.value)];
    if (tree.kind === 'sum') return [this.summed(tree)];
    if (tree.kind !== 'call') return [single(factorOf(this.inside(tree)))];
    const [a, b] = tree.args;
    if (!a) return [single(factorOf(tree))];
    switch (tree.fn) {
      case 'neg':
        return this.terms(a).map(negated);
      case 'sqrt':
        return [this.raised(a, num(0.5))];
      case 'exp':
        return [single(factorOf(E, this.argument(a)))];
      case 'expm1':
        return collected([single(factorOf(E, this.argument(a))), constant(-1)]);
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

  /** What doesn't depend on the indices of a sum stands in front of it. */
  private summed(tree: Extract<Tree, { kind: 'sum' }>): Term {
    const terms = this.terms(tree.body);
    const shared = terms.length > 1 ? this.shared(terms) : terms[0];
    if (!shared || shared.top === 0) return constant(0);
    const bound = new Set(tree.labels.map(({ root }) => root));
    const isOutside = ({ base, exponent }: Factor): boolean =>
      [...labelsIn(base), ...labelsIn(exponent)].every((label) => !bound.has(label));
    const inner = shared.factors.filter((factor) => !isOutside(factor));
    const body = this.made({ top: 1, bottom: 1, factors: inner });
    return {
      ...shared,
      factors: [...shared.factors.filter(isOutside), factorOf({ ...tree, body })]
    };
  }

  private divided(a: Tree, b: Tree): readonly Term[] {
    const below = this.plain.product(b);
    if (below.top === 0) return [single(factorOf(call('div', this.tidy(a), num(0))))];
    const inverse = power(below, -1);
    return this.expands
      ? collected(this.terms(a).map((term) => this.times(term, inverse)))
      : [this.times(this.product(a), inverse)];
  }

  private distributed(a: Tree, b: Tree): readonly Term[] {
    const [left, right] = [this.terms(a), this.terms(b)];
    return this.expands && left.length * right.length <= MAX_TERMS
      ? collected(left.flatMap((one) => right.map((other) => this.times(one, other))))
      : [this.times(this.product(a), this.product(b))];
  }

  /** A power of a sum multiplied out; null where that isn't wanted or too long. */
  private expandedPower(base: Tree, exponent: Tree): readonly Term[] | null {
    const n = whole(exponent);
    const terms = this.terms(base);
    if (!this.expands || n === null || n < 2 || n > 6 || terms.length < 2) return null;
    if (terms.length ** n > MAX_TERMS) return null;
    let product = terms;
    for (let k = 1; k < n; k++) {
      product = collected(product.flatMap((one) => terms.map((other) => this.times(one, other))));
    }
    return product;
  }

  /** A tree as one product: a sum becomes a factor in brackets. */
  private product(tree: Tree): Term {
    const terms = this.terms(tree);
    const [only] = terms;
    return terms.length === 1 && only
      ? only
      : single(factorOf(this.sum(terms, this.style === 'made')));
  }

  private raised(base: Tree, exponent: Tree): Term {
    const n = whole(exponent);
    const term = (n !== null && n > 0 ? this : this.plain).product(base);
    if (n !== null && Math.abs(n) <= 64) {
      const raised = power(term, n);
      const factors = raised.factors.map((factor) =>
        factor.key === E_KEY ? { ...factor, exponent: this.tidy(factor.exponent) } : factor
      );
      return { ...raised, factors };
    }
    const [factor] = term.factors;
    const isPlain = term.top === 1 && term.bottom === 1 && term.factors.length === 1;
    if (factor && isPlain && value(factor.exponent) === 1) {
      return single(factorOf(factor.base, exponent));
    }
    return single(factorOf(this.made(term), exponent));
  }

  /** Function calls keep their name; what they are called with is tidied. */
  private inside(tree: Tree): Tree {
    if (tree.kind === 'sum') return { ...tree, body: this.argument(tree.body) };
    return tree.kind === 'call' || tree.kind === 'op'
      ? withArgs(
          tree,
          tree.args.map((arg) => this.argument(arg))
        )
      : tree;
  }

  /** Only what somebody typed is put in order inside too: what was made of it has the same arguments. */
  private argument(tree: Tree): Tree {
    return this.style === 'typed' ? this.tidy(tree) : tree;
  }

  tidy(tree: Tree): Tree {
    return tree.kind === 'call' && (tree.fn === 'lt' || tree.fn === 'le' || tree.fn === 'eq')
      ? this.inside(tree)
      : this.sum(this.terms(tree));
  }

  private sum(terms: readonly Term[], isMade = this.style === 'made' || this.expands): Tree {
    const ordered = inOrder(terms, isMade);
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
    const branched = this.branched(term);
    if (branched) return branched;
    const over: Factor[] = [];
    const under: Factor[] = [];
    for (const factor of term.factors) {
      const n = value(factor.exponent);
      if (n !== null && n < 0 && factor.key !== E_KEY) under.push({ ...factor, exponent: num(-n) });
      else over.push(factor);
    }
    // A half over something is 1 over twice of it.
    const twice = under.length > 0 && Number.isInteger(term.top * 2) ? 2 : 1;
    const { top, bottom } = fraction(term.top * twice, term.bottom * twice);
    // A long sum stands beside the fraction, not on it.
    const sums = over.filter(({ base }) => base.kind === 'sum');
    if (sums.length > 0 && (under.length > 0 || bottom > 1)) {
      const rest = { ...term, factors: term.factors.filter((factor) => !sums.includes(factor)) };
      return sums.reduce(
        (product, { base, exponent }) =>
          call('mul', product, value(exponent) === 1 ? base : call('pow', base, exponent)),
        this.made(rest)
      );
    }
    const above = this.multiplied(top, over);
    return under.length === 0 && bottom === 1
      ? above
      : call('div', above, this.multiplied(bottom, under));
  }

  /** A product with a choice between 0 and something else: the others belong to what may be chosen. */
  private branched(term: Term): Tree | null {
    const at = term.factors.findIndex(
      ({ base, exponent }) => base.kind === 'call' && base.fn === 'where' && value(exponent) === 1
    );
    const base = term.factors[at]?.base;
    if (base?.kind !== 'call' || (term.factors.length === 1 && term.top === 1 && term.bottom === 1))
      return null;
    const [condition, yes, no] = base.args;
    const isZero = [yes, no].map((branch) => branch !== undefined && value(branch) === 0);
    if (!condition || !yes || !no || isZero[0] === isZero[1]) return null;
    const others = { ...term, factors: term.factors.filter((_, k) => k !== at) };
    const chosen = this.made(this.times(others, this.product(isZero[0] ? no : yes)));
    return isZero[0]
      ? call('where', condition, num(0), chosen)
      : call('where', condition, chosen, num(0));
  }

  /** Over one common denominator, multiplied out above it, with what all terms share in front. */
  together(tree: Tree): Tree {
    const terms = this.terms(tree);
    const below = new Map<string, { base: Tree; exponent: number }>();
    let bottom = 1;
    for (const term of terms) {
      bottom = (bottom * term.bottom) / divisor(bottom, term.bottom);
      for (const { key, base, exponent } of term.factors) {
        const n = value(exponent) ?? 0;
        if (n < Math.min(0, below.get(key)?.exponent ?? 0)) below.set(key, { base, exponent: n });
      }
    }
    const denominator: Term = {
      top: 1,
      bottom,
      factors: [...below.values()].map(({ base, exponent }) => factorOf(base, num(exponent)))
    };
    const inverse = power(denominator, -1);
    const above = terms.map((term) => this.made(this.times(term, inverse)));
    const numerator = this.terms(above.reduce((a, b) => call('add', a, b)));
    return this.made(this.times(this.shared(numerator), denominator));
  }

  /** What all terms have as a factor in front of a bracket; null where there is nothing but a number. */
  factored(tree: Tree): Tree | null {
    const terms = this.terms(tree);
    const product = this.shared(terms);
    return terms.length > 1 && product.factors.length > 1 ? this.made(product) : null;
  }

  /** A sum as a product of what its terms share and the rest. */
  private shared(terms: readonly Term[]): Term {
    const [first, ...others] = terms;
    if (!first || others.length === 0) return first ?? constant(0);
    const common = first.factors.flatMap((factor): Factor[] => {
      const n = value(factor.exponent);
      let least = n;
      for (const { factors } of others) {
        const same = factors.find(
          ({ key, exponent }) =>
            key === factor.key &&
            (n === null ? keyOf(exponent) === keyOf(factor.exponent) : value(exponent) !== null)
        );
        const other = same && value(same.exponent);
        if (!same || (n !== other && Math.min(n ?? 0, other ?? 0) < 0)) return [];
        if (least !== null) least = Math.min(least, other ?? least);
      }
      return [least === null ? factor : { ...factor, exponent: num(least) }];
    });
    const isWhole = terms.every(({ top }) => Number.isSafeInteger(top));
    const sign = terms.every(({ top }) => top < 0) ? -1 : 1;
    const size = isWhole ? terms.reduce((d, { top }) => divisor(d, top), first.top) : 1;
    const product: Term = { top: sign * size, bottom: 1, factors: common };
    const inverse: Term = {
      top: sign,
      bottom: size,
      factors: common.map(({ base, exponent }) =>
        factorOf(
          base,
          value(exponent) === null ? call('neg', exponent) : num(-(value(exponent) ?? 0))
        )
      )
    };
    const rest = terms.map((term) => this.without(this.times(term, inverse)));
    const bracket = this.sum(rest, false);
    return this.times(product, single(factorOf(bracket)));
  }

  /** The same without powers that cancel, where their exponents are no numbers. */
  private without({ factors, ...term }: Term): Term {
    const cancels = (a: Factor, b: Factor): boolean =>
      a.key === b.key && keyOf(a.exponent) === keyOf(call('neg', b.exponent));
    const left = factors.filter((one) =>
      factors.every((other) => !cancels(one, other) && !cancels(other, one))
    );
    return { ...term, factors: left };
  }

  private multiplied(coefficient: number, factors: readonly Factor[]): Tree {
    const trees = this.sorted(factors).map(({ base, exponent, key }) =>
      key === E_KEY
        ? call('exp', exponent)
        : value(exponent) === 1
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
          : base.kind === 'name' && value(exponent) !== null && value(exponent) !== 0.5
            ? 1
            : 2;
    const name = ({ base }: Factor): string => (base.kind === 'name' ? this.nameOf(base.node) : '');
    return [...factors].sort(
      (a, b) => rank(a) - rank(b) || (rank(a) === 1 ? compare(name(a), name(b)) : 0)
    );
  }
}

/**
 * The expression as a textbook would order it. Its value is the same but for rounding, and for points that cancel.
 */
export const tidy = (tree: Tree, nameOf: NameOf, style: Style = 'typed'): Tree =>
  new Tidier(nameOf, style).tidy(tree);

/** Over one common denominator. */
export const together = (tree: Tree, nameOf: NameOf): Tree =>
  new Tidier(nameOf, 'above').together(tree);

/** With what all terms share in front of a bracket; null where they share nothing. */
export const factored = (tree: Tree, nameOf: NameOf): Tree | null =>
  new Tidier(nameOf, 'above').factored(tree) ?? new Tidier(nameOf, 'typed').factored(tree);

/** Whether all terms are numbers times whole powers of variables. */
export const isPolynomial = (tree: Tree, nameOf: NameOf): boolean =>
  new Tidier(nameOf, 'typed').terms(tree).every((term) => monomial(term) !== null);
