import { isFloating, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { float } from '../attributes';
import { composite } from '../composite';
import type { OpDefinition } from '../define';
import { apply } from '../dispatch';
import { numberLatex } from '../latex';
import { DIMS, DTYPE, KEEPDIM } from '../reduce';
import { docs, MATRIX } from './common';

/** The norm of vectors under its newer name. */
export const vectorNorm: OpDefinition = composite({
  name: 'vector_norm',
  family: 'reduction',
  summary: 'The p-norm of vectors: of all elements, or along dimensions.',
  source: docs('torch.linalg.vector_norm'),
  inputs: [{ name: 'x', symbol: 'a' }],
  attributes: {
    ord: float('Order: the sum of |a|^p to the power of 1/p; ∞ and −∞ give extremes, 0 counts.', 2),
    dim: DIMS,
    keepdim: KEEPDIM,
    dtype: DTYPE
  },
  signature: ['x', 'ord', 'dim', 'keepdim', '*', 'dtype'],
  torch: { functions: ['torch.linalg.vector_norm'], methods: [] },
  gradFn: 'LinalgVectorNormBackward0',
  latex: ([a], { ord }) =>
    `\\left\\lVert ${a?.text ?? ''} \\right\\rVert_{${numberLatex(ord).text}}`,
  kinks:
    'Where the norm is 0, the gradient is 0 by convention; orders ∞ and −∞ share it evenly among ties.',
  compose: ([t], { ord, dim, keepdim, dtype }) => {
    const input = t as Tensor;
    if (!isFloating(input.dtype)) {
      throw new TorchError(
        `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${scalarTypeName(input.dtype)}`
      );
    }
    if (input.numel === 0 && (ord === Infinity || ord < 0)) {
      throw new TorchError(
        `linalg.vector_norm cannot compute the ${ord === Infinity ? 'inf' : String(ord).replace('Infinity', 'inf')} norm on an empty tensor because the operation does not have an identity`
      );
    }
    return apply('norm', [input], { p: ord, dim, keepdim, dtype });
  },
  samples: [
    { inputs: [[3, -4]] },
    { inputs: [MATRIX] },
    { inputs: [MATRIX], attributes: { ord: 1, dim: [0] } },
    { inputs: [MATRIX], attributes: { ord: 3, dim: [1], keepdim: true } },
    { inputs: [[0.5, -2, 1]], attributes: { ord: Infinity } },
    { inputs: [[0, 0]], kink: true }
  ]
});
