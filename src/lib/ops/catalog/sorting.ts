import { TorchError } from '../../tensor/errors';
import { wrappedDim } from '../../tensor/shape';
import { fromValues, type Tensor } from '../../tensor/tensor';
import { type Attributes, bool, int, type ValuesOf } from '../attributes';
import { define, type OpDefinition, type Sample } from '../define';
import { apply } from '../dispatch';
import { indexed } from '../latex';
import { DIM, KEEPDIM, over } from '../reduce';
import { tensorGiven } from '../strided';
import { docs, INPUT, MATRIX, notImplemented, torchNames } from './common';
import { requireElements } from './extremes';
import {
  type Choice,
  choosing,
  compared,
  type Lane,
  placesOf,
  ranked,
  SAVES_PLACES
} from './ranking';

/** Where a lane's most frequent element stands last; of several the smallest. */
function mostFrequent(lane: Lane): number {
  const order = ranked(lane);
  let [found, most, run] = [order[0] ?? 0, 0, 0];
  order.forEach((place, k) => {
    const before = order[k - 1];
    run =
      before !== undefined && compared(lane[before] as number, lane[place] as number) === 0
        ? run + 1
        : 1;
    if (run > most) [found, most] = [place, run];
  });
  return found;
}

const LAST = int('Dimension.', -1);
const rankOf = ({ shape }: Tensor, dim: number): number =>
  shape[wrappedDim(dim, shape.length)] ?? 1;

const SORT = { dim: LAST, descending: bool('Whether the largest comes first.', false) };
const sortChoice = (t: Tensor, { dim, descending }: ValuesOf<typeof SORT>): Choice => ({
  dim,
  count: rankOf(t, dim),
  choose: (lane) => ranked(lane, descending),
  keepdim: null
});
const sortSamples: Sample[] = [
  { inputs: [[3, -1, 2]] },
  { inputs: [MATRIX], attributes: { dim: 0 } },
  { inputs: [MATRIX], attributes: { dim: -1, descending: true } },
  { inputs: [2] }
];
const sortLatex = (name: string) => (args: readonly { readonly text: string }[]) =>
  `\\operatorname{${name}}\\left(${args[0]?.text ?? ''}\\right)`;

const sorts = choosing({
  name: 'sort',
  summary:
    'Puts the elements along a dimension in order; each takes its gradient back to its place.',
  attributes: SORT,
  gradFn: 'SortBackward0',
  latex: sortLatex('sort'),
  versions: 'PyTorch gives a pair: these are its values; the places are those of argsort.',
  kinks: 'Equal elements stay in their order.',
  choice: sortChoice,
  samples: [...sortSamples, { inputs: [[2, NaN, 2, 1]], kink: true }]
});

const argsort = define({
  name: 'argsort',
  family: 'reduction',
  summary:
    'Says from where the elements come when they are put in order; no gradient flows through.',
  source: docs('torch.argsort'),
  inputs: [INPUT],
  attributes: SORT,
  torch: torchNames('argsort'),
  gradFn: null,
  latex: sortLatex('argsort'),
  saves: { inputs: [], output: false },
  forward: ([t], attributes) => {
    const input = tensorGiven(t, 'argsort');
    return placesOf(input, sortChoice(input, attributes), false);
  },
  vjp: () => [null],
  samples: sortSamples
});

const topks = choosing({
  name: 'topk',
  summary:
    'Takes the k largest (or smallest) elements along a dimension; only they receive gradients.',
  attributes: {
    k: { ...int('How many are taken.'), start: 1 },
    dim: LAST,
    largest: bool('Whether the largest are taken, not the smallest.', true),
    sorted: bool('Whether they come in order; here they always do.', true)
  },
  gradFn: 'TopkBackward0',
  latex: ([a], { k }) => `\\operatorname{top}_{${k}}\\left(${a?.text ?? ''}\\right)`,
  kinks: 'Which of equal elements is taken PyTorch doesn’t say; here it is the first.',
  choice: (t, { k, dim, largest }) => {
    const size = rankOf(t, dim);
    if (k < 0 || k > size) throw new TorchError('selected index k out of range');
    if (t.dtype === 'bool') throw new TorchError(notImplemented('topk_cpu', 'bool'));
    return { dim, count: k, choose: (lane) => ranked(lane, largest).slice(0, k), keepdim: null };
  },
  samples: [
    { inputs: [[3, -1, 2]], attributes: { k: 2 } },
    { inputs: [MATRIX], attributes: { k: 1, dim: 0 } },
    { inputs: [MATRIX], attributes: { k: 2, dim: -1, largest: false } },
    { inputs: [[1, NaN, 2]], attributes: { k: 2 }, kink: true }
  ]
});

const KTH = { dim: LAST, keepdim: KEEPDIM };

