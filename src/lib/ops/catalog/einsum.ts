import { sameShape, type Shape } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { TorchError } from '../../tensor/errors';
import type { AttributeSpec } from '../attributes';
import { contract } from '../contraction';
import { define, SAVES_NOTHING, type OpDefinition } from '../define';
import { apply } from '../dispatch';
import { planOf, type Plan, type Subscript } from '../equation';
import type { Latex } from '../latex';
import { castTo, expandTo } from '../reshape';
import { docs } from './common';
import { tensorsGiven } from './joining';
import { embedded } from './rearrange';

const EQUATION: AttributeSpec<string> = {
  kind: 'text',
  summary: 'Subscripts of each operand, separated by commas; after an arrow, those of the result.',
  start: 'ij,jk->ik'
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

const shapesOf = (list: readonly Tensor[]): Shape[] => list.map((t) => t.shape);

/** An equation that says the same with letters alone. */
function equationOf(
  operands: readonly (readonly Subscript[])[],
  output: readonly Subscript[]
): string {
  const known = [...new Set(operands.flat())];
  if (known.length > LETTERS.length) {
    throw new TorchError(`einsum(): no more than ${LETTERS.length} subscripts can be told apart`);
  }
  const text = (list: readonly Subscript[]): string =>
    list.map((one) => LETTERS[known.indexOf(one)]).join('');
  return `${operands.map(text).join(',')}->${text(output)}`;
}

/** Puts a gradient of the diagonals back where repeated subscripts agree, with zeros elsewhere. */
function undiagonal(g: Tensor, subscripts: readonly Subscript[], shape: Shape): Tensor {
  const last = subscripts.findLastIndex((one, dim) => subscripts.indexOf(one) < dim);
  if (last < 0) return g;
  const first = subscripts.indexOf(subscripts[last] as Subscript);
  const without = <T>(list: readonly T[]): T[] => list.filter((_, dim) => dim !== last);
  const inner = undiagonal(g, without(subscripts), without(shape));
  const others = inner.shape.map((_, dim) => dim).filter((dim) => dim !== first);
  const moved = apply('permute', [inner], { dims: [...others, first] });
  return embedded(moved, shape, first, last);
}

/** The gradient of one operand: an einsum of the upstream gradient and the other operands. */
function gradientOf(k: number, g: Tensor, list: readonly Tensor[], plan: Plan): Tensor {
  const input = list[k] as Tensor;
  const own = plan.operands[k] as readonly Subscript[];
  const rest = plan.operands.filter((_, j) => j !== k);
  const others = list.filter((_, j) => j !== k).map((t) => castTo(t, g.dtype));
  const unique = [...new Set(own)];
  const sizes = unique.map((one) => input.shape[own.indexOf(one)] as number);
  const available = new Set([...plan.output, ...rest.flat()]);
  // Along a dimension of size 1 that was stretched, the gradient is summed.
  const kept = unique.filter((one, dim) => available.has(one) && sizes[dim] !== 1);
  const equation = equationOf([plan.output, ...rest], kept);
  const product = apply('einsum', [g, ...others], { equation });
  const shape = unique.map((one) =>
    kept.includes(one) ? (product.shape[kept.indexOf(one)] as number) : 1
  );
  const placed = sameShape(product.shape, shape) ? product : apply('reshape', [product], { shape });
  return castTo(undiagonal(expandTo(placed, sizes), own, input.shape), input.dtype);
}

/** The sum in index notation where the equation is spelled out; the name otherwise. */
function einsumLatex(args: readonly Latex[], { equation }: { readonly equation: string }): string {
  const [left = '', right] = equation.replaceAll(' ', '').split('->');
  const operands = left.split(',');
  if (!/^[a-zA-Z,]*$/.test(left + (right ?? '')) || operands.length !== args.length) {
    return `\\operatorname{einsum}\\left(${args.map((a) => a.text).join(', ')}\\right)`;
  }
  const letters = [...left.replaceAll(',', '')];
  const isAlone = (one: string): boolean => letters.filter((other) => other === one).length === 1;
  const output = right ?? letters.filter(isAlone).join('');
  const summed = [...new Set(letters)].filter((one) => !output.includes(one));
  const factors = args.map((a, k) => {
    const body = a.binds < 4 ? `\\left(${a.text}\\right)` : a.text;
    return operands[k] ? `{${body}}_{${operands[k]}}` : body;
  });
  return `${summed.length > 0 ? `\\sum_{${summed.join(', ')}} ` : ''}${factors.join('\\,')}`;
}

export const einsum: OpDefinition = define({
  name: 'einsum',
  family: 'matrix',
  summary:
    'Multiplies operands whose dimensions are named by letters, and adds up over the letters that the result has not.',
  source: docs('torch.einsum'),
  inputs: [{ name: 'operands', symbol: 'a', variadic: true }],
  signature: ['equation', 'operands'],
  torch: { functions: ['torch.einsum'], methods: [] },
  attributes: { equation: EQUATION },
  isView: true,
  gradFn: (list, { equation }) => {
    const { summed } = planOf(equation, shapesOf(list));
    if (list.length === 1) return summed.length > 0 ? 'SumBackward1' : 'PermuteBackward0';
    return summed.length > 0 ? 'ViewBackward0' : 'MulBackward0';
  },
  latex: einsumLatex,
  saves: (needed) => {
    const wanted = needed.flatMap((one, k) => (one ? [k] : []));
    if (needed.length < 2 || wanted.length === 0) return SAVES_NOTHING;
    const inputs = needed.map((_, k) => k).filter((k) => wanted.some((one) => one !== k));
    return { inputs, output: false };
  },
  forward: (list, { equation }) => {
    tensorsGiven(list);
    return contract(planOf(equation, shapesOf(list)), list);
  },
  vjp: ({ upstream, inputs, attributes: { equation } }, needed) => {
    const plan = planOf(equation, shapesOf(inputs));
    return inputs.map((_, k) => (needed[k] ? gradientOf(k, upstream, inputs, plan) : null));
  },
  samples: [
    {
      inputs: [
        [
          [1, 2, -1],
          [0.5, -3, 2]
        ],
        [
          [2, 1],
          [-1, 0.5],
          [3, -2]
        ]
      ],
      attributes: { equation: 'ij,jk->ik' }
    },
    {
      inputs: [
        [1, 2, 3],
        [4, -1, 0.5]
      ],
      attributes: { equation: 'i,i->' }
    },
    {
      inputs: [
        [1, 2],
        [4, -1, 0.5]
      ],
      attributes: { equation: 'i,j->ij' }
    },
    {
      inputs: [
        [
          [1, 2],
          [3, -4]
        ]
      ],
      attributes: { equation: 'ii->i' }
    },
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, -6]
        ]
      ],
      attributes: { equation: 'ij->j' }
    },
    {
      inputs: [
        [
          [
            [1, 2],
            [3, -1]
          ],
          [
            [0.5, 2],
            [1, 1]
          ]
        ],
        [
          [2, -1],
          [1, 3]
        ]
      ],
      attributes: { equation: '...ij,jk' }
    },
    {
      inputs: [
        [1, -2],
        [
          [1, 2, 3],
          [4, 5, -6]
        ],
        [0.5, 2, 1]
      ],
      attributes: { equation: 'i,ij,j' }
    }
  ]
});
