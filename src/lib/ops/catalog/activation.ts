import { isFloating } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import type { Algebra } from '../algebra';
import type { OpDefinition, TorchNames } from '../define';
import { docs, notImplemented, reals, torchNames, unary } from './common';

const functional = (name: string): TorchNames => ({
  functions: [`torch.nn.functional.${name}`],
  methods: []
});

/** Refuses integers and bools in a kernel's name. */
const floatingOnly =
  (kernel: string) =>
  ([t]: readonly Tensor[]): string | null =>
    t && !isFloating(t.dtype) ? notImplemented(kernel, t.dtype) : null;

/** The probability that a standard normal variable is below a, times a factor. */
const normalBelow = <T>(m: Algebra<T>, a: T, factor: T): T =>
  m.mul(m.div(factor, m.num(2)), m.add(m.num(1), m.erf(m.div(a, m.sqrt(m.num(2))))));

/** The density of the standard normal distribution, times a factor. */
const normalDensity = <T>(m: Algebra<T>, a: T, factor: T): T =>
  m.div(
    m.mul(factor, m.exp(m.neg(m.div(m.pow(a, m.num(2)), m.num(2))))),
    m.sqrt(m.mul(m.num(2), m.num(Math.PI)))
  );

const isOutside = <T>(m: Algebra<T>, a: T): T => m.le(m.num(1), m.abs(a));

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
    samples: [...reals, { inputs: [[90, -90]] }]
  }),
  unary({
    name: 'relu',
    family: 'activation',
    summary: 'Keeps positive inputs and turns the rest to 0, with their gradients.',
    source: docs('torch.nn.functional.relu'),
    torch: torchNames('relu', 'torch.nn.functional.relu'),
    gradFn: 'ReluBackward0',
    refuses: ([t]) => (t?.dtype === 'bool' ? 'Boolean inputs not supported for relu' : null),
    value: (m, a) => m.where(m.le(a, m.num(0)), m.num(0), a),
    latex: ([a]) => `\\operatorname{ReLU}\\left(${a?.text ?? ''}\\right)`,
    vjps: [(m, g, _, a) => m.where(m.le(a, m.num(0)), m.num(0), g)],
    kinks: 'At 0 the derivative is 0 by convention.',
    samples: [
      { inputs: [2] },
      { inputs: [-2] },
      { inputs: [[-1.5, 0.5, 3]] },
      { inputs: [[0, NaN]], kink: true }
    ]
  }),
  unary({
    name: 'softplus',
    family: 'activation',
    summary: 'A smooth relu: log(1 + exp(a)).',
    source: docs('torch.nn.functional.softplus'),
    torch: functional('softplus'),
    gradFn: 'SoftplusBackward0',
    refuses: floatingOnly('softplus_cpu'),
    value: (m, a) => m.softplus(a),
    // Above 20 PyTorch passes the input through, so the slope is 1 there.
    vjps: [(m, g, _, a) => m.guard(m.lt(m.num(20), a), g, m.mul(g, m.sigmoid(a)))],
    samples: [...reals, { inputs: [[30, -30]] }]
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
    gradFn: 'GeluBackward0',
    refuses: floatingOnly('GeluKernelImpl'),
    value: (m, a) => normalBelow(m, a, a),
    vjps: [(m, g, _, a) => m.mul(g, m.add(normalBelow(m, a, m.num(1)), normalDensity(m, a, a)))],
    samples: [
      ...reals,
      { inputs: [[-3, 4]] },
      // One by one: in lists of float32 PyTorch takes another way, which gives 0 where this gives −0.
      { inputs: [30] },
      { inputs: [-30] },
      { inputs: [[Infinity, -Infinity, NaN]], kink: true }
    ]
  }),
  unary({
    name: 'hardtanh',
    family: 'activation',
    summary: 'Keeps inputs between −1 and 1 and cuts the rest off at these bounds.',
    source: docs('torch.nn.functional.hardtanh'),
    torch: functional('hardtanh'),
    gradFn: 'HardtanhBackward0',
    refuses: ([t]) => (t?.dtype === 'bool' ? 'Bool inputs not supported for hardtanh' : null),
    value: (m, a) => m.where(isOutside(m, a), m.sign(a), a),
    latex: ([a]) => `\\operatorname{hardtanh}\\left(${a?.text ?? ''}\\right)`,
    vjps: [(m, g, _, a) => m.where(isOutside(m, a), m.num(0), g)],
    kinks: 'At −1 and 1 the derivative is 0 by convention.',
    samples: [
      { inputs: [0.5] },
      { inputs: [[-1.5, 0.25, 3]] },
      { inputs: [[-1, 1, Infinity, NaN]], kink: true }
    ]
  })
];
