import { isFloating, type DType, type Storage } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { defaultGenerator } from '../../tensor/random';
import { int } from '../attributes';
import type { OpDefinition } from '../define';
import { INPUT, notImplemented } from './common';
import { chosen, creating, DTYPE, SIZE, withShape } from './creation';
import { made } from './storage';

type Filler = (data: Float32Array | Float64Array, isContiguous: boolean) => void;

/** How the elements of `rand` and `randn` come about, and in which kernel's name other dtypes are refused. */
const distributions: Record<'rand' | 'randn', { kernel: string; symbol: string; fill: Filler }> = {
  rand: {
    kernel: 'check_uniform_bounds',
    symbol: '\\mathcal{U}(0, 1)',
    fill: (data) => defaultGenerator.fillUniform(data)
  },
  randn: {
    kernel: 'normal_kernel_cpu',
    symbol: '\\mathcal{N}(0, 1)',
    fill: (data, isContiguous) => defaultGenerator.fillNormal(data, isContiguous)
  }
};

const filling =
  (name: keyof typeof distributions, dtype: DType) =>
  (data: Storage, isContiguous: boolean): void => {
    const { kernel, fill } = distributions[name];
    if (!isFloating(dtype)) throw new TorchError(notImplemented(kernel, dtype));
    fill(data as Float32Array | Float64Array, isContiguous);
  };

const ofSize = (name: keyof typeof distributions, summary: string): OpDefinition =>
  creating({
    name,
    summary,
    inputs: [],
    attributes: { size: SIZE, dtype: DTYPE },
    signature: ['size', '*', 'dtype'],
    latex: (_, { size }) => `${withShape('u', size)} \\sim ${distributions[name].symbol}`,
    make: ({ size, dtype }) => {
      const type = chosen(dtype, 'float32');
      return made(size, type, filling(name, type));
    },
    samples: [
      { inputs: [], attributes: { size: [2, 3] } },
      { inputs: [], attributes: { size: [] } },
      { inputs: [], attributes: { size: [4, 5] } },
      { inputs: [], attributes: { size: [17], dtype: 'float64' } },
      { inputs: [], attributes: { size: [2, 0] } }
    ]
  });

const likeAnother = (name: keyof typeof distributions, summary: string): OpDefinition =>
  creating({
    name: `${name}_like`,
    summary,
    inputs: [INPUT],
    attributes: { dtype: DTYPE },
    signature: ['input', '*', 'dtype'],
    latex: ([a]) => `{u}_{${a?.text ?? ''}} \\sim ${distributions[name].symbol}`,
    make: ({ dtype }, like) => {
      const type = chosen(dtype, like?.dtype ?? 'float32');
      return made(like ?? [], type, filling(name, type));
    },
    samples: [
      {
        inputs: [
          [
            [1, 2, 3],
            [4, 5, 6]
          ]
        ]
      },
      { inputs: [2] },
      { inputs: [{ indices: [4, 5] }], attributes: { dtype: 'float64' } }
    ]
  });

/** @throws TorchError where there is nothing to draw from */
function requireRange(low: number, high: number, dtype: DType): void {
  if (low >= high) {
    throw new TorchError(
      `random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`
    );
  }
  if (dtype !== 'bool') return;
  if (low < 0 || low > 1) throw new TorchError('from is out of bounds for bool');
  if (high > 2) throw new TorchError('to - 1 is out of bounds for bool');
}

/** The most numbers that a permutation of a dtype may have. */
const LARGEST: Partial<Record<DType, { readonly n: number; readonly name: string }>> = {
  float32: { n: 2 ** 24 + 1, name: 'Float' }
};

export const randoms: OpDefinition[] = [
  ofSize('rand', 'Random numbers from 0 to below 1, each as likely as the others.'),
  ofSize('randn', 'Random numbers of the standard normal distribution.'),
  creating({
    name: 'randint',
    summary: 'Random whole numbers from a lowest one up to a bound, which is left out.',
    inputs: [],
    attributes: {
      low: int('Lowest number.', 0),
      high: { ...int('Bound that is not reached.'), start: 10 },
      size: SIZE,
      dtype: DTYPE
    },
    signature: ['low', 'high', 'size', '*', 'dtype'],
    latex: (_, { low, high, size }) =>
      `${withShape('u', size)} \\in \\left\\{${low},\\,\\ldots,\\,${high - 1}\\right\\}`,
    make: ({ low, high, size, dtype: given }) => {
      const dtype = chosen(given, 'int64');
      return made(size, dtype, (data) => {
        requireRange(low, high, dtype);
        for (let i = 0; i < data.length; i++) data[i] = defaultGenerator.integer(low, high);
      });
    },
    samples: [
      { inputs: [], attributes: { low: 0, high: 10, size: [2, 3] } },
      { inputs: [], attributes: { low: -5, high: 5, size: [4] } },
      { inputs: [], attributes: { low: 0, high: 2, size: [5], dtype: 'bool' } },
      { inputs: [], attributes: { low: 0, high: 7, size: [3], dtype: 'float32' } },
      { inputs: [], attributes: { low: 0, high: 1099511627776, size: [2] } }
    ]
  }),
  creating({
    name: 'randperm',
    summary: 'The whole numbers below n in random order.',
    inputs: [],
    attributes: { n: { ...int('How many numbers.'), start: 5 }, dtype: DTYPE },
    signature: ['n', '*', 'dtype'],
    latex: (_, { n }) => `\\pi\\left(0,\\,\\ldots,\\,${n - 1}\\right)`,
    make: ({ n, dtype: given }) => {
      const dtype = chosen(given, 'int64');
      const most = LARGEST[dtype];
      if (most && n > most.n) {
        throw new TorchError(`n cannot be greater than 2^24+1 for ${most.name} type.`);
      }
      return made([n], dtype, (data) => {
        if (dtype === 'bool') throw new TorchError(notImplemented('randperm', dtype));
        data.set(defaultGenerator.permutation(n));
      });
    },
    samples: [
      { inputs: [], attributes: { n: 5 } },
      { inputs: [], attributes: { n: 1 } },
      { inputs: [], attributes: { n: 0 } },
      { inputs: [], attributes: { n: 12, dtype: 'float32' } }
    ]
  }),
  likeAnother('rand', "Random numbers from 0 to below 1 in another tensor's shape and type."),
  likeAnother('randn', "Standard normal random numbers in another tensor's shape and type.")
];
