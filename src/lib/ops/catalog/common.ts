import type { DType } from '../../tensor/dtype';
import type { InputSpec } from '../define';

export const docs = (page: string): string =>
  `https://pytorch.org/docs/stable/generated/${page}.html`;

export const INPUT: InputSpec = { name: 'input', symbol: 'a' };
export const OTHER: InputSpec = { name: 'other', symbol: 'b' };

/** `torch.NAME` and the method of the same name. */
export const torchNames = (name: string, ...more: string[]) => ({
  functions: [`torch.${name}`, ...more],
  methods: [name]
});

/** PyTorch's words for a dtype that a kernel doesn't take. */
export const notImplemented = (kernel: string, dtype: DType): string =>
  `"${kernel}" not implemented for '${dtype === 'bool' ? 'Bool' : 'Long'}'`;
