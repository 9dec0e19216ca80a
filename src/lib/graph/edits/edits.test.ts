import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documents } from '../../../../tests/random-documents';
import { formula, named } from '../../../../tests/graphs';
import { fromJson, toJson } from '../../exchange/json';
import type { AttributeValue } from '../../ops/attributes';
import { edgeId, emptyDocument, LIMITS, type Document, type ScalarLiteral } from '../document';
import { applyPatch } from '../patch';
import { inputNames } from '../ports';
import { compile } from '../program';
import {
  addFunction,
  addInput,
  addOperation,
  connect,
  copyNodes,
  duplicate,
  move,
  paste,
  remove,
  rename,
  setChart,
  setAttribute,
  setConstant,
  setDType,
  setFunction,
  setRequiresGrad,
  setResult,
  setTitle,
  setValue,
  whyNotConnect,
  type Edit
} from '.';

const AT = { x: 10, y: 20 };

/** The document after an edit that can be made, and what is then selected. */
function after(doc: Document, edit: Edit): Document {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}
const reason = (edit: Edit): string => (edit.ok ? 'it can be made' : edit.reason);

describe('attributes', () => {
  const fresh = after(emptyDocument(), addOperation(emptyDocument(), 'sum', AT));
  const { id } = named(fresh, 'sum');
  const attributesOf = (doc: Document) => {
    const node = doc.nodes[id];
    return node?.kind === 'op' ? node.attributes : null;
  };

  it('are kept where they differ from their default', () => {
    expect(Object.keys(named(fresh, 'sum'))).not.toContain('attributes');
    const set = after(fresh, setAttribute(fresh, id, 'dim', 0));
    expect(attributesOf(set)).toEqual({ dim: [0] });
    const both = after(set, setAttribute(set, id, 'keepdim', true));
    expect(attributesOf(both)).toEqual({ dim: [0], keepdim: true });
    const one = after(both, setAttribute(both, id, 'dim', null));
    expect(attributesOf(one)).toEqual({ keepdim: true });
    const none = after(one, setAttribute(one, id, 'keepdim', undefined));
    expect(none.nodes).toEqual(fresh.nodes);
  });

  it('that a call needs are there from the start', () => {
    const doc = after(emptyDocument(), addOperation(emptyDocument(), 'softmax', AT));
    expect(named(doc, 'softmax')).toMatchObject({ attributes: { dim: 0 } });
    const bare = after(doc, setAttribute(doc, named(doc, 'softmax').id, 'dim', undefined));
    expect(named(bare, 'softmax')).toMatchObject({ attributes: { dim: 0 } });
  });

  it('are refused where PyTorch would refuse them', () => {
    expect(reason(setAttribute(fresh, id, 'dim', 0.5))).toBe(
      "TypeError: sum(): argument 'dim' (position 2) must be tuple of ints, not float"
    );
    expect(reason(setAttribute(fresh, id, 'keepdim', 1))).toContain('must be bool, not int');
    expect(reason(setAttribute(fresh, id, 'toString', 1))).toBe('sum has no attribute "toString".');
    expect(reason(setAttribute(fresh, 'gone', 'dim', 1))).toContain('no longer');
    expect(reason(setAttribute(fresh, id, 'dim', new Array<number>(65).fill(0)))).toContain('64');
  });

  it('keep what JSON has no number for, and go with a copy', () => {
    const doc = after(emptyDocument(), addOperation(emptyDocument(), 'norm', AT));
    const norm = named(doc, 'norm');
    const set = after(doc, setAttribute(doc, norm.id, 'p', -Infinity));
    expect(named(set, 'norm')).toMatchObject({ attributes: { p: '-inf' } });
    const read = fromJson(toJson(set));
    expect(read).toEqual({ ok: true, document: set });
    const copied = after(set, duplicate(set, [norm.id]));
    expect(named(copied, 'norm_2')).toMatchObject({ attributes: { p: '-inf' } });
  });
});

