import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import {
  edgeId,
  emptyDocument,
  type CustomNode,
  type Document,
  type GraphNode,
  type OpNode
} from './document';
import { applyPatch } from './patch';
import { compile, computesSame } from './program';

const connected = (doc: Document, source: string, target: string, input: string): Document => {
  const id = edgeId(target, input);
  return applyPatch(doc, { edges: { [id]: { id, source, target, input } } });
};

const without = (doc: Document, edge: string): Document =>
  applyPatch(doc, { edges: { [edge]: null } });

const custom = (backward: string): CustomNode => ({
  ...{ id: 'f', name: 'f', x: 0, y: 0, order: 50, kind: 'custom' },
  fn: { name: 'SQ', inputs: ['i'], forward: 'return i**2', backward }
});

/** Names of the instructions in their order. */
const order = (doc: Document): string[] => compile(doc).instructions.map(({ node }) => node.name);
const resultName = (doc: Document): string | undefined =>
  doc.nodes[compile(doc).result ?? '']?.name;

describe('the order', () => {
  it('is that of creation where nothing else is asked for', () => {
    expect(order(formula('y = u*v + (u*v)**2'))).toEqual(['u', 'v', 'mul', 'pow', 'y']);
    expect(order(formula('relu(w*x + b)'))).toEqual(['w', 'x', 'mul', 'b', 'add', 'relu']);
  });

  it('puts sources first, however late they were made', () => {
    const doc = formula('y = x**2; y + x');
    const late = applyPatch(doc, {
      nodes: { [named(doc, 'x').id]: { ...named(doc, 'x'), order: 99 } }
    });
    expect(order(late)).toEqual(['x', 'y', 'add']);
  });

  it('holds every node of a right graph once, after all that it depends on', () => {
    fc.assert(
      fc.property(
        documents(),
        fc.array(fc.nat(50), { minLength: 12, maxLength: 12 }),
        (doc, ranks) => {
          const shuffled: Document = {
            ...doc,
            nodes: Object.fromEntries(
              Object.entries(doc.nodes).map(([id, node], k) => [
                id,
                { ...node, order: ranks[k] ?? 0 }
              ])
            )
          };
          const { instructions, diagnostics } = compile(shuffled);
          expect(diagnostics).toEqual([]);
          const ids = instructions.map(({ node }) => node.id);
          expect([...ids].sort()).toEqual(Object.keys(doc.nodes).sort());
          for (const { source, target } of Object.values(doc.edges)) {
            expect(ids.indexOf(source)).toBeLessThan(ids.indexOf(target));
          }
        }
      )
    );
  });
});

describe('operands', () => {
  it('are edges, or numbers on the node where there is none', () => {
    const doc = formula('x**2');
    const pow = compile(doc).instructions.at(-1);
    expect(pow?.kind === 'op' && pow.operands).toEqual([
      { input: 'input', source: 'n1', edge: 'n2.input', constant: null },
      { input: 'exponent', source: null, edge: null, constant: 2 }
    ]);
    const wired = compile(connected(doc, 'n1', 'n2', 'exponent')).instructions.at(-1);
    expect(wired?.kind === 'op' && wired.operands[1]).toEqual({
      input: 'exponent',
      source: 'n1',
      edge: 'n2.exponent',
      constant: null
    });
  });
});

describe('the result', () => {
  const doc = formula('a = x + 1\nb = x * 2\nb');

  it('is the node that was chosen', () => {
    expect(resultName(doc)).toBe('b');
    const other = applyPatch(doc, { meta: { result: named(doc, 'a').id } });
    expect(resultName(other)).toBe('a');
  });

  it('is else the last one that nothing uses', () => {
    const open = (result: string | null): Document => applyPatch(doc, { meta: { result } });
    expect(resultName(open(null))).toBe('b');
    expect(resultName(open('gone'))).toBe('b');
    expect(resultName(connected(open(null), named(doc, 'b').id, named(doc, 'a').id, 'other'))).toBe(
      'a'
    );
    const late: GraphNode = { ...named(doc, 'x'), id: 'late', name: 'late', order: 99 };
    expect(resultName(applyPatch(open(null), { nodes: { late } }))).toBe('b');
  });

  it('is an input where there are only inputs, and none in an empty document', () => {
    expect(resultName(formula('x'))).toBe('x');
    expect(compile(emptyDocument())).toEqual({ instructions: [], diagnostics: [], result: null });
  });
});

