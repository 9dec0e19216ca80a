import type { Algebra } from './algebra';

/** A LaTeX fragment with what is needed to place it: how tightly it binds, and its value if it is a plain number. */
export interface Latex {
  readonly text: string;
  readonly binds: number;
  readonly value?: number;
}

const SUM = 1;
const PRODUCT = 2;
const POWER = 3;
const ATOM = 4;

const MAX_DIGITS = 5;

/** A number as a reader would write it: five significant digits, no digit before the point lost, powers of ten past 10^6. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa = '', exponent = ''] = value.toExponential(MAX_DIGITS - 1).split('e');
    return `${Number(mantissa)}e${Number(exponent)}`.replace('-', '−').replace('e-', 'e−');
  }
  const digits = Math.max(MAX_DIGITS, Math.trunc(size).toString().length);
  return String(Number(value.toPrecision(digits))).replace('-', '−');
}

/** The same number in LaTeX. */
export function numberLatex(value: number): Latex {
  const plain = numberText(value);
  if (plain === 'NaN') return { text: '\\text{NaN}', binds: ATOM, value };
  const [mantissa = '', exponent] = plain.replaceAll('−', '-').replace('∞', '\\infty').split('e');
  const text = exponent === undefined ? mantissa : `${mantissa} \\cdot 10^{${exponent}}`;
  const binds = text.startsWith('-') ? SUM : exponent === undefined ? ATOM : PRODUCT;
  return { text, binds, value };
}

/** A name in LaTeX: one letter in italics (digits become an index), longer names upright. */
export function nameLatex(name: string): Latex {
  const [, stem = name, index = ''] = /^(.*?)_?(\d*)$/.exec(name) ?? [];
  const escaped = (stem || name).replaceAll('_', '\\_');
  const body = escaped.length === 1 ? escaped : `\\mathrm{${escaped}}`;
  return { text: stem && index ? `${body}_{${index}}` : body, binds: ATOM };
}

export const latexAtom = (text: string): Latex => ({ text, binds: ATOM });

const wrap = (a: Latex, least: number): string =>
  a.binds < least ? `\\left(${a.text}\\right)` : a.text;

/** One element of a tensor, `a_i`. */
export const indexed = (a: Latex): string => `{${wrap(a, ATOM)}}_i`;

const infix = (a: Latex, sign: string, b: Latex, binds: number): Latex => ({
  text: `${wrap(a, binds)} ${sign} ${wrap(b, binds + (sign === '-' ? 1 : 0))}`,
  binds
});

const named = (name: string) => (a: Latex) => latexAtom(`${name}\\left(${a.text}\\right)`);

/** Whether `a b` can be written without a dot: symbols side by side, a number in front, no lists. */
const juxtaposes = (a: Latex, b: Latex): boolean =>
  b.value === undefined && !/^[\d[-]/.test(b.text) && a.binds >= PRODUCT;

/** LaTeX of an expression. Drops the factor 1 and the term 0, which a vjp with upstream 1 is full of. */
export const latex: Algebra<Latex> = {
  num: (value) => (value === Math.PI ? latexAtom('\\pi') : numberLatex(value)),
  add: (a, b) =>
    a.value === 0
      ? b
      : b.value === 0
        ? a
        : infix(
            a,
            '+',
            b.binds === SUM && b.text.startsWith('-') ? latexAtom(`\\left(${b.text}\\right)`) : b,
            SUM
          ),
  sub: (a, b) => (b.value === 0 ? a : infix(a, '-', b, SUM)),
  mul: (a, b) => {
    if (a.value === 1) return b;
    if (b.value === 1) return a;
    if (a.value === -1) return latex.neg(b);
    if (juxtaposes(a, b))
      return { text: `${wrap(a, PRODUCT)}\\,${wrap(b, PRODUCT)}`, binds: PRODUCT };
    return { text: `${wrap(a, PRODUCT)} \\cdot ${wrap(b, PRODUCT)}`, binds: PRODUCT };
  },
  div: (a, b) => (b.value === 1 ? a : latexAtom(`\\frac{${a.text}}{${b.text}}`)),
  neg: (a) => ({ text: `-${wrap(a, PRODUCT)}`, binds: SUM }),
  pow: (a, b) => {
    if (b.value === 1) return a;
    return {
      text: `${a.text.startsWith('\\frac') ? `\\left(${a.text}\\right)` : wrap(a, ATOM)}^{${b.text}}`,
      binds: POWER
    };
  },
  exp: (a) => ({ text: `e^{${a.text}}`, binds: POWER }),
  expm1: (a) => infix(latex.exp(a), '-', numberLatex(1), SUM),
  log: named('\\ln'),
  log2: named('\\log_{2}'),
  log10: named('\\log_{10}'),
  log1p: (a) => latex.log(latex.add(numberLatex(1), a)),
  sqrt: (a) => latexAtom(`\\sqrt{${a.text}}`),
  sin: named('\\sin'),
  cos: named('\\cos'),
  tan: named('\\tan'),
  asin: named('\\arcsin'),
  acos: named('\\arccos'),
  atan: named('\\arctan'),
  atan2: (a, b) => named('\\operatorname{atan2}')(latexAtom(`${a.text}, ${b.text}`)),
  sinh: named('\\sinh'),
  cosh: named('\\cosh'),
  tanh: named('\\tanh'),
  erf: named('\\operatorname{erf}'),
  sigmoid: named('\\sigma'),
  softplus: named('\\operatorname{softplus}'),
  abs: (a) => latexAtom(`\\left|${a.text}\\right|`),
  sign: named('\\operatorname{sign}'),
  floor: (a) => latexAtom(`\\left\\lfloor ${a.text} \\right\\rfloor`),
  lt: (a, b) => infix(a, '<', b, 0),
  le: (a, b) => infix(a, '\\le', b, 0),
  eq: (a, b) => infix(a, '=', b, 0),
  where: (condition, a, b) =>
    latexAtom(
      `\\begin{cases} ${a.text} & ${condition.text} \\\\ ${b.text} & \\text{otherwise} \\end{cases}`
    ),
  guard: (_condition, _special, regular) => regular
};

const isNumber = (a: Latex): a is Latex & { value: number } => a.value !== undefined;

/** As `latex`, with arithmetic on plain numbers done: a derivative reads `2 x`, not `2 x^{2 - 1}`. */
export const simplifiedLatex: Algebra<Latex> = {
  ...latex,
  sub: (a, b) => (isNumber(a) && isNumber(b) ? numberLatex(a.value - b.value) : latex.sub(a, b)),
  mul: (a, b) => (a.value === 0 || b.value === 0 ? numberLatex(0) : latex.mul(a, b)),
  pow: (a, b) => (b.value === 0 ? numberLatex(1) : latex.pow(a, b))
};
