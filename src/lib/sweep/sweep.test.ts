import { describe, expect, it } from 'vitest';
import { drawn, formula, named, refused, withInput } from '../../../tests/graphs';
import { example } from '../exchange/examples';
import type { Document, FunctionSource } from '../graph/document';
import { setFunction } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { compile } from '../graph/program';
import { sweptInput } from './path';
import { prepare } from './plan';
import { wholePoints } from './points';
import { refine, sweep } from './sweep';
import type { Sampled, Unavailable } from './types';

/** Input `name` of a document swept over five points from -2 to 2. */
function five(doc: Document, name: string | null = null): Sampled {
  const input = name === null ? null : named(doc, name).id;
  return drawn(sweep(doc, { input, from: -2, to: 2, count: 5 }));
}

describe('a curve', () => {
  it('has the result and its derivative at every point', () => {
    const found = five(formula('x**2 + 2*x + 1', { x: 2 }));
    expect([...found.x]).toEqual([-2, -1, 0, 1, 2]);
    expect([...(found.value?.y ?? [])]).toEqual([1, 0, 1, 4, 9]);
    expect([...(found.slope ?? [])]).toEqual([-2, 0, 2, 4, 6]);
    expect(found).toMatchObject({ kind: 'curve', reason: null, isContinuous: true });
  });

  it('moves one of several inputs and keeps the others where they are', () => {
    const doc = formula('u*v + (u*v)**2', { u: 2, v: 1 });
    expect(five(doc, 'u').slope?.[4]).toBe(5);
    const v = drawn(sweep(doc, { input: named(doc, 'v').id, from: 0, to: 2, count: 3 }));
    expect(v.slope?.[1]).toBe(10);
  });

  it('goes point by point where an operation works on whole tensors', () => {
    const one = five(formula('y = softmax(x, dim=0) + x'));
    expect([...(one.value?.y ?? [])]).toEqual([-1, 0, 1, 2, 3]);
    expect([...(one.slope ?? [])]).toEqual([1, 1, 1, 1, 1]);
    const all = five(formula('y = sum(softmax(x*w, dim=0) * w)', { w: [0, 1] }), 'x');
    const sigmoid = (t: number): number => 1 / (1 + Math.exp(-t));
    [-2, -1, 0, 1, 2].forEach((t, k) => {
      expect(all.value?.y[k]).toBeCloseTo(sigmoid(t), 6);
      expect(all.slope?.[k]).toBeCloseTo(sigmoid(t) * (1 - sigmoid(t)), 6);
    });
  });

  it('has gaps where PyTorch refuses the value', () => {
    const doc = formula('y = binary_cross_entropy(p, t)', { p: 0.5, t: 1 });
    const found = five(doc, 'p');
    expect([...(found.value?.y ?? [])]).toEqual([NaN, NaN, 100, 0, NaN]);
    expect([...(found.slope ?? [])]).toEqual([NaN, NaN, Math.fround(-1e12), 0, NaN]);
    expect(found.reason).toBeNull();
  });

  it('has gaps where the result is no single number', () => {
    const doc = withInput(formula('y = one_hot(k)', { k: 0 }), 'k', {
      dtype: 'int64',
      requiresGrad: false
    });
    expect([...(five(doc).value?.y ?? [])]).toEqual([NaN, NaN, 1, NaN, NaN]);
  });

  it('takes attributes into account', () => {
    const prepared = prepare(formula('F.softplus(x, beta=2)'), null);
    expect(prepared).toMatchObject({ kind: 'plan', isPointwise: true });
    const found = five(formula('F.softplus(x, beta=2)'));
    expect(found.value?.y[3]).toBeCloseTo(Math.log1p(Math.exp(2)) / 2, 6);
    const summed = five(formula('x.sum(dim=0, keepdim=True)'));
    expect([...(summed.value?.y ?? [])]).toEqual([-2, -1, 0, 1, 2]);
  });

  it('keeps NaN, infinities and conventions at kinks', () => {
    const pole = five(formula('1/x'));
    expect([pole.value?.y[2], pole.slope?.[2]]).toEqual([Infinity, -Infinity]);
    expect([...(five(formula('log(x)')).value?.y ?? [])].slice(0, 3)).toEqual([
      NaN,
      NaN,
      -Infinity
    ]);
    expect([...(five(formula('relu(x)')).slope ?? [])]).toEqual([0, 0, 0, 1, 1]);
  });

  it('differentiates a custom function as its backward says, right or wrong', () => {
    const lab = example('custom-upstream');
    const found = lab && five(lab);
    expect([...(found?.value?.y ?? [])]).toEqual([12, 3, 0, 3, 12]);
    expect([...(found?.slope ?? [])]).toEqual([-4, -2, 0, 2, 4]);
  });

  it('does not go through detach', () => {
    expect([...(five(formula('x**2 + detach(x)*x')).slope ?? [])]).toEqual([-6, -3, 0, 3, 6]);
  });

  it('is flat for an input that the result ignores, and has no derivative there, not 0', () => {
    const doc = formula('0*x + u', { u: 3 });
    expect([...(five(doc, 'x').slope ?? [])]).toEqual([0, 0, 0, 0, 0]);
    const unused = applyPatch(doc, { meta: { result: named(doc, 'u').id } });
    const found = five(unused, 'x');
    expect([...(found.value?.y ?? [])]).toEqual([3, 3, 3, 3, 3]);
    expect(found.slope).toBeNull();
    expect(found.reason?.message).toBe('x.grad is None: u does not depend on x.');
  });

  it('draws a line where the result is the input itself', () => {
    const found = five(formula('x'));
    expect([found.value?.y[4], found.slope?.[4]]).toEqual([2, 1]);
  });

  it('reaches through reductions of other tensors', () => {
    const doc = formula('sum((w*x - 1)**2)', { w: 1, x: [1, 2, 3] });
    const plan = prepare(doc, named(doc, 'w').id);
    expect(plan).toMatchObject({ kind: 'plan', isPointwise: false });
    const found = five(doc, 'w');
    expect([...(found.value?.y ?? [])]).toEqual([83, 29, 3, 5, 35]);
    expect([...(found.slope ?? [])]).toEqual([-68, -40, -12, 16, 44]);
  });

  it('takes a result with one element for one number', () => {
    const found = five(formula('w*x', { w: 2, x: [3] }), 'w');
    expect([...(found.slope ?? [])]).toEqual([3, 3, 3, 3, 3]);
  });

  it('stands where the input can be: float32 rounds, integers and conditions have no between', () => {
    const float32 = drawn(sweep(formula('x'), { input: null, from: 0, to: 0.3, count: 4 }));
    expect([...float32.x]).toEqual([0, 0.1, 0.2, 0.3].map(Math.fround));
    const whole = withInput(formula('x**2'), 'x', { dtype: 'int64', requiresGrad: false });
    const found = drawn(sweep(whole, { input: null, from: -1.5, to: 2.5, count: 9 }));
    expect([...found.x]).toEqual([-1, 0, 1, 2]);
    expect(found).toMatchObject({ isContinuous: false, slope: null });
    expect(wholePoints(-100, 100, 'int64', 11)).toEqual([
      -100, -81, -62, -43, -24, -5, 14, 33, 52, 71, 90
    ]);
    expect(wholePoints(0.2, 0.8, 'int64', 11)).toEqual([]);
    expect(wholePoints(-5, 5, 'bool', 11)).toEqual([0, 1]);
  });
});

