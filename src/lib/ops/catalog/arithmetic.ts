import { isFloating } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import type { OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, notImplemented, OTHER, torchNames } from './common';

const INVERT =
  'If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.';

const isBool = (t: Tensor): boolean => t.dtype === 'bool';

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
    gradFn: ([first]) => (first ? 'RsubBackward1' : 'SubBackward0'),
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
    gradFn: ([first]) => (first ? 'MulBackward0' : 'DivBackward0'),
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
  }),
  elementwise({
    name: 'pow',
    family: 'arithmetic',
    summary: 'Raises the base to a power.',
    source: docs('torch.pow'),
    inputs: [INPUT, { name: 'exponent', symbol: 'b', scalar: 2 }],
    torch: { ...torchNames('pow'), operator: '**' },
    gradFn: ([, exponent]) => (exponent ? 'PowBackward0' : 'PowBackward1'),
    refuses: (operands) => {
      if (operands.every(isBool)) return notImplemented('pow', 'bool');
      const [base, exponent] = operands;
      const isNegative = exponent?.isPythonScalar && exponent.item() < 0;
      return isNegative && !base?.isPythonScalar && !operands.some((t) => isFloating(t.dtype))
        ? 'Integers to negative integer powers are not allowed.'
        : null;
    },
    value: (m, a, b) => m.pow(a, b),
    vjps: [
      (m, g, _, a, b) =>
        m.guard(m.eq(b, m.num(0)), m.num(0), m.mul(g, m.mul(b, m.pow(a, m.sub(b, m.num(1)))))),
      (m, g, out, a, b) =>
        m.mul(
          g,
          m.guard(m.mul(m.eq(a, m.num(0)), m.le(m.num(0), b)), m.num(0), m.mul(out, m.log(a)))
        )
    ],
    kinks: 'NaN for a negative base with a fractional exponent; 0 to the power 0 is 1.',
    samples: [
      { inputs: [2, { scalar: 2 }] },
      { inputs: [[1, -2, 3], { scalar: 3 }] },
      { inputs: [[0, 1.5], { scalar: 2 }] },
      { inputs: [[0, -1.5], { scalar: 0 }] },
      { inputs: [[4, 9], { scalar: 0.5 }] },
      { inputs: [[0.5, -2], { scalar: -1 }] },
      {
        inputs: [
          [2, 3],
          [2, -1]
        ]
      },
      { inputs: [{ scalar: 2 }, [1, -0.5]] },
      {
        inputs: [
          [0, 0],
          [0, 2]
        ],
        kink: true
      }
    ]
  }),
  elementwise({
    name: 'sqrt',
    family: 'arithmetic',
    summary: 'Takes the square root.',
    source: docs('torch.sqrt'),
    inputs: [INPUT],
    torch: torchNames('sqrt'),
    gradFn: 'SqrtBackward0',
    result: 'float',
    value: (m, a) => m.sqrt(a),
    vjps: [(m, g, out) => m.div(g, m.mul(m.num(2), out))],
    kinks: 'The slope is infinite at 0; negative inputs give NaN.',
    samples: [{ inputs: [4] }, { inputs: [[0.25, 2, 100]] }, { inputs: [[0, -1]], kink: true }]
  }),
  elementwise({
    name: 'abs',
    family: 'arithmetic',
    summary: 'Takes the absolute value.',
    source: docs('torch.abs'),
    inputs: [INPUT],
    torch: torchNames('abs', 'torch.absolute'),
    gradFn: 'AbsBackward0',
    refuses: (operands) => (operands.every(isBool) ? notImplemented('abs_cpu', 'bool') : null),
    value: (m, a) => m.abs(a),
    vjps: [(m, g, _, a) => m.mul(g, m.sign(a))],
    kinks: 'At 0 the derivative is 0 by convention.',
    samples: [{ inputs: [-2] }, { inputs: [[1.5, -0.25]] }, { inputs: [0], kink: true }]
  }),
  elementwise({
    name: 'sign',
    family: 'arithmetic',
    summary: 'Gives −1, 0 or 1; its gradient is 0 everywhere.',
    source: docs('torch.sign'),
    inputs: [INPUT],
    torch: torchNames('sign'),
    gradFn: 'SignBackward0',
    value: (m, a) => m.sign(a),
    vjps: [(m, g) => m.mul(g, m.num(0))],
    kinks: 'Jumps at 0, where its derivative is 0 by convention.',
    samples: [{ inputs: [-2] }, { inputs: [[1.5, -0.25]] }, { inputs: [0], kink: true }]
  })
];
