import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../../tests/expressions';
import {
  documentSchema,
  LIMITS,
  nodesInOrder,
  type Document,
  type GraphNode
} from '../graph/document';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import type { Tensor } from '../tensor/tensor';
import { buildFormula, type BuildOptions } from './build';

function built(source: string, options?: BuildOptions): Document {
  const result = buildFormula(source, options);
  if (!result.ok) expect.fail(`${source}: ${result.errors[0]?.message ?? ''}`);
  return result.document;
}

function refused(source: string, options?: BuildOptions): string {
  const result = buildFormula(source, options);
  if (result.ok) expect.fail(`${source} is accepted`);
  return result.errors.map((error) => error.message).join('; ');
}

function named(doc: Document, name: string): GraphNode | undefined {
  return Object.values(doc.nodes).find((node) => node.name === name);
}

/** The graph in a line: each node with what feeds its inputs, `pow(x, 2)`, and the result last. */
function outline(doc: Document): string {
  const steps = nodesInOrder(doc).map((node) => {
    if (node.kind === 'input') return node.name;
    const into = Object.values(doc.edges).filter((edge) => edge.target === node.id);
    const fed = into.map(({ input, source }) => `${input}=${doc.nodes[source]?.name ?? '?'}`);
    const set = Object.entries(node.kind === 'op' ? node.constants : {}).map(
      ([input, value]) => `${input}=${value}`
    );
    const op = node.kind === 'op' ? node.op : '?';
    return `${node.name}: ${op}(${[...fed, ...set].join(', ')})`;
  });
  const result = doc.nodes[doc.meta.result ?? ''];
  return `${steps.join('; ')} → ${result?.name ?? 'none'}`;
}

/** What the document's result is worth. */
function value(doc: Document): Tensor {
  const ran = run(compile(doc));
  const output = ran.outputs.get(doc.meta.result ?? '');
  if (!output) expect.fail(ran.diagnostics.map(({ message }) => message).join('; '));
  return output;
}