describe('no derivative', () => {
  const reasonOf = (doc: Document, name: string): string | null => {
    const { slope, reason } = five(doc, name);
    expect(slope).toBeNull();
    return reason && `${reason.message} ${reason.help}`;
  };
  const none = 'element 0 of tensors does not require grad and does not have a grad_fn';

  it("says PyTorch's words where nothing requires a gradient", () => {
    expect(reasonOf(formula('detach(x)*2'), 'x')).toContain(`RuntimeError: ${none}`);
    expect(reasonOf(formula('x > 0'), 'x')).toContain(none);
    expect(reasonOf(withInput(formula('x*2'), 'x', { requiresGrad: false }), 'x')).toContain(none);
  });

  it('says why this input has none where another has one', () => {
    expect(reasonOf(formula('detach(x)*u'), 'x')).toMatch(/x\.grad is None.*cut off at detach/);
    const off = withInput(formula('x*u'), 'x', { requiresGrad: false });
    expect(reasonOf(off, 'x')).toMatch(/x does not require a gradient.*Switch requires_grad on/);
  });

  it('says what a custom backward does wrong', () => {
    const doc = example('custom-sq');
    if (!doc) throw new Error('the example is missing');
    const square = named(doc, 'square');
    const fn: FunctionSource = {
      name: 'SQ',
      inputs: ['i'],
      forward: 'ctx.save_for_backward(i)\nreturn i ** 2',
      backward: 'i, = ctx.saved_tensors\nreturn 2*i, 3*i'
    };
    const replaced = (backward: string): Document => {
      const edit = setFunction(doc, square.id, { ...fn, backward });
      if (!edit.ok) throw new Error(edit.reason);
      return applyPatch(doc, edit.patch);
    };
    expect(reasonOf(replaced(fn.backward), 'x')).toContain(
      'RuntimeError: function SQBackward returned an incorrect number of gradients (expected 1, got 2)'
    );
    expect(reasonOf(replaced('return None'), 'x')).toContain('returns None');
  });
});

