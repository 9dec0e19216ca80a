import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { isNear } from '../../../tests/parity/differences';
import { onNumbers } from '../../../tests/plain-attributes';
import { documents } from '../../../tests/random-documents';
import { example } from '../exchange/examples';
import { operations } from '../ops/registry';
import { tensorText } from '../tensor/print';
import type { Document, FunctionSource, GraphNode, TensorLiteral } from './document';
import { edgeId, LIMITS } from './document';
import { applyPatch } from './patch';
import { compile } from './program';
import { run, type Run } from './run';

const ran = (doc: Document): Run => run(compile(doc));

/** What came out, by name: the value, and the gradient that arrived. */
function figures(doc: Document, done = ran(doc)): Record<string, [unknown, unknown]> {
  return Object.fromEntries(
    Object.values(doc.nodes).map(({ id, name }) => [
      name,
      [done.outputs.get(id)?.tolist() ?? null, done.gradients.get(id)?.tolist() ?? null]
    ])
  );
}

const messages = (doc: Document): [string, string, string][] =>
  ran(doc).diagnostics.map(({ kind, nodes, message }) => [
    kind,
    doc.nodes[nodes[0] ?? '']?.name ?? '',
    message
  ]);

/** `f(x)` of a custom function, and what follows it. */
function withFunction(fn: Partial<FunctionSource>, x: TensorLiteral = 2): Document {
  const doc = formula('x', { x });
  const f: GraphNode = {
    ...{ id: 'f', name: 'f', x: 0, y: 0, order: 5, kind: 'custom' },
    fn: { name: 'F', inputs: ['i'], forward: 'return i', backward: 'return grad_output', ...fn }
  };
  const id = edgeId('f', f.fn.inputs[0] ?? '');
  const edges = { [id]: { id, source: 'n1', target: 'f', input: f.fn.inputs[0] ?? '' } };
  return applyPatch(doc, { nodes: { f }, edges, meta: { result: 'f' } });
}

describe('the lab', () => {
  it('row 6: x² + 2x + 1', () => {
    expect(figures(formula('y = x**2 + 2*x + 1', { x: 2 }))).toEqual({
      x: [2, 6],
      pow: [4, 1],
      mul: [4, 1],
      add: [8, 1],
      y: [9, 1]
    });
  });

  it('rows 7, 9 and 15', () => {
    expect(figures(formula('y = 2*x**3 + x', { x: 1 }))).toMatchObject({ x: [1, 7], y: [3, 1] });
    const partial = figures(formula('f = v*u + u**2', { u: 1, v: 2 }));
    expect(partial).toMatchObject({ u: [1, 4], v: [2, 1], f: [3, 1] });
    const practice = figures(formula('f = u*v + (u*v)**2', { u: 2, v: 1 }));
    expect(practice).toMatchObject({ u: [2, 5], v: [1, 10], mul: [2, 5], f: [6, 1] });
  });

  it('rows 8 and 8b: a function of its own runs as it is written', () => {
    const [right, wrong] = [example('custom-sq'), example('custom-upstream')];
    if (!right || !wrong) expect.fail('the examples are gone');
    expect(figures(right)).toMatchObject({ x: [2, 4], square: [4, 1] });
    expect(figures(wrong)).toMatchObject({ x: [2, 4], square: [4, 3], z: [12, 1] });
    const saved = ran(right).trace.flatMap((event) =>
      event.kind === 'forward' ? event.saved : []
    );
    expect(saved.map(({ name, value }) => [name, value.item()])).toEqual([['i', 2]]);
  });

  it('row 10: the sum trick', () => {
    const { x, y } = figures(formula('y = sum(x**2)', { x: [-1, 0, 2.5] }));
    expect([x, y]).toEqual([
      [
        [-1, 0, 2.5],
        [-2, 0, 5]
      ],
      [7.25, 1]
    ]);
  });

  it('prints results as PyTorch does', () => {
    const doc = formula('y = x**2 + 2*x + 1', { x: 2 });
    const printed = ran(doc).outputs.get(named(doc, 'y').id);
    expect(printed && tensorText(printed)).toBe('tensor(9., grad_fn=<AddBackward0>)');
  });

  it("a logistic unit's gradients", () => {
    const doc = formula('1/(1+exp(-(w0*x0+w1*x1+w2)))', { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 });
    const found = figures(doc);
    const near = (name: string, expected: number): void =>
      expect(found[name]?.[1], name).toBeCloseTo(expected, 3);
    near('w0', -0.1966);
    near('x0', 0.3932);
    near('w1', -0.3932);
    near('x1', -0.5898);
    near('w2', 0.1966);
  });
});

