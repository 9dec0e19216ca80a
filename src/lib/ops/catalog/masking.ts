import { type DType, isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { broadcastShapes } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { float } from '../attributes';
import type { OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, torchNames } from './common';

const LARGEST: Readonly<Partial<Record<DType, number>>> = {
  float32: 2 ** 128 - 2 ** 104,
  // The next double is 2^63, which no int64 is.
  int64: 2 ** 63 - 2 ** 10
};

/** @throws TorchError for a number that the dtype can't hold; any makes a condition */
function requireValue(value: number, dtype: DType): void {
  const largest = LARGEST[dtype];
  if (largest === undefined || (isFloating(dtype) && !Number.isFinite(value))) return;
  if (value <= largest && value >= (dtype === 'int64' ? -(2 ** 63) : -largest)) return;
  const name = dtype === 'int64' ? 'int64_t' : 'float';
  throw new TorchError(`value cannot be converted to type ${name} without overflow`);
}

const fill = elementwise({
  name: 'masked_fill',
  family: 'indexing',
  summary: 'Puts one number where the mask is true; no gradient flows there.',
  source: docs('torch.Tensor.masked_fill'),
  inputs: [INPUT, { name: 'mask', symbol: 'm' }],
  attributes: { value: float('What is put there.') },
  signature: ['input', 'mask', 'value'],
  torch: torchNames('masked_fill'),
  gradFn: 'MaskedFillBackward0',
  conditions: [1],
  expressions: ({ value }) => ({
    value: (m, a, mask) => m.where(m.eq(mask, m.num(0)), a, m.num(value)),
    vjps: [(m, g, _, __, mask) => m.where(m.eq(mask, m.num(0)), g, m.num(0)), null]
  }),
  samples: [
    { inputs: [[1, -2, 3], { condition: [1, 0, 1] }], attributes: { value: 9 } },
    {
      inputs: [
        [
          [1, -2, 3],
          [0.5, 4, -1]
        ],
        { condition: [0, 1, 0] }
      ],
      attributes: { value: -Infinity },
      kink: true
    },
    { inputs: [[1, -2, 3], { condition: [[1], [0]] }], attributes: { value: 0 } }
  ]
});

export const maskings: OpDefinition[] = [
  {
    ...fill,
    forward: (inputs, attributes) => {
      const [t, mask] = inputs as [Tensor, Tensor];
      broadcastShapes(mask.shape, t.shape);
      requireValue(attributes.value as number, t.dtype);
      return fill.forward(inputs, attributes);
    }
  }
];
