import { castTo } from '../ops/reshape';
import { fullLike, Tensor } from '../tensor/tensor';
import { grad } from './backward';
import { applyFunction, type CustomFunction } from './function';
import { noGrad } from './mode';

const EPS = 1e-6;
const RTOL = 1e-3;
const ATOL = 1e-5;

/** What a finite-difference check says of one input of a custom function. */
export interface InputVerdict {
  readonly index: number;
  /** `ok`; `ignores-upstream`: right for upstream 1 only; `wrong`; `missing`: None where a gradient flows. */
  readonly verdict: 'ok' | 'ignores-upstream' | 'wrong' | 'missing';
  /** What backward returned for the test's upstream gradient, first differing element. */
  readonly analytical: number | null;
  /** What central differences give for the same element and upstream gradient. */
  readonly numerical: number;
  readonly upstream: number;
}

const close = (a: number, b: number): boolean =>
  (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= ATOL + RTOL * Math.abs(b);

/** A float64 leaf with the same values. */
function doubleLeaf(t: Tensor, values = t.values()): Tensor {
  const leaf = new Tensor(Float64Array.from(values), t.shape, 'float64');
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
  const at = (element: number, shift: number): number => {
    const moved = base.slice();
    moved[element] = (moved[element] ?? NaN) + shift;
    const replaced = inputs.map((t, k) => doubleLeaf(t, k === index ? moved : undefined));
    return noGrad(() => run(replaced))
      .values()
      .reduce((sum, value) => sum + value, 0);
  };
  return base.map((value, element) => {
    const step = EPS * Math.max(1, Math.abs(value));
    return (at(element, step) - at(element, -step)) / (2 * step);
  });
}

/** Gradients that backward gives for an upstream of `scale` everywhere. */
function analytical(
  fn: CustomFunction,
  inputs: readonly Tensor[],
  scale: number
): (number[] | null)[] {
  const leaves = inputs.map((t) => doubleLeaf(t));
  const { output } = applyFunction(fn, leaves);
  const gradient = castTo(fullLike({ shape: output.shape, dtype: 'float64' }, scale), output.dtype);
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
  const upstream = 3;
  const plain = analytical(fn, inputs, 1);
  const scaled = analytical(fn, inputs, upstream);
  return inputs.map((_, index) => {
    const truth = numericalGradient((xs) => applyFunction(fn, xs).output, inputs, index);
    const once = plain[index] ?? null;
    const thrice = scaled[index] ?? null;
    const worst = Math.max(
      0,
      truth.findIndex((value, i) => !close(thrice?.[i] ?? 0, value * upstream))
    );
    const figures = {
      index,
      analytical: thrice?.[worst] ?? null,
      numerical: (truth[worst] ?? NaN) * upstream,
      upstream
    };
    const fits = (given: number[] | null, scale: number): boolean =>
      truth.every((value, i) => close(given?.[i] ?? 0, value * scale));
    if (fits(thrice, upstream)) return { ...figures, verdict: 'ok' };
    if (thrice === null) return { ...figures, verdict: 'missing' };
    const same = once !== null && once.every((value, i) => close(thrice[i] ?? NaN, value));
    return { ...figures, verdict: same && fits(once, 1) ? 'ignores-upstream' : 'wrong' };
  });
}
