import { allocate, isFloating, type DType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { fullLike, pythonScalar, Tensor } from '../../tensor/tensor';
import { define, SAVES_NOTHING, type OpDefinition } from '../define';
import { tensors } from '../dispatch';
import { indexed } from '../latex';
import { expandTo } from '../reshape';
import { docs, INPUT, torchNames } from './common';

const scalarOf = (value: number, dtype: DType): Tensor => {
  const data = allocate(dtype, 1);
  data[0] = value;
  return new Tensor(data, [], dtype);
};

const total = (t: Tensor): number => t.values().reduce((sum, value) => sum + value, 0);

const samples = [
  { inputs: [3] },
  { inputs: [[1, 2.5, -3]] },
  {
    inputs: [
      [
        [1, 2],
        [3, 4],
        [5, 6]
      ]
    ]
  }
];

export const reductions: OpDefinition[] = [
  define({
    name: 'sum',
    family: 'reduction',
    summary: 'Adds up all elements; each receives the whole upstream gradient.',
    source: docs('torch.sum'),
    inputs: [INPUT],
    torch: torchNames('sum'),
    gradFn: 'SumBackward0',
    latex: ([a]) => (a ? `\\sum_i ${indexed(a)}` : ''),
    localLatex: () => '1',
    local: (_, [t], output) => (t ? fullLike({ shape: t.shape, dtype: output.dtype }, 1) : null),
    saves: SAVES_NOTHING,
    forward: ([t]) => {
      const input = t as Tensor;
      return scalarOf(total(input), isFloating(input.dtype) ? input.dtype : 'int64');
    },
    vjp: ({ upstream, inputs: [t] }) => [expandTo(upstream, (t as Tensor).shape)],
    samples
  }),
  define({
    name: 'mean',
    family: 'reduction',
    summary: 'Averages all elements; each receives an equal share of the upstream gradient.',
    source: docs('torch.mean'),
    inputs: [INPUT],
    torch: torchNames('mean'),
    gradFn: 'MeanBackward0',
    latex: ([a]) => (a ? `\\frac{1}{n} \\sum_i ${indexed(a)}` : ''),
    localLatex: () => '\\frac{1}{n}',
    local: (_, [t], output) =>
      t ? fullLike({ shape: t.shape, dtype: output.dtype }, 1 / t.numel) : null,
    saves: SAVES_NOTHING,
    forward: ([t]) => {
      const input = t as Tensor;
      if (!isFloating(input.dtype)) {
        const name = input.dtype === 'bool' ? 'Bool' : 'Long';
        throw new TorchError(
          `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${name}`
        );
      }
      return scalarOf(total(input) / input.numel, input.dtype);
    },
    vjp: ({ upstream, inputs: [t] }) => {
      const input = t as Tensor;
      return [tensors.div(expandTo(upstream, input.shape), pythonScalar(input.numel))];
    },
    samples
  })
];
