// generator/assignments.py on the engine: one entry per case, the same names and parts.
import { backward } from '../../src/lib/autograd/backward';
import { assignSubscript } from '../../src/lib/autograd/inplace';
import { subscript, type SubscriptItem } from '../../src/lib/ops/subscript';
import { fullLike, pythonScalar, tensor, Tensor } from '../../src/lib/tensor/tensor';
import type { DType } from '../../src/lib/tensor/dtype';
import type { Outcome } from './compare';
import { attempt, attributes, leaf, mul, op, type Operand, sum } from './engine';

const all = { start: null, stop: null, step: null };
const from = (start: number): SubscriptItem => ({ ...all, start });
const to = (stop: number): SubscriptItem => ({ ...all, start: 0, stop });
const at = (...list: number[]): Tensor => tensor(list, { dtype: 'int64' });
const ones = (shape: number[], dtype: DType = 'float32'): Tensor => fullLike({ shape, dtype }, 1);

const assign = (t: Tensor, items: readonly SubscriptItem[], value: Operand): void =>
  assignSubscript(t, items, value instanceof Tensor ? value : pythonScalar(value));

/** The tensor after the assignment, and what both leaves receive. */
const changed = (x: Tensor, items: readonly SubscriptItem[], value: Operand): Outcome =>
  attempt(() => {
    const y = mul(x, 1);
    assign(y, items, value);
    backward(sum(mul(y, y)));
    const own = value instanceof Tensor && value.requiresGrad ? value : null;
    const answer = {
      y,
      node: y.gradFn?.name ?? null,
      'x.grad': x.grad,
      ...(own ? { 'value.grad': own.grad } : {})
    };
    if (own) own.grad = null;
    x.grad = null;
    return answer;
  });

export const assignmentCases: Record<string, () => Outcome> = {
  'parts are assigned': () => {
    const x = leaf([
      [1, 2, 3],
      [4, 5, 6]
    ]);
    const v = leaf([1, 2, 3]);
    const [two, one] = [leaf([7, 8]), leaf(9)];
    const mask = tensor([1, 0, 1], { dtype: 'bool' });
    const plain = at(1, 2, 3);
    assign(plain, [at(0, 2)], 0.7);
    return {
      'v[[0, 2]] = 5': changed(v, [at(0, 2)], 5),
      'v[[0, 2]] = two': changed(v, [at(0, 2)], two),
      'v[[-1, 0]] = one': changed(v, [at(-1, 0)], one),
      'v[mask] = 0': changed(v, [mask], 0),
      'v[mask] = two': changed(v, [mask], two),
      'x[x > 2] = 1': changed(x, [op('gt', x, 2)], 1),
      'x[:, [0, 2]] = two': changed(x, [all, at(0, 2)], two),
      'x[0, [0, 2]] = two': changed(x, [0, at(0, 2)], two),
      'x[pairs] = two': changed(x, [at(0, 1), at(2, 0)], two),
      'x[mask of columns] = one': changed(x, [all, mask], one),
      'x[0] = v': changed(x, [0], tensor([1, 2, 3])),
      'x[:, 1] = two': changed(x, [all, 1], two),
      'x[1, 1:] = two': changed(x, [1, from(1)], two),
      'x[...] = one': changed(x, ['ellipsis'], one),
      'x[None] = one': changed(x, [null], one),
      'x[True] = one': changed(x, [true], one),
      'x[False] = one': changed(x, [false], one),
      'v[[0, 2]] = lead': changed(v, [at(0, 2)], ones([1, 1, 2])),
      'v[0:2] = lead': changed(v, [to(2)], ones([1, 1, 2])),
      'v[0] = one of one': changed(v, [0], ones([1])),
      'v[[0, 2]] = three': changed(v, [at(0, 2)], ones([3])),
      'v[[0, 2]] = double': changed(v, [at(0, 2)], ones([2], 'float64')),
      'v[0:2] = double': changed(v, [to(2)], ones([2], 'float64')),
      'v[[5]] = 1': changed(v, [at(5)], 1),
      'v[short mask] = 1': changed(v, [tensor([1, 0], { dtype: 'bool' })], 1),
      'v[0] = two': changed(v, [0], two),
      'v[0:2] = three': changed(v, [to(2)], ones([3])),
      'x[0] = x': changed(x, [0], ones([2, 3])),
      plain
    };
  },
  'assignments are changes in place': () => {
    const x = leaf([1, 2, 3]);
    const y = mul(x, 1);
    const square = mul(y, y);
    const part = subscript(y, [{ ...all, stop: 2 }]);
    assign(y, [at(0)], 5);
    const onLeaf = leaf([1, 2]);
    return {
      part,
      version: y.version(),
      y: attributes(y),
      square: attempt(() => backward(sum(square))),
      'a leaf': attempt(() => assign(onLeaf, [at(0)], 1))
    };
  }
};
