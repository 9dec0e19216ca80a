import { isFloating, requireCast, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { broadcastShapes, listText, sameShape, type Shape, sizeText } from '../../tensor/shape';
import { fullLike, type Tensor } from '../../tensor/tensor';
import type { Algebra } from '../algebra';
import { composite } from '../composite';
import { type OpDefinition, UNLISTED } from '../define';
import { call, tensors } from '../dispatch';
import { elementwise } from '../elementwise';
import { castTo } from '../reshape';
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

/** The losses of probabilities; logarithms end at −100, and the slope's denominator at 1e-12. */
const binaryTerms = elementwise({
  ...UNLISTED,
  name: 'binary_cross_entropy_terms',
  inputs: [INPUT, TARGET],
  gradFn: 'BinaryCrossEntropyBackward0',
  value: (m, a, y) => {
    const floor = m.num(-100);
    const ended = (log: typeof a): typeof a => m.where(m.lt(log, floor), floor, log);
    const no = m.mul(m.sub(y, m.num(1)), ended(m.log1p(m.neg(a))));
    return m.sub(no, m.mul(y, ended(m.log(a))));
  },
  vjps: [
    (m, g, _, a, y) => {
      const least = m.num(1e-12);
      const spread = m.mul(m.sub(m.num(1), a), a);
      return m.div(m.mul(g, m.sub(a, y)), m.where(m.lt(spread, least), least, spread));
    },
    (m, g, _, a) => m.mul(g, m.sub(m.log1p(m.neg(a)), m.log(a)))
  ]
});

/** log(1 + e^−a), safe from overflow. */
const softplusOfMinus = <T>(m: Algebra<T>, a: T): T =>
  m.add(m.where(m.lt(a, m.num(0)), m.neg(a), m.num(0)), m.log1p(m.exp(m.neg(m.abs(a)))));

/** The same of logits, safe from overflow. */
const logitTerms = elementwise({
  ...UNLISTED,
  name: 'binary_cross_entropy_with_logits_terms',
  inputs: [INPUT, TARGET, { name: 'pos_weight', symbol: 'p' }],
  gradFn: 'BinaryCrossEntropyWithLogitsBackward0',
  value: (m, a, y, p) => {
    const soft = softplusOfMinus(m, a);
    const factor = m.add(m.mul(m.sub(p, m.num(1)), y), m.num(1));
    return m.add(m.mul(m.sub(m.num(1), y), a), m.mul(factor, soft));
  },
  vjps: [
    (m, g, _, a, y, p) => {
      const factor = m.add(m.mul(m.sub(p, m.num(1)), y), m.num(1));
      const no = m.sub(m.num(1), y);
      return m.mul(g, m.sub(no, m.mul(factor, m.sigmoid(m.neg(a)))));
    },
    (m, g, _, a, __, p) => {
      const soft = softplusOfMinus(m, a);
      return m.mul(g, m.sub(m.mul(m.sub(p, m.num(1)), soft), a));
    },
    null
  ]
});

/** PyTorch multiplies in place, so the weight has no say in the dtype. */
const timesWeight = (terms: Tensor, weight: Tensor): Tensor =>
  castTo(tensors.mul(terms, weight), terms.dtype);

/** @throws TorchError where a weight would make the result larger than the losses */
function requireWithin(shape: Shape, weight: Tensor): void {
  const all = broadcastShapes(shape, weight.shape);
  if (sameShape(all, shape)) return;
  throw new TorchError(
    `output with shape ${listText(shape)} doesn't match the broadcast shape ${listText(all)}`
  );
}

const yes = [
  [0.8, 0.1, 0.5],
  [1, 0, 0.25]
];
const binaryLatex = lossLatex(
  (a, y) => `-\\left({${y}} \\ln ${a} + \\left(1 - ${y}\\right) \\ln\\left(1 - ${a}\\right)\\right)`
);

const binary = composite({
  name: 'binary_cross_entropy',
  family: 'loss',
  summary: 'How badly probabilities fit targets between 0 and 1.',
  source: docs('torch.nn.functional.binary_cross_entropy'),
  inputs: [INPUT, TARGET, WEIGHT],
  attributes: { reduction: REDUCTION },
  signature: ['input', 'target', 'weight', '*', 'reduction'],
  torch: { functions: ['torch.nn.functional.binary_cross_entropy'], methods: [] },
  gradFn: 'BinaryCrossEntropyBackward0',
  latex: binaryLatex,
  kinks: 'Logarithms end at −100, so that a certain and wrong answer costs 100 and not infinity.',
  samples: [
    { inputs: yes },
    { inputs: yes, attributes: { reduction: 'sum' } },
    { inputs: yes, attributes: { reduction: 'none' } }
  ],
  compose: ([input, target, weight], { reduction }) => {
    const [a, y] = [input as Tensor, target as Tensor];
    requireReduction(reduction);
    if (!sameShape(a.shape, y.shape)) {
      throw new TorchError(
        `Using a target size (${sizeText(y.shape)}) that is different to the input size (${sizeText(a.shape)}) is deprecated. Please ensure they have the same size.`,
        'ValueError'
      );
    }
    if (y.dtype !== a.dtype) {
      throw new TorchError(
        `Found dtype ${scalarTypeName(y.dtype)} but expected ${scalarTypeName(a.dtype)}`
      );
    }
    if (!isFloating(a.dtype)) {
      throw new TorchError(notImplemented('binary_cross_entropy', a.dtype));
    }
    if (!a.values().every((one) => one >= 0 && one <= 1)) {
      throw new TorchError('all elements of input should be between 0 and 1');
    }
    requireConstant('binary_cross_entropy', 'weight', weight);
    if (weight) requireWithin(a.shape, weight);
    const terms = call(binaryTerms, [a, y]);
    return reduced(weight ? timesWeight(terms, weight) : terms, reduction);
  }
});

const INVERT =
  'If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.';
const ON_BOOL = `operator, on a bool tensor is not supported. ${INVERT}`;
const WITH_BOOL = `operator, with a bool tensor is not supported. ${INVERT}`;

/** @throws TorchError for whole numbers and conditions, by the step at which PyTorch's computation fails */
function requireLogits(a: Tensor, y: Tensor): void {
  if (a.dtype === 'bool') throw new TorchError(`Negation, the \`-\` ${ON_BOOL}`);
  if (y.dtype === 'bool') {
    throw new TorchError(
      'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.'
    );
  }
  requireCast(isFloating(a.dtype) ? a.dtype : 'float32', isFloating(y.dtype) ? a.dtype : y.dtype);
}

const WITH_LOGITS = 'binary_cross_entropy_with_logits';
const binaryLogits = composite({
  name: WITH_LOGITS,
  family: 'loss',
  summary: 'The binary cross entropy of the sigmoid of the input, safe from overflow.',
  source: docs(`torch.nn.functional.${WITH_LOGITS}`),
  inputs: [INPUT, TARGET, WEIGHT, { name: 'pos_weight', symbol: 'p', optional: true }],
  attributes: { reduction: REDUCTION },
  signature: ['input', 'target', 'weight', '*', 'reduction', 'pos_weight'],
  torch: { functions: [`torch.nn.functional.${WITH_LOGITS}`], methods: [] },
  gradFn: 'BinaryCrossEntropyWithLogitsBackward0',
  latex: lossLatex(
    (a, y) =>
      `-\\left({${y}} \\ln \\sigma\\left(${a}\\right) + \\left(1 - ${y}\\right) \\ln \\sigma\\left(-${a}\\right)\\right)`
  ),
  samples: [
    {
      inputs: [
        [1, -2, 0.5],
        [1, 0, 0.25]
      ]
    },
    {
      inputs: [
        [1, -2, 0.5],
        [0, 1, 0.5]
      ],
      attributes: { reduction: 'sum' }
    },
    {
      inputs: [
        [30, -30, 0.5],
        [0, 1, 1]
      ],
      attributes: { reduction: 'none' }
    }
  ],
  compose: ([input, target, weight, positive], { reduction }) => {
    const [a, y] = [input as Tensor, target as Tensor];
    requireReduction(reduction);
    if (!sameShape(a.shape, y.shape)) {
      throw new TorchError(
        `Target size (${sizeText(y.shape)}) must be the same as input size (${sizeText(a.shape)})`,
        'ValueError'
      );
    }
    requireLogits(a, y);
    requireConstant(WITH_LOGITS, 'weight', weight);
    requireConstant(WITH_LOGITS, 'pos_weight', positive);
    if (positive?.dtype === 'bool') {
      throw new TorchError(`Subtraction, the \`-\` ${WITH_BOOL}`);
    }
    if (positive) {
      broadcastShapes(positive.shape, a.shape);
      requireWithin(a.shape, positive);
    }
    if (weight) requireWithin(a.shape, weight);
    const one = positive ?? fullLike({ shape: [], dtype: a.dtype }, 1);
    // PyTorch computes them into a tensor that began as the target's.
    const terms = castTo(call(logitTerms, [a, y, one]), y.dtype);
    return reduced(weight ? timesWeight(terms, weight) : terms, reduction);
  }
});

export const binaryEntropies: OpDefinition[] = [binary, binaryLogits];
export const binaryEntropyInternals: OpDefinition[] = [binaryTerms, logitTerms];
