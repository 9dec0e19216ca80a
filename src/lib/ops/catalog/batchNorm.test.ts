import { describe, expect, it } from 'vitest';
import { grad } from '../../autograd/backward';
import { gradcheck, gradgradcheck } from '../../autograd/gradcheck';
import { tensor, type Tensor } from '../../tensor/tensor';
import { batchNormalized } from './batchNorm';
import '../registry';

const leaf = (value: number[] | number[][] | number[][][]): Tensor =>
  tensor(value, { dtype: 'float64', requiresGrad: true });
const rows = [
  [1, 2],
  [3, -1],
  [0.5, 4]
];
const near = (t: Tensor | null | undefined, expected: readonly number[]): void => {
  expect(t?.values().length).toBe(expected.length);
  t?.values().forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 7));
};
const constant = (value: number[]): Tensor => tensor(value, { dtype: 'float64' });

describe('batch_norm', () => {
  it('has the values and gradients of PyTorch 1.13', () => {
    const [x, weight, bias] = [leaf(rows), leaf([2, -0.5]), leaf([0.5, 1])] as const;
    const training = { training: true, eps: 1e-5 };
    const y = batchNormalized(x, { weight, bias }, training);
    expect(y.gradFn?.name).toBe('NativeBatchNormBackward0');
    near(y, [-0.425816132, 0.9188893855, 3.277448396, 1.648884916, -1.351632264, 0.4322256984]);
    const upstream = tensor(
      [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      { dtype: 'float64' }
    );
    const [gx, gw, gb] = grad(y, [x, weight, bias], { gradient: upstream });
    near(gx, [-3.967781156, 0.5122775047, 0.7935498827, -0.2049105408, 3.174231273, -0.3073669639]);
    near(gw, [-0.925816132, 1.946654748]);
    near(gb, [9, 12]);
  });

  it('takes what was recorded when it evaluates', () => {
    const recorded = { running_mean: constant([0, 1]), running_var: constant([1, 4]) };
    const y = batchNormalized(leaf([[1, 3]]), recorded, { training: false, eps: 0 });
    near(y, [1, 1]);
  });

  it('can be differentiated twice', () => {
    const inputs = [
      leaf([
        [
          [1, 2, -1],
          [3, 0.5, 2]
        ],
        [
          [0, 4, 1],
          [-2, 1, 5]
        ]
      ]),
      leaf([2, -0.5])
    ];
    const f = (x: Tensor, weight: Tensor): Tensor =>
      batchNormalized(x, { weight }, { training: true, eps: 0.1 });
    const own = f as (...xs: Tensor[]) => Tensor;
    expect(gradcheck(own, inputs)).toBe(true);
    expect(gradgradcheck(own, inputs)).toBe(true);
  });

  it('refuses what PyTorch refuses, in its words', () => {
    const run =
      (x: Tensor, parameters: object, training = false) =>
      () =>
        batchNormalized(x, parameters, { training, eps: 1e-5 });
    const x = leaf(rows);
    const two = constant([1, 2]);
    expect(run(x, {})).toThrow('running_mean must be defined in evaluation mode');
    expect(run(x, { running_mean: two })).toThrow('running_var must be defined in evaluation mode');
    expect(run(x, { running_mean: constant([1]), running_var: two })).toThrow(
      'running_mean should contain 2 elements not 1'
    );
    expect(run(x, { weight: constant([1, 2, 3]) }, true)).toThrow(
      'weight should contain 2 elements not 3'
    );
    expect(run(leaf([[1, 2]]), {}, true)).toThrow(
      'Expected more than 1 value per channel when training, got input size torch.Size([1, 2])'
    );
    expect(run(x, { running_mean: leaf([1, 2]), running_var: two })).toThrow(
      "The function 'native_batch_norm' is not differentiable with respect to argument 'running_mean'. This input cannot have requires_grad True."
    );
  });
});
