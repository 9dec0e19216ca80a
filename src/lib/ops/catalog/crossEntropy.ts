import { isFloating, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, numel, sameShape } from '../../tensor/shape';
import { fullLike, pythonScalar, type Tensor } from '../../tensor/tensor';
import { float, int } from '../attributes';
import { composite } from '../composite';
import type { OpDefinition } from '../define';
import { apply, tensors } from '../dispatch';
import { docs, INPUT, notImplemented } from './common';
import {
  lossLatex,
  reduced,
  REDUCTION,
  requireConstant,
  requireReduction,
  TARGET,
  WEIGHT
} from './loss';

const CLASSES = { ...TARGET, indices: true };
const IGNORED = int('Class that counts for nothing.', -100);

/** @throws TorchError for shapes and dtypes that don't fit, in PyTorch's order */
function checkClasses(input: Tensor, target: Tensor, weight: Tensor | undefined): void {
  const [own, other] = [input.shape, target.shape];
  if (own.length === 0) throw new TorchError('Expected 1 or more dimensions (got 0)', 'ValueError');
  if (own.length > 1 && own[0] !== (other[0] ?? 0)) {
    throw new TorchError(
      `Expected input batch_size (${own[0]}) to match target batch_size (${other[0] ?? 0}).`,
      'ValueError'
    );
  }
  const forward = own.length > 2 ? 'nll_loss2d_forward' : 'nll_loss_forward';
  requireConstant(forward, 'weight', weight);
  if (own.length <= 2 && other.length > 1) {
    throw new TorchError('0D or 1D target tensor expected, multi-target not supported');
  }
  if (own.length === 1 && other.length === 1 && other[0] !== own[0]) {
    throw new TorchError(`size mismatch (got input: ${listText(own)}, target: ${listText(other)})`);
  }
  if (own.length === 4 && !sameShape([own[0] ?? 0, ...own.slice(2)], other)) {
    throw new TorchError(`size mismatch (got input: ${listText(own)} , target: ${listText(other)}`);
  }
  if (own.length > 2 && !sameShape([own[0] ?? 0, ...own.slice(2)], other)) {
    throw new TorchError(
      `Expected target size ${listText([own[0] ?? 0, ...own.slice(2)])}, got ${listText(other)}`
    );
  }
  const classes = own.length === 1 ? own[0] : own[1];
  if (weight && (weight.shape.length !== 1 || weight.numel !== classes)) {
    throw new TorchError(
      `weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of shape: ${listText(weight.shape)}`
    );
  }
  if (!isFloating(input.dtype)) {
    throw new TorchError(notImplemented('nll_loss_out_frame', input.dtype));
  }
  if (target.dtype !== 'int64') {
    throw new TorchError(`expected scalar type Long but found ${scalarTypeName(target.dtype)}`);
  }
  if (weight && weight.dtype !== input.dtype) {
    throw new TorchError(
      `expected scalar type ${scalarTypeName(input.dtype)} but found ${scalarTypeName(weight.dtype)}`
    );
  }
}

interface Weighed {
  /** Whether each place counts for nothing. */
  readonly isIgnored: Tensor;
  /** Class of each place, ignored ones as class 0. */
  readonly classes: Tensor;
  /** What each place weighs; 0 for ignored ones. */
  readonly weights: Tensor;
}

/** @throws TorchError (IndexError) for a class that there isn't */
function weighed(
  input: Tensor,
  target: Tensor,
  weight: Tensor | undefined,
  ignored: number
): Weighed {
  const count = input.shape[input.shape.length === 1 ? 0 : 1] ?? 0;
  const own = weight?.values();
  const values = target.values();
  for (const one of values) {
    if (one !== ignored && (one < 0 || one >= count)) {
      throw new TorchError(`Target ${one} is out of bounds.`, 'IndexError');
    }
  }
  const isIgnored = fullLike({ shape: target.shape, dtype: 'bool' }, 0);
  const classes = fullLike(target, 0);
  const weights = fullLike({ shape: target.shape, dtype: input.dtype }, 0);
  values.forEach((one, i) => {
    if (one === ignored) {
      isIgnored.data[i] = 1;
      return;
    }
    classes.data[i] = one;
    weights.data[i] = own ? (own[one] ?? 0) : 1;
  });
  return { isIgnored, classes, weights };
}

