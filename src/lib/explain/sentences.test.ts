import { describe, expect, it } from 'vitest';
import { formula } from '../../../tests/graphs';
import { expectSettable } from '../../../tests/katex';
import { example as exampleDocument } from '../exchange/examples';
import { emptyDocument, type Document } from '../graph/document';
import { compile } from '../graph/program';
import { backwardAgain, run } from '../graph/run';
import type { ContributionEvent, ForwardEvent } from '../graph/trace';
import { stepFormula } from './formulas';
import { localDerivatives } from './local';
import { Timeline } from './frames';
import { sentence } from './sentences';
import { traceText } from './text';

/** What is said of a run, line by line. */
const told = (doc: Document): string => `\n${traceText(doc, run(compile(doc)).trace)}\n`;
const example = (slug: string): string => told(exampleDocument(slug) ?? emptyDocument());

describe('operations on whole tensors are told', () => {
  it('with their attributes, the shapes, and how the gradient gets back', () => {
    const x = [
      [1, 2],
      [3, 4]
    ];
    expect(told(formula('s = x.sum(dim=0); y = sum(softmax(s, dim=0) * s)', { x })))
      .toMatchInlineSnapshot(`
        "
          1  Leaf: x is [[1, 2], [3, 4]] and requires a gradient.
          2  Forward: s = sum(x, dim=0): sum([[1, 2], [3, 4]], dim=0) = [4, 6], shape 2×2 to shape 2.
          3  Forward: softmax = softmax(s, dim=0): softmax([4, 6], dim=0) = [0.1192, 0.8808], and softmax = [0.1192, 0.8808] is saved for backward.
          4  Forward: mul = softmax * s: [0.1192, 0.8808] * [4, 6] = [0.47681, 5.2848], and softmax = [0.1192, 0.8808] and s = [4, 6] are saved for backward.
          5  Forward: y = sum(mul): sum([0.47681, 5.2848]) = 5.7616.
          6  Backward starts at y: the gradient of y with respect to itself is 1.
          7  Backward: from y to mul: upstream 1 × local [1, 1] = [1, 1] (each element of mul receives its share of the gradient of the result that it went into).
          8  Backward: from mul to softmax: upstream [1, 1] × local [4, 6] = [4, 6]; softmax = [0.1192, 0.8808] and s = [4, 6] were taken from the shelf.
          9  Backward: from mul to s: upstream [1, 1] × local [0.1192, 0.8808] = [0.1192, 0.8808]; the shelf of mul is then freed.
         10  Backward: from softmax to s: given upstream [4, 6], backward returned [−0.20999, 0.20999] (each element of s receives a part from every result that it went into), added to what came before, so that s now has [−0.090784, 1.0908]; softmax = [0.1192, 0.8808] was taken from the shelf, which is then freed.
         11  Backward: from s to x: upstream [−0.090784, 1.0908] × local [[1, 1], [1, 1]] = [[−0.090784, 1.0908], [−0.090784, 1.0908]] (each element of x receives its share of the gradient of the result that it went into).
         12  Backward: x.grad goes from None to [[−0.090784, 1.0908], [−0.090784, 1.0908]].
        "
      `);
  });
});

