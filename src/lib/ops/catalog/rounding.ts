import type { Algebra } from '../algebra';
import type { Expression, OpDefinition, TorchNames } from '../define';
import type { Latex } from '../latex';
import { isBool, notImplemented, torchNames, unary } from './common';
import { floatingOnly } from './parametric';

/** What makes whole numbers of others: constant between its jumps, so that its gradient is 0. */
const rounding = (entry: {
  readonly name: string;
  readonly summary: string;
  readonly gradFn: string;
  readonly value: Expression;
  readonly latex: (a: Latex) => string;
  /** Where it jumps. */
  readonly jumps: string;
  readonly torch?: TorchNames;
}): OpDefinition => {
  const { jumps, latex, ...rest } = entry;
  return unary({
    ...rest,
    family: 'arithmetic',
    summary: `${entry.summary}; its gradient is 0 everywhere.`,
    refuses: (operands) =>
      operands.every(isBool) ? notImplemented(`${entry.name}_vml_cpu`, 'bool') : null,
    latex: ([a]) => (a ? latex(a) : ''),
    vjps: [(m) => m.num(0)],
    kinks: `Jumps at ${jumps}, where its derivative is 0 by convention.`,
    samples: [
      { inputs: [2.75] },
      { inputs: [[-1.25, 0.25, 7.75]] },
      { inputs: [[-0.25, -0.75]] },
      { inputs: [[-1, 0, 2]], kink: true },
      { inputs: [[-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]], kink: true },
      { inputs: [[1e10, Infinity, -Infinity, NaN]], kink: true }
    ]
  });
};

/** What comes before the point; −0.25 gives −0. */
export const towardsZero = <T>(m: Algebra<T>, a: T): T =>
  m.where(m.lt(a, m.num(0)), ceil(m, a), m.floor(a));

const ceil = <T>(m: Algebra<T>, a: T): T => m.neg(m.floor(m.neg(a)));

/** The even one of the two whole numbers around a. */
const evenNeighbour = <T>(m: Algebra<T>, a: T): T => {
  const half = m.div(m.floor(a), m.num(2));
  return m.where(m.eq(m.floor(half), half), m.floor(a), ceil(m, a));
};

/** To the nearest whole number, at a tie to the even one; −0.25 gives −0. */
const nearest = <T>(m: Algebra<T>, a: T): T => {
  const part = m.sub(a, m.floor(a));
  const isLower = m.lt(part, m.num(0.5));
  const isTie = m.eq(part, m.num(0.5));
  return m.where(isLower, m.floor(a), m.where(isTie, evenNeighbour(m, a), ceil(m, a)));
};

const signLike = (name: string, gradFn: string, summary: string): OpDefinition =>
  unary({
    name,
    family: 'arithmetic',
    summary,
    gradFn,
    value: (m, a) => m.sign(a),
    vjps: [(m) => m.num(0)],
    kinks: 'Jumps at 0, where its derivative is 0 by convention.',
    samples: [
      { inputs: [-2] },
      { inputs: [[1.5, -0.25]] },
      { inputs: [0], kink: true },
      { inputs: [[Infinity, NaN]], kink: true }
    ]
  });

/** Size, sign and whole numbers. */
export const roundings: OpDefinition[] = [
  unary({
    name: 'abs',
    family: 'arithmetic',
    summary: 'Takes the absolute value.',
    torch: torchNames('abs', 'torch.absolute'),
    gradFn: 'AbsBackward0',
    refuses: (operands) => (operands.every(isBool) ? notImplemented('abs_cpu', 'bool') : null),
    value: (m, a) => m.abs(a),
    vjps: [(m, g, _, a) => m.mul(g, m.sign(a))],
    kinks: 'At 0 the derivative is 0 by convention.',
    samples: [
      { inputs: [-2] },
      { inputs: [[1.5, -0.25]] },
      { inputs: [0], kink: true },
      { inputs: [[Infinity, NaN]], kink: true }
    ]
  }),
  signLike('sign', 'SignBackward0', 'Gives −1, 0 or 1; its gradient is 0 everywhere.'),
  {
    ...signLike(
      'sgn',
      'SgnBackward0',
      'Gives −1, 0 or 1, as sign does for numbers that aren’t complex; its gradient is 0 everywhere.'
    ),
    // PyTorch keeps both for complex numbers.
    saves: () => ({ inputs: [0], output: true })
  },
  rounding({
    name: 'floor',
    summary: 'Rounds down to a whole number',
    gradFn: 'FloorBackward0',
    value: (m, a) => m.floor(a),
    latex: ({ text }) => `\\left\\lfloor ${text} \\right\\rfloor`,
    jumps: 'whole numbers'
  }),
  rounding({
    name: 'ceil',
    summary: 'Rounds up to a whole number',
    gradFn: 'CeilBackward0',
    value: ceil,
    latex: ({ text }) => `\\left\\lceil ${text} \\right\\rceil`,
    jumps: 'whole numbers'
  }),
  rounding({
    name: 'round',
    summary: 'Rounds to the nearest whole number, halves to the even one',
    gradFn: 'RoundBackward0',
    value: nearest,
    latex: ({ text }) => `\\operatorname{round}\\left(${text}\\right)`,
    jumps: 'odd multiples of ½'
  }),
  rounding({
    name: 'trunc',
    summary: 'Rounds towards 0 to a whole number',
    torch: { functions: ['torch.trunc', 'torch.fix'], methods: ['trunc', 'fix'] },
    gradFn: 'TruncBackward0',
    value: towardsZero,
    latex: ({ text }) => `\\operatorname{trunc}\\left(${text}\\right)`,
    jumps: 'whole numbers'
  }),
  unary({
    name: 'frac',
    family: 'arithmetic',
    summary: 'Keeps what comes after the point, with the sign.',
    gradFn: 'FracBackward0',
    refuses: floatingOnly('frac_cpu'),
    value: (m, a) => m.sub(a, towardsZero(m, a)),
    latex: ([a]) => `\\operatorname{frac}\\left(${a?.text ?? ''}\\right)`,
    vjps: [(_, g) => g],
    kinks: 'Jumps at whole numbers.',
    samples: [
      { inputs: [2.75] },
      { inputs: [[-1.25, 0.25, 7.75]] },
      { inputs: [[-1, 0, Infinity, NaN]], kink: true }
    ]
  })
];
