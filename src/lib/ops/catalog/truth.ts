import type { Tensor } from '../../tensor/tensor';
import { define, SAVES_NOTHING, type OpDefinition } from '../define';
import { indexed } from '../latex';
import {
  DIM,
  KEEPDIM,
  lanesOf,
  over,
  reducedDims,
  reducedShape,
  reduceLanes,
  requireDimFor,
  type LaneKernel
} from '../reduce';
import { docs, INPUT, torchNames } from './common';

/** Whether any element of a lane is true, or all are: it is decided by the first true one, or the first false one. */
const laneTruth =
  (decisive: boolean): LaneKernel =>
  (data, start, step, size) => {
    const end = start + size * step;
    for (let at = start; at < end; at += step) {
      if ((data[at] !== 0) === decisive) return Number(decisive);
    }
    return Number(!decisive);
  };

const truth = (name: 'all' | 'any', words: string, sign: string): OpDefinition =>
  define({
    name,
    family: 'reduction',
    summary: `True where ${words} true, that is, not 0; no gradient flows through.`,
    source: docs(`torch.${name}`),
    inputs: [INPUT],
    attributes: { dim: DIM, keepdim: KEEPDIM },
    torch: torchNames(name),
    gradFn: null,
    latex: ([a], { dim }) => (a ? `${sign}_${over(dim)} ${indexed(a)}` : ''),
    saves: SAVES_NOTHING,
    forward: ([t], { dim, keepdim }) => {
      const input = t as Tensor;
      requireDimFor(name, dim, keepdim, ['(Tensor input, *, Tensor out)'], 'Tensor out');
      const dims = reducedDims(dim, input.shape.length);
      const shape = reducedShape(input.shape, dims, keepdim);
      return reduceLanes(lanesOf(input, dims), shape, 'bool', laneTruth(name === 'any'));
    },
    vjp: () => [null],
    samples: [
      { inputs: [{ condition: [1, 0, 1] }] },
      { inputs: [{ condition: [1, 1] }] },
      { inputs: [{ condition: [0, 0] }] },
      {
        inputs: [
          [
            [0, 2],
            [NaN, 1]
          ]
        ],
        attributes: { dim: 0 }
      },
      {
        inputs: [
          {
            indices: [
              [1, 0],
              [0, 0]
            ]
          }
        ],
        attributes: { dim: -1, keepdim: true }
      }
    ]
  });

/** What holds for all elements, or for any. */
export const truths: OpDefinition[] = [
  truth('all', 'all elements are', '\\bigwedge'),
  truth('any', 'any element is', '\\bigvee')
];
