import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { isNear } from '../../../tests/parity/differences';
import { documents, evenly } from '../../../tests/random-documents';
import { sampleDocument } from '../../../tests/sample-document';
import { backward } from '../autograd/backward';
import { gradNode } from '../autograd/tape';
import { example } from '../exchange/examples';
import { operations } from '../ops/registry';
import { tensor, type Tensor } from '../tensor/tensor';
import type { Document, FunctionSource } from './document';
import { compile } from './program';
import { execute } from './execute';
import { backwardAgain, canRepeat, run, type Run } from './run';
import type { ForwardEvent, TraceEvent } from './trace';

const again = (doc: Document, retainGraph = false): Run =>
  backwardAgain(run(compile(doc), { retainGraph }));

const forwards = (trace: readonly TraceEvent[]): ForwardEvent[] =>
  trace.filter((event): event is ForwardEvent => event.kind === 'forward');

const savedOf = (doc: Document, name: string): [string, unknown][] =>
  forwards(run(compile(doc)).trace)
    .filter(({ node }) => node === named(doc, name).id)
    .flatMap(({ saved }) => saved.map((one): [string, unknown] => [one.name, one.value.tolist()]));

const SECOND =
  'RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). ' +
  'Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). ' +
  'Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.';

/** Runs an operation by itself, changes one of its tensors in place, and answers whether backward misses it. */
function misses(doc: Document, changed: (event: ForwardEvent) => Tensor): boolean {
  const program = compile(doc);
  const outputs = new Map<string, Tensor>();
  let event: ForwardEvent | null = null;
  for (const instruction of program.instructions) {
    const made = execute(instruction, outputs);
    if (!made) return false;
    const { id } = instruction.node;
    outputs.set(id, made.output);
    if (id === 'op') event = { ...made, kind: 'forward', node: id, body: [], saved: [] };
  }
  const root = outputs.get(program.result ?? '');
  if (!event || !root?.requiresGrad) return false;
  changed(event).changed();
  try {
    backward(root);
    return false;
  } catch (error) {
    return /modified by an inplace operation/.test(String(error));
  }
}

describe('what an operation saves', () => {
  it('is what its rule reads, for the gradients that are wanted', () => {
    const doc = formula('y = u*v', { u: 2, v: 3 });
    expect(savedOf(doc, 'y')).toEqual([
      ['input', 2],
      ['other', 3]
    ]);
    expect(savedOf(withInput(doc, 'u', { requiresGrad: false }), 'y')).toEqual([['input', 2]]);
    expect(savedOf(formula('y = u + v', { u: 2, v: 3 }), 'y')).toEqual([]);
    expect(savedOf(formula('y = exp(x)', { x: 0 }), 'y')).toEqual([['result', 1]]);
  });

  it('is nothing where nothing is recorded', () => {
    const doc = formula('y = u*v', { u: 2, v: 3 });
    const still = withInput(withInput(doc, 'u', { requiresGrad: false }), 'v', {
      requiresGrad: false
    });
    expect(savedOf(still, 'y')).toEqual([]);
    expect(savedOf(formula('y = detach(x)', { x: 1 }), 'y')).toEqual([]);
    const square = example('custom-sq');
    if (!square) expect.fail('the example is gone');
    expect(savedOf(square, 'square')).toEqual([['i', 2]]);
    expect(savedOf(withInput(square, 'x', { requiresGrad: false }), 'square')).toEqual([]);
  });

  // An input that was saved can't be changed in place before backward; another one can.
  it.each(operations.map((op) => [op.name, op] as const))('of %s is missed', (_, op) => {
    const [sample] = op.samples;
    if (!sample || op.isView) return;
    const doc = sampleDocument(op, sample);
    const made = forwards(run(compile(doc)).trace).find(({ node }) => node === 'op');
    made?.inputs.forEach(({ input, source, value }, k) => {
      if (source === null || value.isPythonScalar) return;
      const isSaved = made.saved.some(({ name }) => name === input);
      expect(
        misses(doc, (event) => event.inputs[k]?.value ?? tensor(0)),
        `${input} of ${op.name}`
      ).toBe(isSaved);
    });
  });

  it('decides where a second backward is refused', () => {
    for (const op of operations) {
      for (const sample of op.samples) {
        const done = run(compile(sampleDocument(op, sample)));
        if (!canRepeat(done)) continue;
        const kept = forwards(done.trace).filter(({ saved }) => saved.length > 0);
        const last = backwardAgain(done).trace.at(-1);
        expect(last?.kind === 'refused', op.name).toBe(kept.length > 0);
        if (last?.kind === 'refused') expect(kept.map(({ node }) => node)).toContain(last.node);
      }
    }
  });
});