describe('adding', () => {
  it('gives every node a name and an id of its own', () => {
    let doc = emptyDocument();
    for (let k = 0; k < 12; k++) doc = after(doc, addInput(doc, AT));
    doc = after(doc, addOperation(doc, 'mul', AT));
    doc = after(doc, addOperation(doc, 'mul', AT));
    doc = after(doc, addFunction(doc, AT));
    doc = after(doc, addFunction(doc, AT));
    const names = Object.values(doc.nodes).map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(['x', 'y', 'z', 'u']);
    expect(names.slice(-4)).toEqual(['mul', 'mul_2', 'f', 'f_2']);
    expect(new Set(names).size).toBe(16);
  });

  it('takes the numbers that the registry suggests, and no others', () => {
    const doc = after(emptyDocument(), addOperation(emptyDocument(), 'pow', AT));
    expect(named(doc, 'pow')).toMatchObject({ constants: { exponent: 2 } });
    expect(reason(addOperation(doc, 'nothing', AT))).toContain('nothing');
  });

  it('stops at the limit', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: LIMITS.nodes }, (_, i) => {
        const id = `n${i}`;
        return [id, { ...named(formula('x'), 'x'), id, name: `x${i}` }];
      })
    );
    expect(reason(addInput({ ...emptyDocument(), nodes }, AT))).toContain(String(LIMITS.nodes));
  });
});

describe('connecting', () => {
  const doc = formula('b = exp(sin(x))');
  const [x, sin, b] = [named(doc, 'x').id, named(doc, 'sin').id, named(doc, 'b').id];

  it.each([
    ['itself', sin, sin, 'input', /sin can't be connected to itself/],
    ['an occupied input', x, b, 'input', /occupied by sin/],
    ['an input that is not there', x, b, 'other', /no input "other"/],
    ['a node that is gone', 'gone', b, 'input', /no longer there/]
  ])('refuses %s', (_, source, target, input, words) => {
    expect(whyNotConnect(doc, source, target, input)).toMatch(words);
    expect(reason(connect(doc, source, target, input))).toMatch(words);
  });

  it('refuses a circle, and says which node depends on which', () => {
    const open = applyPatch(doc, { edges: { [edgeId(sin, 'input')]: null } });
    expect(whyNotConnect(open, b, sin, 'input')).toBe(
      'b depends on sin, so this edge would close a circle.'
    );
    expect(whyNotConnect(open, x, sin, 'input')).toBeNull();
  });

  it('never lets a circle in, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.boolean()), { maxLength: 40 }),
        (count, wishes) => {
          let graph = emptyDocument();
          for (let k = 0; k < count; k++) graph = after(graph, addOperation(graph, 'add', AT));
          const ids = Object.keys(graph.nodes);
          for (const [from, to, isFirst] of wishes) {
            const [source, target] = [ids[from % count] ?? '', ids[to % count] ?? ''];
            const edit = connect(graph, source, target, isFirst ? 'input' : 'other');
            if (edit.ok) graph = applyPatch(graph, edit.patch);
          }
          expect(compile(graph).diagnostics.filter(({ kind }) => kind === 'cycle')).toEqual([]);
        }
      )
    );
  });
});

