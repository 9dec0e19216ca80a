import { afterEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../../../../tests/refusal';
import { backward, grad } from '../../autograd/backward';
import { type NestedNumbers, tensor, type Tensor } from '../../tensor/tensor';
import { installWarner } from '../../tensor/warnings';
import type { Attributes } from '../attributes';
import { apply, tensors } from '../dispatch';
import '../registry';

const int = (value: NestedNumbers): Tensor => tensor(value, { dtype: 'int64' });
const double = (value: NestedNumbers): Tensor => tensor(value, { dtype: 'float64' });
const leaf = (value: NestedNumbers): Tensor => tensor(value, { requiresGrad: true });

const refusal = (name: string, inputs: readonly Tensor[], attributes: Attributes = {}): string =>
  refusalOf(() => apply(name, inputs, attributes));

afterEach(() => installWarner(null));

describe('losses of pairs', () => {
  it.each(['mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss'])(
    '%s: warns where shapes differ, and refuses those that do not broadcast',
    (name) => {
      const heard: string[] = [];
      installWarner((message, category) => heard.push(`${category}: ${message}`));
      apply(name, [tensor([[1], [2]]), tensor([1, 2])]);
      apply(name, [tensor([1, 2]), tensor([1, 2])]);
      expect(heard).toEqual([
        'UserWarning: Using a target size (torch.Size([2])) that is different to the input size (torch.Size([2, 1])). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.'
      ]);
      expect(refusal(name, [tensor([1, 2]), tensor([1, 2, 3])], { reduction: 'nothing' })).toBe(
        'RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0'
      );
      expect(refusal(name, [tensor([1]), tensor([1])], { reduction: 'nothing' })).toBe(
        'ValueError: nothing is not a valid value for reduction'
      );
    }
  );

  it.each(['mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss'])(
    '%s: the gradients are the same with and without a history, for every reduction',
    (name) => {
      for (const values of [0.75, [0.5, -2, 3], [[1.5], [-0.25]]] as NestedNumbers[]) {
        for (const reduction of ['mean', 'sum', 'none']) {
          const input = tensor(values, { dtype: 'float64', requiresGrad: true });
          const target = tensor(0.3, { dtype: 'float64', requiresGrad: true });
          const other = apply('mul', [target, apply('ones_like', [input])]);
          const loss = apply('sum', [apply(name, [input, other], { reduction })]);
          const found = [false, true].map((createGraph) =>
            grad(loss, [input, target], { createGraph, retainGraph: true }).flatMap(
              (one) => one?.values() ?? expect.fail('no gradient')
            )
          );
          expect(found[0]?.some((one) => one !== 0)).toBe(true);
          found[0]?.forEach((one, k) => expect(one).toBeCloseTo(found[1]?.[k] ?? NaN, 12));
        }
      }
    }
  );

  it('gives a 0-d tensor that was stretched its say in the dtype', () => {
    for (const name of ['mse_loss', 'l1_loss', 'smooth_l1_loss']) {
      expect(apply(name, [tensor([1, 2]), double(1)]).dtype, name).toBe('float64');
    }
    expect(apply('huber_loss', [tensor([1, 2]), double(1)]).dtype).toBe('float32');
    expect(apply('kl_div', [tensor([1, 2]), double(1)]).dtype).toBe('float32');
  });

  it.each(['mse_loss', 'huber_loss'])('%s: takes one dtype on the way back, as PyTorch', (name) => {
    const back = (a: Tensor, y: Tensor): string => refusalOf(() => backward(apply(name, [a, y])));
    const wanted = tensor(1, { dtype: 'float64', requiresGrad: true });
    const words = 'RuntimeError: Found dtype';
    expect(back(leaf(2), double(1))).toBe(`${words} Double but expected Float`);
    expect(back(leaf(2), int(1))).toBe(`${words} Long but expected Float`);
    expect(back(tensor(2), wanted)).toBe(`${words} Float but expected Double`);
    backward(apply('smooth_l1_loss', [leaf(2), int(1)]));
  });

  it('smooth_l1_loss: the number that a bool is can be differentiated twice', () => {
    const a = leaf([1, -2]);
    const loss = apply('smooth_l1_loss', [a, tensor([0, 1], { dtype: 'bool' })]);
    const [slope] = grad(loss, [a], { createGraph: true });
    const [bend] = grad(apply('sum', [slope as Tensor]), [a]);
    expect([slope?.tolist(), bend?.tolist()]).toEqual([
      [0.5, -0.5],
      [0, 0]
    ]);
  });

  it.each(['smooth_l1_loss', 'huber_loss'])('%s: lets NaN through to the gradients', (name) => {
    const [a, y] = [leaf([NaN, 3]), leaf([1, 1])];
    backward(apply(name, [a, y], { reduction: 'sum' }));
    expect(a.grad?.tolist()).toEqual([NaN, 1]);
    expect(y.grad?.tolist()).toEqual([NaN, -1]);
  });

  it('smooth_l1_loss: has slopes of −1 at equality where beta is 0, and no curvature', () => {
    const [a, y] = [leaf([1, 2]), leaf([1, 1])];
    const first = grad(apply('smooth_l1_loss', [a, y], { reduction: 'sum', beta: 0 }), [a, y], {
      createGraph: true
    });
    expect(first.map((g) => g?.tolist())).toEqual([
      [-1, 1],
      [-1, -1]
    ]);
    const [g] = first;
    const sum = apply('sum', [tensors.mul(g as Tensor, a)]);
    expect(grad(sum, [a])[0]?.tolist()).toEqual([-1, 1]);
  });

  it('refuses edges that are none', () => {
    for (const beta of [-1, NaN]) {
      expect(refusal('smooth_l1_loss', [tensor([1]), tensor([1])], { beta })).toBe(
        'RuntimeError: smooth_l1_loss does not support negative values for beta.'
      );
    }
    for (const delta of [0, -1, NaN]) {
      expect(refusal('huber_loss', [tensor([1]), tensor([1])], { delta })).toBe(
        'RuntimeError: huber_loss does not support non-positive values for delta.'
      );
    }
  });

  it('kl_div: takes a target of 0, whose own derivative is NaN', () => {
    const [a, y] = [leaf([-1, -2]), leaf([0, 1])];
    const loss = apply('kl_div', [a, y], { reduction: 'sum' });
    backward(loss);
    expect([loss.item(), a.grad?.tolist(), y.grad?.tolist()]).toEqual([2, [-0, -1], [NaN, 3]]);
  });
});

describe('losses of classes', () => {
  const x = tensor([
    [-Infinity, 1, 2],
    [1, 2, 3]
  ]);

  it('counts ignored places for nothing, and places of weight 0 only where they are finite', () => {
    const weight = tensor([0, 1, 1]);
    const terms = (target: number[]): NestedNumbers =>
      apply('nll_loss', [x, int(target), weight], { reduction: 'none' }).tolist();
    expect(terms([0, 2])).toEqual([NaN, -3]);
    expect(terms([-100, 2])).toEqual([0, -3]);
  });

  it('has no gradient to give where all weights are 0', () => {
    const a = leaf([
      [1, 2],
      [3, 4]
    ]);
    const loss = apply('nll_loss', [a, int([0, -100]), tensor([0, 1])]);
    backward(loss);
    expect(loss.item()).toBeNaN();
    expect(a.grad?.tolist()).toEqual([
      [NaN, 0],
      [0, 0]
    ]);
  });

  it('nll_loss: takes as many targets as classes for one sample, and reads the first', () => {
    expect(apply('nll_loss', [tensor([1, 2, 3]), int([2, 0, 1])]).tolist()).toBe(-3);
  });

  const logits = tensor([
    [1, 2, -1],
    [0.5, 0, 3]
  ]);
  const constant = (name: string): string =>
    `RuntimeError: The function '${name}' is not differentiable with respect to argument 'weight'. This input cannot have requires_grad True.`;

  it.each<[string, string, Tensor[], Attributes, string]>([
    [
      'another class',
      'cross_entropy',
      [logits, int([5, 0])],
      {},
      'IndexError: Target 5 is out of bounds.'
    ],
    [
      'another batch',
      'cross_entropy',
      [logits, int([0, 0, 0])],
      {},
      'ValueError: Expected input batch_size (2) to match target batch_size (3).'
    ],
    [
      'floating classes',
      'cross_entropy',
      [logits, tensor([0, 1])],
      {},
      'RuntimeError: expected scalar type Long but found Float'
    ],
    [
      'whole probabilities',
      'cross_entropy',
      [
        logits,
        int([
          [0, 1, 0],
          [1, 0, 0]
        ])
      ],
      {},
      'RuntimeError: Expected floating point type for target with class probabilities, got Long'
    ],
    [
      'no dimension',
      'cross_entropy',
      [tensor(1), tensor(1)],
      {},
      'IndexError: Dimension specified as 1 but tensor has no dimensions'
    ],
    [
      'whole logits',
      'cross_entropy',
      [int([[[1], [2]]]), int([[0]])],
      {},
      'RuntimeError: "softmax_kernel_impl" not implemented for \'Long\''
    ],
    [
      'too much smoothing',
      'cross_entropy',
      [logits, int([0, 1])],
      { label_smoothing: 1.5 },
      'RuntimeError: label_smoothing must be between 0.0 and 1.0. Got: 1.5'
    ],
    [
      'a weight to learn',
      'nll_loss',
      [logits, int([0, 1]), leaf([1, 1, 1])],
      {},
      constant('nll_loss_forward')
    ],
    [
      'a weight to learn for places',
      'nll_loss',
      [tensor([[[1], [2]]]), int([[0]]), leaf([1, 1])],
      {},
      constant('nll_loss2d_forward')
    ],
    [
      'a list of other length',
      'nll_loss',
      [tensor([1, 2, 3]), int([0, 1])],
      {},
      'RuntimeError: size mismatch (got input: [3], target: [2])'
    ]
  ])('refuses %s', (_, name, inputs, attributes, words) => {
    expect(refusal(name, inputs, attributes)).toBe(words);
  });
});

describe('losses of yes and no', () => {
  it.each(['binary_cross_entropy', 'binary_cross_entropy_with_logits'])(
    '%s: gives the weight no say in the dtype',
    (name) => {
      const inputs = [tensor([0.5, 0.25]), tensor([1, 0]), double([1, 2])];
      expect(apply(name, inputs, { reduction: 'none' }).dtype).toBe('float32');
    }
  );

  it('ends logarithms at −100', () => {
    const terms = apply('binary_cross_entropy', [tensor([0, 1, 0, 1]), tensor([0, 1, 1, 0])], {
      reduction: 'none'
    });
    expect(terms.tolist()).toEqual([0, -0, 100, 100]);
  });

  it.each<[string, string, Tensor[], string]>([
    [
      'no probability',
      'binary_cross_entropy',
      [tensor([0.5, 2]), tensor([0, 1])],
      'RuntimeError: all elements of input should be between 0 and 1'
    ],
    [
      'another size',
      'binary_cross_entropy',
      [tensor([0.5]), tensor([0, 1])],
      'ValueError: Using a target size (torch.Size([2])) that is different to the input size (torch.Size([1])) is deprecated. Please ensure they have the same size.'
    ],
    [
      'a condition as pos_weight',
      'binary_cross_entropy_with_logits',
      [tensor([1, 2]), tensor([0, 1]), tensor(1), tensor([1, 0], { dtype: 'bool' })],
      'RuntimeError: Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.'
    ],
    [
      'a pos_weight of other length',
      'binary_cross_entropy_with_logits',
      [tensor([1, 2, 3]), tensor([0, 1, 0]), tensor(1), tensor([1, 2])],
      'RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0'
    ]
  ])('refuses %s', (_, name, inputs, words) => {
    expect(refusal(name, inputs)).toBe(words);
  });
});
