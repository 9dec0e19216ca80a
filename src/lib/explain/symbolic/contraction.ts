import type { Shape } from '../../tensor/shape';

/** Which dimensions of the operands of a product of matrices run together, by names of their axes. */
export interface Axes {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
}

const FIXED: Readonly<Record<string, readonly [string, string, string]>> = {
  dot: ['j', 'j', ''],
  outer: ['i', 'k', 'ik'],
  mv: ['ij', 'j', 'i'],
  mm: ['ij', 'jk', 'ik'],
  bmm: ['bij', 'bjk', 'bik']
};

/** Batch dimensions are broadcast, so they are counted from the last one. */
const batch = (rank: number): string[] =>
  Array.from({ length: Math.max(0, rank) }, (_, k) => `batch ${rank - k}`);

function matmul(a: number, b: number): Axes {
  return {
    operands: [
      a === 1 ? ['j'] : [...batch(a - 2), 'i', 'j'],
      b === 1 ? ['j'] : [...batch(b - 2), 'j', 'k']
    ],
    output: [...batch(Math.max(a, b) - 2), ...(a > 1 ? ['i'] : []), ...(b > 1 ? ['k'] : [])]
  };
}

/** `x Wᵀ + b`: rows of `x` by rows of the weight, or by the only one. */
function linear(x: number, weight: number, bias: number | undefined): Axes {
  const output = [...batch(x - 1), ...(weight > 1 ? ['k'] : [])];
  return {
    operands: [
      [...batch(x - 1), 'j'],
      weight > 1 ? ['k', 'j'] : ['j'],
      ...(bias === undefined ? [] : [output.slice(output.length - bias)])
    ],
    output
  };
}

/** The axes of an operation whose elements are sums of products; null for others. */
export function axesOf(op: string, shapes: readonly Shape[]): Axes | null {
  const [a = 0, b = 0, bias] = shapes.map(({ length }) => length);
  const fixed = FIXED[op];
  if (fixed) return { operands: [[...fixed[0]], [...fixed[1]]], output: [...fixed[2]] };
  if (op === 'matmul') return matmul(a, b);
  return op === 'linear' ? linear(a, b, bias) : null;
}
