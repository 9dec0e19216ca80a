import { isFloating, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, numel, sameShape, type Shape } from '../../tensor/shape';
import { fromValues, pythonScalar, type Tensor } from '../../tensor/tensor';
import { float, ints } from '../attributes';
import { define } from '../define';
import { apply, tensors } from '../dispatch';
import { castTo, reduceTo } from '../reshape';
import { docs, INPUT, notImplemented } from './common';

/** @throws TorchError in PyTorch's words */
function checkNormalized(
  input: Tensor,
  shape: Shape,
  weight: Tensor | undefined,
  bias: Tensor | undefined
): void {
  if (shape.length === 0) {
    throw new TorchError(
      'Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []'
    );
  }
  const given = { weight, bias };
  for (const [name, t] of Object.entries(given)) {
    if (t && !sameShape(t.shape, shape)) {
      throw new TorchError(
        `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${listText(t.shape)} and normalized_shape = ${listText(shape)}`
      );
    }
  }
  if (!sameShape(input.shape.slice(-shape.length), shape) || input.shape.length < shape.length) {
    throw new TorchError(
      `Given normalized_shape=${listText(shape)}, expected input with shape [*, ${shape.join(', ')}], but got input of size${listText(input.shape)}`
    );
  }
  if (!isFloating(input.dtype)) {
    throw new TorchError(notImplemented('LayerNormKernelImpl', input.dtype));
  }
  const other = [weight, bias].find((t) => t && t.dtype !== input.dtype);
  if (other) {
    throw new TorchError(
      `expected scalar type ${scalarTypeName(input.dtype)} but found ${scalarTypeName(other.dtype)}`
    );
  }
}

/** The input with mean 0 and variance 1 over its last dimensions, and the factor that it took, by operations. */
function normalized(input: Tensor, rank: number, eps: number): { hat: Tensor; scale: Tensor } {
  const dim = Array.from({ length: rank }, (_, i) => i - rank);
  const mean = (t: Tensor): Tensor => apply('mean', [t], { dim, keepdim: true });
  const centred = tensors.sub(input, mean(input));
  const variance = mean(tensors.mul(centred, centred));
  const scale = apply('rsqrt', [tensors.add(variance, pythonScalar(eps))]);
  return { hat: tensors.mul(centred, scale), scale };
}

export const layerNorm = define({
  name: 'layer_norm',
  family: 'layer',
  summary:
    'Shifts and scales each sample to mean 0 and variance 1 over its last dimensions, then by weight and bias.',
  source: docs('torch.nn.functional.layer_norm'),
  inputs: [
    INPUT,
    { name: 'weight', symbol: 'w', optional: true },
    { name: 'bias', symbol: 'b', optional: true }
  ],
  attributes: {
    normalized_shape: ints('Shape of the last dimensions that are normalised together.'),
    eps: float('Added to the variance, so that nothing is divided by 0.', 1e-5)
  },
  signature: ['input', 'normalized_shape', 'weight', 'bias', 'eps'],
  torch: {
    functions: ['torch.nn.functional.layer_norm', 'torch.layer_norm'],
    methods: []
  },
  gradFn: 'NativeLayerNormBackward0',
  latex: ([a, w, b]) => {
    const x = a?.text ?? '';
    const core = `\\frac{${x} - \\mu}{\\sqrt{\\sigma^{2} + \\epsilon}}`;
    return `${core}${w ? ` \\cdot ${w.text}` : ''}${b ? ` + ${b.text}` : ''}`;
  },
  saves: { inputs: [0, 1], output: false },
  samples: [
    {
      inputs: [
        [
          [1, 2, 4],
          [-1, 0.5, 3]
        ]
      ],
      attributes: { normalized_shape: [3] }
    },
    {
      inputs: [
        [
          [1, 2, 4],
          [-1, 0.5, 3]
        ],
        [1, 2, -0.5],
        [0.5, 0, 1]
      ],
      attributes: { normalized_shape: [3] }
    },
    {
      inputs: [
        [1, -2, 0.5, 3],
        [2, 1, 1, 3]
      ],
      attributes: { normalized_shape: [4] }
    },
    {
      inputs: [
        [
          [
            [1, 2],
            [3, 5]
          ],
          [
            [0, 1],
            [-1, 2]
          ]
        ]
      ],
      attributes: { normalized_shape: [2, 2], eps: 0.1 }
    }
  ],
  forward: ([x, weight, bias], { normalized_shape: shape, eps }) => {
    const input = x as Tensor;
    checkNormalized(input, shape, weight, bias);
    const width = numel(shape);
    const values = input.values();
    const [scale, shift] = [weight?.values(), bias?.values()];
    const out = new Float64Array(values.length);
    for (let start = 0; start < values.length; start += width) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += values[start + k] ?? 0;
      const mean = sum / width;
      let squares = 0;
      for (let k = 0; k < width; k++) squares += ((values[start + k] ?? 0) - mean) ** 2;
      const factor = 1 / Math.sqrt(squares / width + eps);
      for (let k = 0; k < width; k++) {
        const hat = ((values[start + k] ?? 0) - mean) * factor;
        out[start + k] = hat * (scale?.[k] ?? 1) + (shift?.[k] ?? 0);
      }
    }
    return fromValues(out, input.shape, input.dtype);
  },
  vjp: ({ upstream, inputs: [x, weight, bias], attributes }, needed) => {
    const input = x as Tensor;
    const { normalized_shape: shape, eps } = attributes;
    const rank = shape.length;
    const { hat, scale } = normalized(input, rank, eps);
    const dim = shape.map((_, i) => i - rank);
    const mean = (t: Tensor): Tensor => apply('mean', [t], { dim, keepdim: true });
    const toInput = (): Tensor => {
      const g = weight ? tensors.mul(upstream, weight) : upstream;
      const along = tensors.mul(hat, mean(tensors.mul(g, hat)));
      return tensors.mul(scale, tensors.sub(tensors.sub(g, mean(g)), along));
    };
    return [
      needed[0] ? castTo(toInput(), input.dtype) : null,
      weight && needed[1] ? reduceTo(tensors.mul(upstream, hat), weight.shape) : null,
      bias && needed[2] ? reduceTo(upstream, bias.shape) : null
    ];
  }
});
