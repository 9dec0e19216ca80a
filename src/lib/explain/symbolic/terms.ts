import { call, keyOf, num, type Tree } from './tree';

/** Sums as lists of products of powers: what putting an expression in order works on. */

/** A power in a product; a whole exponent below 0 belongs under the fraction bar. */
export interface Factor {
  readonly base: Tree;
  readonly exponent: Tree;
  readonly key: string;
}
/** A number as a fraction, times factors. */
export interface Term {
  readonly top: number;
  readonly bottom: number;
  readonly factors: readonly Factor[];
}

export const value = (tree: Tree): number | null => (tree.kind === 'num' ? tree.value : null);
export const whole = (tree: Tree): number | null => {
  const found = value(tree);
  return found !== null && Number.isInteger(found) ? found : null;
};

export function divisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x || 1;
}

/** A fraction in lowest terms; decimals stay decimals. */
export function fraction(top: number, bottom: number): { top: number; bottom: number } {
  if (Number.isSafeInteger(top) && Number.isSafeInteger(bottom) && bottom !== 0) {
    const common = divisor(top, bottom) * Math.sign(bottom);
    return { top: top / common, bottom: bottom / common };
  }
  return { top: Number((top / bottom).toPrecision(14)), bottom: 1 };
}

/** The base of the exponential function, whose powers are taken together whatever their exponents. */
export const E = call('exp', num(1));
export const E_KEY = keyOf(E);

export const factorOf = (base: Tree, exponent: Tree = num(1)): Factor => ({
  base,
  exponent,
  key: keyOf(base)
});
export const single = (factor: Factor): Term => ({ top: 1, bottom: 1, factors: [factor] });
export const constant = (top: number, bottom = 1): Term => ({
  ...fraction(top, bottom),
  factors: []
});

export function power({ top, bottom, factors }: Term, n: number): Term {
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

export const negated = (term: Term): Term => ({ ...term, top: -term.top });
const termKey = ({ factors }: Term): string =>
  factors
    .map(({ key, exponent }) => `${key}^${keyOf(exponent)}`)
    .sort()
    .join('*');

/** Adds like terms; what cancels is gone. */
export function collected(terms: readonly Term[]): Term[] {
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

export const compare = (a: string, b: string): number => {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0;
};

/** The variables of a term and its degree; null where there is more to it than whole powers of variables. */
export function monomial({ factors }: Term): { names: string[]; degree: number } | null {
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
export function inOrder(terms: readonly Term[], isMade: boolean): Term[] {
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
