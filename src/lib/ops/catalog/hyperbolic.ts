import type { OpDefinition, VjpExpression } from '../define';
import { docs, INPUT, reals, unary } from './common';
import { pointwise } from './pointwise';

type Samples = OpDefinition['samples'];

/** The inverse of a hyperbolic function, under PyTorch's two names. */
const inverse = (
  name: 'asinh' | 'acosh' | 'atanh',
  function_: string,
  slope: VjpExpression,
  samples: Samples,
  kinks?: string
): OpDefinition => {
  const long = name.replace('a', 'arc');
  return pointwise({
    name,
    family: 'trigonometric',
    summary: `Gives the number whose hyperbolic ${function_} is the input.`,
    source: docs(`torch.${name}`),
    inputs: [INPUT],
    torch: { functions: [`torch.${name}`, `torch.${long}`], methods: [name, long] },
    gradFn: `A${name.slice(1)}Backward0`,
    result: 'float',
    compute: () => Math[name],
    gradients: () => [slope],
    latex: ([a]) => `\\operatorname{ar${name.slice(1)}}\\left(${a?.text ?? ''}\\right)`,
    ...(kinks === undefined ? {} : { kinks }),
    samples
  });
};

const turning = (
  name: 'deg2rad' | 'rad2deg',
  gradFn: string,
  summary: string,
  factor: number
): OpDefinition =>
  unary({
    name,
    family: 'trigonometric',
    summary,
    gradFn,
    result: 'float',
    value: (m, a) => m.mul(a, m.num(factor)),
    vjps: [(m, g) => m.mul(g, m.num(factor))],
    latex: ([a]) => {
      const text = `\\left(${a?.text ?? ''}\\right)`;
      return name === 'deg2rad' ? `\\frac{\\pi}{180} ${text}` : `\\frac{180}{\\pi} ${text}`;
    },
    samples: [{ inputs: [90] }, { inputs: [[-1.5, 0, 2]] }]
  });

/** Inverse hyperbolic functions, and angles in degrees. */
export const hyperbolics: OpDefinition[] = [
  inverse('asinh', 'sine', (m, g, _, a) => m.div(g, m.sqrt(m.add(m.pow(a, m.num(2)), m.num(1)))), [
    ...reals,
    { inputs: [[Infinity, NaN]], kink: true }
  ]),
  inverse(
    'acosh',
    'cosine',
    (m, g, _, a) => m.div(g, m.sqrt(m.sub(m.pow(a, m.num(2)), m.num(1)))),
    [{ inputs: [2] }, { inputs: [[1.25, 3, 10]] }, { inputs: [[1, 0.5, NaN]], kink: true }],
    'The slope is infinite at 1; below it the result is NaN.'
  ),
  inverse(
    'atanh',
    'tangent',
    (m, g, _, a) => m.div(g, m.sub(m.num(1), m.pow(a, m.num(2)))),
    [{ inputs: [0.5] }, { inputs: [[-0.75, 0, 0.25]] }, { inputs: [[-1, 1, 2, NaN]], kink: true }],
    'Infinite at −1 and 1; beyond them the result is NaN.'
  ),
  turning('deg2rad', 'Deg2RadBackward0', 'Turns degrees into radians.', Math.PI / 180),
  turning('rad2deg', 'Rad2DegBackward0', 'Turns radians into degrees.', 180 / Math.PI)
];
