import { TorchError } from '../tensor/errors';
import type { Tensor } from '../tensor/tensor';
import { sectionPart, unbindPart } from './catalog/cutting';
import { chunkCut, sectionCut, splitCut } from './cuts';
import type { Attributes } from './attributes';
import { apply, call, quietly } from './dispatch';
import { wrappedDimOf } from './views';

/** An empty dimension can be cut into any number of parts; more than these are refused. */
const MOST_PARTS = 1e6;

function listed(count: number, part: (index: number) => Tensor): Tensor[] {
  if (count > MOST_PARTS) throw new TorchError('std::bad_alloc');
  return Array.from({ length: count }, (_, index) => part(index));
}

/**
 * All parts of a dimension, views of the tensor: of one size (the last may be smaller) or of several given ones.
 * @throws TorchError for sizes that don't fit, and for a 0-d tensor
 * Source: https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function splitParts(t: Tensor, sizeOrSizes: number | readonly number[], dim = 0): Tensor[] {
  if (typeof sizeOrSizes === 'number') {
    return listed(splitCut(t, sizeOrSizes, dim).count, (index) =>
      apply('split', [t], { split_size: sizeOrSizes, dim, index })
    );
  }
  return listed(sectionCut(t, sizeOrSizes, dim).count, (index) =>
    call(sectionPart, [t], { split_sizes: sizeOrSizes, dim, index })
  );
}

/**
 * So many parts of a dimension, or fewer where it is too short; views of the tensor.
 * @throws TorchError unless `chunks` is positive, and for a 0-d tensor
 * Source: https://pytorch.org/docs/stable/generated/torch.chunk.html
 */
export function chunkParts(t: Tensor, chunks: number, dim = 0): Tensor[] {
  return listed(chunkCut(t, chunks, dim).count, (index) =>
    apply('chunk', [t], { chunks, dim, index })
  );
}

/**
 * All layers along a dimension, which goes away; views of the tensor.
 * @throws TorchError (IndexError) for a dimension that is out of range
 * Source: https://pytorch.org/docs/stable/generated/torch.unbind.html
 */
export function unbindParts(t: Tensor, dim = 0): Tensor[] {
  const at = wrappedDimOf(dim, t.shape.length);
  return listed(t.shape[at] as number, (index) => call(unbindPart, [t], { dim, index }));
}

/** What PyTorch answers as a pair: elements, and where along the dimension they are. */
export type ValuesAndIndices = readonly [values: Tensor, indices: Tensor];

const pairOf =
  (name: string, places: string) =>
  (t: Tensor, attributes: Attributes = {}): ValuesAndIndices => [
    apply(name, [t], attributes),
    quietly(() => apply(places, [t], attributes))
  ];

/**
 * Values and indices of `sort`, `topk`, `kthvalue`, `median` (along a dimension) and `mode`, with the attributes of the
 * operation of that name; the values have a history, the indices are int64.
 * @throws TorchError as the operations
 * Source: https://pytorch.org/docs/stable/torch.html#comparison-ops
 */
export const rankedParts = {
  sort: pairOf('sort', 'argsort'),
  topk: pairOf('topk', 'topk_places'),
  kthvalue: pairOf('kthvalue', 'kthvalue_places'),
  median: pairOf('median', 'median_places'),
  mode: pairOf('mode', 'mode_places')
} as const;
