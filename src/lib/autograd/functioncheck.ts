import { tensors } from '../ops/dispatch';
import { fromValues, fullLike, type Tensor } from '../tensor/tensor';
import { grad } from './backward';
import { centralDifferences, moved } from './differences';
import { applyFunction, type CustomFunction } from './function';
import { noGrad } from './mode';

const EPS = 1e-6;
const RTOL = 1e-3;
const ATOL = 1e-5;
/** Upstream gradient of the output's element `i`: not 1, and uneven, so that mixed-up elements show. */
const upstreamAt = (i: number): number => 3 + (i % 5) / 4;

/** What a finite-difference check says of one input of a custom function. */
export interface InputVerdict {
  readonly index: number;
  /** `ok`; `ignores-upstream`: right for upstream 1 only; `wrong`; `missing`: None where a gradient flows. */
  readonly verdict: 'ok' | 'ignores-upstream' | 'wrong' | 'missing';
  /** What backward returned for the test's upstream gradient, first differing element. */
  readonly analytical: number | null;
  /** What central differences give for the same element and upstream gradient. */
  readonly numerical: number;
  /** Upstream gradient at the same place of the output, or at its only element. */
  readonly upstream: number;
}

const close = (a: number, b: number): boolean =>
  (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= ATOL + RTOL * Math.abs(b);

/** A float64 leaf with the same values. */
function doubleLeaf(t: Tensor, values = t.values()): Tensor {
  const leaf = fromValues(values, t.shape, 'float64');
  leaf.requiresGrad = true;
  return leaf;
}

/** Central differences of the summed output, per element of input `index`; float64. */
export function numericalGradient(
  run: (inputs: readonly Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  index: number
): number[] {
  const target = inputs[index];
  if (!target) return [];
  const base = target.values();
  const valuesAt = (element: number, shift: number): number[] => {
    const values = moved(base, element, shift);
    const replaced = inputs.map((t, k) => doubleLeaf(t, k === index ? values : undefined));
    const output = noGrad(() => run(replaced)).values();
    return [output.reduce((sum, value) => sum + value, 0)];
  };
  const steps = base.map((value) => EPS * Math.max(1, Math.abs(value)));
  return centralDifferences(valuesAt, steps).flat();
}

function unevenUpstream(output: Tensor): Tensor {
  const values = Array.from({ length: output.numel }, (_, i) => upstreamAt(i));
  return fromValues(values, output.shape, 'float64');
}

/** Gradients that backward gives for an upstream that suits the output. */
function analytical(
  fn: CustomFunction,
  inputs: readonly Tensor[],
  upstream: (output: Tensor) => Tensor
): (number[] | null)[] {
  const leaves = inputs.map((t) => doubleLeaf(t));
  const { output } = applyFunction(fn, leaves);
  const gradient = noGrad(() => upstream(output));
  return grad(output, leaves, { gradient }).map((g) => g?.values() ?? null);
}

/**
 * Holds a custom function's backward against central differences in float64, with two upstream gradients,
 * so that one which forgets to multiply by `grad_output` is told from one with a wrong local derivative.
 * Tolerances are those of `torch.autograd.gradcheck` (eps 1e-6, atol 1e-5, rtol 1e-3).
 * @throws TorchError when forward or backward themselves fail.
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.gradcheck.html
 */
export function checkFunction(fn: CustomFunction, inputs: readonly Tensor[]): InputVerdict[] {
  const run = (xs: readonly Tensor[]): Tensor => applyFunction(fn, xs).output;
  const weighted = (xs: readonly Tensor[]): Tensor => {
    const output = run(xs);
    return tensors.mul(output, unevenUpstream(output));
  };
  const plain = analytical(fn, inputs, (output) => fullLike(output, 1));
  const uneven = analytical(fn, inputs, unevenUpstream);
  const { numel } = noGrad(() => run(inputs));
  return inputs.map((_, index) => {
    const given = uneven[index] ?? null;
    const truth = numericalGradient(weighted, inputs, index);
    const fits = (found: number[] | null, expected: readonly number[]): boolean =>
      expected.every((value, i) => close(found?.[i] ?? 0, value));
    const differing = truth.findIndex((value, i) => !close(given?.[i] ?? 0, value));
    const element = Math.max(0, differing);
    const figures = {
      index,
      analytical: given?.[element] ?? null,
      numerical: truth[element] ?? NaN,
      upstream: upstreamAt(element < numel ? element : 0)
    };
    if (fits(given, truth)) return { ...figures, verdict: 'ok' };
    if (given === null) return { ...figures, verdict: 'missing' };
    const ignoresUpstream =
      fits(plain[index] ?? null, given) && fits(given, numericalGradient(run, inputs, index));
    return { ...figures, verdict: ignoresUpstream ? 'ignores-upstream' : 'wrong' };
  });
}
