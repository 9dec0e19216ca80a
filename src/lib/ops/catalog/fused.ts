import { cast, isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { wrappedDim } from '../../tensor/shape';
import { type NestedNumbers, pythonScalar, Tensor } from '../../tensor/tensor';
import { float } from '../attributes';
import { define, type InputSpec, type OpDefinition, type Sample } from '../define';
import { apply, tensors } from '../dispatch';
import { latex, latexAtom, numberLatex } from '../latex';
import { bmmOf, mmOf, type Pair } from '../products';
import { castTo, reduceTo } from '../reshape';
import { reserve } from '../strided';
import { expanded } from '../views';
import { docs, INPUT, notImplemented, torchNames } from './common';

const FACTORS = {
  beta: float('Factor of the input; 0 leaves it out, NaN and all.', 1),
  alpha: float('Factor of the product.', 1)
};

const turned = (t: Tensor): Tensor => apply('transpose', [t], { dim0: -2, dim1: -1 });
const scaled = (t: Tensor, factor: number): Tensor =>
  factor === 1 ? t : tensors.mul(t, pythonScalar(factor));

/** beta · input + alpha · product, in the product's dtype. @throws TorchError where the input doesn't expand to it */
function combined(input: Tensor, product: Tensor, beta: number, alpha: number): Tensor {
  const { shape, dtype } = product;
  const list = expanded(input, shape).values();
  const products = product.values();
  const factor = isFloating(dtype) ? (one: number) => one : Math.trunc;
  const [first, second] = [factor(beta), factor(alpha)];
  const out = reserve(shape, dtype);
  for (let i = 0; i < out.length; i++) {
    const own = first === 0 ? 0 : first * (list[i] as number);
    out[i] = cast(own + second * (products[i] as number), dtype);
  }
  return new Tensor(out, shape, dtype);
}

interface Fused {
  readonly name: string;
  readonly summary: string;
  readonly gradFn: string;
  readonly factors: readonly [InputSpec, InputSpec];
  /** @throws TorchError for shapes and dtypes that don't fit */
  readonly check: (input: Tensor, pair: Pair) => void;
  readonly multiply: (pair: Pair) => Tensor;
  /** The operation that multiplies gradients. */
  readonly product: string;
  readonly samples: OpDefinition['samples'];
}

const fused = ({ factors, check, multiply, product, ...entry }: Fused): OpDefinition => {
  const times = (a: Tensor, b: Tensor): Tensor => apply(product, [a, b]);
  return define({
    ...entry,
    family: 'matrix',
    source: docs(`torch.${entry.name}`),
    inputs: [INPUT, ...factors],
    attributes: FACTORS,
    signature: ['input', ...factors.map(({ name }) => name), '*', 'beta', 'alpha'],
    torch: torchNames(entry.name),
    latex: ([a, b, c], { beta, alpha }) => {
      const factor = (binds: number, text = ''): string =>
        binds < 2 ? `\\left(${text}\\right)` : text;
      const together = latexAtom(
        `${factor(b?.binds ?? 4, b?.text)} \\, ${factor(c?.binds ?? 4, c?.text)}`
      );
      return latex.add(
        latex.mul(numberLatex(beta), a ?? latexAtom('')),
        latex.mul(numberLatex(alpha), together)
      ).text;
    },
    saves: ([, first = true, second = true]) => ({
      inputs: [...(second ? [1] : []), ...(first ? [2] : [])],
      output: false
    }),
    forward: ([input, a, b], { beta, alpha }) => {
      const pair = [a, b] as unknown as Pair;
      check(input as Tensor, pair);
      return combined(input as Tensor, multiply(pair), beta, alpha);
    },
    vjp: ({ upstream, inputs, attributes: { beta, alpha } }, needed) => {
      const [input, a, b] = inputs as unknown as readonly [Tensor, Tensor, Tensor];
      return [
        needed[0] ? castTo(reduceTo(scaled(upstream, beta), input.shape), input.dtype) : null,
        needed[1] ? scaled(times(upstream, turned(b)), alpha) : null,
        needed[2] ? scaled(times(turned(a), upstream), alpha) : null
      ];
    }
  });
};

const LEFT = [
  [1, 2, -1],
  [0.5, -3, 2]
];
const RIGHT = [
  [2, 1],
  [-1, 0.5],
  [3, -2]
];

const samples = (wrap: (m: number[][]) => NestedNumbers): Sample[] => [
  {
    inputs: [
      wrap([
        [1, -1],
        [2, 0.5]
      ]),
      wrap(LEFT),
      wrap(RIGHT)
    ]
  },
  { inputs: [[10, 20], wrap(LEFT), wrap(RIGHT)], attributes: { beta: 0.5, alpha: -2 } },
  { inputs: [3, wrap(LEFT), wrap(RIGHT)], attributes: { beta: 0 } }
];

/** Products of matrices with something added, in one step. */
export const fusedProducts: OpDefinition[] = [
  fused({
    name: 'addmm',
    summary: 'Multiplies two matrices and adds a tensor that is stretched to the product.',
    gradFn: 'AddmmBackward0',
    factors: [
      { name: 'mat1', symbol: 'b' },
      { name: 'mat2', symbol: 'c' }
    ],
    check: (input, [a, b]) => {
      [a, b].forEach((t, k) => {
        if (t.shape.length === 2) return;
        throw new TorchError(`mat${k + 1} must be a matrix, got ${t.shape.length}-D tensor`);
      });
      const [rows = 0, inner = 0] = a.shape;
      const [inner2 = 0, columns = 0] = b.shape;
      expanded(input, [rows, columns]);
      if (inner !== inner2) {
        throw new TorchError(
          `mat1 and mat2 shapes cannot be multiplied (${rows}x${inner} and ${inner2}x${columns})`
        );
      }
      if (input.dtype !== b.dtype) throw new TorchError('self and mat2 must have the same dtype');
      if (a.dtype !== b.dtype) throw new TorchError('mat1 and mat2 must have the same dtype');
    },
    multiply: mmOf,
    product: 'mm',
    samples: samples((m) => m)
  }),
  fused({
    name: 'baddbmm',
    summary: 'Multiplies two batches of matrices pair by pair and adds a tensor.',
    gradFn: 'BaddbmmBackward0',
    factors: [
      { name: 'batch1', symbol: 'b' },
      { name: 'batch2', symbol: 'c' }
    ],
    check: (input, [a, b]) => {
      const [count = 0, rows = 0] = a.shape;
      const columns = b.shape[wrappedDim(2, b.shape.length)] ?? 0;
      expanded(input, [count, rows, columns]);
      for (const [k, t] of [a, b].entries()) {
        if (t.shape.length !== 3) throw new TorchError(`batch${k + 1} must be a 3D tensor`);
      }
      if (a.dtype === 'bool' && a.numel > 0)
        throw new TorchError(notImplemented('baddbmm', 'bool'));
    },
    multiply: bmmOf,
    product: 'bmm',
    samples: samples((m) => [m])
  })
];