describe('graphs', () => {
  it.each([
    ['x', 'x → x'],
    ['x**2', 'x; pow: pow(input=x, exponent=2) → pow'],
    ['-x', 'x; neg: neg(input=x) → neg'],
    [
      'x**2 + 2*x + 1',
      'x; pow: pow(input=x, exponent=2); mul: mul(other=x, input=2); add: add(input=pow, other=mul); add_2: add(input=add, other=1) → add_2'
    ],
    [
      'relu(w*x + b)',
      'w; x; mul: mul(input=w, other=x); b; add: add(input=mul, other=b); relu: relu(input=add) → relu'
    ],
    [
      'where(x > 0, x, y)',
      'x; gt: gt(input=x, other=0); y; where: where(condition=gt, input=x, other=y) → where'
    ],
    ['pow(exponent=y, input=x)', 'x; y; pow: pow(input=x, exponent=y) → pow'],
    ['x.sum()', 'x; sum: sum(input=x) → sum']
  ])('%s', (source, expected) => expect(outline(built(source))).toBe(expected));

  it('share equal subexpressions', () => {
    const expected =
      'u; v; mul: mul(input=u, other=v); pow: pow(input=mul, exponent=2); add: add(input=mul, other=pow) → add';
    for (const source of ['u*v + (u*v)**2', 'u * v + torch.pow(u.mul(v), 2)', 'u*v+(u*v)**(4/2)']) {
      expect(outline(built(source)), source).toBe(expected);
    }
  });

  it('keep apart what only looks alike', () => {
    expect(outline(built('x*0 + x*-0.0'))).toContain('mul_2');
    expect(outline(built('x - y + (y - x)'))).toContain('sub_2');
    expect(outline(built('x*2 + 2*x'))).toContain('mul_2');
  });

  it('compute with plain numbers at once, as Python does', () => {
    expect(outline(built('x + 2*3**2'))).toBe('x; add: add(input=x, other=18) → add');
    expect(outline(built('x + 7 // 2 - -7 % 3'))).toContain('add(input=x, other=3)');
    expect(outline(built('x * sqrt(16)'))).toContain('other=4');
    expect(outline(built('x * nan + inf'))).toContain('other=nan');
    expect(outline(built('a = 2; a*x'))).toBe('x; mul: mul(other=x, input=2) → mul');
    expect(outline(built('where(2 > 1, x, y)'))).toContain('condition=1');
  });

  it('are valid documents with a place for every node, from left to right', () => {
    for (const source of ['x', 'x**2 + 2*x + 1', 'a = u*v; a + a**2', 'where(x > 0, x, 0*x)']) {
      const doc = built(source);
      expect(v.is(documentSchema, doc), source).toBe(true);
      for (const { source: from, target } of Object.values(doc.edges)) {
        expect(doc.nodes[from]?.x).toBeLessThan(doc.nodes[target]?.x ?? 0);
      }
      const places = Object.values(doc.nodes).map(({ x, y }) => `${x},${y}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it('of names that objects have by themselves are like any other', () => {
    const at = Object.fromEntries([['__proto__', 3]]);
    const doc = built('__proto__ * constructor + toString', { at });
    expect(named(doc, '__proto__')).toMatchObject({ kind: 'input', value: 3 });
    expect(named(doc, 'constructor')).toMatchObject({ kind: 'input', value: 1 });
    expect(value(doc).item()).toBe(4);
  });
});

describe('names', () => {
  it('are those that the formula gives', () => {
    const doc = built('h = w*x; y = relu(h); y + 1');
    expect(outline(doc)).toBe(
      'w; x; h: mul(input=w, other=x); y: relu(input=h); add: add(input=y, other=1) → add'
    );
  });

  it('never occur twice, whoever comes first', () => {
    expect(outline(built('add + mul*x'))).toContain('mul_2: mul');
    expect(outline(built('x + 1 + add'))).toContain('add_3: add(input=add_2, other=add)');
    expect(outline(built('mul_2 = x*y; (x*z)*(y*z)'))).toContain('mul_4: mul');
    const long = 'a'.repeat(LIMITS.name);
    const doc = built(`${long} = x + 1; ${long} = ${long} + x; ${long} * y`);
    for (const { name } of Object.values(doc.nodes)) {
      expect(name.length).toBeLessThanOrEqual(LIMITS.name);
    }
  });

  it('of a second value take the place of the first', () => {
    expect(outline(built('y = x + 1; y = y * y; y'))).toBe(
      'x; add: add(input=x, other=1); y: mul(input=add, other=add) → y'
    );
    expect(outline(built('x = x**2; x + 1'))).toBe(
      'x; x_2: pow(input=x, exponent=2); add: add(input=x_2, other=1) → add'
    );
  });

  it('of one value may be two', () => {
    expect(outline(built('a = b = x**2; a + b'))).toBe(
      'x; a: pow(input=x, exponent=2); add: add(input=a, other=a) → add'
    );
    expect(outline(built('y = x; y + x'))).toBe('x; add: add(input=x, other=x) → add');
    expect(outline(built('a = x**2; b = x**2; a*b'))).toBe(
      'x; a: pow(input=x, exponent=2); b: pow(input=x, exponent=2); mul: mul(input=a, other=b) → mul'
    );
  });
});

describe('the result', () => {
  it('is the last value', () => {
    expect(outline(built('y = x**2; 3*y'))).toMatch(/→ mul$/);
    expect(outline(built('y = x**2'))).toMatch(/→ y$/);
    expect(outline(built('a, b = x + 1, x * 2'))).toMatch(/→ b$/);
    expect(outline(built('y = x**2; x'))).toMatch(/→ x$/);
  });

  it('needs an input', () => {
    for (const source of ['3 + 4', 'x = 3', 'x; 2']) {
      expect(refused(source), source).toMatch(/^The formula has no input: its result is just/);
    }
  });
});

describe('inputs', () => {
  it('are 1, of float32, and require a gradient', () => {
    expect(named(built('x + 1'), 'x')).toMatchObject({
      kind: 'input',
      value: 1,
      dtype: 'float32',
      requiresGrad: true
    });
  });

  it('take the values that are given', () => {
    const doc = built('u*v', { at: { u: 2, v: [1, 'nan', '-inf'] } });
    expect(named(doc, 'u')).toMatchObject({ value: 2 });
    expect(named(doc, 'v')).toMatchObject({ value: [1, 'nan', '-inf'] });
  });

  it('refuse values of names that the formula has not, and values that are no tensor', () => {
    expect(refused('u*v', { at: { w: 1 } })).toBe(
      'The formula has no input `w`; its inputs are u, v'
    );
    expect(refused('y = x; y', { at: { y: 1 } })).toContain('no input `y`');
    expect(refused('x + 1', { at: { toString: 1 } })).toContain('no input `toString`');
    expect(refused('x + 1', { at: { x: [[1, 2], [3]] } })).toBe(
      'x: expected sequence of length 2 at dim 1 (got 1)'
    );
  });

  it('keep what they were in the document before', () => {
    const before = built('x*y', { at: { x: [1.5, 2], y: 7 } });
    const [x, y] = [named(before, 'x'), named(before, 'y')];
    const keep: Document = {
      ...before,
      nodes: Object.fromEntries(
        [x, y].flatMap((node) =>
          node?.kind === 'input'
            ? [
                [
                  node.id,
                  { ...node, dtype: node.name === 'y' ? 'int64' : 'float64', requiresGrad: false }
                ]
              ]
            : []
        )
      )
    };
    const doc = built('z + x + y', { keep });
    expect(named(doc, 'x')).toMatchObject({
      value: [1.5, 2],
      dtype: 'float64',
      requiresGrad: false
    });
    expect(named(doc, 'z')).toMatchObject({ value: 1, dtype: 'float32', requiresGrad: true });
    expect(named(built('y + 1', { keep, at: { y: 3 } }), 'y')).toMatchObject({
      value: 3,
      dtype: 'int64'
    });
    expect(named(built('y + 1', { keep, at: { y: 0.5 } }), 'y')).toMatchObject({
      value: 0.5,
      dtype: 'float32'
    });
    const mul = built('mul = x + 1', { keep: before });
    expect(named(mul, 'mul')).toMatchObject({ kind: 'op' });
  });
});

describe('titles', () => {
  it('are the formula on one line, unless given', () => {
    expect(built(' y = x**2\n  # square\ny + 1').meta.title).toBe('y = x**2 # square y + 1');
    expect(built('x', { title: 'A line' }).meta.title).toBe('A line');
    const long = built(`x${' + x'.repeat(40)}`).meta.title;
    expect(long).toHaveLength(80);
    expect(long).toMatch(/…$/);
    expect(built(`x #${'😀'.repeat(100)}`).meta.title).toMatch(/^x #(😀){76}…$/u);
  });
});

describe('limits', () => {
  it('bound the number of nodes', () => {
    const steps = Array.from({ length: 700 }, (_, k) => `sin(x+${k})`).join(';');
    expect(steps.length).toBeGreaterThan(LIMITS.source);
    const fits = Array.from({ length: 330 }, (_, k) => `-(x+${k})`).join(';');
    expect(Object.keys(built(fits).nodes)).toHaveLength(661);
    const many = Array.from({ length: 350 }, (_, k) => `--(x+${k})`).join(';');
    expect(refused(many)).toBe(`A graph has at most ${LIMITS.nodes} nodes`);
  });
});

it("names Python's faults in arithmetic on plain numbers", () => {
  expect(refused('x/(2 - 2) + 1/0')).toBe('division by zero');
  expect(refused('x + 0**-1')).toBe('0.0 cannot be raised to a negative power');
  expect(refused('x + (-8)**(1/3)')).toMatch(/complex/);
  expect(refused('x + 10.**400')).toBe('Numerical result out of range');
  expect(refused('x + sum(3)')).toBe('`sum` needs a tensor, and this is a plain number');
  expect(refused('x << 2')).toBe('`<<` is not among the operations here');
  expect(refused('2 @ x')).toBe('`@` needs a tensor, and this is a plain number');
});

it("takes Python's operators for remainders, whole quotients and conditions", () => {
  const at = { x: [5, -5, 0.5] };
  const values = (source: string): number[] => value(built(source, { at })).values();
  expect(values('x % 3')).toEqual([2, 1, 0.5]);
  expect(values('7 % x')).toEqual([2, -3, 0]);
  expect(values('x // 2')).toEqual([2, -3, 0]);
  expect(values('9 // x')).toEqual([1, -2, 18]);
  expect(values('(x > 0) & (x < 1)')).toEqual([0, 0, 1]);
  expect(values('(x < 0) | (x < 1)')).toEqual([0, 1, 1]);
  expect(values('~(x > 0)')).toEqual([0, 1, 0]);
});

/** The faults of arithmetic on plain numbers, where Python raises and a tensor would be infinite or NaN. */
const PYTHON_ONLY = /division by zero|negative power|complex number|out of range|no input/;

describe('random formulas', () => {
  const places = ['x', 'y', 'z'] as const;
  const columns = fc.record(
    Object.fromEntries(
      places.map((name) => [
        name,
        fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 2, maxLength: 2 })
      ])
    )
  );

  it('compute what the same expression computes number by number', () => {
    fc.assert(
      fc.property(expressions(places), columns, ({ text, names, evaluate }, all) => {
        const at = Object.fromEntries([...names].map((name) => [name, all[name] ?? []]));
        const result = buildFormula(text, { at });
        if (!result.ok) {
          expect(result.errors[0]?.message).toMatch(PYTHON_ONLY);
          return;
        }
        const nodes = Object.entries(result.document.nodes).map(([id, node]) => [
          id,
          node.kind === 'input' ? { ...node, dtype: 'float64' } : node
        ]);
        const doc: Document = { ...result.document, nodes: Object.fromEntries(nodes) };
        const found = value(doc).values();
        for (const row of [0, 1]) {
          const expected = evaluate(
            Object.fromEntries(Object.entries(at).map(([name, list]) => [name, list[row] ?? NaN]))
          );
          expect(found[found.length === 1 ? 0 : row], `row ${row}`).toBe(expected);
        }
      }),
      { numRuns: 1000 }
    );
  });
});
