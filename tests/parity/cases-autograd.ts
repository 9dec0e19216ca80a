// generator/autograd.py on the engine: one entry per case, the same names and parts.
import { backward, grad } from '../../src/lib/autograd/backward';
import { enableGrad, noGrad, withGradMode } from '../../src/lib/autograd/mode';
import { requireGrad, tensor, Tensor } from '../../src/lib/tensor/tensor';
import type { Outcome } from './compare';
import {
  add,
  attempt,
  attributes,
  data,
  detach,
  div,
  exp,
  gt,
  leaf,
  mul,
  neg,
  pow,
  sign,
  sin,
  sub,
  sum
} from './engine';

const ones = (...shape: number[]): Tensor =>
  new Tensor(new Float32Array(shape.reduce((n, side) => n * side, 1)).fill(1), shape, 'float32');

const gradOf = (y: Tensor, x: Tensor, createGraph = false): Tensor =>
  grad(y, [x], { createGraph })[0] as Tensor;

/** `t.clone()` of a gradient, which the next backward pass would change. */
const copyOf = (t: Tensor | null): Tensor | null => t && tensor(t.tolist(), { dtype: t.dtype });

export const autogradCases: Record<string, () => Outcome> = {
  'grad is None before the first backward': () => {
    const [x, unused] = [leaf(2), leaf(1)];
    const before = x.grad;
    backward(mul(x, 3));
    return { before, after: x.grad, unused: unused.grad };
  },
  'gradients accumulate': () => {
    const x = leaf(2);
    const y = pow(x, 2);
    backward(y, { retainGraph: true });
    const once = copyOf(x.grad);
    backward(y);
    const twice = copyOf(x.grad);
    backward(mul(x, 3));
    return { once, twice, 'other root': x.grad };
  },
  'gradient argument': () => {
    const x = leaf([1, 2, 3]);
    backward(pow(x, 2), { gradient: tensor([1, 0.1, 10]) });
    return { 'x.grad': x.grad };
  },
  'gradient argument of another shape': () => {
    const x = leaf([1, 2, 3]);
    const from = (root: Tensor, gradient: Tensor): Outcome =>
      attempt(() => backward(root, { gradient }));
    return {
      '2': from(mul(x, 2), ones(2)),
      '0-d': from(mul(x, 2), tensor(1)),
      'scalar root': from(sum(mul(x, 2)), ones(1)),
      '2 by 3': from(mul(ones(2, 3), x), ones(3, 2))
    };
  },
  'gradient argument of another dtype': () => {
    const [x, direct] = [leaf([1, 2]), leaf([1, 2])];
    const gradient = tensor([1, 2], { dtype: 'float64' });
    backward(mul(x, 2), { gradient });
    backward(direct, { gradient });
    return { 'x.grad': x.grad, direct: direct.grad };
  },
  'root of one element': () => {
    const x = leaf([[3]]);
    backward(mul(x, x));
    return { 'x.grad': x.grad };
  },
  'backward of a leaf': () => {
    const [x, v] = [leaf(2), leaf([1, 2])];
    backward(x);
    backward(x);
    backward(v, { gradient: tensor([3, 4]) });
    return { 'x.grad': x.grad, 'v.grad': v.grad };
  },
  'shared subexpression': () => {
    const x = leaf(2);
    const s = pow(x, 2);
    const y = add(add(mul(s, s), s), x);
    backward(y);
    return { y, 'x.grad': x.grad };
  },
  'same input twice': () => {
    const x = leaf(3);
    const y = mul(x, x);
    const z = add(x, x);
    backward(add(y, z));
    return { 'x.grad': x.grad };
  },
  'contributions add up in the order they arrive': () => {
    const gradient = (factors: readonly [number, number, number]): Tensor | null => {
      const x = leaf(1);
      const [a, b, c] = factors.map((factor) => mul(x, factor)) as [Tensor, Tensor, Tensor];
      backward(add(add(a, b), c));
      return x.grad;
    };
    return { 'large first': gradient([1e8, -1e8, 1]), 'large last': gradient([1, -1e8, 1e8]) };
  },
  'operations that save nothing run again': () => {
    const [x, w] = [leaf(2), leaf(3)];
    const y = neg(sub(add(x, w), 1));
    backward(y);
    backward(y);
    return { 'x.grad': x.grad, 'w.grad': w.grad };
  },
  'half of the graph is freed': () => {
    const [x, w] = [leaf(2), leaf(3)];
    const y = add(x, exp(w));
    backward(y);
    const again = attempt(() => backward(y));
    return { again, 'x.grad': x.grad, 'w.grad': w.grad };
  },
  'part of a graph freed by another root': () => {
    const x = leaf(2);
    const s = exp(x);
    const [a, b] = [add(s, 1), mul(s, 2)];
    backward(a);
    return { b: attempt(() => backward(b)), 'x.grad': x.grad };
  },
  'retain graph as often as wanted': () => {
    const x = leaf(2);
    const y = pow(x, 3);
    for (let i = 0; i < 3; i++) backward(y, { retainGraph: true });
    return { 'x.grad': x.grad };
  },
  'requires grad spreads': () => {
    const [x, c] = [leaf(1), tensor(2)];
    const y = mul(c, 2);
    const z = mul(x, c);
    return {
      c: attributes(c),
      'c * 2': attributes(y),
      'x * c': attributes(z),
      'x > c': attributes(gt(x, c)),
      sign: attributes(sign(x))
    };
  },
  'gradient flows to inputs that require it only': () => {
    const [x, c] = [leaf(3), tensor(2)];
    backward(mul(x, c));
    return { 'x.grad': x.grad, 'c.grad': c.grad };
  },
  'no grad': () => {
    const x = leaf(2);
    const [y, z] = noGrad(() => [pow(x, 2), enableGrad(() => pow(x, 2))] as const);
    return { y: attributes(y), z: attributes(z), backward: attempt(() => backward(y)) };
  },
  'detach cuts one path': () => {
    const x = leaf(2);
    backward(add(mul(x, detach(x)), x));
    const d = detach(mul(x, 2));
    return { 'x.grad': x.grad, d: attributes(d), backward: attempt(() => backward(d)) };
  },
  'requires grad switched after the operation': () => {
    const [x, c] = [leaf(3), tensor(2)];
    const y = mul(x, c);
    requireGrad(c);
    backward(y);
    const [a, b] = [leaf(3), leaf(2)];
    const z = mul(a, b);
    b.requiresGrad = false;
    backward(z);
    return { 'switched on': c.grad, 'switched off': b.grad, 'a.grad': a.grad };
  },
  'mixed dtypes': () => {
    const [x, w] = [leaf([1, 2]), leaf([0.1, 0.2], 'float64')];
    const y = sum(mul(x, w));
    backward(y);
    return { y, 'x.grad': x.grad, 'w.grad': w.grad };
  },
  'integers take part': () => {
    const [x, n] = [leaf([1.5, -2]), tensor([2, 3], { dtype: 'int64' })];
    const y = sum(div(mul(n, x), 4));
    backward(y);
    return { y, 'x.grad': x.grad };
  },
  'broadcast gradients are summed': () => {
    const [a, b, c] = [leaf([[1], [2]]), leaf([10, 20, 30]), leaf(0.5)];
    backward(sum(mul(add(a, b), c)));
    return { 'a.grad': a.grad, 'b.grad': b.grad, 'c.grad': c.grad };
  },
  'grad leaves the attribute alone': () => {
    const [x, w, unused] = [leaf(2), leaf(3), leaf(1)];
    const [gx, gw, gu] = grad(mul(pow(x, 2), w), [x, w, unused]);
    return { x: gx ?? null, w: gw ?? null, unused: gu ?? null, 'x.grad': x.grad };
  },
  'grad of intermediate tensors': () => {
    const s = pow(leaf(2), 2);
    const y = add(mul(s, 3), s);
    const [gs] = grad(y, [s], { retainGraph: true });
    return { s: gs ?? null, y: gradOf(y, y) };
  },
  'three orders': () => {
    const orders = (f: (x: Tensor) => Tensor): Outcome => {
      const x = leaf(2);
      const first = gradOf(f(x), x, true);
      const second = gradOf(first, x, true);
      const third = gradOf(second, x, true);
      return {
        first: data(first),
        second: data(second),
        third: data(third),
        grad_fn: first.gradFn !== null && second.gradFn !== null
      };
    };
    return {
      cube: orders((x) => pow(x, 3)),
      sin: orders(sin),
      reciprocal: orders((x) => div(1, x))
    };
  },
  'gradients of gradients print their node': () => {
    const [x, w] = [leaf(2), leaf(3)];
    return {
      'x ** 2': gradOf(pow(x, 2), x, true),
      'x * w': gradOf(mul(x, w), x, true),
      'x / w': gradOf(div(x, w), x, true),
      exp: gradOf(exp(x), x, true),
      'x ** 3 + x': gradOf(add(pow(x, 3), x), x, true)
    };
  },
  'create graph in backward': () => {
    const x = leaf(2);
    backward(pow(x, 3), { createGraph: true });
    const first = x.grad as Tensor;
    x.grad = null;
    backward(first);
    return { first: data(first), 'requires grad': first.requiresGrad, second: x.grad };
  },
  'create graph accumulates': () => {
    const x = leaf(2);
    backward(pow(x, 2));
    backward(pow(x, 3), { createGraph: true });
    return { 'x.grad': x.grad };
  },
  'create graph keeps the graph': () => {
    const x = leaf(2);
    const y = pow(x, 2);
    backward(y, { createGraph: true });
    backward(y);
    return { 'x.grad': data(x.grad as Tensor), third: attempt(() => backward(y)) };
  },
  'penalty on a gradient': () => {
    const x = leaf([1, -2]);
    const y = sum(pow(x, 3));
    const g = gradOf(y, x, true);
    backward(withGradMode(true, () => add(sum(pow(g, 2)), y)));
    return { 'x.grad': x.grad };
  },
  'dead ends receive nothing': () => {
    const [x, c] = [leaf([1, 2]), leaf(1)];
    const mask = mul(gt(x, 1.5), c);
    backward(sum(add(mul(detach(x), 2), mask)));
    return { 'x.grad': x.grad, 'c.grad': c.grad };
  }
};
