import { isFloating } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import type { TorchNames } from '../define';
import { notImplemented } from './common';

/** Names of a function that has neither a method nor a place in `torch` itself. */
export const functional = (name: string): TorchNames => ({
  functions: [`torch.nn.functional.${name}`],
  methods: []
});

/** Refuses integers and bools in a kernel's name. */
export const floatingOnly =
  (kernel: string) =>
  ([t]: readonly Tensor[]): string | null =>
    t && !isFloating(t.dtype) ? notImplemented(kernel, t.dtype) : null;

/** Samples for functions with a kink at 0. */
export const crossing = [{ inputs: [2] }, { inputs: [-2] }, { inputs: [[-1.5, 0.5, 3]] }];
