import type { Algebra } from '../algebra';
import { float, text } from '../attributes';
import type { Expressions, OpDefinition } from '../define';
import { docs, reals, torchNames, unary } from './common';
import { floatingOnly, functional } from './parametric';

/** The probability that a standard normal variable is below a, times a factor. */
const normalBelow = <T>(m: Algebra<T>, a: T, factor: T): T =>
  m.mul(m.div(factor, m.num(2)), m.add(m.num(1), m.erf(m.div(a, m.sqrt(m.num(2))))));

/** The density of the standard normal distribution, times a factor. */
const normalDensity = <T>(m: Algebra<T>, a: T, factor: T): T =>
  m.div(
    m.mul(factor, m.exp(m.neg(m.div(m.pow(a, m.num(2)), m.num(2))))),
    m.sqrt(m.mul(m.num(2), m.num(Math.PI)))
  );

const exactGelu: Expressions = {
  value: (m, a) => normalBelow(m, a, a),
  vjps: [(m, g, _, a) => m.mul(g, m.add(normalBelow(m, a, m.num(1)), normalDensity(m, a, a)))]
};

const CUBIC = 0.044715;

/** What the approximation takes the tanh of. */
const geluInner = <T>(m: Algebra<T>, a: T): T =>
  m.mul(m.sqrt(m.div(m.num(2), m.num(Math.PI))), m.add(a, m.mul(m.num(CUBIC), m.pow(a, m.num(3)))));

/** Source: Hendrycks and Gimpel, Gaussian Error Linear Units, https://arxiv.org/abs/1606.08415 */
const geluByTanh: Expressions = {
  value: (m, a) => m.mul(m.div(a, m.num(2)), m.add(m.num(1), m.tanh(geluInner(m, a)))),
  vjps: [
    (m, g, _, a) => {
      const tanh = m.tanh(geluInner(m, a));
      const inner = m.mul(
        m.sqrt(m.div(m.num(2), m.num(Math.PI))),
        m.add(m.num(1), m.mul(m.num(3 * CUBIC), m.pow(a, m.num(2))))
      );
      const bent = m.mul(m.sub(m.num(1), m.pow(tanh, m.num(2))), inner);
      return m.mul(
        g,
        m.add(m.div(m.add(m.num(1), tanh), m.num(2)), m.mul(m.div(a, m.num(2)), bent))
      );
    }
  ]
};