describe('the lab is told', () => {
  it('row 6: y = x² + 2x + 1 at 2', () => {
    expect(told(formula('y = x**2 + 2*x + 1', { x: 2 }))).toMatchInlineSnapshot(`
      "
        1  Leaf: x is 2 and requires a gradient.
        2  Forward: pow = x ** 2: 2 ** 2 = 4, and x = 2 is saved for backward.
        3  Forward: mul = 2 * x: 2 * 2 = 4, and input = 2 is saved for backward.
        4  Forward: add = pow + mul: 4 + 4 = 8.
        5  Forward: y = add + 1: 8 + 1 = 9.
        6  Backward starts at y: the gradient of y with respect to itself is 1.
        7  Backward: from y to add: upstream 1 × local 1 = 1.
        8  Backward: from add to pow: upstream 1 × local 1 = 1.
        9  Backward: from add to mul: upstream 1 × local 1 = 1.
       10  Backward: from mul to x: upstream 1 × local 2 = 2; input = 2 was taken from the shelf, which is then freed.
       11  Backward: from pow to x: upstream 1 × local 4 = 4, added to what came before, so that x now has 6; x = 2 was taken from the shelf, which is then freed.
       12  Backward: x.grad goes from None to 6.
      "
    `);
  });

  it("row 8: the lab's own SQ", () => {
    expect(example('custom-sq')).toMatchInlineSnapshot(`
      "
        1  Leaf: x is 2 and requires a gradient.
        2  Forward: square = SQ(x): SQ(2) = 4, and i = 2 is saved for backward.
        3  Backward starts at square: the gradient of square with respect to itself is 1.
        4  Backward: from square to x: given upstream 1, SQ.backward returned 4; i = 2 was taken from the shelf, which is then freed.
        5  Backward: x.grad goes from None to 4.
      "
    `);
  });

  it('row 8b: a backward that forgets the upstream gradient', () => {
    expect(example('custom-upstream')).toMatchInlineSnapshot(`
      "
        1  Leaf: x is 2 and requires a gradient.
        2  Forward: square = SQ(x): SQ(2) = 4, and i = 2 is saved for backward.
        3  Forward: z = 3 * square: 3 * 4 = 12, and input = 3 is saved for backward.
        4  Backward starts at z: the gradient of z with respect to itself is 1.
        5  Backward: from z to square: upstream 1 × local 3 = 3; input = 3 was taken from the shelf, which is then freed.
        6  Backward: from square to x: given upstream 3, SQ.backward returned 4; i = 2 was taken from the shelf, which is then freed.
        7  Backward: x.grad goes from None to 4.
      "
    `);
  });

  it('row 9: f = v·u + u² at u = 1, v = 2', () => {
    expect(told(formula('f = v*u + u**2', { u: 1, v: 2 }))).toMatchInlineSnapshot(`
      "
        1  Leaf: v is 2 and requires a gradient.
        2  Leaf: u is 1 and requires a gradient.
        3  Forward: mul = v * u: 2 * 1 = 2, and v = 2 and u = 1 are saved for backward.
        4  Forward: pow = u ** 2: 1 ** 2 = 1, and u = 1 is saved for backward.
        5  Forward: f = mul + pow: 2 + 1 = 3.
        6  Backward starts at f: the gradient of f with respect to itself is 1.
        7  Backward: from f to mul: upstream 1 × local 1 = 1.
        8  Backward: from f to pow: upstream 1 × local 1 = 1.
        9  Backward: from pow to u: upstream 1 × local 2 = 2; u = 1 was taken from the shelf, which is then freed.
       10  Backward: from mul to v: upstream 1 × local 1 = 1; v = 2 and u = 1 were taken from the shelf.
       11  Backward: v.grad goes from None to 1.
       12  Backward: from mul to u: upstream 1 × local 2 = 2, added to what came before, so that u now has 4; the shelf of mul is then freed.
       13  Backward: u.grad goes from None to 4.
      "
    `);
  });

  it('row 10: the sum trick', () => {
    expect(example('sum-trick')).toMatchInlineSnapshot(`
      "
        1  Leaf: x is [−10, −7.7778, −5.5556, …] and requires a gradient.
        2  Forward: pow = x ** 2: [−10, −7.7778, −5.5556, …] ** 2 = [100, 60.494, 30.864, …], and x = [−10, −7.7778, −5.5556, …] is saved for backward.
        3  Forward: y = sum(pow): sum([100, 60.494, 30.864, …]) = 407.41.
        4  Backward starts at y: the gradient of y with respect to itself is 1.
        5  Backward: from y to pow: upstream 1 × local [1, 1, 1, …] = [1, 1, 1, …] (each element of pow receives its share of the gradient of the result that it went into).
        6  Backward: from pow to x: upstream [1, 1, 1, …] × local [−20, −15.556, −11.111, …] = [−20, −15.556, −11.111, …]; x = [−10, −7.7778, −5.5556, …] was taken from the shelf, which is then freed.
        7  Backward: x.grad goes from None to [−20, −15.556, −11.111, …].
      "
    `);
  });

  it('row 12: detach', () => {
    expect(told(formula('y = x**2 + detach(x)*x', { x: 2 }))).toMatchInlineSnapshot(`
      "
        1  Leaf: x is 2 and requires a gradient.
        2  Forward: pow = x ** 2: 2 ** 2 = 4, and x = 2 is saved for backward.
        3  Forward: detach = detach(x): detach(2) = 2, and no gradient will flow back through it.
        4  Forward: mul = detach * x: 2 * 2 = 4, and detach = 2 is saved for backward.
        5  Forward: y = pow + mul: 4 + 4 = 8.
        6  Backward starts at y: the gradient of y with respect to itself is 1.
        7  Backward: from y to pow: upstream 1 × local 1 = 1.
        8  Backward: from y to mul: upstream 1 × local 1 = 1.
        9  Backward: from mul to x: upstream 1 × local 2 = 2; detach = 2 was taken from the shelf, which is then freed; no gradient is wanted at detach.
       10  Backward: from pow to x: upstream 1 × local 4 = 4, added to what came before, so that x now has 6; x = 2 was taken from the shelf, which is then freed.
       11  Backward: x.grad goes from None to 6.
      "
    `);
  });

  it('row 15: f = uv + (uv)² at u = 2, v = 1', () => {
    expect(told(formula('f = u*v + (u*v)**2', { u: 2, v: 1 }))).toMatchInlineSnapshot(`
      "
        1  Leaf: u is 2 and requires a gradient.
        2  Leaf: v is 1 and requires a gradient.
        3  Forward: mul = u * v: 2 * 1 = 2, and u = 2 and v = 1 are saved for backward.
        4  Forward: pow = mul ** 2: 2 ** 2 = 4, and mul = 2 is saved for backward.
        5  Forward: f = mul + pow: 2 + 4 = 6.
        6  Backward starts at f: the gradient of f with respect to itself is 1.
        7  Backward: from f to mul: upstream 1 × local 1 = 1.
        8  Backward: from f to pow: upstream 1 × local 1 = 1.
        9  Backward: from pow to mul: upstream 1 × local 4 = 4, added to what came before, so that mul now has 5; mul = 2 was taken from the shelf, which is then freed.
       10  Backward: from mul to u: upstream 5 × local 1 = 5; u = 2 and v = 1 were taken from the shelf.
       11  Backward: u.grad goes from None to 5.
       12  Backward: from mul to v: upstream 5 × local 2 = 10; the shelf of mul is then freed.
       13  Backward: v.grad goes from None to 10.
      "
    `);
  });
});

