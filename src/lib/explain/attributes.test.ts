import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { fixtures } from '../../../tests/parity/fixtures';
import { example } from '../exchange/examples';
import type { Document } from '../graph/document';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { attributes, type Attributes } from './attributes';
import { Timeline } from './frames';

/** The attributes of a node after the backward pass, or after some steps. */
function of(doc: Document, name: string, cursor = Infinity): Attributes | null {
  const timeline = new Timeline(run(compile(doc)).trace);
  const { id } = named(doc, name);
  return attributes(timeline.node(id, cursor), id);
}

const ADDRESS = /0x[0-9a-f]{12}/;

/** The five as the lab prints them, addresses left out. */
function printed(doc: Document, name: string): unknown {
  const { data, grad_fn, grad, is_leaf, requires_grad } = of(doc, name) ?? {};
  return [data, grad_fn?.replace(ADDRESS, '0x…'), grad, is_leaf, requires_grad];
}

describe('the five attributes', () => {
  const square = formula('y = x**2', { x: 2 });

  it('row 4: of the leaf x', () => {
    expect(printed(square, 'x')).toEqual(['tensor(2.)', 'None', 'tensor(4.)', 'True', 'True']);
    expect(of(square, 'x')?.warning).toBeNull();
  });

  it('row 5: of y, which is none', () => {
    expect(printed(square, 'y')).toEqual([
      'tensor(4.)',
      '<PowBackward0 object at 0x…>',
      'None',
      'False',
      'True'
    ]);
    expect(of(square, 'y')?.warning).toMatch(
      /^UserWarning: The \.grad attribute of a Tensor that is not a leaf Tensor is being accessed\./
    );
  });

  it("row 8: of the lab's own SQ", () => {
    const doc = example('custom-sq');
    if (!doc) expect.fail('the example is gone');
    expect(printed(doc, 'square')).toEqual([
      'tensor(4.)',
      '<torch.autograd.function.SQBackward object at 0x…>',
      'None',
      'False',
      'True'
    ]);
    expect(printed(doc, 'x')).toEqual(['tensor(2.)', 'None', 'tensor(4.)', 'True', 'True']);
  });

  it('are what PyTorch answered in rows 4 and 5, with its warning', () => {
    const outcomeOf = (row: string) =>
      fixtures('lab').cases.find((one) => one.case === row)?.outcome;
    const text = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
    const bool = (value: unknown): string => (value === true ? 'True' : 'False');
    for (const [row, name] of [
      ['row 4', 'x'],
      ['row 5', 'y']
    ] as const) {
      const { data, grad_fn, grad, is_leaf, requires_grad } = outcomeOf(row) ?? {};
      expect(printed(square, name), row).toEqual([
        text(data),
        grad_fn,
        text(grad) ?? 'None',
        bool(is_leaf),
        bool(requires_grad)
      ]);
    }
    const warning = outcomeOf('row 5 warning');
    expect(of(square, 'y')?.warning).toBe(`${warning?.category}: ${warning?.message}`);
  });

  it('follow the cursor: no tensor before forward, no .grad before backward', () => {
    expect(of(square, 'x', 0)).toBeNull();
    expect(of(square, 'y', 1)).toBeNull();
    expect(of(square, 'x', 1)).toMatchObject({ data: 'tensor(2.)', grad: 'None' });
    expect(of(square, 'x', 4)).toMatchObject({ grad: 'None' });
    expect(of(square, 'x', 5)).toMatchObject({ grad: 'tensor(4.)' });
  });

  it('of an input that requires no gradient', () => {
    const doc = withInput(formula('y = w*x', { w: 3, x: 2 }), 'x', { requiresGrad: false });
    expect(printed(doc, 'x')).toEqual(['tensor(2.)', 'None', 'None', 'True', 'False']);
    expect(printed(doc, 'w')).toEqual(['tensor(3.)', 'None', 'tensor(2.)', 'True', 'True']);
  });

  it('of results without a gradient, which are leaves to PyTorch', () => {
    const doc = formula('y = detach(x)*x\nc = x > 1\ny', { x: 2 });
    expect(printed(doc, 'detach')).toEqual(['tensor(2.)', 'None', 'None', 'True', 'False']);
    expect(printed(doc, 'c')).toEqual(['tensor(True)', 'None', 'None', 'True', 'False']);
  });

  it('of other types and shapes', () => {
    const doc = formula('y = sum(x**2)', { x: [1, -2.5] });
    expect(printed(doc, 'x')).toEqual([
      'tensor([ 1.0000, -2.5000])',
      'None',
      'tensor([ 2., -5.])',
      'True',
      'True'
    ]);
    const double = withInput(doc, 'x', { dtype: 'float64' });
    expect(of(double, 'x')?.data).toBe('tensor([ 1.0000, -2.5000], dtype=torch.float64)');
    expect(of(double, 'x')?.grad).toBe('tensor([ 2., -5.], dtype=torch.float64)');
    const whole = withInput(doc, 'x', { value: [1, 2], dtype: 'int64', requiresGrad: false });
    expect(printed(whole, 'y')).toEqual(['tensor(5)', 'None', 'None', 'True', 'False']);
  });
});

describe('addresses', () => {
  const doc = formula('y = x**2 + x', { x: 2 });

  it('look like those of CPython', () => {
    expect(of(doc, 'y')?.grad_fn).toMatch(/^<AddBackward0 object at 0x7f[0-9a-f]{10}>$/);
  });

  it('stay with their node and differ between nodes', () => {
    expect(of(doc, 'y')?.grad_fn).toBe(of(doc, 'y')?.grad_fn);
    const address = (name: string): string | undefined =>
      ADDRESS.exec(of(doc, name)?.grad_fn ?? '')?.[0];
    expect(address('y')).not.toBe(address('pow'));
  });
});