describe('changing', () => {
  const doc = formula('y = x**2');
  const [x, y] = [named(doc, 'x').id, named(doc, 'y').id];

  it('renames to Python names that are free', () => {
    expect(named(after(doc, rename(doc, x, 'speed')), 'speed').id).toBe(x);
    for (const name of ['y', '2x', 'a b', '', 'lambda', 'None', 'é']) {
      expect(rename(doc, x, name).ok, name).toBe(false);
    }
    expect(rename(doc, x, 'x').ok).toBe(true);
  });

  it('keeps values to what a tensor can be', () => {
    expect(setValue(doc, x, [[1, 2], [3]]).ok).toBe(false);
    expect(setValue(doc, y, 1).ok).toBe(false);
    expect(named(after(doc, setValue(doc, x, 'nan')), 'x')).toMatchObject({ value: 'nan' });
  });

  it('refuses what is no number', () => {
    for (const value of [NaN, Infinity, 'text' as 'nan', [1, NaN]]) {
      expect(setValue(doc, x, value).ok).toBe(false);
    }
    expect(setConstant(doc, y, 'exponent', NaN).ok).toBe(false);
    expect(reason(setConstant(doc, y, 'base', 2))).toBe('y has no input "base".');
  });

  it('sets and clears constants', () => {
    const cubed = after(doc, setConstant(doc, y, 'exponent', 3));
    expect(named(cubed, 'y')).toMatchObject({ constants: { exponent: 3 } });
    expect(named(after(cubed, setConstant(cubed, y, 'exponent', null)), 'y')).toMatchObject({
      constants: {}
    });
  });

  it('moves only what has moved', () => {
    const edit = move(doc, {
      [x]: { x: 7, y: 8 },
      [y]: { x: doc.nodes[y]?.x ?? 0, y: doc.nodes[y]?.y ?? 0 }
    });
    expect(edit.ok && Object.keys(edit.patch.nodes ?? {})).toEqual([x]);
    expect(edit.ok && move(doc, { [x]: { x: NaN, y: 0 } })).toEqual({
      ok: true,
      patch: { nodes: {} }
    });
  });

  it('refuses ranges that are none', () => {
    expect(setChart(doc, { from: 3, to: 3 }).ok).toBe(false);
    expect(setChart(doc, { to: Infinity }).ok).toBe(false);
    expect(setChart(doc, { from: -1 }).ok).toBe(true);
    expect(setChart(doc, { input: 'gone' }).ok).toBe(false);
    expect(setChart(doc, { input: x }).ok).toBe(true);
  });

  it('removes a node with its edges and what referred to it', () => {
    const set = after(doc, setResult(doc, x));
    const left = after(set, remove(set, [x], []));
    expect(Object.keys(left.nodes)).toEqual([y]);
    expect(left.edges).toEqual({});
    expect(left.meta.result).toBeNull();
  });
});

