import { scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { numel } from '../../tensor/shape';
import { fromValues, type Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import { define, hidden } from '../define';
import { apply, tensors } from '../dispatch';
import { docs, INPUT } from './common';

/** The row of a table for each index. @throws TorchError in PyTorch's words */
function lookUp(indices: Tensor, weight: Tensor): Tensor {
  if (indices.dtype !== 'int64') {
    const found =
      indices.dtype === 'bool' ? 'CPUBoolType' : `torch.${scalarTypeName(indices.dtype)}Tensor`;
    throw new TorchError(
      `Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got ${found} instead (while checking arguments for embedding)`
    );
  }
  const [rows = 0, width = 0] = weight.shape;
  const table = weight.values();
  const shape = [...indices.shape, width];
  const values = new Array<number>(numel(shape));
  indices.values().forEach((row, i) => {
    if (row < 0 || row >= rows) throw new TorchError('index out of range in self', 'IndexError');
    for (let k = 0; k < width; k++) values[i * width + k] = table[row * width + k] ?? NaN;
  });
  return fromValues(values, shape, weight.dtype);
}

/** What the padding row must not receive is taken out of a gradient. */
function withoutPadding(g: Tensor, indices: Tensor, padding: number | null): Tensor {
  if (padding === null) return g;
  const isKept = indices.values().map((row) => (row === padding ? 0 : 1));
  const mask = fromValues(isKept, [...indices.shape, 1], g.dtype);
  return tensors.mul(g, mask);
}

/** The transpose of the look-up: each row adds up what its uses received. */
export const embeddingBackward = hidden({
  name: 'embedding_backward',
  inputs: [INPUT, { name: 'indices', symbol: 'k', indices: true }],
  attributes: { size: ints('Shape of the table.') },
  gradFn: 'EmbeddingDenseBackwardBackward0',
  saves: { inputs: [1], output: false },
  forward: ([g, k], { size }) => {
    const [grad, indices] = [g as Tensor, k as Tensor];
    const [, width = 0] = size;
    const total = new Float64Array(numel(size));
    const values = grad.values();
    indices.values().forEach((row, i) => {
      for (let j = 0; j < width; j++) {
        const at = row * width + j;
        total[at] = (total[at] ?? 0) + (values[i * width + j] ?? 0);
      }
    });
    return fromValues(total, size, grad.dtype);
  },
  vjp: ({ upstream, inputs: [, k] }) => [apply('embedding', [k as Tensor, upstream]), null]
});

const table = [
  [1, 2],
  [-1, 0.5],
  [3, -2]
];

export const embedding = define({
  name: 'embedding',
  family: 'layer',
  summary: 'Looks up rows of a table by their index; each row collects the gradients of its uses.',
  source: docs('torch.nn.functional.embedding'),
  inputs: [
    { name: 'input', symbol: 'k', indices: true },
    { name: 'weight', symbol: 'W' }
  ],
  attributes: { padding_idx: int('Row that receives no gradient.', null) },
  torch: { functions: ['torch.nn.functional.embedding'], methods: [] },
  gradFn: 'EmbeddingBackward0',
  latex: ([k, w]) => `{${w?.text ?? ''}}_{${k?.text ?? ''}}`,
  saves: { inputs: [0], output: false },
  samples: [
    { inputs: [{ indices: [2, 0, 2] }, table] },
    {
      inputs: [
        {
          indices: [
            [0, 1],
            [1, 1]
          ]
        },
        table
      ]
    },
    { inputs: [{ indices: 1 }, table] },
    { inputs: [{ indices: [0, 1, 1] }, table], attributes: { padding_idx: 1 }, kink: true },
    { inputs: [{ indices: [2, 1] }, table], attributes: { padding_idx: -1 }, kink: true }
  ],
  forward: ([k, w], { padding_idx }) => {
    const [indices, weight] = [k as Tensor, w as Tensor];
    const [rows = 0] = weight.shape;
    if (padding_idx !== null && (padding_idx >= rows || padding_idx < -rows)) {
      throw new TorchError('Padding_idx must be within num_embeddings', 'AssertionError');
    }
    if (weight.shape.length !== 2) throw new TorchError("'weight' must be 2-D");
    return lookUp(indices, weight);
  },
  vjp: ({ upstream, inputs: [k, w], attributes: { padding_idx } }) => {
    const [indices, weight] = [k as Tensor, w as Tensor];
    const [rows = 0] = weight.shape;
    const padding = padding_idx !== null && padding_idx < 0 ? padding_idx + rows : padding_idx;
    const g = withoutPadding(upstream, indices, padding);
    return [null, apply('embedding_backward', [g, indices], { size: weight.shape })];
  }
});
