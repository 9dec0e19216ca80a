import { cast, isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { nonFinite } from '../../tensor/print';
import { defaultGenerator } from '../../tensor/random';
import type { Tensor } from '../../tensor/tensor';
import { bool, float } from '../attributes';
import { define, type OpDefinition } from '../define';
import { tensors } from '../dispatch';
import { numberLatex } from '../latex';
import { docs, INPUT } from './common';
import { made } from './storage';

/** What each result was multiplied by: the backward pass has to use the same numbers. */
const noises = new WeakMap<Tensor, Tensor>();

interface Given {
  readonly p: number;
  readonly training: boolean;
}

/** Where nothing is drawn, the input passes through. */
const passesThrough = (t: Tensor | undefined, { p, training }: Given): boolean =>
  p === 0 || !training || t?.numel === 0;

/** 0 where an element is dropped, else 1 / (1 − p). @throws TorchError for integers, which can't hold that */
function drawNoise(input: Tensor, p: number): Tensor {
  const { dtype } = input;
  if (p === 1) return made(input.shape, dtype);
  if (!isFloating(dtype)) {
    const name = dtype === 'bool' ? 'Bool' : 'Long';
    throw new TorchError(`result type Float can't be cast to the desired output type ${name}`);
  }
  const kept = 1 / cast(1 - p, dtype);
  return made(input.shape, dtype, (data) => {
    for (let i = 0; i < data.length; i++) data[i] = defaultGenerator.bernoulli(1 - p) ? kept : 0;
  });
}

export const dropout: OpDefinition = define({
  name: 'dropout',
  family: 'layer',
  summary:
    'Turns each element to 0 with probability p and scales the rest up, so that the mean stays; not after training.',
  source: docs('torch.nn.functional.dropout'),
  inputs: [INPUT],
  attributes: {
    p: float('Probability that an element is dropped.', 0.5),
    training: bool('Whether elements are dropped at all.', true)
  },
  torch: { functions: ['torch.nn.functional.dropout'], methods: [] },
  // PyTorch hands the input itself back where it drops nothing; a copy of it has to have a name.
  gradFn: ([t], given) => (passesThrough(t, given) ? 'CloneBackward0' : 'MulBackward0'),
  latex: ([a], { p, training }) =>
    training && p !== 0
      ? `\\frac{m \\odot ${a?.text ?? ''}}{1 - ${numberLatex(p).text}}`
      : (a?.text ?? ''),
  localLatex: (_, __, ___, { p, training }) =>
    training && p !== 0 ? `\\frac{m}{1 - ${numberLatex(p).text}}` : '1',
  // The noise is what PyTorch saves; that it goes with the graph is all that can be said of it here.
  saves: (_, given) => ({ inputs: passesThrough(undefined, given) ? [] : [0], output: false }),
  local: (_, [t], output) =>
    noises.get(output) ?? made(t?.shape ?? [], output.dtype, (data) => data.fill(1)),
  forward: ([t], given) => {
    const input = t as Tensor;
    const { p } = given;
    if (!(p >= 0 && p <= 1)) {
      throw new TorchError(
        `dropout probability has to be between 0 and 1, but got ${pythonFloat(p)}`,
        Number.isNaN(p) ? 'RuntimeError' : 'ValueError'
      );
    }
    if (passesThrough(input, given)) {
      return made(input.shape, input.dtype, (data) => data.set(input.values()));
    }
    const noise = drawNoise(input, p);
    const output = made(input.shape, input.dtype, (data) =>
      input.values().forEach((value, i) => (data[i] = value * (noise.data[i] ?? NaN)))
    );
    noises.set(output, noise);
    return output;
  },
  vjp: ({ upstream, output }) => {
    const noise = noises.get(output);
    return [noise ? tensors.mul(upstream, noise) : upstream];
  },
  samples: [
    { inputs: [[1, 2, 3, 4, 5, 6]] },
    {
      inputs: [
        [
          [1, -2, 3],
          [-4, 5, -6]
        ]
      ],
      attributes: { p: 0.3 }
    },
    { inputs: [2], attributes: { p: 0.1 } },
    { inputs: [[1, 2, 3]], attributes: { p: 1 } }
  ]
});

const pythonFloat = (x: number): string => {
  if (!Number.isFinite(x)) return nonFinite(x);
  return Number.isInteger(x) ? x.toFixed(1) : String(x);
};