describe('the code of a function', () => {
  let doc = formula('x');
  doc = after(doc, addFunction(doc, AT));
  const f = named(doc, 'f');
  const x = named(doc, 'x').id;
  doc = after(doc, connect(doc, x, f.id, 'i'));
  const fn = { name: 'SQ', inputs: ['i'], forward: 'return i', backward: 'return grad_output' };

  it('keeps the edge of an input that only changed its name', () => {
    const next = after(doc, setFunction(doc, f.id, { ...fn, inputs: ['a'] }));
    expect(Object.values(next.edges)).toEqual([
      { id: edgeId(f.id, 'a'), source: x, target: f.id, input: 'a' }
    ]);
  });

  it('drops the edge of an input that is gone, and follows one that has moved', () => {
    const moved = after(doc, setFunction(doc, f.id, { ...fn, inputs: ['a', 'i'] }));
    expect(Object.values(moved.edges).map(({ input }) => input)).toEqual(['i']);
    const fewer = after(moved, setFunction(moved, f.id, { ...fn, inputs: ['a'] }));
    expect(fewer.edges).toEqual({});
  });

  it.each([
    ['a class name that is none', { name: '3' }, /can't be the name of a class/],
    ['a word of Python as an input', { inputs: ['a', 'lambda'] }, /"lambda"/],
    ['no inputs', { inputs: [] }, /at least one/],
    ['one input twice', { inputs: ['a', 'a'] }, /name of its own/],
    ['too many inputs', { inputs: [...'abcdefghi'] }, /at most 8/],
    ['a name without end', { name: 'F'.repeat(LIMITS.name + 1) }, /at most 60/],
    ['a body without end', { backward: ' '.repeat(LIMITS.source + 1) }, /at most 4000/]
  ])('refuses %s', (_, change, words) => {
    expect(reason(setFunction(doc, f.id, { ...fn, ...change }))).toMatch(words);
  });

  it('may be faulty: that is said where it is shown', () => {
    expect(setFunction(doc, f.id, { ...fn, forward: 'return (' }).ok).toBe(true);
  });
});

describe('copying', () => {
  it('copies nodes with the edges among them, under names of their own', () => {
    const doc = formula('y = exp(x) + x');
    const ids = Object.keys(doc.nodes);
    const twice = after(doc, duplicate(doc, ids));
    expect(Object.keys(twice.nodes)).toHaveLength(2 * ids.length);
    expect(Object.keys(twice.edges)).toHaveLength(2 * Object.keys(doc.edges).length);
    expect(named(twice, 'y_2').x).not.toBe(named(twice, 'y').x);
  });

  it('pastes what it copied into another document and stays sound', () => {
    fc.assert(
      fc.property(documents({ steps: 5 }), documents({ steps: 5 }), (from, to) => {
        const clip = copyNodes(from, Object.keys(from.nodes));
        const pasted = after(to, paste(to, clip));
        const names = Object.values(pasted.nodes).map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        expect(compile(pasted).instructions).toHaveLength(
          compile(from).instructions.length + compile(to).instructions.length
        );
      }),
      { numRuns: 50 }
    );
  });
});

describe('every edit that can be made', () => {
  /** Whatever a page may hand over, right or wrong. */
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom('x', 'f', 'lambda', '__proto__', 'constructor', 'é', 'a'.repeat(99))
  );
  const numbers = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 1e308));
  const at = fc.record({ x: numbers, y: numbers });
  const value = fc.oneof(
    numbers,
    fc.constantFrom<ScalarLiteral>('nan', 'inf', '-inf'),
    fc.array(fc.oneof(numbers, fc.array(numbers, { maxLength: 3 })), { maxLength: 4 })
  );
  const fn = fc.record({
    name: texts,
    inputs: fc.array(texts, { maxLength: 10 }),
    forward: texts,
    backward: fc.oneof(texts, fc.constant(' '.repeat(LIMITS.source + 1)))
  });
  const settings = fc.oneof(
    fc.constantFrom<AttributeValue>(null, true, false, 0, -1, 1.5, Infinity, 'sum'),
    fc.array(fc.integer(), { maxLength: 70 }),
    texts
  );
  const dtype = fc.constantFrom('float32', 'float64', 'int64', 'bool');
  const wish = fc.record({ kind: fc.nat(17), node: fc.nat(), other: fc.nat(), input: fc.nat() });

  it('leaves a document that can be saved and read back', () => {
    fc.assert(
      fc.property(
        documents({ steps: 4 }),
        fc.array(fc.tuple(wish, at, value, texts, fn, dtype, settings), { maxLength: 15 }),
        (start, wishes) => {
          let graph = start;
          for (const [wanted, point, literal, text, source, type, setting] of wishes) {
            const { kind, node, other, input } = wanted;
            const attribute = ['dim', 'keepdim', 'p', text][input % 4] ?? '';
            const ids = [...Object.keys(graph.nodes), 'gone'];
            const [id = '', id2 = ''] = [ids[node % ids.length], ids[other % ids.length]];
            const target = graph.nodes[id];
            const names = [...(target ? inputNames(target) : []), text];
            const port = names[input % names.length] ?? '';
            const scalar = typeof literal === 'object' ? null : literal;
            const makers: (() => Edit)[] = [
              () => addInput(graph, point, { name: text, value: literal, dtype: type }),
              () => addOperation(graph, text, point),
              () => addOperation(graph, 'pow', point),
              () => addOperation(graph, 'softmax', point),
              () => setAttribute(graph, id, attribute, setting),
              () => addFunction(graph, point),
              () => connect(graph, id2, id, port),
              () => remove(graph, [id], [edgeId(id2, port)]),
              () => move(graph, { [id]: point, [id2]: point }),
              () => rename(graph, id, text),
              () => setValue(graph, id, literal),
              () => setDType(graph, id, type),
              () => setRequiresGrad(graph, id, input % 2 === 0),
              () => setConstant(graph, id, port, scalar),
              () => setFunction(graph, id, source),
              () => setResult(graph, id),
              () => setTitle(graph, text),
              () => setChart(graph, { input: id, from: point.x, to: point.y })
            ];
            const edit = makers[kind]?.();
            if (!edit) continue;
            if (!edit.ok) expect(edit.reason).not.toBe('');
            else graph = applyPatch(graph, edit.patch);
            expect(fromJson(toJson(graph))).toEqual({ ok: true, document: graph });
          }
        }
      ),
      { numRuns: 300 }
    );
  });
});
