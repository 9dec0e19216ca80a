import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documents, evenly } from '../../../../tests/random-documents';
import { example } from '../../exchange/examples';
import { buildFormula } from '../../formula';
import { edgeId, emptyDocument, type Document, type TensorLiteral } from '../../graph/document';
import { compile } from '../../graph/program';
import { run } from '../../graph/run';
import type { Goal } from '../lesson';
import { goalFault, grade, type Verdict } from './grade';

type At = Readonly<Record<string, TensorLiteral>>;

function documentOf(formula: string, at: At = {}): Document {
  const built = buildFormula(formula, { at });
  if (!built.ok) throw new Error(built.errors[0]?.message);
  return built.document;
}

const NO_GOAL: Goal = {
  reference: null,
  formula: '',
  set: {},
  value: null,
  gradient: {},
  uses: [],
  avoids: [],
  requiresGrad: [],
  noGrad: [],
  zero: [],
  none: [],
  scalar: false
};
const goalOf = (formula: string, at: At = {}, more: Partial<Goal> = {}): Goal => ({
  ...NO_GOAL,
  reference: documentOf(formula, at),
  formula,
  ...more
});
const said = (verdict: Verdict): string => (verdict.ok ? 'ok' : verdict.problems.join('\n'));
const graded = (mine: string, wanted: string, at: At = {}, mineAt: At = at): string =>
  said(grade(documentOf(mine, mineAt), goalOf(wanted, at)));

