import { type DType, isFloating, resultType, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { broadcastShapes } from '../../tensor/shape';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { bool, float, int } from '../attributes';
import { composite } from '../composite';
import type { OpDefinition } from '../define';
import { apply, tensors } from '../dispatch';
import type { Latex } from '../latex';
import { castTo, expandTo } from '../reshape';
import { docs, INPUT, MATRIX } from './common';
import { functional } from './parametric';

const pairOf = (first: string, second: string) => [
  { name: first, symbol: 'a' },
  { name: second, symbol: 'b' }
];
const other = [
  [2, 1, -1],
  [0.25, 3, 2]
];

const norm = (t: Tensor, p: number, dim: number, keepdim: boolean): Tensor =>
  apply('norm', [t], { p, dim: [dim], keepdim });

/** Not less than a number, and a constant there. */
const atLeast = (t: Tensor, least: number): Tensor => apply('clamp', [t], { min: least });

const lengths = (a: Latex | undefined): string => `\\left\\lVert ${a?.text ?? ''} \\right\\rVert`;

/** How close vectors are, by angle or by distance, and vectors of length 1. */
export const similarities: OpDefinition[] = [
  composite({
    name: 'cosine_similarity',
    family: 'matrix',
    summary: 'The cosine of the angle between vectors along a dimension.',
    source: docs('torch.nn.functional.cosine_similarity'),
    inputs: pairOf('x1', 'x2'),
    attributes: {
      dim: int('Dimension along which the vectors lie.', 1),
      eps: float('Lengths below this are taken as this long.', 1e-8)
    },
    torch: functional('cosine_similarity'),
    gradFn: 'SumBackward1',
    latex: ([a, b]) =>
      `\\frac{${a?.text ?? ''} \\cdot ${b?.text ?? ''}}{${lengths(a)}\\,${lengths(b)}}`,
    compose: ([x, y], { dim, eps }) => {
      const [a, b] = [x as Tensor, y as Tensor];
      const dtype: DType = resultType([a, b]);
      if (!isFloating(dtype)) {
        throw new TorchError(
          `expected common dtype to be floating point, yet common dtype is ${scalarTypeName(dtype)}`
        );
      }
      const shape = broadcastShapes(a.shape, b.shape);
      const [first, second] = [a, b].map((t) => {
        const wide = expandTo(castTo(t, dtype), shape);
        return tensors.div(wide, atLeast(norm(wide, 2, dim, true), eps));
      }) as [Tensor, Tensor];
      return apply('sum', [tensors.mul(first, second)], { dim: [dim] });
    },
    samples: [
      { inputs: [MATRIX, other] },
      {
        inputs: [
          [1, 2, 3],
          [3, -1, 0.5]
        ],
        attributes: { dim: 0 }
      },
      { inputs: [MATRIX, [1, 2, -1]], attributes: { dim: -1 } }
    ]
  }),
  composite({
    name: 'pairwise_distance',
    family: 'matrix',
    summary: 'The p-norm of the difference of vectors along the last dimension.',
    source: docs('torch.nn.functional.pairwise_distance'),
    inputs: pairOf('x1', 'x2'),
    attributes: {
      p: float('Order of the norm.', 2),
      eps: float('Added to each difference, so that none is 0.', 1e-6),
      keepdim: bool('Whether the last dimension stays, with size 1.', false)
    },
    torch: functional('pairwise_distance'),
    gradFn: 'NormBackward1',
    latex: ([a, b], { p }) =>
      `\\left\\lVert ${a?.text ?? ''} - ${b?.text ?? ''} + \\epsilon \\right\\rVert_{${p}}`,
    compose: ([x, y], { p, eps, keepdim }) => {
      const apart = tensors.add(tensors.sub(x as Tensor, y as Tensor), pythonScalar(eps));
      return norm(apart, p, -1, keepdim);
    },
    samples: [
      { inputs: [MATRIX, other] },
      {
        inputs: [
          [1, 2, 3],
          [3, -1, 0.5]
        ],
        attributes: { p: 1 }
      },
      { inputs: [MATRIX, other], attributes: { p: 3, eps: 0.1, keepdim: true } }
    ]
  }),
  composite({
    name: 'normalize',
    family: 'matrix',
    summary: 'Divides vectors along a dimension by their norm.',
    source: docs('torch.nn.functional.normalize'),
    inputs: [INPUT],
    attributes: {
      p: float('Order of the norm.', 2),
      dim: int('Dimension along which the vectors lie.', 1),
      eps: float('Norms below this are taken as this.', 1e-12)
    },
    torch: functional('normalize'),
    gradFn: 'DivBackward0',
    latex: ([a], { p }) => `\\frac{${a?.text ?? ''}}{${lengths(a)}_{${p}}}`,
    compose: ([x], { p, dim, eps }) => {
      const t = x as Tensor;
      return tensors.div(t, expandTo(atLeast(norm(t, p, dim, true), eps), t.shape));
    },
    samples: [
      { inputs: [MATRIX] },
      { inputs: [[3, -4]], attributes: { p: 2, dim: 0 } },
      { inputs: [MATRIX], attributes: { p: 1, dim: 0 } }
    ]
  }),
  composite({
    name: 'dist',
    family: 'matrix',
    summary: 'The p-norm of the difference of two tensors.',
    source: docs('torch.dist'),
    inputs: [INPUT, { name: 'other', symbol: 'b' }],
    attributes: { p: float('Order of the norm.', 2) },
    torch: { functions: ['torch.dist'], methods: ['dist'] },
    gradFn: 'DistBackward0',
    latex: ([a, b], { p }) =>
      `\\left\\lVert ${a?.text ?? ''} - ${b?.text ?? ''} \\right\\rVert_{${p}}`,
    compose: ([x, y], { p }) => apply('norm', [tensors.sub(x as Tensor, y as Tensor)], { p }),
    samples: [
      {
        inputs: [
          [1, 2, 3],
          [3, -1, 0.5]
        ]
      },
      { inputs: [MATRIX, other], attributes: { p: 1 } },
      { inputs: [MATRIX, [0.25, 1, -2]], attributes: { p: 3 } }
    ]
  })
];
