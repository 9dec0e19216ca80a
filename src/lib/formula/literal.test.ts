import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS, scalarLiteral, type TensorLiteral } from '../graph/document';
import { formatTensorLiteral, parseAt, parseTensor, tensorFault } from './literal';

const read = (text: string): unknown => {
  const parsed = parseTensor(text);
  return parsed.ok ? parsed.value : `✗ ${parsed.message}`;
};

describe('a value is read', () => {
  it.each<[string, TensorLiteral]>([
    ['2', 2],
    ['-1.5', -1.5],
    [' 1e-3 ', 0.001],
    ['1/3', 1 / 3],
    ['2**10', 1024],
    ['2*pi', 2 * Math.PI],
    ['sqrt(2)', Math.SQRT2],
    ['True', 1],
    ['nan', 'nan'],
    ['inf', 'inf'],
    ['-inf', '-inf'],
    ['-torch.inf', '-inf'],
    ['log(0)', '-inf'],
    ['1e400', 'inf'],
    ['-0.0', -0],
    ['[1, 2, 3]', [1, 2, 3]],
    ['[1, 2,]', [1, 2]],
    ['[-1, 1/2, nan]', [-1, 0.5, 'nan']],
    [
      '[[1, 2],\n [3, 4]]',
      [
        [1, 2],
        [3, 4]
      ]
    ],
    [
      '[(1, 2), (3, 4)]',
      [
        [1, 2],
        [3, 4]
      ]
    ],
    ['[]', []],
    ['tensor([1, 2])', [1, 2]],
    ['torch.tensor(3.)', 3],
    ['linspace(0, 1, 3)', [0, 0.5, 1]],
    ['torch.linspace(0, 1, steps=3)', [0, 0.5, 1]],
    ['linspace(steps=2, end=1, start=0)', [0, 1]],
    ['linspace(5, 1, 1)', [5]],
    ['linspace(0, 1, 0)', []],
    ['arange(3)', [0, 1, 2]],
    ['arange(1, 4)', [1, 2, 3]],
    ['arange(0, 1, 0.25)', [0, 0.25, 0.5, 0.75]],
    ['arange(5, 0, -2)', [5, 3, 1]],
    ['arange(end=2)', [0, 1]],
    ['arange(3, step=2)', [0, 2]],
    ['zeros(3)', [0, 0, 0]],
    [
      'zeros(2, 3)',
      [
        [0, 0, 0],
        [0, 0, 0]
      ]
    ],
    ['zeros([2, 1])', [[0], [0]]],
    ['zeros((1, 2))', [[0, 0]]],
    ['zeros()', 0],
    ['zeros(2, 0)', [[], []]],
    ['ones(2)', [1, 1]],
    [
      'eye(2)',
      [
        [1, 0],
        [0, 1]
      ]
    ],
    ['torch.eye(1, m=1 + 1)', [[1, 0]]],
    ['logspace(0, log10(100), 3)', [1, 10, 100]],
    ['full([2], 7)', [7, 7]],
    ['full((1, 2), fill_value=nan)', [['nan', 'nan']]]
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));

  it('of random numbers, in the sizes that are asked for', () => {
    const [row] = read('rand(2, 3)') as number[][];
    expect(row).toHaveLength(3);
    for (const value of row ?? []) expect(value >= 0 && value < 1).toBe(true);
    expect(read('randn([4])')).toHaveLength(4);
    expect(read('randint(5, 6, (2,))')).toEqual([5, 5]);
    expect(read('torch.randint(1, (1, 2))')).toEqual([[0, 0]]);
    expect((read('torch.randperm(3)') as number[]).sort()).toEqual([0, 1, 2]);
    expect(read('rond(3)')).toMatch(/no function `rond` here; values are made by tensor, .*eye/);
  });

  it('with ends that are exact, as linspace has them', () => {
    for (const [start, end, steps] of [
      [-10, 10, 10],
      [-10, 10, 1000],
      [0.1, 0.7, 7],
      [3, -3, 4]
    ] as const) {
      const list = read(`linspace(${start}, ${end}, ${steps})`) as number[];
      expect(list).toHaveLength(steps);
      expect([list[0], list.at(-1)]).toEqual([start, end]);
      list.forEach((value, k) => {
        expect(value).toBeCloseTo(start + ((end - start) * k) / (steps - 1), 12);
      });
    }
  });
});

