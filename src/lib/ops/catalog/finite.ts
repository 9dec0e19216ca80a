import { cast, type DType, isFloating } from '../../tensor/dtype';
import { float } from '../attributes';
import type { Expression, OpDefinition } from '../define';
import { docs, INPUT, torchNames, unary } from './common';
import { pointwise } from './pointwise';

const LARGEST: Readonly<Partial<Record<DType, number>>> = {
  float32: 2 ** 128 - 2 ** 104,
  float64: Number.MAX_VALUE
};

const samples = [
  { inputs: [0.5] },
  { inputs: [[1, Infinity, -Infinity, NaN]] },
  { inputs: [{ indices: [1, 0] }] }
];

/** A question about each element, with yes or no as the answer. */
const question = (
  name: string,
  summary: string,
  text: (a: string) => string,
  value: Expression
): OpDefinition =>
  unary({
    name,
    family: 'comparison',
    summary: `${summary}; no gradient flows through.`,
    gradFn: null,
    result: 'bool',
    value,
    latex: ([a]) => text(a?.text ?? ''),
    vjps: [null],
    samples
  });

/** What tells finite numbers from infinities and NaN, and replaces the latter. */
export const finites: OpDefinition[] = [
  question(
    'isnan',
    'True where the input is NaN',
    (a) => `${a} = \\text{NaN}`,
    (m, a) => m.where(m.eq(a, a), m.num(0), m.num(1))
  ),
  question(
    'isinf',
    'True where the input is infinite',
    (a) => `\\left|${a}\\right| = \\infty`,
    (m, a) => m.eq(m.abs(a), m.num(Infinity))
  ),
  question(
    'isfinite',
    'True where the input is neither infinite nor NaN',
    (a) => `\\left|${a}\\right| < \\infty`,
    (m, a) => m.lt(m.abs(a), m.num(Infinity))
  ),
  question(
    'isposinf',
    'True where the input is positive and infinite',
    (a) => `${a} = \\infty`,
    (m, a) => m.eq(a, m.num(Infinity))
  ),
  question(
    'isneginf',
    'True where the input is negative and infinite',
    (a) => `${a} = -\\infty`,
    (m, a) => m.eq(a, m.num(-Infinity))
  ),
  pointwise({
    name: 'nan_to_num',
    family: 'arithmetic',
    summary: 'Replaces NaN and the infinities by numbers; no gradient flows where it does.',
    source: docs('torch.nan_to_num'),
    inputs: [INPUT],
    attributes: {
      nan: float('What NaN becomes; None stands for 0.', null),
      posinf: float('What ∞ becomes; None stands for the largest number.', null),
      neginf: float('What −∞ becomes; None stands for the smallest number.', null)
    },
    torch: torchNames('nan_to_num'),
    gradFn: 'NanToNumBackward0',
    compute: ({ nan, posinf, neginf }, dtype) => {
      const largest = LARGEST[dtype] ?? NaN;
      return (a = NaN) => {
        if (!isFloating(dtype) || Number.isFinite(a)) return a;
        if (Number.isNaN(a)) return cast(nan ?? 0, dtype);
        return cast(a > 0 ? (posinf ?? largest) : (neginf ?? -largest), dtype);
      };
    },
    gradients: () => [(m, g, _, a) => m.where(m.lt(m.abs(a), m.num(Infinity)), g, m.num(0))],
    latex: ([a]) => `\\operatorname{nan\\_to\\_num}\\left(${a?.text ?? ''}\\right)`,
    samples: [
      { inputs: [[0.5, -2]] },
      { inputs: [[1, NaN]], kink: true },
      {
        inputs: [[1, NaN, Infinity, -Infinity]],
        attributes: { nan: 5, posinf: 9, neginf: -9 },
        kink: true
      }
    ]
  })
];
