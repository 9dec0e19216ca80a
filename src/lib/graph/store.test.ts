import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { documents } from '../../../tests/random-documents';
import { formula, named } from '../../../tests/graphs';
import { fromJson, toJson } from '../exchange/json';
import { emptyDocument, type Document } from './document';
import {
  addFunction,
  addInput,
  addOperation,
  connect,
  duplicate,
  group,
  move,
  remove,
  rename,
  setChart,
  renameGroup,
  setCollapsed,
  setNoGrad,
  setResult,
  setTitle,
  setValue,
  ungroup,
  type Edit
} from './edits';
import { inputNames } from './ports';
import { DocumentStore } from './store';

/** One random edit: `pick` chooses among what is there. */
function randomEdit(doc: Document, kind: number, pick: (count: number) => number): Edit {
  const ids = Object.keys(doc.nodes);
  const any = (): string => ids[pick(ids.length)] ?? 'none';
  const at = { x: pick(500), y: pick(500) };
  const groups = Object.keys(doc.groups ?? {});
  const anyGroup = (): string => groups[pick(groups.length)] ?? 'none';
  switch (kind % 14) {
    case 0:
      return addInput(doc, at);
    case 1:
      return addOperation(doc, ['add', 'mul', 'pow', 'sin'][pick(4)] ?? 'add', at);
    case 2:
      return addFunction(doc, at);
    case 3: {
      const target = doc.nodes[any()];
      const inputs = target ? inputNames(target) : [];
      return connect(doc, any(), target?.id ?? '', inputs[pick(inputs.length)] ?? '');
    }
    case 4:
      return remove(doc, [any()], []);
    case 5:
      return move(doc, { [any()]: at });
    case 6:
      return rename(doc, any(), `name_${pick(1000)}`);
    case 7:
      return setValue(doc, any(), pick(100));
    case 8:
      return duplicate(doc, [any(), any()]);
    case 9:
      return setResult(doc, any());
    case 10:
      return group(doc, [any(), any(), any()]);
    case 11:
      return pick(2) ? ungroup(doc, [any(), any()]) : renameGroup(doc, anyGroup(), `G ${pick(9)}`);
    case 12:
      return pick(2)
        ? setCollapsed(doc, anyGroup(), pick(2) > 0)
        : setNoGrad(doc, anyGroup(), pick(2) > 0);
    default:
      return pick(2) ? setTitle(doc, `Title ${pick(9)}`) : setChart(doc, { to: 1 + pick(50) });
  }
}

const edits = fc.array(fc.tuple(fc.nat(), fc.array(fc.nat(), { minLength: 6, maxLength: 6 })), {
  minLength: 1,
  maxLength: 25
});

/** Makes the edits that can be made; answers every version, the first included. */
function play(store: DocumentStore, wishes: readonly [number, number[]][]): Document[] {
  const versions = [store.document];
  for (const [kind, numbers] of wishes) {
    let next = 0;
    const pick = (count: number): number => (count > 0 ? (numbers[next++ % 6] ?? 0) % count : 0);
    const edit = randomEdit(store.document, kind, pick);
    if (!edit.ok) continue;
    const before = store.document;
    store.apply(edit.patch);
    if (store.document !== before) versions.push(store.document);
  }
  return versions;
}

describe('undo and redo', () => {
  it('lead back through every version and forward again', () => {
    fc.assert(
      fc.property(documents({ steps: 4 }), edits, (start, wishes) => {
        const store = new DocumentStore(start);
        const versions = play(store, wishes);
        for (const version of versions.slice(0, -1).reverse()) {
          expect(store.canUndo).toBe(true);
          store.undo();
          expect(store.document).toEqual(version);
        }
        expect(store.canUndo).toBe(false);
        for (const version of versions.slice(1)) {
          expect(store.canRedo).toBe(true);
          store.redo();
          expect(store.document).toEqual(version);
        }
        expect(store.canRedo).toBe(false);
      }),
      { numRuns: 150 }
    );
  });

  it('can’t take back what the document began with', () => {
    const store = new DocumentStore(formula('x**2'));
    expect(store.canUndo).toBe(false);
    store.undo();
    expect(Object.keys(store.document.nodes)).toHaveLength(2);
  });

  it('leave alone what another tab has done', () => {
    const [mine, theirs] = [new DocumentStore(formula('x**2')), new DocumentStore(new Y.Doc())];
    Y.applyUpdate(theirs.ydoc, Y.encodeStateAsUpdate(mine.ydoc));
    expect(theirs.document).toEqual(mine.document);
    const own = setTitle(mine.document, 'Mine');
    const other = addInput(theirs.document, { x: 0, y: 0 });
    if (own.ok) mine.apply(own.patch);
    if (other.ok) theirs.apply(other.patch);
    Y.applyUpdate(mine.ydoc, Y.encodeStateAsUpdate(theirs.ydoc), 'another tab');
    expect(Object.keys(mine.document.nodes)).toHaveLength(3);
    mine.undo();
    expect(mine.document.meta.title).not.toBe('Mine');
    expect(Object.keys(mine.document.nodes)).toHaveLength(3);
  });
});

describe('two tabs', () => {
  const merge = (from: DocumentStore, to: DocumentStore): void =>
    Y.applyUpdate(to.ydoc, Y.encodeStateAsUpdate(from.ydoc, Y.encodeStateVector(to.ydoc)), 'tab');

  it('end with the same document, and a sound one, whatever each has done and undone', () => {
    fc.assert(
      fc.property(
        documents({ steps: 4 }),
        fc.array(fc.tuple(edits, edits, fc.nat(5)), { minLength: 1, maxLength: 4 }),
        (start, rounds) => {
          const [one, other] = [new DocumentStore(start), new DocumentStore(new Y.Doc())];
          merge(one, other);
          for (const [mine, theirs, undone] of rounds) {
            play(one, mine);
            play(other, theirs);
            for (let k = 0; k < undone; k++) one.undo();
            merge(one, other);
            merge(other, one);
            expect(one.document).toEqual(other.document);
            // Each may have closed half of a circle, which the program names and the user opens.
            expect(fromJson(toJson(one.document))).toEqual({ ok: true, document: one.document });
          }
        }
      ),
      { numRuns: 100 }
    );
  });
});

describe('the document', () => {
  it('comes back whole from its bytes', () => {
    fc.assert(
      fc.property(documents(), edits, (start, wishes) => {
        const store = new DocumentStore(start);
        play(store, wishes);
        const copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(store.ydoc));
        expect(new DocumentStore(copy).document).toEqual(store.document);
      }),
      { numRuns: 60 }
    );
  });

  it('keeps the identity of what did not change', () => {
    const store = new DocumentStore(formula('y = x**2'));
    const before = store.document;
    const edit = setValue(before, named(before, 'x').id, 5);
    if (edit.ok) store.apply(edit.patch);
    const now = store.document;
    expect(now).not.toBe(before);
    expect(now.edges).toBe(before.edges);
    expect(named(now, 'y')).toBe(named(before, 'y'));
    expect(named(now, 'x')).not.toBe(named(before, 'x'));
  });

  it('tells of changes, and of nothing else', () => {
    const store = new DocumentStore(emptyDocument());
    let told = 0;
    const stop = store.subscribe(() => told++);
    store.apply({});
    store.apply({ meta: { title: 'Untitled' } });
    expect([told, store.canUndo]).toEqual([0, false]);
    store.apply({ meta: { title: 'Other' } });
    expect(told).toBe(1);
    stop();
    store.undo();
    expect(told).toBe(1);
  });
});
