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
