import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetful, second } from '../../../../tests/function-sources';
import { formula, named, withInput } from '../../../../tests/graphs';
import { documents, evenly } from '../../../../tests/random-documents';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { operation, operations } from '../../ops/registry';
import { attributesPart } from '../attributes';
import {
  type Document,
  edgeId,
  emptyDocument,
  type FunctionSource,
  type GraphEdge,
  type GraphNode,
  type InputNode,
  type TensorLiteral
} from '../document';
import { inputNames } from '../ports';
import { compile } from '../program';
import { run } from '../run';
import { compileKernel, type Kernel } from './kernel';
import { lower } from './lower';
import { STEPS_PER_FUNCTION } from './wasm';

const pointwise = operations.filter((op) => op.elementwise).map(({ name }) => name);
const functions: FunctionSource[] = [
  forgetful,
  {
    name: 'Product',
    inputs: ['a', 'b'],
    forward: 'ctx.save_for_backward(a, b, 2)\nreturn a * b',
    backward: 'a, b, two = ctx.saved_tensors\nreturn grad_output * b, grad_output * a * two'
  },
  second,
  {
    name: 'Steep',
    inputs: ['a'],
    forward: 'c = a > 0.5\nctx.save_for_backward(c)\nreturn torch.exp(a) * torch.sin(a) + c',
    backward: 'c, = ctx.saved_tensors\nreturn grad_output * c'
  }
];

const EDGES: readonly number[] = [0, -0, 1, -1, 0.5, 20.5, 1e30, -1e-30, Infinity, -Infinity, NaN];

const literal = (value: number): TensorLiteral =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';

const withLeaves = (doc: Document, values: Record<string, number>): Document =>
  Object.entries(values).reduce(
    (changed, [name, value]) => withInput(changed, name, { value: literal(value) }),
    doc
  );

function kernelOf(doc: Document): Kernel {
  const kernel = compileKernel(compile(doc));
  if (!kernel) throw new Error('not eligible');
  return kernel;
}

/** What differs between a kernel with these leaf values and a run of the engine, by node. */
function differences(kernel: Kernel, doc: Document, values: Record<string, number>): unknown[] {
  for (const [name, value] of Object.entries(values)) kernel.set(named(doc, name).id, value);
  kernel.run();
  const { outputs, gradients } = run(compile(withLeaves(doc, values)));
  return Object.keys(doc.nodes).flatMap((id) => {
    const expected = [outputs.get(id)?.item(), gradients.get(id)?.item() ?? null];
    const found = [kernel.value(id), kernel.gradient(id)];
    return expected.every((value, k) => Object.is(value, found[k]))
      ? []
      : [{ id, expected, found }];
  });
}

/** A document of inputs and of operations on the nodes before them; the last one is the result. */
function assemble(
  parts: readonly {
    readonly name: string;
    readonly isBool?: boolean;
    readonly op?: string;
    readonly sources?: readonly number[];
    readonly attributes?: Attributes;
  }[]
): Document {
  const doc = emptyDocument('Test');
  const nodes = parts.map(({ name, isBool = false, op, attributes = {} }, order): GraphNode => {
    const base = { id: name, name, x: 0, y: 0, order };
    if (op !== undefined) {
      const part = attributesPart(operation(op) as OpDefinition, attributes);
      return { ...base, kind: 'op', op, constants: {}, ...part };
    }
    const dtype = isBool ? 'bool' : 'float32';
    return { ...base, kind: 'input', value: 0.75, dtype, requiresGrad: !isBool };
  });
  const edges = nodes.flatMap((node, k) =>
    node.kind === 'input'
      ? []
      : inputNames(node).map((input, i): GraphEdge => {
          const source = nodes[parts[k]?.sources?.[i] ?? 0]?.id ?? '';
          return { id: edgeId(node.id, input), source, target: node.id, input };
        })
  );
  return {
    ...doc,
    nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edge]))
  };
}

const leavesOf = (doc: Document): InputNode[] =>
  Object.values(doc.nodes).filter((node) => node.kind === 'input');

describe('random programs', () => {
  const anyValue = fc.oneof(evenly, fc.constantFrom(...EDGES));

  it('give what the engine gives, in the interpreter and in WebAssembly', async () => {
    let compiled = 0;
    const dtypes = ['float32', 'float64', 'float32', 'float64', 'int64', 'bool'] as const;
    await fc.assert(
      fc.asyncProperty(
        documents({ ops: [...pointwise, 'detach'], functions, dtypes, steps: 12 }),
        fc.array(anyValue, { minLength: 3, maxLength: 3 }),
        async (doc, numbers) => {
          const kernel = compileKernel(compile(doc));
          if (!kernel) return;
          compiled += 1;
          const values = Object.fromEntries(
            leavesOf(doc).map(({ name, dtype }, k): [string, number] => {
              const value = numbers[k] ?? 0;
              // Whole numbers have neither fractions nor infinities, and an end.
              if (dtype.startsWith('float')) return [name, value];
              return [name, Math.abs(value) < 2 ** 63 ? Math.trunc(value) : 1];
            })
          );
          expect(differences(kernel, doc, values)).toEqual([]);
          await kernel.ready;
          expect(kernel.backend).toBe('wasm');

          expect(differences(kernel, doc, values)).toEqual([]);
        }
      ),
      { numRuns: 500 }
    );
    expect(compiled).toBeGreaterThan(250);
  });

  it('are compiled whenever all is a floating number', () => {
    // A floating number as a condition is left to the engine.
    const plain = pointwise.filter((name) => name !== 'where' && name !== 'masked_fill');
    const elementwise = documents({ ops: plain, functions, dtypes: ['float32', 'float64'] });
    fc.assert(
      fc.property(elementwise, (doc) => {
        const { diagnostics } = run(compile(doc));
        expect(compileKernel(compile(doc)) !== null || diagnostics.length > 0).toBe(true);
      }),
      { numRuns: 200 }
    );
  });
});

