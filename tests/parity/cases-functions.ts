// generator/functions.py on the engine: one entry per case, the same names and parts.
import { backward, grad } from '../../src/lib/autograd/backward';
import type { CustomFunction, FunctionContext } from '../../src/lib/autograd/function';
import { noGrad } from '../../src/lib/autograd/mode';
import { castTo } from '../../src/lib/ops/reshape';
import { pythonScalar, tensor, Tensor } from '../../src/lib/tensor/tensor';
import { SQ } from './cases-lab';
import type { Outcome } from './compare';
import {
  add,
  attempt,
  attributes,
  custom,
  data,
  exp,
  gradFnText,
  leaf,
  mul,
  pow,
  sum
} from './engine';

type Grads = readonly (Tensor | null)[];

const ones = (...shape: number[]): Tensor =>
  new Tensor(new Float32Array(shape.reduce((n, side) => n * side, 1)).fill(1), shape, 'float32');

/** A function of two inputs, `u * v`, with the given backward. */
const product = (answer: (context: FunctionContext, g: Tensor) => Grads) =>
  custom({
    name: 'Product',
    forward(context, inputs) {
      const [u, v] = inputs as [Tensor, Tensor];
      context.savedTensors = [u, v];
      return mul(u, v);
    },
    backward: answer
  });

/** A function of one input that saves nothing, with the given backward. */
const unary = (answer: (g: Tensor) => Grads, compute = (x: Tensor): Tensor => mul(x, 2)) =>
  custom({
    name: 'Twice',
    forward: (_, [x]) => compute(x as Tensor),
    backward: (_, g) => answer(g)
  });

function right(context: FunctionContext, g: Tensor): Tensor[] {
  const [u, v] = context.savedTensors as [Tensor, Tensor];
  return [mul(g, v), mul(g, u)];
}

const power = (answer: (g: Tensor) => Tensor | null) =>
  custom({
    name: 'Power',
    forward(context, inputs) {
      const [x, n] = inputs as [Tensor, Tensor];
      context.savedTensors = [x];
      return pow(x, n);
    },
    backward({ savedTensors: [x] }, g) {
      return [mul(mul(g, 3), pow(x as Tensor, 2)), answer(g)];
    }
  });

/** Value, first and second derivative of a custom function at `at`. */
function twice(fn: CustomFunction, at: number): Outcome {
  const x = leaf(at);
  const first = grad(custom(fn)(x), [x], { createGraph: true })[0] as Tensor;
  return { first: data(first), second: grad(first, [x])[0] ?? null };
}

/** The order in which the backward passes of a small graph run. */
function backwardOrder(): Outcome {
  const order: string[] = [];
  const tell = (name: string, count: number): ((...inputs: Tensor[]) => Tensor) =>
    custom({
      name: 'Tell',
      forward: (_, inputs) => inputs.reduce<Tensor>((all, one) => add(all, one), tensor(0)),
      backward(_, g) {
        order.push(name);
        return new Array<Tensor>(count).fill(g);
      }
    });
  const [x, w] = [leaf(1), leaf(2)];
  const a = tell('a', 1)(x);
  const b = tell('b', 1)(w);
  const c = tell('c', 2)(a, b);
  const d = tell('d', 1)(a);
  const e = tell('e', 1)(x);
  const f = tell('f', 3)(d, c, e);
  backward(f);
  return { order: order.join(' '), 'x.grad': x.grad, 'w.grad': w.grad, f: gradFnText(f) };
}

