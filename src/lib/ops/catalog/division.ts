import { type DType, isFloating, resultType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { fullLike, type Tensor } from '../../tensor/tensor';
import { type OpDefinition, UNLISTED, type VjpExpression } from '../define';
import { apply, tensors } from '../dispatch';
import type { Latex } from '../latex';
import { castTo, reduceTo } from '../reshape';
import { docs, INPUT, notImplemented, OTHER, torchNames } from './common';
import { pointwise } from './pointwise';
import { towardsZero } from './rounding';

/** The remainder with the divisor's sign, as Python's `%`. */
export function floorRemainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** Python's `//`: the quotient that leaves this remainder, a whole number, in steps that a dtype rounds. */
const floorQuotient =
  (dtype: DType) =>
  (a: number, b: number): number => {
    const kept = dtype === 'float32' ? Math.fround : (value: number) => value;
    if (b === 0) return a / b;
    const rest = a % b;
    let quotient = kept(kept(a - rest) / b);
    if (rest !== 0 && rest < 0 !== b < 0) quotient = kept(quotient - 1);
    if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
    const whole = Math.floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
  };

/** Whole numbers can't be divided by 0. */
const byZero = (lists: readonly ArrayLike<number>[], dtype: DType): string | null =>
  !isFloating(dtype) && Array.from(lists[1] ?? []).includes(0) ? 'ZeroDivisionError' : null;

const refusesBool =
  (kernel: string) =>
  (operands: readonly Tensor[]): string | null =>
    resultType(operands) === 'bool' ? notImplemented(kernel, 'bool') : null;

/** @throws TorchError: PyTorch has no derivative where a Python number is divided */
function requireTensor(op: string, first: Tensor | undefined): void {
  if (!first?.isPythonScalar) return;
  throw new TorchError(`derivative for aten::${op} is not implemented`);
}

/** The quotient rounded down, and rounded towards 0. */
const floored: VjpExpression = (m, g, _, a, b) => m.neg(m.mul(g, m.floor(m.div(a, b))));
const truncated: VjpExpression = (m, g, _, a, b) => m.neg(m.mul(g, towardsZero(m, m.div(a, b))));

const quotientLatex = (args: readonly Latex[], open: string, close: string): string =>
  `${open} \\frac{${args[0]?.text ?? ''}}{${args[1]?.text ?? ''}} ${close}`;

const factor = (a: Latex | undefined): string =>
  a === undefined ? '' : a.binds < 2 ? `\\left(${a.text}\\right)` : a.text;

const samples = [
  { inputs: [5, 3] },
  { inputs: [[5.5, -5.5, 0.75], { scalar: 2 }] },
  {
    inputs: [
      [5.5, -5.5, 7, -7],
      [-2, -2, 2.5, 2.5]
    ]
  },
  {
    inputs: [
      [[7.25], [-4]],
      [1.5, -3, 2.25]
    ]
  },
  {
    inputs: [
      [1, -1, 0.25],
      [0.1, 0.1, -0.05]
    ],
    kink: true
  },
  {
    inputs: [
      [6, 5, Infinity, 0, NaN, 5],
      [3, 0, 2, 3, 1, Infinity]
    ],
    kink: true
  }
];

const remainder = pointwise({
  name: 'remainder',
  family: 'arithmetic',
  summary: 'What is left of a division, with the sign of the divisor, as in Python.',
  source: docs('torch.remainder'),
  inputs: [INPUT, { ...OTHER, scalar: 2 }],
  torch: { ...torchNames('remainder'), operator: '%' },
  gradFn: ([first, second]) =>
    first?.isPythonScalar
      ? 'NotImplemented'
      : second?.isPythonScalar
        ? 'RemainderBackward0'
        : 'RemainderBackward1',
  refuses: refusesBool('remainder_cpu'),
  refusesElements: byZero,
  compute: () => floorRemainder,
  gradients: () => [(_, g) => g, floored],
  latex: ([a, b]) => `${factor(a)} \\bmod ${factor(b)}`,
  kinks: 'Jumps at multiples of the divisor; NaN where the divisor is 0.',
  samples
});

const fmod = pointwise({
  name: 'fmod',
  family: 'arithmetic',
  summary: 'What is left of a division, with the sign of the dividend, as in C.',
  source: docs('torch.fmod'),
  inputs: [INPUT, { ...OTHER, scalar: 2 }],
  torch: torchNames('fmod'),
  gradFn: ([, second]) => (second?.isPythonScalar ? 'FmodBackward0' : 'FmodBackward1'),
  refuses: refusesBool('fmod_cpu'),
  refusesElements: byZero,
  compute: () => (a, b) => a % b,
  gradients: () => [(_, g) => g, truncated],
  latex: ([a, b]) => `\\operatorname{fmod}\\left(${a?.text ?? ''},\\,${b?.text ?? ''}\\right)`,
  kinks: 'Jumps at multiples of the divisor; NaN where the divisor is 0.',
  samples: samples.slice(0, -2)
});

const floorDivide = pointwise({
  name: 'floor_divide',
  family: 'arithmetic',
  summary: 'Divides and rounds down to a whole number; no gradient flows through.',
  source: docs('torch.floor_divide'),
  inputs: [INPUT, { ...OTHER, scalar: 2 }],
  torch: { ...torchNames('floor_divide'), operator: '//' },
  gradFn: null,
  refuses: refusesBool('div_floor_cpu'),
  refusesElements: byZero,
  compute: (_, dtype) => floorQuotient(dtype),
  gradients: () => [null, null],
  latex: (args) => quotientLatex(args, '\\left\\lfloor', '\\right\\rfloor'),
  kinks: 'Jumps where the quotient is a whole number; infinite or NaN where the divisor is 0.',
  versions:
    'PyTorch lets the result require a gradient and refuses in the backward pass; here it requires none.',
  samples: [
    ...samples,
    { inputs: [{ scalar: 7 }, [2, -2]] },
    { inputs: [{ indices: [7, -7, 3] }, { scalar: 3 }] },
    { inputs: [{ indices: [7, -7] }, { indices: [-2, -2] }] }
  ]
});

const TRUNCATED = 'truncated_quotient';
const truncatedQuotient = pointwise({
  ...UNLISTED,
  name: TRUNCATED,
  inputs: [INPUT, OTHER],
  gradFn: null,
  compute: () => (a, b) => Math.trunc(a / b),
  gradients: () => [null, null],
  latex: () => ''
});

/**
 * Remainders whose divisor receives the gradient times the quotient. It is constant in pieces, so that no history is
 * kept of it, and computed as PyTorch does.
 */
const withQuotient = (op: OpDefinition, quotient: string): OpDefinition => ({
  ...op,
  local: (index, [a, b], output) => {
    if (index === 0 || !a || !b) return fullLike(output, 1);
    return tensors.neg(castTo(apply(quotient, [a, b]), output.dtype));
  },
  vjp: ({ upstream, inputs: [a, b] }, needed) => {
    const [input, other] = [a as Tensor, b as Tensor];
    requireTensor(op.name, input);
    const toOther = (): Tensor =>
      tensors.neg(tensors.mul(upstream, apply(quotient, [input, other])));
    const reduced = (g: Tensor, t: Tensor): Tensor => castTo(reduceTo(g, t.shape), t.dtype);
    return [
      needed[0] ? reduced(upstream, input) : null,
      needed[1] ? reduced(toOther(), other) : null
    ];
  }
});

/** What a division by whole steps leaves, and how many steps there are. */
export const divisions: OpDefinition[] = [
  withQuotient(remainder, floorDivide.name),
  withQuotient(fmod, TRUNCATED),
  floorDivide
];
export const divisionInternals: OpDefinition[] = [truncatedQuotient];
