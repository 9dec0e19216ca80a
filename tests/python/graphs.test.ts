import { beforeAll, describe, expect, test } from 'vitest';
import { openPython } from '../../src/cli/open-python';
import { report } from '../../src/lib/exchange/report';
import { documentSchema } from '../../src/lib/graph/document';
import type { RecordedGraph, Runtime } from '../../src/lib/python/events';
import * as v from 'valibot';

/** What a run computed, as a document: it computes the same on the canvas, without Python. */

let python: Runtime;
let printed = '';

beforeAll(async () => {
  python = await openPython((event) => {
    if (event.kind === 'text') printed += event.text;
  });
}, 60_000);

function drawn(code: string, name: string | null = null): RecordedGraph {
  python.restart();
  printed = '';
  const { fault } = python.run(`import torch\n${code}`, { file: 'lesson.py', echo: false });
  expect(fault?.traceback ?? null).toBeNull();
  const graph = python.graph(name);
  expect(v.safeParse(documentSchema, graph.document).issues).toBeUndefined();
  return graph;
}

/** Values and gradients of the document by name. */
function computed({ document }: RecordedGraph): Record<string, { value: unknown; grad: unknown }> {
  const { report: made, diagnostics } = report(document);
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return Object.fromEntries(made.nodes.map(({ name, value, grad }) => [name, { value, grad }]));
}

/** What Python says of an expression, as JSON. */
function said(expression: string): unknown {
  printed = '';
  python.run(`import json\nprint(json.dumps(${expression}))`, { file: 'asked.py', echo: false });
  return JSON.parse(printed) as unknown;
}

const PROGRAMS: Record<string, { code: string; result: string; leaves: string[] }> = {
  'one variable': {
    code: 'x = torch.tensor(2.0, requires_grad=True)\ny = x**2 + 2*x + 1',
    result: 'y',
    leaves: ['x']
  },
  'two variables': {
    code: 'u = torch.tensor(2.0, requires_grad=True)\nv = torch.tensor(1.0, requires_grad=True)\nf = u*v + (u*v)**2',
    result: 'f',
    leaves: ['u', 'v']
  },
  'the sum trick': {
    code: 'x = torch.linspace(-10, 10, 10, requires_grad=True)\ny = torch.sum(x ** 2)',
    result: 'y',
    leaves: ['x']
  },
  'layers of numbers': {
    code: `
w = torch.tensor([[0.5, -1.0], [0.25, 2.0]], requires_grad=True)
b = torch.tensor([0.1, -0.2], requires_grad=True)
x = torch.tensor([[1., 2.], [3., 4.], [5., 6.]])
loss = (torch.tanh(x @ w + b) ** 2).mean()`,
    result: 'loss',
    leaves: ['w', 'b']
  },
  'views and cuts': {
    code: `
x = torch.arange(6.).requires_grad_()
a, b = x.view(2, 3).unbind(0)
y = (torch.cat([a, b[1:]]) * 2).sum() + x[0] + torch.stack([a, b]).max()`,
    result: 'y',
    leaves: ['x']
  },
  'functions of networks': {
    code: `
import torch.nn.functional as F
x = torch.tensor([[1., -2., 0.5, 3.], [0.25, 2., -1., 1.5]], requires_grad=True)
w = torch.tensor([0.25], requires_grad=True)
rows = F.pad(F.prelu(F.glu(x), w), (1, 1), value=2.0)
far = F.pairwise_distance(rows, F.threshold(rows, 0.5, 1.0)) + F.max_pool1d(x, 2).sum()
placed = x.scatter(1, torch.tensor([[0], [2]]), 7.0)
y = far.sum() + placed.sum() + F.margin_ranking_loss(x[0], x[1], torch.ones(4), 0.5)`,
    result: 'y',
    leaves: ['x', 'w']
  },
  'changes in place': {
    code: `
x = torch.tensor([1., 2.], requires_grad=True)
y = x * 3
y += 1
y.mul_(x)
z = y.sum()`,
    result: 'z',
    leaves: ['x']
  },
  'no gradient here': {
    code: `
x = torch.tensor([1., 2.], requires_grad=True)
with torch.no_grad():
    scale = x.sum() * 2
z = (x * scale * x.detach()).sum()`,
    result: 'z',
    leaves: ['x']
  },
  'no gradient in between': {
    code: `
x = torch.tensor([1., 2.], requires_grad=True)
w = torch.tensor([0.5, -1.], requires_grad=True)
a = x * w
with torch.no_grad():
    fixed = torch.ones(2) * 3
    target = a.exp() * fixed
    low = target - 1
b = (a - target) ** 2
with torch.no_grad():
    weight = b / b.sum()
z = (b * weight + low).sum()`,
    result: 'z',
    leaves: ['x', 'w']
  },
  'a function of its own': {
    code: `
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, i):
        ctx.save_for_backward(i)
        return i**3
    @staticmethod
    def backward(ctx, g):
        i, = ctx.saved_tensors
        return g * 3 * i**2
x = torch.tensor(2.0, requires_grad=True)
y = Cube.apply(x) * 2`,
    result: 'y',
    leaves: ['x']
  },
  'the last step of a training': {
    code: `
w = torch.tensor(3.0, requires_grad=True)
for step in range(50):
    loss = (w - 1) ** 2
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
loss = (w - 1) ** 2`,
    result: 'loss',
    leaves: ['w']
  },
  'picks of all kinds': {
    code: `
x = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
mask = x > 1
y = x[0, 1] * 3 + x[mask].sum() + x[:, 1].prod() + x[[1, 0]][0].sum()
mask[:] = False`,
    result: 'y',
    leaves: ['x']
  },
  dropout: {
    code: `
x = torch.arange(1., 9.).requires_grad_()
y = torch.nn.functional.dropout(x * 2, 0.5).sum()`,
    result: 'y',
    leaves: ['x']
  }
};

