import { isFloating } from '../../tensor/dtype';
import { float } from '../attributes';
import type { OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, torchNames } from './common';

export const maskings: OpDefinition[] = [
  elementwise({
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
    refuses: ([t], { value }) => {
      const isWhole = t !== undefined && !isFloating(t.dtype);
      return isWhole && !Number.isFinite(value)
        ? 'value cannot be converted to type int64_t without overflow'
        : null;
    },
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
  })
];
