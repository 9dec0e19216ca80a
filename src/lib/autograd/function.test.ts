import { describe, expect, it } from 'vitest';
import { add, exp, leaf, mul, pow, sum } from '../../../tests/parity/engine';
import { isGradEnabled } from './mode';
import { pythonScalar, tensor, type Tensor } from '../tensor/tensor';
import { backward, grad } from './backward';
import { applyFunction, type CustomFunction } from './function';
import { gradNode } from './tape';

const square: CustomFunction = {
  name: 'Square',
  forward(context, [x]) {
    context.savedTensors = [x as Tensor];
    return mul(x as Tensor, x as Tensor);
  },
  backward: ({ savedTensors: [x] }, g) => [mul(g, mul(2, x as Tensor))]
};

/** f(a, b, c) = a·b + c, linear in each. */
const fused: CustomFunction = {
  name: 'Fused',
  forward(context, inputs) {
    const [a, b, c] = inputs as [Tensor, Tensor, Tensor];
    context.savedTensors = [a, b];
    return add(mul(a, b), c);
  },
  backward({ savedTensors: [a, b] }, g) {
    return [mul(g, b as Tensor), mul(g, a as Tensor), g];
  }
};

describe('applying a custom function', () => {
  it('puts one entry on the tape, whatever happens inside', () => {
    const x = leaf(3);
    const { output } = applyFunction(
      { ...square, forward: (_, [t]) => add(exp(pow(t as Tensor, 2)), 1) },
      [x]
    );
    expect(gradNode(output)?.inputs).toEqual([x]);
    expect(output.gradFn?.name).toBe('SquareBackward');
    expect(output.gradFn?.qualifiedName).toBe('torch.autograd.function.SquareBackward');
  });

  it('runs forward without recording, and says what was saved', () => {
    const modes: boolean[] = [];
    const watching: CustomFunction = {
      ...square,
      forward(context, inputs) {
        modes.push(isGradEnabled());
        return square.forward(context, inputs);
      }
    };
    const x = leaf(3);
    expect(applyFunction(watching, [x]).context.savedTensors).toEqual([x]);
    expect(modes).toEqual([false]);
  });

  it('mixes with other operations, before and after', () => {
    const x = leaf(3);
    const { output } = applyFunction(square, [mul(x, 2)]);
    backward(mul(output, 5));
    expect(x.grad?.item()).toBe(5 * 2 * 6 * 2);
  });

  it('hands back one gradient per input of several, summed over broadcasting', () => {
    const [a, b, c] = [leaf([1, 2, 3]), leaf(10), leaf([[1], [2]])];
    const { output } = applyFunction(fused, [a, b, c]);
    expect(output.shape).toEqual([2, 3]);
    backward(sum(output));
    expect(a.grad?.values()).toEqual([20, 20, 20]);
    expect(b.grad?.item()).toBe(12);
    expect(c.grad?.tolist()).toEqual([[3], [3]]);
  });

  it('accumulates over two applications to the same input', () => {
    const x = leaf(3);
    const [once, twice] = [applyFunction(square, [x]).output, applyFunction(square, [x]).output];
    backward(add(once, mul(twice, 10)));
    expect(x.grad?.item()).toBe(66);
  });

  it('keeps a number that forward returns as a tensor of the default dtype', () => {
    const constant: CustomFunction = {
      name: 'Constant',
      forward: () => pythonScalar(2),
      backward: () => [null]
    };
    const { output } = applyFunction(constant, [leaf(1)]);
    expect([output.dtype, output.isPythonScalar, output.item()]).toEqual(['float32', false, 2]);
    expect(output.requiresGrad).toBe(true);
  });

  it('never lets an input become its own output', () => {
    const x = leaf(3);
    const identity: CustomFunction = {
      name: 'Identity',
      forward: (_, [t]) => t as Tensor,
      backward: (_, g) => [mul(g, 4)]
    };
    const y = mul(x, 2);
    const { output } = applyFunction(identity, [y]);
    expect(output).not.toBe(y);
    expect(y.gradFn?.name).toBe('MulBackward0');
    backward(output);
    expect(x.grad?.item()).toBe(8);
  });

  it('records nothing for outputs that are no floating point numbers', () => {
    const { output } = applyFunction(square, [tensor([1, 2], { dtype: 'int64' })]);
    expect([output.dtype, output.requiresGrad]).toEqual(['int64', false]);
  });
});

describe('gradients of a custom function', () => {
  it('run as written, wrong or right: the lab forgets the upstream gradient', () => {
    const forgetful: CustomFunction = {
      ...square,
      backward: ({ savedTensors: [x] }) => [mul(2, x as Tensor)]
    };
    const x = leaf(2);
    backward(mul(3, applyFunction(forgetful, [x]).output));
    expect(x.grad?.item()).toBe(4);
  });

  it('are asked for only where one flows', () => {
    const needs: boolean[][] = [];
    const asking: CustomFunction = {
      ...fused,
      backward(context, g) {
        needs.push([...context.needsInputGrad]);
        return fused.backward(context, g);
      }
    };
    const [a, b, c] = [leaf(2), tensor(3), pythonScalar(1)];
    const ignored = { ...asking, backward: asking.backward };
    const { output } = applyFunction(
      { ...ignored, backward: (context, g) => [...asking.backward(context, g).slice(0, 2), null] },
      [a, b, c]
    );
    backward(output);
    expect(needs).toEqual([[true, false, false]]);
    expect([a.grad?.item(), b.grad]).toEqual([3, null]);
  });

  it('can be differentiated again', () => {
    const x = leaf(3, 'float64');
    const cube = mul(applyFunction(square, [x]).output, x);
    const [first] = grad(cube, [x], { createGraph: true });
    const [second] = grad(first as Tensor, [x], { createGraph: true });
    const [third] = grad(second as Tensor, [x]);
    expect([first, second, third].map((g) => g?.item())).toEqual([27, 18, 6]);
  });

  it('look at what was saved once, unless the graph is retained', () => {
    const x = leaf(3);
    const { output } = applyFunction(square, [x]);
    backward(output, { retainGraph: true });
    backward(output);
    expect(() => backward(output)).toThrow(/a second time/);
    expect(x.grad?.item()).toBe(12);
  });
});