describe('a graph that Python made', () => {
  for (const [title, { code, result, leaves }] of Object.entries(PROGRAMS)) {
    test(title, () => {
      const nodes = computed(drawn(code, result));
      expect(nodes[result]?.value).toBeCloseTo(Number(said(`${result}.item()`)), 4);
      const grads = said(
        `[g.tolist() for g in torch.autograd.grad(${result}, [${leaves.join(', ')}])]`
      ) as unknown[];
      leaves.forEach((name, k) => {
        const [given, wanted] = [nodes[name]?.grad, grads[k]].map((grad) => [grad].flat(9));
        expect(given).toHaveLength(wanted?.length ?? -1);
        given?.forEach((one, at) => expect(one).toBeCloseTo(Number(wanted?.[at]), 4));
      });
    });
  }

  test('has a group for every block under no_grad, and none where nothing is cut off', () => {
    const { document, notes } = drawn(PROGRAMS['no gradient in between']?.code ?? '', 'z');
    const names = (group: string): string[] =>
      Object.values(document.nodes).flatMap((node) => (node.group === group ? [node.name] : []));
    const groups = Object.values(document.groups ?? {});
    expect(groups.map(({ name, noGrad }) => [name, noGrad])).toEqual([
      ['no_grad', true],
      ['no_grad 2', true]
    ]);
    expect(groups.map(({ id }) => names(id))).toEqual([
      ['ones', 'fixed', 'exp', 'target', 'low'],
      ['sum', 'weight']
    ]);
    expect(Object.values(document.nodes).some((n) => n.kind === 'op' && n.op === 'detach')).toBe(
      false
    );
    expect(notes).toEqual([
      'What was computed under no_grad is a group of its own: no gradient flows through it.'
    ]);
    const plain = drawn('x = torch.ones(2)\nwith torch.no_grad():\n    y = x * 2\nz = y + 1', 'z');
    expect(plain.document.groups).toBeUndefined();
    expect(plain.notes).toEqual([]);
  });

  test('has the names of variables, and the line of every node', () => {
    const { document, lines } = drawn(
      'x = torch.tensor(2.0, requires_grad=True)\ny = x**2\nz = y + 1'
    );
    const byName = Object.fromEntries(
      Object.values(document.nodes).map((node) => [node.name, node])
    );
    expect(Object.keys(byName)).toEqual(['x', 'y', 'z']);
    expect(['x', 'y', 'z'].map((name) => lines[byName[name]?.id ?? ''])).toEqual([2, 3, 4]);
  });

  test('shows a loop unrolled, and the last of it where it is long', () => {
    const loop = (times: number): string =>
      `x = torch.tensor(1.0, requires_grad=True)\ny = x\nfor k in range(${times}):\n    y = y * 1.01`;
    expect(Object.keys(drawn(loop(20)).document.nodes)).toHaveLength(21);
    const long = drawn(loop(5000));
    expect(Object.keys(long.document.nodes)).toHaveLength(301);
    expect(long.notes).toEqual([
      'Only the last 300 operations are drawn; what came before is drawn as values.'
    ]);
  });

  test('shows an earlier run, with the names and values as they stood after it', () => {
    drawn('x = torch.tensor(2.0, requires_grad=True)\ny = x ** 2\ny.backward()');
    python.run(
      'with torch.no_grad():\n    x -= 1\nx.grad = None\ny = 3 * x\nw = y + 1\nw.backward()',
      { file: 'later.py', echo: false }
    );
    for (const name of [null, 'y']) {
      const earlier = computed(python.graph(name, 'lesson.py'));
      expect(earlier).toEqual({ x: { value: 2, grad: 4 }, y: { value: 4, grad: 1 } });
    }
    expect(Object.keys(computed(python.graph(null, 'later.py')))).toContain('w');
    expect(() => python.graph('w', 'lesson.py')).toThrow('There is no tensor named w');
    expect(() => python.graph(null, 'never.py')).toThrow('run it again');
  });

  test('says where a gradient ends because it can’t draw what comes before', () => {
    const { document, notes } = drawn(
      `
class Both(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2, a * 3
    @staticmethod
    def backward(ctx, g, h):
        return g * 2 + h * 3
x = torch.tensor(2.0, requires_grad=True)
a, b = Both.apply(x)
c = x.double()
y = a * b * c`,
      'y'
    );
    const names = Object.values(document.nodes).map(({ name }) => name);
    expect(names).toEqual(['a', 'b', 'c', 'mul', 'y']);
    expect(notes).toEqual(
      ['a', 'b', 'c'].map(
        (name) =>
          `${name} is drawn as a value: what made it has no node on the canvas, so the gradient ends there.`
      )
    );
  });

  test('says what it can’t draw', () => {
    drawn('x = torch.ones(2, requires_grad=True)\ny = x * 2');
    expect(() => python.graph('z')).toThrow('There is no tensor named z');
    python.run('big = torch.ones(200, 100, requires_grad=True) * 2', {
      file: 'more.py',
      echo: false
    });
    expect(() => python.graph('big')).toThrow('20000 elements');
  });

  test('keeps the values that a step used when parameters change afterwards', () => {
    const nodes = computed(
      drawn(
        'w = torch.tensor(3.0, requires_grad=True)\nloss = w**2\nloss.backward()\nwith torch.no_grad():\n    w -= 0.5 * w.grad',
        'loss'
      )
    );
    expect(nodes.loss).toEqual({ value: 9, grad: 1 });
  });
});