describe('a second backward', () => {
  const doc = formula('y = x**2 + 2*x + 1', { x: 2 });

  it('passes what saves nothing, and is refused in PyTorch’s words where something is gone', () => {
    const { trace, diagnostics, passes } = again(doc);
    const second = trace.slice(trace.findLastIndex(({ kind }) => kind === 'seed'));
    expect(second.map(({ kind, node }) => [kind, doc.nodes[node]?.name])).toEqual([
      ['seed', 'y'],
      ['contribution', 'y'],
      ['contribution', 'add'],
      ['contribution', 'add'],
      ['refused', 'mul']
    ]);
    const last = second.at(-1);
    expect(last?.kind === 'refused' && last.message).toBe(SECOND);
    expect(last?.kind === 'refused' && last.help).toContain('retain_graph=True');
    expect([diagnostics, passes]).toEqual([[], 2]);
  });

  it('accumulates where the graph is kept', () => {
    const { trace } = again(doc, true);
    const steps = trace.flatMap((event) =>
      event.kind === 'accumulate'
        ? [[event.before?.item(), event.grad.item(), event.total.item()]]
        : []
    );
    expect(steps).toEqual([
      [undefined, 6, 6],
      [6, 6, 12]
    ]);
    expect(trace.some((event) => event.kind === 'contribution' && event.freed.length > 0)).toBe(
      false
    );
  });

  it('can be asked for once of each run, and not after a refusal or where the first one failed', () => {
    const first = run(compile(doc));
    const second = backwardAgain(first);
    expect(backwardAgain(first)).toBe(first);
    expect(canRepeat(second)).toBe(false);
    expect(backwardAgain(second)).toBe(second);
    expect(first.trace.at(-1)?.kind).toBe('accumulate');
    expect(canRepeat(run(compile(formula('y = x*2', { x: [1, 2] }))))).toBe(false);
    expect(canRepeat(run(compile(formula('x > 0', { x: 1 }))))).toBe(false);
    expect(canRepeat(run(compile({ ...doc, nodes: {}, edges: {} })))).toBe(false);
  });

  it('of a leaf alone is never refused', () => {
    const done = again(formula('x', { x: 5 }));
    expect(done.trace.at(-1)).toMatchObject({ kind: 'accumulate' });
    expect(canRepeat(done)).toBe(true);
  });

  it('of random graphs does what the engine does', () => {
    const functions: FunctionSource[] = [
      {
        name: 'SQ',
        inputs: ['i'],
        forward: 'ctx.save_for_backward(i)\nreturn i**2',
        backward: 'i, = ctx.saved_tensors\nreturn 2*i*grad_output'
      },
      {
        name: 'Same',
        inputs: ['i'],
        forward: 'return i',
        backward: 'return grad_output'
      }
    ];
    const ops = ['add', 'mul', 'exp', 'sub', 'neg', 'sum', 'relu'];
    fc.assert(
      fc.property(
        documents({ functions, ops, values: evenly, steps: 6 }),
        fc.boolean(),
        (made, keeps) => {
          const first = run(compile(made), { retainGraph: keeps });
          fc.pre(canRepeat(first));
          const root = first.outputs.get(first.program.result ?? '');
          const leaves = Object.keys(made.nodes).flatMap((id) => {
            const leaf = first.outputs.get(id);
            return leaf?.isLeaf && leaf.grad ? [[id, leaf.grad.item()] as const] : [];
          });
          const { trace } = backwardAgain(first);
          const last = trace.at(-1);
          if (keeps) expect(last?.kind).not.toBe('refused');
          for (const [id, before] of leaves) {
            const after = first.outputs.get(id)?.grad?.item();
            const told = trace.findLast(
              (event) => event.kind === 'accumulate' && event.node === id
            );
            expect(told?.kind === 'accumulate' && told.total.item()).toEqual(after);
            if (keeps) expect(isNear(after ?? NaN, 2 * before, 1e-5)).toBe(true);
          }
          // The engine itself says the same, once more.
          if (root && last?.kind === 'refused') {
            expect(() => backward(root)).toThrow(last.message.replace('RuntimeError: ', ''));
          }
        }
      ),
      { numRuns: 80 }
    );
  });
});

describe('the way back says', () => {
  it('what is taken first and freed last', () => {
    const doc = formula('y = u*v', { u: 2, v: 3 });
    const steps = run(compile(doc)).trace.flatMap((event) =>
      event.kind === 'contribution' ? [[event.taken.length, event.freed.length]] : []
    );
    expect(steps).toEqual([
      [2, 0],
      [0, 2]
    ]);
  });

  it('where no gradient is wanted, and where none was given', () => {
    const doc = formula('y = u*detach(x)', { u: 2, x: 3 });
    const [only] = run(compile(doc)).trace.flatMap((event) =>
      event.kind === 'contribution' ? [event.unwanted] : []
    );
    expect(only).toEqual([named(doc, 'detach').id]);
    const fn: FunctionSource = {
      name: 'Half',
      inputs: ['a', 'b'],
      forward: 'return a*b',
      backward: 'return None, grad_output'
    };
    const base = formula('y = u*v', { u: 2, v: 3 });
    const y = named(base, 'y').id;
    const [u, v] = [named(base, 'u').id, named(base, 'v').id];
    const { x, y: top, order, name } = named(base, 'y');
    const custom: Document = {
      ...base,
      nodes: { ...base.nodes, [y]: { id: y, name, x, y: top, order, kind: 'custom', fn } },
      edges: {
        [`${y}.a`]: { id: `${y}.a`, source: u, target: y, input: 'a' },
        [`${y}.b`]: { id: `${y}.b`, source: v, target: y, input: 'b' }
      }
    };
    const withheld = run(compile(custom)).trace.flatMap((event) =>
      event.kind === 'contribution' ? [event.withheld] : []
    );
    expect(withheld).toEqual([[u]]);
    expect(gradNode(run(compile(custom)).outputs.get(y) ?? tensor(0))?.name).toBe('HalfBackward');
  });

  it('what a function does inside, line by line', () => {
    const doc = example('custom-upstream');
    if (!doc) expect.fail('the example is gone');
    const bodies = run(compile(doc)).trace.flatMap((event) =>
      event.kind === 'forward' || event.kind === 'contribution' ? event.body : []
    );
    expect(
      bodies.map(({ where, step, line, code, values }) => [
        ...[where, step, line, code],
        values.map(({ value }) => value?.item())
      ])
    ).toEqual([
      ['forward', 'save', 1, 'ctx.save_for_backward(i)', [2]],
      ['forward', 'call', 2, 'i ** 2', [4]],
      ['backward', 'take', 1, 'i, = ctx.saved_tensors', [2]],
      ['backward', 'call', 2, '2 * i', [4]]
    ]);
  });
});
