import { isFloating, resultType } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import type { Algebra } from '../algebra';
import { float } from '../attributes';
import type { OpDefinition, TorchNames } from '../define';
import { elementwise } from '../elementwise';
import { erfc, erfinv } from '../erf';
import { docs, INPUT, notImplemented, OTHER, reals, torchNames, unary } from './common';
import { pointwise } from './pointwise';

const special = (name: string, alias = name): TorchNames =>
  torchNames(name, `torch.special.${alias}`);

const floatingPair =
  (kernel: string) =>
  (operands: readonly Tensor[]): string | null => {
    const dtype = resultType(operands);
    return isFloating(dtype) ? null : notImplemented(kernel, dtype);
  };

const square = <T>(m: Algebra<T>, a: T): T => m.pow(a, m.num(2));

/** a · ln b, where 0 · ln b is 0. */
const productWithLog = <T>(m: Algebra<T>, a: T, b: T): T =>
  m.guard(m.eq(a, m.num(0)), m.num(0), m.mul(a, m.log(b)));

const pairs = [
  { inputs: [2, 3] },
  {
    inputs: [
      [1, -2, 3],
      [0.5, 4, -1]
    ]
  },
  {
    inputs: [
      [[1], [-2]],
      [3, 4, 0.25]
    ]
  }
];

const logit = unary({
  name: 'logit',
  family: 'exponential',
  summary: 'The inverse of the sigmoid: the logarithm of a probability over its opposite.',
  torch: special('logit'),
  attributes: { eps: float('Inputs closer to 0 or 1 are taken as this close.', null) },
  result: 'float',
  roundsAttributes: true,
  gradFn: 'LogitBackward0',
  latex: ([a]) => `\\ln \\frac{${a?.text ?? ''}}{1 - ${a?.text ?? ''}}`,
  expressions: ({ eps }) => {
    const [low, high] = eps === null ? [0, 1] : [eps, 1 - eps];
    const clamped = <T>(m: Algebra<T>, a: T): T =>
      eps === null
        ? a
        : m.where(m.lt(a, m.num(low)), m.num(low), m.where(m.lt(m.num(high), a), m.num(high), a));
    return {
      value: (m, a) => m.log(m.div(clamped(m, a), m.sub(m.num(1), clamped(m, a)))),
      vjps: [
        (m, g, _, a) => {
          const slope = m.div(g, m.mul(a, m.sub(m.num(1), a)));
          const outside = m.num(eps === null ? NaN : 0);
          const belowHigh = m.guard(m.lt(m.num(high), a), outside, slope);
          return m.guard(m.lt(a, m.num(low)), outside, belowHigh);
        }
      ]
    };
  },
  kinks: 'Infinite at 0 and 1 and NaN beyond; with eps it stops there, and so does the gradient.',
  samples: [
    { inputs: [0.5] },
    { inputs: [[0.1, 0.25, 0.75]] },
    { inputs: [[0.05, 0.3, 0.99]], attributes: { eps: 0.1 } },
    { inputs: [[0, 1, 2, NaN]], kink: true }
  ]
});

