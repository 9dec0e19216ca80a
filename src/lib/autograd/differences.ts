/**
 * Central differences of numbers with respect to one input.
 * @param valuesAt all numbers where one element of the input is moved by `shift`
 * @param steps how far each element is moved to either side
 * @returns a row per element of the input
 */
export const centralDifferences = (
  valuesAt: (element: number, shift: number) => readonly number[],
  steps: readonly number[]
): number[][] =>
  steps.map((step, element) => {
    const [above, below] = [valuesAt(element, step), valuesAt(element, -step)];
    return above.map((value, i) => (value - (below[i] ?? NaN)) / (2 * step));
  });

/** A list with one number moved. */
export const moved = (values: readonly number[], element: number, shift: number): number[] =>
  values.map((value, i) => (i === element ? value + shift : value));
