import { isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { wrappedDim } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { int } from '../attributes';
import { composite } from '../composite';
import type { OpDefinition } from '../define';
import { apply, tensors } from '../dispatch';
import { indexed } from '../latex';
import { DTYPE } from '../reduce';
import { docs, INPUT, MATRIX, notImplemented } from './common';
import { functional } from './parametric';

/** Activations that weigh elements of one tensor against each other, made of simpler ones. */
export const gatings: OpDefinition[] = [
  composite({
    name: 'softmin',
    family: 'activation',
    summary: 'Softmax of the negative input: the smallest score has the largest share.',
    source: docs('torch.nn.functional.softmin'),
    inputs: [INPUT],
    attributes: { dim: int('Dimension along which the shares sum to 1.'), dtype: DTYPE },
    signature: ['input', 'dim', '*', 'dtype'],
    torch: functional('softmin'),
    gradFn: 'SoftmaxBackward0',
    latex: ([a]) =>
      a ? `\\frac{e^{-${indexed(a)}}}{\\sum_j e^{-${indexed(a).replace(/_i$/, '_j')}}}` : '',
    compose: ([t], { dim, dtype }) => apply('softmax', [tensors.neg(t as Tensor)], { dim, dtype }),
    samples: [
      { inputs: [[1, 2, 3]], attributes: { dim: 0 } },
      { inputs: [MATRIX], attributes: { dim: -1 } },
      { inputs: [[0.5, -1]], attributes: { dim: 0, dtype: 'float64' } }
    ]
  }),
  composite({
    name: 'glu',
    family: 'activation',
    summary: 'Splits the input in halves and multiplies one by the sigmoid of the other.',
    source: docs('torch.nn.functional.glu'),
    inputs: [INPUT],
    attributes: { dim: int('Dimension that is halved.', -1) },
    torch: functional('glu'),
    gradFn: 'GluBackward0',
    latex: ([a]) => `\\operatorname{glu}\\left(${a?.text ?? ''}\\right)`,
    compose: ([t], { dim }) => {
      const input = t as Tensor;
      if (input.shape.length === 0) {
        throw new TorchError('glu does not support scalars because halving size must be even');
      }
      const at = wrappedDim(dim, input.shape.length);
      const size = input.shape[at] ?? 0;
      if (size % 2 !== 0) {
        throw new TorchError(`Halving dimension must be even, but dimension ${at} is size ${size}`);
      }
      if (!isFloating(input.dtype)) throw new TorchError(notImplemented('glu_cpu', input.dtype));
      const half = (start: number): Tensor =>
        apply('narrow', [input], { dim: at, start, length: size / 2 });
      return tensors.mul(half(0), tensors.sigmoid(half(size / 2)));
    },
    samples: [
      { inputs: [[1, -2, 0.5, 3]] },
      { inputs: [MATRIX], attributes: { dim: 0 } },
      {
        inputs: [
          [
            [1, -2],
            [0.5, 4]
          ]
        ],
        attributes: { dim: -1 }
      }
    ]
  })
];
