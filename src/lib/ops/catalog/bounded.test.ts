import { describe, expect, it } from 'vitest';
import { grad } from '../../autograd/backward';
import { TorchError } from '../../tensor/errors';
import { fullLike, tensor, type Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import { apply } from '../dispatch';
import { operation } from '../registry';
import { latexAtom, nameLatex } from '../latex';
import { bind } from '../attributes';

const slopes = (name: string, input: Tensor, attributes: Attributes): number[] => {
  const output = apply(name, [input], attributes);
  return grad(output, [input], { gradient: fullLike(output, 1) })[0]?.values() ?? [];
};
const leaf = (values: number[], dtype: 'float32' | 'float64' = 'float32'): Tensor =>
  tensor(values, { dtype, requiresGrad: true });

describe('clamp', () => {
  it('takes a bound as the dtype of the input holds it', () => {
    const at = [0.7, -0.7];
    expect(slopes('clamp', leaf(at), { min: -0.7, max: 0.7 })).toEqual([1, 1]);
    expect(slopes('clamp', leaf(at, 'float64'), { min: -0.7, max: 0.7 })).toEqual([1, 1]);
    expect(slopes('hardtanh', leaf(at), { min_val: -0.7, max_val: 0.7 })).toEqual([0, 0]);
  });

  it('lets a gradient through at the bounds, and none where they cross or the input is NaN', () => {
    expect(slopes('clamp', leaf([-1, 1, NaN]), { min: -1, max: 1 })).toEqual([1, 1, 0]);
    expect(slopes('clamp', leaf([0, 1, 2, 3]), { min: 2, max: 1 })).toEqual([0, 0, 0, 0]);
  });

  it.each([
    [{ min: 0, max: 2 }, 'int64', [0, 0, 2]],
    [{ max: 1 }, 'int64', [-2, 0, 1]],
    [{ min: 0.5 }, 'float32', [0.5, 0.5, 3]],
    [{ min: 0.5, max: 1 }, 'float32', [0.5, 0.5, 1]]
  ] as const)('of integers by %o is %s', (attributes, dtype, expected) => {
    const result = apply('clamp', [tensor([-2, 0, 3], { dtype: 'int64' })], attributes);
    expect(result.dtype).toBe(dtype);
    expect(result.values()).toEqual(expected);
  });

  it('makes numbers of bools', () => {
    const input = tensor([1, 0], { dtype: 'bool' });
    expect(apply('clamp', [input], { min: 0 }).dtype).toBe('int64');
    expect(apply('clamp', [input], { min: 0.5 }).values()).toEqual([1, 0.5]);
  });

  it('refuses to do nothing', () => {
    expect(() => apply('clamp', [leaf([1])], {})).toThrow(
      new TorchError("torch.clamp: At least one of 'min' or 'max' must not be None")
    );
  });

  it('turns everything to NaN where one of two bounds is', () => {
    const input = leaf([-2, 3]);
    expect(apply('clamp', [input], { min: 0, max: NaN }).values()).toEqual([NaN, NaN]);
    expect(apply('clamp', [input], { min: NaN }).values()).toEqual([-2, 3]);
  });

  it('shows its derivative in one line', () => {
    const op = operation('clamp');
    const shown = (given: Attributes): string | null =>
      op?.localLatex(0, [nameLatex('x')], latexAtom('z'), bind(op, given)) ?? null;
    expect(shown({ min: -1, max: 2 })).toContain('-1 \\le x \\le 2');
    expect(shown({ max: 2 })).toContain('1 & x \\le 2');
  });
});

describe('hardtanh', () => {
  it('lets the upper bound win where they cross', () => {
    const result = apply('hardtanh', [leaf([0, 1, 3])], { min_val: 2, max_val: 0.5 });
    expect(result.values()).toEqual([0.5, 0.5, 0.5]);
  });

  it('cuts the bounds of integers to integers', () => {
    const input = tensor([-3, 0, 2], { dtype: 'int64' });
    const result = apply('hardtanh', [input], { min_val: -2.5, max_val: 1.5 });
    expect(result.dtype).toBe('int64');
    expect(result.values()).toEqual([-2, 0, 1]);
  });
});

describe('refusals', () => {
  const long = tensor([1], { dtype: 'int64' });
  const bool = tensor([1], { dtype: 'bool' });
  it.each([
    ['leaky_relu', long, {}, '"leaky_relu_cpu" not implemented for \'Long\''],
    ['elu', bool, {}, '"elu_cpu" not implemented for \'Bool\''],
    ['mish', long, {}, '"mish_cpu" not implemented for \'Long\''],
    ['logsigmoid', long, {}, '"log_sigmoid_cpu" not implemented for \'Long\''],
    ['hardswish', long, {}, '"hardswish_cpu" not implemented for \'Long\''],
    ['relu6', bool, {}, 'Bool inputs not supported for hardtanh'],
    ['celu', leaf([1]), { alpha: 0 }, 'ZeroDivisionError: alpha cannot be 0 for CELU'],
    [
      'gelu',
      leaf([1]),
      { approximate: 'both' },
      'approximate argument must be either none or tanh.'
    ]
  ] as const)('of %s', (name, input, attributes, message) => {
    expect(() => apply(name, [input], attributes)).toThrow(new TorchError(message));
  });
});

describe('softplus', () => {
  it('with a beta of 0 is infinite, and its slope a half', () => {
    expect(apply('softplus', [leaf([1])], { beta: 0 }).values()).toEqual([Infinity]);
    expect(slopes('softplus', leaf([1]), { beta: 0 })).toEqual([0.5]);
  });

  it('passes the input through from the threshold on', () => {
    expect(apply('softplus', [leaf([2])], { beta: 2, threshold: 3 }).values()).toEqual([2]);
    expect(slopes('softplus', leaf([2]), { beta: 2, threshold: 3 })).toEqual([1]);
  });
});
