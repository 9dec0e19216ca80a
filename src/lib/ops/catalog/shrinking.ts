import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import type { Algebra } from '../algebra';
import { float } from '../attributes';
import type { OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { numberLatex } from '../latex';
import { docs, INPUT, isBool, notImplemented, reals, torchNames, unary } from './common';
import { floatingOnly, functional } from './parametric';
import { pointwise } from './pointwise';

const SUBTRACTION =
  'Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.';
const LAMBDA = { lambd: float('How close to 0 inputs become 0.', 0.5) };

const refusesBool = (operands: readonly Tensor[], words: string): string | null =>
  operands.every(isBool) ? words : null;

/** 0 where the input is within a distance of 0; NaN isn't. */
const unlessClose = <T>(m: Algebra<T>, a: T, distance: number, kept: T): T =>
  m.where(m.le(m.num(-distance), a), m.where(m.le(a, m.num(distance)), m.num(0), kept), kept);

const beyond = [{ inputs: [2] }, { inputs: [-0.25] }, { inputs: [[-1.5, 0.25, 3]] }];

const cases = (a: string, kept: string, threshold: number): string =>
  `\\begin{cases} ${kept} & \\left|${a}\\right| > ${numberLatex(threshold).text} \\\\ 0 & \\text{otherwise} \\end{cases}`;

/** Activations that flatten out, shrink towards 0 or cut off. */
export const shrinkings: OpDefinition[] = [
  unary({
    name: 'softsign',
    family: 'activation',
    summary: 'The input over 1 plus its size: between −1 and 1, reached slowly.',
    source: docs('torch.nn.functional.softsign'),
    torch: functional('softsign'),
    gradFn: 'DivBackward0',
    result: 'float',
    refuses: (operands) => refusesBool(operands, notImplemented('abs_cpu', 'bool')),
    value: (m, a) => m.div(a, m.add(m.num(1), m.abs(a))),
    vjps: [(m, g, _, a) => m.div(g, m.pow(m.add(m.num(1), m.abs(a)), m.num(2)))],
    samples: [{ inputs: [2] }, { inputs: [[-1.5, 0.5, 3]] }, { inputs: [0], kink: true }]
  }),
  pointwise({
    name: 'tanhshrink',
    family: 'activation',
    summary: 'The input less its hyperbolic tangent: nearly 0 around 0.',
    source: docs('torch.nn.functional.tanhshrink'),
    inputs: [INPUT],
    torch: functional('tanhshrink'),
    gradFn: 'SubBackward0',
    result: 'float',
    refuses: (operands) => refusesBool(operands, SUBTRACTION),
    // The tangent is rounded, which is all that is left of small inputs.
    compute: (_, dtype) => {
      const kept = dtype === 'float32' ? Math.fround : (value: number) => value;
      return (a = NaN) => a - kept(Math.tanh(a));
    },
    gradients: () => [(m, g, _, a) => m.mul(g, m.pow(m.tanh(a), m.num(2)))],
    latex: ([a]) => `${a?.text ?? ''} - \\tanh\\left(${a?.text ?? ''}\\right)`,
    samples: [...reals, { inputs: [[Infinity, NaN]], kink: true }]
  }),
  unary({
    name: 'hardshrink',
    family: 'activation',
    summary: 'Turns inputs close to 0 to 0 and keeps the others.',
    source: docs('torch.nn.functional.hardshrink'),
    torch: {
      functions: ['torch.hardshrink', 'torch.nn.functional.hardshrink'],
      methods: ['hardshrink']
    },
    attributes: LAMBDA,
    roundsAttributes: true,
    gradFn: 'HardshrinkBackward0',
    refuses: floatingOnly('hardshrink_cpu'),
    expressions: ({ lambd }) => ({
      value: (m, a) => unlessClose(m, a, lambd, a),
      vjps: [(m, g, _, a) => unlessClose(m, a, lambd, g)]
    }),
    latex: ([a], { lambd }) => cases(a?.text ?? '', a?.text ?? '', lambd),
    kinks: 'At the edges the derivative is 0 by convention.',
    samples: [
      ...beyond,
      { inputs: [[-1.5, 0.25, 3]], attributes: { lambd: 2 } },
      { inputs: [[0.5, -0.5, Infinity]], kink: true }
    ]
  }),
  unary({
    name: 'softshrink',
    family: 'activation',
    summary: 'Moves inputs towards 0 by a step, and those that are closer to 0.',
    source: docs('torch.nn.functional.softshrink'),
    torch: functional('softshrink'),
    attributes: LAMBDA,
    roundsAttributes: true,
    gradFn: 'SoftshrinkBackward0',
    refuses: (operands, { lambd }) => {
      if (!(lambd >= 0)) {
        throw new TorchError(
          `lambda must be greater or equal to 0, but found to be ${String(lambd)}.`
        );
      }
      return floatingOnly('softshrink_cpu')(operands);
    },
    expressions: ({ lambd }) => ({
      value: (m, a) =>
        m.where(
          m.lt(m.num(lambd), a),
          m.sub(a, m.num(lambd)),
          m.where(m.lt(a, m.num(-lambd)), m.add(a, m.num(lambd)), m.num(0))
        ),
      vjps: [(m, g, _, a) => unlessClose(m, a, lambd, g)]
    }),
    latex: ([a], { lambd }) =>
      cases(
        a?.text ?? '',
        `${a?.text ?? ''} - \\operatorname{sign}\\left(${a?.text ?? ''}\\right) \\cdot ${numberLatex(lambd).text}`,
        lambd
      ),
    kinks: 'At the edges the derivative is 0 by convention.',
    samples: [
      ...beyond,
      { inputs: [[-1.5, 0.25, 3]], attributes: { lambd: 2 } },
      { inputs: [[0.5, -0.5, Infinity]], kink: true }
    ]
  }),
  unary({
    name: 'threshold',
    family: 'activation',
    summary: 'Keeps inputs above a threshold and replaces the others by a number.',
    source: docs('torch.nn.functional.threshold'),
    torch: { functions: ['torch.threshold', 'torch.nn.functional.threshold'], methods: [] },
    attributes: {
      threshold: { ...float('Inputs up to this are replaced.'), start: 0 },
      value: { ...float('What replaces them.'), start: 0 }
    },
    roundsAttributes: true,
    gradFn: 'ThresholdBackward0',
    refuses: (operands, { threshold, value }) => {
      const isWhole = operands[0]?.dtype === 'int64';
      const fits = [threshold, value].every((one) => Math.abs(one) < 2 ** 63);
      if (isWhole && !fits) return 'value cannot be converted to type int64_t without overflow';
      return refusesBool(operands, notImplemented('threshold_cpu', 'bool'));
    },
    expressions: ({ threshold, value }) => ({
      value: (m, a) => m.where(m.le(a, m.num(threshold)), m.num(value), a),
      vjps: [(m, g, _, a) => m.where(m.le(a, m.num(threshold)), m.num(0), g)]
    }),
    kinks: 'At the threshold the derivative is 0 by convention.',
    samples: [
      { inputs: [2], attributes: { threshold: 1, value: 0 } },
      { inputs: [[-1.5, 0.25, 3]], attributes: { threshold: 0.5, value: 20 } },
      { inputs: [[1, NaN, Infinity]], attributes: { threshold: 1, value: -1 }, kink: true }
    ]
  }),
  elementwise({
    name: 'heaviside',
    family: 'comparison',
    summary:
      'Gives 0 for negative inputs, 1 for positive ones and a given value at 0; no gradient flows through.',
    source: docs('torch.heaviside'),
    inputs: [INPUT, { name: 'values', symbol: 'b' }],
    torch: torchNames('heaviside'),
    gradFn: null,
    refuses: ([a, b]) =>
      a?.dtype === b?.dtype || a?.isPythonScalar || b?.isPythonScalar
        ? null
        : 'heaviside is not yet implemented for tensors with different dtypes.',
    value: (m, a, b) =>
      m.where(m.eq(a, m.num(0)), b, m.where(m.lt(m.num(0), a), m.num(1), m.num(0))),
    vjps: [null, null],
    latex: ([a, b]) => `H_{${b?.text ?? ''}}\\left(${a?.text ?? ''}\\right)`,
    versions:
      'PyTorch lets the result require a gradient and refuses in the backward pass; here it requires none.',
    samples: [
      { inputs: [2, 0.5] },
      { inputs: [[-1.5, 0, 3], 0.5] },
      {
        inputs: [
          [0, 0, NaN],
          [1, -2, 3]
        ]
      }
    ]
  })
];
