import { rgb } from 'd3';
import { unzlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ArtistOf } from '../../python/figure';
import { bandPaths, levelLines } from './contours';
import { runsOf, stepped, thinned, type Point } from './curve';
import { plainText, runsOf as textRuns, widthOf } from './mathtext';
import { colorAt, contrast, inLight, paint, placeIn } from './paint';
import { pngAddress } from './png';
import { shapePath } from './shapes';

describe('mathematics in texts', () => {
  it('reads what labels need', () => {
    expect(plainText('$x^2 + 2x + 1$')).toBe('x2 + 2x + 1');
    expect(plainText(r`$\frac{\partial f}{\partial x_0} = -\alpha$`)).toBe('∂f/∂x0 = − α');
    expect(plainText(r`$\frac{a+b}{2}$ and $\sqrt{x}$`)).toBe('(a + b)/2 and √x');
    expect(plainText(r`$\sin x$, $\log(x)$, $\mathrm{loss}$`)).toBe('sin x, log(x), loss');
    expect(plainText(r`$\hat{y}$`)).toBe('y\u0302');
  });

  it('leaves dollars alone that have no partner, or are escaped', () => {
    expect(plainText('5 $')).toBe('5 $');
    expect(plainText(r`\$5 and \$6`)).toBe('$5 and $6');
  });

  it('sets letters in italics, digits and names upright, exponents small and high', () => {
    const [base, exponent] = textRuns('$x^{2k}$');
    expect(base).toMatchObject({ text: 'x', italic: true, size: 1, rise: 0 });
    expect(exponent).toMatchObject({ text: '2', italic: false, size: 0.7 });
    expect(exponent?.rise).toBeGreaterThan(0);
    expect(textRuns('$x_i$')[1]?.rise).toBeLessThan(0);
  });

  it('ends with whatever is written', () => {
    for (const text of [
      '${$',
      '$}$',
      '$^$',
      '$_{$',
      r`$\$`,
      r`$\frac$`,
      r`$\frac{a}$`,
      '$$',
      r`$\nope{x}$`
    ])
      expect(() => widthOf(text, 12)).not.toThrow();
    expect(plainText(r`$\nope$`)).toBe(r`\nope`);
  });
});

const r = String.raw;

describe('paint', () => {
  it('stands out from both grounds and stays what it is', () => {
    for (const color of ['#1f77b4', '#ff7f0e', '#000080', '#808080', '#8c564b']) {
      const dark = /, (#\w{6})\)/.exec(paint(color))?.[1] ?? paint(color);
      expect(contrast(rgb(dark), rgb('#17202a'))).toBeGreaterThanOrEqual(4.5);
    }
    expect(paint('#000000')).toBe('var(--text)');
    expect(paint('#000000', true)).toBe('#000000');
    expect(inLight(`fill="${paint('#000080')}"`)).toBe('fill="#000080"');
  });

  it('mixes maps, and keeps steps apart', () => {
    const map = {
      name: 'm',
      steps: false,
      anchors: [[0, '#000000'] as [number, string], [1, '#ffffff'] as [number, string]]
    };
    expect(colorAt(map, 0.5).formatHex()).toBe('#808080');
    expect(colorAt({ ...map, steps: true }, 0.49).formatHex()).toBe('#000000');
    expect(colorAt({ ...map, steps: true }, 0.51).formatHex()).toBe('#ffffff');
    expect(placeIn({ map, from: 1, to: 100, scale: 'log' }, 10)).toBeCloseTo(0.5);
    expect(placeIn({ map, from: 1, to: 100, scale: 'log' }, -1)).toBeNull();
    expect(placeIn({ map, from: 0, to: 2, scale: 'linear' }, null)).toBeNull();
  });
});

describe('lines', () => {
  const same = (value: number): number => value;

  it('have gaps where values are missing, or have no place', () => {
    expect(runsOf([0, 1, 2, 3, 4], [0, 1, null, 3, 4], same, same)).toEqual([
      [
        [0, 0],
        [1, 1]
      ],
      [
        [3, 3],
        [4, 4]
      ]
    ]);
    expect(runsOf([1, -1, 2], [1, 1, 1], (x) => (x > 0 ? x : NaN), same)).toHaveLength(2);
  });

  it('turn where steps say', () => {
    const run: Point[] = [
      [0, 0],
      [2, 4]
    ];
    expect(stepped(run, 'pre')[1]).toEqual([0, 4]);
    expect(stepped(run, 'post')[1]).toEqual([2, 0]);
    expect(stepped(run, 'mid')[1]).toEqual([1, 0]);
  });

  it('lose no extreme when they have more points than pixels', () => {
    const run = Array.from({ length: 100_000 }, (_, i): Point => [
      i / 200,
      i === 54_321 ? 99 : Math.sin(i)
    ]);
    const few = thinned(run);
    expect(few.length).toBeLessThan(2100);
    expect(Math.max(...few.map(([, y]) => y))).toBe(99);
    expect([few[0], few.at(-1)]).toEqual([run[0], run.at(-1)]);
  });
});

describe('contours', () => {
  const side = Array.from({ length: 21 }, (_, i) => i / 10 - 1);
  const spec: ArtistOf<'contour'> = {
    ...{ kind: 'contour', label: null, alpha: 1, order: 1, extend: 'neither', numbered: false },
    ...{ x: side, y: side, z: side.map((y) => side.map((x) => x * x + y * y)) },
    ...{ levels: [0.25, 1.5], bands: ['#ff0000'], strokes: null }
  };
  const same = (value: number): number => value;

  it('lie where the function has their level', () => {
    const [circle, corners] = levelLines(spec, same, same);
    expect(circle?.runs).toHaveLength(1);
    for (const [x, y] of circle?.runs[0] ?? []) expect(Math.hypot(x, y)).toBeCloseTo(0.5, 1);
    // Four arcs that end at the edges.
    expect(corners?.runs).toHaveLength(4);
    for (const run of corners?.runs ?? []) {
      for (const [x, y] of run) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
    }
  });

  it('lie in the mesh that x and y give point by point', () => {
    const turned = {
      ...spec,
      x: side.map((y) => side.map((x) => x - y)),
      y: side.map((y) => side.map((x) => x + y))
    };
    for (const [x, y] of levelLines(turned, same, same)[0]?.runs[0] ?? [])
      expect(Math.hypot(x, y)).toBeCloseTo(0.5 * Math.SQRT2, 1);
  });

  it('fill a band for each pair of levels, and the ends where they are asked for', () => {
    expect(bandPaths(spec, same, same)).toHaveLength(1);
    expect(bandPaths({ ...spec, extend: 'both' }, same, same)).toHaveLength(3);
  });
});

describe('pictures', () => {
  it('are PNG files of their pixels', () => {
    const address = pngAddress(2, 1, Uint8Array.of(255, 0, 0, 255, 0, 0, 255, 128));
    const bytes = Buffer.from(address.replace('data:image/png;base64,', ''), 'base64');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([2, 1]);
    const at = bytes.indexOf('IDAT');
    const data = unzlibSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
    expect([...data]).toEqual([0, 255, 0, 0, 255, 0, 0, 255, 128]);
  });
});

describe('markers', () => {
  it('have a path each', () => {
    for (const shape of '.,ov^<>12348spP*hH+xXDd|_')
      expect(shapePath(shape as never, 5, 5, 6)).toMatch(/^M[-\d.,MLaZHV ]+$/);
  });
});
