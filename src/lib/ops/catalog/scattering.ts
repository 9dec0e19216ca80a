import { scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, sameShape, type Shape, wrappedDim } from '../../tensor/shape';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { int } from '../attributes';
import { define, type OpDefinition } from '../define';
import { apply, quietly } from '../dispatch';
import type { Latex } from '../latex';
import { positions } from '../places';
import { tensorGiven } from '../strided';
import { docs, INPUT, MATRIX, torchNames } from './common';
import { along, INDEX } from './indexing';
import { addedUp, written } from './writing';

export const ALONG = { dim: int('Dimension that the indices count along.') };
const SOURCE = { name: 'src', symbol: 'b' };

/** `a_{k \leftarrow b}`: where something is put, and what. */
export const putLatex =
  (sign: string) =>
  ([a, k, b]: readonly Latex[]): string =>
    `{${a?.text ?? ''}}_{${k?.text ?? ''} ${sign} ${b?.text ?? ''}}`;

/** @throws TorchError for an index that doesn't fit the tensor, or the tensor that the elements come from */
function requireScatterable(t: Tensor, index: Tensor, dim: number, source: Tensor | null): void {
  if (index.dtype !== 'int64') throw new TorchError('scatter(): Expected dtype int64 for index');
  if (source && source.dtype !== t.dtype) {
    throw new TorchError('scatter(): Expected self.dtype to be equal to src.dtype');
  }
  if (index.numel === 0) return;
  const rank = (shape: Shape): number => Math.max(1, shape.length);
  const others: [string, Tensor | null][] = [
    ['self', t],
    ['src', source]
  ];
  for (const [name, other] of others) {
    if (!other || rank(other.shape) === rank(index.shape)) continue;
    throw new TorchError(`Index tensor must have the same number of dimensions as ${name} tensor`);
  }
  const tooLong = index.shape.some(
    (size, k) =>
      (k !== dim && size > (t.shape[k] ?? 1)) || (source && size > (source.shape[k] ?? 1))
  );
  if (!tooLong) return;
  const src = source ? ` and to be smaller size than src ${listText(source.shape)}` : '';
  throw new TorchError(
    `Expected index ${listText(index.shape)} to be smaller than self ${listText(t.shape)} apart from dimension ${dim}${src}`
  );
}

/** Flat positions that an index along a dimension means, in the index's shape. @throws TorchError */
function placesAlong(t: Tensor, index: Tensor, dim: number): Tensor {
  const list = index.values();
  const size = t.shape[dim] ?? 1;
  const wrong = list.find((one) => one < 0 || one >= size);
  if (wrong !== undefined) {
    throw new TorchError(`index ${wrong} is out of bounds for dimension ${dim} with size ${size}`);
  }
  if (index.shape.length === 0 || t.shape.length === 0) return positions(list, index.shape);
  return along(t, index.shape, dim, (_, flat) => list[flat] ?? 0);
}

/** The elements of a source that stand where the index has elements. */
function corner(source: Tensor, shape: Shape): number[] {
  if (sameShape(source.shape, shape)) return source.values();
  const all = source.values();
  const places = along(source, shape, 0, ([first = 0]) => first);
  return places.values().map((place) => all[place] ?? NaN);
}

/** @throws TorchError where more was there to be read than the index has */
function requireSameShape(name: string, index: Tensor, source: Tensor): void {
  if (source.isPythonScalar || sameShape(index.shape, source.shape)) return;
  throw new TorchError(
    `Function ${name} returned an invalid gradient at index 1 - got ${listText(index.shape)} but expected shape compatible with ${listText(source.shape)}`
  );
}

const gathered = (g: Tensor, index: Tensor, dim: number): Tensor =>
  apply('gather', [g, index], { dim });

const scatterSamples = [
  { inputs: [[1, -2, 3], { indices: [2, 0] }, [10, 20]], attributes: { dim: 0 } },
  {
    inputs: [
      MATRIX,
      {
        indices: [
          [0, 2],
          [1, 0]
        ]
      },
      [
        [10, 20],
        [30, 40]
      ]
    ],
    attributes: { dim: 1 }
  },
  { inputs: [MATRIX, { indices: [[1, 0, 1]] }, [[10, 20, 30]]], attributes: { dim: 0 } }
];

