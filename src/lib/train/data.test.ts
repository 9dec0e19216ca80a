import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { trainingExamples } from '../exchange/examples/training';
import { type Document, emptyDocument, type InputNode } from '../graph/document';
import { bindColumns, type Edit, setTable, setTraining } from '../graph/edits';
import { applyPatch, replaceContent } from '../graph/patch';
import { DocumentStore } from '../graph/store';
import { Schedule } from './feed';
import { field, type Field } from './field';
import { pointSets, pointTable } from './points';
import { predictionOf } from './predict';
import { TRAIN_LIMITS } from './settings';
import { surface, type Surface } from './surface';
import { parseTable, tableText } from './table';

const table = (text: string) => {
  const parsed = parseTable(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.table;
};
const fault = (text: string): string => {
  const parsed = parseTable(text);
  return parsed.ok ? '' : parsed.message;
};
const done = (doc: Document, edit: Edit): Document => {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
};
const example = (slug: string): Document =>
  trainingExamples.find((one) => one.slug === slug)?.build() ?? emptyDocument();

describe('a pasted table', () => {
  it.each([
    ['commas', 'x,y\n1,2\n3,4'],
    ['semicolons', 'x;y\n1;2\n3;4'],
    ['tabs', 'x\ty\n1\t2\n3\t4'],
    ['spaces', 'x  y\n1   2\n3 4'],
    ['quotes, blank lines and returns', '\r\n"x","y"\r\n1,2\r\n\r\n3, 4\r\n'],
    ['no header', '1,2\n3,4']
  ])('with %s', (_, text) => {
    expect(table(text)).toEqual({
      columns: ['x', 'y'],
      rows: [
        [1, 2],
        [3, 4]
      ]
    });
  });

  it('with decimal commas', () => {
    expect(table('a;b\n1,5;-2\n3;4e-1').rows).toEqual(
      [
        [1.5, -2],
        [3, 0.4]
      ].map((row) => row)
    );
  });

  it('reads words as classes, and says so', () => {
    const parsed = parseTable('size,kind\n1,setosa\n2,other\n3,setosa');
    expect(parsed.ok && parsed.table.rows).toEqual([
      [1, 0],
      [2, 1],
      [3, 0]
    ]);
    expect(parsed.ok && parsed.notes.join(' ')).toContain('setosa = 0, other = 1');
  });

  it('gives every column a name of its own', () => {
    expect(table('x,x,\n1,2,3').columns).toEqual(['x', 'x_2', 'column_3']);
    expect(table('1,2,3,4').columns).toEqual(['x1', 'x2', 'x3', 'y']);
  });

  it.each([
    ['', /nothing to read/],
    ['x,y\n1,2\n\n3', /^Line 4 has 1 cell, and the ones before have 2\./],
    ['x,y\n1,2\n3,four', /^Line 3, column y: "four" is no number\./],
    ['x,y\n1,2\n,4', /^Line 3, column x: the cell is empty\./],
    ['x,y\n1,inf\n1,2', /^Line 2, column y/],
    // Rows that begin with a hole, or with a number in another notation, are no headers.
    ['1,\n2,4\n3,5', /^Line 1, column y: the cell is empty\./],
    ['1,NaN\n2,4', /^Line 1, column y: "NaN" is no number\./],
    ['1.5;2,5\n3;4', /^Line 1, column y: "2,5" is no number\./],
    ['"1,000",2\n2,3', /^Line 1, column x: "1,000" is no number\./],
    [Array.from({ length: 40 }, () => '1').join(','), /at most 32 columns/],
    ['1,2\n'.repeat(TRAIN_LIMITS.cells), /at most 10,000 numbers/],
    ['1'.repeat(2_000_000), /too long/]
  ])('that is wrong is refused with its line: %#', (text, message) => {
    expect(fault(text)).toMatch(message);
  });

  it('is read back as it was written', () => {
    for (const { name } of pointSets) {
      const made = pointTable(name, 20, 5);
      expect(table(tableText(made))).toEqual(made);
    }
  });
});

describe.each(pointSets.map(({ name }) => name))('%s', (name) => {
  it('is the same for the same seed, and otherwise another', () => {
    expect(pointTable(name, 30, 1)).toEqual(pointTable(name, 30, 1));
    expect(pointTable(name, 30, 1)).not.toEqual(pointTable(name, 30, 2));
    const { rows } = pointTable(name, 30, 1);
    expect(rows).toHaveLength(30);
    expect(rows.flat().every((value) => Math.abs(value) < 5)).toBe(true);
  });
});

describe('rows', () => {
  it('come all at once, or each once in a pass, in another order every time', () => {
    expect(new Schedule(3, 'whole', 0).at(7)).toEqual({ places: [0, 1, 2], isRow: false });
    const schedule = new Schedule(10, 4, 1);
    const pass = (epoch: number): number[] =>
      [0, 1, 2].flatMap((k) => [...schedule.at(3 * epoch + k).places]);
    expect(schedule.at(2).places).toHaveLength(2);
    expect([...pass(0)].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(pass(1)).not.toEqual(pass(0));
    expect(pass(0)).toEqual(pass(0));
    expect(new Schedule(5, 'row', 0).at(3)).toMatchObject({ isRow: true });
  });
});

describe('inputs that a table feeds', () => {
  const line = (): Document => {
    const doc = formula('p = w*x; loss = mean((p - y)**2)', { w: 1, x: 0, y: 0 });
    return done(doc, setTable(doc, table('a,b\n1,2\n3,4\n5,6')));
  };
  const value = (doc: Document, name: string): unknown => (named(doc, name) as InputNode).value;

  it('hold what the first step is fed', () => {
    let doc = line();
    doc = done(doc, bindColumns(doc, named(doc, 'x').id, ['a']));
    expect(named(doc, 'x')).toMatchObject({ value: [1, 3, 5], role: 'data', requiresGrad: false });
    doc = done(doc, bindColumns(doc, named(doc, 'y').id, ['a', 'b']));
    expect(value(doc, 'y')).toEqual([
      [1, 2],
      [3, 4],
      [5, 6]
    ]);
    doc = done(doc, setTraining(doc, { batch: 'row' }));
    expect([1, 3, 5]).toContain(value(doc, 'x'));
    expect(bindColumns(doc, named(doc, 'x').id, ['none']).ok).toBe(false);
  });

  it('are let go where their column is gone', () => {
    let doc = line();
    doc = done(doc, bindColumns(doc, named(doc, 'x').id, ['a']));
    const other = done(doc, setTable(doc, table('b,c\n1,2')));
    expect(named(other, 'x')).not.toHaveProperty('role');
    const none = done(doc, setTable(doc, null));
    expect(none.meta).not.toHaveProperty('data');
    expect(named(none, 'x')).not.toHaveProperty('columns');
  });

  it('are undone and redone with the table as one step', () => {
    const doc = line();
    const bound = bindColumns(doc, named(doc, 'x').id, ['a']);
    const store = new DocumentStore(doc);
    if (bound.ok) store.apply(bound.patch);
    const removed = setTable(store.document, null);
    if (removed.ok) store.apply(removed.patch);
    expect(store.document.meta).not.toHaveProperty('data');
    store.undo();
    expect(store.document.meta.data).toEqual(doc.meta.data);
    expect(value(store.document, 'x')).toEqual([1, 3, 5]);
    store.apply(replaceContent(store.document, emptyDocument()));
    expect(store.document.meta).toEqual(emptyDocument().meta);
  });
});

describe('what a document predicts is found', () => {
  it.each([
    ['train-line', 'p', ['x'], 'y', 0],
    ['train-logistic', 'p', ['x1', 'x2'], 'label', 0.5],
    ['train-xor', 'z', ['x1', 'x2'], 'label', 0]
  ])('%s', (slug, output, features, label, level) => {
    const doc = example(slug);
    expect(predictionOf(doc)).toEqual({ output: named(doc, output).id, features, label, level });
  });

  it('or not, where no table feeds it', () => {
    expect(predictionOf(example('train-rosenbrock'))).toBeNull();
    expect(predictionOf(emptyDocument())).toBeNull();
  });
});

describe('the loss over two parameters', () => {
  const all = (doc: Document, x: string, y: string | null): Surface[] => {
    const ref = (name: string) => ({ node: named(doc, name).id, index: 0 });
    return [
      ...surface(
        doc,
        { x: ref(x), xSpan: [-2, 2], y: y === null ? null : ref(y), ySpan: [-1, 3] },
        1e9
      )
    ].filter((one): one is Surface => one !== null && 'z' in one);
  };

  it('is what the formula gives, coarse and fine', () => {
    const found = all(example('train-rosenbrock'), 'x', 'y');
    expect(found.map(({ columns }) => columns)).toEqual([9, 17, 33, 65]);
    for (const { columns, rows, z } of found) {
      z.forEach((height, k) => {
        const x = -2 + (4 * (k % columns)) / (columns - 1);
        const y = -1 + (4 * Math.floor(k / columns)) / (rows - 1);
        const truth = (1 - x) ** 2 + 100 * (y - x * x) ** 2;
        expect(Math.abs(height - truth)).toBeLessThan(1e-4 * Math.max(1, truth));
      });
    }
  });

  it('is the mean over all rows where they are fed one by one', () => {
    const whole = example('train-line');
    const single = formula('p = w*x + b; loss = (p - y)**2', { w: 0, b: 0, x: 0, y: 0 });
    let rows = done(single, setTable(single, whole.meta.data ?? null));
    for (const name of ['x', 'y'])
      rows = done(rows, bindColumns(rows, named(rows, name).id, [name]));
    rows = done(rows, setTraining(rows, { batch: 'row' }));
    const [a, b] = [all(whole, 'w', 'b')[0], all(rows, 'w', 'b')[0]];
    a?.z.forEach((height, k) => expect(b?.z[k]).toBeCloseTo(height, 4));
  });

  it('is a curve over one', () => {
    const doc = formula('y = x**2', { x: 1 });
    const last = all(doc, 'x', null).at(-1);
    expect([last?.rows, last?.z[0], last?.z[256]]).toEqual([1, 4, 0]);
  });
});

describe('the output over a grid', () => {
  const last = (doc: Document, output: string, x: string, y: string | null): Field | undefined =>
    [...field(doc, { output: named(doc, output).id, x, xSpan: [-1, 1], y, ySpan: [-1, 1] }, 1e9)]
      .filter((one): one is Field => one !== null && 'z' in one)
      .at(-1);

  it('of one column is a line', () => {
    const found = last(example('train-line'), 'p', 'x', null);
    expect(found?.z[0]).toBeCloseTo(0.5, 5);
    expect(found?.z.at(-1)).toBeCloseTo(-0.5, 5);
  });

  it('of two columns is a map, for one input each or one for both', () => {
    const logistic = last(example('train-logistic'), 'p', 'x1', 'x2');
    expect(logistic?.z).toHaveLength(48 * 48);
    expect(logistic?.z[0]).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 5);
    expect(last(example('train-xor'), 'z', 'x1', 'x2')?.of).toBe('value');
  });

  it('is refused for a node without a value a row', () => {
    const doc = example('train-line');
    const [said] = [
      ...field(
        doc,
        { output: named(doc, 'loss').id, x: 'x', xSpan: [0, 1], y: null, ySpan: [0, 1] },
        1e9
      )
    ];
    expect(said && 'message' in said && said.message).toMatch(/no value for each row/);
  });
});
