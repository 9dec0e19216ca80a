import { describe, expect, it } from 'vitest';
import { backward } from '../autograd/backward';
import { applyFunction } from '../autograd/function';
import type { FunctionSource } from '../graph/document';
import { customFunction } from '../graph/execute';
import { tensor, type NestedNumbers, type Tensor } from '../tensor/tensor';
import { compileFunction, type CompiledFunction, type Interpreter } from './function';

/** A function of `i`, unless other inputs are named, as a whole. */
const source = (forward: string, backward: string, inputs = ['i']): FunctionSource => ({
  name: 'SQ',
  inputs,
  forward,
  backward
});

const SAVE = 'ctx.save_for_backward(i)\nreturn i**2';
const RIGHT = 'i, = ctx.saved_tensors\nreturn 2*i*grad_output';

function compiled(...args: Parameters<typeof source>): CompiledFunction {
  const result = compileFunction(source(...args));
  if (!result.ok) expect.fail(result.errors.map(({ message }) => message).join('; '));
  return result.fn;
}

/** All faults, as `where «marked» message`. */
function faults(...args: Parameters<typeof source>): string[] {
  const fn = source(...args);
  const result = compileFunction(fn);
  const texts = { inputs: fn.inputs.join(', '), forward: fn.forward, backward: fn.backward };
  return result.ok
    ? []
    : result.errors.map(
        ({ where, from, to, message }) => `${where} «${texts[where].slice(from, to)}» ${message}`
      );
}

/** The gradients of all inputs, and the value, after `backward()` on the output. */
function gradients(fn: CompiledFunction, ...values: NestedNumbers[]): unknown {
  const leaves = values.map((value) => tensor(value, { requiresGrad: true }));
  const { output } = applyFunction(customFunction('SQ', fn), leaves);
  backward(output);
  return [output.item(), ...leaves.map(({ grad }) => grad?.tolist() ?? null)];
}

describe("the lab's SQ", () => {
  const lab = compiled(SAVE, 'i, = ctx.saved_tensors\nreturn 2*i');

  it('saves its input, squares it and returns 2i', () => {
    expect(lab.inputs).toEqual(['i']);
    expect(lab.savedNames).toEqual(['i']);
    expect(gradients(lab, 2)).toEqual([4, 4]);
  });

  it('does not read the upstream gradient', () => {
    expect(lab.readsGradOutput).toBe(false);
    expect(compiled(SAVE, RIGHT).readsGradOutput).toBe(true);
    expect(compiled(SAVE, 'g = grad_output\nh = g\nreturn h * i').readsGradOutput).toBe(true);
    expect(compiled(SAVE, 'g = 2*grad_output\nreturn 2*i').readsGradOutput).toBe(false);
    expect(compiled(SAVE, 'return None').readsGradOutput).toBe(false);
  });
});

