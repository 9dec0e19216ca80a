import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { formula, named } from '../../../tests/graphs';
import { fromJson, toJson } from '../exchange/json';
import { nodeRule } from '../explain/rule';
import { sentence } from '../explain/sentences';
import { buildFormula } from '../formula';
import type { Tensor } from '../tensor/tensor';
import { Allowance } from './allowance';
import { edgeId, type Document } from './document';
import { connect, copyNodes, paste, remove, whyNotConnect, type Edit } from './edits';
import { layout } from './layout';
import { applyPatch } from './patch';
import { hasInput, operandNames, shownInputs, takesNumber } from './ports';
import { compile } from './program';
import { run } from './run';
import { DocumentStore } from './store';
import { operation } from '../ops/registry';
import ELK from 'elkjs/lib/elk.bundled.js';

/** Operations that take any number of tensors, may miss one, or make much of little. */
vi.mock('../ops/catalog', async (original) => {
  const real = await original<typeof import('../ops/catalog')>();
  const { define, SAVES_NOTHING } = await import('../ops/define');
  const { int, ints } = await import('../ops/attributes');
  const { enlist, tensors } = await import('../ops/dispatch');
  const { Tensor: Made } = await import('../tensor/tensor');
  const common = {
    family: 'shape' as const,
    summary: '',
    source: '',
    gradFn: 'TestBackward0',
    saves: SAVES_NOTHING,
    samples: [],
    latex: (args: readonly { text: string }[]) => args.map(({ text }) => text).join(' | ')
  };
  const named_ = (name: string) => ({
    name,
    torch: { functions: [`torch.${name}`], methods: [name] }
  });
  const made = [
    define({
      ...common,
      ...named_('test_join'),
      inputs: [{ name: 'tensors', symbol: 't', variadic: true }],
      attributes: { dim: int('Where.', 0) },
      forward: (inputs) => {
        const values = inputs.flatMap((t) => t.values());
        return new Made(Float32Array.from(values), [values.length], 'float32');
      },
      vjp: ({ inputs }) => inputs.map(() => null)
    }),
    define({
      ...common,
      ...named_('test_layer'),
      inputs: [
        { name: 'input', symbol: 'x' },
        { name: 'weight', symbol: 'w', optional: true },
        { name: 'bias', symbol: 'b', optional: true }
      ],
      forward: (inputs) => inputs.reduce((a, b) => tensors.add(a, b)),
      vjp: ({ inputs }) => inputs.map(() => null)
    }),
    define({
      ...common,
      ...named_('test_repeat'),
      inputs: [{ name: 'input', symbol: 'x' }],
      attributes: { repeats: ints('How often.') },
      forward: ([t], { repeats }) => {
        const count = repeats.reduce((a, b) => a * b, (t as Tensor).numel);
        return new Made(new Float32Array(count), [count], 'float32');
      },
      vjp: () => [null]
    })
  ].map(enlist);
  return { ...real, catalog: [...real.catalog, ...made] };
});

const after = (doc: Document, edit: Edit): Document => {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
};

const joined = formula('j = test_join([x, y, z])', { x: 1, y: 2, z: 3 });
const j = named(joined, 'j');
const worth = (doc: Document, name: string): unknown =>
  run(compile(doc)).outputs.get(named(doc, name).id)?.tolist();

