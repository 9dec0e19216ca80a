import { describe, expect, it } from 'vitest';
import { drawn, formula, named } from '../../../../tests/graphs';
import { example } from '../../exchange/examples';
import type { Document } from '../../graph/document';
import { sweep } from '../../sweep/sweep';
import type { Sampled } from '../../sweep/types';
import {
  isInPlot,
  nearest,
  placeLegend,
  plotOf,
  tangent,
  tickText,
  valueAt,
  type Plot
} from './plot';
import { csv, description, namesOf } from './words';

const swept = (doc: Document, count = 251): Sampled =>
  drawn(sweep(doc, { input: null, from: -5, to: 5, count }));

const plotted = (source: string | Document, size = { width: 700, height: 300 }): Plot =>
  plotOf(swept(typeof source === 'string' ? formula(source) : source), {
    ...size,
    range: [-5, 5],
    derivative: true,
    above: 18
  });

const everyPath = (plot: Plot): string =>
  [plot.value?.line, plot.value?.dots, plot.slope?.line, plot.slope?.dots].join(' ');

const exampleNamed = (slug: string): Document => {
  const found = example(slug);
  if (!found) throw new Error(`no example ${slug}`);
  return found;
};

describe('a plot', () => {
  it('draws finite coordinates within its height, whatever the function', () => {
    for (const source of [
      'x**2 + 2*x + 1',
      '1/x',
      'exp(exp(x))',
      'exp(x)',
      'relu(x)',
      'tan(x)',
      'sqrt(x)',
      'log(x)',
      'x/x',
      '0*x + 3',
      'log(-1 - x**2)',
      'x**99'
    ]) {
      const plot = plotted(source);
      expect(everyPath(plot), source).not.toMatch(/NaN|Infinity|undefined/);
      const heights = [...everyPath(plot).matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));
      expect(
        heights.every((y) => y >= plot.top - 0.01 && y <= plot.bottom + 0.01),
        source
      ).toBe(true);
    }
    expect(plotted('sqrt(-1 - x**2)').isEmpty).toBe(true);
    expect(plotted('0*x + 3').isEmpty).toBe(false);
  });

  it('keeps its frame inside in small sizes', () => {
    for (const size of [
      { width: 330, height: 110 },
      { width: 200, height: 60 },
      { width: 20, height: 10 }
    ]) {
      const plot = plotted('exp(x)', size);
      expect(plot.left).toBeLessThan(plot.right);
      expect(plot.top).toBeLessThan(plot.bottom);
      expect(everyPath(plot)).not.toContain('NaN');
    }
  });

  it('marks the zero lines and names every tick once', () => {
    const plot = plotted('x**3');
    expect(plot.xTicks.filter(({ isZero }) => isZero)).toHaveLength(1);
    for (const ticks of [plot.xTicks, plot.yTicks]) {
      expect(ticks.length).toBeGreaterThan(1);
      expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
    }
  });

  it('has a dot for each element of a short tensor, and for integers nothing between', () => {
    const plot = plotted(exampleNamed('sum-trick'));
    expect(plot.value?.dots.match(/M/g)).toHaveLength(10);
    expect(plot.value?.line).not.toBe('');
    const input = named(formula('x**2'), 'x');
    const doc = formula('x**2');
    const whole = { ...input, dtype: 'int64', requiresGrad: false } as typeof input;
    const integers = plotted({ ...doc, nodes: { ...doc.nodes, [input.id]: whole } });
    expect(integers.value?.dots.match(/M/g)).toHaveLength(11);
    expect(integers.value?.line).toBe('');
  });

  it('leaves the derivative out where it is not wanted', () => {
    const sampled = swept(formula('x**2'));
    const options = { width: 500, height: 200, range: [-5, 5] as const, above: 0 };
    const without = plotOf(sampled, { ...options, derivative: false });
    expect(without.slope).toBeNull();
    // Its values don't stretch the axis either.
    expect(without.y.domain()[0]).toBeGreaterThan(-2);
  });
});

describe('the tangent', () => {
  const plot = plotted('x**2');

  it('touches at the point, has the slope, and is equally long everywhere', () => {
    for (const [x, y, slope] of [
      [2, 4, 4],
      [0, 0, 0],
      [-3, 9, -6]
    ] as const) {
      const [[x1, y1], [x2, y2]] = tangent(plot, { x, y, slope }) ?? [
        [0, 0],
        [0, 0]
      ];
      expect((x1 + x2) / 2).toBeCloseTo(plot.x(x));
      expect((y1 + y2) / 2).toBeCloseTo(plot.y(y));
      expect(Math.hypot(x2 - x1, y2 - y1)).toBeCloseTo(152);
      const rise =
        (plot.y.invert(y2) - plot.y.invert(y1)) / (plot.x.invert(x2) - plot.x.invert(x1));
      expect(rise).toBeCloseTo(slope);
    }
  });

  it('is not there without a finite slope or outside', () => {
    expect(tangent(plot, { x: 2, y: 4, slope: null })).toBeNull();
    expect(tangent(plot, { x: 2, y: 4, slope: Infinity })).toBeNull();
    expect(tangent(plot, { x: NaN, y: 4, slope: 1 })).toBeNull();
    expect(tangent(plot, { x: 20, y: 4, slope: 1 })).toBeNull();
    expect(tangent(plot, { x: 2, y: 4, slope: 1.7e308 })?.flat().every(Number.isFinite)).toBe(true);
  });
});

