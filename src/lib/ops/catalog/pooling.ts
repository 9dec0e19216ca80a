import { TorchError } from '../../tensor/errors';
import { numel } from '../../tensor/shape';
import { fromValues, Tensor } from '../../tensor/tensor';
import { bool, int, ints } from '../attributes';
import { flat } from '../convolve';
import { define, hidden, type OpDefinition } from '../define';
import { apply } from '../dispatch';
import { placeFlat, positions } from '../places';
import { eachWindow, largest, type PoolAttributes, type Windows, windowsOf } from '../windows';
import { docs, INPUT, notImplemented } from './common';

const square = ints('Height and width of the window; one number stands for both.');
const step = ints('Step between windows; None is the size of the window.', null);
const pad = ints('Border added on all sides.', [0]);
const ceil = bool('Whether a last window may reach over the edge.', false);
const AVERAGE = {
  kernel_size: square,
  stride: step,
  padding: pad,
  ceil_mode: ceil,
  count_include_pad: bool('Whether the border counts among the elements.', true),
  divisor_override: int('What sums are divided by instead of the number of elements.', null)
};

interface AverageAttributes extends PoolAttributes {
  readonly count_include_pad: boolean;
  readonly divisor_override: number | null;
}

/** What each window's sum is divided by. */
function divisor(w: Windows, window: number, covered: number, a: AverageAttributes): number {
  if (a.divisor_override !== null) return a.divisor_override;
  if (!a.count_include_pad) return covered;
  const place_ = window % (w.outHigh * w.outWide);
  const reach = (i: 0 | 1, at: number, size: number): number => {
    const start = at * w.stride[i] - w.padding[i];
    return Math.min(start + w.kernel[i], size + w.padding[i]) - start;
  };
  return reach(0, Math.floor(place_ / w.outWide), w.high) * reach(1, place_ % w.outWide, w.wide);
}

/** The transpose of average pooling: each window hands its gradient to its elements in equal shares. */
const spreadAverage = hidden({
  name: 'avg_pool2d_backward',
  attributes: { ...AVERAGE, size: ints('Shape of the result.') },
  gradFn: 'AvgPool2DBackwardBackward0',
  forward: ([g], { size, ...attributes }) => {
    const grad = g as Tensor;
    const w = windowsOf('avg_pool2d', size, attributes);
    const values = flat(grad);
    const total = new Float64Array(numel(size));
    eachWindow(w, (window, rows, columns, plane) => {
      const share =
        (values[window] ?? 0) / divisor(w, window, rows.length * columns.length, attributes);
      for (const y of rows) {
        for (const x of columns) {
          const at = plane + y * w.wide + x;
          total[at] = (total[at] ?? 0) + share;
        }
      }
    });
    return fromValues(total, size, grad.dtype);
  },
  vjp: ({ upstream, attributes: { size: _, ...attributes } }) => [
    apply('avg_pool2d', [upstream], attributes)
  ]
});

export const poolingInternals: OpDefinition[] = [spreadAverage];

const image = [
  [
    [
      [1, 2, 0, -1],
      [0.5, -2, 3, 1],
      [2, 1, -1, 0],
      [1.5, 0.25, 2.5, -3]
    ]
  ]
];
const plane = [
  [
    [1, 5, 2],
    [-3, 0.5, 4],
    [2.5, -1, 3]
  ]
];

export const poolings: OpDefinition[] = [
  define({
    name: 'max_pool2d',
    family: 'layer',
    summary: 'Keeps the largest element of each window; it alone receives the gradient.',
    source: docs('torch.nn.functional.max_pool2d'),
    inputs: [INPUT],
    attributes: {
      kernel_size: { ...square, start: [2] },
      stride: step,
      padding: pad,
      dilation: ints('Step between the elements of a window.', [1]),
      ceil_mode: ceil
    },
    torch: { functions: ['torch.nn.functional.max_pool2d', 'torch.max_pool2d'], methods: [] },
    gradFn: 'MaxPool2DWithIndicesBackward0',
    latex: ([a]) => `\\max_{\\text{window}} ${a?.text ?? ''}`,
    saves: { inputs: [0], output: false },
    kinks: 'Among equal elements the first one of the window receives the gradient.',
    samples: [
      { inputs: [image], attributes: { kernel_size: [2] } },
      { inputs: [image], attributes: { kernel_size: [3], stride: [1], padding: [1] }, kink: true },
      { inputs: [plane], attributes: { kernel_size: [2], ceil_mode: true } },
      { inputs: [image], attributes: { kernel_size: [2, 1], stride: [1, 2], dilation: [2, 1] } },
      {
        inputs: [
          [
            [
              [1, 1],
              [NaN, 1]
            ]
          ]
        ],
        attributes: { kernel_size: [2] },
        kink: true
      }
    ],
    forward: ([t], attributes) => {
      const input = t as Tensor;
      const w = windowsOf('max_pool2d', input.shape, attributes);
      if (input.dtype === 'int64' || input.dtype === 'bool') {
        throw new TorchError(notImplemented('max_pool2d', input.dtype));
      }
      const values = flat(input);
      const picked = largest(input, w).map((at) => values[at] ?? NaN);
      return fromValues(picked, w.output, input.dtype);
    },
    vjp: ({ upstream, inputs: [t], attributes }) => {
      const input = t as Tensor;
      const w = windowsOf('max_pool2d', input.shape, attributes);
      return [placeFlat(upstream, positions(largest(input, w), w.output), input.shape)];
    }
  }),
  define({
    name: 'avg_pool2d',
    family: 'layer',
    summary: 'Averages each window; its elements share the gradient equally.',
    source: docs('torch.nn.functional.avg_pool2d'),
    inputs: [INPUT],
    attributes: { ...AVERAGE, kernel_size: { ...square, start: [2] } },
    torch: { functions: ['torch.nn.functional.avg_pool2d'], methods: [] },
    gradFn: 'AvgPool2DBackward0',
    latex: ([a]) => `\\operatorname{mean}_{\\text{window}} ${a?.text ?? ''}`,
    saves: { inputs: [0], output: false },
    samples: [
      { inputs: [image], attributes: { kernel_size: [2] } },
      { inputs: [image], attributes: { kernel_size: [3], stride: [2], padding: [1] } },
      {
        inputs: [image],
        attributes: { kernel_size: [3], stride: [2], padding: [1], count_include_pad: false }
      },
      { inputs: [plane], attributes: { kernel_size: [2], ceil_mode: true } },
      { inputs: [plane], attributes: { kernel_size: [2], divisor_override: 3 } }
    ],
    forward: ([t], attributes) => {
      const input = t as Tensor;
      if (attributes.divisor_override === 0) throw new TorchError('divisor must be not zero');
      const w = windowsOf('avg_pool2d', input.shape, attributes);
      if (input.dtype === 'bool') throw new TorchError(notImplemented('avg_pool2d', 'bool'));
      const values = flat(input);
      const means = new Float64Array(numel(w.output));
      eachWindow(w, (window, rows, columns, first) => {
        let sum = 0;
        for (const y of rows) for (const x of columns) sum += values[first + y * w.wide + x] ?? 0;
        means[window] = sum / divisor(w, window, rows.length * columns.length, attributes);
      });
      if (input.dtype === 'int64') means.forEach((mean, i) => (means[i] = Math.trunc(mean)));
      return fromValues(means, w.output, input.dtype);
    },
    vjp: ({ upstream, inputs: [t], attributes }) => [
      apply('avg_pool2d_backward', [upstream], { ...attributes, size: (t as Tensor).shape })
    ]
  })
];
