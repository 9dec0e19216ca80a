// generator/changes.py on the engine: one entry per case, the same names and parts.
import { backward, backwardAll, grad } from '../../src/lib/autograd/backward';
import { applyFunction, type CustomFunction } from '../../src/lib/autograd/function';
import { hessian, hvp, jacobian, jvp, vjp } from '../../src/lib/autograd/functional';
import { gradcheck, gradgradcheck } from '../../src/lib/autograd/gradcheck';
import { registerHook, retainGrad, retainsGrad } from '../../src/lib/autograd/hooks';
import { copyInto, fill, inPlace, setRequiresGrad, zero } from '../../src/lib/autograd/inplace';
import { noGrad } from '../../src/lib/autograd/mode';
import type { Attributes } from '../../src/lib/ops/attributes';
import { apply } from '../../src/lib/ops/dispatch';
import { operation } from '../../src/lib/ops/registry';
import { expandTo } from '../../src/lib/ops/reshape';
import { subscript, type SubscriptItem } from '../../src/lib/ops/subscript';
import { tensorText } from '../../src/lib/tensor/print';
import {
  fullLike,
  type NestedNumbers,
  pythonScalar,
  tensor,
  Tensor
} from '../../src/lib/tensor/tensor';
import type { Outcome } from './compare';
import {
  add,
  attempt,
  attributes,
  detach,
  exp,
  leaf,
  mul,
  neg,
  op,
  type Operand,
  pow,
  sin,
  sum
} from './engine';

/** `target.NAME_(…)`. */
function change(name: string, target: Tensor, ...others: Operand[]): Tensor {
  const op = operation(name);
  if (!op) throw new Error(`operation "${name}" is not in the registry`);
  return inPlace(
    op,
    target,
    others.map((x) => (x instanceof Tensor ? x : pythonScalar(x)))
  );
}

const run = (name: string, input: Tensor, given: Attributes): Tensor => apply(name, [input], given);
const at = (t: Tensor, index: number): Tensor => run('select', t, { dim: 0, index });
const copyOf = (t: Tensor | null): Tensor | null => t && tensor(t.tolist(), { dtype: t.dtype });
const total =
  (f: (...inputs: Tensor[]) => Tensor) =>
  (...inputs: Tensor[]) =>
    sum(f(...inputs));
const cubic = total((x, w) => mul(pow(x, 3), w));

