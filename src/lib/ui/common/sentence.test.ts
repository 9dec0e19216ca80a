import { expect, it } from 'vitest';
import { sentenceParts } from './sentence';

const shown = (sentence: string): string =>
  sentenceParts(sentence)
    .map(({ text, isCode }) => (isCode ? `<${text}>` : text))
    .join('');

it.each([
  ['plain', 'plain'],
  ['Set `x` to 2.', 'Set <x> to 2.'],
  ['`a` and `b`', '<a> and <b>'],
  ['the second ` ```python mended `, or', 'the second <```python mended>, or'],
  ['``x`y`` stays', '<x`y> stays'],
  ['an odd ` stays', 'an odd ` stays'],
  ['', '']
])('%s', (sentence, expected) => {
  expect(shown(sentence)).toBe(expected);
});
