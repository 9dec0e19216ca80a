import { describe, expect, it } from 'vitest';
import { drawn, formula, named, withInput } from '../../../tests/graphs';
import { grid, LEVELS } from './points';
import { refine, sweep } from './sweep';

describe('refining', () => {
  const options = { input: null, from: -2, to: 2 };

  it('goes from coarse to fine and keeps what it has', () => {
    const doc = formula('sin(x)/x');
    const steps = [...refine(doc, options, 50)].filter((step) => step !== null);
    expect(steps.map((step) => drawn(step).x.length)).toEqual([...LEVELS]);
    expect(steps.at(-1)).toEqual(sweep(doc, { ...options, count: 1001 }));
    expect(steps[0]).toEqual(sweep(doc, { ...options, count: 51 }));
  });

  it('stops for breath, and where a graph is slow stays at the middle grid', () => {
    const doc = formula('sum((w*x)**2)', { w: 1, x: [1, 2] });
    let clock = 0;
    // Twenty milliseconds a look at the clock: every chunk seems to take as long.
    const steps = [
      ...refine(doc, { ...options, input: named(doc, 'w').id }, 20, () => (clock += 20))
    ];
    const levels = steps.filter((step) => step !== null);
    expect(levels.map((step) => drawn(step).x.length)).toEqual([51, 251]);
    expect(steps.length - levels.length).toBeGreaterThan(10);
    const whole = sweep(doc, { ...options, input: named(doc, 'w').id, count: 251 });
    expect(levels.at(-1)).toEqual(whole);
  });

  it('needs one step for elements, integers and what can not be drawn', () => {
    const doc = formula('sum(x)', { x: [1, 2] });
    expect([...refine(doc, options, 10)]).toMatchObject([{ kind: 'elements' }]);
    const whole = withInput(formula('x*2'), 'x', { dtype: 'int64', requiresGrad: false });
    expect([...refine(whole, options, 10)]).toMatchObject([{ isContinuous: false }]);
  });

  it('shares places between grids exactly', () => {
    const [coarse, fine] = [grid(-10, 7.3, 51), grid(-10, 7.3, 251)];
    expect(fine.filter((_, i) => i % 5 === 0)).toEqual(coarse);
    expect([coarse[0], coarse.at(-1)]).toEqual([-10, 7.3]);
  });
});
