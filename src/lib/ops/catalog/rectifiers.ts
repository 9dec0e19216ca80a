import type { Algebra } from '../algebra';
import { float } from '../attributes';
import type { OpDefinition } from '../define';
import { docs, torchNames, unary } from './common';
import { crossing, floatingOnly, functional } from './parametric';

/** Scale and alpha of selu: with them, layers keep mean 0 and variance 1. Source: https://arxiv.org/abs/1706.02515 */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** scale · a above 0, scale · alpha · (e^(a / divisor) − 1) elsewhere. */
const exponentialBelow = (alpha: number, scale = 1, divisor = 1) => {
  const scaled = <T>(m: Algebra<T>, factor: number, a: T): T =>
    factor === 1 ? a : m.mul(m.num(factor), a);
  const shrunk = <T>(m: Algebra<T>, a: T): T => (divisor === 1 ? a : m.div(a, m.num(divisor)));
  return {
    value: <T>(m: Algebra<T>, a: T): T =>
      m.where(
        m.lt(m.num(0), a),
        scaled(m, scale, a),
        scaled(m, scale * alpha, m.expm1(shrunk(m, a)))
      ),
    vjps: [
      <T>(m: Algebra<T>, g: T, _: T, a: T): T => {
        const slope = (scale * alpha) / divisor;
        // Elsewhere e^a isn't used, but as infinity or NaN it would make the gradient of this gradient NaN.
        const isUnused = m.eq(m.lt(a, m.num(0)), m.num(0));
        const negative = m.guard(isUnused, m.num(0), a);
        const below = m.mul(g, scaled(m, slope, m.exp(shrunk(m, negative))));
        // At 0 the slope is a constant to PyTorch: the second derivative is 0 there.
        return m.guard(
          m.eq(a, m.num(0)),
          scaled(m, slope, g),
          m.where(m.lt(a, m.num(0)), below, scaled(m, scale, g))
        );
      }
    ]
  };
};

/** `CELU` divides by its alpha. */
const refusesZero = (alpha: number): string | null =>
  alpha === 0 ? 'ZeroDivisionError: alpha cannot be 0 for CELU' : null;

const edges = { inputs: [[0, Infinity, -Infinity, NaN]], kink: true };

export const rectifiers: OpDefinition[] = [
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
    // As in PyTorch the result is what is saved: it is 0 just where the input isn't positive.
    vjps: [(m, g, out) => m.where(m.le(out, m.num(0)), m.num(0), g)],
    shownVjps: [(m, g, _, a) => m.where(m.le(a, m.num(0)), m.num(0), g)],
    kinks: 'At 0 the derivative is 0 by convention.',
    samples: [
      { inputs: [2] },
      { inputs: [-2] },
      { inputs: [[-1.5, 0.5, 3]] },
      { inputs: [[0, NaN]], kink: true }
    ]
  }),
  unary({
    roundsAttributes: true,
    name: 'leaky_relu',
    family: 'activation',
    summary: 'Keeps positive inputs and multiplies the rest by a small slope.',
    source: docs('torch.nn.functional.leaky_relu'),
    torch: functional('leaky_relu'),
    attributes: { negative_slope: float('Factor of negative inputs.', 0.01) },
    gradFn: 'LeakyReluBackward0',
    refuses: floatingOnly('leaky_relu_cpu'),
    expressions: ({ negative_slope }) => ({
      value: (m, a) => m.where(m.lt(m.num(0), a), a, m.mul(m.num(negative_slope), a)),
      vjps: [(m, g, _, a) => m.where(m.lt(m.num(0), a), g, m.mul(m.num(negative_slope), g))]
    }),
    kinks: 'At 0 the derivative is the slope of negative inputs by convention.',
    samples: [
      ...crossing,
      { inputs: [[-1.5, 0.5, 3]], attributes: { negative_slope: 0.25 } },
      edges
    ]
  }),
  unary({
    roundsAttributes: true,
    name: 'elu',
    family: 'activation',
    summary: 'Keeps positive inputs and lets the rest approach −alpha exponentially.',
    source: docs('torch.nn.functional.elu'),
    torch: functional('elu'),
    attributes: { alpha: float('What negative inputs approach, without its sign.', 1) },
    gradFn: 'EluBackward0',
    refuses: floatingOnly('elu_cpu'),
    expressions: ({ alpha }) => exponentialBelow(alpha),
    kinks: 'At 0 the derivative is alpha by convention.',
    samples: [...crossing, { inputs: [[-1.5, 0.5, 3]], attributes: { alpha: 2 } }, edges]
  }),
  unary({
    roundsAttributes: true,
    name: 'celu',
    family: 'activation',
    summary: 'Keeps positive inputs and lets the rest approach −alpha, without a kink at 0.',
    source: docs('torch.nn.functional.celu'),
    torch: { functions: ['torch.celu', 'torch.nn.functional.celu'], methods: [] },
    attributes: { alpha: float('What negative inputs approach, without its sign.', 1) },
    gradFn: 'CeluBackward0',
    refuses: (operands, { alpha }) => refusesZero(alpha) ?? floatingOnly('elu_cpu')(operands),
    expressions: ({ alpha }) => exponentialBelow(alpha, 1, alpha),
    samples: [...crossing, { inputs: [[-1.5, 0.5, 3]], attributes: { alpha: 2 } }, edges]
  }),
  unary({
    name: 'selu',
    family: 'activation',
    summary: 'An elu with the scale at which deep networks keep mean 0 and variance 1.',
    source: docs('torch.nn.functional.selu'),
    torch: { functions: ['torch.selu', 'torch.nn.functional.selu'], methods: [] },
    gradFn: 'EluBackward0',
    refuses: floatingOnly('elu_cpu'),
    ...exponentialBelow(SELU_ALPHA, SELU_SCALE),
    kinks: 'At 0 the derivative is that of negative inputs by convention.',
    samples: [...crossing, edges]
  })
];
