import { numel, type Shape } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { ints } from './attributes';
import { stored } from './convolve';
import type { OpDefinition } from './define';
import { define } from './define';
import { apply } from './dispatch';
import { requireSize } from './strided';

const INPUT = { name: 'input', symbol: 'a' };
const INDEX = { name: 'index', symbol: 'k', indices: true };

const entry = {
  family: 'indexing',
  summary: '',
  source: '',
  torch: { functions: [], methods: [] },
  latex: () => '',
  samples: [],
  saves: { inputs: [1], output: false }
} as const;

/** Elements at flat positions; the result has the shape of the positions. */
const pick = define({
  ...entry,
  name: 'pick_flat',
  inputs: [INPUT, INDEX],
  gradFn: 'TakeBackward0',
  forward: ([t, index]) => {
    const [input, at] = [t as Tensor, index as Tensor];
    requireSize(at.shape, input.dtype);
    const values = input.values();
    const picked = at.values().map((place) => values[place] ?? NaN);
    return stored(picked, at.shape, input.dtype);
  },
  vjp: ({ upstream, inputs: [t, index] }) => [
    apply('place_flat', [upstream, index as Tensor], { size: (t as Tensor).shape }),
    null
  ]
});

/** The transpose: adds elements up at flat positions of a tensor of zeros. */
const place = define({
  ...entry,
  name: 'place_flat',
  inputs: [INPUT, INDEX],
  attributes: { size: ints('Shape of the result.') },
  gradFn: 'PutBackward0',
  forward: ([t, index], { size }) => {
    const total = new Float64Array(numel(size));
    const at = (index as Tensor).values();
    (t as Tensor).values().forEach((value, i) => {
      const to = at[i] ?? 0;
      total[to] = (total[to] ?? 0) + value;
    });
    return stored(total, size, (t as Tensor).dtype);
  },
  vjp: ({ upstream, inputs: [, index] }) => [apply('pick_flat', [upstream, index as Tensor]), null]
});

export const placeInternals: OpDefinition[] = [pick, place];

/** Flat positions as a tensor. */
export const positions = (values: ArrayLike<number>, shape: Shape): Tensor =>
  new Tensor(Float64Array.from(values), shape, 'int64');

/** Elements at flat positions. */
export const pickFlat = (t: Tensor, at: Tensor): Tensor => apply('pick_flat', [t, at]);

/** The gradient of that. */
export const placeFlat = (g: Tensor, at: Tensor, size: Shape): Tensor =>
  apply('place_flat', [g, at], { size });
