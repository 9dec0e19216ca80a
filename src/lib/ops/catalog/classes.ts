import { isFloating, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { fromValues, pythonScalar, type Tensor } from '../../tensor/tensor';
import { int } from '../attributes';
import { composite } from '../composite';
import { define, type OpDefinition, SAVES_NOTHING } from '../define';
import { apply, tensors } from '../dispatch';
import { docs, INPUT, MATRIX, notImplemented } from './common';
import { functional } from './parametric';
import { castTo } from '../reshape';
import { requireSize } from '../strided';

const refusal = (message: string): TorchError => new TorchError(message);

/** Class labels as vectors with one 1 each. */
export const oneHot: OpDefinition = define({
  name: 'one_hot',
  family: 'indexing',
  summary: 'Turns class labels into vectors that are 1 at their class and 0 elsewhere.',
  source: docs('torch.nn.functional.one_hot'),
  inputs: [{ name: 'input', symbol: 'k', indices: true }],
  attributes: {
    num_classes: int('How many classes there are; -1 counts up to the largest label.', -1)
  },
  torch: functional('one_hot'),
  gradFn: null,
  latex: ([k]) => `\\left[\\,j = {${k?.text ?? ''}}_i\\,\\right]`,
  saves: SAVES_NOTHING,
  forward: ([t], { num_classes }) => {
    const labels = t as Tensor;
    if (labels.dtype !== 'int64') throw refusal('one_hot is only applicable to index tensor.');
    const list = labels.values();
    if (list.length === 0) {
      if (num_classes <= 0) {
        throw refusal('Can not infer total number of classes from empty tensor.');
      }
      return fromValues([], [...labels.shape, num_classes], 'int64');
    }
    const [least, most] = list.reduce(
      ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
      [Infinity, -Infinity]
    );
    if (least < 0) throw refusal('Class values must be non-negative.');
    if (num_classes !== -1) {
      if (num_classes <= most) throw refusal('Class values must be smaller than num_classes.');
    }
    const classes = num_classes === -1 ? most + 1 : num_classes;
    const shape = [...labels.shape, classes];
    requireSize(shape, 'int64');
    const out = new Float64Array(list.length * classes);
    list.forEach((label, i) => (out[i * classes + label] = 1));
    return fromValues(out, shape, 'int64');
  },
  vjp: () => [null],
  samples: [
    { inputs: [{ indices: [0, 2, 1] }] },
    { inputs: [{ indices: [[0], [1]] }], attributes: { num_classes: 3 } },
    { inputs: [{ indices: 2 }] }
  ]
});

/** A relu whose slope for negative inputs is learnt. */
export const prelu: OpDefinition = composite({
  name: 'prelu',
  family: 'activation',
  summary:
    'Keeps positive inputs and multiplies the rest by a weight, one for all or one per channel.',
  source: docs('torch.nn.functional.prelu'),
  inputs: [INPUT, { name: 'weight', symbol: 'w' }],
  torch: { functions: ['torch.nn.functional.prelu', 'torch.prelu'], methods: ['prelu'] },
  gradFn: 'PreluBackward0',
  latex: ([a, w]) => {
    const x = a?.text ?? '';
    return `\\begin{cases} ${x} & ${x} > 0 \\\\ ${w?.text ?? ''} \\cdot ${x} & \\text{otherwise} \\end{cases}`;
  },
  kinks: 'At 0 the derivative is the weight by convention.',
  compose: ([t, w]) => {
    const input = t as Tensor;
    // A number has no type of its own.
    const weight = (w as Tensor).isPythonScalar ? castTo(w as Tensor, input.dtype) : (w as Tensor);
    const { shape } = input;
    if (weight.dtype === input.dtype && !isFloating(input.dtype)) {
      throw new TorchError(notImplemented('prelu_cpu', input.dtype));
    }
    if (weight.dtype !== input.dtype) {
      throw new TorchError(
        `Found dtype ${scalarTypeName(weight.dtype)} but expected ${scalarTypeName(input.dtype)}`
      );
    }
    if (weight.numel !== 1) {
      const channels = shape[1] ?? 1;
      if (shape.length === 0) throw new TorchError('Not allow zero-dim input tensor.');
      if (channels !== weight.numel) {
        throw new TorchError(
          `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${weight.numel} and channel size = ${channels}.`
        );
      }
    }
    if (weight.shape.length > 1) {
      throw new TorchError(
        `prelu: Expected \`weight\` to be a scalar or 1D tensor, but got ndim = ${weight.shape.length}`
      );
    }
    const wide = shape.map((_, k) => (k === 1 ? weight.numel : 1));
    const factor =
      weight.numel === 1
        ? apply('reshape', [weight], { shape: [] })
        : apply('reshape', [weight], { shape: wide });
    return tensors.where(tensors.lt(pythonScalar(0), input), input, tensors.mul(factor, input));
  },
  samples: [
    { inputs: [MATRIX, [0.25]] },
    { inputs: [MATRIX, [0.25, 0.5, -1]] },
    { inputs: [[[MATRIX, MATRIX]], [0.25, 2]] },
    { inputs: [[0], [0.25]], kink: true }
  ]
});
