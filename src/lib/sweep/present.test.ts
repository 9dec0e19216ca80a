import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import type { Document, TensorLiteral } from '../graph/document';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { presentPoint } from './present';

const at = (source: string, values: Record<string, TensorLiteral>, input = 'x') => {
  const doc: Document = formula(source, values);
  return presentPoint(run(compile(doc)), named(doc, input).id);
};

describe('the present point', () => {
  it("is the input's value, the result's and the gradient", () => {
    expect(at('x**2 + 2*x + 1', { x: 2 })).toEqual({ x: 2, y: 9, slope: 6 });
    expect(at('x', { x: 2 })).toEqual({ x: 2, y: 2, slope: 1 });
  });

  it('has no slope where no gradient arrives', () => {
    expect(at('detach(x)*2', { x: 2 })).toEqual({ x: 2, y: 4, slope: null });
  });

  it('is not there for tensors', () => {
    expect(at('sum(x)', { x: [1, 2] })).toBeNull();
    expect(at('x*w', { x: 2, w: [1, 2] })).toBeNull();
    expect(at('sum(x*w)', { x: 2, w: [1, 2] })).toEqual({ x: 2, y: 6, slope: 3 });
  });
});
