import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import { sampleDocument } from '../../../tests/sample-document';
import { example } from '../exchange/examples';
import { nodeName, type Document, type TensorLiteral } from '../graph/document';
import { setFunction, setResult } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { operations } from '../ops/registry';
import { saidText } from './said';
import { whyTrace } from './why';

function traced(doc: Document, bottom: string, isHere = true): string[] {
  const done = run(compile(doc));
  const found = whyTrace(
    done,
    done.program.result ?? '',
    named(doc, bottom).id,
    `${bottom}.grad`,
    isHere
  );
  if (!found) return [];
  return [found.question, ...found.steps.map((step) => saidText(step, (id) => nodeName(doc, id)))];
}
const of = (source: string, at: Record<string, TensorLiteral>, bottom = 'x'): string =>
  traced(formula(source, at), bottom).join(' ');

describe('why a gradient is 0', () => {
  it.each<[string, string, Record<string, TensorLiteral>, string]>([
    ['a hinge', 'r = relu(x)\ny = 3*r', { x: -2 }, 'x = −2 lies where r (relu) is flat'],
    ['a factor 0', 'm = x*w\ny = m + 1', { x: 2, w: 0 }, 'm multiplies x by w = 0'],
    ['cancelling', 'y = 4*x - x*4', { x: 2 }, 'The contributions cancel: 4 − 4 = 0'],
    ['saturation', 's = sigmoid(x)\ny = 2*s', { x: -300 }, 's (sigmoid) is saturated at x = −300'],
    ['the bottom of a parabola', 'y = x**2', { x: 0 }, 'y (pow) is 0 at x = 0'],
    ['a step', 'f = floor(x)\ny = f*2', { x: 1.5 }, 'f (floor) has the derivative 0 everywhere'],
    ['nothing from upstream', 'a = x**3\nr = relu(a)\ny = r*2', { x: -1 }, 'but 0 arrives there'],
    [
      'an element that is not the largest',
      'y = amax(x)',
      { x: [1, 5, 2] },
      'did not pick this element'
    ],
    [
      'a power of 0',
      'y = x**0',
      { x: 2 },
      'The local derivative of y (pow) with respect to x is 0 where exponent = 0'
    ],
    [
      'a kink',
      'r = relu(x)\ny = 3*r',
      { x: 0 },
      'r (relu) has a kink at x = 0: its slope is 0 just below and 1 just above'
    ],
    [
      'a kink that is flat nowhere',
      'y = abs(x)',
      { x: 0 },
      'its slope is −1 just below and 1 just above'
    ],
    ['NaN that a rule makes 0 of', 'y = sum(abs(x))', { x: [1, NaN] }, 'x is NaN (element 1)'],
    ['a product with 0', 'y = prod(x)', { x: [0, 2] }, 'by all others, and one of them is 0'],
    ['no spread', 'y = std(x)', { x: [1, 1, 1] }, 'is flat there'],
    ['one node twice', 'y = x - x', { x: 2 }, '1 − 1 = 0, from y.'],
    ['underflow', 'a = x*1e-30\ny = a*1e-30', { x: 1 }, 'is too small for float32']
  ])('%s', (_, source, at, expected) => {
    expect(of(source, at)).toContain(expected);
  });

  it('says at how many elements', () => {
    const text = of('y = sum(relu(x))', { x: [-1, 2, -3, 4] });
    expect(text).toContain('0 at 2 of 4 elements');
    expect(text).toContain('x = −1 (element 0) lies where relu is flat');
  });

  it('is no question where it is not', () => {
    expect(of('y = x**2', { x: 2 })).toBe('');
  });
});

