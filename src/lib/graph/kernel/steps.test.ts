import { describe, expect, it } from 'vitest';
import { double, unsigned } from '../../ops/native/encode';
import { interpreter } from './interpreter';
import { needed, Steps } from '../../ops/native/steps';
import { wasm } from './wasm';

describe('steps', () => {
  it('compute a common part once', () => {
    const steps = new Steps();
    const { algebra: m } = steps;
    const [x, y] = [steps.leaf('float64'), steps.leaf('float64')];
    expect(m.mul(x, y)).toBe(m.mul(y, x));
    expect(m.sub(x, y)).not.toBe(m.sub(y, x));
    expect(m.num(0)).not.toBe(m.num(-0));
    expect(m.num(NaN)).toBe(m.num(NaN));
  });

  it('leave out only what changes no bit', () => {
    const steps = new Steps();
    const { algebra: m } = steps;
    const x = steps.leaf('float64');
    expect(m.mul(x, m.num(1))).toBe(x);
    expect(m.pow(x, m.num(2))).toBe(m.mul(x, x));
    expect(m.exp(m.num(0))).toBe(m.num(1));
    // −0 + 0 is 0, and 0 · ∞ is NaN.
    expect(m.add(x, m.num(0))).not.toBe(x);
    expect(m.mul(x, m.num(0))).not.toBe(m.num(0));
  });

  it('round to float32 only where there are more digits', () => {
    const steps = new Steps();
    const { algebra: m } = steps;
    const [single, other] = [steps.leaf('float32'), steps.leaf('float64')];
    const isRounded = (step: number): boolean => steps.cast(step, 'float32') === step;
    expect([single, m.neg(single), m.lt(other, single)].every(isRounded)).toBe(true);
    expect([other, m.neg(other), m.mul(single, single), m.num(0.1)].some(isRounded)).toBe(false);
  });

  it('are run only where an output needs them', () => {
    const steps = new Steps();
    const { algebra: m } = steps;
    const x = steps.leaf('float64');
    const used = m.sin(x);
    m.cos(x);
    expect(needed(steps.list, [used])).toEqual([x, used]);
  });
});

describe('both machines', () => {
  const steps = new Steps();
  const { algebra: m } = steps;
  const [a, b] = [steps.leaf('float64'), steps.leaf('float64')];
  const outputs = [
    ...(['add', 'sub', 'mul', 'div', 'pow', 'lt', 'le', 'eq', 'atan2'] as const).map((op) =>
      m[op](a, b)
    ),
    ...(['neg', 'abs', 'sqrt', 'floor', 'sign', 'exp', 'tanh', 'erf'] as const).map((op) =>
      m[op](a)
    ),
    m.where(a, b, m.num(7)),
    m.guard(m.lt(a, b), m.num(3), b),
    steps.cast(a, 'float32'),
    steps.cast(a, 'int64'),
    steps.cast(a, 'bool'),
    m.num(0.1)
  ];
  const values = [0, -0, 1, -1.5, 0.1, 1e300, -1e-310, 2 ** 53, Infinity, -Infinity, NaN];

  it('give the same bits', async () => {
    const plan = { list: steps.list, outputs };
    const machines = [interpreter(plan), await wasm(plan)];
    for (const x of values) {
      for (const y of values) {
        const [expected, found] = machines.map((machine) => {
          machine.set(a, x);
          machine.set(b, y);
          machine.run();
          return outputs.map((step) => machine.get(step));
        });
        expect(found).toEqual(expected);
      }
    }
  });

  it('run a plan without operations', async () => {
    for (const machine of [
      interpreter({ list: steps.list, outputs: [a] }),
      await wasm({ list: steps.list, outputs: [a] })
    ]) {
      machine.set(a, 4);
      machine.run();
      expect(machine.get(a)).toBe(4);
    }
  });
});

describe('the encoding', () => {
  it('writes unsigned integers in LEB128', () => {
    expect(unsigned(0)).toEqual([0]);
    expect(unsigned(127)).toEqual([0x7f]);
    expect(unsigned(128)).toEqual([0x80, 0x01]);
    expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26]);
  });

  it('writes doubles lowest byte first', () => {
    expect(double(1)).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
  });
});
