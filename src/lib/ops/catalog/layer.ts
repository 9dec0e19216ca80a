import { scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, numel } from '../../tensor/shape';
import { fromValues, Tensor } from '../../tensor/tensor';
import { define } from '../define';
import { apply } from '../dispatch';
import { matrixProducts } from '../matmul';
import { requireMatrices, requireVector } from '../products';
import { reduceTo } from '../reshape';
import { docs, INPUT, notImplemented } from './common';

/** Rows of the last dimension, as a matrix. */
const asMatrix = (t: Tensor): Tensor =>
  t.shape.length === 2 ? t : apply('reshape', [t], { shape: [-1, t.shape.at(-1) ?? 1] });

/** @throws TorchError for what a linear layer can't be made of, in PyTorch's words */
function checkLinear(input: Tensor, weight: Tensor, bias: Tensor | undefined): void {
  if (weight.shape.length > 2) {
    throw new TorchError(
      `t() expects a tensor with <= 2 dimensions, but self is ${weight.shape.length}D`
    );
  }
  if (input.shape.length === 0 || weight.shape.length === 0) {
    throw new TorchError(
      `both arguments to matmul need to be at least 1D, but they are ${input.shape.length}D and ${weight.shape.length}D`
    );
  }
  const inner = input.shape.at(-1) ?? 1;
  const rows = input.numel / Math.max(1, inner);
  const [outputs = 1, features = 0] =
    weight.shape.length === 1 ? [1, weight.shape[0] ?? 0] : weight.shape;
  const count = input.shape.length === 1 ? 1 : rows;
  if (weight.shape.length === 1) requireVector(count, inner, features);
  else requireMatrices([count, inner], [features, outputs]);
  if (bias && !(bias.shape.length <= 1 && [1, outputs].includes(bias.numel))) {
    const target = [rows, outputs];
    throw new TorchError(
      `The expanded size of the tensor (${outputs}) must match the existing size (${bias.shape.at(-1) ?? 1}) at non-singleton dimension 1.  Target sizes: ${listText(target)}.  Tensor sizes: ${listText(bias.shape)}`
    );
  }
  if (bias && bias.dtype !== weight.dtype) {
    throw new TorchError('self and mat2 must have the same dtype');
  }
  if (input.dtype !== weight.dtype) {
    throw new TorchError(
      bias
        ? 'mat1 and mat2 must have the same dtype'
        : `expected scalar type ${scalarTypeName(input.dtype)} but found ${scalarTypeName(weight.dtype)}`
    );
  }
  if (input.dtype === 'bool') throw new TorchError(notImplemented('addmm_impl_cpu_', 'bool'));
}

function linearGradFn([x, w, bias]: readonly Tensor[]): string {
  const rank = x?.shape.length ?? 0;
  if (w?.shape.length === 1) return rank === 1 ? 'DotBackward0' : 'MvBackward0';
  if (rank === 1) return bias ? 'AddBackward0' : 'SqueezeBackward3';
  if (rank === 2) return bias ? 'AddmmBackward0' : 'MmBackward0';
  if (!bias) return 'UnsafeViewBackward0';
  return rank === 3 && x?.isContiguous ? 'ViewBackward0' : 'AddBackward0';
}

export const linear = define({
  name: 'linear',
  family: 'layer',
  summary: 'Multiplies the input by the transposed weight and adds the bias: a layer of neurons.',
  source: docs('torch.nn.functional.linear'),
  inputs: [INPUT, { name: 'weight', symbol: 'W' }, { name: 'bias', symbol: 'b', optional: true }],
  torch: { functions: ['torch.nn.functional.linear'], methods: [] },
  gradFn: linearGradFn,
  latex: ([x, w, b]) => `${x?.text ?? ''}\\,{${w?.text ?? ''}}^{\\top}${b ? ` + ${b.text}` : ''}`,
  saves: (needed) => ({
    inputs: [...(needed[1] ? [0] : []), ...(needed[0] ? [1] : [])],
    output: false
  }),
  samples: [
    {
      inputs: [
        [
          [1, 2],
          [-1, 0.5],
          [3, -2]
        ],
        [
          [0.5, -1],
          [2, 1]
        ],
        [0.25, -0.5]
      ]
    },
    {
      inputs: [
        [[1, 2]],
        [
          [0.5, -1],
          [2, 1],
          [1, 0]
        ]
      ]
    },
    { inputs: [[1, -2, 3], [[0.5, -1, 2]], [1]] },
    { inputs: [[1, -2], [[0.5, -1]]] },
    {
      inputs: [
        [
          [
            [1, 2],
            [0, -1]
          ],
          [
            [2, 0.5],
            [1, 1]
          ]
        ],
        [[0.5, -1]],
        [0.25]
      ]
    },
    {
      inputs: [
        [1, 2],
        [3, -0.5]
      ]
    }
  ],
  forward: ([x, w, bias]) => {
    const [input, weight] = [x as Tensor, w as Tensor];
    checkLinear(input, weight, bias);
    const { dtype } = input;
    const flatInput = input.isContiguous ? input : fromValues(input.values(), input.shape, dtype);
    const inner = input.shape.at(-1) ?? 1;
    const rows = inner === 0 ? numel(input.shape.slice(0, -1)) : input.numel / inner;
    const outputs = weight.shape.length === 1 ? 1 : (weight.shape[0] ?? 0);
    const a = flatInput.sharing([rows, inner], [inner, 1], flatInput.offset);
    const [rowStep = 1, columnStep = 1] =
      weight.shape.length === 1 ? [0, weight.strides[0] ?? 1] : weight.strides;
    const b = weight.sharing([inner, outputs], [columnStep, rowStep], weight.offset);
    const { data } = matrixProducts(a, b, dtype, bias);
    const leading = input.shape.slice(0, -1);
    return new Tensor(data, weight.shape.length === 1 ? leading : [...leading, outputs], dtype);
  },
  vjp: ({ upstream, inputs: [x, w, bias] }, needed) => {
    const [input, weight] = [x as Tensor, w as Tensor];
    const isVector = weight.shape.length === 1;
    const g = isVector ? apply('unsqueeze', [upstream], { dim: -1 }) : upstream;
    const matrix = isVector ? apply('unsqueeze', [weight], { dim: 0 }) : weight;
    const toWeight = (): Tensor => {
      const columns = asMatrix(g.shape.length === 1 ? apply('unsqueeze', [g], { dim: 0 }) : g);
      const found = apply('matmul', [apply('t', [columns]), asMatrix(input)]);
      return isVector ? apply('squeeze', [found], { dim: 0 }) : found;
    };
    return [
      needed[0] ? apply('matmul', [g, matrix]) : null,
      needed[1] ? toWeight() : null,
      bias && needed[2] ? reduceTo(upstream, bias.shape) : null
    ];
  }
});