describe('what a learner built is graded by what it computes', () => {
  it.each([
    ['f = u*v + (u*v)**2', 'f = u*v*(1 + u*v)'],
    ['f = u*v + (u*v)**2', 'p = u*v\nf = p + p*p'],
    ['y = x**2 + 2*x + 1', 'y = (x + 1)**2'],
    ['y = log(x)', 'y = 2*log(sqrt(x))'],
    ['y = sigmoid(x)', 'y = 1/(1 + exp(-x))'],
    // Other names of inputs, in another order.
    ['f = v*u + u**2', 'f = a**2 + b*a'],
    ['f = u - v', 'f = -b + a']
  ])('%s is the same as %s', (wanted, mine) => expect(graded(mine, wanted)).toBe('ok'));

  it('says where the first point differs, in value and gradients', () => {
    expect(graded('f = u*v + u**2', 'f = u*v + (u*v)**2')).toMatch(
      /^At u = \S+, v = \S+ your f is \S+, expected \S+; your ∂f\/∂u is \S+, expected \S+; your ∂f\/∂v is \S+, expected \S+\.$/
    );
  });

  it('tells functions apart that differ only in their gradients', () => {
    expect(graded('y = detach(x)*x', 'y = x**2')).toMatch(/^At x = \S+ your ∂y\/∂x is/);
    expect(graded('y = x**2 + x - detach(x)', 'y = x**2')).toMatch(/your ∂y\/∂x is/);
    expect(graded('y = detach(x)**2 + 0*x', 'y = x**2')).toMatch(/your ∂y\/∂x is 0, expected/);
    // The result of a number that nothing flows into.
    expect(graded('y = detach(x)**2', 'y = x**2')).toMatch(/your ∂y\/∂x is None, expected/);
  });

  it('grades tensors, and functions between them, element by element', () => {
    const at = { x: [1, 2, 3] };
    expect(graded('y = sum(x*x)', 'y = sum(x**2)', at)).toBe('ok');
    expect(graded('y = x*x', 'y = x**2', at)).toBe('ok');
    expect(graded('y = x**2', 'y = sum(x**2)', at)).toBe(
      'Your y is a tensor of shape [3]; a single number is expected.'
    );
    expect(graded('y = flip(x, [0])**2', 'y = x**2', at)).toMatch(/your y is \[/);
    // A mean of another scale, built with a number where the task has three.
    expect(graded('y = mean(x)', 'y = sum(x)', at)).toMatch(/expected/);
    expect(graded('y = sum(x*x)', 'y = sum(x**2)', at, { x: 5 })).toBe('ok');
  });

  it('takes constants of the learner as they are', () => {
    const mine = documentOf('y = x**n', { n: 2 });
    expect(said(grade(mine, goalOf('y = x**2')))).toBe('ok');
  });

  it('explains what is missing before it looks at numbers', () => {
    expect(said(grade(emptyDocument(), goalOf('y = x')))).toBe('Nothing is built yet.');
    expect(graded('y = 2*x', 'f = u*v')).toBe(
      'The result has to depend on `u`, `v`; the inputs that lead to yours: `x`.'
    );
    const frozen = documentOf('y = x**2');
    const nodes = Object.fromEntries(
      Object.entries(frozen.nodes).map(([id, node]) => [
        id,
        node.kind === 'input' ? { ...node, requiresGrad: false } : node
      ])
    );
    expect(said(grade({ ...frozen, nodes }, goalOf('y = x**2')))).toBe(
      "`x` can't have a gradient: switch on `requires_grad`."
    );
  });

  it('names the fault of a graph that can not run', () => {
    const doc = documentOf('y = x*z');
    const product = Object.values(doc.nodes).find(({ kind }) => kind === 'op');
    const id = edgeId(product?.id ?? '', 'other');
    const cut = { ...doc, edges: { ...doc.edges } };
    delete (cut.edges as Record<string, unknown>)[id];
    const verdict = grade(cut, goalOf('y = x*z'));
    expect(said(verdict)).toMatch(/y has nothing at `other`/);
    expect(verdict.ok ? [] : verdict.nodes).toEqual([product?.id]);
  });

  it('grades the node that is called as the task calls it', () => {
    const doc = documentOf('f = u*v\ng = f + 1');
    expect(said(grade(doc, goalOf('f = u*v')))).toBe('ok');
  });

  it('sees a backward that forgets upstream, and takes one that does not', () => {
    const lab = example('custom-upstream') ?? emptyDocument();
    expect(said(grade(lab, goalOf('z = 3*x**2')))).toMatch(/your ∂z\/∂x is/);
    const nodes = Object.fromEntries(
      Object.entries(lab.nodes).map(([id, node]) => [
        id,
        node.kind === 'custom'
          ? {
              ...node,
              fn: { ...node.fn, backward: 'i, = ctx.saved_tensors\nreturn grad_output * 2 * i' }
            }
          : node
      ])
    );
    const mended = goalOf('z = 3*x**2', {}, { uses: ['custom'], avoids: ['pow'] });
    expect(said(grade({ ...lab, nodes }, mended))).toBe('ok');
    expect(said(grade(documentOf('z = 3*x**2'), mended))).toBe(
      'It has to use a custom function.\nIt has to do without `pow`.'
    );
  });
});

describe('what else is asked', () => {
  const doc = documentOf('y = x**2 + 2*x + 1', { x: 2 });
  it.each<[Partial<Goal>, string]>([
    [{ set: { x: 2 }, value: 9, gradient: { x: 6 }, scalar: true, requiresGrad: ['x'] }, 'ok'],
    [{ set: { x: 3 } }, 'Set `x` to 3.'],
    [{ value: 8 }, '`y` is 9, expected 8.'],
    [{ gradient: { x: 4 } }, 'The gradient of `x` is 6, expected 4.'],
    [{ zero: ['x'] }, 'The gradient of `x` has to be 0, and it is 6.'],
    [{ none: ['x'] }, 'No gradient may reach `x`, and 6 arrives.'],
    [{ noGrad: ['x'] }, '`x` must not require a gradient.'],
    [{ requiresGrad: ['z'] }, 'There is no node called `z`.']
  ])('%j', (more, words) => expect(said(grade(doc, { ...NO_GOAL, ...more }))).toBe(words));

  it('asks inputs that are called otherwise by what they stand for', () => {
    const mine = (at: At): Document => documentOf('f = a + 3*b**2', at);
    const goal = goalOf('y = 3*x**2 + c', {}, { set: { x: 2, c: 1 }, gradient: { x: 12 } });
    expect(said(grade(mine({ a: 1, b: 2 }), goal))).toBe('ok');
    expect(said(grade(mine({ a: 1, b: 3 }), goal))).toBe(
      'Set `b` to 2.\nThe gradient of `b` is 18, expected 12.'
    );
  });

  it('asks for a single number and for a gradient of 0', () => {
    const tensor = documentOf('y = relu(x)', { x: [-1, -2] });
    expect(said(grade(tensor, { ...NO_GOAL, scalar: true }))).toBe(
      '`y` has to be a single number, and it is a tensor of shape [2].'
    );
    const flat = documentOf('y = relu(x)', { x: -1 });
    expect(said(grade(flat, { ...NO_GOAL, zero: ['x'] }))).toBe('ok');
  });
});

// Smooth ones that are defined everywhere, so that every graph has points to be compared at.
const SMOOTH = ['add', 'sub', 'mul', 'neg', 'sin', 'cos', 'tanh', 'sigmoid'];
const random = documents({
  ops: SMOOTH,
  inputs: 3,
  steps: 7,
  values: evenly,
  dtypes: ['float64']
}).filter((doc) =>
  Object.values(doc.nodes).every((node) => node.kind !== 'input' || node.requiresGrad)
);

/** The same function in another shape: ids, names, places, order and the sides of products are others. */
function reshaped(doc: Document): Document {
  const id = (old: string): string => `z${old}`;
  const count = Object.keys(doc.nodes).length;
  const nodes = Object.values(doc.nodes).map((node) => ({
    ...node,
    id: id(node.id),
    name: node.kind === 'input' ? node.name : `other_${node.name}`,
    x: -node.x,
    y: node.order * 7,
    order: count - node.order
  }));
  const swapped = (target: string, input: string): string => {
    const to = doc.nodes[target];
    const isEven = to?.kind === 'op' && ['add', 'mul'].includes(to.op);
    const isWhole = to?.kind === 'op' && Object.keys(to.constants).length === 0;
    if (!isEven || !isWhole) return input;
    return input === 'input' ? 'other' : 'input';
  };
  const edges = Object.values(doc.edges).map(({ source, target, input }) => {
    const side = swapped(target, input);
    const key = edgeId(id(target), side);
    return { id: key, source: id(source), target: id(target), input: side };
  });
  const result = compile(doc).result;
  return {
    ...doc,
    meta: { ...doc.meta, result: result === null ? null : id(result) },
    nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edge]))
  };
}

