import { numbers, type Algebra } from '../../ops/algebra';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { scalarText } from './literal';

/** A piece of Python with what is needed to place it: how tightly it binds, and its value if it is a plain number. */
export interface Code {
  readonly text: string;
  readonly binds: number;
  readonly value?: number;
  /** What a choice is made of. */
  readonly choice?: { readonly condition: Code; readonly yes: Code; readonly no: Code };
}

const COMPARISON = 0;
const SUM = 1;
const PRODUCT = 2;
const SIGN = 3;
const POWER = 4;
const ATOM = 5;

export const atom = (text: string): Code => ({ text, binds: ATOM });

const wrap = (a: Code, least: number): string => (a.binds < least ? `(${a.text})` : a.text);

/** Two signs in a row are hard to read. */
const unsigned = (a: Code, least: number): string =>
  a.text.startsWith('-') ? `(${a.text})` : wrap(a, least);

const infix = (a: Code, sign: string, b: Code, binds: number): Code => ({
  text: `${wrap(a, binds)} ${sign} ${unsigned(b, binds + 1)}`,
  binds
});

/** Comparisons side by side would be a chain to Python. */
const compared = (a: Code, sign: string, b: Code): Code => ({
  text: `${wrap(a, SUM)} ${sign} ${wrap(b, SUM)}`,
  binds: COMPARISON
});

/** What the code needs besides its module. */
export const HELPERS = {
  erf: 'erf = np.vectorize(math.erf, otypes=[float])',
  sigmoid: 'def sigmoid(x):\n    return 1 / (1 + np.exp(-x))',
  unbroadcast: `def unbroadcast(gradient, shape):
    """Sums a gradient over what broadcasting has repeated."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    repeated = tuple(k for k, size in enumerate(shape) if size == 1)
    return gradient.sum(axis=repeated, keepdims=True)`
} as const;
export type Helper = keyof typeof HELPERS;

const special: ReadonlyMap<number, string> = new Map([
  [Math.PI, 'np.pi'],
  [Infinity, 'np.inf'],
  [-Infinity, '-np.inf'],
  [NaN, 'np.nan']
]);

export function numberCode(value: number): Code {
  const text = special.get(value) ?? scalarText(value);
  return { text, binds: text.startsWith('-') ? SIGN : ATOM, value };
}

const named =
  (name: string) =>
  (...args: Code[]): Code =>
    atom(`${name}(${args.map(({ text }) => text).join(', ')})`);

const isNumber = (a: Code): a is Code & { value: number } => a.value !== undefined;

function choose(condition: Code, yes: Code, no: Code): Code {
  if (isNumber(condition)) return condition.value !== 0 ? yes : no;
  if (yes.text === no.text) return yes;
  return { ...named('np.where')(condition, yes, no), choice: { condition, yes, no } };
}

const raw: Algebra<Code> = {
  num: numberCode,
  add: (a, b) => infix(a, '+', b, SUM),
  sub: (a, b) => infix(a, '-', b, SUM),
  mul: (a, b) => {
    if (a.value === 1) return b;
    if (b.value === 1) return a;
    return a.value === -1 ? raw.neg(b) : infix(a, '*', b, PRODUCT);
  },
  div: (a, b) => (b.value === 1 ? a : infix(a, '/', b, PRODUCT)),
  neg: (a) => ({ text: `-${unsigned(a, SIGN)}`, binds: SIGN }),
  pow: (a, b) =>
    b.value === 1 ? a : { text: `${wrap(a, ATOM)} ** ${wrap(b, SIGN)}`, binds: POWER },
  exp: named('np.exp'),
  expm1: named('np.expm1'),
  log: named('np.log'),
  log2: named('np.log2'),
  log10: named('np.log10'),
  log1p: named('np.log1p'),
  sqrt: named('np.sqrt'),
  sin: named('np.sin'),
  cos: named('np.cos'),
  tan: named('np.tan'),
  asin: named('np.arcsin'),
  acos: named('np.arccos'),
  atan: named('np.arctan'),
  atan2: named('np.arctan2'),
  sinh: named('np.sinh'),
  cosh: named('np.cosh'),
  tanh: named('np.tanh'),
  erf: named('erf'),
  sigmoid: named('sigmoid'),
  softplus: (a) => named('np.logaddexp')(numberCode(0), a),
  abs: named('np.abs'),
  sign: named('np.sign'),
  floor: named('np.floor'),
  lt: (a, b) => compared(a, '<', b),
  le: (a, b) => compared(a, '<=', b),
  eq: (a, b) => compared(a, '==', b),
  where: choose,
  guard: choose
};

type Arithmetic = Exclude<keyof Algebra<Code>, 'num' | 'where' | 'guard'>;

/** Arithmetic on plain numbers is done at once, as long as the answer can be written down. */
function folding(name: Arithmetic): (...args: Code[]) => Code {
  const [compute, write] = [numbers[name], raw[name]] as [
    (...args: number[]) => number,
    (...args: Code[]) => Code
  ];
  return (...args) =>
    args.every(isNumber) ? numberCode(compute(...args.map(({ value }) => value))) : write(...args);
}

const arithmetic = Object.keys(raw).filter(
  (name): name is Arithmetic => !['num', 'where', 'guard'].includes(name)
);

/**
 * The algebra as Python source over NumPy. What is left out is exact: factors of 1, first powers, choices that are
 * decided by numbers.
 */
export const python: Algebra<Code> = {
  ...raw,
  ...(Object.fromEntries(arithmetic.map((name) => [name, folding(name)])) as unknown as Pick<
    Algebra<Code>,
    Arithmetic
  >)
};

/** Operations that NumPy has under a name of its own; their expressions would say the same at greater length. */
const inNumpy: ReadonlyMap<string, (args: readonly Code[]) => Code> = new Map([
  ...['maximum', 'minimum', 'logical_and', 'logical_or', 'logical_xor', 'logical_not'].map(
    (name): [string, (args: readonly Code[]) => Code] => [
      name,
      (args) => named(`np.${name}`)(...args)
    ]
  ),
  ['relu', (args) => named('np.maximum')(...args, numberCode(0))],
  // Its result has the shape of all three, whichever is chosen.
  ['where', (args) => named('np.where')(...args)]
]);

/** An elementwise operation by its shortest name: an operator, NumPy's own function, or the expression that it is. */
export function elementwiseCode(
  op: OpDefinition,
  args: readonly Code[],
  attributes: Attributes,
  isCondition: boolean
): Code {
  const own = inNumpy.get(op.name);
  if (own) return own(args);
  const [a, b] = args;
  const { operator } = op.torch;
  if (isCondition && operator !== undefined && a && b) return compared(a, operator, b);
  const code = op.elementwise?.(attributes).value(python, ...args) ?? atom('None');
  return isCondition ? { text: asCondition(code), binds: COMPARISON } : code;
}

/** A result that is a condition, where the expression makes 1 and 0 of one. */
function asCondition(code: Code): string {
  const { choice } = code;
  if (choice?.yes.value === 1 && choice.no.value === 0) return choice.condition.text;
  if (choice?.yes.value === 0 && choice.no.value === 1) {
    return `np.logical_not(${choice.condition.text})`;
  }
  return code.binds === COMPARISON ? code.text : `${wrap(code, SUM)} != 0`;
}

/** Code as an operand of whatever follows. */
export const operandText = (code: Code): string => wrap(code, ATOM);
