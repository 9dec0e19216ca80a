import type { OpDefinition } from '../define';
import { reals, unary } from './common';

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
  })
];
