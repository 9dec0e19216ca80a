import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../../tests/graphs';
import { documents } from '../../../../tests/random-documents';
import { example } from '../../exchange/examples';
import { nodeName, type Document, type TensorLiteral } from '../../graph/document';
import { compile } from '../../graph/program';
import { run } from '../../graph/run';
import { operations } from '../../ops/registry';
import { saidText } from '../said';
import { symbolicDerivative } from '../symbolic/symbolic';
import { compare, type Comparison } from './compare';
import { differences } from './difference';

function compared(doc: Document, bottom: string): Comparison & { text: string } {
  const done = run(compile(doc));
  const top = done.program.result ?? '';
  const id = named(doc, bottom).id;
  const found = compare(done, top, id, symbolicDerivative(doc, done, top, id));
  const nameOf = (node: string): string => nodeName(doc, node);
  const text = found.reasons.map((reason) => saidText(reason, nameOf)).join(' ');
  return { ...found, text };
}
const of = (source: string, at: Record<string, TensorLiteral>, bottom = 'x') =>
  compared(formula(source, at), bottom);

describe('gradient, formula and finite difference', () => {
  it('agree where all is well', () => {
    const found = of('y = x**2 + 2*x + 1', { x: 2 });
    expect(found).toMatchObject({
      standing: 'agree',
      headline: 'All three agree',
      checked: 1,
      of: 1
    });
    expect(found.shown).toMatchObject({ grad: 6, symbolic: 6 });
    expect(found.shown?.difference).toBeCloseTo(6, 8);
    expect(of('y = sum(x**2)', { x: [1, 2, 3] })).toMatchObject({ standing: 'agree', of: 3 });
    expect(
      of('y = sum(matmul(x, x))', {
        x: [
          [1, 2],
          [3, 4]
        ]
      })
    ).toMatchObject({
      standing: 'agree',
      headline: 'The gradient and the finite difference agree'
    });
  });

  it('meet a kink', () => {
    const found = of('r = relu(x)\ny = 3*r', { x: 0 });
    expect(found).toMatchObject({ standing: 'kink', headline: 'A kink' });
    expect(found.text).toBe(
      'The slope is 0 to the left and 3 to the right, so neither a formula nor a difference can say it: 0 is PyTorch’s convention. It is at r.'
    );
    expect(of('y = abs(x)', { x: 0 }).standing).toBe('kink');
    expect(of('y = sum(relu(x))', { x: [-1, 0, 1] })).toMatchObject({
      headline: 'A kink at element 1'
    });
    expect(of('y = floor(x)', { x: 2 })).toMatchObject({ standing: 'kink', headline: 'A jump' });
    // A sharp bend is none.
    expect(of('y = exp(20*x)', { x: 0.1 }).standing).toBe('agree');
    expect(of('y = x**2', { x: 0 }).standing).toBe('agree');
  });

  it("name the lab's backward that forgets upstream", () => {
    const found = compared(example('custom-upstream') as Document, 'x');
    expect(found).toMatchObject({
      standing: 'part',
      headline: 'They part: .grad is 4, the other two say 12'
    });
    expect(found.text).toContain('The backward of square is wrong: backward ignores grad_output');
    expect(compared(example('custom-sq') as Document, 'x').standing).toBe('agree');
  });

  it('agree that what a node does not lead to changes nothing', () => {
    const doc = formula('a = 2*x\ny = a + x', { x: 1 });
    const done = run(compile(doc));
    const [a, y] = [named(doc, 'a').id, named(doc, 'y').id];
    expect(compare(done, a, y, symbolicDerivative(doc, done, a, y))).toMatchObject({
      standing: 'agree',
      headline: 'The value doesn’t change either'
    });
    expect(of('y = x > 0', { x: 1 }).headline).toBe('The value doesn’t change either');
  });

  it('part for the reason that is one: NaN, and not a condition that stays as it is', () => {
    const found = of('y = where(x > 0, sqrt(x), x)', { x: -1 });
    expect(found.text).toContain('One of them is no finite number');
    expect(found.text).not.toContain('gt');
    expect(of('d = detach(x)\ny = d*x', { x: 2 }).text).toBe(
      'The value also goes through d, where no gradient flows back to x: .grad leaves that way out, on purpose, and the difference sees it.'
    );
  });

  it('part where a gradient is cut on purpose', () => {
    const found = compared(example('detach') as Document, 'x');
    expect(found.standing).toBe('part');
    expect(found.headline).toBe('They part: the finite difference is 8, the other two say 6');
    expect(found.text).toContain('The value also goes through detach');
    const frozen = withInput(formula('y = 3*x', { x: 2 }), 'x', { requiresGrad: false });
    expect(compared(frozen, 'x')).toMatchObject({
      standing: 'open',
      headline: 'No gradient is computed'
    });
    expect(compared(frozen, 'x').text).toContain('by 3 for each unit');
  });

  it('are silent where the program is another one each time', () => {
    expect(of('y = x*dropout(x)', { x: 2 }).text).toContain('draws random numbers');
    expect(
      compared(
        withInput(formula('y = 2*x', { x: 2 }), 'x', { dtype: 'int64', requiresGrad: false }),
        'x'
      ).standing
    ).toBe('open');
  });

  it('a value that swings within the step is no reason to part', () => {
    const doc = withInput(formula('y = cos(exp(exp2(x)))', { x: 2.572 }), 'x', {
      dtype: 'float64'
    });
    expect(compared(doc, 'x').standing).toBe('agree');
  });

  it('float32 is no reason to part', () => {
    expect(of('y = exp(x)*sin(x*x)', { x: 3.3 }).standing).toBe('agree');
  });
});

it('the difference is the gradient of the engine in random smooth graphs', () => {
  const smooth = operations
    .filter((op) => op.elementwise && op.gradFn !== null && !op.kinks && op.family !== 'indexing')
    .map(({ name }) => name);
  let held = 0;
  fc.assert(
    fc.property(documents({ ops: smooth, dtypes: ['float64'], steps: 5 }), (doc) => {
      const done = run(compile(doc));
      for (const [id, grad] of done.gradients) {
        const found = differences(done, done.program.result ?? '', id);
        if (found.kind === 'none') throw new Error(found.why);
        const [one] = found.list;
        const value = grad.item();
        if (!one || !Number.isFinite(one.central) || !Number.isFinite(value)) continue;
        if (one.shape !== 'smooth' || Math.abs(value) > 1e6) continue;
        held += 1;
        const tolerance = 1e-5 * Math.max(1, Math.abs(value)) + 10 * one.error;
        expect(Math.abs(one.central - value)).toBeLessThan(tolerance);
      }
    }),
    { numRuns: 80 }
  );
  expect(held).toBeGreaterThan(100);
});
