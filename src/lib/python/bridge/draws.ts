import { TorchError } from '../../tensor/errors';
import type { DType } from '../../tensor/dtype';
import { defaultGenerator, Generator, type RandomDType } from '../../tensor/random';
import { Tensor } from '../../tensor/tensor';

const rounded = (dtype: RandomDType): ((value: number) => number) =>
  dtype === 'float32' ? Math.fround : Number;

/** Running sums of weights in their own precision, the last one 1. @throws TorchError in PyTorch's words */
function distribution(weights: readonly number[], dtype: RandomDType): number[] {
  const invalid = (why: string): TorchError =>
    new TorchError(`invalid multinomial distribution (${why})`);
  const round = rounded(dtype);
  let sum = 0;
  const running = weights.map((weight) => {
    // NaN isn't smaller than 0, but no probability either.
    if (!(weight >= 0)) throw invalid('encountering probability entry < 0');
    if (weight === Infinity) throw invalid('encountering probability entry = infinity or NaN');
    sum = round(sum + weight);
    return sum;
  });
  if (!(sum > 0)) throw invalid('sum of probabilities <= 0');
  return running.map((value, k) => (k === running.length - 1 ? 1 : round(value / sum)));
}

/** The first place whose running sum isn't below the number. */
function placeOf(running: readonly number[], number: number): number {
  let low = 0;
  let high = running.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((running[middle] as number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Random numbers, as `torch/random.py` asks for them. */
export const draws = {
  defaultGenerator,
  generator: () => new Generator(),
  seed: (generator: Generator, seed: number) => generator.manualSeed(seed),
  state: (generator: Generator) => Float64Array.from(generator.state),
  setState(generator: Generator, state: ArrayLike<number>) {
    generator.state = Array.from(state);
  },
  draw(kind: string, shape: ArrayLike<number>, dtype: DType, generator: Generator) {
    const size = Array.from(shape).reduce((n, one) => n * one, 1);
    const data = dtype === 'float64' ? new Float64Array(size) : new Float32Array(size);
    if (kind === 'normal') generator.fillNormal(data);
    else if (kind === 'uniform') generator.fillUniform(data);
    return new Tensor(data, Array.from(shape), dtype === 'float64' ? 'float64' : 'float32');
  },
  /** Probabilities that are tensors are met in their own precision, single numbers in double precision. */
  bernoulli: (probabilities: ArrayLike<number>, dtype: RandomDType, generator: Generator) =>
    Float64Array.from(probabilities, (p) => Number(generator.uniform(dtype) < p)),
  integers: (low: number, high: number, count: number, generator: Generator) =>
    Float64Array.from({ length: count }, () => generator.integer(low, high)),
  /** Places drawn by the weights of each row, with replacement. @throws TorchError for weights that are none */
  multinomial(weights: Tensor, count: number, generator: Generator) {
    const width = weights.shape.at(-1) ?? 1;
    const values = weights.values();
    const dtype = weights.dtype === 'float64' ? 'float64' : 'float32';
    const places: number[] = [];
    for (let start = 0; start < values.length; start += width) {
      const running = distribution(values.slice(start, start + width), dtype);
      for (let k = 0; k < count; k++) places.push(placeOf(running, generator.uniform('float64')));
    }
    return Float64Array.from(places);
  }
};
