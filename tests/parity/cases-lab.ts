// generator/lab.py on the engine: one entry per case, the same names and parts.
import { backward } from '../../src/lib/autograd/backward';
import type { CustomFunction } from '../../src/lib/autograd/function';
import { tensor, Tensor } from '../../src/lib/tensor/tensor';
import type { Outcome } from './compare';
import {
  add,
  attempt,
  attributes,
  custom,
  data,
  detach,
  div,
  gradFnText,
  gt,
  leaf,
  linspace,
  lt,
  mean,
  mul,
  neg,
  pow,
  relu,
  sqrt,
  sub,
  sum,
  where
} from './engine';

/** The lab's custom function: it forgets the upstream gradient. */
export const SQ: CustomFunction = {
  name: 'SQ',
  forward(context, [i]) {
    context.savedTensors = [i as Tensor];
    return pow(i as Tensor, 2);
  },
  backward: ({ savedTensors: [i] }) => [mul(2, i as Tensor)]
};

const ones = (...shape: number[]): Tensor => {
  const size = shape.reduce((n, side) => n * side, 1);
  return new Tensor(new Float32Array(size).fill(1), shape, 'float32');
};

const slice = (t: Tensor, from: number, to: number): Tensor => tensor(t.values().slice(from, to));

export const labCases: Record<string, () => Outcome> = {
  'row 1': () => ({ x: leaf(2) }),
  'row 2': () => ({ y: pow(leaf(2), 2) }),
  'row 3': () => {
    const x = leaf(2);
    backward(pow(x, 2));
    return { 'x.grad': x.grad };
  },
  'row 4': () => {
    const x = leaf(2);
    backward(pow(x, 2));
    return attributes(x);
  },
  'row 5': () => {
    const y = pow(leaf(2), 2);
    backward(y);
    return attributes(y);
  },
  'row 6': () => {
    const x = leaf(2);
    const y = add(add(pow(x, 2), mul(2, x)), 1);
    backward(y);
    return { y, 'x.grad': x.grad };
  },
  'row 7': () => {
    const x = leaf(1);
    const y = add(mul(2, pow(x, 3)), x);
    backward(y);
    return { y, 'x.grad': x.grad };
  },
  'row 8': () => {
    const x = leaf(2);
    const y = custom(SQ)(x);
    backward(y);
    return { y, 'y.grad_fn': gradFnText(y), 'x.grad': x.grad };
  },
  'row 8b': () => {
    const x = leaf(2);
    const z = mul(3, custom(SQ)(x));
    backward(z);
    return { z, 'x.grad': x.grad };
  },
  'row 9': () => {
    const [u, v] = [leaf(1), leaf(2)];
    const f = add(mul(u, v), pow(u, 2));
    backward(f);
    return { f, 'u.grad': u.grad, 'v.grad': v.grad };
  },
  'row 10': () => {
    const x = linspace(-10, 10, 10);
    const Y = pow(x, 2);
    const y = sum(pow(x, 2));
    backward(y);
    return { x, Y, y, 'x.grad': x.grad };
  },
  'row 12': () => {
    const x = leaf([1, 2]);
    const d = detach(pow(x, 2));
    backward(sum(mul(x, d)));
    return { d, 'd.requires_grad': d.requiresGrad, 'd.is_leaf': d.isLeaf, 'x.grad': x.grad };
  },
  'row 13': () => {
    const x = linspace(-10, 10, 1000);
    const Y = relu(x);
    backward(sum(Y));
    const atZero = leaf(0);
    backward(relu(atZero));
    return {
      Y: sum(Y),
      'x.grad': sum(x.grad as Tensor),
      'Y in the middle': slice(data(Y), 498, 502),
      'x.grad in the middle': slice(x.grad as Tensor, 498, 502),
      'at 0': atZero.grad
    };
  },
  'row 14': () => ({ 'y.grad_fn': gradFnText(sum(pow(linspace(-10, 10, 10), 2))) }),
  'row 15': () => {
    const [u, v] = [leaf(2), leaf(1)];
    const f = add(mul(u, v), pow(mul(u, v), 2));
    backward(f);
    return { f, 'u.grad': u.grad, 'v.grad': v.grad };
  },
  'second backward after free': () => {
    const x = leaf(2);
    const y = pow(x, 2);
    backward(y);
    return { again: attempt(() => backward(y)), 'x.grad': x.grad };
  },
  'backward of a vector': () => ({
    backward: attempt(() => backward(mul(leaf([1, 2]), 2)))
  }),
  'backward of an empty tensor': () => ({ backward: attempt(() => backward(mul(leaf([]), 2))) }),
  'nothing requires grad': () => {
    const y = mul(tensor(2), 3);
    return { y, backward: attempt(() => backward(y)) };
  },
  'integers cannot require grad': () => ({
    int64: attempt(() => leaf(2, 'int64')),
    bool: attempt(() => leaf(1, 'bool'))
  }),
  'shapes that do not broadcast': () => ({
    '2 + 3': attempt(() => add(ones(2), ones(3))),
    '2 by 3 * 2': attempt(() => mul(ones(2, 3), ones(2))),
    '2 by 3 - 3 by 2': attempt(() => sub(ones(2, 3), ones(3, 2))),
    where: attempt(() => where(gt(ones(2), 0), ones(3), ones(3)))
  }),
  'lists that are ragged': () => ({
    'short row': attempt(() => tensor([[1, 2], [3]])),
    'long row': attempt(() => tensor([[1], [2, 3]])),
    'number among rows': attempt(() => tensor([[1, 2], 3])),
    'row among numbers': attempt(() => tensor([1, [2]]))
  }),
  'item of several': () => ({
    item: attempt(() => leaf([1, 2]).item()),
    one: tensor([[2.5]]).item()
  }),
  'mean of integers': () => ({ mean: attempt(() => mean(tensor([1, 2], { dtype: 'int64' }))) }),
  'where leaks nan': () => {
    const x = leaf([0, 4]);
    const y = where(gt(x, 0), sqrt(x), tensor([0, 0]));
    backward(sum(y));
    return { y, 'x.grad': x.grad };
  },
  'integers compute': () => {
    const int = (value: number[]): Tensor => tensor(value, { dtype: 'int64' });
    const n = int([1, -2]);
    return {
      'n ** 2': pow(n, 2),
      'n ** -1': attempt(() => pow(n, -1)),
      'n ** 0.5': pow(int([4, 9]), 0.5),
      'n ** m': pow(int([1, -1, -1, 2]), int([-3, -3, -2, -1])),
      '1 / -0': div(1, neg(int([0]))),
      'n / 2': div(n, 2),
      'n + 0.5': add(n, 0.5),
      sum: sum(n),
      'mask sum': sum(gt(n, 0)),
      'mask + mask': add(gt(n, 0), lt(n, 5))
    };
  }
};