describe('what can not run is named, and the rest runs', () => {
  it('an input without edge and number', () => {
    const doc = formula('y = u*v + 1\nz = u + 2');
    const mul = named(doc, 'mul').id;
    const { instructions, diagnostics } = compile(without(doc, edgeId(mul, 'other')));
    expect(diagnostics).toEqual([
      {
        kind: 'missing-input',
        nodes: [mul],
        message: 'mul has nothing at `other`.',
        help: 'Connect an output to it, or type a number there.'
      }
    ]);
    expect(instructions.map(({ node }) => node.name)).toContain('z');
  });

  it('an edge from a node that is not there', () => {
    const doc = formula('y = x**2');
    const { diagnostics } = compile(connected(doc, 'gone', named(doc, 'y').id, 'input'));
    expect(diagnostics.map(({ kind, message }) => [kind, message])).toEqual([
      ['missing-input', 'y has nothing at `input`.']
    ]);
    const target = compile(connected(doc, named(doc, 'x').id, 'gone', 'input'));
    expect(target.diagnostics).toEqual([]);
  });

  it('an operation that is unknown', () => {
    const doc = formula('y = x**2');
    const nodes = {
      y: {
        ...named(doc, 'y'),
        id: 'y',
        kind: 'op',
        op: 'from_tomorrow',
        constants: {}
      } as GraphNode
    };
    const [found] = compile(applyPatch(doc, { nodes })).diagnostics;
    expect(found).toMatchObject({ kind: 'unknown-op', nodes: ['y'] });
    expect(found?.message).toContain('`from_tomorrow`');
  });

  it('an attribute of another type, or one that is missing', () => {
    const doc = formula('y = softmax(x, dim=0)', { x: [1, 2] });
    const y = named(doc, 'y');
    const withAttributes = (attributes: OpNode['attributes']) =>
      compile(applyPatch(doc, { nodes: { [y.id]: { ...y, attributes } as GraphNode } }));
    expect(withAttributes({ dim: 'a' })).toMatchObject({
      instructions: [{ kind: 'leaf' }],
      diagnostics: [
        {
          kind: 'attribute',
          nodes: [y.id],
          message: "TypeError: softmax(): argument 'dim' (position 2) must be int, not str",
          help: 'Set the attributes of y in the inspector.'
        }
      ]
    });
    expect(withAttributes({}).diagnostics[0]?.message).toBe(
      'TypeError: softmax() missing 1 required positional arguments: "dim"'
    );
    expect(withAttributes({ dim: 0, foo: 1 }).diagnostics[0]?.message).toBe(
      "TypeError: softmax() got an unexpected keyword argument 'foo'"
    );
    expect(withAttributes({ dim: 0 }).diagnostics).toEqual([]);
  });

  it('a function with a fault', () => {
    const doc = applyPatch(formula('x'), { nodes: { f: custom('return 2*i') } });
    const { diagnostics } = compile(connected(doc, 'n1', 'f', 'i'));
    expect(diagnostics).toEqual([
      {
        kind: 'function',
        nodes: ['f'],
        message:
          'backward of SQ: `i` is not known in backward: forward has to keep it with ctx.save_for_backward(i)',
        help: 'Mend the code of SQ in the inspector.'
      }
    ]);
  });

  it('nodes that depend on themselves', () => {
    const doc = formula('a = x + 1\nb = a * 2\nc = b + 3\nd = x + 9');
    const round = connected(doc, named(doc, 'b').id, named(doc, 'a').id, 'other');
    const { instructions, diagnostics } = compile(round);
    const ids = [named(doc, 'a').id, named(doc, 'b').id];
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      kind: 'cycle',
      nodes: ids,
      message: '`a`, `b` depend on themselves.'
    });
    // c is not on the circle, but hangs on it.
    expect(instructions.map(({ node }) => node.name)).toEqual(['x', 'd']);
    const self = connected(doc, ids[0] ?? '', ids[0] ?? '', 'other');
    expect(compile(self).diagnostics[0]?.message).toBe('`a` depends on itself.');
  });

  it('a circle of many nodes, in few words and at once', () => {
    const steps = Array.from({ length: 330 }, (_, k) => `a${k + 1} = sin(a${k})`).join('\n');
    const doc = formula(`a0 = x + 1\n${steps.slice(0, 3900).replace(/\n[^\n]*$/, '')}`);
    const last = named(doc, 'a150').id;
    const { diagnostics } = compile(connected(doc, last, named(doc, 'a0').id, 'other'));
    expect(diagnostics[0]?.message).toBe(
      '`a0`, `a1`, `a2`, `a3`, `a4` and 146 more depend on themselves.'
    );
  });
});

describe('two documents compute the same', () => {
  const doc = formula('y = x**2 + 1', { x: 2 });
  const changed = (id: string, change: object): Document =>
    applyPatch(doc, { nodes: { [id]: { ...doc.nodes[id], ...change } as GraphNode } });
  const y = named(doc, 'y').id;

  it('wherever their nodes are, whatever they are called', () => {
    expect(computesSame(doc, doc)).toBe(true);
    expect(computesSame(doc, structuredClone(doc))).toBe(true);
    expect(computesSame(doc, changed(y, { x: 99, y: -5 }))).toBe(true);
    expect(computesSame(doc, applyPatch(doc, { meta: { title: 'Other' } }))).toBe(true);
    expect(
      computesSame(doc, applyPatch(doc, { meta: { chart: { ...doc.meta.chart, from: -1 } } }))
    ).toBe(true);
  });

  it('unless a value, a setting, an edge, a node or the result differs', () => {
    const x = named(doc, 'x').id;
    for (const other of [
      withInput(doc, 'x', { value: 3 }),
      withInput(doc, 'x', { value: [2] }),
      withInput(doc, 'x', { dtype: 'float64' }),
      withInput(doc, 'x', { requiresGrad: false }),
      changed(y, { constants: { other: 2 } }),
      changed(y, { op: 'sub' }),
      changed(y, { name: 'z' }),
      without(doc, edgeId(y, 'input')),
      connected(doc, x, y, 'input'),
      connected(doc, x, y, 'other'),
      applyPatch(doc, { nodes: { f: custom('return None') } }),
      applyPatch(doc, { nodes: { [y]: null } }),
      applyPatch(doc, { meta: { result: x } })
    ]) {
      expect(computesSame(doc, other)).toBe(false);
      expect(computesSame(other, doc)).toBe(false);
    }
  });
});
