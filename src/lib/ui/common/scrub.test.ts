import { describe, expect, it } from 'vitest';
import { isScrubbable, scrubbed, sliderBound, stepSize } from './scrub';

const plain = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
const fine = { ...plain, shiftKey: true };
const coarse = { ...plain, altKey: true };

describe('scrubbing', () => {
  it('takes single numbers, and no truth values, lists or infinities', () => {
    expect(isScrubbable(2, 'float32')).toBe(true);
    expect(isScrubbable(2, 'int64')).toBe(true);
    expect(isScrubbable(1, 'bool')).toBe(false);
    expect(isScrubbable([1], 'float32')).toBe(false);
    expect(isScrubbable('inf', 'float32')).toBe(false);
  });

  it('steps in proportion to the value', () => {
    expect(stepSize(0, 'float32', plain)).toBeCloseTo(0.1);
    expect(stepSize(-3, 'float32', plain)).toBeCloseTo(0.1);
    expect(stepSize(42, 'float32', plain)).toBeCloseTo(1);
    expect(stepSize(2, 'float32', fine)).toBeCloseTo(0.01);
    expect(stepSize(2, 'float32', coarse)).toBeCloseTo(1);
    expect(stepSize(2, 'int64', fine)).toBe(1);
    expect(stepSize(2, 'int64', coarse)).toBe(1);
    expect(stepSize(500, 'int64', coarse)).toBe(100);
  });

  it('leaves no binary dust and stays finite', () => {
    expect(scrubbed(0.1, 2, 0.1)).toBe(0.3);
    expect(scrubbed(2, -20, 0.1)).toBe(0);
    expect(scrubbed(1.7e308, 10, 1e308)).toBe(1.7e308);
  });

  it('has bounds beyond any value', () => {
    expect(sliderBound(0)).toBe(10);
    for (const value of [2, 10, -10, 99.9, 100, 12345]) {
      expect(sliderBound(value)).toBeGreaterThan(Math.abs(value));
    }
  });
});
