import type { Attributes, AttributeValue } from '../../ops/attributes';
import { wrappedDim, type Shape } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';

/** What the code of a step is made from. */
export interface Step {
  /** Texts of the inputs, each fit to stand beside an operator. */
  readonly args: readonly string[];
  /** Empty in the body of a function, where shapes aren't known. */
  readonly inputs: readonly Tensor[];
  readonly output: Tensor | null;
  readonly attributes: Attributes;
}

/** An operation that isn't elementwise, in NumPy: its result, and what flows back to an input from `g`. */
export interface NumpyRule {
  /** Null for a call that isn't covered. */
  readonly forward: (step: Step) => string | null;
  readonly backward: (step: Step, index: number, g: string) => string | null;
}

export const shapeText = (shape: Shape): string =>
  shape.length === 1 ? `(${shape[0] ?? 0},)` : `(${shape.join(', ')})`;

const rankOf = (t: Tensor | null | undefined): number => t?.shape.length ?? 0;
const int = (value: AttributeValue | undefined): number => (typeof value === 'number' ? value : 0);
const ints = (value: AttributeValue | undefined): readonly number[] =>
  Array.isArray(value) ? (value as readonly number[]) : typeof value === 'number' ? [value] : [];
const tupleText = (values: readonly number[]): string =>
  values.length === 1 ? String(values[0] ?? 0) : `(${values.join(', ')})`;

/** The dimensions that a reduction goes over, counted from the front; none where it goes over all. */
function axesOf({ inputs: [t], attributes }: Step): readonly number[] {
  if (!t) return ints(attributes.dim);
  const rank = rankOf(t);
  if (rank === 0) return [];
  return [...new Set(ints(attributes.dim).map((dim) => wrappedDim(dim, rank)))].sort(
    (a, b) => a - b
  );
}

function reduced(name: string, step: Step): string | null {
  if (step.attributes.dtype !== null) return null;
  const axes = axesOf(step);
  const options = [
    ...(axes.length > 0 ? [`axis=${tupleText(axes)}`] : []),
    ...(step.attributes.keepdim === true ? ['keepdims=True'] : [])
  ];
  return `${name}(${[step.args[0] ?? '', ...options].join(', ')})`;
}

/** The gradient of a reduction, at every element that went into it. */
function spread(step: Step, g: string): string {
  const axes = axesOf(step);
  const widened =
    axes.length > 0 && step.attributes.keepdim !== true
      ? `np.expand_dims(${g}, ${tupleText(axes)})`
      : g;
  return `${widened} * np.ones_like(${step.args[0] ?? ''})`;
}

/** Rows and columns swapped, in the last two dimensions. */
const transposed = (text: string, rank: number): string =>
  rank === 2 ? `${text}.T` : `np.swapaxes(${text}, -1, -2)`;

function productGradient({ args, inputs }: Step, index: number, g: string): string | null {
  const [a = '', b = ''] = args;
  const [m, n] = [rankOf(inputs[0]), rankOf(inputs[1])];
  const isFirst = index === 0;
  if (m === 1 && n === 1) return `${g} * ${isFirst ? b : a}`;
  if (m === 2 && n === 1) return isFirst ? `np.outer(${g}, ${b})` : `${a}.T @ ${g}`;
  if (m === 1 && n === 2) return isFirst ? `${b} @ ${g}` : `np.outer(${a}, ${g})`;
  if (m < 2 || n < 2) return null;
  const text = isFirst ? `${g} @ ${transposed(b, n)}` : `${transposed(a, m)} @ ${g}`;
  const batch = (t: Tensor | undefined): string => String(t?.shape.slice(0, -2));
  // Matrices that were repeated along others receive the sum.
  return batch(inputs[0]) === batch(inputs[1])
    ? text
    : `unbroadcast(${text}, ${isFirst ? a : b}.shape)`;
}

const product: NumpyRule = {
  forward: ({ args: [a, b] }) => `${a ?? ''} @ ${b ?? ''}`,
  backward: productGradient
};

const linear: NumpyRule = {
  forward: ({ args: [x = '', w = '', b], inputs: [t, weight, bias] }) => {
    const isPlain = rankOf(t) <= 2 && rankOf(weight) === 2;
    const fits = b === undefined || bias?.shape[0] === weight?.shape[0];
    return isPlain && fits ? `${x} @ ${w}.T${b === undefined ? '' : ` + ${b}`}` : null;
  },
  backward: ({ args: [x = '', w = ''], inputs: [t] }, index, g) => {
    if (index === 0) return `${g} @ ${w}`;
    const isRow = rankOf(t) === 1;
    if (index === 1) return isRow ? `np.outer(${g}, ${x})` : `${g}.T @ ${x}`;
    return isRow ? g : `np.sum(${g}, axis=0)`;
  }
};