const kthvalues = choosing({
  name: 'kthvalue',
  summary: 'Takes the k-th smallest element along a dimension; it alone receives the gradient.',
  attributes: { k: { ...int('Which one, counted from 1.'), start: 1 }, ...KTH },
  gradFn: 'KthvalueBackward0',
  latex: ([a], { k }) => (a ? `\\operatorname{kth}^{${k}}_i ${indexed(a)}` : ''),
  kinks: 'Which of equal elements is taken PyTorch doesn’t say; here they count in their order.',
  choice: (t, { k, dim, keepdim }) => {
    requireElements('kthvalue', t, dim);
    const at = wrappedDim(dim, t.shape.length);
    if (k < 1 || k > rankOf(t, dim)) {
      throw new TorchError(`kthvalue(): selected number k out of range for dimension ${at}`);
    }
    if (t.dtype === 'bool') throw new TorchError(notImplemented('kthvalue_cpu', 'bool'));
    return { dim, count: 1, choose: (lane) => [ranked(lane)[k - 1] ?? 0], keepdim };
  },
  samples: [
    { inputs: [[3, -1, 2]], attributes: { k: 2 } },
    { inputs: [MATRIX], attributes: { k: 1, dim: 0 } },
    { inputs: [MATRIX], attributes: { k: 3, dim: -1, keepdim: true } }
  ]
});

const modes = choosing({
  name: 'mode',
  summary: 'Takes the most frequent element along a dimension, the smallest of several.',
  attributes: KTH,
  gradFn: 'ModeBackward0',
  latex: ([a], { dim }) => (a ? `\\operatorname{mode}_${over(dim)} ${indexed(a)}` : ''),
  kinks: 'Of equal elements the last one receives the gradient.',
  choice: (t, { dim, keepdim }) => {
    requireElements('mode', t, dim);
    return { dim, count: 1, choose: (lane) => [mostFrequent(lane)], keepdim };
  },
  samples: [
    { inputs: [[3, -1, 2]] },
    { inputs: [[2, 1, 2, 1, 3]], kink: true },
    { inputs: [MATRIX], attributes: { dim: 0, keepdim: true } }
  ]
});

/** Where the middle element of a lane is, the lower one of two; or the first NaN. */
function middle(lane: Lane): number {
  const missing = lane.findIndex(Number.isNaN);
  return missing >= 0 ? missing : (ranked(lane)[Math.floor((lane.length - 1) / 2)] ?? 0);
}

const [medianAlong, medianPlaces] = choosing({
  name: 'median',
  summary:
    'Takes the middle element, of all or along a dimension; of an even number, the lower one.',
  attributes: { dim: DIM, keepdim: KEEPDIM },
  gradFn: (_, { dim }) => (dim === null ? 'MedianBackward0' : 'MedianBackward1'),
  latex: ([a], { dim }) => (a ? `\\operatorname{median}_${over(dim)} ${indexed(a)}` : ''),
  versions: 'With dim, PyTorch gives a pair: these are its values; the places come apart.',
  kinks: 'At a tie, the gradient is shared evenly when all elements are reduced.',
  choice: (t, { dim, keepdim }) => {
    if (dim !== null) requireElements('median', t, dim);
    if (t.dtype === 'bool' && t.numel > 0) {
      throw new TorchError(notImplemented(dim === null ? 'median_cpu' : 'median_out', 'bool'));
    }
    return { dim: dim ?? 0, count: 1, choose: (lane) => [middle(lane)], keepdim };
  },
  samples: [
    { inputs: [[3, -1, 2]] },
    { inputs: [MATRIX] },
    { inputs: [MATRIX], attributes: { dim: 0 } },
    { inputs: [MATRIX], attributes: { dim: 1, keepdim: true } },
    { inputs: [[3, 2, 2]], kink: true },
    { inputs: [[3, 2, 2]], attributes: { dim: 0 }, kink: true },
    { inputs: [[3, NaN, 2]], kink: true }
  ]
}) as [OpDefinition, OpDefinition];

const flatMiddle = (t: Tensor): Tensor => {
  if (t.dtype === 'bool' && t.numel > 0) throw new TorchError(notImplemented('median_cpu', 'bool'));
  const list = t.values();
  return fromValues([list.length === 0 ? NaN : (list[middle(list)] as number)], [], t.dtype);
};

/** All elements are one lane, and those that tie share the gradient. */
const median: OpDefinition = {
  ...medianAlong,
  saves: (_, { dim }: Attributes) => (dim === null ? { inputs: [0], output: true } : SAVES_PLACES),
  forward: (inputs, attributes) =>
    attributes.dim === null
      ? flatMiddle(tensorGiven(inputs[0], 'median'))
      : medianAlong.forward(inputs, attributes),
  vjp: (context, needed) => {
    if (context.attributes.dim !== null) return medianAlong.vjp(context, needed);
    const { upstream, inputs, output } = context;
    const input = inputs[0] as Tensor;
    const mask = Number.isNaN(output.item())
      ? apply('ne', [input, input])
      : apply('eq', [input, output]);
    const share = apply('div', [upstream, apply('sum', [mask])]);
    return [apply('where', [mask, share, fromValues([0], [], upstream.dtype)])];
  }
};

const publicOf = (pair: readonly OpDefinition[]): OpDefinition[] => pair.slice(0, 1);

/** What puts elements in order or takes them by their rank: the values. */
export const sortings: OpDefinition[] = [
  ...publicOf(sorts),
  argsort,
  ...publicOf(topks),
  ...publicOf(kthvalues),
  median,
  ...publicOf(modes)
];

/** Where these elements are. */
export const sortingInternals: OpDefinition[] = [
  ...topks.slice(1),
  ...kthvalues.slice(1),
  medianPlaces,
  ...modes.slice(1)
];
