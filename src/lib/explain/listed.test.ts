import { expect, it } from 'vitest';
import { listed, ordinal } from './listed';

it('lists parts of a sentence', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    ...['', 'a', 'a and b', 'a, b and c']
  ]);
});

it('counts in words, and by number from the seventh on', () => {
  expect([2, 3, 6, 7, 11, 12, 13, 21, 22, 23, 112].map(ordinal)).toEqual([
    ...['second', 'third', 'sixth', '7th', '11th', '12th', '13th', '21st', '22nd', '23rd', '112th']
  ]);
});
