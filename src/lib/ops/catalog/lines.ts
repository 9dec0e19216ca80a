import { isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { bool, ints } from '../attributes';
import { composite } from '../composite';
import type { OpDefinition } from '../define';
import { apply } from '../dispatch';
import { docs, INPUT, notImplemented } from './common';

const WINDOW = {
  kernel_size: { ...ints('Length of the window.'), start: [2] },
  stride: ints('Step between windows; None is the length of the window.', null),
  padding: ints('Border added on both sides.', [0])
};
const CEIL = bool('Whether a last window may reach over the edge.', false);

/** In one dimension: the rows of an image that is one element high. */
function asImage(t: Tensor, name: string): Tensor {
  const rank = t.shape.length;
  if (rank !== 2 && rank !== 3) {
    throw new TorchError(
      name === 'max_pool1d'
        ? `max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:[${t.shape.join(', ')}]`
        : `Expected 2 to 3 dimensions, but got ${rank}-dimensional tensor for argument #1 'self' (while checking arguments for avg_pool1d)`
    );
  }
  if (name === 'max_pool1d' && !isFloating(t.dtype)) {
    throw new TorchError(notImplemented('max_pool1d_impl', t.dtype));
  }
  return apply('unsqueeze', [t], { dim: -2 });
}

const first = (list: readonly number[], name: string, pool: string): number => {
  const [one] = list;
  if (list.length === 1 && one !== undefined) return one;
  throw new TorchError(`${pool}() argument '${name}' should contain one int (got ${list.length})`);
};

const line = [[[1, 2, 0, -1, 5, 3]]];

/** Windows over a line. */
export const linePoolings: OpDefinition[] = [
  composite({
    name: 'max_pool1d',
    family: 'layer',
    summary:
      'Keeps the largest element of each window along a line; it alone receives the gradient.',
    source: docs('torch.nn.functional.max_pool1d'),
    inputs: [INPUT],
    attributes: {
      ...WINDOW,
      dilation: ints('Step between the elements of a window.', [1]),
      ceil_mode: CEIL
    },
    torch: { functions: ['torch.nn.functional.max_pool1d', 'torch.max_pool1d'], methods: [] },
    gradFn: 'SqueezeBackward1',
    latex: ([a]) => `\\max_{\\text{window}} ${a?.text ?? ''}`,
    kinks: 'Among equal elements the first one of the window receives the gradient.',
    compose: ([t], { kernel_size, stride, padding, dilation, ceil_mode }) => {
      const one = (list: readonly number[], name: string): number =>
        first(list, name, 'max_pool1d');
      const image = asImage(t as Tensor, 'max_pool1d');
      const pooled = apply('max_pool2d', [image], {
        kernel_size: [1, one(kernel_size, 'kernel_size')],
        stride: stride === null ? null : [1, one(stride, 'stride')],
        padding: [0, one(padding, 'padding')],
        dilation: [1, one(dilation, 'dilation')],
        ceil_mode
      });
      return apply('squeeze', [pooled], { dim: -2 });
    },
    samples: [
      { inputs: [line], attributes: { kernel_size: [2] } },
      { inputs: [line], attributes: { kernel_size: [3], stride: [1], padding: [1] } }
    ]
  }),
  composite({
    name: 'avg_pool1d',
    family: 'layer',
    summary: 'Averages each window along a line; its elements share the gradient equally.',
    source: docs('torch.nn.functional.avg_pool1d'),
    inputs: [INPUT],
    attributes: {
      ...WINDOW,
      ceil_mode: CEIL,
      count_include_pad: bool('Whether the border counts among the elements.', true)
    },
    torch: { functions: ['torch.nn.functional.avg_pool1d', 'torch.avg_pool1d'], methods: [] },
    gradFn: 'SqueezeBackward1',
    latex: ([a]) => `\\operatorname{mean}_{\\text{window}} ${a?.text ?? ''}`,
    compose: ([t], { kernel_size, stride, padding, ceil_mode, count_include_pad }) => {
      const one = (list: readonly number[], name: string): number =>
        first(list, name, 'avg_pool1d');
      const image = asImage(t as Tensor, 'avg_pool1d');
      const pooled = apply('avg_pool2d', [image], {
        kernel_size: [1, one(kernel_size, 'kernel_size')],
        stride: stride === null ? null : [1, one(stride, 'stride')],
        padding: [0, one(padding, 'padding')],
        ceil_mode,
        count_include_pad
      });
      return apply('squeeze', [pooled], { dim: -2 });
    },
    samples: [
      { inputs: [line], attributes: { kernel_size: [2] } },
      { inputs: [line], attributes: { kernel_size: [3], stride: [1], padding: [1] } }
    ]
  })
];
