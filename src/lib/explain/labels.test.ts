import { expect, it } from 'vitest';
import { buildFormula } from '../formula';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { phaseOf, stepLabel } from './labels';

it('names every step of x² in a few words', () => {
  const built = buildFormula('y = x**2', { at: { x: 2 } });
  if (!built.ok) throw new Error('the formula is sound');
  const { trace } = run(compile(built.document));
  expect(
    [null, ...trace].map((event) => [phaseOf(event), stepLabel(built.document, event)])
  ).toEqual([
    ['start', 'Start'],
    ['forward', 'Forward: leaf x'],
    ['forward', 'Forward: y'],
    ['backward', 'Backward starts at y'],
    ['backward', 'Backward: y to x'],
    ['backward', 'Backward: x.grad']
  ]);
});
