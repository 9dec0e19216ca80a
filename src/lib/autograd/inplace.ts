import type { Attributes } from '../ops/attributes';
import { hidden, type OpDefinition, type Saved, SAVES_NOTHING } from '../ops/define';
import { convertible } from '../ops/catalog/storage';
import { indexPut } from '../ops/catalog/writing';
import { apply, call, tensors } from '../ops/dispatch';
import { castTo, expandTo, reduceTo } from '../ops/reshape';
import { type SubscriptItem, viewedAt } from '../ops/subscript';
import { expanded } from '../ops/views';
import { cast, isFloating, requireCast } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { broadcastShapes, listText, sameShape } from '../tensor/shape';
import { copyOf, fullLike, scalar, type Tensor } from '../tensor/tensor';
import { isGradEnabled, noGrad } from './mode';
import { attach, GradNode, gradNode } from './tape';
import type { View } from './view';

/** @throws TorchError where autograd can't follow a change of this tensor. */
function requireChangeable(target: Tensor): void {
  if (!isGradEnabled()) return;
  const view = target.view as View | null;
  const isLeafBase = view !== null && view.base.requiresGrad && view.base.isLeaf;
  if (isLeafBase) {
    throw new TorchError(
      'a view of a leaf Variable that requires grad is being used in an in-place operation.'
    );
  }
  if (target.requiresGrad && target.isLeaf) {
    throw new TorchError(
      'a leaf Variable that requires grad is being used in an in-place operation.'
    );
  }
}

/** @throws TorchError where several elements share one place in memory, as in an expanded tensor. */
function requireDistinct(target: Tensor): void {
  if (target.strides.some((step, dim) => step === 0 && (target.shape[dim] ?? 0) > 1)) {
    throw new TorchError(
      'unsupported operation: more than one element of the written-to tensor refers to a single memory location. ' +
        'Please clone() the tensor before performing the operation.'
    );
  }
}

/** Writes elements in row-major order to where the target has them. */
function write(target: Tensor, values: readonly number[]): void {
  const { data, shape, strides, dtype } = target;
  let next = 0;
  const visit = (dim: number, position: number): void => {
    if (dim === shape.length) {
      data[position] = cast(values[next++] ?? NaN, dtype);
      return;
    }
    const step = strides[dim] ?? 0;
    for (let i = 0; i < (shape[dim] ?? 0); i++) visit(dim + 1, position + i * step);
  };
  visit(0, target.offset);
}

/** The tensor as it is before the change: the same elements and the same history, in storage of its own. */
function snapshot(target: Tensor): Tensor {
  const before = copyOf(target);
  before.gradFn = target.gradFn;
  before.requiresGrad = target.requiresGrad;
  return before;
}

/** The base of a view after the view changed: outside the view as before, inside the new values. */
class CopySlices extends GradNode {
  constructor(
    base: Tensor,
    value: Tensor,
    private readonly view: View,
    output: Tensor
  ) {
    super('CopySlices', 'CopySlices', [base, value], output);
  }

  protected saves(): Saved {
    return SAVES_NOTHING;
  }

  protected gradients(upstream: Tensor): readonly (Tensor | null)[] {
    const inside = fullLike({ shape: this.output.shape, dtype: 'bool' }, 0);
    const part = noGrad(() => this.view.replay(inside));
    write(part, new Array<number>(part.numel).fill(1));
    return [
      tensors.where(inside, fullLike({ shape: [], dtype: upstream.dtype }, 0), upstream),
      this.view.replay(upstream)
    ];
  }
}

/** Makes the result of a recorded computation the history of the tensor that it was written into. */
function rebase(target: Tensor, result: Tensor, baseBefore: Tensor | null): void {
  const view = target.view as View | null;
  if (view && baseBefore) {
    const { base } = view;
    const node = new CopySlices(baseBefore, result, view, base);
    attach(base, node);
    node.moveTo(base);
    return;
  }
  const node = gradNode(result);
  if (!node) return;
  attach(target, node);
  node.moveTo(target);
}

/**
 * Runs an operation and writes its result into its first input, as PyTorch's `add_`, `mul_` and the like.
 * @returns the input, changed; views of it and of its base change with it
 * @throws TorchError where the result has another shape or a dtype of a higher kind, for a leaf that requires a
 *   gradient (or a view of one) while recording, and where elements share their memory
 * Source: https://pytorch.org/docs/stable/notes/autograd.html#in-place-operations-with-autograd
 */