export const activations: OpDefinition[] = [
  unary({
    name: 'tanh',
    family: 'activation',
    summary: 'Squashes the input into (−1, 1); the slope fades away from 0.',
    torch: torchNames('tanh', 'torch.nn.functional.tanh'),
    gradFn: 'TanhBackward0',
    result: 'float',
    value: (m, a) => m.tanh(a),
    vjps: [(m, g, out) => m.mul(g, m.sub(m.num(1), m.pow(out, m.num(2))))],
    samples: reals
  }),
  unary({
    name: 'sigmoid',
    family: 'activation',
    summary: 'Squashes the input into (0, 1): 1 / (1 + exp(−a)).',
    torch: torchNames('sigmoid', 'torch.nn.functional.sigmoid'),
    gradFn: 'SigmoidBackward0',
    result: 'float',
    value: (m, a) => m.sigmoid(a),
    vjps: [(m, g, out) => m.mul(g, m.mul(out, m.sub(m.num(1), out)))],
    samples: [...reals, { inputs: [[80, -80]] }]
  }),
  unary({
    roundsAttributes: true,
    name: 'softplus',
    family: 'activation',
    summary: 'A smooth relu: log(1 + exp(a)), sharper for a greater beta.',
    source: docs('torch.nn.functional.softplus'),
    torch: functional('softplus'),
    attributes: {
      beta: float('How sharply it bends.', 1),
      threshold: float('Where beta times the input is above it, the input passes through.', 20)
    },
    gradFn: 'SoftplusBackward0',
    refuses: floatingOnly('softplus_cpu'),
    expressions: ({ beta, threshold }) => ({
      value: (m, a) => {
        if (beta === 1 && threshold === 20) return m.softplus(a);
        const scaled = m.mul(m.num(beta), a);
        const bent = m.div(m.log1p(m.exp(scaled)), m.num(beta));
        return m.guard(m.lt(m.num(threshold), scaled), a, bent);
      },
      vjps: [
        (m, g, _, a) => {
          const scaled = beta === 1 ? a : m.mul(m.num(beta), a);
          return m.guard(m.lt(m.num(threshold), scaled), g, m.mul(g, m.sigmoid(scaled)));
        }
      ]
    }),
    samples: [
      ...reals,
      { inputs: [[30, -30]] },
      { inputs: [[-1.5, 0.5, 2]], attributes: { beta: 2, threshold: 3 } }
    ]
  }),
  unary({
    name: 'silu',
    family: 'activation',
    summary: 'The input times its sigmoid: a smooth relu that dips below 0, also called swish.',
    source: docs('torch.nn.functional.silu'),
    torch: functional('silu'),
    gradFn: 'SiluBackward0',
    refuses: floatingOnly('silu_cpu'),
    value: (m, a) => m.mul(a, m.sigmoid(a)),
    vjps: [
      (m, g, _, a) =>
        m.mul(g, m.mul(m.sigmoid(a), m.add(m.num(1), m.mul(a, m.sub(m.num(1), m.sigmoid(a))))))
    ],
    samples: [
      ...reals,
      { inputs: [[30, -30]] },
      { inputs: [[Infinity, -Infinity, NaN]], kink: true }
    ]
  }),
  unary({
    name: 'gelu',
    family: 'activation',
    summary:
      'The input times the probability that a standard normal variable is below it: a smooth relu.',
    source: docs('torch.nn.functional.gelu'),
    torch: functional('gelu'),
    attributes: {
      approximate: text('How the probability is computed: exactly, or by a tanh.', ['none', 'tanh'])
    },
    signature: ['input', '*', 'approximate'],
    gradFn: 'GeluBackward0',
    refuses: (operands, { approximate }) =>
      floatingOnly('GeluKernelImpl')(operands) ??
      (approximate === 'none' || approximate === 'tanh'
        ? null
        : 'approximate argument must be either none or tanh.'),
    expressions: ({ approximate }) => (approximate === 'tanh' ? geluByTanh : exactGelu),
    samples: [
      ...reals,
      { inputs: [[-3, 4]] },
      // One by one: in lists of float32 PyTorch takes another way, which gives 0 where this gives −0.
      { inputs: [30] },
      { inputs: [-2.5] },
      { inputs: [[-3, 0.5, 4]], attributes: { approximate: 'tanh' } },
      { inputs: [[Infinity, -Infinity, NaN]], kink: true }
    ]
  }),
  unary({
    name: 'mish',
    family: 'activation',
    summary: 'The input times the tanh of its softplus: a smooth relu that dips below 0.',
    source: docs('torch.nn.functional.mish'),
    torch: functional('mish'),
    gradFn: 'MishBackward0',
    refuses: floatingOnly('mish_cpu'),
    value: (m, a) => m.mul(a, m.tanh(m.softplus(a))),
    vjps: [
      (m, g, _, a) => {
        const factor = m.tanh(m.softplus(a));
        const slope = m.mul(m.sigmoid(a), m.sub(m.num(1), m.pow(factor, m.num(2))));
        return m.mul(g, m.add(factor, m.mul(a, slope)));
      }
    ],
    samples: [...reals, { inputs: [[Infinity, -Infinity, NaN]], kink: true }]
  }),
  unary({
    name: 'logsigmoid',
    family: 'activation',
    summary: 'The logarithm of the sigmoid, exact for strongly negative inputs too.',
    source: docs('torch.nn.functional.logsigmoid'),
    torch: functional('logsigmoid'),
    gradFn: 'LogSigmoidBackward0',
    refuses: floatingOnly('log_sigmoid_cpu'),
    latex: ([a]) => `\\ln \\sigma\\left(${a?.text ?? ''}\\right)`,
    value: (m, a) =>
      m.sub(m.where(m.lt(m.num(0), a), m.num(0), a), m.log1p(m.exp(m.neg(m.abs(a))))),
    vjps: [(m, g, _, a) => m.mul(g, m.sigmoid(m.neg(a)))],
    samples: [
      ...reals,
      { inputs: [[30, -30]] },
      { inputs: [[Infinity, -Infinity, NaN]], kink: true }
    ]
  })
];
