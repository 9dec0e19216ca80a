import type { DType, Storage } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import {
  dtype as dtypeSpec,
  float,
  int,
  ints,
  type AttributeSpec,
  type AttributeSpecs,
  type ValuesOf
} from '../attributes';
import { define, SAVES_NOTHING, type OpDefinition, type OpEntry, type Sample } from '../define';
import { numberLatex } from '../latex';
import { docs, INPUT } from './common';
import { convertible, made } from './storage';

/** Where a new tensor's dtype comes from if none is given. */
export const DTYPE = dtypeSpec('Element type; None for the usual one.', null);
export const SIZE: AttributeSpec<readonly number[]> = {
  ...ints('Shape of the result.'),
  start: [2, 3]
};

/** The dtype that is asked for, or else another one. */
export const chosen = (given: string | null, otherwise: DType): DType =>
  given === null ? otherwise : (given as DType);

type CreationEntry<S extends AttributeSpecs> = Pick<
  OpEntry<S>,
  'name' | 'summary' | 'latex' | 'samples' | 'signature' | 'kinks' | 'versions' | 'inputs'
> & {
  readonly attributes: S;
  readonly functions?: readonly string[];
  readonly make: (attributes: ValuesOf<S>, like: Tensor | undefined) => Tensor;
};

/** An operation that makes a tensor of its attributes (and of another's shape); no gradient flows through it. */
export const creating = <S extends AttributeSpecs>({
  make,
  functions,
  ...entry
}: CreationEntry<S>): OpDefinition =>
  define<S>({
    family: 'creation',
    source: docs(`torch.${entry.name}`),
    torch: { functions: functions ?? [`torch.${entry.name}`], methods: [] },
    gradFn: null,
    saves: SAVES_NOTHING,
    forward: ([like], attributes) => make(attributes, like),
    vjp: ({ inputs }) => inputs.map(() => null),
    ...entry
  });

/** `3 × 4` under a symbol. */
export const withShape = (symbol: string, size: readonly number[]): string =>
  size.length === 0 ? symbol : `{${symbol}}_{${size.join(' \\times ')}}`;

const samplesOfSize: readonly Sample[] = [
  { inputs: [], attributes: { size: [2, 3] } },
  { inputs: [], attributes: { size: [] } },
  { inputs: [], attributes: { size: [3], dtype: 'int64' } },
  { inputs: [], attributes: { size: [2, 0] } },
  { inputs: [], attributes: { size: [2], dtype: 'bool' } }
];
const samplesLike: readonly Sample[] = [
  {
    inputs: [
      [
        [1, 2, 3],
        [4, 5, 6]
      ]
    ]
  },
  { inputs: [2] },
  { inputs: [{ condition: [0, 1] }] },
  { inputs: [{ indices: [4, 5] }], attributes: { dtype: 'float64' } }
];

const constant = (name: string, value: number, symbol: string, summary: string): OpDefinition =>
  creating({
    name,
    summary,
    inputs: [],
    functions: name === 'zeros' ? ['torch.zeros', 'torch.empty'] : [`torch.${name}`],
    attributes: { size: SIZE, dtype: DTYPE },
    signature: ['size', '*', 'dtype'],
    latex: (_, { size }) => withShape(symbol, size),
    make: ({ size, dtype }) =>
      made(size, chosen(dtype, 'float32'), (data) => {
        if (value !== 0) data.fill(value);
      }),
    samples: samplesOfSize
  });

const constantLike = (name: string, value: number, symbol: string, summary: string): OpDefinition =>
  creating({
    name: `${name}_like`,
    summary,
    inputs: [INPUT],
    functions: name === 'zeros' ? ['torch.zeros_like', 'torch.empty_like'] : [`torch.${name}_like`],
    attributes: { dtype: DTYPE },
    signature: ['input', '*', 'dtype'],
    latex: ([a]) => `{${symbol}}_{${a?.text ?? ''}}`,
    make: ({ dtype }, like) =>
      made(like ?? [], chosen(dtype, like?.dtype ?? 'float32'), (data) => {
        if (value !== 0) data.fill(value);
      }),
    samples: samplesLike
  });