export const changeCases: Record<string, () => Outcome> = {
  'in place on a leaf': () => {
    const [x, v] = [leaf([1, 2]), leaf([[1, 2]])];
    const plain = change('add', tensor([1, 2]), 1);
    noGrad(() => change('add', v, 1));
    return {
      leaf: attempt(() => change('add', x, 1)),
      'view of a leaf': attempt(() => change('add', at(x, 0), 1)),
      plain,
      no_grad: v,
      version: v.version()
    };
  },
  'in place joins the history': () => {
    const [x, w] = [leaf([1, 2]), leaf(3)];
    const y = mul(x, 1);
    change('mul', y, w);
    const before = attributes(y);
    change('add', y, x);
    backward(sum(y));
    return { 'after mul_': before, y, version: y.version(), 'x.grad': x.grad, 'w.grad': w.grad };
  },
  'in place keeps what its own backward needs': () => {
    const runs: Record<string, (y: Tensor, w: Tensor) => Tensor> = {
      sin_: (y) => change('sin', y),
      exp_: (y) => change('exp', y),
      mul_: (y, w) => change('mul', y, w),
      div_: (y, w) => change('div', y, w),
      pow_: (y) => change('pow', y, 3),
      relu_: (y) => change('relu', y),
      tanh_: (y) => change('tanh', y)
    };
    const entries = Object.entries(runs).map(([name, step]) => {
      const [x, w] = [leaf([0.5, -1.5]), leaf([2, 4])];
      const y = mul(x, 1);
      step(y, w);
      backward(sum(y));
      return [name, { y, 'x.grad': x.grad, 'w.grad': w.grad }] as const;
    });
    return Object.fromEntries(entries);
  },
  'saved tensors must stay as they are': () => {
    const [x, w] = [leaf([1, 2]), leaf(2)];
    const output = exp(x);
    change('add', output, 1);
    const s = mul(x, 2);
    const square = pow(s, 2);
    change('add', s, 1);
    const product = mul(w, w);
    noGrad(() => {
      change('add', w, 1);
      change('add', w, 1);
    });
    return {
      'saved output': attempt(() => backward(sum(output))),
      'saved input': attempt(() => backward(sum(square))),
      'saved leaf': attempt(() => backward(product))
    };
  },
  'what is not saved may change': () => {
    const [x, s] = [leaf([1, 2]), tensor([3, 4])];
    const y = add(x, s);
    change('mul', s, 2);
    backward(sum(y));
    return { y, 'x.grad': x.grad };
  },
  'a factor is saved for the other one only': () => {
    const [x, c] = [leaf([1, 2]), tensor([3, 4])];
    const t = mul(x, 1);
    const y = mul(t, c);
    change('add', t, 1);
    backward(sum(y));
    return { 'x.grad': x.grad };
  },
  'views and their base change together': () => {
    const x = leaf([
      [1, 2],
      [3, 4]
    ]);
    const base = mul(x, 1);
    const view = run('view', base, { size: [4] });
    change('mul', view, 2);
    const names = { base: tensorText(base), view: tensorText(view) };
    backward(sum(pow(base, 2)));
    return { ...names, 'x.grad': x.grad, version: base.version() };
  },
  'a row changes': () => {
    const x = leaf([
      [1, 2],
      [3, 4]
    ]);
    const w = leaf([5, 6]);
    const base = mul(x, 1);
    const row = at(base, 0);
    copyInto(row, w);
    const names = { base: tensorText(base), row: tensorText(row) };
    backward(sum(mul(base, base)));
    return { ...names, 'x.grad': x.grad, 'w.grad': w.grad };
  },
  'a view follows a changed base': () => {
    const x = leaf([1, 2, 3]);
    const base = mul(x, 1);
    const part = run('slice', base, { dim: 0, start: 1 });
    change('mul', base, 3);
    const text = tensorText(part);
    backward(sum(part));
    return { part: text, 'x.grad': x.grad };
  },
  'elements are set': () => {
    const x = leaf(2);
    const filled = tensor([0, 0, 0]);
    copyInto(at(filled, 1), mul(x, 3));
    const text = tensorText(filled);
    backward(sum(mul(filled, tensor([1, 10, 100]))));
    return { filled: text, 'x.grad': x.grad };
  },
  'zero and fill': () => {
    const [x, w] = [leaf([1, 2]), leaf(4)];
    const [y, z] = [mul(x, 1), mul(x, 1)];
    zero(y);
    fill(z, w);
    const texts = { y: tensorText(y), z: tensorText(z) };
    backward(sum(add(y, mul(2, z))));
    return { ...texts, 'x.grad': x.grad, 'w.grad': w.grad };
  },
  'changes that do not fit': () => {
    const whole = tensor([1, 2], { dtype: 'int64' });
    const flag = tensor([1, 0], { dtype: 'bool' });
    const ones = (...shape: number[]): Tensor => fullLike({ shape, dtype: 'float32' }, 1);
    return {
      shape: attempt(() => change('add', ones(2), ones(3, 2))),
      'float into int': attempt(() => change('add', whole, ones(2))),
      half: attempt(() => change('mul', whole, 0.5)),
      'int into bool': attempt(() => change('add', flag, whole)),
      expanded: attempt(() => change('add', expandTo(ones(1), [3]), 1)),
      'double into float': change('add', ones(2), tensor([1, 1], { dtype: 'float64' }))
    };
  },
  'views made without gradients': () => {
    const base = mul(leaf([1, 2]), 1);
    const view = noGrad(() => at(base, 0));
    return { view: attempt(() => change('mul', view, 2)), plain: tensorText(base) };
  },
  'detach shares elements and version': () => {
    const y = exp(leaf([1, 2]));
    zero(detach(y));
    return { y: tensorText(y), version: y.version(), backward: attempt(() => backward(sum(y))) };
  },
  'requires grad switched': () => {
    const y = mul(leaf(2), 2);
    const c = setRequiresGrad(tensor(1));
    const n = tensor(1, { dtype: 'int64' });
    return {
      c,
      'off again': setRequiresGrad(c, false),
      result: attempt(() => setRequiresGrad(y, false)),
      'result on': setRequiresGrad(y),
      whole: attempt(() => setRequiresGrad(n))
    };
  },
  'the gradient is changed in place': () => {
    const x = leaf([1, 2]);
    backward(sum(mul(x, 2)));
    const g = x.grad as Tensor;
    backward(sum(mul(x, 3)));
    const same = g === x.grad;
    const text = tensorText(g);
    zero(g);
    backward(sum(mul(x, 4)));
    return { same, g: text, 'x.grad': x.grad };
  },
  'gradients share nothing': () => {
    const [x, w] = [leaf([1]), leaf([2])];
    backward(sum(add(x, w)));
    change('mul', x.grad as Tensor, 5);
    return { 'x.grad': x.grad, 'w.grad': w.grad };
  },
  'hooks see and change gradients': () => {
    const x = leaf(2);
    const seen: string[] = [];
    const tell = (g: Tensor): null => {
      seen.push(tensorText(g));
      return null;
    };
    const s = mul(x, 3);
    const y = mul(s, s);
    registerHook(s, tell);
    registerHook(s, (g) => mul(g, 2));
    registerHook(s, tell);
    const remove = registerHook(x, tell);
    registerHook(x, neg);
    backward(y, { retainGraph: true });
    remove();
    backward(y);
    return {
      seen: seen.join(' '),
      'x.grad': x.grad,
      none: attempt(() => registerHook(tensor(1), tell))
    };
  },
  'a hook sees the whole sum': () => {
    const seen: string[] = [];
    const s = mul(leaf(2), 1);
    registerHook(s, (g) => {
      seen.push(tensorText(g));
      return null;
    });
    backward(add(mul(s, 3), mul(s, 4)));
    return { seen: seen.join(' ') };
  },
  'retained gradients': () => {
    const x = leaf(2);
    const s = mul(x, 3);
    retainGrad(s);
    retainGrad(x);
    const y = mul(s, s);
    backward(y, { retainGraph: true });
    const once = copyOf(s.grad);
    backward(y);
    return {
      once,
      twice: s.grad,
      retains_grad: retainsGrad(s),
      leaf: retainsGrad(x),
      none: attempt(() => retainGrad(tensor(1)))
    };
  },
  'grad of several': () => {
    const [x, w, unused, plain] = [leaf(2), leaf(3), leaf(1), tensor(1)];
    const of = (inputs: Tensor[], allowUnused = false): (Tensor | null)[] =>
      grad(mul(mul(x, x), w), inputs, { allowUnused });
    const [gx, gw] = of([x, w]);
    const gradients = [tensor(10), tensor(2)];
    const roots = grad([mul(x, w), exp(x)], [x, w], { gradients });
    backwardAll([mul(x, w), mul(x, x)], []);
    return {
      x: gx ?? null,
      w: gw ?? null,
      unused: attempt(() => of([x, unused])),
      'unused allowed': of([x, unused], true)[1] ?? null,
      plain: attempt(() => of([x, plain])),
      'roots x': roots[0] ?? null,
      'roots w': roots[1] ?? null,
      'backward x': x.grad,
      'backward w': w.grad
    };
  },
  'grad runs only what leads to its inputs': () => {
    const [x, w] = [leaf(2), leaf(3)];
    const freed = exp(w);
    backward(freed);
    return { x: grad(add(mul(x, 2), freed), [x])[0] ?? null };
  },
  jacobians: () => {
    const [x, w] = [tensor([1, 2]), tensor([3, 4])];
    const m = tensor([
      [1, 2],
      [3, 0.5]
    ]);
    const one = (f: (t: Tensor) => Tensor, t: Tensor): Outcome => jacobian(f, [t])[0] ?? null;
    const [byX, byW] = jacobian((a, b) => mul(pow(a, 2), b), [x, w]);
    const [recorded] = jacobian((a) => pow(a, 2), [leaf([1, 2])], { createGraph: true });
    return {
      x: byX ?? null,
      w: byW ?? null,
      matrix: one(exp, m),
      number: one(sin, tensor(1)),
      constant: one(() => tensor([1, 1, 1]), x),
      recorded: recorded ? detach(recorded) : null
    };
  },
  hessians: () => {
    const [x, w] = [tensor([1, 2]), tensor([3, 4])];
    const [[xx, xw] = [], [wx, ww] = []] = hessian(cubic, [x, w]);
    const one = (f: (t: Tensor) => Tensor): Outcome => hessian(f, [x])[0]?.[0] ?? null;
    return {
      xx: xx ?? null,
      xw: xw ?? null,
      wx: wx ?? null,
      ww: ww ?? null,
      one: one(total((a) => pow(a, 3))),
      linear: one(sum),
      'not a number': attempt(() => one((a) => pow(a, 2)))
    };
  },
  'products with a jacobian': () => {
    const [x, w, v] = [tensor([1, 2]), tensor([3, 4]), tensor([1, -1])];
    const f = (a: Tensor, b: Tensor): Tensor => mul(a, sin(b));
    const reverse = vjp(f as (...inputs: Tensor[]) => Tensor, [x, w], v);
    const forward = jvp(total(f as (...inputs: Tensor[]) => Tensor), [x, w], [v, mul(2, v)]);
    const twice = (a: Tensor): Tensor => mul(a, 2);
    return {
      y: reverse.output,
      gx: reverse.grads[0] ?? null,
      gw: reverse.grads[1] ?? null,
      z: forward.output,
      tangent: forward.tangent,
      line: jvp(exp, [tensor(0.5)]).tangent,
      hvp: hvp(
        total((a) => pow(a as Tensor, 3)),
        x,
        v
      ),
      'no v': attempt(() => vjp(twice, [x])),
      'no v forward': attempt(() => jvp(twice, [x])),
      'wrong v': attempt(() => vjp(twice, [x], tensor([1, 1, 1])))
    };
  },
  'gradients are checked': () => {
    const x = leaf([1, 2], 'float64');
    const fn =
      (backwardOf: CustomFunction['backward'], power = 2) =>
      (input: Tensor): Tensor =>
        applyFunction(
          {
            name: 'Power',
            forward(context, [i]) {
              context.savedTensors = [i as Tensor];
              return pow(i as Tensor, power);
            },
            backward: backwardOf
          },
          [input]
        ).output;
    const check = (f: (t: Tensor) => Tensor, t = x): Outcome => attempt(() => gradcheck(f, [t]));
    const lab = fn(({ savedTensors: [i] }) => [mul(2, i as Tensor)]);
    const wrong = fn(({ savedTensors: [i] }, g) => [mul(mul(3, g), i as Tensor)]);
    const flat = fn(({ savedTensors: [i] }, g) => [mul(mul(3, g), pow(detach(i as Tensor), 2))], 3);
    return {
      sin: check(sin),
      "the lab's function": check(lab),
      wrong: check(wrong),
      None: check(fn(() => [null])),
      'no gradient asked for': check(sin, detach(x)),
      detached: check(detach),
      quiet: gradcheck(wrong, [x], { raiseException: false }),
      'sin twice': gradgradcheck(sin, [x]),
      'flat twice': gradgradcheck(flat, [x], { raiseException: false }),
      'one of two': gradcheck(
        (a, b) => mul(a as Tensor, b as Tensor),
        [x, tensor([1, 3], { dtype: 'float64' })]
      )
    };
  },
  'indexed as in Python': () => {
    const x = leaf([
      [1, 2, 3],
      [4, 5, 6]
    ]);
    const [v, s] = [leaf([1, 2, 3]), leaf(1)];
    const m = tensor([1, 0, 1], { dtype: 'bool' });
    const at = (...list: NestedNumbers[]): Tensor => tensor(list, { dtype: 'int64' });
    const all = { start: null, stop: null, step: null };
    const by = (step: number): SubscriptItem => ({ ...all, step });
    const from = (start: number): SubscriptItem => ({ ...all, start });
    const take = (t: Tensor, ...items: SubscriptItem[]): Outcome =>
      attempt(() => subscript(t, items));
    const cut = subscript(x, [from(1), [0, 2, 0]]);
    backward(sum(pow(cut, 2)));
    return {
      'x[5]': take(x, 5),
      'x[0, 5]': take(x, 0, 5),
      'x[0, 0, 0]': take(x, 0, 0, 0),
      's[0]': take(s, 0),
      'x[::0]': take(x, by(0)),
      'x[::-1]': take(x, by(-1)),
      'x[::2]': take(x, by(2)),
      'x[pairs]': take(x, at(0, 1), at(0, 1)),
      'x[:, [0, 0]]': take(x, all, at(0, 0)),
      'x[[5]]': take(x, at(5)),
      'x[mismatch]': take(x, at(0, 1), at(0, 1, 2)),
      'x[m]': take(x, m),
      'x[:, m]': take(x, all, m),
      'x[[0.]]': take(x, tensor([0])),
      'x[None, 0]': take(x, null, 0),
      'x[..., 0]': take(x, 'ellipsis', 0),
      'x[[-1]]': take(x, at(-1)),
      'v[1]': take(v, tensor(1, { dtype: 'int64' })),
      'v[m]': take(v, m),
      'x[x > 2]': take(x, op('gt', x, 2)),
      'x[True]': take(x, true),
      's[None]': take(s, null),
      's[...]': take(s, 'ellipsis'),
      's[True]': take(s, true),
      'x[1:, 0]': take(x, from(1), 0),
      'x[wide mask]': take(x, tensor([[1, 0, 1]], { dtype: 'bool' })),
      cut,
      'x.grad': x.grad
    };
  }
};