/** Minus the element of the target's class at each place, weighed. */
function picked(input: Tensor, { isIgnored, classes, weights }: Weighed): Tensor {
  const dim = input.shape.length === 1 ? 0 : 1;
  const index = apply('unsqueeze', [classes], { dim });
  const chosen = apply('squeeze', [apply('gather', [input, index], { dim })], { dim });
  // An ignored place counts 0 even where its element is infinite.
  const term = tensors.mul(tensors.neg(chosen), weights);
  return tensors.where(isIgnored, fullLike({ shape: [], dtype: input.dtype }, 0), term);
}

function averaged(terms: Tensor, { weights }: Weighed, reduction: string): Tensor {
  if (reduction !== 'mean') return reduced(terms, reduction);
  const total = weights.values().reduce((sum, one) => sum + one, 0);
  return tensors.div(apply('sum', [terms]), pythonScalar(total, 'float64'));
}

const nllGradFn = ([input]: readonly Tensor[], { reduction }: { reduction: string }): string => {
  const rank = input?.shape.length ?? 2;
  if (rank <= 2) return 'NllLossBackward0';
  return rank !== 4 && reduction === 'none' ? 'ViewBackward0' : 'NllLoss2DBackward0';
};

const logits = [
  [1, 2, -1],
  [0.5, 0, 3]
];
const logs = [
  [-1.5, -0.5, -2],
  [-0.25, -3, -1]
];
const spatial = [
  [
    [1, 2],
    [0, -1],
    [0.5, 1]
  ],
  [
    [2, -1],
    [1, 0.5],
    [0, 3]
  ]
];

const nll = composite({
  name: 'nll_loss',
  family: 'loss',
  summary: 'Takes minus the log-probability of each target class, and their weighted mean.',
  source: docs('torch.nn.functional.nll_loss'),
  inputs: [INPUT, CLASSES, WEIGHT],
  attributes: { ignore_index: IGNORED, reduction: REDUCTION },
  signature: ['input', 'target', 'weight', '*', 'ignore_index', 'reduction'],
  torch: { functions: ['torch.nn.functional.nll_loss'], methods: [] },
  gradFn: nllGradFn,
  latex: lossLatex((a, y) => `-{${a}}_{${y}}`),
  samples: [
    { inputs: [logs, { indices: [2, 0] }] },
    { inputs: [logs, { indices: [1, 1] }], attributes: { reduction: 'sum' } },
    { inputs: [logs, { indices: [2, 0] }], attributes: { reduction: 'none' } },
    { inputs: [logs, { indices: [2, 0] }], attributes: { ignore_index: 0 } },
    {
      inputs: [
        spatial,
        {
          indices: [
            [0, 2],
            [1, 1]
          ]
        }
      ]
    },
    { inputs: [logs[0] ?? [], { indices: 1 }] }
  ],
  compose: ([input, target, weight], { ignore_index, reduction }) => {
    const [a, y] = [input as Tensor, target as Tensor];
    requireReduction(reduction);
    checkClasses(a, y, weight);
    // PyTorch takes as many targets as classes for one sample, and reads the first.
    const isList = a.shape.length === 1 && y.shape.length === 1;
    const first = isList ? apply('select', [y], { dim: 0, index: 0 }) : y;
    const counted = weighed(a, first, weight, ignore_index);
    return averaged(picked(a, counted), counted, reduction);
  }
});

/** @throws TorchError for probabilities that don't fit */
function checkProbabilities(
  target: Tensor,
  weight: Tensor | undefined,
  rank: number,
  count: number
): void {
  if (!isFloating(target.dtype)) {
    throw new TorchError(
      `Expected floating point type for target with class probabilities, got ${scalarTypeName(target.dtype)}`
    );
  }
  if (rank === 0) {
    throw new TorchError('Dimension specified as 1 but tensor has no dimensions', 'IndexError');
  }
  if (weight && (weight.shape.length !== 1 || weight.numel !== count)) {
    throw new TorchError(
      `cross_entropy: weight tensor should be defined either for all ${count} classes or no classes but got weight tensor of shape: ${listText(weight.shape)}`
    );
  }
}

/** The weight of each class along the dimension of classes. */
const alongClasses = (weight: Tensor, rank: number, dim: number): Tensor =>
  apply('reshape', [weight], {
    shape: Array.from({ length: rank }, (_, k) => (k === dim ? weight.numel : 1))
  });

const hasProbabilities = (input?: Tensor, target?: Tensor): boolean =>
  !!input && !!target && sameShape(input.shape, target.shape);