const filledWith = (value: number) => (data: Storage, dtype: DType) =>
  data.fill(convertible(value, dtype));

export const FILL = float('Value of every element.');

export const creations: OpDefinition[] = [
  constant('zeros', 0, '\\mathbf{0}', 'A new tensor full of zeros.'),
  constant('ones', 1, '\\mathbf{1}', 'A new tensor full of ones.'),
  creating({
    name: 'full',
    summary: 'A new tensor full of one value, whose type it takes.',
    inputs: [],
    attributes: { size: SIZE, fill_value: FILL, dtype: DTYPE },
    signature: ['size', 'fill_value', '*', 'dtype'],
    latex: (_, { size, fill_value }) =>
      `${numberLatex(fill_value).text} \\cdot ${withShape('\\mathbf{1}', size)}`,
    make: ({ size, fill_value, dtype }) => {
      const type = chosen(dtype, Number.isSafeInteger(fill_value) ? 'int64' : 'float32');
      return made(size, type, (data) => filledWith(fill_value)(data, type));
    },
    samples: [
      { inputs: [], attributes: { size: [2, 3], fill_value: 0.5 } },
      { inputs: [], attributes: { size: [2], fill_value: 7 } },
      { inputs: [], attributes: { size: [], fill_value: -1.5 } },
      { inputs: [], attributes: { size: [3], fill_value: 2.7, dtype: 'int64' } },
      { inputs: [], attributes: { size: [2], fill_value: 2, dtype: 'bool' } },
      { inputs: [], attributes: { size: [2], fill_value: Infinity, dtype: 'float64' } }
    ]
  }),
  creating({
    name: 'eye',
    summary: 'A new matrix with ones on the diagonal and zeros elsewhere.',
    inputs: [],
    attributes: {
      n: { ...int('Number of rows.'), start: 3 },
      m: int('Number of columns; None for as many as rows.', null),
      dtype: DTYPE
    },
    signature: ['n', 'm', '*', 'dtype'],
    latex: (_, { n, m }) => (m === null || m === n ? `I_{${n}}` : `I_{${n} \\times ${m}}`),
    make: ({ n, m, dtype }) => {
      const columns = m ?? n;
      for (const [name, size] of [['n', n] as const, ['m', columns] as const]) {
        if (size < 0) throw new TorchError(`${name} must be greater or equal to 0, got ${size}`);
      }
      return made([n, columns], chosen(dtype, 'float32'), (data) => {
        for (let i = 0; i < Math.min(n, columns); i++) data[i * columns + i] = 1;
      });
    },
    samples: [
      { inputs: [], attributes: { n: 3 } },
      { inputs: [], attributes: { n: 2, m: 3 } },
      { inputs: [], attributes: { n: 3, m: 1, dtype: 'int64' } },
      { inputs: [], attributes: { n: 0 } }
    ]
  }),
  constantLike('zeros', 0, '\\mathbf{0}', "Zeros in another tensor's shape and type."),
  constantLike('ones', 1, '\\mathbf{1}', "Ones in another tensor's shape and type."),
  creating({
    name: 'full_like',
    summary: "One value in another tensor's shape and type.",
    inputs: [INPUT],
    attributes: { fill_value: FILL, dtype: DTYPE },
    signature: ['input', 'fill_value', '*', 'dtype'],
    latex: ([a], { fill_value }) =>
      `${numberLatex(fill_value).text} \\cdot {\\mathbf{1}}_{${a?.text ?? ''}}`,
    make: ({ fill_value, dtype }, like) => {
      const type = chosen(dtype, like?.dtype ?? 'float32');
      return made(like ?? [], type, (data) => filledWith(fill_value)(data, type));
    },
    samples: [
      {
        inputs: [
          [
            [1, 2, 3],
            [4, 5, 6]
          ]
        ],
        attributes: { fill_value: 0.5 }
      },
      { inputs: [2], attributes: { fill_value: 7 } },
      { inputs: [{ indices: [4, 5] }], attributes: { fill_value: 2.7 } },
      { inputs: [{ condition: [0, 1] }], attributes: { fill_value: 3, dtype: 'float64' } }
    ]
  })
];