/** Another node after the result. */
function followed(doc: Document, op: string, constants: Record<string, number>): Document {
  const result = compile(doc).result ?? '';
  const node = {
    id: 'after',
    name: 'after',
    kind: 'op' as const,
    op,
    constants,
    x: 0,
    y: 0,
    order: 99
  };
  const id = edgeId('after', 'input');
  return {
    ...doc,
    meta: { ...doc.meta, result: 'after' },
    nodes: { ...doc.nodes, after: node },
    edges: { ...doc.edges, [id]: { id, source: result, target: 'after', input: 'input' } }
  };
}

describe('random graphs', () => {
  const goal = (reference: Document): Goal => ({ ...NO_GOAL, reference });

  it('pass in any other layout', () => {
    fc.assert(
      fc.property(random, (doc) => {
        fc.pre(goalFault(goal(doc)) === null);
        expect(said(grade(reshaped(doc), goal(doc)))).toBe('ok');
      }),
      { numRuns: 60 }
    );
  });

  it('fail where the value differs, and where only the gradient does', () => {
    fc.assert(
      fc.property(random, (doc) => {
        fc.pre(goalFault(goal(doc)) === null);
        // What is 0 everywhere doesn't change by a factor, and what is huge not by a summand.
        const changed = [followed(doc, 'add', { other: 1 }), followed(doc, 'mul', { other: 1.5 })];
        expect(changed.map((one) => grade(one, goal(doc)).ok)).toContain(false);
        const { gradients } = run(compile(doc));
        const inputs = Object.values(doc.nodes).filter(({ kind }) => kind === 'input');
        const flows = inputs.some(({ id }) => Math.abs(gradients.get(id)?.item() ?? 0) > 0.01);
        const cut = said(grade(followed(doc, 'detach', {}), goal(doc)));
        if (flows) expect(cut).toMatch(/None, expected/);
      }),
      { numRuns: 60 }
    );
  });
});