export function inPlace(
  op: OpDefinition,
  target: Tensor,
  others: readonly Tensor[],
  attributes?: Attributes
): Tensor {
  requireChangeable(target);
  const isTracked = isGradEnabled() && [target, ...others].some((t) => t.requiresGrad);
  // Only a history reads the elements as they were.
  const before = isTracked ? snapshot(target) : target;
  const view = target.view as View | null;
  const result = call(op, [before, ...others], attributes);
  if (!sameShape(result.shape, target.shape)) {
    throw new TorchError(
      `output with shape ${listText(target.shape)} doesn't match the broadcast shape ${listText(result.shape)}`
    );
  }
  requireCast(result.dtype, target.dtype);
  requireDistinct(target);
  const isFollowed = result.requiresGrad || view?.base.requiresGrad;
  if (view?.isUntracked && isGradEnabled() && isFollowed) {
    throw new TorchError(
      'A view was created in no_grad mode and is being modified inplace with grad mode enabled. Given that this use ' +
        'case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the ' +
        "inplace either both inside the no_grad block (if you don't want the inplace to be tracked) or both outside " +
        '(if you want the inplace to be tracked).'
    );
  }
  const converted = isFloating(target.dtype) ? castTo(result, target.dtype) : result;
  const baseBefore = view && converted.requiresGrad ? snapshot(view.base) : null;
  write(target, converted.values());
  target.changed();
  if (isGradEnabled() && converted.requiresGrad) rebase(target, converted, baseBefore);
  return target;
}

const overwrite = (
  name: string,
  gradFn: OpDefinition['gradFn'],
  inputs: OpDefinition['inputs']
): OpDefinition =>
  hidden({
    name,
    inputs,
    gradFn,
    forward: ([target, value]) => {
      const { shape, dtype } = target as Tensor;
      const from = value ?? fullLike({ shape: [], dtype }, 0);
      // A source of more dimensions shows as a result of another shape.
      const fits = from.shape.length <= shape.length;
      // Says so where sizes differ.
      if (fits) broadcastShapes(shape, from.shape);
      return noGrad(() => copyOf(castTo(fits ? expandTo(from, shape) : from, dtype)));
    },
    vjp: ({ upstream, inputs: [target, value] }) => [
      fullLike(target as Tensor, 0),
      ...(value ? [castTo(reduceTo(upstream, value.shape), value.dtype)] : [])
    ]
  });

const SELF = { name: 'input', symbol: 'a' };
const copyOperation = overwrite('copy_', 'CopyBackwards', [SELF, { name: 'src', symbol: 'b' }]);
const fillOperation = overwrite(
  'fill_',
  (inputs) => (inputs[1]?.isPythonScalar ? 'FillBackward2' : 'FillBackward3'),
  [SELF, { name: 'value', symbol: 'b' }]
);
const zeroOperation = overwrite('zero_', 'ZeroBackward0', [SELF]);

/** `target.copy_(source)`, and what `target[…] = source` does on a view. */
export const copyInto = (target: Tensor, source: Tensor): Tensor =>
  inPlace(copyOperation, target, [source]);

/** Without the dimensions of size 1 in front, which what is assigned may have. */
function withoutLead(source: Tensor): Tensor {
  const { shape } = source;
  const first = shape.findIndex((size) => size !== 1);
  const lead = first < 0 ? shape.length : first;
  return lead === 0 ? source : apply('view', [source], { size: shape.slice(lead) });
}

/**
 * Python's `t[items] = value`: what numbers, slices and the like view is overwritten, what tensors of whole numbers or
 * conditions pick is replaced. The tensor changes, and with it its views and its base.
 * @param value a Python number takes the tensor's dtype, another tensor's may differ only where nothing is picked
 * @throws TorchError (IndexError, ValueError for the items) in PyTorch's words, and as `inPlace`
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
 */
export function assignSubscript(t: Tensor, items: readonly SubscriptItem[], value: Tensor): void {
  // PyTorch takes it for an empty choice, and leaves the tensor alone.
  if (items.length === 1 && items[0] === false) return;
  const only = items.length === 1 && items[0] === true ? [null] : items;
  const { view, indices, dims } = viewedAt(t, only);
  const source = value.isPythonScalar
    ? scalar(convertible(value.item(), t.dtype), t.dtype)
    : withoutLead(value);
  if (indices.length > 0) {
    inPlace(indexPut, view, [source, ...indices], { dims });
    return;
  }
  // Says so where it doesn't fit.
  expanded(source, view.shape);
  const isBare = items.length === 1 && items[0] === 'ellipsis';
  const target = view === t && !isBare ? apply('alias', [t]) : view;
  if (source.shape.length === 0) fill(target, source);
  else copyInto(target, source);
}

/** `target.fill_(value)`. @throws TorchError for a number that the dtype has no place for */
export function fill(target: Tensor, value: Tensor): Tensor {
  if (value.isPythonScalar) {
    requireChangeable(target);
    convertible(value.item(), target.dtype);
  }
  return inPlace(fillOperation, target, [value]);
}

/** `target.zero_()`. */
export const zero = (target: Tensor): Tensor => inPlace(zeroOperation, target, []);

/**
 * `t.requires_grad_(wanted)`.
 * @throws TorchError for dtypes that aren't floating, and for switching it off where an operation made the tensor
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.requires_grad_.html
 */
export function setRequiresGrad(t: Tensor, wanted = true): Tensor {
  if (!t.isLeaf && !wanted) {
    throw new TorchError(
      "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach()."
    );
  }
  if (wanted && !isFloating(t.dtype)) {
    throw new TorchError('only Tensors of floating point dtype can require gradients');
  }
  t.requiresGrad = wanted;
  return t;
}
