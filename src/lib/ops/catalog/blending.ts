import { isFloating, resultType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { float } from '../attributes';
import type { InputSpec, OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { latex, type Latex, numberLatex } from '../latex';
import { docs, INPUT, notImplemented, torchNames } from './common';

const TENSOR1: InputSpec = { name: 'tensor1', symbol: 'b' };
const TENSOR2: InputSpec = { name: 'tensor2', symbol: 'c' };
const VALUE = { value: float('Factor of what is added.', 1) };

const triples = [
  {
    inputs: [
      [1, -2],
      [0.5, 4],
      [2, 3]
    ]
  },
  { inputs: [1, 2, 4] },
  {
    inputs: [[[1], [2]], [0.5, 4, -1], 2],
    attributes: { value: -0.5 }
  }
];

const INTEGER_DIVISION =
  'Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.';

const shown = (a: Latex | undefined): Latex => a ?? numberLatex(NaN);

const TYPES = { float32: 'float', float64: 'double', int64: 'long int', bool: 'bool' } as const;

/** @throws TorchError for operands of several types, which lerp doesn't bring together */
function requireOneType(operands: readonly Tensor[]): void {
  const start = operands.find((t) => !t.isPythonScalar);
  operands.slice(1).forEach((t, k) => {
    if (!start || t.isPythonScalar || t.dtype === start.dtype) return;
    throw new TorchError(
      `expected dtype ${TYPES[start.dtype]} for \`${k === 0 ? 'end' : 'weight'}\` but got dtype ${TYPES[t.dtype]}`
    );
  });
}

const lerp = elementwise({
  name: 'lerp',
  family: 'arithmetic',
  summary: 'Goes from one tensor towards another, by a weight: 0 stays, 1 arrives.',
  source: docs('torch.lerp'),
  inputs: [INPUT, { name: 'end', symbol: 'b' }, { name: 'weight', symbol: 'w', scalar: 0.5 }],
  torch: torchNames('lerp'),
  gradFn: ([, , weight]) => (weight?.isPythonScalar ? 'LerpBackward0' : 'LerpBackward1'),
  refuses: (operands) => {
    requireOneType(operands);
    const dtype = resultType(operands);
    const kernel = operands[2]?.isPythonScalar ? 'lerp_kernel_scalar' : 'lerp_kernel_tensor';
    return isFloating(dtype) ? null : notImplemented(kernel, dtype);
  },
  // From the nearer end, so that both ends are met exactly.
  value: (m, a, b, w) =>
    m.where(
      m.lt(m.abs(w), m.num(0.5)),
      m.add(a, m.mul(w, m.sub(b, a))),
      m.sub(b, m.mul(m.sub(b, a), m.sub(m.num(1), w)))
    ),
  vjps: [
    (m, g, _, __, ___, w) => m.mul(g, m.sub(m.num(1), w)),
    (m, g, _, __, ___, w) => m.mul(g, w),
    (m, g, _, a, b) => m.mul(g, m.sub(b, a))
  ],
  latex: (args) => {
    const [a, b, w] = [shown(args[0]), shown(args[1]), shown(args[2])];
    return latex.add(a, latex.mul(w, latex.sub(b, a))).text;
  },
  samples: [
    { inputs: [[1, -2], [3, 4], { scalar: 0.25 }] },
    {
      inputs: [
        [1, -2],
        [3, 4],
        [0.25, 1.5]
      ]
    },
    { inputs: [[[1], [2]], [3, 4, 5], 0.75] }
  ]
});

/** What is added up or mixed of three tensors at once. */
export const blendings: OpDefinition[] = [
  lerp,
  elementwise({
    name: 'addcmul',
    family: 'arithmetic',
    summary: 'Adds the product of two tensors, times a number, to a third.',
    source: docs('torch.addcmul'),
    inputs: [INPUT, TENSOR1, TENSOR2],
    attributes: VALUE,
    signature: ['input', 'tensor1', 'tensor2', '*', 'value'],
    torch: torchNames('addcmul'),
    gradFn: 'AddcmulBackward0',
    roundsAttributes: true,
    refuses: (operands) =>
      resultType(operands) === 'bool' ? notImplemented('addcmul_cpu_out', 'bool') : null,
    expressions: ({ value }) => ({
      value: (m, a, b, c) => m.add(a, m.mul(m.mul(m.num(value), b), c)),
      vjps: [
        (_, g) => g,
        (m, g, _, __, ___, c) => m.mul(g, m.mul(m.num(value), c)),
        (m, g, _, __, b) => m.mul(g, m.mul(m.num(value), b))
      ]
    }),
    samples: triples
  }),
  elementwise({
    name: 'addcdiv',
    family: 'arithmetic',
    summary: 'Adds the quotient of two tensors, times a number, to a third.',
    source: docs('torch.addcdiv'),
    inputs: [INPUT, TENSOR1, TENSOR2],
    attributes: VALUE,
    signature: ['input', 'tensor1', 'tensor2', '*', 'value'],
    torch: torchNames('addcdiv'),
    gradFn: 'AddcdivBackward0',
    roundsAttributes: true,
    refuses: ([, first, second]) =>
      [first, second].every((t) => t && !t.isPythonScalar && !isFloating(t.dtype))
        ? INTEGER_DIVISION
        : null,
    expressions: ({ value }) => ({
      value: (m, a, b, c) => m.add(a, m.mul(m.num(value), m.div(b, c))),
      vjps: [
        (_, g) => g,
        (m, g, _, __, ___, c) => m.mul(g, m.div(m.num(value), c)),
        (m, g, _, __, b, c) => m.mul(g, m.neg(m.div(m.mul(m.num(value), b), m.pow(c, m.num(2)))))
      ]
    }),
    kinks: 'Undefined where the divisor is 0: the value is infinite or NaN.',
    samples: [
      ...triples,
      {
        inputs: [
          [1, 2],
          [1, 0],
          [0, 0]
        ],
        kink: true
      }
    ]
  })
];
