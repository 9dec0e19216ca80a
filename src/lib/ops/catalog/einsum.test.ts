import { describe, expect, it } from 'vitest';
import { filled } from '../../../../tests/parity/arguments';
import { backward } from '../../autograd/backward';
import type { DType } from '../../tensor/dtype';
import { tensor, type Tensor } from '../../tensor/tensor';
import { apply } from '../dispatch';
import { latexAtom } from '../latex';
import { operation } from '../registry';

const ones = (shape: readonly number[], dtype: DType = 'float32'): Tensor => filled(shape, dtype);
const einsum = (equation: string, ...list: Tensor[]): Tensor => apply('einsum', list, { equation });

describe('einsum says what PyTorch says of', () => {
  it.each([
    [
      'ij,jk->ik',
      [
        [2, 3],
        [2, 3]
      ],
      'subscript j has size 2 for operand 1 which does not broadcast with previously seen size 3'
    ],
    [
      'ij,jk->ikk',
      [
        [2, 3],
        [3, 4]
      ],
      'output subscript k appears more than once in the output'
    ],
    [
      'ij,jk->iq',
      [
        [2, 3],
        [3, 4]
      ],
      'output subscript q does not appear in the equation for any input operand'
    ],
    [
      'ij',
      [[2, 3, 4]],
      'the number of subscripts in the equation (2) does not match the number of dimensions (3) for operand 0 and no ellipsis was given'
    ],
    [
      '...ij',
      [[3]],
      'the number of subscripts in the equation (2) is more than the number of dimensions (1) for operand 0'
    ],
    ['ij,jk', [[2, 3]], 'fewer operands were provided than specified in the equation'],
    [
      'ij',
      [
        [2, 3],
        [2, 3]
      ],
      'more operands were provided than specified in the equation'
    ],
    [
      'i$',
      [[2, 3]],
      'invalid subscript given at index 1 in the equation string, subscripts must be in [a-zA-Z]'
    ],
    [
      'ij->i->j',
      [[2, 3]],
      'invalid subscript given at index 5 in the equation string, subscripts must be in [a-zA-Z]'
    ],
    ['ii', [[2, 3]], "subscript i is repeated for operand 0 but the sizes don't match, 3 != 2"],
    ['i..', [[2, 3]], "found '.' for operand 0 that is not part of any ellipsis"],
    ['i....', [[2, 3]], "found '.' for operand 0 for which an ellipsis was already found"],
    ['ij->ij.', [[2, 3]], "found '.' for output that is not part of any ellipsis (...)"],
    ['i->......', [[2]], "found '.' for output but an ellipsis (...) was already found"],
    [
      '...,...',
      [
        [2, 3],
        [2, 2]
      ],
      'dimension 1 covered by ellipsis in operand 1has size 2 which does not broadcast with previously seen ellipsis with size 3 for the respective dimension'
    ]
  ] as const)('%s with %j', (equation, shapes, message) => {
    expect(() => einsum(equation, ...shapes.map((shape) => ones(shape)))).toThrow(
      `einsum(): ${message}`
    );
  });
});

describe('dtypes', () => {
  it('are promoted where elements are multiplied, and refused where they are summed', () => {
    const [a, b] = [ones([2, 3]), ones([2, 3], 'float64')];
    expect(einsum('ij,ij->ij', a, b).dtype).toBe('float64');
    expect(() => einsum('ij,ij->', a, b)).toThrow('expected scalar type Float but found Double');
    const c = ones([2, 3], 'bool');
    expect(einsum('ij->i', c).dtype).toBe('int64');
    expect(einsum('ij->ji', c).dtype).toBe('bool');
    expect(() => einsum('ij,ij->i', c, c)).toThrow('"bmm" not implemented for \'Bool\'');
  });
});

describe('the backward node', () => {
  it.each([
    [
      'ij,jk->ik',
      [
        [2, 3],
        [3, 4]
      ],
      'ViewBackward0'
    ],
    ['i,j->ij', [[2], [3]], 'MulBackward0'],
    [
      'ij,kl->',
      [
        [2, 3],
        [3, 4]
      ],
      'ViewBackward0'
    ],
    ['ii->i', [[2, 2]], 'PermuteBackward0'],
    ['ij->i', [[2, 2]], 'SumBackward1']
  ] as const)('of %s is called as in PyTorch', (equation, shapes, name) => {
    const list = shapes.map((shape) => ones(shape));
    for (const t of list) t.requiresGrad = true;
    expect(einsum(equation, ...list).gradFn?.name).toBe(name);
  });
});

describe('gradients', () => {
  it('of repeated subscripts go to the diagonal', () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4]
      ],
      { requiresGrad: true }
    );
    backward(einsum('ii', x));
    expect(x.grad?.values()).toEqual([1, 0, 0, 1]);
  });

  it('of a subscript three times in one operand, and of stretched dimensions', () => {
    const x = ones([2, 2, 3, 2]);
    const y = tensor([5]);
    x.requiresGrad = true;
    y.requiresGrad = true;
    const out = einsum('iiji,j->j', x, y);
    expect(out.values()).toEqual([10, 10, 10]);
    backward(out, { gradient: tensor([1, 2, 3]) });
    expect(y.grad?.values()).toEqual([12]);
    const given = x.grad?.values() ?? [];
    expect(given.filter((g) => g !== 0)).toEqual([5, 10, 15, 5, 10, 15]);
    // Elements [0, 0, j, 0] and [1, 1, j, 1].
    expect([0, 2, 4, 19, 21, 23].map((at) => given[at])).toEqual([5, 10, 15, 5, 10, 15]);
  });

  it('of operands along dimensions that nothing else has', () => {
    const [a, b] = [ones([2, 3]), ones([4])];
    a.requiresGrad = true;
    b.requiresGrad = true;
    backward(einsum('ij,k->', a, b));
    expect([a.grad?.values(), b.grad?.values()]).toEqual([
      [4, 4, 4, 4, 4, 4],
      [6, 6, 6, 6]
    ]);
  });
});

it('reads as a sum where the equation is spelled out', () => {
  const op = operation('einsum');
  const [a, b] = [latexAtom('A'), latexAtom('B')];
  expect(op?.latex([a, b], { equation: 'ij, jk -> ik' })).toBe('\\sum_{j} {A}_{ij}\\,{B}_{jk}');
  expect(op?.latex([a, b], { equation: '...i,i' })).toBe(
    '\\operatorname{einsum}\\left(A, B\\right)'
  );
});
