import { numel, type Shape } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import {
  define,
  type InputSpec,
  type OpDefinition,
  type OpEntry,
  type Saved,
  type VjpContext
} from '../define';
import { apply, tensors } from '../dispatch';
import type { Latex } from '../latex';
import { bmmOf, dotOf, matmulGradFn, matmulOf, mmOf, mvOf, outerOf, type Pair } from '../products';
import { castTo, reduceTo } from '../reshape';
import { tensorGiven } from '../strided';
import { docs, INPUT, OTHER, torchNames } from './common';

const MAT2: InputSpec = { name: 'mat2', symbol: 'b' };
const VECTOR: InputSpec = { name: 'vec', symbol: 'b' };
const VECTOR2: InputSpec = { name: 'vec2', symbol: 'b' };

const t = (m: Tensor): Tensor => apply('t', [m]);
const turned = (m: Tensor): Tensor => apply('transpose', [m], { dim0: -2, dim1: -1 });
const mm = (a: Tensor, b: Tensor): Tensor => apply('mm', [a, b]);
const mv = (a: Tensor, b: Tensor): Tensor => apply('mv', [a, b]);
const outer = (a: Tensor, b: Tensor): Tensor => apply('outer', [a, b]);
const unsqueeze = (m: Tensor, dim: number): Tensor => apply('unsqueeze', [m], { dim });
const squeeze = (m: Tensor, dim: number): Tensor => apply('squeeze', [m], { dim });
const reshape = (m: Tensor, shape: Shape): Tensor => apply('reshape', [m], { shape });

type PairVjp = (g: Tensor, a: Tensor, b: Tensor) => Tensor;
/** Gradients of both operands. */
type PairVjps = readonly [PairVjp, PairVjp];

const dotVjps: PairVjps = [(g, _, b) => tensors.mul(g, b), (g, a) => tensors.mul(g, a)];
const mmVjps: PairVjps = [(g, _, b) => mm(g, t(b)), (g, a) => mm(t(a), g)];
const mvVjps: PairVjps = [(g, _, b) => outer(g, b), (g, a) => mv(t(a), g)];
const bmmVjps: PairVjps = [
  (g, _, b) => apply('bmm', [g, turned(b)]),
  (g, a) => apply('bmm', [turned(a), g])
];
const rowVjps: PairVjps = [(g, _, b) => mv(b, g), (g, a) => outer(a, g)];
const outerVjps: PairVjps = [
  (g, _, b) => mv(g, castTo(b, g.dtype)),
  (g, a) => mv(t(g), castTo(a, g.dtype))
];

/** An upstream gradient with the dimension that a vector's has not. */
function asMatrices(g: Tensor, a: Tensor, b: Tensor): Tensor {
  if (a.shape.length === 1) return unsqueeze(g, -2);
  return b.shape.length === 1 ? unsqueeze(g, -1) : g;
}

const batchVjps: PairVjps = [
  (g, a, b) => {
    const right = b.shape.length === 1 ? unsqueeze(b, 1) : b;
    const product = apply('matmul', [asMatrices(g, a, b), turned(right)]);
    if (a.shape.length > 1) return reduceTo(product, a.shape);
    return squeeze(reduceTo(product, [1, ...a.shape]), 0);
  },
  (g, a, b) => {
    const up = asMatrices(g, a, b);
    const left = a.shape.length === 1 ? unsqueeze(a, 0) : a;
    const [rows, inner] = left.shape.slice(-2) as [number, number];
    const columns = up.shape.at(-1) as number;
    const shape = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
    if (shape.length === 2) {
      // One product instead of a batch of them that is summed.
      const count = numel(left.shape.slice(0, -2)) * rows;
      const sum = mm(t(reshape(left, [count, inner])), reshape(up, [count, columns]));
      return b.shape.length === 1 ? squeeze(sum, 1) : sum;
    }
    return reduceTo(apply('matmul', [turned(left), up]), shape);
  }
];

function matmulVjps(a: Tensor, b: Tensor): PairVjps {
  const [rank, rank2] = [a.shape.length, b.shape.length];
  if (rank > 2 || rank2 > 2) return batchVjps;
  if (rank === 2) return rank2 === 2 ? mmVjps : mvVjps;
  return rank2 === 2 ? rowVjps : dotVjps;
}

/** Each operand's gradient is made of the other operand. */
const savesOthers = ([first = true, second = true]: readonly boolean[]): Saved => ({
  inputs: [...(first ? [1] : []), ...(second ? [0] : [])],
  output: false
});

const factor = (a: Latex | undefined): string =>
  a === undefined ? '' : a.binds < 2 ? `\\left(${a.text}\\right)` : a.text;
const productLatex =
  (sign: string) =>
  ([a, b]: readonly Latex[]): string =>
    `${factor(a)} ${sign} ${factor(b)}`;

type Entry = Pick<OpEntry<Record<never, never>>, 'name' | 'summary' | 'gradFn' | 'samples'> &
  Partial<
    Pick<OpEntry<Record<never, never>>, 'torch' | 'local' | 'localLatex' | 'latex' | 'versions'>
  > & {
    readonly second: InputSpec;
    readonly compute: (pair: Pair) => Tensor;
    readonly vjps: PairVjps | ((a: Tensor, b: Tensor) => PairVjps);
  };

