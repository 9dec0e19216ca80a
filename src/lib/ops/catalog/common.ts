import type { DType } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import type { AttributeSpecs } from '../attributes';
import type { InputSpec, OpDefinition } from '../define';
import { elementwise, type ElementwiseEntry } from '../elementwise';

export const docs = (page: string): string =>
  `https://pytorch.org/docs/stable/generated/${page}.html`;

export const INPUT: InputSpec = { name: 'input', symbol: 'a' };
export const OTHER: InputSpec = { name: 'other', symbol: 'b' };

/** `torch.NAME` and the method of the same name. */
export const torchNames = (name: string, ...more: string[]) => ({
  functions: [`torch.${name}`, ...more],
  methods: [name]
});

export const isBool = (t: Tensor): boolean => t.dtype === 'bool';

/** PyTorch's words for a dtype that a kernel doesn't take. */
export const notImplemented = (kernel: string, dtype: DType): string =>
  `"${kernel}" not implemented for '${dtype === 'bool' ? 'Bool' : 'Long'}'`;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** An elementwise function of one tensor; its names and page follow from the registry name where PyTorch has no others. */
export const unary = <S extends AttributeSpecs = Record<never, never>>(
  entry: DistributiveOmit<ElementwiseEntry<S>, 'inputs' | 'source' | 'torch'> &
    Partial<Pick<ElementwiseEntry<S>, 'source' | 'torch'>>
): OpDefinition =>
  elementwise<S>({
    source: docs(`torch.${entry.name}`),
    torch: torchNames(entry.name),
    inputs: [INPUT],
    ...entry
  });

/** Samples for functions that are smooth everywhere. */
export const reals = [
  { inputs: [0.5] },
  { inputs: [[-1.5, 0, 2]] },
  {
    inputs: [
      [
        [1, -2],
        [3, 0.25]
      ]
    ]
  }
];
/** Samples for functions of positive numbers. */
export const positives = [{ inputs: [2] }, { inputs: [[0.25, 1, 10]] }];
/** A matrix for samples. */
export const MATRIX = [
  [1, -2, 3],
  [0.5, 4, -1]
];
/** A matrix with as many rows as columns. */
export const SQUARE = [
  [1, 2, 3],
  [4, 5, 6],
  [-1, 0.5, -3]
];
