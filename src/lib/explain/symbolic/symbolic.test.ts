import fc from 'fast-check';
import { all, create, type FactoryFunctionMap } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { expressions, smooth } from '../../../../tests/expressions';
import { formula, named } from '../../../../tests/graphs';
import { expectSettable } from '../../../../tests/katex';
import { documents } from '../../../../tests/random-documents';
import { sampleDocument } from '../../../../tests/sample-document';
import { example } from '../../exchange/examples';
import { nodeName, type Document, type TensorLiteral } from '../../graph/document';
import { compile } from '../../graph/program';
import { run } from '../../graph/run';
import { operations } from '../../ops/registry';
import { derive } from './derive';
import { sameValue, simplify } from './simplify';
import { symbolicDerivative, type Symbolic } from './symbolic';
import { tidy } from './tidy';
import { evaluate, Label, num, trees, type Tree } from './tree';

const math = create(all as FactoryFunctionMap);

function derivative(doc: Document, bottom: string): Symbolic {
  const done = run(compile(doc));
  return symbolicDerivative(doc, done, done.program.result ?? '', named(doc, bottom).id);
}

function written(source: string, bottom: string, at: Record<string, TensorLiteral> = {}): string {
  const found = derivative(formula(source, at), bottom);
  if (found.kind !== 'formula') throw new Error(found.kind);
  return found.right.replaceAll('\\,', '').replaceAll(/\\(left|right)/g, '');
}

