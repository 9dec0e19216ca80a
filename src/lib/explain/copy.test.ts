import katex from 'katex';
import { expect, it } from 'vitest';
import { plainLatex } from './copy';

it('leaves out what only colours, whatever is inside', () => {
  expect(plainLatex('x = \\htmlClass{forward-ink}{4}')).toBe('x = {4}');
  expect(plainLatex('\\htmlClass{a}{\\frac{1}{\\htmlClass{b}{x}^{2}}} + 1')).toBe(
    '{\\frac{1}{{x}^{2}}} + 1'
  );
  expect(plainLatex('\\htmlClass{a}{\\{x\\}}')).toBe('{\\{x\\}}');
  expect(plainLatex('2\\,x')).toBe('2\\,x');
  // Ordinary LaTeX knows no such command.
  const set = (latex: string): string =>
    katex.renderToString(latex, { throwOnError: true, strict: 'error' });
  expect(() => set('\\htmlClass{a}{x}')).toThrow();
  expect(() => set(plainLatex('\\underbrace{\\htmlClass{a}{x}}_{y}'))).not.toThrow();
});
