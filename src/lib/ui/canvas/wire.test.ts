import { describe, expect, it } from 'vitest';
import { labelPoint, labelWidth, pointOn } from './wire';

const PATH = 'M10,20 C160,20 160,-80.5 310,-80.5';

describe('a wire', () => {
  it('starts, ends and crosses its middle', () => {
    expect(pointOn(PATH, 0)).toEqual({ x: 10, y: 20 });
    expect(pointOn(PATH, 1)).toEqual({ x: 310, y: -80.5 });
    expect(pointOn(PATH, 0.5).x).toBeCloseTo(160, 10);
    expect(pointOn(PATH, 0.5).y).toBeCloseTo(-30.25, 10);
  });

  it('carries its label just before the input', () => {
    const { x, y } = labelPoint(PATH, 60);
    expect(x).toBeCloseTo(310 - 12 - 30, 0);
    expect(y).toBeGreaterThan(-80.5);
    expect(y).toBeLessThan(-60);
  });

  it('carries it in its middle where it is short or leads back', () => {
    expect(labelPoint(PATH, 400)).toEqual(pointOn(PATH, 0.5));
    const back = 'M300,0 C400,0 -100,50 0,50';
    expect(labelPoint(back, 60)).toEqual(pointOn(back, 0.5));
  });

  it('makes room for its label', () => {
    expect(labelWidth('12345')).toBeGreaterThan(labelWidth('1'));
  });
});
