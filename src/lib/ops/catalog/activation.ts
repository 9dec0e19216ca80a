import { isFloating } from '../../tensor/dtype';
import type { OpDefinition } from '../define';
import { docs, notImplemented, reals, torchNames, unary } from './common';

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
    torch: { functions: ['torch.nn.functional.softplus'], methods: [] },
    gradFn: 'SoftplusBackward0',
    refuses: ([t]) => (t && !isFloating(t.dtype) ? notImplemented('softplus_cpu', t.dtype) : null),
    value: (m, a) => m.softplus(a),
    // Above 20 PyTorch passes the input through, so the slope is 1 there.
    vjps: [(m, g, _, a) => m.guard(m.lt(m.num(20), a), g, m.mul(g, m.sigmoid(a)))],
    samples: [...reals, { inputs: [[30, -30]] }]
  })
];
