import { cast, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, type Shape } from '../../tensor/shape';
import { fromValues, pythonScalar, Tensor } from '../../tensor/tensor';
import { hidden, type OpDefinition } from '../define';
import { apply, quietly } from '../dispatch';
import { castTo, expandTo, reduceTo } from '../reshape';
import { reserve } from '../strided';
import { INPUT } from './common';
import { INDEX_DIMS, indexPlaces, INDICES } from './indexing';

/** A copy of a tensor with other elements at flat positions; of several for one place, the last. */
export function written(t: Tensor, places: Tensor, values: ArrayLike<number>): Tensor {
  const out = reserve(t.shape, t.dtype);
  out.set(t.values());
  places.values().forEach((place, i) => (out[place] = cast(values[i] as number, t.dtype)));
  return new Tensor(out, t.shape, t.dtype);
}

/** A copy of a tensor with something added at flat positions, all that there is for one place. */
export function addedUp(t: Tensor, places: Tensor, values: ArrayLike<number>, factor = 1): Tensor {
  const total = Float64Array.from(t.values());
  places.values().forEach((place, i) => {
    total[place] = (total[place] as number) + factor * (values[i] as number);
  });
  const isBool = t.dtype === 'bool';
  return fromValues(isBool ? total.map((one) => (one === 0 ? 0 : 1)) : total, t.shape, t.dtype);
}

/** Values stretched to where they are put. @throws TorchError where they don't fit */
function stretchedTo(values: Tensor, shape: Shape): Tensor {
  const lead = shape.length - values.shape.length;
  const fits = lead >= 0 && values.shape.every((size, k) => size === 1 || size === shape[k + lead]);
  if (fits) return quietly(() => expandTo(values, shape));
  throw new TorchError(
    `shape mismatch: value tensor of shape ${listText(values.shape)} cannot be broadcast to indexing result of shape ${listText(shape)}`
  );
}

/** What advanced indexing picks is replaced: `t[k] = values`, as a new tensor. */
export const indexPut = hidden({
  name: 'index_put',
  inputs: [INPUT, { name: 'values', symbol: 'b' }, INDICES],
  attributes: { dims: INDEX_DIMS },
  gradFn: 'IndexPutBackward0',
  saves: { inputs: [2], output: false },
  forward: ([t, v, ...indices], { dims }) => {
    const [input, values] = [t as Tensor, v as Tensor];
    if (values.dtype !== input.dtype && !values.isPythonScalar) {
      throw new TorchError(
        `Index put requires the source and destination dtypes match, got ${scalarTypeName(input.dtype)} for the destination and ${scalarTypeName(values.dtype)} for the source.`
      );
    }
    const places = indexPlaces(input, indices, dims);
    return written(input, places, stretchedTo(values, places.shape).values());
  },
  vjp: ({ upstream, inputs: [, v, ...indices], attributes: { dims } }, needed) => {
    const values = v as Tensor;
    const outside = (): Tensor =>
      apply('index_put', [upstream, pythonScalar(0), ...indices], { dims });
    const inside = (): Tensor => apply('index', [upstream, ...indices], { dims });
    return [
      needed[0] ? outside() : null,
      needed[1] ? castTo(reduceTo(inside(), values.shape), values.dtype) : null,
      ...indices.map(() => null)
    ];
  }
});

export const writingInternals: OpDefinition[] = [indexPut];
