import { TorchError } from '../../tensor/errors';
import {
  broadcastShapes,
  contiguousStrides,
  listText,
  numel,
  type Shape,
  wrappedDim
} from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import { define, hidden, type OpDefinition } from '../define';
import { quietly } from '../dispatch';
import { pickFlat, placeFlat, positions } from '../places';
import { expandTo, reduceTo } from '../reshape';
import { docs, INPUT, MATRIX, torchNames } from './common';

export const INDEX = { name: 'index', symbol: 'k', indices: true };
/** Tensors between the brackets, and the dimension that each stands at. */
export const INDICES = { name: 'indices', symbol: 'k', indices: true, variadic: true };
export const INDEX_DIMS = ints('Dimension that each index stands at.');

/** What an operation that picks elements says; where they are it works out itself. */
interface Picking<A> {
  /** Flat positions of the elements that are picked, in the shape of the result. @throws TorchError */
  readonly where: (input: Tensor, indices: readonly Tensor[], attributes: A) => Tensor;
}

/** Picks in the forward pass, and puts gradients back at the same places. */
const picking = <A>({ where }: Picking<A>) => ({
  saves: { inputs: [1], output: false },
  forward: ([t, ...indices]: readonly Tensor[], attributes: A): Tensor =>
    pickFlat(t as Tensor, where(t as Tensor, indices, attributes)),
  vjp: ({
    upstream,
    inputs: [t, ...indices],
    attributes
  }: {
    upstream: Tensor;
    inputs: readonly Tensor[];
    attributes: A;
  }): (Tensor | null)[] => {
    const input = t as Tensor;
    return [
      placeFlat(upstream, where(input, indices, attributes), input.shape),
      ...indices.map(() => null)
    ];
  }
});

/** Runs over all positions of a shape, with the flat number of each. */
export function eachPosition(
  shape: Shape,
  visit: (at: readonly number[], flat: number) => void
): void {
  const at = new Array<number>(shape.length).fill(0);
  const count = numel(shape);
  for (let flat = 0; flat < count; flat++) {
    visit(at, flat);
    for (let dim = shape.length - 1; dim >= 0; dim--) {
      at[dim] = (at[dim] ?? 0) + 1;
      if ((at[dim] ?? 0) < (shape[dim] ?? 0)) break;
      at[dim] = 0;
    }
  }
}

/** Flat positions where dimension `dim` is given by a function of the place in the result. */
export function along(
  input: Tensor,
  shape: Shape,
  dim: number,
  chosen: (at: readonly number[], flat: number) => number
): Tensor {
  const steps = contiguousStrides(input.shape);
  const found = new Float64Array(numel(shape));
  eachPosition(shape, (at, flat) => {
    found[flat] = at.reduce(
      (sum, place, k) => sum + (k === dim ? chosen(at, flat) : place) * (steps[k] ?? 1),
      0
    );
  });
  return positions(found, shape);
}

const indexSelect = define({
  name: 'index_select',
  family: 'indexing',
  summary: 'Takes layers of a dimension by their index; a layer taken twice adds up its gradients.',
  source: docs('torch.index_select'),
  inputs: [INPUT, INDEX],
  attributes: { dim: int('Dimension.') },
  signature: ['input', 'dim', 'index'],
  torch: torchNames('index_select'),
  gradFn: 'IndexSelectBackward0',
  latex: ([a, k]) => `{${a?.text ?? ''}}_{${k?.text ?? ''}}`,
  samples: [
    { inputs: [[1, -2, 3], { indices: [2, 0, 2] }], attributes: { dim: 0 } },
    { inputs: [MATRIX, { indices: [0, 2] }], attributes: { dim: 1 } },
    { inputs: [MATRIX, { indices: [1, 1, 0] }], attributes: { dim: -2 } },
    { inputs: [MATRIX, { indices: 1 }], attributes: { dim: 0 } }
  ],
  ...picking<{ readonly dim: number }>({
    where: (input, [index], { dim }) => {
      const at = wrappedDim(dim, input.shape.length);
      const chosen = index as Tensor;
      if (chosen.shape.length > 1) {
        throw new TorchError('index_select(): Index is supposed to be a vector', 'IndexError');
      }
      if (chosen.dtype !== 'int64') {
        throw new TorchError('index_select(): Expected dtype int32 or int64 for index');
      }
      const list = chosen.values();
      const size = input.shape[at] ?? 1;
      if (list.some((one) => one < 0 || one >= size)) {
        throw new TorchError('index out of range in self', 'IndexError');
      }
      if (input.shape.length === 0) return positions([0], []);
      const shape = input.shape.map((one, k) => (k === at ? list.length : one));
      return along(input, shape, at, (place) => list[place[at] ?? 0] ?? 0);
    }
  })
});

