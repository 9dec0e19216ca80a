import { isFloating, type DType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { numbers } from '../algebra';
import { float } from '../attributes';
import { define, type OpDefinition } from '../define';
import { apply, tensors } from '../dispatch';
import { indexed, numberLatex } from '../latex';
import {
  DIMS,
  DTYPE,
  KEEPDIM,
  lanesOf,
  localOfReduction,
  reducedDims,
  reducedShape,
  reduceLanes,
  restored,
  sumKept,
  type LaneKernel,
  type Vjp
} from '../reduce';
import { castTo } from '../reshape';
import { docs, INPUT, torchNames } from './common';

const ZERO = pythonScalar(0);

const NORM = {
  p: float(
    'Order: the sum of |a|^p to the power of 1/p; ∞ and −∞ give the largest and the smallest size, 0 counts.',
    2
  ),
  dim: DIMS,
  keepdim: KEEPDIM,
  dtype: DTYPE
};

interface Norm {
  readonly p: number;
  readonly dim: readonly number[] | null;
}

/** The element of largest (or smallest) size; NaN where there is one. */
const laneSize =
  (isLargest: boolean): LaneKernel =>
  (data, start, step, size) => {
    if (size === 0) return 0;
    let found = isLargest ? 0 : Infinity;
    const pick = isLargest ? Math.max : Math.min;
    const end = start + size * step;
    for (let at = start; at < end; at += step) found = pick(found, Math.abs(data[at] as number));
    return found;
  };

const laneOfTerms =
  (term: (value: number) => number, finish: (total: number) => number): LaneKernel =>
  (data, start, step, size) => {
    if (size === 0) return 0;
    let total = 0;
    const end = start + size * step;
    for (let at = start; at < end; at += step) total += term(data[at] as number);
    return finish(total);
  };

function laneNorm(p: number): LaneKernel {
  if (p === 0)
    return laneOfTerms(
      (x) => Number(x !== 0),
      (count) => count
    );
  if (p === 1) return laneOfTerms(Math.abs, (total) => total);
  if (p === 2) return laneOfTerms((x) => x * x, Math.sqrt);
  if (Math.abs(p) === Infinity) return laneSize(p > 0);
  return laneOfTerms(
    (x) => numbers.pow(Math.abs(x), p),
    (total) => numbers.pow(total, 1 / p)
  );
}

/** The gradient of a norm other than that of order 0, with the reduced dimensions of `g` and `norm` in place. */
function normGradient(g: Tensor, x: Tensor, norm: Tensor, p: number, dims: number[]): Tensor {
  const m = tensors;
  const power = (base: Tensor, exponent: number): Tensor => m.pow(base, pythonScalar(exponent));
  const unlessZero = (of: Tensor, t: Tensor): Tensor => m.where(m.eq(of, ZERO), ZERO, t);
  if (p === 1) return m.mul(m.sign(x), g);
  if (p === 2) return m.mul(g, unlessZero(norm, m.div(x, norm)));
  if (Math.abs(p) === Infinity) {
    const isNaN = apply('ne', [x, x]);
    const mask = apply('logical_or', [m.eq(m.abs(x), norm), isNaN]);
    return m.mul(m.sign(x), m.mul(m.div(g, sumKept(mask, dims)), mask));
  }
  if (p < 1) {
    const scaled = m.mul(m.sign(x), unlessZero(x, power(m.abs(x), p - 1)));
    return m.mul(m.mul(scaled, g), power(norm, 1 - p));
  }
  const scaled =
    p < 2 ? m.mul(m.sign(x), power(m.abs(x), p - 1)) : m.mul(x, power(m.abs(x), p - 2));
  return m.mul(scaled, unlessZero(norm, m.div(g, power(norm, p - 1))));
}

const normVjp: Vjp<Norm> = ({ upstream, inputs: [t], output, attributes: { p, dim } }) => {
  if (p === 0) return [null];
  const input = t as Tensor;
  const { shape } = input;
  const dims = reducedDims(dim, shape.length);
  const [g, norm] = [upstream, output].map((one) => restored(one, shape, dims)) as [Tensor, Tensor];
  return [castTo(normGradient(g, castTo(input, output.dtype), norm, p, dims), input.dtype)];
};

/** @throws TorchError for types without fractions, in the input or asked for */
function normed(t: Tensor, wanted: string | null): DType {
  const dtype = (wanted as DType | null) ?? t.dtype;
  if (isFloating(dtype)) return dtype;
  const got = dtype === 'bool' ? 'Bool' : 'Long';
  throw new TorchError(
    wanted === null
      ? `norm(): input dtype should be either floating point or complex. Got ${got} instead.`
      : `norm(): the desired output dtype should be either floating point or complex. Got ${got} instead.`
  );
}

/** How far from 0 the elements lie. */
export const norms: OpDefinition[] = [
  define({
    name: 'norm',
    family: 'reduction',
    summary: 'The p-norm: how long the vector of all elements is.',
    source: docs('torch.norm'),
    inputs: [INPUT],
    attributes: NORM,
    signature: ['input', 'p', 'dim', 'keepdim', '*', 'dtype'],
    torch: torchNames('norm'),
    gradFn: (_, { dtype }) => (dtype === null ? 'NormBackward1' : 'NormBackward3'),
    latex: ([a], { p }) =>
      a ? `\\left\\lVert ${a.text} \\right\\rVert_{${numberLatex(p).text}}` : '',
    localLatex: (_, [a], output, { p }) => {
      if (!a) return null;
      const element = indexed(a);
      if (p === 2) return `\\frac{${element}}{${output.text}}`;
      if (p === 0) return '0';
      const sign = `\\operatorname{sign}\\left(${element}\\right)`;
      if (p === 1) return sign;
      if (Math.abs(p) === Infinity) {
        return `\\begin{cases} ${sign} & \\left|${element}\\right| = ${output.text} \\\\ 0 & \\text{otherwise} \\end{cases}`;
      }
      return `${sign} \\left(\\frac{\\left|${element}\\right|}{${output.text}}\\right)^{${numberLatex(p - 1).text}}`;
    },
    local: localOfReduction(normVjp),
    // PyTorch looks at both whatever the order is.
    saves: { inputs: [0], output: true },
    kinks:
      'Where the norm is 0, the gradient is 0 by convention; orders ∞ and −∞ share it evenly among ties.',
    versions:
      'The names of the backward nodes are those of 1.13; current releases print LinalgVectorNormBackward0.',
    forward: ([t], { p, dim, keepdim, dtype }) => {
      const input = t as Tensor;
      const made = normed(input, dtype);
      const dims = reducedDims(dim, input.shape.length);
      const shape = reducedShape(input.shape, dims, keepdim);
      return reduceLanes(lanesOf(input, dims, made), shape, made, laneNorm(p));
    },
    vjp: normVjp,
    samples: [
      { inputs: [[3, -4]] },
      { inputs: [-2] },
      {
        inputs: [
          [
            [3, -4],
            [1, 2]
          ]
        ],
        attributes: { p: 1, dim: [0] }
      },
      {
        inputs: [
          [
            [3, -4, 1],
            [1, 2, -2]
          ]
        ],
        attributes: { p: 3, dim: [-1], keepdim: true }
      },
      { inputs: [[0.5, -2, 1]], attributes: { p: Infinity } },
      { inputs: [[0, 0]], kink: true },
      { inputs: [[3, -3, 1]], attributes: { p: Infinity }, kink: true },
      { inputs: [[4, -1, 2]], attributes: { p: 1.5, dim: [0], dtype: 'float64' } }
    ]
  })
];
