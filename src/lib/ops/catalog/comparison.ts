import type { Algebra } from '../algebra';
import type { Expression, OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, OTHER, torchNames } from './common';

const samples = [
  { inputs: [2, 3] },
  {
    inputs: [
      [1, 2, 3],
      [3, 2, 1]
    ]
  },
  { inputs: [[1, -2], { scalar: 0 }] }
];

const comparison = (
  name: string,
  operator: string,
  words: string,
  sign: string,
  value: Expression
): OpDefinition =>
  elementwise({
    name,
    family: 'comparison',
    summary: `True where the first is ${words} the second; no gradient flows through.`,
    source: docs(`torch.${name}`),
    inputs: [INPUT, { ...OTHER, scalar: 0 }],
    torch: { ...torchNames(name), operator },
    gradFn: null,
    result: 'bool',
    value,
    latex: ([a, b]) => `${a?.text ?? ''} ${sign} ${b?.text ?? ''}`,
    vjps: [null, null],
    samples
  });

const not = <T>(m: Algebra<T>, condition: T): T => m.where(condition, m.num(0), m.num(1));

/** The larger or the smaller of two: at a tie each receives half of the gradient. */
const extremum = (
  name: 'maximum' | 'minimum',
  words: string,
  less: <T>(m: Algebra<T>, a: T, b: T) => T
): OpDefinition =>
  elementwise({
    name,
    family: 'comparison',
    summary: `Takes the ${words} of the two; it alone receives the gradient.`,
    source: docs(`torch.${name}`),
    inputs: [INPUT, OTHER],
    torch: torchNames(name),
    gradFn: name === 'maximum' ? 'MaximumBackward0' : 'MinimumBackward0',
    // NaN wins: a + b is NaN when either is.
    value: (m, a, b) =>
      m.where(less(m, a, b), b, m.where(less(m, b, a), a, m.where(m.eq(a, b), a, m.add(a, b)))),
    latex: ([a, b]) =>
      `\\${name === 'maximum' ? 'max' : 'min'}\\left(${a?.text ?? ''}, ${b?.text ?? ''}\\right)`,
    vjps: [
      (m, g, _, a, b) =>
        m.guard(m.eq(a, b), m.div(g, m.num(2)), m.where(less(m, a, b), m.num(0), g)),
      (m, g, _, a, b) =>
        m.guard(m.eq(a, b), m.div(g, m.num(2)), m.where(less(m, b, a), m.num(0), g))
    ],
    kinks: 'At a tie each input receives half of the gradient.',
    samples: [
      { inputs: [2, 3] },
      {
        inputs: [
          [1, -2, 3],
          [0.5, 4, -1]
        ]
      },
      {
        inputs: [
          [1, 2],
          [1, NaN]
        ],
        kink: true
      }
    ]
  });

export const comparisons: OpDefinition[] = [
  extremum('maximum', 'larger', (m, a, b) => m.lt(a, b)),
  extremum('minimum', 'smaller', (m, a, b) => m.lt(b, a)),
  elementwise({
    name: 'where',
    family: 'comparison',
    summary:
      'Picks the second input where the condition holds, else the third; the gradient follows the choice.',
    source: docs('torch.where'),
    inputs: [{ name: 'condition', symbol: 'c' }, INPUT, OTHER],
    torch: { functions: ['torch.where'], methods: [] },
    gradFn: 'WhereBackward0',
    conditions: [0],
    value: (m, c, a, b) => m.where(c, a, b),
    latex: ([c, a, b]) =>
      `\\begin{cases} ${a?.text ?? ''} & ${c?.text ?? ''} \\\\ ${b?.text ?? ''} & \\text{otherwise} \\end{cases}`,
    vjps: [null, (m, g, _, c) => m.where(c, g, m.num(0)), (m, g, _, c) => m.where(c, m.num(0), g)],
    samples: [
      { inputs: [{ condition: [1, 0, 1] }, [1, 2, 3], [-1, -2, -3]] },
      { inputs: [{ condition: 0 }, 2, 5] },
      { inputs: [{ condition: [1, 0] }, [1, 2], 7] }
    ]
  }),
  comparison('lt', '<', 'less than', '<', (m, a, b) => m.lt(a, b)),
  comparison('le', '<=', 'at most', '\\le', (m, a, b) => m.le(a, b)),
  comparison('gt', '>', 'greater than', '>', (m, a, b) => m.lt(b, a)),
  comparison('ge', '>=', 'at least', '\\ge', (m, a, b) => m.le(b, a)),
  comparison('eq', '==', 'equal to', '=', (m, a, b) => m.eq(a, b)),
  comparison('ne', '!=', 'different from', '\\ne', (m, a, b) => not(m, m.eq(a, b)))
];
