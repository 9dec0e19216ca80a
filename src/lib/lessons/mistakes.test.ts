import { expect, it } from 'vitest';
import { buildFormula } from '../formula';
import { judge } from './answers';
import { nameMistake } from './mistakes';

function said(answer: string, typed: string, formula: string, at: Record<string, number>) {
  const built = buildFormula(formula, { at });
  const graph = built.ok ? built.document : null;
  const field = { kind: 'number' as const, label: '', answer, tolerance: 0.005, graph };
  const judged = judge(field, typed, nameMistake);
  return judged.state === 'wrong' ? judged.words : judged.state;
}

it.each([
  ['grad(x)', '-6', /sign/],
  ['grad(x)', '4', /one path only: 2 paths/],
  ['grad(x)', '9', /value of the result/],
  ['y', '1', /gradient that arrives at y/],
  ['grad(x)', '123', null]
])('%s = %s in x**2 + 2*x + 1', (answer, typed, words) => {
  const found = said(answer, typed, 'y = x**2 + 2*x + 1', { x: 2 });
  if (words) expect(found).toMatch(words);
  else expect(found).toBeNull();
});

it('knows local and upstream derivatives', () => {
  // u = 5x, y = u²: upstream 2u = 30, local 5.
  const chain = (typed: string) => said('grad(x)', typed, 'u = 5*x\ny = u**2', { x: 3 });
  expect(chain('5')).toMatch(/local derivative: it is still/);
  expect(chain('30')).toMatch(/upstream gradient: it is still/);
  expect(chain('150')).toBe('right');
});

it('knows the mistakes of predictions at the shares that arrive', () => {
  // y = x³ at 2: 3·2² = 12; the exponent alone brought down gives 3·8.
  expect(said('grad(x)', '24', 'y = x**3', { x: 2 })).toMatch(/one less/);
  // Shares 4 and 3: multiplied, or subtracted.
  expect(said('grad(x)', '12', 'y = x**2 + 3*x', { x: 2 })).toMatch(/multiplied; where paths meet/);
  expect(said('grad(x)', '35', 'u = 5*x\ny = u**2', { x: 3 })).toMatch(/upstream × local/);
});

it('says nothing of the share before the first one, which is none', () => {
  expect(said('grad(x)', '0', 'y = x**2 + 3*x', { x: 2 })).toBeNull();
});

it('says what shape is asked for, where it is another', () => {
  expect(said('grad(x)', '[4, 4]', 'y = x**2', { x: 2 })).toBe(
    'Yours is a tensor of shape [2]; a single number is asked for.'
  );
  expect(said('[1, 2, 3]', '1', 'y = x**2', { x: 2 })).toMatch(/^Yours is a single number; /);
});