/** What keeps the elements in their order: back they go into the old shape. */
const reshaping = (forward: NumpyRule['forward']): NumpyRule => ({
  forward,
  backward: ({ args: [x = ''] }, _, g) => `np.reshape(${g}, ${x}.shape)`
});
const intoShape = reshaping(({ args: [x = ''], output, attributes: { shape, size } }) => {
  const wanted = output ? output.shape : (shape ?? size);
  return wanted === undefined ? null : `np.reshape(${x}, ${shapeText(ints(wanted))})`;
});

const swapped = ({ attributes, inputs: [t] }: Step, text: string): string =>
  t && rankOf(t) === 0
    ? text
    : `np.swapaxes(${text}, ${int(attributes.dim0)}, ${int(attributes.dim1)})`;

const permuting: NumpyRule = {
  forward: ({ args: [x = ''], attributes }) =>
    `np.transpose(${x}, ${shapeText(ints(attributes.dims))})`,
  backward: ({ attributes, inputs: [t] }, _, g) => {
    const dims = ints(attributes.dims).map((dim) => wrappedDim(dim, rankOf(t)));
    return `np.transpose(${g}, ${shapeText(dims.map((_dim, k) => dims.indexOf(k)))})`;
  }
};

/** `[:, 2:5]`: a range in one dimension. */
const range = (axis: number, from: number, to: number): string =>
  `[${[...Array.from({ length: axis }, () => ':'), `${from}:${to}`].join(', ')}]`;

const joining: NumpyRule = {
  forward: ({ args, attributes }) =>
    `np.concatenate([${args.join(', ')}], axis=${int(attributes.dim)})`,
  backward: ({ inputs, output, attributes }, index, g) => {
    const axis = wrappedDim(int(attributes.dim), rankOf(output));
    const sizes = inputs.map(({ shape }) => shape[axis] ?? 0);
    // Empty lists are let through whatever their shape.
    if (inputs.some((t) => rankOf(t) !== rankOf(output))) return null;
    const from = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
    return g + range(axis, from, from + (sizes[index] ?? 0));
  }
};

const stacking: NumpyRule = {
  forward: ({ args, attributes }) => `np.stack([${args.join(', ')}], axis=${int(attributes.dim)})`,
  backward: ({ attributes }, index, g) => `np.take(${g}, ${index}, axis=${int(attributes.dim)})`
};

const passing = (forward: (text: string) => string): NumpyRule => ({
  forward: ({ args: [x = ''] }) => forward(x),
  backward: (_, __, g) => g
});

const noGradient = (): null => null;

export const numpyRules: ReadonlyMap<string, NumpyRule> = new Map<string, NumpyRule>([
  [
    'sum',
    { forward: (step) => reduced('np.sum', step), backward: (step, _, g) => spread(step, g) }
  ],
  [
    'mean',
    {
      forward: (step) => reduced('np.mean', step),
      backward: (step, _, g) => {
        const count = (step.inputs[0]?.numel ?? 1) / Math.max(1, step.output?.numel ?? 1);
        return `${spread(step, g)} / ${count}`;
      }
    }
  ],
  ...['matmul', 'mm', 'mv', 'dot', 'bmm'].map((name): [string, NumpyRule] => [name, product]),
  [
    'outer',
    {
      forward: ({ args: [a = '', b = ''] }) => `np.outer(${a}, ${b})`,
      backward: ({ args: [a = '', b = ''] }, index, g) =>
        index === 0 ? `${g} @ ${b}` : `${a} @ ${g}`
    }
  ],
  ['linear', linear],
  [
    'transpose',
    {
      forward: (step) => swapped(step, step.args[0] ?? ''),
      backward: (step, _, g) => swapped(step, g)
    }
  ],
  [
    't',
    {
      forward: ({ args: [x = ''] }) => `np.transpose(${x})`,
      backward: (_, __, g) => `np.transpose(${g})`
    }
  ],
  ['permute', permuting],
  ...['reshape', 'view', 'flatten', 'squeeze'].map((name): [string, NumpyRule] => [
    name,
    intoShape
  ]),
  [
    'unsqueeze',
    reshaping(({ args: [x = ''], attributes }) => `np.expand_dims(${x}, ${int(attributes.dim)})`)
  ],
  [
    'expand',
    {
      forward: ({ args: [x = ''], output }) =>
        output ? `np.broadcast_to(${x}, ${shapeText(output.shape)})` : null,
      backward: ({ args: [x = ''] }, _, g) => `unbroadcast(${g}, ${x}.shape)`
    }
  ],
  ['cat', joining],
  ['stack', stacking],
  ['clone', passing((x) => `np.copy(${x})`)],
  ['detach', passing((x) => x)],
  ...(
    [
      ['zeros', 'np.zeros'],
      ['ones', 'np.ones']
    ] as const
  ).map(([name, made]): [string, NumpyRule] => [
    name,
    { forward: ({ output }) => `${made}(${shapeText(output?.shape ?? [])})`, backward: noGradient }
  ])
]);
