import { describe, expect, test } from 'vitest';
import {
  freshCell,
  freshNotebook,
  NOTEBOOK_LIMITS,
  parseNotebook,
  writeNotebook,
  type Notebook
} from './notebook';

const text = (value: unknown): string => JSON.stringify(value);
const whole = (cells: unknown[], more: object = {}): string =>
  text({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...more });
const parsed = (cells: unknown[], more: object = {}): Notebook => parseNotebook(whole(cells, more));
const cell = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null };

describe('reading', () => {
  test('sources and texts of outputs are one text, whether they came as one or as lines', () => {
    const { cells } = parsed([
      {
        ...cell,
        source: ['a = 1\n', 'a'],
        outputs: [{ output_type: 'stream', text: ['1\n', '2'] }]
      },
      { cell_type: 'markdown', source: '# Title', metadata: {} }
    ]);
    expect(cells[0]?.source).toBe('a = 1\na');
    expect(cells[0]?.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: '1\n2' }]);
    expect(cells[1]).toEqual({
      cell_type: 'markdown',
      id: 'cell-2',
      source: '# Title',
      metadata: {},
      outputs: [],
      execution_count: null
    });
  });

  test('results keep JSON types as they are and join the rest', () => {
    const data = {
      'text/plain': ['tensor(', '2.)'],
      'application/vnd.plot+json': ['a', 'b'],
      'image/png': 'iVBO'
    };
    const { cells } = parsed([
      {
        ...cell,
        source: '',
        outputs: [{ output_type: 'execute_result', data, execution_count: 3 }]
      }
    ]);
    expect(cells[0]?.outputs).toEqual([
      {
        output_type: 'execute_result',
        execution_count: 3,
        data: { ...data, 'text/plain': 'tensor(2.)' },
        metadata: {}
      }
    ]);
  });

  test('cells without an id, or with one that another has, get one; others keep theirs', () => {
    const { cells } = parsed([
      { ...cell, source: '', id: 'a' },
      { ...cell, source: '', id: 'a' },
      { ...cell, source: '' },
      { ...cell, source: '', id: 'cell-1' },
      { ...cell, source: '', id: 'no id!' }
    ]);
    expect(cells.map(({ id }) => id)).toEqual(['a', 'cell-2', 'cell-3', 'cell-1', 'cell-4']);
  });

  test('format 4.0 needs neither ids nor outputs', () => {
    const { cells } = parseNotebook(
      text({ nbformat: 4, nbformat_minor: 0, cells: [{ cell_type: 'code', source: 'x' }] })
    );
    expect(cells[0]).toEqual({ ...cell, id: 'cell-1', source: 'x' });
  });

  test.each([
    ['', /^The file is no JSON: it may be cut off or of another kind\. .+/],
    ['[]', 'This is no Jupyter notebook: it is no object.'],
    ['{}', 'This is no Jupyter notebook: it has no `nbformat`.'],
    [
      text({ nbformat: 3, worksheets: [] }),
      'The notebook has format 3; format 4 can be opened. Open it in Jupyter and save it again.'
    ],
    [text({ nbformat: '4' }), 'This is no Jupyter notebook: its `nbformat` is no number.'],
    [
      text({ nbformat: 4, cells: {} }),
      'The notebook is damaged at cells: a notebook has a list of cells.'
    ],
    [
      whole([
        { ...cell, source: '' },
        { ...cell, source: 5 }
      ]),
      'The notebook is damaged at cell 2, source: it takes a text or a list of lines.'
    ],
    [whole([{}]), 'The notebook is damaged at cell 1, cell_type: it is missing.'],
    [
      whole([{ ...cell, source: '', outputs: [{ output_type: 'stream' }] }]),
      'The notebook is damaged at cell 1, outputs.0.text: it is missing.'
    ],
    [
      whole([{ ...cell, source: '', execution_count: 'one' }]),
      'The notebook is damaged at cell 1, execution_count: it takes a number.'
    ]
  ])('%j says what is wrong and where', (written, message) => {
    expect(() => parseNotebook(written)).toThrow(message);
  });

  test('sizes are bounded', () => {
    const many = Array.from({ length: NOTEBOOK_LIMITS.cells + 1 }, () => ({ ...cell, source: '' }));
    expect(() => parsed(many)).toThrow('at most 2,000 cells can be opened');
    const long = 'x'.repeat(NOTEBOOK_LIMITS.source + 1);
    expect(() => parsed([{ ...cell, source: long }])).toThrow('a cell has at most 1,000,000');
    const deep = '{"a":'.repeat(100) + '1' + '}'.repeat(100);
    expect(() => parsed([], { metadata: JSON.parse(deep) as object })).toThrow('at most 64 deep');
    expect(() => parsed([], { odd: JSON.parse(deep) as object })).toThrow('more than 64 deep');
    expect(() => parsed([{ cell_type: 'odd', odd: JSON.parse(deep) as object }])).toThrow(
      'more than 64 deep'
    );
  });
});

describe('writing', () => {
  /** As `nbformat.write` of Jupyter has it. */
  const written = `{
 "cells": [
  {
   "attachments": {
    "a.svg": {
     "image/svg+xml": [
      "<svg>\\n",
      "</svg>"
     ]
    }
   },
   "cell_type": "markdown",
   "id": "title",
   "metadata": {
    "tags": [
     "intro"
    ]
   },
   "source": [
    "# Title\\n",
    "\\n",
    "ä"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "run",
   "metadata": {
    "__proto__": 1,
    "collapsed": false
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "1\\r",
      "2\\n"
     ]
    },
    {
     "data": {
      "application/json": {
       "b": 1
      },
      "image/png": "iVBO",
      "text/plain": [
       "2"
      ]
     },
     "execution_count": 1,
     "metadata": {},
     "output_type": "execute_result"
    },
    {
     "ename": "NameError",
     "evalue": "name 'a' is not defined",
     "output_type": "error",
     "traceback": [
      "one",
      "two"
     ]
    },
    {
     "later": [
      1
     ],
     "output_type": "hologram"
    }
   ],
   "source": []
  },
  {
   "cell_type": "heading",
   "id": "odd",
   "level": 2,
   "metadata": {},
   "source": [
    "Odd"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "name": "python3"
  },
  "zero": -0
 },
 "nbformat": 4,
 "nbformat_minor": 5,
 "signature": "x"
}
`;

  test("a notebook that Jupyter wrote is written as it was, with what isn't known here", () => {
    const notebook = parseNotebook(written);
    expect(notebook.cells.map((one) => one.cell_type)).toEqual(['markdown', 'code', 'raw']);
    expect(writeNotebook(notebook)).toBe(written);
    expect(({} as Record<string, unknown>).collapsed).toBeUndefined();
  });

  test('an older format becomes 4.5, as its cells have ids now; a newer one keeps its number', () => {
    expect(writeNotebook(parsed([], { nbformat_minor: 1 }))).toContain('"nbformat_minor": 5');
    expect(writeNotebook(parsed([], { nbformat_minor: 7 }))).toContain('"nbformat_minor": 7');
  });

  test('a fresh notebook can be read again', () => {
    const fresh = freshNotebook([
      freshCell('code', 'a', 'x = 1\n'),
      freshCell('markdown', 'b', '')
    ]);
    expect(parseNotebook(writeNotebook(fresh))).toEqual(fresh);
  });
});
