import { Tensor } from '../../src/lib/tensor/tensor';

/** A float64 leaf with the same shape and other values. */
function doubleLeaf(like: Tensor, values: readonly number[] = like.values()): Tensor {
  const made = new Tensor(Float64Array.from(values), like.shape, 'float64');
  made.requiresGrad = true;
  return made;
}

/**
 * Central differences of a number with respect to each element of input `index`, from two step sizes,
 * so that the error is of the fourth order.
 * @param f the number for these inputs
 */
export function differences(
  f: (inputs: readonly Tensor[]) => number,
  inputs: readonly Tensor[],
  index: number,
  step = 5e-4
): number[] {
  const base = inputs[index]?.values() ?? [];
  const slope = (element: number, h: number): number => {
    const at = (shift: number): number => {
      const moved = base.map((value, i) => (i === element ? value + shift : value));
      return f(inputs.map((t, k) => (k === index ? doubleLeaf(t, moved) : t)));
    };
    return (at(h) - at(-h)) / (2 * h);
  };
  return base.map((_, element) => (4 * slope(element, step / 2) - slope(element, step)) / 3);
}

/** Close for a difference of rounded numbers: relative to the larger one. */
export const isNear = (a: number, b: number, tolerance: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