const scatter = define({
  name: 'scatter',
  family: 'indexing',
  summary:
    'Puts elements along a dimension where the index says; those that were there get no gradient.',
  source: docs('torch.scatter'),
  inputs: [INPUT, INDEX, { ...SOURCE, scalar: 0 }],
  attributes: ALONG,
  signature: ['input', 'dim', 'index', 'src'],
  torch: torchNames('scatter'),
  gradFn: ([, , src]) => (src?.isPythonScalar ? 'ScatterBackward1' : 'ScatterBackward0'),
  latex: putLatex('\\leftarrow'),
  saves: { inputs: [1], output: false },
  kinks: 'Where an index comes twice, which element stays is not said; here it is the last.',
  samples: [
    ...scatterSamples,
    { inputs: [[1, -2, 3], { indices: [2, 0] }, { scalar: 5 }], attributes: { dim: 0 } }
  ],
  forward: ([t, k, s], { dim }) => {
    const [input, index, src] = [tensorGiven(t, 'scatter'), k as Tensor, s as Tensor];
    const at = wrappedDim(dim, input.shape.length);
    const source = src.isPythonScalar ? null : src;
    requireScatterable(input, index, at, source);
    if (index.numel === 0) return written(input, positions([], [0]), []);
    const places = placesAlong(input, index, at);
    const values = source
      ? corner(source, index.shape)
      : new Array<number>(index.numel).fill(src.item());
    return written(input, places, values);
  },
  vjp: ({ upstream, inputs: [, k, s], attributes: { dim } }, needed) => {
    const [index, src] = [k as Tensor, s as Tensor];
    if (needed[2]) requireSameShape('ScatterBackward0', index, src);
    return [
      needed[0] ? apply('scatter', [upstream, index, pythonScalar(0)], { dim }) : null,
      null,
      needed[2] ? gathered(upstream, index, dim) : null
    ];
  }
});

const scatterAdd = define({
  name: 'scatter_add',
  family: 'indexing',
  summary:
    'Adds elements along a dimension where the index says, all that there are for one place.',
  source: docs('torch.scatter_add'),
  inputs: [INPUT, INDEX, SOURCE],
  attributes: ALONG,
  signature: ['input', 'dim', 'index', 'src'],
  torch: torchNames('scatter_add'),
  gradFn: 'ScatterAddBackward0',
  latex: putLatex('\\mathrel{+}\\leftarrow'),
  saves: ([, , src = true]) => ({ inputs: src ? [1] : [], output: false }),
  samples: [
    ...scatterSamples,
    { inputs: [[1, -2, 3], { indices: [2, 2, 0] }, [10, 20, 30]], attributes: { dim: 0 } }
  ],
  forward: ([t, k, s], { dim }) => {
    const [input, index] = [tensorGiven(t, 'scatter_add'), k as Tensor];
    const src = tensorGiven(s, 'scatter_add', 'src', 4);
    const at = wrappedDim(dim, input.shape.length);
    requireScatterable(input, index, at, src);
    if (index.numel === 0) return written(input, positions([], [0]), []);
    return addedUp(input, placesAlong(input, index, at), corner(src, index.shape));
  },
  vjp: ({ upstream, inputs: [, k, s], attributes: { dim } }, needed) => {
    const [index, src] = [k as Tensor, s as Tensor];
    if (needed[2]) requireSameShape('ScatterAddBackward0', index, src);
    return [upstream, null, needed[2] ? gathered(upstream, index, dim) : null];
  }
});

const take = define({
  name: 'take',
  family: 'indexing',
  summary: 'Picks elements by their number, as if all stood in one row.',
  source: docs('torch.take'),
  inputs: [INPUT, INDEX],
  torch: torchNames('take'),
  gradFn: 'TakeBackward0',
  latex: ([a, k]) => `{${a?.text ?? ''}}_{${k?.text ?? ''}}`,
  saves: { inputs: [1], output: false },
  samples: [
    { inputs: [[1, -2, 3], { indices: [2, 0, 2] }] },
    { inputs: [MATRIX, { indices: [[0, -1]] }] },
    { inputs: [MATRIX, { indices: 4 }] }
  ],
  forward: ([t, k]) => {
    const input = tensorGiven(t, 'take');
    return quietly(() => apply('pick_flat', [input, numbered(input, k as Tensor)]));
  },
  vjp: ({ upstream, inputs: [t, k] }) => {
    const input = t as Tensor;
    return [
      apply('place_flat', [upstream, numbered(input, k as Tensor)], { size: input.shape }),
      null
    ];
  }
});

/** Numbers of elements, counted from the start. @throws TorchError */
function numbered({ numel: count }: Tensor, index: Tensor): Tensor {
  if (index.dtype !== 'int64') {
    throw new TorchError(
      `take(): Expected a long tensor for index, but got ${scalarTypeName(index.dtype)}`
    );
  }
  if (count === 0 && index.numel > 0) {
    throw new TorchError('take(): tried to take from an empty tensor', 'IndexError');
  }
  const list = index.values().map((one) => {
    if (one >= -count && one < count) return one < 0 ? one + count : one;
    throw new TorchError(
      `out of range: tried to access index ${one} on a tensor of ${count} elements.`,
      'IndexError'
    );
  });
  return positions(list, index.shape);
}

/** What puts elements into a tensor by their place along a dimension, and what picks them by their number. */
export const scatterings: OpDefinition[] = [scatter, scatterAdd, take];
