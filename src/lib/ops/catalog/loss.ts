import { isFloating, requireCast, resultType, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { broadcastShapes, sameShape, sizeText } from '../../tensor/shape';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { warn } from '../../tensor/warnings';
import type { Algebra } from '../algebra';
import { type AttributeSpecs, bool, float, text } from '../attributes';
import { composite } from '../composite';
import { type OpDefinition, UNLISTED, type VjpContext } from '../define';
import { apply, call, tensors } from '../dispatch';
import { elementwise } from '../elementwise';
import type { Latex } from '../latex';
import { castTo, expandTo } from '../reshape';
import { docs, INPUT, notImplemented } from './common';

/** The weight of classes or elements, which may be left out. */
export const WEIGHT = { name: 'weight', symbol: 'w', optional: true };
export const TARGET = { name: 'target', symbol: 'y' };

/** @throws TorchError for a weight that a gradient is asked of, which PyTorch doesn't give */
export function requireConstant(op: string, name: string, t: Tensor | undefined): void {
  if (!t?.requiresGrad) return;
  throw new TorchError(
    `The function '${op}' is not differentiable with respect to argument '${name}'. This input cannot have requires_grad True.`
  );
}

/** How the losses of the elements become one. */
export const REDUCTION = text('What becomes of the losses of the elements.', [
  'mean',
  'sum',
  'none'
]);

/** @throws TorchError (ValueError) for a reduction that there isn't */
export function requireReduction(reduction: string, choices = ['mean', 'sum', 'none']): void {
  if (choices.includes(reduction)) return;
  throw new TorchError(`${reduction} is not a valid value for reduction`, 'ValueError');
}

export function reduced(t: Tensor, reduction: string): Tensor {
  requireReduction(reduction);
  return reduction === 'none' ? t : apply(reduction, [t]);
}

/**
 * Both in their common shape, with PyTorch's warning where they differ: a 0-d tensor that was stretched has its say in
 * the dtype.
 * @throws TorchError where the shapes don't broadcast
 */
function broadcastPair(input: Tensor, target: Tensor): [Tensor, Tensor] {
  if (sameShape(input.shape, target.shape)) return [input, target];
  warn(
    `Using a target size (${sizeText(target.shape)}) that is different to the input size (${sizeText(input.shape)}). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`
  );
  const shape = broadcastShapes(input.shape, target.shape);
  return [expandTo(input, shape), expandTo(target, shape)];
}

/** The losses of the elements in LaTeX, summed up or averaged. */
export const lossLatex =
  (one: (a: string, y: string) => string) =>
  (args: readonly Latex[], { reduction }: { readonly reduction: string }): string => {
    const [a, y] = args.map(({ text: name }) => `{${name}}_i`);
    const inner = one(a ?? 'a_i', y ?? 'y_i');
    if (reduction === 'none') return inner;
    return `${reduction === 'mean' ? '\\frac{1}{n} ' : ''}\\sum_i ${inner}`;
  };

interface PairEntry {
  readonly name: string;
  readonly summary: string;
  readonly attributes: AttributeSpecs;
  readonly signature: readonly string[];
  readonly gradFn: string;
  readonly latex: (a: string, y: string) => string;
  /** The losses of the elements, an operation with the same attributes. */
  readonly terms: OpDefinition;
  readonly samples: OpDefinition['samples'];
  /** Whether PyTorch writes the losses into a tensor of the input's dtype. */
  readonly intoInput?: boolean;
  /** Whether PyTorch's backward takes input and target of one dtype only. */
  readonly isStrict?: boolean;
}

/** A loss that compares input and target element by element. */
const pairLoss = ({
  name,
  terms,
  latex,
  intoInput = false,
  isStrict = false,
  ...entry
}: PairEntry): OpDefinition => {
  const composed = composite<AttributeSpecs>({
    ...entry,
    name,
    family: 'loss',
    source: docs(`torch.nn.functional.${name}`),
    inputs: [INPUT, TARGET],
    torch: { functions: [`torch.nn.functional.${name}`], methods: [] },
    latex: (args, { reduction }) => lossLatex(latex)(args, { reduction: String(reduction) }),
    compose: ([input, target], attributes) => {
      const [a, y] = broadcastPair(input as Tensor, target as Tensor);
      const reduction = String(attributes.reduction);
      requireReduction(reduction);
      if (intoInput) requireCast(resultType([a, y]), a.dtype);
      const one = call(terms, [a, y], attributes);
      return reduced(intoInput ? castTo(one, a.dtype) : one, reduction);
    }
  });
  return {
    ...composed,
    vjp: (context, needed) => {
      if (isStrict) requireOneType(context.inputs, needed);
      return directGradients(terms, context, needed) ?? composed.vjp(context, needed);
    }
  };
};

/**
 * The backward of some losses promotes no types, although their forward does.
 * @throws TorchError in PyTorch's words
 */
function requireOneType(inputs: readonly Tensor[], needed: readonly boolean[]): void {
  const own = inputs.find((_, k) => needed[k]);
  const other = inputs.find(({ dtype }) => own && dtype !== own.dtype);
  if (!own || !other) return;
  throw new TorchError(
    `Found dtype ${scalarTypeName(other.dtype)} but expected ${scalarTypeName(own.dtype)}`
  );
}

/** The same gradients by one pass over the elements, without a history; null where the pair isn't alike. */
function directGradients(
  terms: OpDefinition,
  { upstream, inputs, attributes, isRecorded }: VjpContext,
  needed: readonly boolean[]
): (Tensor | null)[] | null {
  const [a, y] = inputs as [Tensor, Tensor];
  const isAlike = sameShape(a.shape, y.shape) && a.dtype === y.dtype && a.dtype === upstream.dtype;
  if (isRecorded || !isAlike || terms.saves(needed, attributes).output) return null;
  const share =
    attributes.reduction === 'mean' ? tensors.div(upstream, pythonScalar(a.numel)) : upstream;
  // Of the losses of the elements only shape and dtype are read, which are the input's.
  const context = { upstream: share, inputs, output: a, attributes, isRecorded };
  return terms.vjp(context, needed);
}

/** What refuses whole numbers in a kernel's name. */
const floatingIn =
  (kernel: string) =>
  (operands: readonly Tensor[]): string | null => {
    const dtype = resultType(operands);
    return isFloating(dtype) ? null : notImplemented(kernel, dtype);
  };

/** What the losses of the elements say as operations of their own. */
const hiddenPair = (name: string, gradFn: string) =>
  ({ ...UNLISTED, name: `${name}_terms`, inputs: [INPUT, TARGET], gradFn }) as const;

const pair = [
  [1, -2, 0.5],
  [0.5, -1.25, 2]
];
const grid = [
  [
    [1, 2],
    [-1, 0.5]
  ],
  [
    [0.5, 2.5],
    [1.25, -2]
  ]
];

const mseTerms = elementwise({
  ...hiddenPair('mse_loss', 'MseLossBackward0'),
  attributes: { reduction: REDUCTION },
  refuses: floatingIn('mse_cpu'),
  expressions: () => ({
    value: (m, a, y) => m.mul(m.sub(a, y), m.sub(a, y)),
    vjps: [
      (m, g, _, a, y) => m.mul(g, m.mul(m.num(2), m.sub(a, y))),
      (m, g, _, a, y) => m.mul(g, m.mul(m.num(2), m.sub(y, a)))
    ]
  })
});

const mse = pairLoss({
  name: 'mse_loss',
  summary: 'The mean of squared differences between input and target.',
  attributes: { reduction: REDUCTION },
  signature: ['input', 'target', '*', 'reduction'],
  gradFn: 'MseLossBackward0',
  latex: (a, y) => `\\left(${a} - ${y}\\right)^{2}`,
  terms: mseTerms,
  isStrict: true,
  samples: [
    { inputs: pair },
    { inputs: grid, attributes: { reduction: 'sum' } },
    { inputs: pair, attributes: { reduction: 'none' } },
    { inputs: [2, 0.5] }
  ]
});

/** The slope of a loss that is squared up to an edge and straight beyond it; NaN stays NaN. */
const clipped = <T>(m: Algebra<T>, d: T, edge: number, divisor: number, straight: number): T =>
  m.where(
    m.le(d, m.num(-edge)),
    m.num(-straight),
    m.where(m.le(m.num(edge), d), m.num(straight), m.div(d, m.num(divisor)))
  );

const smoothL1Terms = elementwise({
  ...hiddenPair('smooth_l1_loss', 'SmoothL1LossBackward0'),
  attributes: { reduction: REDUCTION, beta: float('Where the square ends.', 1) },
  refuses: (operands, { beta }) =>
    !(beta >= 0)
      ? 'smooth_l1_loss does not support negative values for beta.'
      : floatingIn('smooth_l1_cpu')(operands),
  expressions: ({ beta }) => ({
    value: (m, a, y) => {
      const size = m.abs(m.sub(a, y));
      const square = m.div(m.mul(m.num(0.5), m.mul(size, size)), m.num(beta));
      return m.where(m.lt(size, m.num(beta)), square, m.sub(size, m.num(beta / 2)));
    },
    // Where beta is 0 nobody is within it, and dividing by it would spoil the second derivative.
    vjps: [
      (m, g, _, a, y) => m.mul(g, clipped(m, m.sub(a, y), beta, beta || 1, 1)),
      (m, g, _, a, y) => m.mul(g, clipped(m, m.sub(y, a), beta, beta || 1, 1))
    ]
  })
});

const smoothL1 = pairLoss({
  name: 'smooth_l1_loss',
  summary: 'Squared for small differences, absolute for those over beta.',
  attributes: { reduction: REDUCTION, beta: float('Where the square ends.', 1) },
  signature: ['input', 'target', '*', 'reduction', 'beta'],
  gradFn: 'SmoothL1LossBackward0',
  latex: (a, y) =>
    `\\begin{cases} \\frac{\\left(${a} - ${y}\\right)^{2}}{2 \\beta} & \\left|${a} - ${y}\\right| < \\beta \\\\ \\left|${a} - ${y}\\right| - \\frac{\\beta}{2} & \\text{otherwise} \\end{cases}`,
  terms: smoothL1Terms,
  samples: [
    { inputs: pair },
    { inputs: grid, attributes: { reduction: 'sum', beta: 2 } },
    { inputs: pair, attributes: { reduction: 'none', beta: 0.25 } }
  ]
});

const huberTerms = elementwise({
  ...hiddenPair('huber_loss', 'HuberLossBackward0'),
  attributes: { reduction: REDUCTION, delta: float('Where the square ends.', 1) },
  refuses: (operands, { delta }) =>
    !(delta > 0)
      ? 'huber_loss does not support non-positive values for delta.'
      : floatingIn('huber_cpu')(operands),
  expressions: ({ delta }) => ({
    value: (m, a, y) => {
      const size = m.abs(m.sub(a, y));
      const line = m.mul(m.num(delta), m.sub(size, m.num(delta / 2)));
      return m.where(m.lt(size, m.num(delta)), m.mul(m.num(0.5), m.mul(size, size)), line);
    },
    vjps: [
      (m, g, _, a, y) => m.mul(g, clipped(m, m.sub(a, y), delta, 1, delta)),
      (m, g, _, a, y) => m.mul(g, clipped(m, m.sub(y, a), delta, 1, delta))
    ]
  })
});

const huber = pairLoss({
  name: 'huber_loss',
  summary: 'Squared for small differences, growing straight for those over delta.',
  attributes: { reduction: REDUCTION, delta: float('Where the square ends.', 1) },
  signature: ['input', 'target', 'reduction', 'delta'],
  gradFn: 'HuberLossBackward0',
  latex: (a, y) =>
    `\\begin{cases} \\frac{\\left(${a} - ${y}\\right)^{2}}{2} & \\left|${a} - ${y}\\right| < \\delta \\\\ \\delta \\left(\\left|${a} - ${y}\\right| - \\frac{\\delta}{2}\\right) & \\text{otherwise} \\end{cases}`,
  terms: huberTerms,
  intoInput: true,
  isStrict: true,
  samples: [
    { inputs: pair },
    { inputs: grid, attributes: { reduction: 'sum', delta: 0.75 } },
    { inputs: pair, attributes: { reduction: 'none', delta: 2 } }
  ]
});

const l1 = composite({
  name: 'l1_loss',
  family: 'loss',
  summary: 'The mean of absolute differences between input and target.',
  source: docs('torch.nn.functional.l1_loss'),
  inputs: [INPUT, TARGET],
  attributes: { reduction: REDUCTION },
  signature: ['input', 'target', '*', 'reduction'],
  torch: { functions: ['torch.nn.functional.l1_loss'], methods: [] },
  gradFn: (_, { reduction }) =>
    ({ mean: 'MeanBackward0', sum: 'SumBackward0' })[reduction] ?? 'AbsBackward0',
  latex: lossLatex((a, y) => `\\left|${a} - ${y}\\right|`),
  kinks: 'Where both are equal the derivative is 0 by convention.',
  samples: [
    { inputs: pair },
    { inputs: grid, attributes: { reduction: 'sum' } },
    { inputs: pair, attributes: { reduction: 'none' } },
    {
      inputs: [
        [1, 2],
        [1, 3]
      ],
      kink: true
    }
  ],
  compose: ([input, target], { reduction }) => {
    const [a, y] = broadcastPair(input as Tensor, target as Tensor);
    requireReduction(reduction);
    return reduced(tensors.abs(tensors.sub(a, y)), reduction);
  }
});

/** t log t − t a, and with log_target e^t (t − a). */
const divergence = elementwise({
  ...UNLISTED,
  name: 'kl_div_terms',
  inputs: [INPUT, TARGET],
  attributes: { log_target: bool('Whether the target is given as logarithms.', false) },
  gradFn: 'SubBackward0',
  expressions: ({ log_target }) =>
    log_target
      ? {
          value: (m, a, t) => m.mul(m.exp(t), m.sub(t, a)),
          vjps: [
            (m, g, _, __, t) => m.neg(m.mul(g, m.exp(t))),
            (m, g, _, a, t) => m.mul(g, m.mul(m.exp(t), m.add(m.sub(t, a), m.num(1))))
          ]
        }
      : {
          value: (m, a, t) =>
            m.sub(m.guard(m.eq(t, m.num(0)), m.num(0), m.mul(t, m.log(t))), m.mul(t, a)),
          vjps: [
            (m, g, _, __, t) => m.neg(m.mul(g, t)),
            // The quotient is 1, and NaN at 0 as in PyTorch.
            (m, g, _, a, t) => {
              const log = m.where(m.eq(t, m.num(0)), m.num(0), m.log(t));
              return m.mul(g, m.sub(m.add(log, m.div(t, t)), a));
            }
          ]
        }
});

const klDiv = composite({
  name: 'kl_div',
  family: 'loss',
  summary: 'How far the distribution whose logarithms are the input is from the target.',
  source: docs('torch.nn.functional.kl_div'),
  inputs: [INPUT, TARGET],
  attributes: {
    reduction: text('What becomes of the losses of the elements.', [
      'mean',
      'sum',
      'none',
      'batchmean'
    ]),
    log_target: bool('Whether the target is given as logarithms.', false)
  },
  signature: ['input', 'target', '*', 'reduction', 'log_target'],
  torch: { functions: ['torch.nn.functional.kl_div'], methods: [] },
  gradFn: ([input], { reduction, log_target }) => {
    if (reduction === 'mean') return 'MeanBackward0';
    if (reduction === 'sum') return 'SumBackward0';
    if (reduction === 'batchmean') {
      return input && input.shape.length > 0 ? 'DivBackward0' : 'SumBackward0';
    }
    return log_target ? 'MulBackward0' : 'SubBackward0';
  },
  latex: lossLatex((a, y) => `${y} \\left(\\ln ${y} - ${a}\\right)`),
  kinks: 'Where the target is 0 its own derivative is NaN.',
  samples: [
    {
      inputs: [
        [-1, -2, -0.5],
        [0.2, 0.3, 0.5]
      ]
    },
    {
      inputs: [
        [
          [-1, -2],
          [-0.5, -1.5]
        ],
        [
          [0.4, 0.6],
          [0.1, 0.9]
        ]
      ],
      attributes: { reduction: 'batchmean' }
    },
    {
      inputs: [
        [-1, -2, -0.5],
        [-1.5, -1, -0.75]
      ],
      attributes: { reduction: 'sum', log_target: true }
    },
    {
      inputs: [
        [-1, -2],
        [0.25, 0.75]
      ],
      attributes: { reduction: 'none' }
    }
  ],
  compose: ([input, target], { reduction, log_target }) => {
    const [a, y] = [input as Tensor, target as Tensor];
    requireReduction(reduction, ['mean', 'sum', 'none', 'batchmean']);
    if (reduction === 'mean') {
      warn(
        "reduction: 'mean' divides the total loss by both the batch size and the support size.'batchmean' divides only by the batch size, and aligns with the KL div math definition.'mean' will be changed to behave the same as 'batchmean' in the next major release."
      );
    }
    if (![a, y].every((t) => isFloating(t.dtype))) {
      throw new TorchError('kl_div: Integral inputs not supported.');
    }
    broadcastShapes(y.shape, a.shape);
    const terms = call(divergence, [a, y], { log_target });
    if (reduction !== 'batchmean') return reduced(terms, reduction);
    const total = apply('sum', [terms]);
    const batch = a.shape[0];
    return batch === undefined ? total : tensors.div(total, pythonScalar(batch));
  }
});

export const losses: OpDefinition[] = [mse, l1, smoothL1, huber, klDiv];
export const lossInternals: OpDefinition[] = [mseTerms, smoothL1Terms, huberTerms, divergence];