describe('a value is refused', () => {
  it.each([
    ['', 'The value is empty: write a number or a list'],
    ['  ', 'The value is empty: write a number or a list'],
    ['1, 2', 'Several values need square brackets, e.g. `[1, 2, 3]`'],
    ['1; 2', 'This is no value: write a number or a list, e.g. `[1, 2, 3]`'],
    ['x = 2', 'This is no value: write a number or a list, e.g. `[1, 2, 3]`'],
    ['x', '`x` has no value here: write numbers, and `pi`, `inf` or `nan`'],
    ['[1, x]', '`x` has no value here: write numbers, and `pi`, `inf` or `nan`'],
    ['None', "`None` can't be computed with"],
    ['1 2', 'There is no sign between `1` and `2`: for a product write `1 * 2`'],
    ['[1, 2', '`[` is never closed'],
    ['"2"', "Text in quotes can't be used here"],
    ['[1, 2]*3', "A list can't be a part of a computation"],
    ['1/0', 'division by zero'],
    ['2**1024', 'Numerical result out of range'],
    ['[[1, 2], [3]]', 'expected sequence of length 2 at dim 1 (got 1)'],
    ['[1, [2]]', 'must be real number, not list'],
    ['[[1], 2]', 'not a sequence'],
    ['sum(2)', '`sum` needs a tensor, and this is a plain number'],
    [
      '[linspace(0, 1, 2)]',
      "`linspace` makes the whole value of an input: type it into that input's field, and compute with the input's name"
    ],
    [
      'eye(2.5)',
      "eye(): argument 'n' (position 1) must be int, not float\n`n` takes a whole number"
    ],
    [
      'randint(10)',
      'randint() missing 2 required positional arguments: "high", "size"\n`randint` takes low, high, size, dtype'
    ],
    [
      'rand(2, dtype=torch.float64)',
      '`dtype` has its own switch beside the value: leave it out here'
    ],
    ['linspace(0, 1)', '`linspace` needs a value for `steps`'],
    ['linspace(0, 1, 2, 3)', '`linspace` takes start, end, steps'],
    ['linspace(0, 1, 2, start=3)', '`start` is given twice'],
    ['linspace(0, 1, 2.5)', 'A size has to be a whole number'],
    ['linspace(0, 1, -1)', 'number of steps must be non-negative'],
    ['linspace(0, 1, 2, base=3)', '`linspace` has no argument `base` here'],
    [
      'linspace(0, 1, 2, requires_grad=True)',
      '`requires_grad` has its own switch beside the value: leave it out here'
    ],
    ['tensor(2, dtype=3)', '`dtype` has its own switch beside the value: leave it out here'],
    ['zeros(2, dtype=3)', '`dtype` has its own switch beside the value: leave it out here'],
    ['arange()', '`arange` needs a value for `end`'],
    ['arange(0, 5, 0)', 'step must be nonzero'],
    ['arange(0, 5, nan)', 'step must be nonzero'],
    ['arange(5, 0)', 'upper bound and lower bound inconsistent with step sign'],
    ['arange(inf)', 'unsupported range: 0 -> inf'],
    ['zeros(-1)', 'Trying to create tensor with negative dimension -1: [-1]'],
    ['zeros(0, 2)', 'A value needs at least one element'],
    ['full([2])', '`full` needs a value for `fill_value`']
  ])('%s', (text, message) => expect(read(text)).toBe(`✗ ${message}`));

  it('when it has too many elements, before they are made', () => {
    const message = `✗ A value has at most ${LIMITS.elements} elements`;
    for (const text of [
      'linspace(0, 1, 10001)',
      'linspace(0, 1, 1e300)',
      'arange(1e12)',
      'arange(0, 1, 1e-300)',
      'zeros(1e9)',
      'zeros(100, 101)',
      'zeros(1000000000, 0)',
      'full([101, 100], 1)',
      'rand(101, 100)',
      'eye(10**4)',
      'logspace(0, 1, 10**9)',
      `[${'1,'.repeat(10001)}]`,
      `[${'[1],'.repeat(10001)}]`
    ]) {
      expect(read(text), text.slice(0, 30)).toBe(message);
    }
    expect(read('zeros(10000)')).toHaveLength(10_000);
    expect(read('zeros(10000, 1)')).toHaveLength(10_000);
    expect(read('zeros(10000, 1, 1)')).toMatch(/at most 20000 lists/);
    expect(read(`zeros(${'1,'.repeat(65)})`)).toMatch(/64 dimensions/);
    expect(read('1' + ' '.repeat(300_000))).toMatch(/at most 300000 fit/);
  });
});

