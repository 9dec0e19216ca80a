import { type DType, isFloating } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import type { Algebra } from '../algebra';
import { type Attributes, float } from '../attributes';
import type { OpDefinition } from '../define';
import { type Latex, numberLatex } from '../latex';
import { docs, unary } from './common';
import { crossing, floatingOnly, functional } from './parametric';

const calling = (name: string, [a]: readonly Latex[], ...more: number[]): string =>
  `\\operatorname{${name}}\\left(${[a?.text ?? '', ...more.map((x) => numberLatex(x).text)].join(',\\,')}\\right)`;

/** 1 where the condition holds, else 0. */
const indicator = (condition: string): string =>
  `\\begin{cases} 1 & ${condition} \\\\ 0 & \\text{otherwise} \\end{cases}`;

/** The upper bound wins where the bounds cross. */
function between<T>(m: Algebra<T>, a: T, low: number | null, high: number | null): T {
  const raised = low === null ? a : m.where(m.lt(a, m.num(low)), m.num(low), a);
  return high === null ? raised : m.where(m.lt(m.num(high), raised), m.num(high), raised);
}

/** The gradient of hardtanh: none at the bounds and beyond. */
function strictlyInside<T>(m: Algebra<T>, g: T, a: T, low: number, high: number): T {
  const none = m.num(0);
  if (low === -high) return m.where(m.le(m.num(high), m.abs(a)), none, g);
  return m.where(m.le(a, m.num(low)), none, m.where(m.le(m.num(high), a), none, g));
}

/** The gradient of clamp: it flows at the bounds too, and not for NaN. */
function inside<T>(m: Algebra<T>, g: T, a: T, low: number | null, high: number | null): T {
  const none = m.num(0);
  const below = high === null ? g : m.where(m.le(a, m.num(high)), g, none);
  return low === null ? below : m.where(m.le(m.num(low), a), below, none);
}

/** Where the conditions of a gradient are nested, they are shown in one line. */
const showing = (
  op: OpDefinition,
  condition: (a: string, attributes: Attributes) => string | null
): OpDefinition => ({
  ...op,
  localLatex: (index, args, output, attributes) => {
    const text = condition(args[index]?.text ?? '', attributes);
    return text === null ? op.localLatex(index, args, output, attributes) : indicator(text);
  }
});

const bound = (value: Attributes[string] | undefined): string | null =>
  typeof value === 'number' ? numberLatex(value).text : null;

const refusesBool = ([t]: readonly Tensor[]): string | null =>
  t?.dtype === 'bool' ? 'Bool inputs not supported for hardtanh' : null;

/** Whole bounds leave integers whole; bools become numbers. */
function clampDtype([t]: readonly Tensor[], { min, max }: Attributes): DType {
  if (!t || isFloating(t.dtype)) return t?.dtype ?? 'float32';
  const isWhole = [min, max].every((x) => typeof x !== 'number' || Number.isInteger(x));
  return isWhole ? 'int64' : 'float32';
}

const clamp = unary({
  name: 'clamp',
  family: 'activation',
  summary:
    'Cuts the input off below a lower and above an upper bound, of which one may be missing.',
  torch: { functions: ['torch.clamp', 'torch.clip'], methods: ['clamp', 'clip'] },
  attributes: {
    min: float('Lower bound; None for no bound.', null),
    max: float('Upper bound; None for no bound.', null)
  },
  computesIn: clampDtype,
  roundsAttributes: true,
  gradFn: 'ClampBackward1',
  refuses: (_, { min, max }) =>
    min === null && max === null
      ? "torch.clamp: At least one of 'min' or 'max' must not be None"
      : null,
  latex: ([a], { min, max }) => {
    const raised =
      min === null
        ? (a?.text ?? '')
        : `\\max\\left(${a?.text ?? ''},\\,${numberLatex(min).text}\\right)`;
    return max === null ? raised : `\\min\\left(${raised},\\,${numberLatex(max).text}\\right)`;
  },
  expressions: ({ min, max }) => ({
    value: (m, a) =>
      min !== null && max !== null && (Number.isNaN(min) || Number.isNaN(max))
        ? m.add(a, m.num(NaN))
        : between(m, a, min, max),
    vjps: [(m, g, _, a) => inside(m, g, a, min, max)]
  }),
  kinks: 'At a bound the gradient flows by convention.',
  samples: [
    { inputs: [0.5], attributes: { min: 0, max: 1 } },
    { inputs: [[-1.5, 0.25, 3]], attributes: { min: -1, max: 1 } },
    { inputs: [[-1.5, 0.25, 3]], attributes: { min: 0 } },
    {
      inputs: [
        [
          [-1.5, 0.25],
          [3, -4]
        ]
      ],
      attributes: { max: 0.5 }
    },
    { inputs: [[-1.5, 0.25, 3]], attributes: { min: 2, max: 1 } },
    { inputs: [[-1, 1, 0.7, NaN, Infinity]], attributes: { min: -1, max: 0.7 }, kink: true }
  ]
});

