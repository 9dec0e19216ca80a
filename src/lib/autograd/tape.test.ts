import { describe, expect, it } from 'vitest';
import {
  add,
  detach,
  exp,
  gt,
  leaf,
  mul,
  neg,
  pow,
  relu,
  sin,
  sum
} from '../../../tests/parity/engine';
import { TorchError } from '../tensor/errors';
import { tensor, type Tensor } from '../tensor/tensor';
import { backward, grad, type BackwardObserver } from './backward';
import { enableGrad, isGradEnabled, noGrad } from './mode';
import { registerHook } from './hooks';
import { gradNode } from './tape';

const sequence = (t: Tensor): number => gradNode(t)?.sequence ?? -1;

describe('recording', () => {
  it('numbers entries in the order in which they ran', () => {
    const x = leaf(2);
    const first = mul(x, 3);
    const second = add(first, x);
    expect(sequence(second)).toBeGreaterThan(sequence(first));
  });

  it('keeps the inputs and the output of each entry', () => {
    const [x, w] = [leaf(2), leaf(3)];
    const y = mul(x, w);
    expect(gradNode(y)?.inputs).toEqual([x, w]);
    expect(gradNode(y)?.output).toBe(y);
    expect(gradNode(x)).toBeNull();
  });

  it('records nothing of what needs no gradient', () => {
    const x = leaf(2);
    const outputs = [mul(tensor(2), 3), detach(x), gt(x, 1), noGrad(() => mul(x, 2))];
    for (const t of outputs) {
      expect([t.gradFn, t.requiresGrad, t.isLeaf]).toEqual([null, false, true]);
    }
  });

  it('makes non-leaves of results, also of `requires_grad` switched on before the operation', () => {
    const y = mul(leaf(2), 1);
    expect([y.isLeaf, y.requiresGrad]).toEqual([false, true]);
  });
});

describe('grad modes', () => {
  it('nest and return to what was before', () => {
    const seen: boolean[] = [];
    noGrad(() => {
      seen.push(isGradEnabled());
      enableGrad(() => seen.push(isGradEnabled()));
      seen.push(isGradEnabled());
    });
    expect([...seen, isGradEnabled()]).toEqual([false, true, false, true]);
  });

  it('return to what was before when the code inside throws', () => {
    const fail = (): never => {
      throw new Error('inside');
    };
    expect(() => noGrad(fail)).toThrow('inside');
    expect(() => enableGrad(fail)).toThrow('inside');
    expect(isGradEnabled()).toBe(true);
    const broken = leaf([1, 2]);
    expect(() => backward(mul(broken, 2))).toThrow(TorchError);
    expect(isGradEnabled()).toBe(true);
  });

  it('record no backward pass unless createGraph asks for it', () => {
    const x = leaf(3);
    const y = pow(x, 2);
    expect(grad(y, [x], { retainGraph: true })[0]?.requiresGrad).toBe(false);
    expect(grad(y, [x], { createGraph: true })[0]?.requiresGrad).toBe(true);
    expect(noGrad(() => grad(y, [x], { createGraph: true }))[0]?.requiresGrad).toBe(true);
  });
});

describe('gradients of gradients', () => {
  it.each([
    ['x⁴', (x: Tensor) => pow(x, 4), [32, 48, 48, 24, 0]],
    ['sin', sin, [Math.cos(2), -Math.sin(2), -Math.cos(2), Math.sin(2), Math.cos(2)]],
    ['exp(−x)', (x: Tensor) => exp(neg(x)), [-1, 1, -1, 1, -1].map((s) => s * Math.exp(-2))],
    ['x² relu(x)', (x: Tensor) => mul(mul(x, x), relu(x)), [12, 12, 6]]
  ])('are exact for %s to any order', (_, f, truth) => {
    const x = leaf(2, 'float64');
    let y = f(x);
    for (const expected of truth) {
      const [g] = grad(y, [x], { createGraph: true });
      expect(g?.item() ?? 0).toBeCloseTo(expected, 12);
      if (!g?.requiresGrad) break;
      y = g;
    }
  });

  it('mix over two inputs', () => {
    const [u, v] = [leaf(2, 'float64'), leaf(3, 'float64')];
    const f = mul(pow(u, 2), pow(v, 3));
    const [fu] = grad(f, [u], { createGraph: true });
    expect(grad(fu as Tensor, [u, v]).map((g) => g?.item())).toEqual([54, 108]);
  });
});

