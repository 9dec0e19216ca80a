import { apply } from '../ops/dispatch';
import { TorchError } from '../tensor/errors';
import { sameShape, sizeText } from '../tensor/shape';
import { fullLike, Tensor } from '../tensor/tensor';
import { grad } from './backward';
import { forwardDerivative } from './forward';
import { setRequiresGrad } from './inplace';
import { enableGrad } from './mode';

/**
 * `torch.autograd.functional`: derivatives of functions instead of tensors.
 * Source: https://pytorch.org/docs/stable/autograd.html#functional-higher-level-api
 */
export interface FunctionalOptions {
  /** Whether the answer can be differentiated again. */
  readonly createGraph?: boolean;
}

type Fn = (...inputs: Tensor[]) => Tensor;

/** Inputs of their own, so that gradients are of this call alone. */
function fresh(inputs: readonly Tensor[], createGraph: boolean): Tensor[] {
  return inputs.map((input) => {
    if (createGraph && input.requiresGrad) return apply('clone', [input]);
    return setRequiresGrad(input.alias());
  });
}

const done = (t: Tensor, createGraph: boolean): Tensor => (createGraph ? t : t.alias());

/**
 * The gradient of every element of the output with respect to every element of each input.
 * @returns per input a tensor of shape output.shape + input.shape; zeros where nothing depends
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.jacobian.html
 */
export function jacobian(
  f: Fn,
  inputs: readonly Tensor[],
  { createGraph = false }: FunctionalOptions = {}
): Tensor[] {
  return enableGrad(() => {
    const own = fresh(inputs, createGraph);
    const output = f(...own);
    const rows = Array.from({ length: output.numel }, (_, i) => {
      if (!output.requiresGrad) return own.map(() => null);
      const gradient = fullLike(output, 0);
      gradient.data[i] = 1;
      return grad(output, own, { gradient, createGraph, retainGraph: true });
    });
    return own.map((input, k) => {
      const shape = [...output.shape, ...input.shape];
      if (rows.length === 0) return fullLike({ shape, dtype: input.dtype }, 0);
      const parts = rows.map((row) => row[k] ?? fullLike(input, 0));
      return done(apply('reshape', [apply('stack', parts)], { shape }), createGraph);
    });
  });
}

/**
 * Second derivatives of a function with one number as its result.
 * @returns row by row: entry [i][j] has the shape of input i followed by that of input j
 * @throws TorchError where the function answers more than one element
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.hessian.html
 */
export function hessian(
  f: Fn,
  inputs: readonly Tensor[],
  { createGraph = false }: FunctionalOptions = {}
): Tensor[][] {
  const slope =
    (index: number): Fn =>
    (...own) => {
      const output = f(...own);
      if (output.numel !== 1) {
        throw new TorchError(
          'The Tensor returned by the function given to hessian should contain a single element'
        );
      }
      const input = own[index] as Tensor;
      const value = output.shape.length > 0 ? apply('sum', [output]) : output;
      const [found] = value.requiresGrad ? grad(value, [input], { createGraph: true }) : [];
      return found ?? fullLike(input, 0);
    };
  return inputs.map((_, i) => jacobian(slope(i), inputs, { createGraph }));
}

function checkVector(v: Tensor | undefined, like: Tensor): void {
  if (v && !sameShape(v.shape, like.shape)) {
    throw new TorchError(
      `v has invalid size: should be ${sizeText(like.shape)} but got ${sizeText(v.shape)}.`
    );
  }
}

/**
 * The output and v·J: gradients of the inputs for the upstream gradient `v`.
 * @param v of the output's shape; left out for a single element
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.vjp.html
 */
export function vjp(
  f: Fn,
  inputs: readonly Tensor[],
  v?: Tensor,
  { createGraph = false }: FunctionalOptions = {}
): { output: Tensor; grads: Tensor[] } {
  return enableGrad(() => {
    const own = fresh(inputs, createGraph);
    const output = f(...own);
    if (!v && output.numel !== 1) {
      throw new TorchError(
        'The vector v can only be None if the user-provided function returns a single Tensor with a single element.'
      );
    }
    checkVector(v, output);
    const gradient = v ?? fullLike(output, 1);
    const found = output.requiresGrad ? grad(output, own, { gradient, createGraph }) : [];
    const grads = own.map((input, k) => done(found[k] ?? fullLike(input, 0), createGraph));
    return { output: done(output, createGraph), grads };
  });
}

/**
 * The output and J·v: its derivative along `v`, computed in one pass forward.
 * @param v one tangent per input; left out for a single input of one element
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.jvp.html
 */
export function jvp(
  f: Fn,
  inputs: readonly Tensor[],
  v?: readonly Tensor[],
  { createGraph = false }: FunctionalOptions = {}
): { output: Tensor; tangent: Tensor } {
  if (!v && (inputs.length !== 1 || inputs[0]?.numel !== 1)) {
    throw new TorchError(
      'The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.'
    );
  }
  inputs.forEach((input, k) => checkVector(v?.[k], input));
  const directions = v ?? inputs.map((input) => fullLike(input, 1));
  const { output, tangent } = forwardDerivative(f, inputs, directions);
  return { output: done(output, createGraph), tangent: done(tangent, createGraph) };
}

/** Hessian times vector, forward over reverse: the derivative of the gradient along `v`. */
export function hvp(f: Fn, input: Tensor, v: Tensor): Tensor {
  const slope: Fn = (x) => {
    x.requiresGrad = true;
    const [found] = grad(f(x), [x], { createGraph: true });
    return found ?? fullLike(x, 0);
  };
  return enableGrad(() => done(forwardDerivative(slope, [input], [v]).tangent, false));
}
