import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { figureSchema, type AxisSpec, type FigureSpec } from '../../python/figure';
import { csv } from './csv';
import { layoutOf, type AxesView } from './layout';
import { marksOf } from './marks';
import type { Rect } from './sizes';
import { linearTicks, logTicks, type Limits } from './ticks';
import { description } from './words';

const FOLDER = 'tests/python/figures';
/** What matplotlib says of one axis: its limits when drawn, how many intervals fit, its ticks. */
interface RealAxis {
  readonly drawn: Limits;
  readonly space: number;
  readonly ticks: readonly number[];
  readonly texts: readonly string[];
  readonly offset: string;
}
interface Fixture {
  readonly figures: readonly unknown[];
  readonly matplotlib: readonly (readonly {
    readonly xlim: Limits;
    readonly ylim: Limits;
    readonly x: RealAxis;
    readonly y: RealAxis;
  }[])[];
}

const programs = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.py') && name !== 'generate.py')
  .map((file) => {
    const name = file.replace('.py', '');
    return { name, fixture: JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8')) as Fixture };
  });
const figures = programs.flatMap(({ name, fixture }) =>
  fixture.figures.map((figure, i) => ({
    name: `${name} ${i + 1}`,
    figure: v.parse(figureSchema, figure),
    real: fixture.matplotlib[i] ?? []
  }))
);
const named = (name: string): FigureSpec => {
  const found = figures.find((entry) => entry.name === name);
  if (!found) throw new Error(`There is no figure ${name}.`);
  return found.figure;
};

/** matplotlib's mathematics with its fonts left out. */
const plain = (text: string): string =>
  text
    .replace(/\\mathdefault\{((?:[^{}]|\{[^{}]*\})*)\}/g, '$1')
    .replace(/\s/g, '')
    .replaceAll('-', '−');

describe.each(figures)('$name', ({ figure, real }) => {
  it('has the axes and the limits of matplotlib', () => {
    expect(figure.axes).toHaveLength(real.length);
    figure.axes.forEach(({ x, y }, i) => {
      for (const [own, other] of [
        [x.limits, real[i]?.xlim ?? [0, 0]],
        [y.limits, real[i]?.ylim ?? [0, 0]]
      ] as const) {
        const size = Math.abs(other[1] - other[0]);
        expect(Math.abs(own[0] - other[0]) / size).toBeLessThan(1e-9);
        expect(Math.abs(own[1] - other[1]) / size).toBeLessThan(1e-9);
      }
    });
  });

  it('has the ticks of matplotlib where they have as much room', () => {
    const check = (axis: AxisSpec, other: RealAxis | undefined): void => {
      // An axis that shares its ticks with another has as many as fit there.
      if (!other || !axis.texts) return;
      const made =
        axis.scale === 'log'
          ? logTicks(other.drawn, other.space)
          : linearTicks(other.drawn, axis.rule, other.space);
      const ticks = axis.ticks ?? made;
      if (axis.scale === 'linear') {
        const unit = Math.abs(other.drawn[1] - other.drawn[0]);
        expect(ticks.at).toHaveLength(other.ticks.length);
        ticks.at.forEach((at, i) =>
          expect(Math.abs(at - (other.ticks[i] ?? NaN)) / unit).toBeLessThan(1e-9)
        );
        if (axis.ticks === null) expect(made.offset).toBe(other.offset);
      } else {
        // Beside them some of the ticks between are named.
        const powers = other.ticks.map((at) => Math.round(Math.log10(at)));
        const own = ticks.at.map(Math.log10);
        for (const power of powers)
          expect(own.some((at) => Math.abs(at - power) < 1e-9)).toBe(true);
      }
      if (axis.scale === 'linear' && ticks.texts)
        expect(ticks.texts.map(plain)).toEqual(other.texts.map(plain));
    };
    figure.axes.forEach(({ x, y, twin, on }, i) => {
      if (!on) return;
      if (twin?.shares !== 'x') check(x, real[i]?.x);
      if (twin?.shares !== 'y') check(y, real[i]?.y);
    });
  });

  it.each([1100, 640, 366, 280])('is laid out in %i pixels', (room) => {
    const view = layoutOf(figure, room);
    expect(view.width).toBeLessThanOrEqual(room);
    const whole = { x: 0, y: 0, width: view.width, height: view.height };
    view.axes.forEach((axes, i) => {
      expect(axes.box.width).toBeGreaterThan(40);
      expect(axes.box.height).toBeGreaterThan(40);
      expect(contains(whole, axes.box)).toBe(true);
      for (const bar of axes.colorbars) expect(contains(whole, bar)).toBe(true);
      for (const other of view.axes.slice(i + 1)) {
        if (!other.spec.twin) expect(overlaps(axes.box, other.box)).toBe(false);
      }
    });
  });

  it('is drawn with numbers only', () => {
    const view = layoutOf(figure, 640);
    const marks = view.axes.flatMap((axes) =>
      axes.spec.artists.flatMap((artist) => marksOf(artist, axes, view))
    );
    expect(JSON.stringify(marks)).not.toMatch(/NaN|Infinity|undefined/);
    const drawn = figure.axes.some(({ artists }) => artists.length > 0);
    expect(marks.length > 0).toBe(drawn);
  });

  it('is said in words and written as numbers', () => {
    const words = description(figure);
    expect(words).not.toMatch(/NaN|undefined|null|\$|\\/);
    for (const { artists } of figure.axes) {
      for (const { kind, label } of artists.slice(0, 8))
        if (label !== null && kind !== 'text' && !/[$\\]/.test(label))
          expect(words).toContain(label);
    }
    const rows = csv(figure).split('\n');
    const columns = rows[0]?.split(',').length;
    expect(rows.at(-1)).toBe('');
    for (const row of rows.slice(0, -1)) expect(row.split(',')).toHaveLength(columns ?? 0);
  });
});

function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x - 0.5 &&
    inner.y >= outer.y - 0.5 &&
    inner.x + inner.width <= outer.x + outer.width + 0.5 &&
    inner.y + inner.height <= outer.y + outer.height + 0.5
  );
}

