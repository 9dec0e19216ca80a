import { describe, expect, it } from 'vitest';
import { buildFormula } from '../formula';
import { expectedNumber, judge, shownAnswer, type Judged } from './answers';
import type { Field } from './lesson';

function graph(formula: string, at: Record<string, number | number[]> = {}): Field['graph'] {
  const built = buildFormula(formula, { at });
  return built.ok ? built.document : null;
}

const field = (more: Partial<Field>): Field => ({
  kind: 'number',
  label: '',
  answer: '4',
  tolerance: 0.005,
  graph: null,
  ...more
});
const state = (one: Field, typed: string): Judged['state'] => judge(one, typed).state;

describe('numbers', () => {
  it.each([
    '4',
    ' 4.0 ',
    '8/2',
    '2**2',
    '4.01',
    'tensor(4.)',
    'tensor(4., grad_fn=<PowBackward0>)'
  ])('%s is 4', (typed) => expect(state(field({}), typed)).toBe('right'));

  it('takes a minus of any kind, lists, NaN and infinities', () => {
    expect(state(field({ answer: '-2' }), '−2')).toBe('right');
    expect(state(field({ answer: '[1, 2]' }), '[1,2]')).toBe('right');
    expect(state(field({ answer: '[1, 2]' }), '1')).toBe('wrong');
    expect(state(field({ answer: 'nan' }), 'nan')).toBe('right');
    expect(state(field({ answer: 'inf' }), '-inf')).toBe('wrong');
  });

  it('says what can not be read, and does not count it as wrong', () => {
    expect(judge(field({}), '')).toEqual({ state: 'unclear', words: 'Type an answer first.' });
    expect(judge(field({}), '4,5')).toMatchObject({
      words: expect.stringMatching(/decimal point/) as string
    });
    expect(state(field({}), 'four')).toBe('unclear');
    expect(judge(field({ answer: '[1, 2]', isList: true }), '1 2')).toMatchObject({
      words: expect.stringMatching(/^Write numbers in square brackets/) as string
    });
    expect(state(field({}), '9'.repeat(3000))).toBe('unclear');
  });

  it('looks values and gradients up in a graph', () => {
    const f = graph('f = u*v + (u*v)**2', { u: 2, v: 1 });
    expect(expectedNumber({ answer: 'grad(u)', graph: f })).toBe(5);
    expect(expectedNumber({ answer: 'grad(v) - f', graph: f })).toBe(4);
    expect(shownAnswer(field({ answer: 'grad(v)', graph: f }))).toBe('10');
    const squares = graph('y = sum(x**2)', { x: [1, 2, 3] });
    expect(state(field({ answer: 'grad(x)', graph: squares }), '[2, 4, 6]')).toBe('right');
  });

  it('lets a mistake be named', () => {
    const named = judge(field({}), '-4', ({ given, expected }) =>
      given === -Number(expected) ? 'The sign.' : null
    );
    expect(named).toEqual({ state: 'wrong', words: 'The sign.' });
  });
});

describe('expressions', () => {
  it('are compared at random points', () => {
    const slope = field({ kind: 'expression', answer: '2*x + 2' });
    expect(state(slope, '2*(x + 1)')).toBe('right');
    expect(state(slope, 'x*2+2')).toBe('right');
    expect(judge(slope, '2*x')).toMatchObject({
      words: expect.stringMatching(/^At x = \S+ yours is \S+, and it should be \S+\.$/) as string
    });
    expect(state(field({ kind: 'expression', answer: '3*x**2' }), '3x^2')).toBe('unclear');
    expect(state(field({ kind: 'expression', answer: '3*x**2' }), '3*x^2')).toBe('right');
  });

  it('are looked up in a graph at each point, and have to be written out', () => {
    const f = graph('f = v*u + u**2', { u: 1, v: 2 });
    const du = field({ kind: 'expression', answer: 'grad(u)', graph: f });
    expect(state(du, 'v + 2*u')).toBe('right');
    expect(state(du, 'u + v')).toBe('wrong');
    expect(state(du, 'grad(u)')).toBe('unclear');
    expect(state(du, 'w')).toBe('unclear');
  });

  it('are compared where they have a value', () => {
    const log = field({ kind: 'expression', answer: '1/x + log(x)' });
    expect(state(log, 'log(x) + x**(-1)')).toBe('right');
  });
});

describe('words', () => {
  it('have alternatives, and capitals and spaces do not count', () => {
    const none = field({ kind: 'text', answer: 'None|no gradient' });
    expect(['none', ' No  gradient', 'null'].map((typed) => state(none, typed))).toEqual([
      'right',
      'right',
      'wrong'
    ]);
  });
});