const gather = define({
  name: 'gather',
  family: 'indexing',
  summary: 'Picks along a dimension the element that the index names at each place.',
  source: docs('torch.gather'),
  inputs: [INPUT, INDEX],
  attributes: { dim: int('Dimension.') },
  signature: ['input', 'dim', 'index'],
  torch: torchNames('gather'),
  gradFn: 'GatherBackward0',
  latex: ([a, k]) => `{${a?.text ?? ''}}_{i, {${k?.text ?? ''}}_i}`,
  samples: [
    { inputs: [[1, -2, 3], { indices: [2, 0] }], attributes: { dim: 0 } },
    {
      inputs: [
        MATRIX,
        {
          indices: [
            [0, 2],
            [1, 1]
          ]
        }
      ],
      attributes: { dim: 1 }
    },
    { inputs: [MATRIX, { indices: [[0, 1, 0]] }], attributes: { dim: 0 } },
    { inputs: [MATRIX, { indices: [[2]] }], attributes: { dim: -1 } }
  ],
  ...picking<{ readonly dim: number }>({
    where: (input, [index], { dim }) => {
      const chosen = index as Tensor;
      const at = wrappedDim(dim, input.shape.length);
      if (chosen.dtype !== 'int64') {
        throw new TorchError('gather(): Expected dtype int64 for index');
      }
      if (chosen.numel === 0) return positions([], chosen.shape);
      const [own, other] = [input.shape, chosen.shape];
      if (Math.max(1, own.length) !== Math.max(1, other.length)) {
        throw new TorchError(
          'Index tensor must have the same number of dimensions as input tensor'
        );
      }
      const tooLong = other.findIndex((size, k) => k !== at && size > (own[k] ?? 1));
      if (tooLong >= 0) {
        throw new TorchError(
          `Size does not match at dimension ${tooLong} expected index ${listText(other)} to be smaller than self ${listText(own)} apart from dimension ${at}`
        );
      }
      const list = chosen.values();
      const size = own[at] ?? 1;
      const wrong = list.find((one) => one < 0 || one >= size);
      if (wrong !== undefined) {
        throw new TorchError(
          `index ${wrong} is out of bounds for dimension ${at} with size ${size}`
        );
      }
      if (other.length === 0) return positions(list, other);
      return along(input, other, at, (_, flat) => list[flat] ?? 0);
    }
  })
});

/** Positions of the true elements of a condition, one list per dimension. */
export function trueAt(mask: Tensor): number[][] {
  const lists: number[][] = mask.shape.map(() => []);
  const values = mask.values();
  eachPosition(mask.shape, (at, flat) => {
    if (values[flat] !== 0) at.forEach((place, k) => lists[k]?.push(place));
  });
  return lists;
}

/**
 * Indices counted from the start. PyTorch names one by its place among the indices, not by its dimension.
 * @throws TorchError (IndexError) for one that there isn't
 */
const fromStart = (list: readonly number[], place: number, size: number): number[] =>
  list.map((one) => {
    if (one >= -size && one < size) return one < 0 ? one + size : one;
    throw new TorchError(
      `index ${one} is out of bounds for dimension ${place} with size ${size}`,
      'IndexError'
    );
  });

/**
 * Advanced indexing: tensors of whole numbers stand at some dimensions and are broadcast against each other.
 * Where these dimensions are not neighbours, what they make comes first.
 * @returns flat positions in the shape of the result
 * @throws TorchError (IndexError) for indices that don't fit each other or the tensor
 */
