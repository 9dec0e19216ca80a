import { describe, expect, it } from 'vitest';
import { add, div, exp, leaf, mean, mul, pow, relu, sin, sum } from '../../../tests/parity/engine';
import { expandTo } from '../ops/reshape';
import { TorchError } from '../tensor/errors';
import { pythonScalar, tensor, type Tensor } from '../tensor/tensor';
import type { CustomFunction } from './function';
import { checkFunction, numericalGradient } from './functioncheck';

type Rule = (g: Tensor, ...saved: Tensor[]) => readonly (Tensor | null)[];

/** A function that saves its inputs. */
const withRule = (compute: (...inputs: Tensor[]) => Tensor, rule: Rule): CustomFunction => ({
  name: 'F',
  forward(context, inputs) {
    context.savedTensors = inputs;
    return compute(...inputs);
  },
  backward: ({ savedTensors }, g) => rule(g, ...savedTensors)
});

const square = (x: Tensor): Tensor => pow(x, 2);
const verdicts = (fn: CustomFunction, ...inputs: Tensor[]): string[] =>
  checkFunction(fn, inputs).map((one) => one.verdict);

describe('the gradient check', () => {
  it('accepts right rules', () => {
    const right = withRule(square, (g, x) => [mul(g, mul(2, x))]);
    expect(verdicts(right, leaf(2))).toEqual(['ok']);
    expect(verdicts(right, leaf([1, -2, 0]))).toEqual(['ok']);
    expect(verdicts(right, tensor(3, { dtype: 'int64' }))).toEqual(['ok']);
  });

  it("says that the lab's function ignores the upstream gradient", () => {
    const [found] = checkFunction(
      withRule(square, (_, x) => [mul(2, x)]),
      [leaf(2)]
    );
    expect(found).toMatchObject({ index: 0, verdict: 'ignores-upstream', upstream: 3 });
    expect(found?.analytical).toBe(4);
    expect(found?.numerical).toBeCloseTo(12, 4);
  });

  it('says so of a vector and of a linear function too', () => {
    expect(
      verdicts(
        withRule(square, (_, x) => [mul(2, x)]),
        leaf([1, 2, 3])
      )
    ).toEqual(['ignores-upstream']);
    const double = (rule: Rule): CustomFunction => withRule((x) => mul(x, 2), rule);
    expect(
      verdicts(
        double((g) => [mul(g, 0), g].slice(0, 1)),
        leaf(5)
      )
    ).toEqual(['wrong']);
    expect(
      verdicts(
        double((g) => [mul(g, 2)]),
        leaf(5)
      )
    ).toEqual(['ok']);
    expect(
      verdicts(
        double(() => [pythonScalar(2)]),
        leaf(5)
      )
    ).toEqual(['ignores-upstream']);
    expect(
      verdicts(
        double((g) => [g]),
        leaf(5)
      )
    ).toEqual(['wrong']);
  });

  it('finds a wrong local derivative and names the figures of the first element that differs', () => {
    const wrong = withRule(square, (g, x) => [mul(g, x)]);
    const [found] = checkFunction(wrong, [leaf([0, 2, 5])]);
    expect(found).toMatchObject({ verdict: 'wrong', analytical: 6.5, upstream: 3.25 });
    expect(found?.numerical).toBeCloseTo(13, 4);
    const [scalar] = checkFunction(wrong, [leaf(2)]);
    expect(scalar).toMatchObject({ verdict: 'wrong', analytical: 6, upstream: 3 });
    expect(scalar?.numerical).toBeCloseTo(12, 4);
  });

  it('names the upstream gradient of the one number that elements are summed to', () => {
    const [found] = checkFunction(
      withRule(
        (x) => sum(square(x)),
        (g, x) => [mul(g, pow(x, 2))]
      ),
      [leaf([2, 3])]
    );
    expect(found).toMatchObject({ verdict: 'wrong', analytical: 27, upstream: 3 });
    expect(found?.numerical).toBeCloseTo(18, 4);
  });

  it('finds a missing gradient, but not where none flows', () => {
    expect(
      verdicts(
        withRule(square, () => [null]),
        leaf(2)
      )
    ).toEqual(['missing']);
    const flat = withRule(
      (x) => mul(x, 0),
      () => [null]
    );
    expect(verdicts(flat, leaf(2))).toEqual(['ok']);
  });

  it('judges each input of several by itself', () => {
    const product = (rule: Rule): CustomFunction => withRule((a, b) => mul(a, sin(b)), rule);
    const rule: Rule = (g, a, b) => [mul(g, sin(b)), mul(a, g)];
    expect(verdicts(product(rule), leaf(2), leaf(0.5))).toEqual(['ok', 'wrong']);
    expect(
      verdicts(
        product((g, _, b) => [mul(g, sin(b)), null]),
        leaf(2),
        leaf(0.5)
      )
    ).toEqual(['ok', 'missing']);
    expect(
      verdicts(
        product((g, _, b) => [sin(b), g]),
        leaf(2),
        leaf(0.5)
      )
    ).toEqual(['ignores-upstream', 'wrong']);
  });

  it('sums over broadcasting', () => {
    const product = withRule(
      (a, b) => mul(a, b),
      (g, a, b) => [mul(g, b), mul(g, a)]
    );
    expect(verdicts(product, leaf([1, 2, 3]), leaf([[2], [5]]))).toEqual(['ok', 'ok']);
  });

  it('tells elements apart: a gradient that is right on average only is wrong', () => {
    const averaged = withRule(
      (x) => add(x, 0),
      (g, x) => [expandTo(mean(g), x.shape)]
    );
    expect(verdicts(averaged, leaf([1, 2, 3]))).toEqual(['wrong']);
    expect(verdicts(averaged, leaf(1))).toEqual(['ok']);
  });

  it('accepts functions that mix their elements', () => {
    const share = withRule(
      (x) => div(exp(x), sum(exp(x))),
      (g, x) => {
        const y = div(exp(x), sum(exp(x)));
        return [mul(y, add(g, mul(-1, sum(mul(g, y)))))];
      }
    );
    expect(verdicts(share, leaf([0.5, -1, 2]))).toEqual(['ok']);
  });

  it('passes on what forward and backward raise', () => {
    const short = withRule(square, () => []);
    expect(() => checkFunction(short, [leaf(2)])).toThrow(TorchError);
    const ragged = withRule(
      (a, b) => mul(a, b),
      (g) => [g, g]
    );
    expect(() => checkFunction(ragged, [leaf([1, 2]), leaf([1, 2, 3])])).toThrow(/must match/);
  });

  it('does not touch the gradients of the inputs', () => {
    const x = leaf(2);
    checkFunction(
      withRule(relu, (g) => [g]),
      [x]
    );
    expect(x.grad).toBeNull();
  });
});

it('numerical gradients are those of the summed output', () => {
  const found = numericalGradient(([x]) => square(x as Tensor), [leaf([1, -3])], 0);
  expect(found[0]).toBeCloseTo(2, 6);
  expect(found[1]).toBeCloseTo(-6, 6);
  expect(numericalGradient(() => tensor(1), [], 0)).toEqual([]);
});
