import { resultType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, sameShape, type Shape, wrappedDim } from '../../tensor/shape';
import { fullLike, Tensor } from '../../tensor/tensor';
import { int } from '../attributes';
import { define, type InputSpec, type OpDefinition, SAVES_NOTHING } from '../define';
import { apply } from '../dispatch';
import type { Latex } from '../latex';
import { castTo } from '../reshape';
import { copyElements, pythonName, reserve } from '../strided';
import { docs, MATRIX } from './common';

export const TENSORS: InputSpec = { name: 'tensors', symbol: 'a', variadic: true };
const DIM = { dim: int('Dimension along which they are joined.', 0) };

/** @throws TorchError (TypeError) for a Python number among the tensors */
export function tensorsGiven(list: readonly Tensor[]): void {
  list.forEach((t, k) => {
    if (!t.isPythonScalar) return;
    throw new TorchError(
      `expected Tensor as element ${k} in argument 0, but got ${pythonName(t)}`,
      'TypeError'
    );
  });
}

/** For old programs' sake, an empty vector fits everywhere. */
const isSkipped = (t: Tensor): boolean => t.shape.length === 1 && t.shape[0] === 0;

/** The dimension counted from the front; null where all tensors are empty vectors. */
function joinedDim(list: readonly Tensor[], dim: number): number | null {
  const first = list.find((t) => !isSkipped(t));
  return first ? wrappedDim(dim, first.shape.length) : null;
}

/** @throws TorchError unless all tensors agree in all dimensions but one */
function requireJoinable(list: readonly Tensor[], first: Tensor, dim: number): void {
  list.forEach((t, number) => {
    if (isSkipped(t)) return;
    if (t.shape.length !== first.shape.length) {
      throw new TorchError(
        `Tensors must have same number of dimensions: got ${first.shape.length} and ${t.shape.length}`
      );
    }
    t.shape.forEach((size, k) => {
      const expected = first.shape[k];
      if (k === dim || size === expected) return;
      throw new TorchError(
        `Sizes of tensors must match except in dimension ${dim}. Expected size ${expected} but got size ${size} for tensor number ${number} in the list.`
      );
    });
  });
}

/** Copies tensors one after the other along a dimension. */
function joined(list: readonly Tensor[], shape: Shape, dim: number): Tensor {
  const dtype = resultType(list);
  const made = new Tensor(reserve(shape, dtype), shape, dtype);
  const step = made.strides[dim] as number;
  let start = 0;
  for (const t of list) {
    if (t.shape.length !== shape.length) continue;
    copyElements(t.shape, t, { data: made.data, strides: made.strides, offset: start * step });
    start += t.shape[dim] as number;
  }
  return made;
}

function concatenated(list: readonly Tensor[], dim: number): Tensor {
  if (list.length === 0) throw new TorchError('torch.cat(): expected a non-empty list of Tensors');
  tensorsGiven(list);
  const scalar = list.findIndex((t) => t.shape.length === 0);
  if (scalar >= 0) {
    throw new TorchError(`zero-dimensional tensor (at position ${scalar}) cannot be concatenated`);
  }
  const at = joinedDim(list, dim);
  const first = list.find((t) => !isSkipped(t));
  if (at === null || !first) {
    const dtype = resultType(list);
    return new Tensor(reserve([0], dtype), [0], dtype);
  }
  requireJoinable(list, first, at);
  const parts = list.filter((t) => !isSkipped(t) || first.shape.length === 1);
  const length = parts.reduce((sum, t) => sum + (t.shape[at] as number), 0);
  return joined(
    list,
    first.shape.map((size, k) => (k === at ? length : size)),
    at
  );
}

function stacked(list: readonly Tensor[], dim: number): Tensor {
  if (list.length === 0) throw new TorchError('stack expects a non-empty TensorList');
  tensorsGiven(list);
  const [first] = list as [Tensor];
  const at = wrappedDim(dim, first.shape.length + 1);
  const wrong = list.findIndex((t) => !sameShape(t.shape, first.shape));
  if (wrong >= 0) {
    throw new TorchError(
      `stack expects each tensor to be equal size, but got ${listText(first.shape)} at entry 0 and ${listText((list[wrong] as Tensor).shape)} at entry ${wrong}`
    );
  }
  const put = (values: readonly number[], one: number): number[] => [
    ...values.slice(0, at),
    one,
    ...values.slice(at)
  ];
  const layers = list.map(
    (t) => new Tensor(t.data, put(t.shape, 1), t.dtype, put(t.strides, 0), t.offset)
  );
  return joined(layers, put(first.shape, list.length), at);
}

/** Parts of an upstream gradient, side by side along a dimension. */
function cut(g: Tensor, list: readonly Tensor[], dim: number): Tensor[] {
  let start = 0;
  return list.map((t) => {
    if (isSkipped(t)) return fullLike(t, 0);
    const length = t.shape[dim] as number;
    const part = apply('narrow', [g], { dim, start, length });
    start += length;
    return castTo(part, t.dtype);
  });
}

const joinLatex =
  (name: string) =>
  (args: readonly Latex[], { dim }: { readonly dim: number }): string =>
    `\\operatorname{${name}}_{${dim}}\\left(${args.map((a) => a.text).join(', ')}\\right)`;

export const joinings: OpDefinition[] = [
  define({
    name: 'cat',
    family: 'shape',
    summary: 'Puts tensors one after the other along a dimension that they have.',
    source: docs('torch.cat'),
    inputs: [TENSORS],
    torch: {
      functions: ['torch.cat', 'torch.concat', 'torch.concatenate'],
      methods: []
    },
    attributes: DIM,
    gradFn: 'CatBackward0',
    latex: joinLatex('cat'),
    saves: SAVES_NOTHING,
    forward: (list, { dim }) => concatenated(list, dim),
    vjp: ({ upstream, inputs, attributes: { dim } }) =>
      cut(upstream, inputs, joinedDim(inputs, dim) ?? 0),
    samples: [
      {
        inputs: [
          [1, 2],
          [3, -1, 0.5]
        ]
      },
      { inputs: [MATRIX, [[7, 8, 9]]] },
      { inputs: [MATRIX, [[7], [8]], MATRIX], attributes: { dim: 1 } },
      { inputs: [MATRIX, MATRIX], attributes: { dim: -1 } },
      { inputs: [[], [1, 2]] }
    ]
  }),
  define({
    name: 'stack',
    family: 'shape',
    summary: 'Puts tensors of the same shape one after the other along a new dimension.',
    source: docs('torch.stack'),
    inputs: [TENSORS],
    torch: { functions: ['torch.stack'], methods: [] },
    attributes: { dim: int('Where the new dimension is in the result.', 0) },
    gradFn: 'StackBackward0',
    latex: joinLatex('stack'),
    saves: SAVES_NOTHING,
    forward: (list, { dim }) => stacked(list, dim),
    vjp: ({ upstream, inputs, output, attributes: { dim } }) => {
      const at = wrappedDim(dim, output.shape.length);
      return inputs.map((t, k) => {
        const layer = apply('narrow', [upstream], { dim: at, start: k, length: 1 });
        return castTo(apply('squeeze', [layer], { dim: at }), t.dtype);
      });
    },
    samples: [
      {
        inputs: [
          [1, 2],
          [3, -1]
        ]
      },
      { inputs: [2, 3, -1] },
      { inputs: [MATRIX, MATRIX], attributes: { dim: 1 } },
      {
        inputs: [
          [1, 2],
          [3, -1]
        ],
        attributes: { dim: -1 }
      }
    ]
  })
];
