import type { Algebra } from '../algebra';
import type { OpDefinition, TorchNames } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, OTHER, reals, unary } from './common';

/** PyTorch's two names of an inverse function, `asin` and `arcsin`. */
function inverseNames(name: string): TorchNames {
  const long = name.replace('a', 'arc');
  return { functions: [`torch.${name}`, `torch.${long}`], methods: [name, long] };
}

/** The slope of the arcsine, 1 / √(1 − a²). */
const arcsineSlope = <T>(m: Algebra<T>, a: T): T =>
  m.div(m.num(1), m.sqrt(m.sub(m.num(1), m.pow(a, m.num(2)))));

const squaredDistance = <T>(m: Algebra<T>, a: T, b: T): T =>
  m.add(m.pow(a, m.num(2)), m.pow(b, m.num(2)));

const ARCSINE_KINKS = 'The slope is infinite at −1 and 1; beyond them the result is NaN.';
const arcsineSamples = [
  { inputs: [0.5] },
  { inputs: [[-0.75, 0, 0.25]] },
  { inputs: [[-1, 1, 2, NaN]], kink: true }
];

export const trigonometrics: OpDefinition[] = [
  unary({
    name: 'sin',
    family: 'trigonometric',
    summary: 'Takes the sine of an angle in radians.',
    gradFn: 'SinBackward0',
    result: 'float',
    value: (m, a) => m.sin(a),
    vjps: [(m, g, _, a) => m.mul(g, m.cos(a))],
    samples: reals
  }),
  unary({
    name: 'cos',
    family: 'trigonometric',
    summary: 'Takes the cosine of an angle in radians.',
    gradFn: 'CosBackward0',
    result: 'float',
    value: (m, a) => m.cos(a),
    vjps: [(m, g, _, a) => m.mul(g, m.neg(m.sin(a)))],
    samples: reals
  }),
  unary({
    name: 'tan',
    family: 'trigonometric',
    summary: 'Takes the tangent of an angle in radians.',
    gradFn: 'TanBackward0',
    result: 'float',
    value: (m, a) => m.tan(a),
    vjps: [(m, g, out) => m.mul(g, m.add(m.num(1), m.pow(out, m.num(2))))],
    kinks: 'Has poles at odd multiples of π/2.',
    samples: [{ inputs: [0.5] }, { inputs: [[-1.25, 0, 1]] }]
  }),
  unary({
    name: 'asin',
    family: 'trigonometric',
    summary: 'Gives the angle between −π/2 and π/2 whose sine is the input.',
    torch: inverseNames('asin'),
    gradFn: 'AsinBackward0',
    result: 'float',
    value: (m, a) => m.asin(a),
    vjps: [(m, g, _, a) => m.mul(g, arcsineSlope(m, a))],
    kinks: ARCSINE_KINKS,
    samples: arcsineSamples
  }),
  unary({
    name: 'acos',
    family: 'trigonometric',
    summary: 'Gives the angle between 0 and π whose cosine is the input.',
    torch: inverseNames('acos'),
    gradFn: 'AcosBackward0',
    result: 'float',
    value: (m, a) => m.acos(a),
    vjps: [(m, g, _, a) => m.mul(g, m.neg(arcsineSlope(m, a)))],
    kinks: ARCSINE_KINKS,
    samples: arcsineSamples
  }),
  unary({
    name: 'atan',
    family: 'trigonometric',
    summary: 'Gives the angle between −π/2 and π/2 whose tangent is the input.',
    torch: inverseNames('atan'),
    gradFn: 'AtanBackward0',
    result: 'float',
    value: (m, a) => m.atan(a),
    vjps: [(m, g, _, a) => m.div(g, m.add(m.num(1), m.pow(a, m.num(2))))],
    samples: [...reals, { inputs: [[100, -1000]] }, { inputs: [[Infinity, NaN]], kink: true }]
  }),
  elementwise({
    name: 'atan2',
    family: 'trigonometric',
    summary: 'Gives the angle at which the point (b, a) lies, counted from the positive b-axis.',
    source: docs('torch.atan2'),
    inputs: [INPUT, OTHER],
    torch: inverseNames('atan2'),
    gradFn: 'Atan2Backward0',
    result: 'float',
    value: (m, a, b) => m.atan2(a, b),
    vjps: [
      (m, g, _, a, b) => m.mul(g, m.div(b, squaredDistance(m, a, b))),
      (m, g, _, a, b) => m.mul(g, m.neg(m.div(a, squaredDistance(m, a, b))))
    ],
    kinks: 'Jumps from −π to π where a is 0 and b negative; the gradient is NaN where both are 0.',
    samples: [
      { inputs: [1, 2] },
      {
        inputs: [
          [1, -2, 3],
          [0.5, 4, -1]
        ]
      },
      {
        inputs: [
          [[1], [-2]],
          [3, -0.5]
        ]
      },
      {
        inputs: [
          [0, 0, 1, Infinity, NaN],
          [0, -1, 0, Infinity, 1]
        ],
        kink: true
      }
    ]
  }),
  unary({
    name: 'sinh',
    family: 'trigonometric',
    summary: 'Takes the hyperbolic sine: half of exp(a) − exp(−a).',
    gradFn: 'SinhBackward0',
    result: 'float',
    value: (m, a) => m.sinh(a),
    vjps: [(m, g, _, a) => m.mul(g, m.cosh(a))],
    samples: [...reals, { inputs: [1e-9] }, { inputs: [[1000, -1000, NaN]], kink: true }]
  }),
  unary({
    name: 'cosh',
    family: 'trigonometric',
    summary: 'Takes the hyperbolic cosine: half of exp(a) + exp(−a).',
    gradFn: 'CoshBackward0',
    result: 'float',
    value: (m, a) => m.cosh(a),
    vjps: [(m, g, _, a) => m.mul(g, m.sinh(a))],
    samples: [...reals, { inputs: [[1000, -1000, NaN]], kink: true }]
  })
];