describe('steps', () => {
  const doc = formula('y = a*b + relu(-a)', { a: -2, b: 3 });
  const { trace, program } = run(compile(doc));
  const timeline = new Timeline(trace);

  it('are shown as formulas: names, then numbers, then the result', () => {
    const shown = trace.map((event) =>
      (stepFormula(doc, event, program.result, (id) => timeline.origin(id)) ?? '').replace(
        /\\htmlClass\{(forward|backward)-ink\}\{([^{}]*(?:\{[^{}]*\})?[^{}]*)\}/g,
        '⟨$2⟩'
      )
    );
    expect(`\n${shown.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      a = ⟨-2⟩
      b = ⟨3⟩
      \\mathrm{mul} = a\\,b = \\left(-2\\right) \\cdot 3 = ⟨-6⟩
      \\mathrm{neg} = -a = -\\left(-2\\right) = ⟨2⟩
      \\mathrm{relu} = \\operatorname{ReLU}\\left(\\mathrm{neg}\\right) = \\operatorname{ReLU}\\left(2\\right) = ⟨2⟩
      y = \\mathrm{mul} + \\mathrm{relu} = -6 + 2 = ⟨-4⟩
      \\frac{\\partial y}{\\partial y} = ⟨1⟩
      \\underbrace{⟨1⟩}_{\\partial y / \\partial y} \\times \\underbrace{1}_{\\partial y / \\partial \\mathrm{mul}} = ⟨1⟩
      \\underbrace{⟨1⟩}_{\\partial y / \\partial y} \\times \\underbrace{1}_{\\partial y / \\partial \\mathrm{relu}} = ⟨1⟩
      \\underbrace{⟨1⟩}_{\\partial y / \\partial \\mathrm{relu}} \\times \\underbrace{1}_{\\partial \\mathrm{relu} / \\partial \\mathrm{neg}} = ⟨1⟩
      \\underbrace{⟨1⟩}_{\\partial y / \\partial \\mathrm{neg}} \\times \\underbrace{\\left(-1\\right)}_{\\partial \\mathrm{neg} / \\partial a} = ⟨-1⟩
      \\underbrace{⟨1⟩}_{\\partial y / \\partial \\mathrm{mul}} \\times \\underbrace{3}_{\\partial \\mathrm{mul} / \\partial a = b} = ⟨3⟩ \\qquad \\frac{\\partial y}{\\partial a} \\mathrel{{+}{=}} ⟨3⟩ \\;\\Rightarrow\\; ⟨2⟩
      a\\mathtt{.grad} = \\frac{\\partial y}{\\partial a} = ⟨2⟩
      \\underbrace{⟨1⟩}_{\\partial y / \\partial \\mathrm{mul}} \\times \\underbrace{\\left(-2\\right)}_{\\partial \\mathrm{mul} / \\partial b = a} = ⟨-2⟩
      b\\mathtt{.grad} = \\frac{\\partial y}{\\partial b} = ⟨-2⟩
      "
    `);
  });

  it('say how the gradient gets back where that is more than one factor', () => {
    const ways = (source: string, x: number | number[]): string[] => {
      const own = formula(source, { x });
      return run(compile(own)).trace.flatMap((event) => {
        const text = event.kind === 'contribution' ? sentence(own, event) : '';
        return /\((.*?each element.*?)\)/.exec(text)?.slice(1) ?? [];
      });
    };
    const share = expect.stringMatching(/its share of the gradient of the result/) as string;
    expect(ways('y = sum(x)', [1, 2, 3])).toEqual([share]);
    expect(ways('y = sum(x)', 3)).toEqual([]);
    expect(ways('y = sum(cumsum(x, dim=0))', [1, 2, 3])).toEqual([
      share,
      expect.stringMatching(/a part from every result that it went into/) as string
    ]);
  });

  it('count the calls of backward', () => {
    let made = run(compile(doc), { retainGraph: true });
    for (let pass = 1; pass < 3; pass++) made = backwardAgain(made);
    const starts = made.trace.flatMap((event) =>
      event.kind === 'seed' ? [sentence(doc, event).split(':')[0]] : []
    );
    expect(starts).toEqual([
      'Backward starts at y',
      'Backward starts at y, for the second time',
      'Backward starts at y, for the third time'
    ]);
  });

  it('say nothing before the first', () => {
    expect(sentence(doc, null)).toMatch(/^Nothing has been computed yet/);
    expect(stepFormula(doc, null, program.result, () => null)).toBeNull();
  });

  it('tell which of two inputs a derivative is meant for where one node feeds both', () => {
    const square = formula('x*x', { x: 3 });
    const made = run(compile(square)).trace.find(
      (event) => event.kind === 'forward'
    ) as ForwardEvent;
    expect(localDerivatives(square, made).map(({ latex }) => latex)).toEqual([
      '\\frac{\\partial \\mathrm{mul}}{\\partial x}\\big|_{\\mathrm{input}} = x = \\htmlClass{backward-ink}{3}',
      '\\frac{\\partial \\mathrm{mul}}{\\partial x}\\big|_{\\mathrm{other}} = x = \\htmlClass{backward-ink}{3}'
    ]);
  });

  it('say where a contribution is summed over broadcasting', () => {
    const doc = formula('sum(x*v)', { x: 2, v: [1, 2, 3] });
    const events = run(compile(doc)).trace;
    const summed = events.find(
      (event): event is ContributionEvent =>
        event.kind === 'contribution' &&
        event.input === 'input' &&
        event.arrival === 1 &&
        event.contribution.numel === 1
    );
    expect(summed && sentence(doc, summed)).toBe(
      'Backward: from mul to x: upstream [1, 1, 1] × local [1, 2, 3], summed over all 3 elements because x, one number, was spread over 3, = 6; x = 2 and v = [1, 2, 3] were taken from the shelf.'
    );
    expect(summed && stepFormula(doc, summed, 'n4', () => null)).toMatch(/^\\sum \\Bigl\(/);
  });

  it('of a changed document still find words', () => {
    for (const event of trace) {
      expect(sentence(emptyDocument(), event)).toMatch(/\.$/);
      expectSettable(stepFormula(emptyDocument(), event, null, () => null) ?? '');
    }
  });
});
