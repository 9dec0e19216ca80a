import { TorchError } from '../tensor/errors';
import type { Tensor } from '../tensor/tensor';
import { gradNode, type Hook } from './tape';

const onLeaves = new WeakMap<Tensor, Hook[]>();

/** Hooks on the gradient of a leaf. */
export const leafHooks = (leaf: Tensor): Hook[] | null => onLeaves.get(leaf) ?? null;

/**
 * `t.register_hook(hook)`: the hook sees the gradient of `t` whenever it is complete, before anything is done with it,
 * and may answer another one.
 * @returns a function that takes the hook away
 * @throws TorchError for a tensor that requires no gradient
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.register_hook.html
 */
export function registerHook(t: Tensor, hook: Hook): () => void {
  if (!t.requiresGrad) {
    throw new TorchError("cannot register a hook on a tensor that doesn't require gradient");
  }
  const node = gradNode(t);
  const hooks = node ? (node.hooks ??= []) : (onLeaves.get(t) ?? []);
  if (!node) onLeaves.set(t, hooks);
  hooks.push(hook);
  return () => {
    const at = hooks.indexOf(hook);
    if (at >= 0) hooks.splice(at, 1);
  };
}

/**
 * `t.retain_grad()`: the next backward passes keep the gradient of `t`, which is no leaf, in its `.grad`.
 * @throws TorchError for a tensor that requires no gradient
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.retain_grad.html
 */
export function retainGrad(t: Tensor): void {
  if (!t.requiresGrad) {
    throw new TorchError("can't retain_grad on Tensor that has requires_grad=False");
  }
  const node = gradNode(t);
  if (node) node.retained = t;
}

/** `t.retains_grad`. */
export const retainsGrad = (t: Tensor): boolean => gradNode(t)?.retained === t;