describe('what forward saves', () => {
  it('is read in each way that Python has', () => {
    for (const body of [
      RIGHT,
      '(i,) = ctx.saved_tensors\nreturn 2*i*grad_output',
      '(j,) = ctx.saved_tensors; return grad_output * 2 * j',
      'i = ctx.saved_tensors[0]\nreturn grad_output*2*i',
      'return grad_output*2*ctx.saved_tensors[-1]',
      'a, = b, = ctx.saved_tensors\nreturn grad_output*(a+b)',
      // Without unpacking, under the names that it was saved by.
      'grad_output * 2 * i'
    ]) {
      expect(gradients(compiled(SAVE, body), 3), body).toEqual([9, 6]);
    }
  });

  it('may be several, and results of steps', () => {
    const product = compiled(
      'p = a*b\nctx.save_for_backward(a, b, p)\nreturn p**2',
      'a, b, p = ctx.saved_tensors\ng = 2*p*grad_output\nreturn g*b, g*a',
      ['a', 'b']
    );
    expect(product.savedNames).toEqual(['a', 'b', 'p']);
    expect(gradients(product, 2, 3)).toEqual([36, 36, 24]);
  });

  it('is called by its name or as it is written, and each differently', () => {
    const fn = compiled('ctx.save_for_backward(i, i, i ** 2, i ** 2)\nreturn i', 'grad_output');
    expect(fn.savedNames).toEqual(['i', 'i (2)', 'i ** 2', 'i ** 2 (2)']);
  });

  it('is what the last call saved', () => {
    const again = 'ctx.save_for_backward(i)\nctx.save_for_backward(3*i)\nreturn i**2';
    expect(compiled(again, 'grad_output').savedNames).toEqual(['3*i']);
    const late = 'return i**2\nctx.save_for_backward(i)';
    expect(compiled(late, 'grad_output').savedNames).toEqual([]);
    expect(compiled('ctx.save_for_backward()\nreturn i', 'grad_output').savedNames).toEqual([]);
  });

  it('has to be unpacked as a tuple', () => {
    expect(faults(SAVE, 'i = ctx.saved_tensors\nreturn 2*i')).toEqual([
      'backward «ctx.saved_tensors» `ctx.saved_tensors` is a tuple: unpack it, with `i, = ctx.saved_tensors` for a single one'
    ]);
    expect(faults(SAVE, 'return ctx.saved_tensors')[0]).toMatch(/is a tuple: unpack it first/);
    expect(faults(SAVE, 'a, b = ctx.saved_tensors\nreturn a')).toEqual([
      'backward «a, b» not enough values to unpack (expected 2, got 1)'
    ]);
    expect(
      faults('ctx.save_for_backward(i, i)\nreturn i', 'a, = ctx.saved_tensors\nreturn a')
    ).toEqual(['backward «a,» too many values to unpack (expected 1)']);
    expect(faults(SAVE, 'return ctx.saved_tensors[1]')).toEqual([
      'backward «ctx.saved_tensors[1]» tuple index out of range'
    ]);
    expect(faults(SAVE, 'return ctx.saved_tensors[i]')[0]).toContain('tuple indices must be');
  });

  it('can only be tensors', () => {
    expect(faults('ctx.save_for_backward(i, 2.0)\nreturn i', 'grad_output')).toEqual([
      'forward «2.0» save_for_backward can only save variables, but argument 1 is of type float'
    ]);
    expect(faults('ctx.save_for_backward(2)\nreturn i', 'grad_output')[0]).toContain('type int');
    expect(faults('ctx.save_for_backward(a=i)\nreturn i', 'grad_output')[0]).toContain(
      'takes no named arguments'
    );
  });
});

describe('names', () => {
  it('that forward forgot to save are called that', () => {
    expect(faults('y = i**2\nreturn y', 'return 2*i')).toEqual([
      'backward «i» `i` is not known in backward: forward has to keep it with ctx.save_for_backward(i)'
    ]);
    expect(faults('y = i**2\nreturn y', 'return y')[0]).toContain('ctx.save_for_backward(y)');
  });

  it('that nobody gave are called so, with what was meant', () => {
    expect(faults(SAVE, 'return 2*grad_outpt')).toEqual([
      'backward «grad_outpt» `grad_outpt` is not known in backward: did you mean `grad_output`?'
    ]);
    expect(faults(SAVE, 'k = 3\nreturn x*i')).toEqual([
      'backward «x» `x` is not known in backward; it knows grad_output, i, k'
    ]);
    expect(faults('return i*j', 'grad_output')).toEqual([
      'forward «j» `j` is not known in forward; it knows i'
    ]);
    expect(faults('total = i**2\nreturn totl', 'grad_output')[0]).toContain('did you mean `total`');
  });

  it('of inputs are checked', () => {
    expect(faults('return 1', 'grad_output', [])).toEqual([
      'inputs «» forward needs at least one input'
    ]);
    expect(faults('return a', 'grad_output', ['a', 'b', 'a'])).toEqual([
      'inputs «a» Two inputs have the name `a`'
    ]);
    expect(faults('return a', 'grad_output', ['a', '1x', 'for'])).toEqual([
      "inputs «1x» `1x` can't be the name of an input",
      "inputs «for» `for` can't be the name of an input"
    ]);
    expect(faults('return a', 'grad_output', ['a', 'grad_output', 'ctx'])).toEqual([
      'inputs «grad_output» `grad_output` has its own meaning in a function: choose another name',
      'inputs «ctx» `ctx` has its own meaning in a function: choose another name'
    ]);
  });

  it('may be used again for other values', () => {
    const fn = compiled('i = i + 1\nctx.save_for_backward(i)\nreturn i**2', RIGHT);
    expect(gradients(fn, 2)).toEqual([9, 6]);
  });
});

