import { describe, expect, it } from 'vitest';
import { filled } from '../../../../tests/parity/arguments';
import { refusalOf } from '../../../../tests/refusal';
import { backward, grad } from '../../autograd/backward';
import type { DType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { pythonScalar, tensor, type Tensor } from '../../tensor/tensor';
import { apply, tensors } from '../dispatch';
import '../registry';
import { reduceTo } from '../reshape';

const ones = (shape: number[], dtype: DType = 'float32'): Tensor => filled(shape, dtype);
const matmul = (a: Tensor, b: Tensor): Tensor => apply('matmul', [a, b]);

describe('matmul says what PyTorch says', () => {
  it.each([
    [[], [2], 'both arguments to matmul need to be at least 1D, but they are 0D and 1D'],
    [[2, 3], [2, 3], 'mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)'],
    [[2], [3, 2], 'mat1 and mat2 shapes cannot be multiplied (1x2 and 3x2)'],
    [[2, 3], [2], 'size mismatch, got 2, 2x3,2'],
    [[2], [5, 3, 2], 'size mismatch, got 10, 10x3,2'],
    [[2, 2, 3], [2], 'size mismatch, got 4, 4x3,2'],
    [[2, 2, 3], [2, 3], 'mat1 and mat2 shapes cannot be multiplied (4x3 and 2x3)'],
    [[3, 2], [2, 3, 2], 'mat1 and mat2 shapes cannot be multiplied (4x3 and 2x3)'],
    [
      [2, 2, 3],
      [5, 3, 2],
      'The size of tensor a (2) must match the size of tensor b (5) at non-singleton dimension 0'
    ],
    [
      [2, 1, 2, 3],
      [2, 2, 3],
      'Expected size for first two dimensions of batch2 tensor to be: [4, 3] but got: [4, 2].'
    ]
  ])('of %j and %j', (a, b, message) => {
    expect(refusalOf(() => matmul(ones(a), ones(b)))).toBe(`RuntimeError: ${message}`);
  });

  it.each([
    [[2, 3], [3, 2], 'float32', 'float64', 'expected scalar type Float but found Double'],
    [[2, 3], [2, 3, 2], 'float32', 'float64', 'expected scalar type Double but found Float'],
    [[2, 3], [3, 2], 'bool', 'float32', '"addmm_impl_cpu_" not implemented for \'Bool\''],
    [[2, 3], [3], 'bool', 'bool', '"addmv_impl_cpu" not implemented for \'Bool\''],
    [[2, 2, 3], [2, 3, 2], 'bool', 'bool', '"bmm" not implemented for \'Bool\''],
    [[3], [3], 'bool', 'bool', '"dot" not implemented for \'Bool\''],
    [
      [3],
      [3],
      'float32',
      'int64',
      'dot : expected both vectors to have same dtype, but found Float and Long'
    ]
  ] as const)('of %j and %j in %s and %s', (a, b, dtype, dtype2, message) => {
    const call = (): Tensor => matmul(ones([...a], dtype), ones([...b], dtype2));
    expect(refusalOf(call)).toBe(`RuntimeError: ${message}`);
  });

  it('of a Python number', () => {
    expect(refusalOf(() => matmul(ones([2]), pythonScalar(2)))).toBe(
      "TypeError: matmul(): argument 'other' (position 2) must be Tensor, not int"
    );
  });
});

describe('the backward node of matmul', () => {
  it.each([
    [[3], [3], 'DotBackward0'],
    [[2, 3], [3], 'MvBackward0'],
    [[3], [3, 2], 'SqueezeBackward3'],
    [[2, 3], [3, 2], 'MmBackward0'],
    [[2, 2, 3], [3, 2], 'UnsafeViewBackward0'],
    [[2, 3], [2, 3, 2], 'CloneBackward0'],
    [[1, 3], [2, 3, 2], 'TransposeBackward0'],
    [[0, 3], [2, 3, 2], 'TransposeBackward0'],
    [[3], [2, 3, 2], 'UnsafeViewBackward0']
  ])('of %j and %j is %s', (a, b, name) => {
    const left = ones(a);
    left.requiresGrad = true;
    expect(matmul(left, ones(b)).gradFn?.name).toBe(name);
  });
});

describe('gradients of matmul', () => {
  it('have the shape of their operand for every pair of ranks, also of empty ones', () => {
    const left = [[3], [2, 3], [0, 3], [2, 2, 3], [1, 2, 3], [2, 1, 2, 3], [0, 2, 3]];
    const right = [[3], [3, 2], [3, 0], [2, 3, 2], [1, 3, 2], [3, 2, 3, 2]];
    let compared = 0;
    for (const shape of left) {
      for (const shape2 of right) {
        const [a, b] = [ones(shape), ones(shape2)];
        a.requiresGrad = true;
        b.requiresGrad = true;
        let out: Tensor;
        try {
          out = matmul(a, b);
        } catch (error) {
          // Some batches don't broadcast.
          expect(error).toBeInstanceOf(TorchError);
          continue;
        }
        compared++;
        backward(out, { gradient: filled(out.shape, 'float32') });
        expect([a.grad?.shape, b.grad?.shape]).toEqual([shape, shape2]);
        // Each element of a meets one of b in every element of the result that it is part of.
        const count = out.numel / (a.numel / 3 || 1);
        if (a.numel > 0) expect(a.grad?.values()).toEqual(new Array(a.numel).fill(count));
      }
    }
    expect(compared).toBeGreaterThan(35);
  });

  it('are made of the other operand only, which may be freed or changed for the rest', () => {
    const a = tensor([[1, 2]], { requiresGrad: true });
    const b = tensor([[3], [4]]);
    const out = matmul(a, b);
    a.changed();
    backward(out);
    expect(a.grad?.values()).toEqual([3, 4]);
    const again = matmul(a, b);
    b.changed();
    expect(() => backward(again)).toThrow('modified by an inplace operation');
  });

  it('can be differentiated again', () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4]
      ],
      { dtype: 'float64', requiresGrad: true }
    );
    const total = (t: Tensor): Tensor => reduceTo(t, []);
    const y = total(matmul(matmul(x, x), x));
    const [first] = grad(y, [x], { createGraph: true }) as [Tensor];
    // torch.autograd.grad of (x @ x @ x).sum(), and of the sum of squares of that.
    expect(first.values()).toEqual([51, 87, 67, 111]);
    const [second] = grad(total(tensors.mul(first, first)), [x]) as [Tensor];
    expect(second.values()).toEqual([6960, 9920, 9440, 13200]);
  });
});