/** Everything an observer is told, in words. */
function story(root: Tensor, names: Map<Tensor, string>, gradient?: Tensor): string[] {
  const lines: string[] = [];
  const name = (t: Tensor): string => names.get(t) ?? '?';
  const observer: BackwardObserver = {
    seed: (t, g) => lines.push(`seed ${name(t)} ${g.values().join(' ')}`),
    entering: (node) => lines.push(`enter ${name(node.output)}`),
    contribution: ({ receiver, upstream, contribution, sum: total, arrival }) =>
      lines.push(
        `${name(receiver)} gets ${contribution.item()} from ${upstream.item()}, sum ${total.item()}, no. ${arrival}`
      ),
    leaf: (t, g) => lines.push(`leaf ${name(t)} ${g.values().join(' ')}`)
  };
  backward(root, { observer, gradient });
  return lines;
}

describe('the observer', () => {
  it('is told of every step of a shared subexpression', () => {
    const [x, w] = [leaf(2), leaf(5)];
    const s = pow(x, 2);
    const p = mul(s, s);
    const y = add(p, w);
    const names = new Map([
      [x, 'x'],
      [w, 'w'],
      [s, 's'],
      [p, 'p'],
      [y, 'y']
    ]);
    expect(story(y, names)).toEqual([
      'seed y 1',
      'enter y',
      'p gets 1 from 1, sum 1, no. 1',
      'w gets 1 from 1, sum 1, no. 1',
      'leaf w 1',
      'enter p',
      's gets 4 from 1, sum 4, no. 1',
      's gets 4 from 1, sum 8, no. 2',
      'enter s',
      'x gets 32 from 8, sum 32, no. 1',
      'leaf x 32'
    ]);
  });

  it('is told of a leaf that is its own root', () => {
    const x = leaf([1, 2]);
    const lines = story(x, new Map([[x, 'x']]), tensor([3, 4]));
    expect(lines).toEqual(['seed x 3 4', 'leaf x 3 4']);
  });

  it('does not enter what no gradient reaches', () => {
    const x = leaf(2);
    const cut = detach(mul(x, 2));
    const y = mul(x, cut);
    const lines = story(
      y,
      new Map([
        [x, 'x'],
        [y, 'y']
      ])
    );
    expect(lines).toEqual(['seed y 1', 'enter y', 'x gets 4 from 1, sum 4, no. 1', 'leaf x 4']);
  });
});

describe('grad', () => {
  it('leaves `.grad` alone and frees the graph like backward', () => {
    const x = leaf(2);
    const y = pow(x, 2);
    expect(grad(y, [x])[0]?.item()).toBe(4);
    expect(x.grad).toBeNull();
    expect(() => grad(y, [x])).toThrow(/a second time/);
  });

  it('answers for tensors on the way and for the root', () => {
    const x = leaf(2);
    const s = mul(x, 3);
    const y = add(pow(s, 2), s);
    expect(grad(y, [y, s, x]).map((g) => g?.item())).toEqual([1, 13, 39]);
  });

  it('answers null where no gradient flows', () => {
    const [x, unused, plain] = [leaf(2), leaf(1), tensor(4)];
    const later = mul(x, 7);
    expect(grad(mul(x, plain), [unused, plain, later])).toEqual([null, null, null]);
  });
});

it('holds many uses of one leaf and long chains', () => {
  const x = leaf(1, 'float64');
  let y: Tensor = x;
  for (let i = 0; i < 3000; i++) y = add(y, x);
  backward(y);
  expect(x.grad?.item()).toBe(3001);
});

it('leaves `.grad` of tensors on the way empty', () => {
  const x = leaf([1, 2]);
  const s = mul(x, 2);
  backward(sum(s));
  expect([s.grad, x.grad?.values()]).toEqual([null, [2, 2]]);
});

describe('a backward pass inside another', () => {
  it('leaves what has arrived for the outer one, at leaves and at functions', () => {
    const x = leaf(3);
    const square = mul(x, x);
    // The last one arrives at the leaf before the hook runs.
    const root = add(add(square, mul(square, 2)), mul(x, 5));
    const seen: (number | undefined)[] = [];
    const remove = registerHook(square, (g) => {
      remove();
      backward(
        enableGrad(() => mul(square, x)),
        { retainGraph: true }
      );
      seen.push(g.item(), x.grad?.item());
      return null;
    });
    backward(root);
    expect(seen).toEqual([3, 27]);
    expect(x.grad?.item()).toBe(27 + 18 + 5);
  });

  it('is forgotten when a hook fails', () => {
    const x = leaf(3);
    const y = mul(x, x);
    const remove = registerHook(y, () => {
      throw new Error('refused');
    });
    const root = add(x, y);
    expect(() => backward(root, { retainGraph: true })).toThrow('refused');
    remove();
    expect(x.arrival).toBeNull();
    backward(root);
    expect(x.grad?.item()).toBe(7);
  });
});
