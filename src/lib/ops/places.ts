import { numel, type Shape } from '../tensor/shape';
import { fromValues, Tensor } from '../tensor/tensor';
import { ints } from './attributes';
import { hidden, type OpDefinition } from './define';
import { apply } from './dispatch';
import { requireSize } from './strided';

const INPUTS = [
  { name: 'input', symbol: 'a' },
  { name: 'index', symbol: 'k', indices: true }
];
/** The positions are read, the elements aren't. */
const SAVES = { inputs: [1], output: false };

/** Elements at flat positions; the result has the shape of the positions. */
const pick = hidden({
  name: 'pick_flat',
  inputs: INPUTS,
  saves: SAVES,
  gradFn: 'TakeBackward0',
  forward: ([t, index]) => {
    const [input, at] = [t as Tensor, index as Tensor];
    requireSize(at.shape, input.dtype);
    const values = input.values();
    const picked = at.values().map((place) => values[place] ?? NaN);
    return fromValues(picked, at.shape, input.dtype);
  },
  vjp: ({ upstream, inputs: [t, index] }) => [
    apply('place_flat', [upstream, index as Tensor], { size: (t as Tensor).shape }),
    null
  ]
});

/** The transpose: adds elements up at flat positions of a tensor of zeros. */
const place = hidden({
  name: 'place_flat',
  inputs: INPUTS,
  saves: SAVES,
  attributes: { size: ints('Shape of the result.') },
  gradFn: 'PutBackward0',
  forward: ([t, index], { size }) => {
    const total = new Float64Array(numel(size));
    const at = (index as Tensor).values();
    (t as Tensor).values().forEach((value, i) => {
      const to = at[i] ?? 0;
      total[to] = (total[to] ?? 0) + value;
    });
    return fromValues(total, size, (t as Tensor).dtype);
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