const hardtanh = unary({
  name: 'hardtanh',
  family: 'activation',
  summary: 'Keeps inputs between two bounds, −1 and 1, and cuts the rest off at them.',
  source: docs('torch.nn.functional.hardtanh'),
  torch: functional('hardtanh'),
  attributes: { min_val: float('Lower bound.', -1), max_val: float('Upper bound.', 1) },
  roundsAttributes: true,
  gradFn: 'HardtanhBackward0',
  refuses: refusesBool,
  latex: (args, { min_val, max_val }) =>
    min_val === -1 && max_val === 1
      ? calling('hardtanh', args)
      : calling('hardtanh', args, min_val, max_val),
  expressions: ({ min_val, max_val }) => ({
    value: (m, a) => between(m, a, min_val, max_val),
    vjps: [(m, g, _, a) => strictlyInside(m, g, a, min_val, max_val)]
  }),
  kinks: 'At the bounds the derivative is 0 by convention.',
  samples: [
    { inputs: [0.5] },
    { inputs: [[-1.5, 0.25, 3]] },
    { inputs: [[-2.5, -1.5, 0.25, 3]], attributes: { min_val: -2, max_val: 0.5 } },
    { inputs: [[-1, 1, Infinity, NaN]], kink: true }
  ]
});

/** Samples for functions of three parts. */
const outside = [{ inputs: [2] }, { inputs: [-4] }, { inputs: [[-1.5, 0.5, 4]] }];

export const bounded: OpDefinition[] = [
  showing(
    unary({
      name: 'relu6',
      family: 'activation',
      summary: 'A relu that is cut off at 6.',
      source: docs('torch.nn.functional.relu6'),
      torch: functional('relu6'),
      gradFn: 'HardtanhBackward0',
      refuses: refusesBool,
      latex: ([a]) => `\\min\\left(\\max\\left(${a?.text ?? ''},\\,0\\right),\\,6\\right)`,
      value: (m, a) => between(m, a, 0, 6),
      vjps: [(m, g, _, a) => strictlyInside(m, g, a, 0, 6)],
      kinks: 'At 0 and 6 the derivative is 0 by convention.',
      samples: [...crossing, { inputs: [[0, 6, Infinity, NaN]], kink: true }]
    }),
    (a) => `0 < ${a} < 6`
  ),
  showing(hardtanh, (a, { min_val, max_val }) =>
    min_val === -Number(max_val) ? null : `${bound(min_val)} < ${a} < ${bound(max_val)}`
  ),
  showing(clamp, (a, { min, max }) => {
    const low = bound(min);
    const high = bound(max);
    if (low === null && high === null) return null;
    return `${low === null ? '' : `${low} \\le `}${a}${high === null ? '' : ` \\le ${high}`}`;
  }),
  unary({
    name: 'hardsigmoid',
    family: 'activation',
    summary: 'A sigmoid of three straight lines: 0 up to −3, 1 from 3 on.',
    source: docs('torch.nn.functional.hardsigmoid'),
    torch: functional('hardsigmoid'),
    gradFn: 'HardsigmoidBackward0',
    refuses: floatingOnly('hardsigmoid_cpu'),
    latex: (args) => calling('hardsigmoid', args),
    value: (m, a) => m.div(between(m, m.add(a, m.num(3)), 0, 6), m.num(6)),
    vjps: [(m, g, _, a) => m.where(m.lt(m.abs(a), m.num(3)), m.div(g, m.num(6)), m.num(0))],
    kinks: 'At −3 and 3 the derivative is 0 by convention.',
    samples: [...outside, { inputs: [[-3, 3, Infinity, -Infinity, NaN]], kink: true }]
  }),
  unary({
    name: 'hardswish',
    family: 'activation',
    summary: 'The input times its hardsigmoid: silu of straight lines and a parabola.',
    source: docs('torch.nn.functional.hardswish'),
    torch: functional('hardswish'),
    gradFn: 'HardswishBackward0',
    refuses: floatingOnly('hardswish_cpu'),
    latex: (args) => calling('hardswish', args),
    value: (m, a) => m.div(m.mul(a, between(m, m.add(a, m.num(3)), 0, 6)), m.num(6)),
    vjps: [
      (m, g, _, a) => {
        const half = m.num(0.5);
        const parabola = m.mul(g, m.add(m.div(a, m.num(3)), half));
        const beyond = m.where(
          m.lt(a, m.num(-3)),
          m.num(0),
          m.where(m.lt(a, m.num(3)), parabola, g)
        );
        // At the ends of the parabola its slope is a constant to PyTorch: the second derivative is 0 there.
        const atEnds = m.mul(g, m.add(m.sign(a), half));
        return m.guard(m.eq(m.abs(a), m.num(3)), atEnds, beyond);
      }
    ],
    kinks: 'At −3 and 3 the derivative is that of the parabola by convention.',
    samples: [...outside, { inputs: [[-3, 3, Infinity, -Infinity, NaN]], kink: true }]
  })
];