/** One operation on inputs a, b, c; the first of `where` is a condition. */
function single(op: OpDefinition, attributes: Attributes): Document {
  return assemble([
    ...op.inputs.map((_, k) => ({ name: 'abc'.charAt(k), isBool: op.name === 'where' && k === 0 })),
    { name: 'result', op: op.name, sources: op.inputs.map((_, k) => k), attributes }
  ]);
}

/** The operation with each set of attributes that its samples show, as far as the engine takes it. */
function singles(op: OpDefinition): Document[] {
  const sets = op.samples.map(({ attributes = {} }) => attributes);
  return [...new Map(sets.map((one) => [JSON.stringify(one), one])).values()]
    .map((attributes) => single(op, attributes))
    .filter((doc) => run(compile(doc)).diagnostics.every(({ kind }) => kind === 'backward'));
}

describe('every elementwise operation', () => {
  it.each(pointwise)('%s agrees at kinks and edges', async (name) => {
    const docs = singles(operation(name) as OpDefinition);
    expect(docs).not.toEqual([]);
    for (const doc of docs) {
      const kernel = kernelOf(doc);
      await kernel.ready;
      const others = leavesOf(doc).length > 1 ? EDGES : [0];
      for (const a of EDGES) {
        for (const b of others) {
          const values = leavesOf(doc).map((leaf, k): [string, number] => [
            leaf.name,
            [a, b, a + 1][k] ?? 0
          ]);
          expect(differences(kernel, doc, Object.fromEntries(values))).toEqual([]);
        }
      }
    }
  });
});

describe('a kernel', () => {
  it('serves from the interpreter until WebAssembly is ready, and keeps what was set', async () => {
    const doc = formula('x**2 + 2*x + 1', { x: 2 });
    const kernel = kernelOf(doc);
    const [x, y] = [named(doc, 'x').id, doc.meta.result ?? compile(doc).result ?? ''];
    expect([kernel.backend, kernel.value(y), kernel.gradient(x)]).toEqual(['interpreter', 9, 6]);
    kernel.set(x, 3);
    await kernel.ready;
    expect([kernel.backend, kernel.value(y), kernel.gradient(x)]).toEqual(['wasm', 16, 8]);
  });

  it('stays with the interpreter where WebAssembly is refused', async () => {
    const doc = formula('x*y', { x: 2, y: 3 });
    const refuse = () => Promise.reject(new Error('refused by the security policy'));
    const program = compile(doc);
    const kernel = compileKernel(program, run(program), refuse);
    await kernel?.ready;
    expect(kernel?.backend).toBe('interpreter');
    expect(differences(kernel as Kernel, doc, { x: 4 })).toEqual([]);
  });

  it('has no gradient where PyTorch has none', () => {
    const doc = formula('a.detach() * b + (a > 0) * c', { a: 2, b: 3, c: 4 });
    const still = withInput(doc, 'c', { requiresGrad: false });
    const kernel = kernelOf(still);
    expect(kernel.gradient(named(still, 'a').id)).toBeNull();
    expect(kernel.gradient(named(still, 'b').id)).toBe(2);
    expect(kernel.gradient(named(still, 'c').id)).toBeNull();
  });

  it('gives values alone where nothing requires a gradient', () => {
    const doc = withInput(formula('x * 3', { x: 2 }), 'x', { requiresGrad: false });
    const kernel = kernelOf(doc);
    expect(kernel.value(compile(doc).result ?? '')).toBe(6);
    expect(kernel.gradient(named(doc, 'x').id)).toBeNull();
  });

  it('rounds what is set as the dtype does', () => {
    const doc = formula('x + 0', { x: 1 });
    const kernel = kernelOf(doc);
    kernel.set(named(doc, 'x').id, 0.1);
    kernel.run();
    expect(kernel.value(named(doc, 'x').id)).toBe(Math.fround(0.1));
  });

  it('knows its nodes', () => {
    const doc = formula('x + 1', { x: 1 });
    const kernel = kernelOf(doc);
    expect(() => kernel.value('nobody')).toThrow('nobody is not in this program');
    expect(() => kernel.set(compile(doc).result ?? '', 1)).toThrow('is not a leaf');
  });

  it.each([
    ['a tensor with dimensions', formula('x.sum()', { x: [1, 2] })],
    ['an operation that is not elementwise', formula('x.sum()', { x: 1 })],
    [
      'a program with a fault',
      withInput(formula('x ** -1', { x: 2 }), 'x', { dtype: 'int64', requiresGrad: false })
    ]
  ])('is not made for %s', (_, doc) => {
    expect(compileKernel(compile(doc))).toBeNull();
  });
});

describe('a large program', () => {
  it('is split into functions and agrees', async () => {
    const steps = Array.from({ length: 900 }, (_, k) => ({
      name: `n${k + 2}`,
      op: ['tanh', 'mul', 'sub', 'sin', 'add'][k % 5] ?? '',
      sources: [k + 1, k % 2 ? Math.floor(k / 3) : k]
    }));
    const doc = assemble([{ name: 'x' }, { name: 'y' }, ...steps]);
    const lowered = lower(run(compile(doc)));
    expect(lowered?.list.length).toBeGreaterThan(3 * STEPS_PER_FUNCTION);
    const kernel = kernelOf(doc);
    await kernel.ready;
    expect(kernel.backend).toBe('wasm');
    for (const x of [-2, 0, 1.75]) expect(differences(kernel, doc, { x, y: x / 2 })).toEqual([]);
  });
});
