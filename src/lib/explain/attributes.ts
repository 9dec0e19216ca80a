import { tensorText } from '../tensor/print';
import { Tensor, type GradFn } from '../tensor/tensor';
import type { NodeCell } from './frames';

export interface Attributes {
  readonly data: string;
  readonly grad: string;
  readonly grad_fn: string;
  readonly is_leaf: string;
  readonly requires_grad: string;
  /** PyTorch's warning when `.grad` of a non-leaf is read, else null. */
  readonly warning: string | null;
}

const NON_LEAF_WARNING =
  "UserWarning: The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). " +
  'If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. ' +
  'If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more informations.';

const bool = (value: boolean): string => (value ? 'True' : 'False');

/** An address as CPython prints one: any will do, as long as an object keeps its own. */
function address(key: string): string {
  let hash = 0x811c9dc5;
  for (const char of key) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return `0x7f${hash.toString(16).padStart(8, '0')}${((hash % 251) & 0xf0).toString(16).padStart(2, '0')}`;
}

/** `print(t.grad_fn)`: `<PowBackward0 object at 0x7f…>`, or None for a leaf. */
function gradFnText(gradFn: GradFn | null, key: string): string {
  return gradFn ? `<${gradFn.qualifiedName} object at ${address(key)}>` : 'None';
}

/** The same values without their history, as `t.data` answers. */
function bare(t: Tensor): Tensor {
  return new Tensor(t.data, t.shape, t.dtype, t.strides, t.offset);
}

/**
 * The five attributes that the lab prints, at the cursor's moment: `.grad` stays None until backward has reached the leaf.
 * Returns null before the forward pass has made the tensor.
 * Source: https://pytorch.org/docs/stable/tensors.html
 */
export function attributes(cell: NodeCell, key: string): Attributes | null {
  const t = cell.value;
  if (!t) return null;
  return {
    data: tensorText(bare(t)),
    grad: cell.accumulated ? tensorText(bare(cell.accumulated)) : 'None',
    grad_fn: gradFnText(t.gradFn, key),
    is_leaf: bool(t.isLeaf),
    requires_grad: bool(t.requiresGrad),
    warning: !t.isLeaf ? NON_LEAF_WARNING : null
  };
}