const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const first = (view: ReturnType<typeof layoutOf>): AxesView => {
  const [axes] = view.axes;
  if (!axes) throw new Error('There are no axes.');
  return axes;
};

describe('the lab’s plot', () => {
  const figure = named('lab_parabola 1');

  it('is a blue function and an orange derivative', () => {
    const view = layoutOf(figure, 640);
    const marks = first(view).spec.artists.flatMap((artist) => marksOf(artist, first(view), view));
    const strokes = marks.map((mark) => (mark.kind === 'path' ? mark.stroke : null));
    expect(strokes[0]).toContain('#1f77b4');
    expect(strokes[1]).toContain('#ff7f0e');
  });

  it('says both, and lists them over one x', () => {
    expect(description(figure)).toBe(
      'Figure. x axis (x) from −11 to 11; y axis from −26 to 106. Line “function”: x from −10 to 10, ' +
        'y from 1.23 to 100; line “derivative”: x from −10 to 10, y from −20 to 20.'
    );
    expect(csv(figure).split('\n')[0]).toBe('function x,function y,derivative y');
  });

  it('has its legend where it covers no line', () => {
    const { legend, box } = first(layoutOf(figure, 640));
    expect(legend && contains(box, legend)).toBe(true);
    expect(legend?.y).toBeGreaterThan(box.y + box.height / 2);
    expect(legend?.x).toBeGreaterThan(box.x + box.width / 2);
  });
});

describe('layout', () => {
  it('gives axes of one grid equal boxes', () => {
    const boxes = layoutOf(named('errors 1'), 640).axes.map(({ box }) => box);
    expect(new Set(boxes.map(({ height }) => height.toFixed(3))).size).toBe(1);
    expect(new Set(boxes.map(({ x, width }) => `${x} ${width}`)).size).toBe(1);
  });

  it('puts axes below each other where they would be narrow', () => {
    const { axes } = layoutOf(named('pictures 1'), 366);
    expect(axes.map(({ box }) => box.y)).toEqual(
      axes.map(({ box }) => box.y).toSorted((a, b) => a - b)
    );
    expect(new Set(axes.map(({ box }) => Math.round(box.y))).size).toBe(3);
  });

  it('keeps a twin in the place of its axes', () => {
    const { axes } = layoutOf(named('grid_of_axes 1'), 640);
    expect(axes[3]?.box).toEqual(axes[2]?.box);
  });

  it('makes units of equal length', () => {
    const { x, y } = first(layoutOf(named('gaps 2'), 640));
    const unit = (axis: typeof x): number => Math.abs(axis.place(1) - axis.place(0));
    expect(unit(x)).toBeCloseTo(unit(y), 6);
  });
});

describe('schema', () => {
  const figure = (): Record<string, unknown> => structuredClone(named('lab_parabola 1')) as never;
  const refuses = (input: unknown): boolean => !v.safeParse(figureSchema, input).success;

  it('refuses what is no figure', () => {
    expect(refuses(null)).toBe(true);
    expect(refuses({ ...figure(), axes: [] })).toBe(true);
    expect(refuses({ ...figure(), inches: [0, 4] })).toBe(true);
    expect(refuses({ ...figure(), ground: 'url(#x)' })).toBe(true);
    expect(refuses({ ...figure(), notes: ['x'.repeat(3000)] })).toBe(true);
    const json = JSON.stringify(figure());
    expect(refuses(JSON.parse(json.replace('"#1f77b4"', '"red;}"')))).toBe(true);
    expect(refuses(JSON.parse(json.replace('"space":"data"', '"space":"elsewhere"')))).toBe(true);
    expect(refuses(JSON.parse(json.replace(/"x":\[[^\]]*\]/, '"x":[1]')))).toBe(true);
    expect(refuses(JSON.parse(json))).toBe(false);
  });
});
