import { describe, expect, it } from 'vitest';
import { heatMap } from '../../explain/heat';
import { markOf } from '../../explain/marks';
import { fromValues, tensor } from '../../tensor/tensor';
import { heatDrawing, heatSize, NODE_HEAT, nodeHeat } from '../../explain/heat-paths';
import { cutPoint, gradPart, labelLayout, lineLook, spacing, valuePart, zigzag } from './line';
import { steady } from './steady';
import { route } from './wire';

const way = route({ x: 0, y: 0 }, { x: 140, y: 60 }, []);

describe('the look of a line', () => {
  it('grows with the weight, and its pattern says the sign', () => {
    const of = (value: number | readonly number[], weight = 3) =>
      lineLook(markOf(tensor(value)), weight);
    const widths = [1, 2, 3, 4, 5].map((weight) => of(1, weight).width);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(new Set(widths).size).toBe(5);
    expect(of(2).pattern).toBe('plain');
    expect(of(-2).pattern).toBe('negative');
    expect(of([-2, 1]).pattern).toBe('mixed');
    expect(of([0, 0], 5)).toMatchObject({ pattern: 'zero', width: of(0, 1).width });
    expect([of(NaN).pattern, of([1, Infinity]).pattern]).toEqual(['broken', 'broken']);
  });

  it('has no more crossbars on a long way than on a shorter one', () => {
    expect(spacing(way)).toBe(1);
    expect(spacing(route({ x: 0, y: 0 }, { x: 5000, y: 0 }, []))).toBe(10);
  });

  it('a zigzag leads from port to port and leaves the way on both sides', () => {
    const d = zigzag(way);
    expect(d.startsWith('M0,0 ')).toBe(true);
    expect(d.endsWith(' L140,60')).toBe(true);
    expect(d.split(' L').length).toBeGreaterThan(8);
    const long = zigzag(route({ x: 0, y: 0 }, { x: 90_000, y: 0 }, []));
    expect(long.split(' L').length).toBeLessThan(500);
  });
});

describe('what a label says', () => {
  it('is the number, or picture and shape', () => {
    expect(valuePart(tensor(-2))).toMatchObject({ text: '−2→', hasHeat: false });
    expect(valuePart(tensor([[1, -2]]))).toMatchObject({ text: '1×2→', hasHeat: true });
    expect(gradPart(tensor([1, -2]))).toMatchObject({ text: '←', hasHeat: true });
    expect(gradPart(tensor([0, 0])).text).toBe('←0');
    expect(valuePart(tensor([NaN, 0])).text).toBe('NaN 2→');
    expect(gradPart(tensor(NaN)).text).toBe('←NaN');
  });

  it('has its parts side by side', () => {
    const [value, grad] = [valuePart(tensor([1, 2])), gradPart(tensor([1, 2]))];
    const both = labelLayout(value, grad);
    const places = [both.valueHeat, both.valueText, both.gradText, both.gradHeat, both.width];
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(labelLayout(value, null).width).toBeLessThan(both.width);
    const plain = labelLayout(valuePart(tensor(1)), null);
    expect(plain.valueText).toBe(plain.valueHeat);
  });

  it('leaves room for the sign of a cut before it', () => {
    const { x } = cutPoint(way, 40);
    expect(x).toBeGreaterThan(10);
    expect(x).toBeLessThan(140 - 12 - 40);
    expect(cutPoint(way, 400).x).toBeCloseTo(16, 0);
  });
});

describe('the picture of a tensor', () => {
  it('stays within its room, and small cells have no signs', () => {
    for (const shape of [[3], [48], [12, 12], [2, 40], [100, 3], [1, 1]]) {
      const t = fromValues(
        Array.from({ length: shape.reduce((a, b) => a * b) }, (_, k) => k - 1),
        shape,
        'float32'
      );
      const { width, height, shades } = heatDrawing(heatMap(t), NODE_HEAT);
      expect(width).toBeLessThanOrEqual(NODE_HEAT.width + 1e-9);
      expect(height).toBeLessThanOrEqual(NODE_HEAT.height + 1e-9);
      expect(shades.length).toBeLessThanOrEqual(9);
    }
    const wide = heatDrawing(heatMap(tensor(Array.from({ length: 40 }, () => -1))), NODE_HEAT);
    expect(wide.shades[0]?.signs).toBe('');
    const small = heatDrawing(heatMap(tensor([-1, 0, NaN, 2])), NODE_HEAT);
    const signs = small.shades.map(({ level, signs: d }) => [level, d !== '']);
    expect(signs).toEqual([
      [-2, true],
      [0, true],
      [4, false]
    ]);
  });

  it('needs no more height than its rows', () => {
    const row = nodeHeat(heatMap(tensor([1, 2, 3])));
    const square = nodeHeat(
      heatMap(
        tensor([
          [1, 2],
          [3, 4],
          [5, 6]
        ])
      )
    );
    expect(row.picture).toBeLessThan(square.picture);
    expect(heatSize({ rows: 0, cols: 0 }, NODE_HEAT)).toMatchObject({ width: 0, height: 0 });
  });
});

it('a steady object changes only when something in it does', () => {
  const keep = steady<{ a: number; b: object }>();
  const b = {};
  const first = keep({ a: 1, b });
  expect(keep({ a: 1, b })).toBe(first);
  const second = keep({ a: 1, b: {} });
  expect(second).not.toBe(first);
  expect(keep({ a: 2, b: second.b })).not.toBe(second);
});
