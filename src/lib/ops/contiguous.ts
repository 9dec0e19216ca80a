import { copyOf, type Tensor } from '../tensor/tensor';
import { hidden } from './define';
import { call } from './dispatch';

const copy = hidden({
  name: 'contiguous',
  gradFn: 'CloneBackward0',
  forward: ([t]) => copyOf(t as Tensor),
  vjp: ({ upstream }) => [upstream]
});

/**
 * The tensor, or a copy whose elements lie in row-major order where its own don't.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.contiguous.html
 */
export const contiguous = (t: Tensor): Tensor => (t.isContiguous ? t : call(copy, [t]));