describe('the trace', () => {
  it('tells leaves and steps, then the seed, then contributions; a leaf is told when it is complete', () => {
    const { trace } = ran(formula('y = x*x + c', { x: 3, c: 1 }));
    expect(trace.map(({ kind, node }) => `${kind} ${node}`)).toEqual([
      'leaf n1',
      'forward n2',
      'leaf n3',
      'forward n4',
      'seed n4',
      'contribution n4',
      'contribution n4',
      'accumulate n3',
      'contribution n2',
      'contribution n2',
      'accumulate n1'
    ]);
  });

  it('begins anew with each run: nothing accumulates from one to the next', () => {
    const program = compile(formula('y = x**2', { x: 2 }));
    const grads = [run(program), run(program)].map(({ gradients }) => gradients.get('n1')?.item());
    expect(grads).toEqual([4, 4]);
  });

  it('has no gradient where none flows', () => {
    const doc = withInput(formula('y = detach(x)*w + 0*u\nz = v**2\ny'), 'u', {
      requiresGrad: false
    });
    const { gradients } = ran(doc);
    const reached = Object.values(doc.nodes).filter(({ id }) => gradients.has(id));
    expect(reached.map(({ name }) => name).sort()).toEqual(['mul', 'w', 'y']);
  });

  it('of an input alone is its own gradient', () => {
    const doc = formula('x', { x: 5 });
    expect(ran(doc).trace.map(({ kind }) => kind)).toEqual(['leaf', 'seed', 'accumulate']);
    expect(figures(doc)).toEqual({ x: [5, 1] });
  });

  it('takes values that JSON has no numbers for', () => {
    const doc = formula('y = x + inf', { x: ['nan', '-inf', 1] });
    expect(figures(doc).y?.[0]).toEqual([NaN, NaN, Infinity]);
  });
});

describe("what goes wrong is said in PyTorch's words, at its node, and the rest runs", () => {
  it('forward', () => {
    const doc = formula('y = sum(u*v) + x\nz = x**2\ny', { u: [1, 2], v: [1, 2, 3], x: 2 });
    expect(messages(doc)).toEqual([
      [
        'run',
        'mul',
        'RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0'
      ]
    ]);
    const [fault] = ran(doc).diagnostics;
    expect(fault?.help).toContain('do not broadcast');
    expect(figures(doc)).toMatchObject({ mul: [null, null], y: [null, null], z: [4, null] });
  });

  it.each<[string, Partial<Parameters<typeof withInput>[2]>, string, RegExp]>([
    [
      'a whole number that should require a gradient',
      { dtype: 'int64' },
      'RuntimeError: Only Tensors of floating point and complex dtype can require gradients',
      /float32 or float64/
    ],
    [
      'rows of different length',
      { value: [[1, 2], [3]] },
      'ValueError: expected sequence of length 2 at dim 1 (got 1)',
      /same number of entries/
    ]
  ])('%s', (_, change, message, help) => {
    const doc = withInput(formula('y = sum(x)', { x: 1 }), 'x', change);
    expect(messages(doc)).toEqual([['run', 'x', message]]);
    expect(ran(doc).diagnostics[0]?.help).toMatch(help);
  });

  it('backward from more than one number', () => {
    const doc = formula('y = x**2', { x: [1, 2] });
    expect(messages(doc)).toEqual([
      ['backward', 'y', 'RuntimeError: grad can be implicitly created only for scalar outputs']
    ]);
    expect(ran(doc).diagnostics[0]?.help).toContain('Add a sum or mean');
    expect(figures(doc).y).toEqual([[1, 4], null]);
  });

  it('backward where nothing requires a gradient', () => {
    const message =
      'RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn';
    const frozen = withInput(formula('y = x**2'), 'x', { requiresGrad: false });
    expect(messages(frozen)).toEqual([['backward', 'y', message]]);
    expect(messages(formula('y = detach(x)'))).toEqual([['backward', 'y', message]]);
    expect(messages(formula('y = x > 0'))).toEqual([['backward', 'y', message]]);
  });

  it('a function that returns the wrong number of gradients, or of the wrong shape', () => {
    expect(messages(withFunction({ backward: 'return grad_output, grad_output' }))).toEqual([
      [
        'backward',
        'f',
        'RuntimeError: function FBackward returned an incorrect number of gradients (expected 1, got 2)'
      ]
    ]);
    const shape = withFunction({ forward: 'return sum(i)' }, [1, 2, 3]);
    expect(messages(shape)).toEqual([
      [
        'backward',
        'f',
        'RuntimeError: Function FBackward returned an invalid gradient at index 0 - got [] but expected shape compatible with [3]'
      ]
    ]);
  });

  it('a function whose own steps fail', () => {
    const forward = 'return where(i, i, i) + mean(i > 0)';
    const [fault] = ran(withFunction({ forward })).diagnostics;
    expect(fault).toMatchObject({ kind: 'run', nodes: ['f'] });
    expect(fault?.message).toContain('mean(): could not infer output dtype');
  });

  it('keeps what is said of the program', () => {
    const doc = formula('y = u*v\nz = u + 1\nz');
    const open = applyPatch(doc, { edges: { [edgeId(named(doc, 'y').id, 'other')]: null } });
    expect(messages(open).map(([kind, name]) => [kind, name])).toEqual([['missing-input', 'y']]);
    expect(figures(open)).toMatchObject({ u: [1, 1], z: [2, 1] });
  });
});