const product = ({ second, compute, vjps, ...entry }: Entry): OpDefinition =>
  define({
    family: 'matrix',
    source: docs(`torch.${entry.name}`),
    torch: torchNames(entry.name),
    latex: productLatex('\\,'),
    ...entry,
    inputs: [INPUT, second],
    saves: savesOthers,
    forward: ([a, b]) =>
      compute([tensorGiven(a, entry.name), tensorGiven(b, entry.name, second.name, 2)]),
    vjp: ({ upstream, inputs, output }: VjpContext, needed) => {
      const [a, b] = inputs as unknown as Pair;
      const rules = typeof vjps === 'function' ? vjps(a, b) : vjps;
      const g = castTo(upstream, output.dtype);
      return rules.map((rule, k) =>
        needed[k] ? castTo(rule(g, a, b), (k === 0 ? a : b).dtype) : null
      );
    }
  });

const MATRIX_2_3 = [
  [1, 2, -1],
  [0.5, -3, 2]
];
const MATRIX_3_2 = [
  [2, 1],
  [-1, 0.5],
  [3, -2]
];
const BATCH_2_2_3 = [
  MATRIX_2_3,
  [
    [2, 0, 1],
    [-1, 1.5, 4]
  ]
];
const BATCH_2_3_2 = [
  MATRIX_3_2,
  [
    [0, 1],
    [2, -2],
    [1, 0.25]
  ]
];
const VECTOR_3 = [2, -1, 0.5];

export const matrices: OpDefinition[] = [
  product({
    name: 'matmul',
    summary:
      'Multiplies matrices; vectors stand for a row or a column, further dimensions are batches that broadcast.',
    torch: { ...torchNames('matmul'), operator: '@' },
    second: OTHER,
    gradFn: matmulGradFn,
    compute: matmulOf,
    vjps: matmulVjps,
    samples: [
      { inputs: [MATRIX_2_3, MATRIX_3_2] },
      { inputs: [VECTOR_3, [1, 4, -2]] },
      { inputs: [MATRIX_2_3, VECTOR_3] },
      { inputs: [VECTOR_3, MATRIX_3_2] },
      { inputs: [BATCH_2_2_3, MATRIX_3_2] },
      { inputs: [BATCH_2_2_3, VECTOR_3] },
      { inputs: [MATRIX_2_3, BATCH_2_3_2] },
      { inputs: [VECTOR_3, BATCH_2_3_2] },
      { inputs: [[MATRIX_2_3], BATCH_2_3_2] },
      { inputs: [[[1, 2, 3]], BATCH_2_3_2] }
    ]
  }),
  product({
    name: 'mm',
    summary: 'Multiplies two matrices, without broadcasting.',
    second: MAT2,
    gradFn: 'MmBackward0',
    compute: mmOf,
    vjps: mmVjps,
    samples: [
      { inputs: [MATRIX_2_3, MATRIX_3_2] },
      { inputs: [MATRIX_3_2, MATRIX_2_3] },
      { inputs: [[[2]], [[1, -1, 3]]] }
    ]
  }),
  product({
    name: 'mv',
    summary: 'Multiplies a matrix by a vector.',
    second: VECTOR,
    gradFn: 'MvBackward0',
    compute: mvOf,
    vjps: mvVjps,
    samples: [{ inputs: [MATRIX_2_3, VECTOR_3] }, { inputs: [[[1, 2]], [3, -0.5]] }]
  }),
  product({
    name: 'dot',
    summary: 'Adds up the products of the elements of two vectors.',
    torch: torchNames('dot'),
    second: { name: 'tensor', symbol: 'b' },
    gradFn: 'DotBackward0',
    latex: productLatex('\\cdot'),
    local: (index, inputs) => inputs[1 - index]?.alias() ?? null,
    localLatex: (index, args) => args[1 - index]?.text ?? null,
    compute: dotOf,
    vjps: dotVjps,
    samples: [{ inputs: [VECTOR_3, [1, 4, -2]] }, { inputs: [[3], [-0.5]] }]
  }),
  product({
    name: 'bmm',
    summary: 'Multiplies the matrices of two batches of the same length, pair by pair.',
    second: MAT2,
    gradFn: 'BmmBackward0',
    compute: bmmOf,
    vjps: bmmVjps,
    samples: [{ inputs: [BATCH_2_2_3, BATCH_2_3_2] }, { inputs: [[[[1, 2]]], [[[3], [4]]]] }]
  }),
  product({
    name: 'outer',
    summary: 'Multiplies each element of one vector by each of another.',
    torch: torchNames('outer', 'torch.ger'),
    second: VECTOR2,
    gradFn: 'MulBackward0',
    latex: ([a, b]) => `${factor(a)} \\otimes ${factor(b)}`,
    compute: outerOf,
    vjps: outerVjps,
    samples: [{ inputs: [VECTOR_3, [1, 4]] }, { inputs: [[3], [-0.5, 2, 0]] }]
  })
];
