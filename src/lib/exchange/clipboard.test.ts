import { describe, expect, it } from 'vitest';
import { buildFormula } from '../formula';
import { emptyDocument, type Document } from '../graph/document';
import { group, paste, remove, setNoGrad } from '../graph/edits';
import { groupOf } from '../graph/groups';
import { applyPatch } from '../graph/patch';
import { fromClipboard, pasteOffset, toClipboard } from './clipboard';
import { checkDocument } from './json';

function formula(source: string): Document {
  const built = buildFormula(source);
  if (!built.ok) throw new Error(built.errors[0]?.message);
  return built.document;
}

function pasted(doc: Document, text: string): Document {
  const clipped = fromClipboard(text);
  if (!clipped?.ok) throw new Error('it is damaged');
  const edit = paste(doc, clipped.clip, pasteOffset(doc, clipped.clip));
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}

const doc = formula('y = x**2 + 1');
const all = toClipboard(doc, Object.keys(doc.nodes));

describe('the clipboard', () => {
  it('brings nodes with the edges among them, under names of their own', () => {
    const next = pasted(doc, all);
    expect(checkDocument(next).ok).toBe(true);
    expect(Object.keys(next.nodes)).toHaveLength(2 * Object.keys(doc.nodes).length);
    expect(Object.keys(next.edges)).toHaveLength(2 * Object.keys(doc.edges).length);
  });

  it('brings whole groups as groups of their own, and nodes of others without them', () => {
    const two = Object.values(doc.nodes).filter(({ name }) => name !== 'x');
    const made = group(
      doc,
      two.map(({ id }) => id)
    );
    if (!made.ok) throw new Error(made.reason);
    let grouped = applyPatch(doc, made.patch);
    const set = setNoGrad(grouped, made.select?.group ?? '', true);
    if (set.ok) grouped = applyPatch(grouped, set.patch);
    const next = pasted(grouped, toClipboard(grouped, Object.keys(grouped.nodes)));
    expect(checkDocument(next)).toEqual({ ok: true, document: next });
    expect(Object.values(next.groups ?? {}).map(({ name, noGrad }) => [name, noGrad])).toEqual([
      ['Group 1', true],
      ['Group 2', true]
    ]);
    const counts = Object.keys(next.groups ?? {}).map(
      (id) => Object.keys(next.nodes).filter((node) => groupOf(next, node) === id).length
    );
    expect(counts).toEqual([two.length, two.length]);
    const part = pasted(emptyDocument(), toClipboard(grouped, [two[0]?.id ?? '']));
    expect(part.groups).toBeUndefined();
    expect(Object.values(part.nodes)[0]).not.toHaveProperty('group');
  });

  it('leaves edges to other nodes behind', () => {
    const y = Object.values(doc.nodes).find(({ name }) => name === 'y');
    const next = pasted(emptyDocument(), toClipboard(doc, [y?.id ?? '']));
    expect(Object.values(next.nodes).map(({ name }) => name)).toEqual(['y']);
    expect(next.edges).toEqual({});
  });

  it('puts each copy beside the ones before, and what was cut where it was', () => {
    const thrice = pasted(pasted(pasted(doc, all), all), all);
    const places = Object.values(thrice.nodes).map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);

    const cut = remove(doc, Object.keys(doc.nodes), []);
    const back = pasted(cut.ok ? applyPatch(doc, cut.patch) : doc, all);
    const placed = (of: Document) => Object.values(of.nodes).map(({ name, x, y }) => [name, x, y]);
    expect(placed(back).sort()).toEqual(placed(doc).sort());
  });

  it.each(['', 'x**2', '{}', 'null', ' {"format":"backflow-clip"}', '{"format":"backflow"}'])(
    'takes %j for the text of somebody else',
    (text) => {
      expect(fromClipboard(text)).toBeNull();
    }
  );

  it.each([
    ['is cut off', all.slice(0, -20)],
    ['lacks its edges', '{"format":"backflow-clip","nodes":[]}'],
    ['has an edge from nowhere', all.replace(/"source":"\w+"/, '"source":"elsewhere"')],
    ['holds a value that is no number', all.replace('"value":1', '"value":"one"')],
    ['holds a value too large', all.replace('"value":1', `"value":[${'1,'.repeat(10_000)}1]`)],
    [
      'is nested without end',
      all.replace('"value":1', `"value":${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    ]
  ])('says so where it %s', (_, text) => {
    expect(fromClipboard(text)).toMatchObject({ ok: false });
  });
});