export function indexPlaces(
  input: Tensor,
  indices: readonly Tensor[],
  dims: readonly number[]
): Tensor {
  let common: Shape = [];
  try {
    common = indices.map((t) => t.shape).reduce<Shape>(broadcastShapes, []);
  } catch {
    throw new TorchError(
      `shape mismatch: indexing tensors could not be broadcast together with shapes ${indices.map((t) => listText(t.shape)).join(', ')}`,
      'IndexError'
    );
  }
  const rest = input.shape.map((_, k) => k).filter((k) => !dims.includes(k));
  const first = dims[0] ?? 0;
  const areNeighbours = dims.every((dim, k) => dim === first + k);
  const before = areNeighbours ? rest.filter((k) => k < first) : [];
  const after = rest.filter((k) => !before.includes(k));
  const sizes = (list: readonly number[]): number[] => list.map((k) => input.shape[k] ?? 1);
  const shape = [...sizes(before), ...common, ...sizes(after)];
  const sized = dims.map((dim) => input.shape[dim] ?? 1);
  if (numel(common) > 0 && sized.includes(0)) {
    throw new TorchError('index is out of bounds for dimension with size 0', 'IndexError');
  }
  // Where there is nothing to pick PyTorch looks at no index.
  if (numel(shape) === 0) return positions([], shape);
  const lists = indices.map((t, k) =>
    fromStart(quietly(() => expandTo(t, common)).values(), k, sized[k] ?? 1)
  );
  const steps = contiguousStrides(input.shape);
  const commonSteps = contiguousStrides(common);
  const found = new Float64Array(numel(shape));
  eachPosition(shape, (at, flat) => {
    let place = 0;
    before.forEach((dim, k) => (place += (at[k] ?? 0) * (steps[dim] ?? 1)));
    let inCommon = 0;
    common.forEach((_, k) => {
      inCommon += (at[before.length + k] ?? 0) * (commonSteps[k] ?? 1);
    });
    lists.forEach((list, k) => (place += (list[inCommon] ?? 0) * (steps[dims[k] ?? 0] ?? 1)));
    after.forEach((dim, k) => {
      place += (at[before.length + common.length + k] ?? 0) * (steps[dim] ?? 1);
    });
    found[flat] = place;
  });
  return positions(found, shape);
}

const index = hidden({
  name: 'index',
  inputs: [INPUT, INDICES],
  attributes: { dims: INDEX_DIMS },
  gradFn: 'IndexBackward0',
  ...picking<{ readonly dims: readonly number[] }>({
    where: (input, indices, { dims }) => indexPlaces(input, indices, dims)
  })
});

const maskedSelect = define({
  name: 'masked_select',
  family: 'indexing',
  summary: 'Takes the elements where the mask is true, in one row.',
  source: docs('torch.masked_select'),
  inputs: [INPUT, { name: 'mask', symbol: 'm' }],
  torch: torchNames('masked_select'),
  gradFn: 'MaskedSelectBackward0',
  latex: ([a, m]) => `{${a?.text ?? ''}}_{${m?.text ?? ''}}`,
  saves: { inputs: [1], output: false },
  samples: [
    { inputs: [[1, -2, 3], { condition: [1, 0, 1] }] },
    { inputs: [MATRIX, { condition: [1, 0, 1] }] },
    { inputs: [[1, -2, 3], { condition: [[1], [0]] }] },
    { inputs: [2, { condition: [1, 1] }] }
  ],
  forward: ([t, m]) => {
    const [input, mask] = [t as Tensor, m as Tensor];
    const { wide, at } = chosenBy(input, mask);
    return pickFlat(wide, at);
  },
  vjp: ({ upstream, inputs: [t, m] }) => {
    const input = t as Tensor;
    const { wide, at } = chosenBy(input, m as Tensor);
    return [reduceTo(placeFlat(upstream, at, wide.shape), input.shape), null];
  }
});

/** The input stretched to the mask's shape, and flat positions of what is chosen. @throws TorchError */
function chosenBy(input: Tensor, mask: Tensor): { wide: Tensor; at: Tensor } {
  if (mask.dtype !== 'bool') {
    throw new TorchError('masked_select: expected BoolTensor or ByteTensor for mask');
  }
  const shape = broadcastShapes(mask.shape, input.shape);
  return quietly(() => {
    const flags = expandTo(mask, shape).values();
    const at = flags.flatMap((flag, i) => (flag === 0 ? [] : [i]));
    return { wide: expandTo(input, shape), at: positions(at, [at.length]) };
  });
}

export const indexings: OpDefinition[] = [indexSelect, gather, maskedSelect];
export const indexingInternals: OpDefinition[] = [index];