describe('the symbolic derivative', () => {
  it.each([
    ['y = x**2 + 2*x + 1', 'x', '2x + 2'],
    ['y = 2*x**3 + x', 'x', '6x^{2} + 1'],
    ['f = v*u + u**2', 'u', 'v + 2u'],
    ['f = v*u + u**2', 'v', 'u'],
    ['f = u*v + (u*v)**2', 'u', 'v + 2uv^{2}'],
    ['f = u*v + (u*v)**2', 'v', 'u + 2u^{2}v'],
    ['y = sin(x**2)', 'x', '2x\\cos(x^{2})'],
    ['y = sigmoid(x)', 'x', '\\sigma(x) \\cdot (1 - \\sigma(x))'],
    ['y = sqrt(x)', 'x', '\\frac{1}{2\\sqrt{x}}'],
    ['y = x/v', 'v', '-\\frac{x}{v^{2}}'],
    ['y = 1/(1 + exp(-x))', 'x', '\\frac{e^{-x}}{(1 + e^{-x})^{2}}'],
    ['y = (x + 1)*(x - 1)', 'x', '2x'],
    ['y = x - x', 'x', '0'],
    ['y = exp(a*x)', 'x', 'ae^{ax}'],
    ['y = log(sigmoid(x))', 'x', '1 - \\sigma(x)'],
    ['y = relu(x)', 'x', '\\begin{cases} 0 & x \\le 0 \\\\ 1 & \\text{otherwise} \\end{cases}'],
    ['y = x**2/3', 'x', '\\frac{2x}{3}'],
    ['y = x/(1 + x**2)', 'x', '\\frac{1 - x^{2}}{(x^{2} + 1)^{2}}'],
    ['y = (x**2 - 1)/(x**2 + 1)', 'x', '\\frac{4x}{(x^{2} + 1)^{2}}'],
    ['y = (a*x + b)/(c*x + d)', 'x', '\\frac{ad - bc}{(cx + d)^{2}}'],
    ['y = (a*x + b)/(c*x + d)', 'c', '-\\frac{x(ax + b)}{(cx + d)^{2}}'],
    ['y = sin(x)/x', 'x', '\\frac{x\\cos(x) - \\sin(x)}{x^{2}}'],
    ['y = exp(x)/(1 + exp(x))', 'x', '\\frac{e^{x}}{(1 + e^{x})^{2}}'],
    ['y = (exp(x) - exp(-x))/(exp(x) + exp(-x))', 'x', '\\frac{4}{(e^{x} + e^{-x})^{2}}'],
    ['y = -(t*log(p) + (1 - t)*log(1 - p))', 'p', '\\frac{p - t}{p \\cdot (1 - p)}'],
    ['y = tanh(w*x + b)', 'w', 'x \\cdot (1 - \\tanh^{2}(wx + b))'],
    ['y = x*tanh(x)', 'x', '\\tanh(x) + x \\cdot (1 - \\tanh^{2}(x))'],
    ['y = sin(x)*cos(x)', 'x', '\\cos^{2}(x) - \\sin^{2}(x)'],
    ['y = 1/sqrt(1 + x**2)', 'x', '-\\frac{x}{(x^{2} + 1)^{3/2}}'],
    ['y = x**-0.5', 'x', '-\\frac{1}{2x^{3/2}}'],
    ['y = x**0.2', 'x', '0.2x^{-0.8}'],
    ['y = x**x', 'x', 'x^{x}(\\ln(x) + 1)'],
    ['y = u**v', 'u', 'vu^{v - 1}'],
    ['y = expm1(x)', 'x', 'e^{x}'],
    ['y = atan(1/x)', 'x', '-\\frac{1}{x^{2} + 1}'],
    ['y = silu(x)', 'x', '\\sigma(x) \\cdot (1 + x \\cdot (1 - \\sigma(x)))'],
    ['y = relu(w*x)', 'w', '\\begin{cases} 0 & wx \\le 0 \\\\ x & \\text{otherwise} \\end{cases}'],
    [
      'y = clamp(x, 0, 1)',
      'x',
      '\\begin{cases} 1 & 0 \\le x \\le 1 \\\\ 0 & \\text{otherwise} \\end{cases}'
    ],
    [
      'y = leaky_relu(x)',
      'x',
      '\\begin{cases} 1 & x > 0 \\\\ 0.01 & \\text{otherwise} \\end{cases}'
    ],
    ['y = (1 - x)**2', 'x', '2x - 2'],
    ['y = a*x**2 + b*x + c', 'x', '2ax + b']
  ])('of %s by %s is %s', (source, bottom, expected) => {
    expect(written(source, bottom)).toBe(expected);
  });

  it('has an index where the bottom is a tensor', () => {
    const x = [1, 2, 3];
    expect(written('y = sum(x**2)', 'x', { x })).toBe('2x_{i}');
    expect(written('y = mean(x**2)', 'x', { x })).toBe('\\frac{2x_{i}}{3}');
    expect(written('y = dot(x, w)', 'x', { x, w: [4, 5, 6] })).toBe('w_{i}');
    expect(written('y = sum(w*x)', 'w', { x, w: 2 })).toBe('\\sum_{i} x_{i}');
    expect(written('y = sum(b + x)', 'b', { x, b: 2 })).toBe('3');
    const found = derivative(formula('y = sum(i0*x)**2', { x, i0: 2 }), 'x');
    expect(found).toMatchObject({
      right: '2\\,i_{0}\\,\\mathrm{sum}',
      where: ['\\mathrm{sum} = i_{0}\\,\\sum_{j} x_{j}']
    });
    // What an index runs through has another letter than the element that is asked about.
    expect(written('w = sum(x); y = sum(exp(w*x))', 'x', { x })).toBe(
      '\\sum_{j} x_{j}e^{wx_{j}} + we^{wx_{i}}'
    );
    const neuron = { x, w: 2, b: 0, t: x };
    expect(written('y = mse_loss(w*x + b, t)', 'w', neuron)).toBe(
      '\\frac{2}{3}\\sum_{i} x_{i}(wx_{i} + b - t_{i})'
    );
    expect(written('y = l1_loss(w*x, t)', 'w', { x, w: 2, t: x })).toBe(
      '\\frac{1}{3}\\sum_{i} x_{i}\\operatorname{sign}(wx_{i} - t_{i})'
    );
    const rows = {
      X: [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      w: [1, 2],
      t: x
    };
    expect(derivative(formula('y = mse_loss(matmul(X, w), t)', rows), 'w')).toMatchObject({
      left: '\\frac{\\partial y}{\\partial w_{i}}',
      right: '\\frac{2}{3}\\,\\sum_{j} X_{j i}\\,\\left(\\mathrm{matmul}_{j} - t_{j}\\right)',
      where: ['\\mathrm{matmul}_{j} = \\sum_{k} w_{k}\\,X_{j k}']
    });
    expect(written('y = mean((w*x + b - t)**2)', 'w', neuron)).toBe(
      '\\frac{2}{3}\\sum_{i} x_{i}(wx_{i} + b - t_{i})'
    );
  });

  it('says where there is no formula per element, and where it is too long to read', () => {
    const matrix = [
      [1, 2],
      [3, 4]
    ];
    expect(derivative(formula('y = sum(matmul(x, x))', { x: matrix }), 'x')).toMatchObject({
      kind: 'none'
    });
    const nested = Array.from({ length: 12 }, (_, k) => `a${k + 1} = sin(a${k})*a${k}`).join('; ');
    expect(derivative(formula(nested, { a0: 1 }), 'a0').kind).toBe('long');
    const doubled = Array.from({ length: 60 }, (_, k) => `b${k + 1} = sin(b${k}*b${k})`).join('; ');
    expect(derivative(formula(doubled, { b0: 1 }), 'b0').kind).toBe('long');
  });

  it('of a custom function is that of its forward, whatever its backward returns', () => {
    const found = derivative(example('custom-upstream') as Document, 'x');
    expect(found).toMatchObject({ kind: 'formula', right: '6\\,x' });
    expect(found.kind === 'formula' && found.valueAt(0)).toBe(12);
  });

  it('takes what is detached for a constant, as backward does', () => {
    const found = derivative(example('detach') as Document, 'x');
    expect(found).toMatchObject({
      right: '2\\,x + \\mathrm{detach}',
      where: ['\\mathrm{detach} = \\operatorname{detach}\\left(x\\right)']
    });
  });
});

/** Holds the symbolic gradients of a document against the engine's; answers how many there were. */
function holds(doc: Document): number {
  const done = run(compile(doc));
  // Of numbers alone `where` makes float32, which knows no nine digits.
  const isDouble = [...done.outputs.values()].every(({ dtype }) => dtype !== 'float32');
  // A formula says 0 of 0 · NaN, and takes other branches from there.
  const isFinite = [...done.outputs.values()].every((t) => t.values().every(Number.isFinite));
  let held = 0;
  for (const [id, grad] of done.gradients) {
    const found = symbolicDerivative(doc, done, done.program.result ?? '', id);
    if (found.kind !== 'formula') continue;
    held += 1;
    expectSettable(`${found.left} = ${found.right}`);
    const values = grad.values();
    const largest = Math.max(1, ...values.map(Math.abs).filter(Number.isFinite));
    values.forEach((value, k) => {
      if (!isFinite || !Number.isFinite(value)) return;
      const symbolic = found.valueAt(k);
      // 0 · ∞ is NaN in the engine's steps and not always in the formula's, and the other way round.
      if (symbolic === null || !Number.isFinite(symbolic)) return;
      expect(Math.abs(symbolic - value) / largest, `${found.right} at ${k}`).toBeLessThan(
        isDouble ? 1e-9 : 1e-5
      );
    });
  }
  return held;
}

/** Operations whose elements are sums, each of which has a formula. */
const SUMS = [
  'dot',
  'mv',
  'mm',
  'bmm',
  'outer',
  'matmul',
  'linear',
  'mse_loss',
  'l1_loss',
  'smooth_l1_loss',
  'huber_loss'
];

describe('its value is the gradient of the engine', () => {
  it.each(operations.map((op) => [op.name, op] as const))('%s', (_, op) => {
    let held = 0;
    const samples = op.samples.filter(({ kink }) => !kink);
    const isSum = SUMS.includes(op.name);
    for (const sample of isSum ? samples : samples.slice(0, 4)) {
      const found = holds(sampleDocument(op, sample));
      if (isSum) expect(found).toBeGreaterThan(0);
      held += found;
    }
    // Every operation per element has a formula.
    if (op.elementwise && op.gradFn !== null) expect(held).toBeGreaterThan(0);
  });

  it('in random graphs of sums of products', () => {
    let held = 0;
    fc.assert(
      fc.property(
        documents({ ops: [...SUMS, 'mul', 'add', 'tanh'], dtypes: ['float64'], steps: 3 }),
        (doc) => {
          held += holds(doc);
        }
      ),
      { numRuns: 60 }
    );
    expect(held).toBeGreaterThan(30);
  }, 30_000);

  it('in random graphs', () => {
    const ops = operations.filter(({ elementwise }) => elementwise).map(({ name }) => name);
    let held = 0;
    fc.assert(
      fc.property(
        documents({ ops: [...ops, 'sum', 'mean', ...SUMS], dtypes: ['float64'], steps: 4 }),
        (doc) => {
          held += holds(doc);
        }
      ),
      { numRuns: 40 }
    );
    expect(held).toBeGreaterThan(30);
  });
});

/** A tree's value with all names at one number each. */
const lookup =
  (values: Readonly<Record<string, number>>, doc: Document) =>
  (node: string): number =>
    values[doc.nodes[node]?.name ?? ''] ?? NaN;

describe('simplifying', () => {
  it('never changes the value', () => {
    fc.assert(
      fc.property(expressions(['u', 'v'], smooth), ({ text, names }) => {
        fc.pre(names.size > 0);
        const doc = formula(`y = ${text}`, Object.fromEntries([...names].map((n) => [n, 0.7])));
        const done = run(compile(doc));
        const bottom = [...names].find((name) => done.gradients.has(named(doc, name).id));
        if (bottom === undefined) return;
        const derived = derive(done, done.program.result ?? '', named(doc, bottom).id);
        if (!derived.ok || derived.tree.size > 150) return;
        const nameOf = (node: string): string => nodeName(doc, node);
        const short = simplify(derived.tree, nameOf);
        for (const [u, v] of [
          [0.31, 1.7],
          [1.9, 0.4],
          [2.3, -0.6]
        ] as const) {
          const at = lookup({ u, v }, doc);
          const before = evaluate(derived.tree, at);
          for (const after of [short, tidy(derived.tree, nameOf)].map((t) => evaluate(t, at))) {
            if (!Number.isFinite(before) || !Number.isFinite(after)) continue;
            const scale = Math.max(1, Math.abs(before));
            expect(Math.abs(after - before) / scale, text).toBeLessThan(1e-7);
          }
        }
      }),
      { numRuns: 40 }
    );
  });

  it('long sums are held against each other as fast as short ones', () => {
    const x: Tree = { kind: 'name', node: 'x', labels: [], size: 1 };
    const sum: Tree = { kind: 'sum', labels: [new Label(1e12)], body: x, size: 2 };
    expect(sameValue(sum, trees.mul(num(1e12), x))).toBe(true);
    expect(sameValue(sum, trees.mul(num(1e11), x))).toBe(false);
  });

  it('a form that has another value is recognised', () => {
    const doc = formula('y = x**2');
    const done = run(compile(doc));
    const derived = derive(done, done.program.result ?? '', named(doc, 'x').id);
    if (!derived.ok) throw new Error(derived.why ?? 'too long');
    expect(sameValue(derived.tree, derived.tree)).toBe(true);
    expect(sameValue(derived.tree, { kind: 'num', value: 2, size: 1 })).toBe(false);
  });
});

describe("mathjs's own derivative is the same", () => {
  it.each([
    ['x**2 + 2*x + 1', 'x^2 + 2x + 1'],
    ['x*exp(-x**2)', 'x*exp(-x^2)'],
    ['sin(x)/x', 'sin(x)/x'],
    ['log(1 + x**2)', 'log(1 + x^2)'],
    ['sqrt(x)*tanh(x)', 'sqrt(x)*tanh(x)'],
    ['(x**2 + 1)**3', '(x^2 + 1)^3'],
    ['atan(x)**2 - cosh(x)', 'atan(x)^2 - cosh(x)'],
    ['1/(1 + exp(-x))', '1/(1 + exp(-x))'],
    ['x**x', 'x^x']
  ])('%s', (ours, theirs) => {
    const doc = formula(`y = ${ours}`, { x: 0.5 });
    const done = run(compile(doc));
    const derived = derive(done, done.program.result ?? '', named(doc, 'x').id);
    if (!derived.ok) throw new Error(derived.why ?? 'too long');
    const short = simplify(derived.tree, (node) => nodeName(doc, node));
    const truth = math.derivative(theirs, 'x');
    for (const x of [0.3, 1.1, 2.7]) {
      expect(evaluate(short, lookup({ x }, doc))).toBeCloseTo(Number(truth.evaluate({ x })), 9);
    }
  });
});
