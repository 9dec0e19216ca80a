import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { edgeId, type Document, type FunctionSource, type TensorLiteral } from '../graph/document';
import {
  addFunction,
  addOperation,
  connect,
  setConstant,
  setFunction,
  type Edit
} from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { fromJson, toJson } from './json';
import { report, type ReportedNode } from './report';

/** The nodes of a document's report by name, once it has been saved and read back. */
function nodesOf(doc: Document): Record<string, ReportedNode> {
  const read = fromJson(toJson(doc));
  if (!read.ok) throw new Error(read.reason);
  const made = report(read.document);
  expect(made.diagnostics).toEqual([]);
  return Object.fromEntries(made.report.nodes.map((node) => [node.name, node]));
}

/** Value and gradient by name. */
const figures = (doc: Document): Record<string, [unknown, unknown]> =>
  Object.fromEntries(
    Object.entries(nodesOf(doc)).map(([name, { value, grad }]) => [name, [value, grad]])
  );

function after(doc: Document, edit: Edit): Document {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}

/** x at 2, the lab's function on it, and three times its result. */
function custom(fn: Partial<FunctionSource>): Document {
  const at = { x: 0, y: 0 };
  let doc = formula('x', { x: 2 });
  doc = after(doc, addFunction(doc, at));
  const square = named(doc, 'f');
  if (square.kind !== 'custom') expect.fail('f is no function');
  doc = after(doc, setFunction(doc, square.id, { ...square.fn, ...fn }));
  doc = after(doc, connect(doc, named(doc, 'x').id, square.id, 'i'));
  doc = after(doc, addOperation(doc, 'mul', at));
  const z = named(doc, 'mul').id;
  doc = after(doc, connect(doc, square.id, z, 'input'));
  return applyPatch(after(doc, setConstant(doc, z, 'other', 3)), { meta: { result: null } });
}

it('names the attributes that were set, and no others', () => {
  const nodes = nodesOf(formula('y = x.sum(dim=0, keepdim=False) + x.sum()', { x: [1, 2] }));
  expect(nodes.sum).toMatchObject({ op: 'sum', attributes: { dim: [0] }, value: 3 });
  expect(nodes.sum_2).toMatchObject({ op: 'sum', value: 3 });
  expect(Object.keys(nodes.sum_2 ?? {})).not.toContain('attributes');
});

describe('the lab', () => {
  it('rows 1 to 5: a leaf and its square', () => {
    const doc = formula('y = x**2', { x: 2 });
    expect(nodesOf(doc)).toEqual({
      x: {
        id: named(doc, 'x').id,
        name: 'x',
        op: 'input',
        value: 2,
        grad: 4,
        grad_fn: null,
        is_leaf: true,
        requires_grad: true
      },
      y: {
        id: named(doc, 'y').id,
        name: 'y',
        op: 'pow',
        value: 4,
        grad: 1,
        grad_fn: 'PowBackward0',
        is_leaf: false,
        requires_grad: true
      }
    });
    expect(report(doc).report.edges).toEqual([
      { source: named(doc, 'x').id, target: named(doc, 'y').id, input: 'input' }
    ]);
  });

  it.each<[string, string, Record<string, TensorLiteral>, Record<string, [unknown, unknown]>]>([
    ['row 6', 'y = x**2 + 2*x + 1', { x: 2 }, { x: [2, 6], y: [9, 1] }],
    ['row 7', 'y = 2*x**3 + x', { x: 1 }, { x: [1, 7], y: [3, 1] }],
    ['row 9', 'f = v*u + u**2', { u: 1, v: 2 }, { u: [1, 4], v: [2, 1], f: [3, 1] }],
    [
      'row 15',
      'f = u*v + (u*v)**2',
      { u: 2, v: 1 },
      { u: [2, 5], v: [1, 10], mul: [2, 5], pow: [4, 1], f: [6, 1] }
    ]
  ])('%s: %s', (_, source, at, expected) => {
    const doc = formula(source, at);
    expect(figures(doc)).toMatchObject(expected);
    expect(nodesOf(doc)[source.charAt(0)]?.grad_fn).toBe('AddBackward0');
  });

  it('rows 8 and 8b: a function runs as it is written', () => {
    const right = nodesOf(custom({}));
    expect([right.x?.grad, right.f?.grad, right.mul?.value]).toEqual([12, 3, 12]);
    const lab = nodesOf(custom({ backward: 'i, = ctx.saved_tensors\nreturn 2*i' }));
    expect([lab.x?.grad, lab.f?.value, lab.f?.grad]).toEqual([4, 4, 3]);
    expect(lab.f).toMatchObject({ op: 'SQ', grad_fn: 'SQBackward', is_leaf: false });
  });

  it('a logistic unit', () => {
    const found = figures(
      formula('1/(1+exp(-(w0*x0+w1*x1+w2)))', { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 })
    );
    // Source: https://cs231n.github.io/optimization-2/#sigmoid
    const gradients = { w0: -0.2, x0: 0.39, w1: -0.39, x1: -0.59, w2: 0.2 };
    for (const [name, expected] of Object.entries(gradients)) {
      expect(found[name]?.[1], name).toBeCloseTo(expected, 2);
    }
    expect(found.div?.[0]).toBeCloseTo(0.73, 2);
  });
});

describe('numbers', () => {
  it('are lists for tensors, and stay what a float32 stands for', () => {
    const doc = formula('y = sum(x*0.1)', {
      x: [
        [1, 2],
        [3, 4]
      ]
    });
    const tenth = Math.fround(0.1);
    expect(figures(doc).x).toEqual([
      [
        [1, 2],
        [3, 4]
      ],
      [
        [tenth, tenth],
        [tenth, tenth]
      ]
    ]);
    const double = withInput(formula('y = x*0.1', { x: 1 }), 'x', { dtype: 'float64' });
    expect(figures(double)).toMatchObject({ x: [1, 0.1], y: [0.1, 1] });
  });

  it('are words where JSON has none, and conditions are true or false', () => {
    const doc = formula('y = sum(x / 0) + 0*sum(x > 0)\nc = x > 0\ny', { x: [1, 0, -1] });
    expect(figures(doc)).toMatchObject({
      x: [
        [1, 0, -1],
        ['inf', 'inf', 'inf']
      ],
      div: [
        ['inf', 'nan', '-inf'],
        [1, 1, 1]
      ],
      c: [[true, false, false], null]
    });
  });

  it('are null where nothing flows, and where nothing was computed', () => {
    const detached = figures(formula('y = detach(x) + u', { x: 2, u: 1 }));
    expect(detached).toEqual({ x: [2, null], detach: [2, null], u: [1, 1], y: [3, 1] });
    const doc = formula('y = u*v\nz = u + 1\nz', { u: 2 });
    const open = applyPatch(doc, { edges: { [edgeId(named(doc, 'y').id, 'other')]: null } });
    const { report: made, diagnostics } = report(open);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['missing-input']);
    expect(made.nodes.find(({ name }) => name === 'y')).toMatchObject({
      value: null,
      grad: null,
      grad_fn: null,
      is_leaf: null,
      requires_grad: null
    });
  });
});
