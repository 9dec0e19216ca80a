import katex from 'katex';
import { expect } from 'vitest';

/** Holds LaTeX against KaTeX without any leniency but colouring by class, the one extension that is meant. */
export function expectSettable(latex: string): void {
  const set = (): string =>
    katex.renderToString(latex, {
      throwOnError: true,
      strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
      trust: ({ command }) => command === '\\htmlClass'
    });
  expect(set, latex).not.toThrow();
  expect(latex).toMatch(/\S/);
  // Text where a symbol is meant, and sides of an equation that are empty.
  expect(latex).not.toMatch(/undefined|(?<!\\text\{)NaN|Infinity|= *=|^ *=|= *$/);
}