describe('the elements of a tensor', () => {
  it("give the lab's plot: value before the sum, gradient after it", () => {
    const doc = example('sum-trick');
    const found = doc && drawn(sweep(doc, { input: null, from: 0, to: 1, count: 9 }));
    const x = [...(found?.x ?? [])];
    expect(found?.kind).toBe('elements');
    expect(x).toHaveLength(10);
    expect(doc && found?.value && doc.nodes[found.value.node]).toMatchObject({ op: 'pow' });
    expect([...(found?.value?.y ?? [])]).toEqual(x.map((at) => Math.fround(at * at)));
    expect([...(found?.slope ?? [])]).toEqual(x.map((at) => Math.fround(2 * at)));
  });

  it('are put in order, with what belongs to each', () => {
    const found = five(formula('sum(w*x)', { x: [2, -1, 0], w: [10, 20, 30] }), 'x');
    expect([...found.x]).toEqual([-1, 0, 2]);
    expect([...(found.value?.y ?? [])]).toEqual([-20, 0, 20]);
    expect([...(found.slope ?? [])]).toEqual([20, 30, 10]);
  });

  it('are drawn without a gradient where the result is no number', () => {
    const found = five(formula('x**2', { x: [1, 2] }));
    expect([...(found.value?.y ?? [])]).toEqual([1, 4]);
    expect(found.slope).toBeNull();
    expect(found.reason?.message).toContain(
      'grad can be implicitly created only for scalar outputs'
    );
    expect(found.reason?.help).toContain('sum');
  });

  it('have no value of their own where no node has one', () => {
    const found = five(
      formula('sum(x*w)', {
        x: [1, 2],
        w: [
          [1, 2],
          [3, 4]
        ]
      }),
      'x'
    );
    expect(found.value?.node).toBeUndefined();
    expect([...(found.slope ?? [])]).toEqual([4, 6]);
  });
});

describe('what can not be drawn', () => {
  const why = (doc: Document, input: string | null = null): Unavailable =>
    refused(sweep(doc, { input, from: -1, to: 1, count: 5 }));

  it('says what is missing', () => {
    const doc = formula('x**2');
    const x = named(doc, 'x').id;
    const bare = applyPatch(doc, { nodes: { [x]: null }, edges: {} });
    expect(why({ ...bare, nodes: {} }).why).toBe('no-result');
    expect(
      why(applyPatch(bare, { edges: { [Object.keys(doc.edges)[0] ?? '']: null } }))
    ).toMatchObject({
      why: 'no-input'
    });
  });

  it('asks for a sum where the result is several numbers', () => {
    const doc = formula('w*x', { w: 2, x: [1, 2, 3] });
    const found = why(doc, named(doc, 'w').id);
    expect(found.why).toBe('not-one-number');
    expect(found.reason.message).toContain('[3]');
    expect(found.reason.help).toContain('sum');
  });

  it("passes on what keeps the result from being computed, in PyTorch's words", () => {
    const found = why(formula('u*x + w', { w: 1, u: [1, 2], x: [1, 2, 3] }));
    expect(found.why).toBe('fault');
    expect(found.reason.message).toContain('must match the size of tensor b');
  });

  it('refuses a range that is none', () => {
    const doc = formula('x');
    for (const [from, to] of [
      [1, 1],
      [2, 1],
      [-1e308, 1e308],
      [NaN, 1]
    ] as const) {
      expect(refused(sweep(doc, { input: null, from, to, count: 5 })).why).toBe('range');
      expect([...refine(doc, { input: null, from, to }, 10)]).toMatchObject([{ why: 'range' }]);
    }
  });
});

describe('the input that is swept', () => {
  const chosen = (doc: Document, wanted: string | null = null): string | undefined =>
    sweptInput(compile(doc), wanted)?.name;

  it('is the one that was asked for, else the first that the result depends on and that has a gradient', () => {
    const doc = formula('a*b + c');
    expect(chosen(doc)).toBe('a');
    expect(chosen(doc, named(doc, 'c').id)).toBe('c');
    expect(chosen(withInput(doc, 'a', { requiresGrad: false }))).toBe('b');
    expect(chosen(applyPatch(doc, { meta: { result: named(doc, 'c').id } }))).toBe('c');
    expect(chosen(doc, 'gone')).toBe('a');
  });
});