describe('random graphs', () => {
  // Choices jump with their condition; all others are smooth nearly everywhere.
  const differentiable = operations
    .filter((op) => onNumbers.includes(op.name))
    // A loss refuses whole numbers, and weights that require a gradient.
    .filter((op) => op.family !== 'loss')
    // They add dimensions, of which some operations take two at most.
    .filter((op) => !op.name.endsWith('stack'))
    .filter((op) => op.gradFn !== null && !op.inputs.some(({ name }) => name === 'condition'))
    .map(({ name }) => name);

  /** The result for other values of the inputs. */
  function at(doc: Document, name: string, value: number): number {
    const { outputs, program } = ran(withInput(doc, name, { value }));
    return outputs.get(program.result ?? '')?.item() ?? NaN;
  }

  it('have the gradients that finite differences give', () => {
    let checked = 0;
    fc.assert(
      fc.property(documents({ ops: differentiable, dtypes: ['float64'], steps: 10 }), (doc) => {
        const { outputs, gradients, diagnostics } = ran(doc);
        const constants = Object.values(doc.nodes).flatMap((node) =>
          node.kind === 'op' ? Object.values(node.constants) : []
        );
        fc.pre(constants.every((constant) => typeof constant === 'number'));
        // Infinite slopes times 0 are NaN on the way back, where the whole may have a slope.
        const sizes = [...outputs.values(), ...gradients.values()].map((t) => Math.abs(t.item()));
        fc.pre(sizes.every((size) => size < 50));
        const inputs = Object.values(doc.nodes).flatMap((node) =>
          node.kind === 'input' && typeof node.value === 'number' ? [node] : []
        );
        // Some shapes are refused: a prelu takes no weight of two dimensions.
        if (diagnostics.length > 0) return;
        for (const { id, name, value, requiresGrad } of inputs) {
          if (!requiresGrad) continue;
          const f = (shift: number): number => at(doc, name, Number(value) + shift);
          const slope = (h: number): number => (f(h) - f(-h)) / (2 * h);
          const truth = (4 * slope(5e-4) - slope(1e-3)) / 3;
          // At a kink the slopes to either side differ, and beside a pole no slope is near another.
          const [left, right] = [(f(0) - f(-1e-3)) / 1e-3, (f(1e-3) - f(0)) / 1e-3];
          if (!isNear(left, right, 2e-2) || !isNear(slope(5e-4), slope(1e-3), 1e-4)) continue;
          const found = gradients.get(id)?.item() ?? 0;
          expect(isNear(found, truth, 1e-6), `${name}: ${found}, finite differences ${truth}`).toBe(
            true
          );
          checked += 1;
        }
      }),
      { numRuns: 400 }
    );
    expect(checked).toBeGreaterThan(100);
  });

  it('never throw, whatever they are made of', () => {
    const fn: FunctionSource = {
      name: 'G',
      inputs: ['a', 'b'],
      forward: 'ctx.save_for_backward(a)\nreturn a*b',
      backward: 'a, = ctx.saved_tensors\nreturn grad_output, a'
    };
    const values = fc.constantFrom<TensorLiteral>(2, 'nan', [1, 2], [[1], [2]], [], [1, 2, 3]);
    const dtypes = ['float32', 'float64', 'int64', 'bool'] as const;
    fc.assert(
      fc.property(documents({ functions: [fn], values, dtypes }), (doc) => {
        const { diagnostics, outputs } = ran(doc);
        for (const { message, help, nodes } of diagnostics) {
          expect(message).toMatch(/\S/);
          expect(help).toMatch(/^\S.*\.$/);
          expect(doc.nodes[nodes[0] ?? '']).toBeDefined();
        }
        if (diagnostics.length === 0) expect(outputs.size).toBe(Object.keys(doc.nodes).length);
      }),
      { numRuns: 300 }
    );
  });
});