/** Functions of statistics and numerics, beside those that exponentials make. */
export const specials: OpDefinition[] = [
  pointwise({
    name: 'erfc',
    family: 'exponential',
    summary: 'What the error function lacks to 1, without losing digits where that is little.',
    source: docs('torch.erfc'),
    inputs: [INPUT],
    torch: special('erfc'),
    gradFn: 'ErfcBackward0',
    result: 'float',
    compute: () => erfc,
    gradients: () => [
      (m, g, _, a) =>
        m.mul(g, m.mul(m.div(m.num(-2), m.sqrt(m.num(Math.PI))), m.exp(m.neg(square(m, a)))))
    ],
    latex: ([a]) => `\\operatorname{erfc}\\left(${a?.text ?? ''}\\right)`,
    samples: [...reals, { inputs: [[2.75, -4]] }, { inputs: [[Infinity, NaN]], kink: true }]
  }),
  pointwise({
    name: 'erfinv',
    family: 'exponential',
    summary: 'The number whose error function is the input.',
    source: docs('torch.erfinv'),
    inputs: [INPUT],
    torch: special('erfinv'),
    gradFn: 'ErfinvBackward0',
    result: 'float',
    compute: () => erfinv,
    gradients: () => [
      (m, g, out) => m.mul(g, m.mul(m.div(m.sqrt(m.num(Math.PI)), m.num(2)), m.exp(square(m, out))))
    ],
    latex: ([a]) => `\\operatorname{erf}^{-1}\\left(${a?.text ?? ''}\\right)`,
    kinks: 'Infinite at −1 and 1; NaN beyond.',
    samples: [
      { inputs: [0.5] },
      { inputs: [[-0.75, 0, 0.25]] },
      { inputs: [[-1, 1, 2, NaN]], kink: true }
    ]
  }),
  pointwise({
    name: 'sinc',
    family: 'trigonometric',
    summary: 'The sine of π times the input over that angle, 1 at 0.',
    source: docs('torch.sinc'),
    inputs: [INPUT],
    torch: special('sinc'),
    gradFn: 'SincBackward0',
    result: 'float',
    // The angle is rounded, which is all that is left of its sine at whole numbers.
    compute: (_, dtype) => {
      const kept = dtype === 'float32' ? Math.fround : (value: number) => value;
      return (a = NaN) => {
        const angle = kept(kept(Math.PI) * a);
        return angle === 0 ? 1 : Math.sin(angle) / angle;
      };
    },
    gradients: () => [
      (m, g, _, a) => {
        const angle = m.mul(m.num(Math.PI), a);
        const slope = m.div(m.sub(m.mul(angle, m.cos(angle)), m.sin(angle)), m.mul(angle, a));
        return m.guard(m.eq(a, m.num(0)), m.num(0), m.mul(g, slope));
      }
    ],
    latex: ([a]) => `\\operatorname{sinc}\\left(${a?.text ?? ''}\\right)`,
    kinks: 'At 0 the derivative is 0.',
    samples: [
      { inputs: [0.5] },
      { inputs: [[-1.25, 0.3, 2.6]] },
      { inputs: [[0, NaN]], kink: true }
    ]
  }),
  logit,
  pointwise({
    name: 'hypot',
    family: 'arithmetic',
    summary: 'The length of the hypotenuse: the square root of the sum of both squares.',
    source: docs('torch.hypot'),
    inputs: [INPUT, OTHER],
    torch: torchNames('hypot'),
    gradFn: 'HypotBackward0',
    refuses: floatingPair('hypot_cpu'),
    compute: () => Math.hypot,
    gradients: () => [
      (m, g, out, a) => m.mul(g, m.div(a, out)),
      (m, g, out, _, b) => m.mul(g, m.div(b, out))
    ],
    latex: ([a, b]) => {
      const squared = (text = ''): string => `\\left(${text}\\right)^{2}`;
      return `\\sqrt{${squared(a?.text)} + ${squared(b?.text)}}`;
    },
    kinks: 'Where both are 0 the gradient is NaN.',
    samples: [{ inputs: [3, 4] }, ...pairs.slice(1), { inputs: [0, 0], kink: true }]
  }),
  elementwise({
    name: 'logaddexp',
    family: 'exponential',
    summary: 'The logarithm of the sum of both exponentials, which are never computed themselves.',
    source: docs('torch.logaddexp'),
    inputs: [INPUT, OTHER],
    torch: torchNames('logaddexp'),
    gradFn: 'LogaddexpBackward0',
    refuses: floatingPair('logaddexp_cpu'),
    value: (m, a, b) => {
      const larger = m.where(m.lt(a, b), b, a);
      const apart = m.abs(m.sub(a, b));
      const regular = m.add(larger, m.log1p(m.exp(m.neg(apart))));
      return m.guard(m.eq(a, b), m.add(a, m.log(m.num(2))), regular);
    },
    vjps: [
      (m, g, _, a, b) => m.div(g, m.add(m.num(1), m.exp(m.sub(b, a)))),
      (m, g, _, a, b) => m.div(g, m.add(m.num(1), m.exp(m.sub(a, b))))
    ],
    latex: ([a, b]) => `\\ln\\left(e^{${a?.text ?? ''}} + e^{${b?.text ?? ''}}\\right)`,
    kinks: 'Where both are the same infinity the gradient is NaN.',
    samples: [
      ...pairs,
      {
        inputs: [
          [1000, -1000],
          [1001, -1000.5]
        ]
      },
      {
        inputs: [
          [Infinity, -Infinity, NaN],
          [Infinity, -Infinity, 1]
        ],
        kink: true
      }
    ]
  }),
  elementwise({
    name: 'xlogy',
    family: 'exponential',
    summary: 'The first input times the logarithm of the second, 0 where the first is 0.',
    source: 'https://pytorch.org/docs/stable/special.html',
    inputs: [INPUT, { ...OTHER, scalar: 2 }],
    torch: special('xlogy'),
    gradFn: ([first, second]) =>
      first?.isPythonScalar
        ? 'XlogyBackward1'
        : second?.isPythonScalar
          ? 'XlogyBackward2'
          : 'XlogyBackward0',
    result: 'float',
    value: (m, a, b) =>
      m.guard(m.eq(b, b), m.guard(m.eq(a, m.num(0)), m.num(0), m.mul(a, m.log(b))), m.add(a, b)),
    vjps: [
      (m, g, _, a, b) => {
        const isPole = m.mul(m.eq(a, m.num(0)), m.le(b, m.num(0)));
        return m.guard(isPole, m.num(0), productWithLog(m, g, b));
      },
      (m, g, _, a, b) => m.mul(g, m.div(a, b))
    ],
    latex: ([a, b]) => {
      const [first, second] = [a?.text ?? '', b?.text ?? ''];
      return `\\left(${first}\\right) \\ln\\left(${second}\\right)`;
    },
    kinks: 'Where the first is 0 the result is 0, unless the second is NaN.',
    samples: [
      { inputs: [2, 3] },
      {
        inputs: [
          [1, -2, 3],
          [0.5, 4, 1]
        ]
      },
      { inputs: [[1, -2, 3], { scalar: 2 }] },
      { inputs: [{ scalar: 2 }, [0.5, 4]] },
      {
        inputs: [
          [0, 0, 1, 0, 2],
          [0, -1, 0, NaN, -1]
        ],
        kink: true
      }
    ]
  })
];