describe('reading', () => {
  const plot = plotted('x**2');

  it('finds the sample next to a value', () => {
    const x = Float64Array.of(-1, 0, 1, 2);
    expect([-9, -0.4, 0.6, 9].map((at) => nearest(x, at))).toEqual([0, 1, 2, 3]);
  });

  it('rounds a dragged value to what a pixel tells, within the range', () => {
    const value = valueAt(plot, plot.x(1.234567));
    expect(value).toBeCloseTo(1.234567, 1);
    expect(String(value).length).toBeLessThan(6);
    expect(valueAt(plot, -500)).toBe(-5);
    expect(valueAt(plot, 5000)).toBe(5);
    expect(valueAt(plot, plot.x(0))).toBe(0);
  });

  it('knows what is inside', () => {
    expect(isInPlot(plot, 0, 0)).toBe(true);
    expect([isInPlot(plot, 6, 0), isInPlot(plot, 0, 99), isInPlot(plot, NaN, 0)]).toEqual([
      false,
      false,
      false
    ]);
  });
});

describe('tick texts', () => {
  it('have as many decimals as tell neighbours apart', () => {
    expect([-1, -0.5, 0, 0.5].map(tickText([-1, -0.5, 0, 0.5]))).toEqual([
      '−1.0',
      '−0.5',
      '0.0',
      '0.5'
    ]);
    expect([0, 20, 40].map(tickText([0, 20, 40]))).toEqual(['0', '20', '40']);
    expect([0.1, 0.15].map(tickText([0.1, 0.15]))).toEqual(['0.10', '0.15']);
  });

  it('are powers of ten for the very large and small', () => {
    expect([0, 2e7, 4e7].map(tickText([0, 2e7, 4e7]))).toEqual(['0', '2e7', '4e7']);
    expect([-2e-6, 0, 2e-6].map(tickText([-2e-6, 0, 2e-6]))).toEqual(['−2e−6', '0', '2e−6']);
    expect(new Set([1e9, 1e9 + 1, 1e9 + 2].map(tickText([1e9, 1e9 + 1, 1e9 + 2]))).size).toBe(3);
  });
});

describe('the legend', () => {
  const items = ['first', 'second', 'third'].map(
    (text) => ({ sample: 'value', text, room: 14 }) as const
  );

  it('stands in one row where there is room, else in several', () => {
    expect(placeLegend(items, 700).height).toBe(18);
    expect(placeLegend(items, 330).height).toBe(36);
    expect(placeLegend(items, 100).height).toBe(54);
    expect(placeLegend(items, 330, 1)).toMatchObject({ placed: [items[0], items[1]], height: 18 });
    expect(placeLegend([], 700)).toEqual({ placed: [], height: 0 });
    const ends = placeLegend(items, 330).placed.map(({ x, text }) => x + 30 + text.length * 6.9);
    expect(Math.max(...ends)).toBeLessThan(330);
  });
});

describe('the chart in words', () => {
  const doc = formula('y = x**2 + 2*x + 1', { x: 2 });

  it('says the range, the values and the point with its slope', () => {
    const sampled = swept(doc, 11);
    const names = namesOf(doc, sampled);
    const text = description(names, sampled, [-5, 5], true, { x: 2, y: 9, slope: 6 });
    expect(text).toBe(
      'y over x from −5 to 5: from 0 to 36; its derivative dy/dx: from −8 to 12. ' +
        'At x = 2, y is 9 with slope 6.'
    );
    const bare = description(names, sampled, [-5, 5], false, { x: 2, y: 9, slope: null });
    expect(bare).toBe('y over x from −5 to 5: from 0 to 36. At x = 2, y is 9.');
  });

  it('says constants, poles and nothing at all', () => {
    const text = (source: string, count = 5): string => {
      const other = formula(source);
      const sampled = swept(other, count);
      return description(namesOf(other, sampled), sampled, [-5, 5], true, null);
    };
    expect(text('y = 0*x + 3')).toContain('3 everywhere');
    expect(text('y = 1/x', 251)).toContain('mostly from');
    expect(text('y = log(-1 - x**2)')).toContain('no finite value');
  });

  it('says the elements of a tensor', () => {
    const trick = exampleNamed('sum-trick');
    const sampled = swept(trick);
    const names = namesOf(trick, sampled);
    expect(names).toMatchObject({ input: 'x', result: 'y', value: 'pow', slope: 'x.grad' });
    expect(description(names, sampled, [0, 1], true, null)).toBe(
      'Over the 10 elements of x, from −10 to 10: pow is from 1.2346 to 100; ' +
        'the gradient of y is from −20 to 20.'
    );
  });

  it('writes partial derivatives with their own sign', () => {
    const two = formula('f = u*v');
    expect(namesOf(two, swept(two)).slope).toBe('∂f/∂u');
    expect(namesOf(formula('x**2'), swept(formula('x**2'))).slope).toBe('d\u2009pow/dx');
  });
});

describe('the numbers as a file', () => {
  it('have a header and every digit', () => {
    const doc = formula('y = x/3');
    const sampled = drawn(sweep(doc, { input: null, from: 0, to: 1, count: 2 }));
    const names = namesOf(doc, sampled);
    const third = String(Math.fround(1 / 3));
    expect(csv(names, sampled)).toBe(`x,y,dy/dx\n0,0,${third}\n1,${third},${third}\n`);
  });

  it('write what is no number as numpy reads it', () => {
    const doc = formula('y = 1/x');
    const sampled = drawn(sweep(doc, { input: null, from: 0, to: 1, count: 2 }));
    expect(csv(namesOf(doc, sampled), sampled)).toContain('0,inf,-inf\n');
    const none = formula('y = detach(log(x))');
    const other = drawn(sweep(none, { input: null, from: -1, to: 1, count: 2 }));
    expect(csv(namesOf(none, other), other)).toBe('x,y\n-1,nan\n1,0\n');
  });
});