describe('what would take all memory is refused at its node, and the rest runs', () => {
  const column = Array.from({ length: 5000 }, (_, k) => [k]);
  const row = Array.from({ length: 5000 }, (_, k) => k);

  it('where broadcasting makes much of little', () => {
    const doc = formula('y = sum(u*v)\nz = sum(u) + sum(v)\nz', { u: column, v: row });
    expect(messages(doc)).toEqual([
      [
        'run',
        'mul',
        "RuntimeError: DefaultCPUAllocator: can't allocate memory: you tried to allocate 100000000 bytes."
      ]
    ]);
    expect(ran(doc).diagnostics[0]?.help).toContain('at most 4,000,000 elements');
    expect(figures(doc).z?.[0]).toBe(2 * ((5000 * 4999) / 2));
  });

  it('where many nodes make much together', () => {
    const steps = Array.from({ length: 150 }, (_, k) => `a${k + 1} = sin(a${k})`).join('\n');
    const doc = formula(`a0 = u + v\n${steps}\nsum(a150)`, {
      u: column.slice(0, 200),
      v: row.slice(0, 200)
    });
    expect(messages(doc).map(([kind, name]) => [kind, name])).toEqual([['run', 'a100']]);
  });

  it('in the body of a function, forward and backward', () => {
    const steps = 'i=i+i\n'.repeat(450);
    const value = new Array<number>(LIMITS.elements).fill(1);
    const backward = 'i, = ctx.saved_tensors\nreturn i * grad_output';
    const forward = 'ctx.save_for_backward(i)\nreturn sum(i)';
    const found = [
      { forward: forward.replace('\n', `\n${steps}`), backward },
      { forward, backward: backward.replace('\n', `\n${steps}`) },
      { forward, backward }
    ].map((fn) => messages(withFunction(fn, value)).map(([kind, name]) => `${kind} ${name}`));
    expect(found).toEqual([['run f'], ['backward f'], []]);
  });
});

it('a graph as large as a document may be runs', () => {
  const nodes: Record<string, GraphNode> = {};
  const doc = formula('x', { x: 0.5 });
  const edges: Document['edges'] = {};
  let source = 'n1';
  for (let k = 1; k < LIMITS.nodes; k++) {
    const id = `s${k}`;
    nodes[id] = { ...{ id, name: id, x: 0, y: 0, order: k }, kind: 'op', op: 'sin', constants: {} };
    const edge = edgeId(id, 'input');
    edges[edge] = { id: edge, source, target: id, input: 'input' };
    source = id;
  }
  const { diagnostics, gradients } = ran(
    applyPatch(doc, { nodes, edges, meta: { result: source } })
  );
  expect(diagnostics).toEqual([]);
  expect(gradients.size).toBe(LIMITS.nodes);
});
