import { isFloating, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { numel, type Shape, sizeText } from '../../tensor/shape';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { bool, float, ints } from '../attributes';
import { composite } from '../composite';
import { type OpDefinition, UNLISTED } from '../define';
import { apply, tensors } from '../dispatch';
import { INPUT, notImplemented } from './common';
import { requireConstant } from './loss';

/** @throws TorchError in PyTorch's words */
function check(input: Tensor, others: Record<string, Tensor | undefined>, training: boolean): void {
  const { shape, dtype } = input;
  const channels = shape[1] ?? 0;
  const perChannel = numel(shape) / Math.max(1, channels);
  if (training && perChannel === 1) {
    throw new TorchError(
      `Expected more than 1 value per channel when training, got input size ${sizeText(shape)}`,
      'ValueError'
    );
  }
  for (const [name, t] of Object.entries(others)) {
    if (t) {
      if (t.numel === channels) continue;
      throw new TorchError(`${name} should contain ${channels} elements not ${t.numel}`);
    }
    if (name.startsWith('running') && !training) {
      throw new TorchError(`${name} must be defined in evaluation mode`);
    }
  }
  if (!isFloating(dtype)) throw new TorchError(notImplemented('batch_norm', dtype));
  if (Object.values(others).some((t) => t && t.dtype !== dtype)) {
    throw new TorchError(
      `mixed dtype (CPU): expect parameter to have scalar type of ${scalarTypeName('float32')}`
    );
  }
}

/** All dimensions but the second, that of the channels. */
const othersOf = ({ shape }: Tensor): number[] => shape.map((_, k) => k).filter((k) => k !== 1);

/** A number per channel in the shape that stretches over the others. */
function perChannel(t: Tensor, { shape }: Tensor): Tensor {
  const wide: Shape = shape.map((size, k) => (k === 1 ? size : 1));
  return apply('reshape', [t], { shape: wide });
}

/** What may be given besides the input, in this order. */
const NAMES = ['running_mean', 'running_var', 'weight', 'bias'] as const;
type Parameters = Partial<Record<(typeof NAMES)[number], Tensor | null>>;

const normalisation = composite({
  ...UNLISTED,
  name: 'batch_norm',
  inputs: [INPUT, { name: 'parameters', symbol: 'b', optional: true, variadic: true }],
  attributes: {
    given: ints('Which of the parameters are given, by their number.', []),
    training: bool('Whether mean and variance are those of the batch.', false),
    eps: float('Added to the variance, so that nothing is divided by 0.', 1e-5)
  },
  gradFn: 'NativeBatchNormBackward0',
  latex: () => '',
  compose: ([x, ...list], { given, training, eps }) => {
    const input = x as Tensor;
    const [mean, variance, weight, bias] = NAMES.map((_, k) => list[given.indexOf(k)]);
    check(input, { running_mean: mean, running_var: variance, weight, bias }, training);
    const own = { dim: othersOf(input), keepdim: true };
    const wide = (t: Tensor): Tensor => perChannel(t, input);
    const mu = training || !mean ? apply('mean', [input], own) : wide(mean);
    const spread =
      training || !variance ? apply('var', [input], { ...own, unbiased: false }) : wide(variance);
    const scale = apply('rsqrt', [tensors.add(spread, pythonScalar(eps))]);
    const hat = tensors.mul(tensors.sub(input, mu), scale);
    const scaled = weight ? tensors.mul(hat, wide(weight)) : hat;
    return bias ? tensors.add(scaled, wide(bias)) : scaled;
  }
});

export const batchNormInternals: OpDefinition[] = [normalisation];

/**
 * `F.batch_norm`: each channel (the second dimension) shifted and scaled to mean 0 and variance 1, those of the batch
 * in training and otherwise those recorded, then by weight and bias. What is recorded stays as it is: the caller moves
 * it. The parameters are vectors of one number per channel and of the input's floating dtype.
 * @throws TorchError in PyTorch's words for parameters that don't fit or are missing, (ValueError) where a channel has
 *   one value only to train with
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html
 */
export function batchNormalized(
  input: Tensor,
  parameters: Parameters,
  options: { readonly training: boolean; readonly eps: number }
): Tensor {
  for (const name of ['running_mean', 'running_var'] as const) {
    requireConstant('native_batch_norm', name, parameters[name] ?? undefined);
  }
  const list = NAMES.map((name) => parameters[name] ?? null);
  const given = list.flatMap((t, k) => (t ? [k] : []));
  const present = list.filter((t): t is Tensor => t !== null);
  return apply('batch_norm', [input, ...present], { given, ...options });
}
