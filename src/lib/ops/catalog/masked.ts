import { scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { broadcastShapes, sameShape, type Shape, wrappedDim } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { int } from '../attributes';
import { composite } from '../composite';
import { define, type OpDefinition } from '../define';
import { apply, quietly } from '../dispatch';
import { placeFlat, positions } from '../places';
import { expandTo, reduceTo } from '../reshape';
import { docs, INPUT, MATRIX, torchNames } from './common';
import { written } from './writing';

/** Where a mask is true, in the shape that it and the input have in common. */
function trueIn(input: Tensor, mask: Tensor): { readonly shape: Shape; readonly at: number[] } {
  const shape = broadcastShapes(mask.shape, input.shape);
  const flags = quietly(() => expandTo(mask, shape)).values();
  return { shape, at: flags.flatMap((flag, k) => (flag === 0 ? [] : [k])) };
}

const maskedScatter = define({
  name: 'masked_scatter',
  family: 'indexing',
  summary: 'Puts the elements of a tensor, one after the other, where the mask is true.',
  source: docs('torch.Tensor.masked_scatter'),
  inputs: [INPUT, { name: 'mask', symbol: 'm' }, { name: 'source', symbol: 'b' }],
  torch: torchNames('masked_scatter'),
  gradFn: 'MaskedScatterBackward0',
  latex: ([a, m, b]) => `{${a?.text ?? ''}}_{${m?.text ?? ''} \\leftarrow ${b?.text ?? ''}}`,
  saves: { inputs: [1], output: false },
  samples: [
    { inputs: [[1, -2, 3], { condition: [1, 0, 1] }, [10, 20]] },
    { inputs: [MATRIX, { condition: [1, 0, 1] }, [10, 20, 30, 40]] },
    { inputs: [[1, -2, 3], { condition: [0, 1, 0] }, [10, 20]] }
  ],
  forward: ([t, m, s]) => {
    const [input, mask, source] = [t as Tensor, m as Tensor, s as Tensor];
    if (input.dtype !== source.dtype) {
      throw new TorchError(
        `masked_scatter: expected self and source to have same dtypes but got${scalarTypeName(input.dtype)} and ${scalarTypeName(source.dtype)}`
      );
    }
    const { shape, at } = trueIn(input, mask);
    if (mask.dtype !== 'bool') {
      throw new TorchError(
        `masked_scatter_ only supports boolean masks, but got mask with dtype ${scalarTypeName(mask.dtype)}`
      );
    }
    if (source.numel < at.length) {
      throw new TorchError('Number of elements of source < number of ones in mask');
    }
    const wide = quietly(() => expandTo(input, shape));
    return written(wide, positions(at, [at.length]), source.values());
  },
  vjp: ({ upstream, inputs: [t, m, s] }, needed) => {
    const [input, mask, source] = [t as Tensor, m as Tensor, s as Tensor];
    const { shape, at } = trueIn(input, mask);
    const outside = (): Tensor =>
      reduceTo(apply('masked_fill', [upstream, mask], { value: 0 }), input.shape);
    const inside = (): Tensor => {
      const places = positions(
        at.map((_, k) => k),
        [at.length]
      );
      const picked = apply('masked_select', [upstream, quietly(() => expandTo(mask, shape))]);
      return placeFlat(picked, places, source.shape);
    };
    return [needed[0] ? outside() : null, null, needed[2] ? inside() : null];
  }
});

const takeAlongDim = composite({
  name: 'take_along_dim',
  family: 'indexing',
  summary: 'Picks along a dimension the element that the index names, with broadcasting.',
  source: docs('torch.take_along_dim'),
  inputs: [INPUT, { name: 'indices', symbol: 'k', indices: true }],
  attributes: { dim: int('Dimension; None takes all elements as one row.', null) },
  torch: torchNames('take_along_dim'),
  gradFn: 'GatherBackward0',
  latex: ([a, k]) => `{${a?.text ?? ''}}_{i, {${k?.text ?? ''}}_i}`,
  compose: ([t, k], { dim }) => {
    const [input, index] = [t as Tensor, k as Tensor];
    if (index.dtype !== 'int64') {
      throw new TorchError(
        `torch.take_along_dim(): dtype of indices should be Long but got ${scalarTypeName(index.dtype)}`
      );
    }
    const flat = (one: Tensor): Tensor => apply('reshape', [one], { shape: [-1] });
    if (dim === null) return apply('gather', [flat(input), flat(index)], { dim: 0 });
    const rank = input.shape.length;
    if (index.shape.length !== rank) {
      throw new TorchError(
        `torch.take_along_dim(): input and indices should have the same number of dimensions, but got ${rank} dimensions for input, and ${index.shape.length} dimensions for indices`
      );
    }
    const at = wrappedDim(dim, rank);
    const common = (shape: Shape): Shape => shape.map((size, k) => (k === at ? 1 : size));
    const shape = broadcastShapes(common(input.shape), common(index.shape));
    const stretched = (one: Tensor): Tensor => {
      const target = shape.map((size, k) => (k === at ? (one.shape[k] ?? 1) : size));
      return sameShape(target, one.shape) ? one : expandTo(one, target);
    };
    return apply('gather', [stretched(input), stretched(index)], { dim: at });
  },
  samples: [
    { inputs: [MATRIX, { indices: [[0], [2]] }], attributes: { dim: 1 } },
    { inputs: [MATRIX, { indices: [[0, 1]] }], attributes: { dim: 1 } },
    { inputs: [MATRIX, { indices: [5, 0] }] }
  ]
});

/** What goes by a mask, or by an index that is stretched. */
export const maskedMoves: OpDefinition[] = [maskedScatter, takeAlongDim];