describe('an input for any number of tensors', () => {
  it('shows a place for each and a free one', () => {
    expect(shownInputs(joined, j)).toEqual(['tensors', 'tensors 2', 'tensors 3', 'tensors 4']);
    expect(operandNames(joined, j)).toEqual(['tensors', 'tensors 2', 'tensors 3']);
    expect(worth(joined, 'j')).toEqual([1, 2, 3]);
  });

  it('keeps the names of places when one is emptied, and fills that one again', () => {
    const two = after(joined, remove(joined, [], [edgeId(j.id, 'tensors 2')]));
    expect(shownInputs(two, j)).toEqual(['tensors', 'tensors 2', 'tensors 3']);
    expect(worth(two, 'j')).toEqual([1, 3]);
    const again = after(two, connect(two, named(two, 'y').id, j.id, 'tensors 2'));
    expect(worth(again, 'j')).toEqual([1, 2, 3]);
    expect(whyNotConnect(again, named(two, 'y').id, j.id, 'tensors 2')).toContain('occupied');
  });

  it('asks for one tensor at least', () => {
    const none = Object.keys(joined.edges).reduce(
      (doc, edge) => after(doc, remove(doc, [], [edge])),
      joined
    );
    expect(shownInputs(none, j)).toEqual(['tensors']);
    expect(compile(none).diagnostics[0]?.message).toBe('j has nothing at `tensors`.');
    expect(nodeRule(none, j)).toBe('\\square');
    expect(takesNumber(j, 'tensors')).toBe(false);
  });

  it('has only places that are written in one way', () => {
    for (const name of ['tensors', 'tensors 2', 'tensors 64']) expect(hasInput(j, name)).toBe(true);
    const others = ['tensors 1', 'tensors 0', 'tensors 02', 'tensors 2.0', 'tensors 65', 'tensor'];
    for (const name of others) {
      expect(hasInput(j, name)).toBe(false);
      const id = edgeId(j.id, name);
      const edge = { id, source: named(joined, 'x').id, target: j.id, input: name };
      const wrong = applyPatch(joined, { edges: { [id]: edge } });
      expect(fromJson(toJson(wrong))).toMatchObject({ ok: false });
    }
  });

  it('survives a merge in which one place is emptied and another filled', () => {
    const [here, there] = [new DocumentStore(joined), new DocumentStore(new Y.Doc())];
    const sync = (): void => {
      Y.applyUpdate(there.ydoc, Y.encodeStateAsUpdate(here.ydoc));
      Y.applyUpdate(here.ydoc, Y.encodeStateAsUpdate(there.ydoc));
    };
    sync();
    here.apply({ edges: { [edgeId(j.id, 'tensors')]: null } });
    const edit = connect(there.document, named(joined, 'x').id, j.id, 'tensors 4');
    if (edit.ok) there.apply(edit.patch);
    sync();
    expect(here.document.edges).toEqual(there.document.edges);
    expect(worth(here.document, 'j')).toEqual([2, 3, 1]);
    here.undo();
    expect(worth(here.document, 'j')).toEqual([1, 2, 3, 1]);
  });

  it('is copied, laid out, told and set in a formula', async () => {
    const copied = after(joined, paste(joined, copyNodes(joined, Object.keys(joined.nodes))));
    expect(worth(copied, 'j_2')).toEqual([1, 2, 3]);
    expect(Object.keys(await layout(joined, new ELK()))).toHaveLength(4);
    expect(nodeRule(joined, j)).toBe('x | y | z');
    const step = run(compile(joined)).trace.find(({ node }) => node === j.id) ?? null;
    expect(sentence(joined, step)).toContain('j = test_join([x, y, z]): test_join([1, 2, 3])');
    const said = (source: string): string => {
      const built = buildFormula(source);
      return built.ok ? 'built' : (built.errors[0]?.message ?? '');
    };
    expect(said('test_join((x, y), dim=0)')).toBe('built');
    expect(said('test_join(tensors=[x, 2*y])')).toBe('built');
    expect(said('test_join(x, y)')).toBe(
      "test_join(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor\nPut the tensors in square brackets: `test_join([x, y])`"
    );
    expect(said('test_join([x, 1])')).toContain('needs a tensor, and this is a plain number');
    expect(said('test_join([x, [y]])')).toContain("A list can't be used");
  });
});

describe('an input that may stay empty', () => {
  it('is shown and left out', () => {
    const doc = formula('y = test_layer(x, w)', { x: 1, w: 2 });
    const y = named(doc, 'y');
    expect(shownInputs(doc, y)).toEqual(['input', 'weight', 'bias']);
    expect(operandNames(doc, y)).toEqual(['input', 'weight']);
    expect(worth(doc, 'y')).toBe(3);
    expect(worth(formula('y = test_layer(x)'), 'y')).toBe(1);
    expect(worth(formula('y = x.test_layer(None, None)'), 'y')).toBe(1);
  });

  it('before another that is fed is asked for', () => {
    const doc = formula('y = test_layer(x, w, b)');
    const y = named(doc, 'y');
    const gap = after(doc, remove(doc, [], [edgeId(y.id, 'weight')]));
    expect(compile(gap).diagnostics[0]?.message).toBe('y has nothing at `weight`.');
    const built = buildFormula('test_layer(x, bias=b)');
    expect(built.ok ? '' : built.errors[0]?.message).toBe(
      "`bias` can't be given here without `weight`"
    );
  });
});

describe('the allowance', () => {
  const repeat = operation('test_repeat');
  const call = (allowance: Allowance, repeats: number[]): unknown => {
    const doc = formula('x', { x: [1, 2, 3, 4] });
    const t = run(compile(doc)).outputs.get(named(doc, 'x').id);
    if (!repeat || !t) throw new Error('gone');
    return allowance.call(repeat, [t], { repeats }).numel;
  };

  it('refuses sizes before they are made', () => {
    expect(() => call(new Allowance(), [1e6, 1e6])).toThrow("can't allocate memory");
  });

  it('counts what was made, so that a document full of it comes to its end', () => {
    const allowance = new Allowance(1000);
    expect(call(allowance, [100])).toBe(400);
    expect(() => call(allowance, [200])).toThrow('you tried to allocate 3200 bytes');
    expect(() => call(allowance, [1])).toThrow("can't allocate memory");
  });

  it('takes spread arguments of a method', () => {
    expect(worth(formula('y = x.test_repeat(2, 1)', { x: [1] }), 'y')).toEqual([0, 0]);
    const built = buildFormula('test_repeat(x, 2, 1)');
    expect(built.ok ? '' : built.errors[0]?.message).toContain(
      'test_repeat() takes 2 positional arguments but 3 were given'
    );
    const float = buildFormula('x.test_repeat(2, 1.5)');
    expect(float.ok ? '' : float.errors[0]?.message).toContain('must be tuple of ints');
  });
});
