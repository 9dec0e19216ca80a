import { isFloating } from '../../tensor/dtype';
import type { OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, isBool, notImplemented, reals, torchNames, unary } from './common';

export const powers: OpDefinition[] = [
  elementwise({
    name: 'pow',
    family: 'arithmetic',
    summary: 'Raises the base to a power.',
    source: docs('torch.pow'),
    inputs: [INPUT, { name: 'exponent', symbol: 'b', scalar: 2 }],
    torch: { ...torchNames('pow'), operator: '**' },
    gradFn: ([, exponent]) => (exponent?.isPythonScalar ? 'PowBackward0' : 'PowBackward1'),
    refuses: (operands) => {
      if (operands.every(isBool)) return notImplemented('pow', 'bool');
      const [base, exponent] = operands;
      const isNegative = exponent?.isPythonScalar && exponent.item() < 0;
      return isNegative && !base?.isPythonScalar && !operands.some((t) => isFloating(t.dtype))
        ? 'Integers to negative integer powers are not allowed.'
        : null;
    },
    value: (m, a, b) => m.pow(a, b),
    vjps: [
      (m, g, _, a, b) =>
        m.guard(m.eq(b, m.num(0)), m.num(0), m.mul(g, m.mul(b, m.pow(a, m.sub(b, m.num(1)))))),
      (m, g, out, a, b) =>
        m.mul(
          g,
          m.guard(m.mul(m.eq(a, m.num(0)), m.le(m.num(0), b)), m.num(0), m.mul(out, m.log(a)))
        )
    ],
    kinks: 'NaN for a negative base with a fractional exponent; 0 to the power 0 is 1.',
    samples: [
      { inputs: [2, { scalar: 2 }] },
      { inputs: [[1, -2, 3], { scalar: 3 }] },
      { inputs: [[0, 1.5], { scalar: 2 }] },
      { inputs: [[0, -1.5], { scalar: 0 }] },
      { inputs: [[4, 9], { scalar: 0.5 }] },
      { inputs: [[0.5, -2], { scalar: -1 }] },
      {
        inputs: [
          [2, 3],
          [2, -1]
        ]
      },
      { inputs: [{ scalar: 2 }, [1, -0.5]] },
      {
        inputs: [
          [0, 0],
          [0, 2]
        ],
        kink: true
      }
    ]
  }),
  unary({
    name: 'square',
    family: 'arithmetic',
    summary: 'Multiplies the input by itself.',
    // PyTorch computes it as the second power.
    gradFn: 'PowBackward0',
    result: 'number',
    value: (m, a) => m.pow(a, m.num(2)),
    vjps: [(m, g, _, a) => m.mul(g, m.mul(m.num(2), a))],
    samples: [...reals, { inputs: [[1e20, -Infinity, NaN]], kink: true }]
  }),
  unary({
    name: 'sqrt',
    family: 'arithmetic',
    summary: 'Takes the square root.',
    gradFn: 'SqrtBackward0',
    result: 'float',
    value: (m, a) => m.sqrt(a),
    vjps: [(m, g, out) => m.div(g, m.mul(m.num(2), out))],
    kinks: 'The slope is infinite at 0; negative inputs give NaN.',
    samples: [{ inputs: [4] }, { inputs: [[0.25, 2, 100]] }, { inputs: [[0, -1]], kink: true }]
  }),
  unary({
    name: 'rsqrt',
    family: 'arithmetic',
    summary: 'Divides 1 by the square root.',
    gradFn: 'RsqrtBackward0',
    result: 'float',
    value: (m, a) => m.div(m.num(1), m.sqrt(a)),
    vjps: [(m, g, out) => m.mul(g, m.neg(m.div(m.pow(out, m.num(3)), m.num(2))))],
    kinks: 'Infinite at 0; negative inputs give NaN.',
    samples: [
      { inputs: [4] },
      { inputs: [[0.25, 2, 100]] },
      { inputs: [[0, -1, Infinity]], kink: true }
    ]
  }),
  unary({
    name: 'reciprocal',
    family: 'arithmetic',
    summary: 'Divides 1 by the input.',
    gradFn: 'ReciprocalBackward0',
    result: 'float',
    value: (m, a) => m.div(m.num(1), a),
    vjps: [(m, g, out) => m.mul(g, m.neg(m.pow(out, m.num(2))))],
    kinks: 'Has a pole at 0.',
    samples: [
      { inputs: [2] },
      { inputs: [[-0.5, 4, 1000]] },
      { inputs: [[0, Infinity, NaN]], kink: true }
    ]
  })
];
