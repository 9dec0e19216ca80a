import { isFloating } from '../../tensor/dtype';
import type { OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, notImplemented, torchNames } from './common';

const reals = [
  { inputs: [0.5] },
  { inputs: [[-1.5, 0, 2]] },
  {
    inputs: [
      [
        [1, -2],
        [3, 0.25]
      ]
    ]
  }
];
const positives = [{ inputs: [2] }, { inputs: [[0.25, 1, 10]] }];

export const functions: OpDefinition[] = [
  elementwise({
    name: 'exp',
    family: 'exponential',
    summary: 'Raises e to the input; it is its own derivative.',
    source: docs('torch.exp'),
    inputs: [INPUT],
    torch: torchNames('exp'),
    gradFn: 'ExpBackward0',
    result: 'float',
    value: (m, a) => m.exp(a),
    vjps: [(m, g, out) => m.mul(g, out)],
    samples: [...reals, { inputs: [[100, -200]], kink: true }]
  }),
  elementwise({
    name: 'log',
    family: 'exponential',
    summary: 'Takes the natural logarithm.',
    source: docs('torch.log'),
    inputs: [INPUT],
    torch: torchNames('log'),
    gradFn: 'LogBackward0',
    result: 'float',
    value: (m, a) => m.log(a),
    vjps: [(m, g, _, a) => m.div(g, a)],
    kinks: '−∞ at 0; negative inputs give NaN.',
    samples: [...positives, { inputs: [[0, -1]], kink: true }]
  }),
  elementwise({
    name: 'sin',
    family: 'trigonometric',
    summary: 'Takes the sine of an angle in radians.',
    source: docs('torch.sin'),
    inputs: [INPUT],
    torch: torchNames('sin'),
    gradFn: 'SinBackward0',
    result: 'float',
    value: (m, a) => m.sin(a),
    vjps: [(m, g, _, a) => m.mul(g, m.cos(a))],
    samples: reals
  }),
  elementwise({
    name: 'cos',
    family: 'trigonometric',
    summary: 'Takes the cosine of an angle in radians.',
    source: docs('torch.cos'),
    inputs: [INPUT],
    torch: torchNames('cos'),
    gradFn: 'CosBackward0',
    result: 'float',
    value: (m, a) => m.cos(a),
    vjps: [(m, g, _, a) => m.mul(g, m.neg(m.sin(a)))],
    samples: reals
  }),
  elementwise({
    name: 'tan',
    family: 'trigonometric',
    summary: 'Takes the tangent of an angle in radians.',
    source: docs('torch.tan'),
    inputs: [INPUT],
    torch: torchNames('tan'),
    gradFn: 'TanBackward0',
    result: 'float',
    value: (m, a) => m.tan(a),
    vjps: [(m, g, out) => m.mul(g, m.add(m.num(1), m.pow(out, m.num(2))))],
    kinks: 'Has poles at odd multiples of π/2.',
    samples: [{ inputs: [0.5] }, { inputs: [[-1.25, 0, 1]] }]
  })
];

export const activations: OpDefinition[] = [
  elementwise({
    name: 'tanh',
    family: 'activation',
    summary: 'Squashes the input into (−1, 1); the slope fades away from 0.',
    source: docs('torch.tanh'),
    inputs: [INPUT],
    torch: torchNames('tanh', 'torch.nn.functional.tanh'),
    gradFn: 'TanhBackward0',
    result: 'float',
    value: (m, a) => m.tanh(a),
    vjps: [(m, g, out) => m.mul(g, m.sub(m.num(1), m.pow(out, m.num(2))))],
    samples: reals
  }),
  elementwise({
    name: 'sigmoid',
    family: 'activation',
    summary: 'Squashes the input into (0, 1): 1 / (1 + exp(−a)).',
    source: docs('torch.sigmoid'),
    inputs: [INPUT],
    torch: torchNames('sigmoid', 'torch.nn.functional.sigmoid'),
    gradFn: 'SigmoidBackward0',
    result: 'float',
    value: (m, a) => m.sigmoid(a),
    vjps: [(m, g, out) => m.mul(g, m.mul(out, m.sub(m.num(1), out)))],
    samples: [...reals, { inputs: [[90, -90]] }]
  }),
  elementwise({
    name: 'relu',
    family: 'activation',
    summary: 'Keeps positive inputs and turns the rest to 0, with their gradients.',
    source: docs('torch.nn.functional.relu'),
    inputs: [INPUT],
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
  elementwise({
    name: 'softplus',
    family: 'activation',
    summary: 'A smooth relu: log(1 + exp(a)).',
    source: docs('torch.nn.functional.softplus'),
    inputs: [INPUT],
    torch: { functions: ['torch.nn.functional.softplus'], methods: [] },
    gradFn: 'SoftplusBackward0',
    refuses: ([t]) => (t && !isFloating(t.dtype) ? notImplemented('softplus_cpu', t.dtype) : null),
    value: (m, a) => m.softplus(a),
    // Above 20 PyTorch passes the input through, so the slope is 1 there.
    vjps: [(m, g, _, a) => m.guard(m.lt(m.num(20), a), g, m.mul(g, m.sigmoid(a)))],
    samples: [...reals, { inputs: [[30, -30]] }]
  })
];
