import { describe, expect, it } from 'vitest';
import { backward } from '../../autograd/backward';
import { pythonScalar, tensor, type Tensor } from '../../tensor/tensor';
import { apply } from '../dispatch';
import '../registry';

const leaf = (list: number[] | number[][]): Tensor => tensor(list, { requiresGrad: true });
const at = (list: number | number[] | number[][]): Tensor => tensor(list, { dtype: 'int64' });

describe('scatter', () => {
  it('takes a number, and leaves what it was given alone', () => {
    const x = tensor([1, 2, 3]);
    const made = apply('scatter', [x, at([0, 2]), pythonScalar(9)], { dim: 0 });
    expect([made.values(), x.values()]).toEqual([
      [9, 2, 9],
      [1, 2, 3]
    ]);
  });

  it('reads the corner of a larger source, and refuses its gradient as PyTorch does', () => {
    const source = leaf([
      [1, 2, 3],
      [4, 5, 6]
    ]);
    const made = apply(
      'scatter',
      [
        leaf([
          [0, 0, 0],
          [0, 0, 0]
        ]),
        at([[0], [2]]),
        source
      ],
      { dim: 1 }
    );
    expect(made.values()).toEqual([1, 0, 0, 0, 0, 4]);
    const run = (): void => backward(made, { gradient: made });
    expect(run).toThrow(
      'Function ScatterBackward0 returned an invalid gradient at index 1 - got [2, 1] but expected shape compatible with [2, 3]'
    );
  });

  it('wants the same dtype, int64 indices and as many dimensions', () => {
    const run = (index: Tensor, source: Tensor) => () =>
      apply('scatter_add', [tensor([1, 2, 3]), index, source], { dim: 0 });
    expect(run(at([0]), tensor([1], { dtype: 'float64' }))).toThrow(
      'scatter(): Expected self.dtype to be equal to src.dtype'
    );
    expect(run(tensor([0]), tensor([1]))).toThrow('scatter(): Expected dtype int64 for index');
    expect(run(at([[0]]), tensor([1]))).toThrow(
      'Index tensor must have the same number of dimensions as self tensor'
    );
    expect(run(at([4]), tensor([1]))).toThrow(
      'index 4 is out of bounds for dimension 0 with size 3'
    );
  });
});

describe('layers by their index', () => {
  it('add up where one comes twice', () => {
    const made = apply('index_add', [tensor([1, 2, 3]), at([0, 0]), tensor([1, 2])], {
      dim: 0,
      alpha: 3
    });
    expect(made.values()).toEqual([10, 2, 3]);
  });

  it('may be a number for a tensor of one dimension', () => {
    expect(apply('index_add', [tensor([1, 2]), at(1), tensor(5)], { dim: 0 }).values()).toEqual([
      1, 7
    ]);
    expect(apply('index_fill', [tensor([1, 2]), at(-1)], { dim: 0, value: 9 }).values()).toEqual([
      1, 9
    ]);
  });
});
