import { describe, expect, it } from 'vitest';
import { backward } from '../../autograd/backward';
import { inPlace } from '../../autograd/inplace';
import { noGrad } from '../../autograd/mode';
import { TorchError } from '../../tensor/errors';
import { pythonScalar, tensor, Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import type { OpDefinition } from '../define';
import { apply, tensors } from '../dispatch';
import { operation } from '../registry';

const matrix = (): Tensor =>
  tensor([
    [1, 2, 3],
    [4, 5, 6]
  ]);
const run = (name: string, t: Tensor, attributes: Attributes = {}): Tensor =>
  apply(name, [t], attributes);
const scale = (t: Tensor, by: number): Tensor =>
  inPlace(operation('mul') as OpDefinition, t, [pythonScalar(by)]);
const turned = (t: Tensor): Tensor => run('t', t);

const VIEWS: [string, Attributes, number[]][] = [
  ['transpose', { dim0: 0, dim1: 1 }, [3, 2]],
  ['t', {}, [3, 2]],
  ['permute', { dims: [1, 0] }, [3, 2]],
  ['reshape', { shape: [-1] }, [6]],
  ['view', { size: [3, -1] }, [3, 2]],
  ['flatten', {}, [6]],
  ['squeeze', {}, [2, 3]],
  ['unsqueeze', { dim: 1 }, [2, 1, 3]],
  ['expand', { size: [2, -1, -1] }, [2, 2, 3]],
  ['narrow', { dim: 1, start: 1, length: 2 }, [2, 2]],
  ['diagonal', {}, [2]],
  ['split', { split_size: 1, index: 1 }, [1, 3]],
  ['chunk', { chunks: 2, dim: 1, index: 1 }, [2, 1]],
  ['einsum', { equation: 'ij->ji' }, [3, 2]]
];

describe('a view', () => {
  it.each(VIEWS)('by %s %j shares its elements', (name, attributes, shape) => {
    const t = matrix();
    const view = run(name, t, attributes);
    expect(view.shape).toEqual(shape);
    expect(view.data).toBe(t.data);
    noGrad(() => scale(t, 10));
    expect(view.version()).toBe(1);
    expect(view.values().every((x) => x % 10 === 0)).toBe(true);
  });

  it('that changes in place gives its base a gradient through the change', () => {
    const x = matrix();
    x.requiresGrad = true;
    const base = tensors.mul(x, pythonScalar(2));
    scale(run('narrow', base, { dim: 1, start: 0, length: 1 }), 5);
    backward(run('sum', base));
    expect(x.grad?.values()).toEqual([10, 2, 2, 10, 2, 2]);
  });
});

describe('where the elements would have to move', () => {
  it('reshape and flatten copy, view refuses', () => {
    const t = turned(matrix());
    for (const made of [run('reshape', t, { shape: [6] }), run('flatten', t)]) {
      expect(made.data).not.toBe(t.data);
      expect(made.values()).toEqual([1, 4, 2, 5, 3, 6]);
      expect(made.isContiguous).toBe(true);
    }
    expect(() => run('view', t, { size: [6] })).toThrow(
      new TorchError(
        "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead."
      )
    );
  });

  it('the backward node says so', () => {
    const t = matrix();
    t.requiresGrad = true;
    expect(run('reshape', t, { shape: [6] }).gradFn?.name).toBe('ReshapeAliasBackward0');
    const copy = run('reshape', turned(t), { shape: [6] });
    expect(copy.gradFn?.name).toBe('UnsafeViewBackward0');
    backward(copy, { gradient: tensor([1, 2, 3, 4, 5, 6]) });
    expect(t.grad?.values()).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('a view that leaves runs of memory whole is still one', () => {
    const t = turned(matrix());
    expect(run('view', t, { size: [3, 1, 2] }).values()).toEqual([1, 4, 2, 5, 3, 6]);
  });
});

describe('clone', () => {
  it('keeps the order in memory, which view then sees, as in PyTorch', () => {
    const copy = run('clone', turned(matrix()));
    expect([copy.strides, copy.values()]).toEqual([
      [1, 3],
      [1, 4, 2, 5, 3, 6]
    ]);
    expect(() => run('view', copy, { size: [6] })).toThrow('view size is not compatible');
  });

  it('of a stretched tensor has elements of its own', () => {
    const copy = run('clone', run('expand', tensor([1, 2]), { size: [2, 2] }));
    expect([copy.strides, copy.data.length]).toEqual([[2, 1], 4]);
  });
});

describe('empty tensors', () => {
  it('take any shape of no elements, but not one that can be anything', () => {
    const empty = run('narrow', matrix(), { dim: 0, start: 2, length: 0 });
    expect(run('reshape', empty, { shape: [5, 0] }).shape).toEqual([5, 0]);
    expect(() => run('reshape', empty, { shape: [0, -1] })).toThrow(
      'cannot reshape tensor of 0 elements into shape [0, -1] because the unspecified dimension size -1 can be any value and is ambiguous'
    );
  });

  it('made by expand send zeros back', () => {
    const x = tensor([[1, 2]], { requiresGrad: true });
    const out = run('expand', x, { size: [0, 2] });
    backward(out, { gradient: new Tensor(new Float32Array(0), [0, 2], 'float32') });
    expect(x.grad?.tolist()).toEqual([[0, 0]]);
  });
});

describe('what is refused', () => {
  it.each([
    ['expand', { size: [2 ** 30, -1, -1] }, "can't allocate memory: you tried to allocate"],
    ['repeat', { repeats: [2 ** 20, 2 ** 20] }, "can't allocate memory: you tried to allocate"],
    ['expand', { size: [-1, 2, 3] }, "The expanded size of the tensor (-1) isn't allowed"],
    ['repeat', { repeats: [2, -1] }, 'Trying to create tensor with negative dimension -3: [4, -3]'],
    ['reshape', { shape: [-1, -1] }, 'only one dimension can be inferred'],
    ['reshape', { shape: [4] }, "shape '[4]' is invalid for input of size 6"],
    ['flip', { dims: [0, -2] }, 'dim 0 appears multiple times in the list of dims'],
    ['roll', { shifts: [] }, '`shifts` required'],
    ['triu', { diagonal: 2 ** 40 }, null]
  ] as const)('by %s %j', (name, attributes, message) => {
    if (message === null)
      expect(run(name, matrix(), attributes).values()).toEqual([0, 0, 0, 0, 0, 0]);
    else expect(() => run(name, matrix(), attributes)).toThrow(message);
  });

  it('is a Python number, and the dimensions of a 0-d tensor that roll and triu want', () => {
    expect(() => run('t', pythonScalar(1.5))).toThrow(
      new TorchError("t(): argument 'input' (position 1) must be Tensor, not float", 'TypeError')
    );
    expect(() => run('roll', tensor(1), { shifts: [1], dims: [0] })).toThrow(
      'Dimension specified as 0 but tensor has no dimensions'
    );
    expect(() => run('triu', tensor(1))).toThrow(
      'Dimension specified as -2 but tensor has no dimensions'
    );
  });
});

it('every view operation says that it is one', () => {
  for (const [name] of VIEWS) expect(operation(name)?.isView, name).toBe(true);
});
