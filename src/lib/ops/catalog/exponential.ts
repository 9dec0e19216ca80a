import type { Expression, OpDefinition } from '../define';
import { positives, reals, unary } from './common';

const LOGARITHM_KINKS = '−∞ at 0; negative inputs give NaN.';

/** A logarithm to a base other than e. */
const logarithm = (
  base: 2 | 10,
  gradFn: string,
  value: Expression,
  powers: readonly number[]
): OpDefinition =>
  unary({
    name: `log${base}`,
    family: 'exponential',
    summary: `Takes the logarithm to base ${base}.`,
    gradFn,
    result: 'float',
    value,
    vjps: [(m, g, _, a) => m.div(g, m.mul(a, m.log(m.num(base))))],
    kinks: LOGARITHM_KINKS,
    samples: [...positives, { inputs: [powers] }, { inputs: [[0, -1, Infinity, NaN]], kink: true }]
  });

export const exponentials: OpDefinition[] = [
  unary({
    name: 'exp',
    family: 'exponential',
    summary: 'Raises e to the input; it is its own derivative.',
    gradFn: 'ExpBackward0',
    result: 'float',
    value: (m, a) => m.exp(a),
    vjps: [(m, g, out) => m.mul(g, out)],
    samples: [...reals, { inputs: [[100, -200]], kink: true }]
  }),
  unary({
    name: 'exp2',
    family: 'exponential',
    summary: 'Raises 2 to the input.',
    torch: { functions: ['torch.exp2', 'torch.special.exp2'], methods: ['exp2'] },
    gradFn: 'Exp2Backward0',
    result: 'float',
    value: (m, a) => m.pow(m.num(2), a),
    vjps: [(m, g, out) => m.mul(g, m.mul(out, m.log(m.num(2))))],
    samples: [...reals, { inputs: [[10, -10]] }, { inputs: [[2000, -2000, NaN]], kink: true }]
  }),
  unary({
    name: 'expm1',
    family: 'exponential',
    summary: 'Raises e to the input and subtracts 1, without losing digits near 0.',
    torch: { functions: ['torch.expm1', 'torch.special.expm1'], methods: ['expm1'] },
    gradFn: 'Expm1Backward0',
    result: 'float',
    value: (m, a) => m.expm1(a),
    vjps: [(m, g, out) => m.mul(g, m.add(out, m.num(1)))],
    samples: [...reals, { inputs: [[1e-9, -1e-5]] }, { inputs: [[1000, -1000, NaN]], kink: true }]
  }),
  unary({
    name: 'log',
    family: 'exponential',
    summary: 'Takes the natural logarithm.',
    gradFn: 'LogBackward0',
    result: 'float',
    value: (m, a) => m.log(a),
    vjps: [(m, g, _, a) => m.div(g, a)],
    kinks: LOGARITHM_KINKS,
    samples: [...positives, { inputs: [[0, -1]], kink: true }]
  }),
  logarithm(2, 'Log2Backward0', (m, a) => m.log2(a), [8, 0.5, 1024]),
  logarithm(10, 'Log10Backward0', (m, a) => m.log10(a), [100, 0.1, 1000]),
  unary({
    name: 'log1p',
    family: 'exponential',
    summary: 'Takes the natural logarithm of 1 plus the input, without losing digits near 0.',
    torch: { functions: ['torch.log1p', 'torch.special.log1p'], methods: ['log1p'] },
    gradFn: 'Log1PBackward0',
    result: 'float',
    value: (m, a) => m.log1p(a),
    vjps: [(m, g, _, a) => m.div(g, m.add(m.num(1), a))],
    kinks: '−∞ at −1; smaller inputs give NaN.',
    samples: [
      { inputs: [2] },
      { inputs: [[-0.5, 0, 10]] },
      { inputs: [[1e-9, -1e-5]] },
      { inputs: [[-1, -2, Infinity]], kink: true }
    ]
  }),
  unary({
    name: 'erf',
    family: 'exponential',
    summary: 'The error function: the area under the bell curve of exp(−t²), scaled to (−1, 1).',
    torch: { functions: ['torch.erf', 'torch.special.erf'], methods: ['erf'] },
    gradFn: 'ErfBackward0',
    result: 'float',
    value: (m, a) => m.erf(a),
    vjps: [
      (m, g, _, a) =>
        m.mul(g, m.mul(m.div(m.num(2), m.sqrt(m.num(Math.PI))), m.exp(m.neg(m.pow(a, m.num(2))))))
    ],
    samples: [
      ...reals,
      { inputs: [[1e-9, 2.75, -4]] },
      { inputs: [[30, -30, Infinity, NaN]], kink: true }
    ]
  })
];