const crossEntropy = composite({
  name: 'cross_entropy',
  family: 'loss',
  summary: 'Takes minus the log of the softmax of each target class; targets may be probabilities.',
  source: docs('torch.nn.functional.cross_entropy'),
  inputs: [INPUT, CLASSES, WEIGHT],
  attributes: {
    ignore_index: IGNORED,
    reduction: REDUCTION,
    label_smoothing: float('Share of the target that is spread over all classes.', 0)
  },
  signature: ['input', 'target', 'weight', '*', 'ignore_index', 'reduction', 'label_smoothing'],
  torch: { functions: ['torch.nn.functional.cross_entropy'], methods: [] },
  gradFn: ([input, target], { reduction, label_smoothing }) => {
    if (hasProbabilities(input, target)) {
      return reduction === 'mean' && input && input.numel > 0 ? 'DivBackward1' : 'NegBackward0';
    }
    return label_smoothing > 0 ? 'AddBackward0' : nllGradFn([input as Tensor], { reduction });
  },
  latex: lossLatex((a, y) => `-\\ln \\operatorname{softmax}\\left(${a}\\right)_{${y}}`),
  samples: [
    { inputs: [logits, { indices: [2, 0] }] },
    { inputs: [logits, { indices: [1, 1] }], attributes: { reduction: 'sum' } },
    { inputs: [logits, { indices: [2, 0] }], attributes: { reduction: 'none' } },
    { inputs: [logits, { indices: [2, 0] }], attributes: { ignore_index: 0 } },
    { inputs: [logits, { indices: [2, 0] }], attributes: { label_smoothing: 0.1 } },
    {
      inputs: [
        logits,
        [
          [0.2, 0.3, 0.5],
          [1, 0, 0]
        ]
      ]
    },
    {
      inputs: [
        spatial,
        {
          indices: [
            [0, 2],
            [1, 1]
          ]
        }
      ]
    },
    { inputs: [logits[0] ?? [], { indices: 1 }] }
  ],
  compose: ([input, target, weight], { ignore_index, reduction, label_smoothing }) => {
    const [a, y] = [input as Tensor, target as Tensor];
    const rank = a.shape.length;
    const dim = rank === 1 ? 0 : 1;
    const classes = a.shape[dim] ?? 1;
    requireReduction(reduction);
    if (label_smoothing > 1) {
      throw new TorchError(`label_smoothing must be between 0.0 and 1.0. Got: ${label_smoothing}`);
    }
    if (sameShape(a.shape, y.shape)) {
      checkProbabilities(y, weight, rank, classes);
      if (ignore_index >= 0) {
        throw new TorchError('ignore_index is not supported for floating point target');
      }
      const logProbabilities = apply('log_softmax', [a], { dim });
      const share = pythonScalar(label_smoothing / classes);
      const smooth =
        label_smoothing > 0
          ? tensors.add(tensors.mul(y, pythonScalar(1 - label_smoothing)), share)
          : y;
      const weighedTerms = tensors.mul(logProbabilities, smooth);
      const terms = weight
        ? tensors.mul(weighedTerms, alongClasses(weight, rank, dim))
        : weighedTerms;
      if (reduction === 'none') return tensors.neg(apply('sum', [terms], { dim: [dim] }));
      const total = tensors.neg(apply('sum', [terms]));
      const places = numel(a.shape) / Math.max(1, classes);
      return reduction === 'sum' ? total : tensors.div(total, pythonScalar(places, 'float64'));
    }
    if (rank === 0) {
      throw new TorchError(
        'Dimension out of range (expected to be in range of [-1, 0], but got 1)',
        'IndexError'
      );
    }
    const logProbabilities = apply('log_softmax', [a], { dim });
    checkClasses(a, y, weight);
    const counted = weighed(a, y, weight, ignore_index);
    const loss = averaged(picked(logProbabilities, counted), counted, reduction);
    if (label_smoothing <= 0) return loss;
    const spread = weight
      ? tensors.mul(logProbabilities, alongClasses(weight, rank, dim))
      : logProbabilities;
    const everywhere = tensors.neg(apply('sum', [spread], { dim: [dim] }));
    const zero = fullLike({ shape: [], dtype: a.dtype }, 0);
    const smooth = averaged(tensors.where(counted.isIgnored, zero, everywhere), counted, reduction);
    return tensors.add(
      tensors.mul(loss, pythonScalar(1 - label_smoothing)),
      tensors.mul(smooth, pythonScalar(label_smoothing / classes))
    );
  }
});

export const entropies: OpDefinition[] = [crossEntropy, nll];
