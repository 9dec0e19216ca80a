import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { composite } from '../composite';
import { type OpDefinition, SAVES_NOTHING } from '../define';
import { apply } from '../dispatch';
import { docs, MATRIX } from './common';
import { TENSORS, tensorsGiven } from './joining';

const reshaped = (t: Tensor, shape: readonly number[]): Tensor => apply('reshape', [t], { shape });

/** The shape with at least so many dimensions, as the stacking functions see it. */
const atLeast = {
  1: ({ shape }: Tensor): readonly number[] => (shape.length === 0 ? [1] : shape),
  2: ({ shape }: Tensor): readonly number[] => (shape.length < 2 ? [1, shape[0] ?? 1] : shape),
  3: ({ shape }: Tensor): readonly number[] =>
    shape.length < 2 ? [1, shape[0] ?? 1, 1] : shape.length === 2 ? [...shape, 1] : shape,
  columns: (t: Tensor): readonly number[] => (t.shape.length < 2 ? [t.numel, 1] : t.shape)
};

/** Joins tensors, brought to a number of dimensions first. */
const stacking = (
  name: string,
  summary: string,
  kind: keyof typeof atLeast,
  dimOf: (first: Tensor) => number,
  more: readonly string[] = []
): OpDefinition => ({
  ...composite({
    name,
    family: 'shape',
    summary,
    source: docs(`torch.${name}`),
    inputs: [TENSORS],
    torch: { functions: [`torch.${name}`, ...more], methods: [] },
    gradFn: 'CatBackward0',
    latex: (args) =>
      `\\operatorname{${name.replaceAll('_', '\\_')}}\\left(${args.map((a) => a.text).join(', ')}\\right)`,
    compose: (list) => {
      if (list.length === 0) throw new TorchError(`${name} expects a non-empty TensorList`);
      tensorsGiven(list);
      const parts = list.map((t) => reshaped(t, atLeast[kind](t)));
      return apply('cat', parts, { dim: dimOf(parts[0] as Tensor) });
    },
    samples: [
      {
        inputs: [
          [1, 2],
          [3, -1]
        ]
      },
      { inputs: [MATRIX, MATRIX] },
      { inputs: [2, 3] }
    ]
  }),
  saves: () => SAVES_NOTHING
});

export const stackings: OpDefinition[] = [
  stacking(
    'hstack',
    'Puts tensors side by side: vectors one after the other, others along their second dimension.',
    1,
    ({ shape }) => (shape.length === 1 ? 0 : 1)
  ),
  stacking('vstack', 'Puts tensors one below the other; a vector is a row.', 2, () => 0, [
    'torch.row_stack'
  ]),
  stacking('dstack', 'Puts tensors one behind the other, along the third dimension.', 3, () => 2),
  stacking(
    'column_stack',
    'Puts tensors side by side along the second dimension; a vector is a column.',
    'columns',
    () => 1
  )
];
