import { expect, it } from 'vitest';
import { excerpt } from './excerpt';

const BODY = 'i, = ctx.saved_tensors\nreturn grad_output * 2 * j';

it('shows the line of a fault and marks the place', () => {
  const at = BODY.length - 1;
  expect(excerpt(BODY, at, at + 1)).toEqual({
    line: 2,
    before: 'return grad_output * 2 * '.slice(-30),
    marked: 'j',
    after: ''
  });
  expect(excerpt('x +* 2', 3, 4)).toEqual({ line: 1, before: 'x +', marked: '*', after: ' 2' });
});

it('marks a blank where something is missing', () => {
  expect(excerpt('x +', 3, 3)).toEqual({ line: 1, before: 'x +', marked: ' ', after: '' });
  expect(excerpt('', 0, 0)).toEqual({ line: 1, before: '', marked: ' ', after: '' });
  expect(excerpt('a\nb', 1, 1)).toEqual({ line: 1, before: 'a', marked: ' ', after: '' });
  expect(excerpt('ab', 99, 120)).toEqual({ line: 1, before: 'ab', marked: ' ', after: '' });
});

it('stays on its line and stays short', () => {
  const { line, before, marked, after } = excerpt(`${'x'.repeat(90)}\n2`, 40, 91);
  expect(line).toBe(1);
  expect(before).toHaveLength(31);
  expect(marked).toHaveLength(40);
  expect(after).toBe('');
});