describe('why there is none', () => {
  it.each<[string, string, Record<string, TensorLiteral>, string, string]>([
    ['detach', 'd = detach(x)\ny = d*w', { x: 2, w: 3 }, 'x', 'd detaches x'],
    ['a condition', 'c = x > 1\ny = where(c, w, 2*w)', { x: 2, w: 3 }, 'x', 'c is of dtype bool']
  ])('%s', (_, source, at, bottom, expected) => {
    expect(of(source, at, bottom)).toContain(expected);
  });

  it('requires_grad, dtype, connection', () => {
    const doc = formula('y = x*w', { x: 2, w: 3 });
    expect(traced(withInput(doc, 'x', { requiresGrad: false }), 'x').join()).toContain(
      'requires_grad=False'
    );
    const whole = withInput(doc, 'x', { requiresGrad: false, dtype: 'int64' });
    expect(traced(whole, 'x').join()).toContain('of dtype int64');
    const aside = formula('z = exp(w)\ny = x**2', { x: 2, w: 1 });
    const edit = setResult(aside, named(aside, 'y').id);
    const chosen = edit.ok ? applyPatch(aside, edit.patch) : aside;
    expect(traced(chosen, 'w').join()).toContain('y does not depend on w');
    expect(traced({ ...doc, edges: {} }, 'y').join()).toContain('y has no value: y has nothing at');
  });

  it('a backward that stops, that returns None, that has not come yet', () => {
    const doc = example('custom-upstream') as Document;
    const square = named(doc, 'square');
    const withBackward = (backward: string): Document => {
      if (square.kind !== 'custom') throw new Error('no function');
      const edit = setFunction(doc, square.id, { ...square.fn, backward });
      if (!edit.ok) throw new Error(edit.reason);
      return applyPatch(doc, edit.patch);
    };
    expect(traced(withBackward('return None'), 'x').join()).toContain(
      'The backward of square returned None for i'
    );
    expect(traced(withBackward('return matmul(grad_output, grad_output)'), 'x').join()).toContain(
      'Backward stopped at square'
    );
    expect(traced(doc, 'x', false).join()).toContain('has not reached x at this step');
    const vector = formula('y = x**2', { x: [1, 2] });
    expect(traced(vector, 'x')).toEqual([]);
    expect(run(compile(vector)).gradients.size).toBe(0);
  });
});

describe('where NaN and infinity come from', () => {
  it.each<[string, string, Record<string, TensorLiteral>, string]>([
    ['a root at 0', 's = sqrt(x)\ny = 2*s', { x: 0 }, 'upstream 2 × local ∞ = ∞'],
    [
      'a branch that is not taken',
      's = sqrt(x)\ny = where(x > 0, s, 0*x)',
      { x: 0 },
      '0 × ∞ is NaN'
    ],
    [
      'a logarithm of a negative number',
      'l = log(x)\ny = l*l',
      { x: -1 },
      'l is the first to be NaN'
    ]
  ])('%s', (_, source, at, expected) => {
    expect(of(source, at)).toContain(expected);
  });
});

it('of an infinity at one element no other element is the reason', () => {
  const text = of('y = sum(log(x))', { x: [0, Infinity, 1] });
  expect(text).toContain('Forward, log is the first to be −∞ (element 0)');
  expect(text).not.toContain('x itself');
  expect(of('y = sum(x*x)', { x: [1, -Infinity] })).toContain('x itself is −∞ (element 1)');
});

it('a cut is said once, at its cause', () => {
  const text = of('d = detach(x)\ny = d*w', { x: 2, w: 3 });
  expect(text).toBe(
    'Why is there no gradient? d detaches x: the value goes on, and no gradient comes back.'
  );
});

it('every gradient that is 0, missing or no number has a reason, over all operations and in random graphs', () => {
  const check = (doc: Document): void => {
    const done = run(compile(doc));
    const top = done.program.result ?? '';
    for (const id of Object.keys(doc.nodes)) {
      const values = done.gradients.get(id)?.values();
      const isStrange = !values || values.some((value) => value === 0 || !Number.isFinite(value));
      const isOpen = !values && done.diagnostics.some(({ kind }) => kind === 'backward');
      const found = whyTrace(done, top, id, 'grad');
      if (isStrange && !isOpen) {
        expect(found, `${id}: ${String(values)}`).not.toBeNull();
        expect(found?.steps.length, `${id}: ${found?.question ?? ''}`).toBeGreaterThan(0);
      }
      for (const step of found?.steps ?? []) {
        expect(saidText(step, (node) => doc.nodes[node]?.name ?? 'lost')).not.toMatch(
          /undefined|lost/
        );
      }
    }
  };
  for (const op of operations) for (const sample of op.samples) check(sampleDocument(op, sample));
  fc.assert(fc.property(documents(), check), { numRuns: 100 });
});