export const functionCases: Record<string, () => Outcome> = {
  'function of two inputs': () => {
    const [u, v] = [leaf([1, 2]), leaf([3, 4])];
    const y = product(right)(u, v);
    backward(sum(y));
    return { y: attributes(y), 'u.grad': u.grad, 'v.grad': v.grad };
  },
  'function answers None': () => {
    const [u, v] = [leaf(2), leaf(3)];
    backward(product((context, g) => [mul(g, context.savedTensors[1] as Tensor), null])(u, v));
    return { 'u.grad': u.grad, 'v.grad': v.grad };
  },
  'function of one input that requires grad': () => {
    const [u, v] = [leaf(2), tensor(3)];
    const y = product(right)(u, v);
    backward(y);
    return { y: attributes(y), 'u.grad': u.grad, 'v.grad': v.grad };
  },
  'function without inputs that require grad': () => ({
    y: attributes(product(right)(tensor(2), tensor(3)))
  }),
  'function under no grad': () => ({ y: attributes(noGrad(() => custom(SQ)(leaf(2)))) }),
  'function knows which gradients are needed': () => {
    let needs = '';
    const y = product((context, g) => {
      const words = context.needsInputGrad.map((needed) => (needed ? 'True' : 'False'));
      needs = `(${words.join(', ')})`;
      return right(context, g);
    })(leaf(2), tensor(3));
    backward(y);
    return { needs };
  },
  'function with the wrong number of gradients': () => {
    const [u, v, x] = [leaf(2), leaf(3), leaf(1)];
    const run = (y: Tensor): Outcome => attempt(() => backward(y));
    return {
      'too few': run(product((_, g) => [g])(u, v)),
      'too many': run(product((_, g) => [g, g, g])(u, v)),
      'two for one': run(unary((g) => [g, g])(x)),
      'None on top': run(product((context, g) => [...right(context, g), null])(u, v)),
      'u.grad': u.grad
    };
  },
  'function with a gradient of the wrong shape': () => {
    const shaped = (...shape: number[]): Outcome => {
      const x = leaf([
        [1, 2, 3],
        [4, 5, 6]
      ]);
      const y = unary(() => [ones(...shape)])(x);
      return attempt(() => backward(sum(y))) ?? x.grad;
    };
    return {
      '3 by 2': shaped(3, 2),
      '2': shaped(2),
      '3': shaped(3),
      '0-d': shaped(),
      '1 by 2 by 3': shaped(1, 2, 3),
      '4 by 2 by 3': shaped(4, 2, 3),
      '2 by 1': shaped(2, 1)
    };
  },
  'function with a gradient of another dtype': () => {
    const x = leaf([1, 2]);
    backward(sum(unary((g) => [mul(castTo(g, 'float64'), 2)])(x)));
    return { 'x.grad': x.grad };
  },
  'function whose gradient broadcasts': () => {
    const a = leaf([1, 2]);
    backward(sum(unary((g) => [mul(g, ones(3, 2))])(a)));
    return { 'a.grad': a.grad };
  },
  'function that saves is freed': () => {
    const x = leaf(2);
    const y = custom(SQ)(x);
    backward(y);
    return { again: attempt(() => backward(y)), 'x.grad': x.grad };
  },
  'function that saves nothing runs again': () => {
    const x = leaf(2);
    const y = unary((g) => [mul(g, 2)])(x);
    backward(y);
    backward(y);
    return { 'x.grad': x.grad };
  },
  'function that saves and does not look': () => {
    const [x, w] = [leaf(2), leaf(3)];
    const y = product((_, g) => [g, g])(x, w);
    backward(y);
    return { again: attempt(() => backward(y)), 'x.grad': x.grad };
  },
  'function that returns its input': () => {
    const x = leaf(2);
    const y = unary(
      (g) => [mul(g, 5)],
      (same) => same
    )(x);
    backward(y);
    return { y, 'x.grad': x.grad, 'x.is_leaf': x.isLeaf };
  },
  'function twice differentiated': () =>
    twice(
      {
        name: 'Cube',
        forward(context, [x]) {
          context.savedTensors = [x as Tensor];
          return pow(x as Tensor, 3);
        },
        backward: ({ savedTensors: [x] }, g) => [mul(mul(g, 3), pow(x as Tensor, 2))]
      },
      2
    ),
  'function that saves its output': () =>
    twice(
      {
        name: 'Exp',
        forward(context, [x]) {
          const y = exp(x as Tensor);
          context.savedTensors = [y];
          return y;
        },
        backward: ({ savedTensors: [y] }, g) => [mul(g, y as Tensor)]
      },
      1
    ),
  'function of a tensor and a number': () => {
    const x = leaf(2);
    const y = power(() => null)(x, pythonScalar(3));
    backward(y);
    const wrong = attempt(() => backward(power((g) => g)(x, pythonScalar(3))));
    return { y, 'x.grad': x.grad, 'gradient of the number': wrong };
  },
  'function of integers': () => {
    const y = custom(SQ)(tensor([1, 2], { dtype: 'int64' }));
    return { y, requires_grad: y.requiresGrad };
  },
  'order of the backward pass': backwardOrder
};
