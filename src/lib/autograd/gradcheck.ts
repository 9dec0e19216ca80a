import { isFloating } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { tensorText } from '../tensor/print';
import { fromValues, tensor, Tensor } from '../tensor/tensor';
import { grad } from './backward';
import { centralDifferences, moved } from './differences';
import { enableGrad, noGrad } from './mode';

export interface CheckOptions {
  /** Step of the central differences. */
  readonly eps?: number;
  readonly atol?: number;
  readonly rtol?: number;
  /** False answers false where it would raise. */
  readonly raiseException?: boolean;
}

type Fn = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

const outputsOf = (f: Fn, inputs: readonly Tensor[]): Tensor[] => {
  const made = f(...inputs);
  return made instanceof Tensor ? [made] : [...made];
};

/** Leaves with the same values, those that require a gradient as before. */
function leavesOf(inputs: readonly Tensor[], index = -1, element = 0, shift = 0): Tensor[] {
  return inputs.map((t, k) => {
    const values = k === index ? moved(t.values(), element, shift) : t.values();
    const leaf = fromValues(values, t.shape, t.dtype);
    leaf.requiresGrad = t.requiresGrad;
    return leaf;
  });
}

/** Rows are elements of the input, columns elements of the output. */
function numerical(f: Fn, inputs: readonly Tensor[], output: number, k: number, eps: number) {
  const valuesAt = (element: number, shift: number): number[] =>
    noGrad(() => outputsOf(f, leavesOf(inputs, k, element, shift)))[output]?.values() ?? [];
  return centralDifferences(valuesAt, new Array<number>(inputs[k]?.numel ?? 0).fill(eps));
}

function analytical(f: Fn, inputs: readonly Tensor[], output: number, k: number): number[][] {
  const leaves = leavesOf(inputs);
  const root = enableGrad(() => outputsOf(f, leaves))[output];
  const leaf = leaves[k];
  if (!root || !leaf) return [];
  const columns = Array.from({ length: root.numel }, (_, i) => {
    const unit = Array.from({ length: root.numel }, (__, j) => (i === j ? 1 : 0));
    const gradient = fromValues(unit, root.shape, root.dtype);
    const [found] = grad(root, [leaf], { gradient, retainGraph: true });
    return found?.values() ?? new Array<number>(leaf.numel).fill(0);
  });
  return Array.from({ length: leaf.numel }, (_, element) => columns.map((c) => c[element] ?? 0));
}

const near = (a: number, b: number, { atol = 1e-5, rtol = 1e-3 }: CheckOptions): boolean =>
  a === b || Math.abs(a - b) <= atol + rtol * Math.abs(b);

const failed = (message: string): TorchError => new TorchError(message, 'GradcheckError');

function check(f: Fn, inputs: readonly Tensor[], options: CheckOptions): void {
  if (!inputs.some((t) => t.requiresGrad)) {
    throw new TorchError(
      'gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.',
      'ValueError'
    );
  }
  const { eps = 1e-6 } = options;
  const outputs = enableGrad(() => outputsOf(f, leavesOf(inputs)));
  const matrix = (rows: number[][], like: Tensor): string =>
    tensorText(tensor(rows, { dtype: like.dtype }));
  outputs.forEach((output, i) => {
    if (!isFloating(output.dtype)) return;
    inputs.forEach((input, k) => {
      if (!input.requiresGrad) return;
      const truth = numerical(f, inputs, i, k, eps);
      if (!output.requiresGrad) {
        if (truth.flat().every((value) => near(value, 0, options))) return;
        throw failed('Numerical gradient for function expected to be zero');
      }
      const given = analytical(f, inputs, i, k);
      const fits = truth.every((row, r) =>
        row.every((value, c) => near(given[r]?.[c] ?? NaN, value, options))
      );
      if (fits) return;
      throw failed(
        `Jacobian mismatch for output ${i} with respect to input ${k},\n` +
          `numerical:${matrix(truth, input)}\nanalytical:${matrix(given, output)}\n`
      );
    });
  });
}

function answered(run: () => void, { raiseException = true }: CheckOptions): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (raiseException || !(error instanceof TorchError) || error.type !== 'GradcheckError') {
      throw error;
    }
    return false;
  }
}

/**
 * Holds the gradients of a function against central differences, every element of the output by every element of the
 * inputs that require a gradient. Meant for float64: float32 is too coarse for the step.
 * @throws TorchError (GradcheckError) with both Jacobians where they differ; (ValueError) where no input requires one
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.gradcheck.html
 */
export const gradcheck = (f: Fn, inputs: readonly Tensor[], options: CheckOptions = {}): boolean =>
  answered(() => check(f, inputs, options), options);

/**
 * As `gradcheck` for the gradients themselves: second derivatives, for uneven upstream gradients.
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.gradgradcheck.html
 */
export function gradgradcheck(
  f: Fn,
  inputs: readonly Tensor[],
  options: CheckOptions = {}
): boolean {
  const outputs = enableGrad(() => outputsOf(f, leavesOf(inputs)));
  const upstreams = outputs.map((output) => {
    const values = Array.from({ length: output.numel }, (_, i) => 0.5 + ((i * 7) % 5) / 4);
    const made = fromValues(values, output.shape, output.dtype);
    made.requiresGrad = isFloating(output.dtype);
    return made;
  });
  const slopes: Fn = (...all) => {
    const own = all.slice(0, inputs.length);
    const wanted = own.filter((t) => t.requiresGrad);
    const gradients = all.slice(inputs.length);
    const found = grad(outputsOf(f, own), wanted, { gradients, createGraph: true });
    return found.filter((g): g is Tensor => g !== null);
  };
  // Recording inside, because gradients are what is differentiated here.
  return gradcheck(
    (...all) => enableGrad(() => slopes(...all)),
    [...inputs, ...upstreams],
    options
  );
}
