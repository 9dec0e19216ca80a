import { describe, expect, it } from 'vitest';
import { labelPoint, labelWidth, route, type Box } from './wire';

const FROM = { x: 10, y: 20 };
const TO = { x: 610, y: 200 };

describe('the way of a wire', () => {
  const plain = route(FROM, TO, []);

  it('is a curve from one port to the other', () => {
    expect(plain.path).toBe('M10,20 C310,20 310,200 610,200');
    expect([plain.at(0), plain.at(1)]).toEqual([FROM, TO]);
    expect(plain.at(0.5)).toEqual({ x: 310, y: 110 });
  });

  it.each<[string, Box]>([
    ['above its end', { x: 200, y: 80, width: 200, height: 60 }],
    ['below its start', { x: 200, y: 100, width: 200, height: 200 }],
    ['on both levels at its middle', { x: 290, y: 90, width: 40, height: 40 }]
  ])('goes round a node %s', (_, box) => {
    const way = route(FROM, TO, [box]);
    expect(way.path).not.toBe(plain.path);
    expect([way.at(0), way.at(1)]).toEqual([FROM, TO]);
    for (let t = 0; t <= 1; t += 0.01) {
      const { x, y } = way.at(t);
      const isInside = x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
      expect(isInside, `at ${t}`).toBe(false);
    }
  });

  it('stays as it is where nothing is better, and where it is short', () => {
    const wall = [{ x: -1000, y: -1000, width: 5000, height: 5000 }];
    expect(route(FROM, TO, wall).path).toBe(plain.path);
    const near = { x: 100, y: 200 };
    expect(route(FROM, near, wall).path).toBe(route(FROM, near, []).path);
  });

  it('turns round where it leads back', () => {
    const back = route({ x: 300, y: 0 }, { x: 0, y: 50 }, []);
    expect(Math.max(...[0.1, 0.2, 0.3].map((t) => back.at(t).x))).toBeGreaterThan(300);
  });
});

describe('the label of a wire', () => {
  it('stands just before the input', () => {
    const { x, y } = labelPoint(route(FROM, TO, []), 60);
    expect(x).toBeCloseTo(610 - 12 - 30, 0);
    expect(y).toBeGreaterThan(190);
  });

  it('stands in the middle where the wire is short or leads back', () => {
    const way = route(FROM, TO, []);
    expect(labelPoint(way, 800)).toEqual(way.at(0.5));
    const back = route({ x: 300, y: 0 }, { x: 0, y: 50 }, []);
    expect(labelPoint(back, 60)).toEqual(back.at(0.5));
  });

  it('has room for its text', () => {
    expect(labelWidth('12345')).toBeGreaterThan(labelWidth('1'));
  });
});