describe('what is returned', () => {
  it('may be a last bare expression, and `None` for an input without a gradient', () => {
    expect(gradients(compiled('i\ni**2', 'grad_output'), 3)).toEqual([9, 1]);
    const first = compiled('return a*1 + b*0', 'return grad_output, None', ['a', 'b']);
    expect(gradients(first, 2, 3)).toEqual([2, 1, null]);
    expect(
      gradients(compiled('return a + b', '(grad_output, grad_output)', ['a', 'b']), 2, 3)
    ).toEqual([5, 1, 1]);
  });

  it('stays as it was written in number: the engine reports that as PyTorch does', () => {
    const short = compiled('return a + b', 'return grad_output', ['a', 'b']);
    expect(() => gradients(short, 1, 2)).toThrow(
      'function SQBackward returned an incorrect number of gradients (expected 2, got 1)'
    );
    expect(gradients(compiled('return i', 'return grad_output, None'), 2)).toEqual([2, 1]);
  });

  it('is missing where a body has no end', () => {
    expect(faults(SAVE, 'x = 2*i')[0]).toBe(
      'backward «x = 2*i» backward returns nothing: end it with `return …`'
    );
    expect(faults('i**2\nctx.save_for_backward(i)', 'grad_output')[0]).toContain(
      'forward returns nothing'
    );
    expect(faults(SAVE, 'return')).toEqual(['backward «return» There is no value after `return`']);
    expect(faults('', '')).toEqual([
      'forward «» The body is empty: write what it returns',
      'backward «» The body is empty: write what it returns'
    ]);
  });

  it('can be no plain number', () => {
    expect(faults(SAVE, 'return 2')).toEqual([
      'backward «2» expected Variable or None (got int)\nA plain number is no gradient: multiply it by grad_output'
    ]);
    expect(faults(SAVE, 'return 1/2')[0]).toContain('(got float)');
    expect(faults('return 2', 'grad_output')).toEqual([
      'forward «2» forward has to return a tensor, and this is a plain number: compute it from an input, e.g. `0 * i + 2`'
    ]);
  });

  it('by forward is one tensor', () => {
    expect(faults('return i, i', 'grad_output')).toEqual([
      'forward «return i, i» forward has to return one tensor here: a node has one output'
    ]);
    expect(faults('return None', 'grad_output')[0]).toContain('not `None`');
  });
});

describe('the context', () => {
  it('has its place', () => {
    expect(faults('return ctx.saved_tensors[0]', 'grad_output')[0]).toBe(
      'forward «ctx.saved_tensors[0]» `ctx.saved_tensors` is for backward: forward has its inputs'
    );
    expect(faults(SAVE, 'ctx.save_for_backward(i)\nreturn i')[0]).toContain('belongs in forward');
    expect(faults('x = ctx.save_for_backward(i)\nreturn i', 'grad_output')[0]).toContain(
      'stands on a line of its own'
    );
    expect(faults('ctx.i = i\nreturn i', 'grad_output')[0]).toBe(
      'forward «ctx.i» Keep tensors for backward with `ctx.save_for_backward(…)`'
    );
    expect(faults('return ctx', 'grad_output')[0]).toContain('`ctx` is no tensor');
    expect(faults('return ctx.mark_dirty(i)', 'grad_output')[0]).toContain("can't be used here");
  });
});

it('faults of both bodies are told, each in its place', () => {
  expect(faults('return 2x', 'def backward(ctx, g): return g')).toEqual([
    'forward «2x» `2x` needs a sign between its parts: write `2 * x`',
    'backward «def» Nothing is defined here: write only the steps, e.g. `y = x ** 2`',
    "backward «:» `:` can't be used here: a name gets its value with `=`"
  ]);
});

it('runs on anything that can compute: here on text', () => {
  const text: Interpreter<string> = {
    number: String,
    apply: (op, args) => `${op.name}(${args.join(', ')})`
  };
  const fn = compiled('y = i.exp()\nctx.save_for_backward(y)\nreturn -y', '-grad_output*y');
  expect(fn.forward(text, ['x'])).toEqual({
    output: 'neg(exp(x))',
    saved: [{ name: 'y', value: 'exp(x)' }]
  });
  expect(fn.backward(text, ['exp(x)'], 'g')).toEqual(['mul(neg(g), exp(x))']);
});

it('works on whole tensors', () => {
  const fn = compiled('ctx.save_for_backward(i)\nreturn sum(i**2)', 'grad_output * 2 * i');
  expect(gradients(fn, [1, 2, 3])).toEqual([14, [2, 4, 6]]);
  const saved: { name: string; value: Tensor }[] = [];
  applyFunction(customFunction('SQ', fn, saved), [tensor([1, 2])]);
  expect(saved.map(({ name, value }) => [name, value.tolist()])).toEqual([['i', [1, 2]]]);
});
