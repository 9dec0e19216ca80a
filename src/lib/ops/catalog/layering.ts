import { isFloating, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, sameShape, type Shape, wrappedDim } from '../../tensor/shape';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { float } from '../attributes';
import { define, type OpDefinition, type VjpContext } from '../define';
import { apply, tensors } from '../dispatch';
import { type Latex, numberLatex } from '../latex';
import { positions } from '../places';
import { tensorGiven } from '../strided';
import { docs, INPUT, MATRIX, torchNames } from './common';
import { along, INDEX } from './indexing';
import { ALONG, putLatex } from './scattering';
import { addedUp, written } from './writing';

interface Along {
  readonly dim: number;
}

/** Layers of a dimension, by their index: their flat positions in the shape of what is put there. @throws TorchError */
function layerPlaces(t: Tensor, list: readonly number[], dim: number): Tensor {
  if (t.shape.length === 0)
    return positions(
      list.map(() => 0),
      [list.length]
    );
  const shape = t.shape.map((size, k) => (k === dim ? list.length : size));
  return along(t, shape, dim, (place) => list[place[dim] ?? 0] ?? 0);
}

const layerVjps = ({
  upstream,
  inputs: [, k, s],
  attributes: { dim }
}: VjpContext<Along>): Tensor => {
  const [index, source] = [k as Tensor, s as Tensor];
  const layers = apply('index_select', [upstream, index], { dim });
  return sameShape(layers.shape, source.shape)
    ? layers
    : apply('reshape', [layers], { shape: source.shape });
};

const layerSamples = [
  { inputs: [[1, -2, 3], { indices: [2, 0] }, [10, 20]], attributes: { dim: 0 } },
  { inputs: [MATRIX, { indices: [1] }, [[10], [20]]], attributes: { dim: 1 } },
  {
    inputs: [
      MATRIX,
      { indices: [1, 0] },
      [
        [1, 2, 3],
        [4, 5, 6]
      ]
    ],
    attributes: { dim: -2 }
  }
];

const indexAdd = define({
  name: 'index_add',
  family: 'indexing',
  summary: 'Adds layers to those of a dimension that the index names, all that there are for one.',
  source: docs('torch.index_add'),
  inputs: [INPUT, INDEX, { name: 'source', symbol: 'b' }],
  attributes: { ...ALONG, alpha: float('Factor of what is added.', 1) },
  signature: ['input', 'dim', 'index', 'source', '*', 'alpha'],
  torch: torchNames('index_add'),
  gradFn: 'IndexAddBackward0',
  latex: putLatex('\\mathrel{+}\\leftarrow'),
  saves: ([, , source = true]) => ({ inputs: source ? [1] : [], output: false }),
  samples: [
    ...layerSamples,
    { inputs: [[1, -2, 3], { indices: [1, 1] }, [10, 20]], attributes: { dim: 0, alpha: -0.5 } }
  ],
  forward: ([t, k, s], { dim, alpha }) => {
    const [input, index] = [tensorGiven(t, 'index_add'), k as Tensor];
    const source = tensorGiven(s, 'index_add', 'source', 4);
    const at = wrappedDim(dim, input.shape.length);
    if (index.shape.length > 1) {
      throw new TorchError(
        `index_add_(): Index is supposed to be a vector, but got dim: ${index.shape.length} with type: ${scalarTypeName(index.dtype)} and size: ${listText(index.shape)}`,
        'IndexError'
      );
    }
    if (index.dtype !== 'int64') {
      throw new TorchError(
        `index_add_(): Expected dtype int32/int64 for index but got: ${scalarTypeName(index.dtype)}`
      );
    }
    if (source.dtype !== input.dtype) {
      throw new TorchError(
        `index_add_(): self (${scalarTypeName(input.dtype)}) and source (${scalarTypeName(source.dtype)}) must have the same scalar type`
      );
    }
    if (source.shape.length > 0 && at >= source.shape.length) {
      throw new TorchError(
        `index_add_(): Indexing dim ${at} is out of bounds of source tensor, got source.dim() = ${source.shape.length}`
      );
    }
    const count = source.shape[at] ?? 1;
    if (index.numel !== count) {
      throw new TorchError(
        `index_add_(): Number of indices (${index.numel}) should be equal to source.size(dim): (${count}), for dim: ${at}`
      );
    }
    const list = index.values();
    const size = input.shape[at] ?? 1;
    if (list.some((one) => one < 0 || one >= size)) {
      throw new TorchError('index out of range in self', 'IndexError');
    }
    const places = layerPlaces(input, list, at);
    if (places.numel !== source.numel) requireFitting(input, source, at);
    const factor = isFloating(input.dtype) ? alpha : Math.trunc(alpha);
    return addedUp(input, places, source.values(), factor);
  },
  vjp: (context, needed) => {
    const { alpha } = context.attributes;
    const toSource = (): Tensor => {
      const layers = layerVjps(context);
      return alpha === 1 ? layers : tensors.mul(layers, pythonScalar(alpha));
    };
    return [context.upstream, null, needed[2] ? toSource() : null];
  }
});

/** @throws TorchError for layers of another shape */
function requireFitting(input: Tensor, source: Tensor, dim: number): void {
  const without = (shape: Shape): Shape => shape.filter((_, k) => k !== dim);
  const [own, other] = [without(input.shape), without(source.shape)];
  const at = own.findIndex((size, k) => size !== other[k]);
  throw new TorchError(
    `The size of tensor a (${own[at] ?? 1}) must match the size of tensor b (${other[at] ?? 1}) at non-singleton dimension ${Math.max(at, 0)}`
  );
}

const indexFill = define({
  name: 'index_fill',
  family: 'indexing',
  summary: 'Puts one number into the layers of a dimension that the index names.',
  source: docs('torch.Tensor.index_fill'),
  inputs: [INPUT, INDEX],
  attributes: { ...ALONG, value: float('What is put there.') },
  signature: ['input', 'dim', 'index', 'value'],
  torch: torchNames('index_fill'),
  gradFn: 'IndexFillBackward0',
  latex: ([a, k], { value }) =>
    putLatex('\\leftarrow')([a, k, numberLatex(value)] as readonly Latex[]),
  saves: { inputs: [1], output: false },
  samples: [
    { inputs: [[1, -2, 3], { indices: [2, 0] }], attributes: { dim: 0, value: 9 } },
    { inputs: [MATRIX, { indices: [-1] }], attributes: { dim: 1, value: 0.5 } }
  ],
  forward: ([t, k], { dim, value }) => {
    const [input, index] = [tensorGiven(t, 'index_fill'), k as Tensor];
    if (index.dtype !== 'int64') {
      throw new TorchError('index_fill_(): Expected dtype int64 for index.', 'IndexError');
    }
    const at = wrappedDim(dim, input.shape.length);
    if (index.shape.length > 1) throw new TorchError('Index has to be a vector/scalar');
    const size = input.shape[at] ?? 1;
    const list = index.values().map((one) => {
      if (one >= -size && one < size) return one < 0 ? one + size : one;
      throw new TorchError(
        `index ${one} is out of bounds for dimension ${at} with size ${size}`,
        'IndexError'
      );
    });
    const places = layerPlaces(input, list, at);
    return written(input, places, new Array<number>(places.numel).fill(value));
  },
  vjp: ({ upstream, inputs: [, k], attributes: { dim } }) => [
    apply('index_fill', [upstream, k as Tensor], { dim, value: 0 }),
    null
  ]
});

/** What changes whole layers of a dimension, by their index. */
export const layerings: OpDefinition[] = [indexAdd, indexFill];
