import type { OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, isBool, OTHER, torchNames } from './common';

const INVERT =
  'If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.';

const pairs = [
  { inputs: [2, 3] },
  { inputs: [-1.5, 0.25] },
  {
    inputs: [
      [1, -2, 3],
      [0.5, 4, -1]
    ]
  },
  {
    inputs: [
      [
        [1, 2, 3],
        [4, 5, 6]
      ],
      [10, 20, 30]
    ]
  },
  { inputs: [[[1], [2]], [[3, 4, 5]]] },
  { inputs: [[1.5, -2], { scalar: 3 }] },
  { inputs: [{ scalar: 1 }, [1.5, -2]] }
];

export const arithmetic: OpDefinition[] = [
  elementwise({
    name: 'add',
    family: 'arithmetic',
    summary: 'Adds two tensors; each passes the upstream gradient on unchanged.',
    source: docs('torch.add'),
    inputs: [INPUT, OTHER],
    torch: { ...torchNames('add'), operator: '+' },
    gradFn: 'AddBackward0',
    value: (m, a, b) => m.add(a, b),
    vjps: [(_, g) => g, (_, g) => g],
    samples: pairs
  }),
  elementwise({
    name: 'sub',
    family: 'arithmetic',
    summary:
      'Subtracts the second tensor from the first; the second receives the gradient negated.',
    source: docs('torch.sub'),
    inputs: [INPUT, OTHER],
    torch: { ...torchNames('sub', 'torch.subtract'), operator: '-' },
    gradFn: ([first]) => (first?.isPythonScalar ? 'RsubBackward1' : 'SubBackward0'),
    refuses: (operands) =>
      !operands.some(isBool)
        ? null
        : operands.every(isBool)
          ? 'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.'
          : `Subtraction, the \`-\` operator, with a bool tensor is not supported. ${INVERT}`,
    value: (m, a, b) => m.sub(a, b),
    vjps: [(_, g) => g, (m, g) => m.neg(g)],
    samples: pairs
  }),
  elementwise({
    name: 'mul',
    family: 'arithmetic',
    summary: 'Multiplies two tensors; each receives the gradient times the other one.',
    source: docs('torch.mul'),
    inputs: [INPUT, OTHER],
    torch: { ...torchNames('mul', 'torch.multiply'), operator: '*' },
    gradFn: 'MulBackward0',
    value: (m, a, b) => m.mul(a, b),
    vjps: [(m, g, _, __, b) => m.mul(g, b), (m, g, _, a) => m.mul(g, a)],
    samples: [...pairs, { inputs: [Infinity, 0], kink: true }]
  }),
  elementwise({
    name: 'div',
    family: 'arithmetic',
    summary: 'Divides the first tensor by the second.',
    source: docs('torch.div'),
    inputs: [INPUT, OTHER],
    torch: { ...torchNames('div', 'torch.divide', 'torch.true_divide'), operator: '/' },
    // PyTorch computes `1 / x` as reciprocal times the number, so the last node is a multiplication.
    gradFn: ([first]) => (first?.isPythonScalar ? 'MulBackward0' : 'DivBackward0'),
    result: 'float',
    value: (m, a, b) => m.div(a, b),
    vjps: [
      (m, g, _, __, b) => m.div(g, b),
      (m, g, _, a, b) => m.mul(g, m.neg(m.div(a, m.pow(b, m.num(2)))))
    ],
    kinks: 'Undefined where the divisor is 0: the value is infinite or NaN.',
    samples: [...pairs, { inputs: [1, 0], kink: true }]
  }),
  elementwise({
    name: 'neg',
    family: 'arithmetic',
    summary: 'Flips the sign of the value, and of the gradient.',
    source: docs('torch.neg'),
    inputs: [INPUT],
    torch: { ...torchNames('neg', 'torch.negative'), operator: '-' },
    gradFn: 'NegBackward0',
    refuses: (operands) =>
      operands.every(isBool)
        ? `Negation, the \`-\` operator, on a bool tensor is not supported. ${INVERT}`
        : null,
    value: (m, a) => m.neg(a),
    vjps: [(m, g) => m.neg(g)],
    samples: [{ inputs: [2] }, { inputs: [[1, -2, 0]] }]
  })
];
