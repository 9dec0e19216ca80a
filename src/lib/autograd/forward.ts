import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { apply, tensors } from '../ops/dispatch';
import { castTo, expandTo } from '../ops/reshape';
import { isFloating } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { sameShape, sizeText } from '../tensor/shape';
import { fullLike, type Tensor } from '../tensor/tensor';
import { grad } from './backward';
import { enableGrad, isGradEnabled } from './mode';
import { installTangents } from './tape';

/**
 * Forward mode: beside every value travels its tangent, the directional derivative along what the inputs were given.
 * Both parts together are a dual number. The rules are the vjps of the registry.
 * Source: https://pytorch.org/tutorials/intermediate/forward_ad_usage.html
 */
let tangents: Map<Tensor, Tensor> | null = null;

/** Runs without following tangents. */
function plainly<R>(run: () => R): R {
  const before = tangents;
  tangents = null;
  try {
    return run();
  } finally {
    tangents = before;
  }
}

const added = (sum: Tensor | null, one: Tensor): Tensor => (sum ? tensors.add(sum, one) : one);

/** The tangent of an output, given those of the inputs that move; null where none reaches it. */
type Rule = (
  op: OpDefinition,
  inputs: readonly Tensor[],
  output: Tensor,
  attributes: Attributes,
  moving: readonly (Tensor | undefined)[]
) => Tensor | null;

/** An elementwise operation's Jacobian is diagonal, so vjp and jvp multiply by the same local derivative. */
const elementwiseTangent: Rule = (op, inputs, output, attributes, moving) => {
  const vjps = op.elementwise?.(attributes).vjps ?? [];
  return moving.reduce<Tensor | null>((sum, tangent, k) => {
    const vjp = tangent && vjps[k];
    return vjp ? added(sum, vjp(tensors, tangent, output, ...inputs)) : sum;
  }, null);
};

/** A vjp is linear in the upstream gradient: differentiated by it, it gives the jvp. */
const transposedTangent: Rule = (op, inputs, output, attributes, moving) => {
  const createGraph = isGradEnabled();
  return enableGrad(() => {
    const upstream = fullLike(output, 0);
    upstream.requiresGrad = true;
    const context = { upstream, inputs, output, attributes, isRecorded: true };
    const grads = op.vjp(context, moving.map(Boolean));
    const product = grads.reduce<Tensor | null>((sum, one, k) => {
      const tangent = moving[k];
      return one?.requiresGrad && tangent
        ? added(sum, apply('sum', [tensors.mul(one, tangent)]))
        : sum;
    }, null);
    return product && (grad(product, [upstream], { createGraph })[0] ?? null);
  });
};

function propagate(
  op: OpDefinition,
  inputs: readonly Tensor[],
  output: Tensor,
  attributes: Attributes
): void {
  const level = tangents;
  if (!level || op.gradFn === null) return;
  const moving = inputs.map((t) => level.get(t));
  if (!moving.some(Boolean)) return;
  const rule = op.elementwise ? elementwiseTangent : transposedTangent;
  const tangent = plainly(() => {
    const found = rule(op, inputs, output, attributes, moving);
    return found && castTo(expandTo(found, output.shape), output.dtype);
  });
  if (tangent) level.set(output, tangent);
}

/** The tangent that a tensor carries now, or null. */
export const tangentOf = (t: Tensor): Tensor | null => tangents?.get(t) ?? null;

/** Whether a tensor carries a tangent now. */
export const hasTangent = (t: Tensor): boolean => tangents?.has(t) ?? false;

/**
 * Value and directional derivative of a function in one pass forward.
 * @param inputs what the function is called with, floating
 * @param directions a tangent for each input, of its shape and dtype
 * @returns the output, and its tangent of the same shape: zeros where it doesn't depend on the inputs
 * @throws TorchError for tangents of another shape or dtype, and inside another forward pass
 */
export function forwardDerivative(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  directions: readonly Tensor[]
): { output: Tensor; tangent: Tensor } {
  if (tangents) {
    throw new TorchError('Nested forward mode AD is not supported at the moment');
  }
  inputs.forEach((input, k) => {
    const direction = directions[k];
    if (!direction || !sameShape(direction.shape, input.shape)) {
      throw new TorchError(
        `Expected tangent to have the same shape as primal: got ${direction ? sizeText(direction.shape) : 'None'} and ${sizeText(input.shape)}`
      );
    }
    if (!isFloating(input.dtype)) {
      throw new TorchError(
        `Expected primal to be floating point or complex, but got: torch.${input.dtype}`,
        'ValueError'
      );
    }
    if (direction.dtype !== input.dtype) {
      throw new TorchError('Expected tangent to have the same dtype as primal');
    }
  });
  installTangents(propagate);
  const level = new Map<Tensor, Tensor>();
  // Each argument is a tensor of its own, so that the same one given twice moves twice.
  const duals = inputs.map((input, k) => {
    const dual = input.requiresGrad ? apply('clone', [input]) : input.alias();
    const direction = directions[k];
    if (direction) level.set(dual, direction);
    return dual;
  });
  tangents = level;
  try {
    const output = f(...duals);
    return { output, tangent: level.get(output) ?? fullLike(output, 0) };
  } finally {
    tangents = null;
  }
}