const literals: fc.Arbitrary<TensorLiteral> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
    fc.array(fc.double().map(scalarLiteral), { minLength: 27, maxLength: 27 })
  )
  .map(([shape, values]) => {
    let next = 0;
    const build = (dim: number): TensorLiteral =>
      dim === shape.length
        ? (values[next++] ?? 0)
        : Array.from({ length: shape[dim] ?? 0 }, () => build(dim + 1));
    return build(0);
  });

describe('a value is written', () => {
  it.each<[TensorLiteral, string]>([
    [2, '2'],
    [-0.5, '-0.5'],
    [-0, '-0.0'],
    [1e21, '1e+21'],
    ['nan', 'nan'],
    [[1, 2.5, '-inf'], '[1, 2.5, -inf]'],
    [[[1], [2]], '[[1], [2]]'],
    [[], '[]']
  ])('%j', (value, text) => expect(formatTensorLiteral(value)).toBe(text));

  it('so that it is read again as it was', () => {
    fc.assert(
      fc.property(literals, (value) => {
        expect(tensorFault(value)).toBeNull();
        expect(read(formatTensorLiteral(value))).toEqual(value);
      })
    );
  });
});

describe('values of several inputs', () => {
  const values = (text: string): unknown => {
    const parsed = parseAt(text);
    return parsed.ok ? parsed.values : parsed.message;
  };

  it.each<[string, Record<string, TensorLiteral>]>([
    ['', {}],
    ['  ', {}],
    ['x:2', { x: 2 }],
    ['u=2, v=[1, 2]', { u: 2, v: [1, 2] }],
    ['u=2,', { u: 2 }],
    ['x = linspace(0, 1, 3), y: -1/2', { x: [0, 0.5, 1], y: -0.5 }],
    [
      'x=[[1, 2], [3, 4]],y=nan',
      {
        x: [
          [1, 2],
          [3, 4]
        ],
        y: 'nan'
      }
    ]
  ])('%j', (text, expected) => expect(values(text)).toEqual(expected));

  it('may have names that objects have by themselves', () => {
    const found = parseAt('__proto__=2, toString=3');
    expect(found.ok && Object.entries(found.values)).toEqual([
      ['__proto__', 2],
      ['toString', 3]
    ]);
  });

  it.each([
    ['x', '`x` names no input: write `name=value`, e.g. `x=2`'],
    ['=2', '`=2` names no input: write `name=value`, e.g. `x=2`'],
    ['x=', 'x: The value is empty: write a number or a list'],
    ['x=2,,y=3', 'There is nothing before a comma: write `name=value`'],
    [',', 'There is nothing before a comma: write `name=value`'],
    ['1x=2', "`1x` can't be the name of an input"],
    ['for=2', "`for` can't be the name of an input"],
    ['pi=3', "`pi` can't be the name of an input"],
    ['x=2, x=3', '`x` is given twice'],
    ['x==2', 'x: There is nothing before `=`'],
    ['x=y', 'x: `y` has no value here: write numbers, and `pi`, `inf` or `nan`'],
    ['x=[1, 2', 'x: `[` is never closed'],
    ['x=)', 'x: `)` closes nothing: there is no `(` before it'],
    ['x=2; y=3', 'Values of several inputs are separated by commas, e.g. `x=2, y=3`'],
    ['x=2 y=3', 'Values of several inputs are separated by commas, e.g. `x=2, y=3`']
  ])('%s is refused', (text, message) => expect(values(text)).toBe(message));

  it('are as many as a graph can have', () => {
    const many = Array.from({ length: LIMITS.nodes + 1 }, (_, k) => `x${k}=1`).join(',');
    expect(values(many)).toBe(`A graph has at most ${LIMITS.nodes} inputs`);
  });
});
