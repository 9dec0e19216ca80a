import { describe, expect, it } from 'vitest';
import { emptyDocument, type Document, type InputNode, type TensorLiteral } from './document';
import { addFunction, addInput, connect, setFunction, type Edit } from './edits';
import { applyPatch } from './patch';
import { compile } from './program';
import { run } from './run';
import { functionReport, standing } from './verdict';

const ORIGIN = { x: 0, y: 0 };

/** A document with one custom function and an input node for each of its inputs. */
class Bench {
  doc: Document = emptyDocument();
  readonly id: string;

  constructor(
    body: { forward: string; backward: string },
    inputs: Record<
      string,
      TensorLiteral | Partial<Pick<InputNode, 'value' | 'dtype' | 'requiresGrad'>>
    >
  ) {
    this.id = this.do(addFunction(this.doc, ORIGIN));
    const names = Object.keys(inputs);
    this.do(setFunction(this.doc, this.id, { name: 'SQ', inputs: names, ...body }));
    for (const [name, given] of Object.entries(inputs)) {
      const init = typeof given === 'object' && !Array.isArray(given) ? given : { value: given };
      const source = this.do(addInput(this.doc, ORIGIN, init as Partial<InputNode>));
      this.do(connect(this.doc, source, this.id, name));
    }
  }

  do(edit: Edit): string {
    if (!edit.ok) throw new Error(edit.reason);
    this.doc = applyPatch(this.doc, edit.patch);
    return edit.select?.nodes[0] ?? '';
  }

  get run() {
    return run(compile(this.doc));
  }

  get report() {
    return functionReport(this.run, this.id);
  }

  get verdicts() {
    return this.report?.inputs.map(({ verdict }) => verdict);
  }
}

const square = (backward: string) => ({
  forward: 'ctx.save_for_backward(i)\nreturn i ** 2',
  backward
});
const right = square('return grad_output * 2 * i');
const product = (backward: string) => ({
  forward: 'ctx.save_for_backward(a, b)\nreturn a * b',
  backward
});

describe('the verdict on a custom function', () => {
  it('finds a right backward right', () => {
    const bench = new Bench(right, { i: 2 });
    expect(bench.report).toMatchObject({
      worst: 'ok',
      message: 'backward agrees with finite differences.'
    });
    expect(functionReport(bench.run, bench.id)?.worst).toBe('ok');
    expect(
      new Bench(right, {
        i: [
          [1, -2],
          [0.5, 3]
        ]
      }).verdicts
    ).toEqual(['ok']);
  });

  it("says that the lab's backward ignores the upstream gradient, with the numbers", () => {
    expect(new Bench(square('return 2 * i'), { i: 2 }).report).toMatchObject({
      worst: 'ignores-upstream',
      message:
        'backward ignores grad_output: for an upstream gradient of 3 it returned 4, finite differences say 12. Multiply what it returns by grad_output.'
    });
    expect(new Bench(square('return 2 * i'), { i: [1, 2] }).verdicts).toEqual(['ignores-upstream']);
  });

  it('names the local derivative that it should be', () => {
    const { report } = new Bench(square('return grad_output * i'), { i: 2 });
    expect(report?.worst).toBe('wrong');
    expect(report?.message).toBe(
      'backward is wrong for i: for an upstream gradient of 3 it returned 6, finite differences say 12. The local derivative is 4 here, not 2.'
    );
  });

  it('leaves the upstream gradient out where it differs from element to element', () => {
    const forward = 'ctx.save_for_backward(i)\nreturn sum(i)';
    const sum = { forward, backward: 'return 2 * grad_output + 0 * i' };
    const { report } = new Bench(sum, { i: [1, 2, 3] });
    expect(report?.worst).toBe('wrong');
    expect(report?.message).not.toContain('upstream gradient of');
    const mended = { forward, backward: 'return grad_output + 0 * i' };
    expect(new Bench(mended, { i: [1, 2, 3] }).verdicts).toEqual(['ok']);
  });

  it('misses a gradient that should be there', () => {
    const { report } = new Bench(product('return grad_output * b, None'), { a: 2, b: 3 });
    expect(report?.inputs.map(({ verdict }) => verdict)).toEqual(['ok', 'missing']);
    expect(report?.worst).toBe('missing');
    expect(report?.message).toContain('returns None for b');
    expect(report?.message).toContain('finite differences say 6');
  });

  it('asks nothing of inputs that need no gradient', () => {
    const none = product('return grad_output * b, None');
    const constant = { value: 3, requiresGrad: false };
    expect(new Bench(none, { a: 2, b: constant }).verdicts).toEqual(['ok', 'unused']);
    const whole = { value: 3, dtype: 'int64', requiresGrad: false } as const;
    const bench = new Bench(none, { a: 2, b: whole });
    expect(bench.verdicts).toEqual(['ok', 'unused']);
    expect(bench.report?.inputs[1]?.message).toContain('int64');
    expect(bench.report?.worst).toBe('ok');
  });

  it('keeps a condition a condition', () => {
    const choose = {
      forward: 'ctx.save_for_backward(c)\nreturn where(c, x, 2 * x)',
      backward: 'return None, where(c, grad_output, 2 * grad_output)'
    };
    const c = { value: [1, 0], dtype: 'bool', requiresGrad: false } as const;
    expect(new Bench(choose, { c, x: [1, 2] }).verdicts).toEqual(['unused', 'ok']);
  });

  it('has nothing to check where nothing requires a gradient', () => {
    const { report } = new Bench(right, { i: { value: 2, requiresGrad: false } });
    expect(report).toMatchObject({ worst: 'unused', inputs: [] });
    const compare = { forward: 'return i > 0', backward: 'return None' };
    expect(new Bench(compare, { i: 2 }).report?.message).toContain('bool');
  });

  it("repeats PyTorch's words where forward or backward fails", () => {
    const forward = new Bench(product('return grad_output, grad_output'), {
      a: [1, 2],
      b: [1, 2, 3]
    });
    expect(forward.report?.worst).toBe('failed');
    expect(forward.report?.message).toContain('must match the size of tensor b');
    const backward = new Bench(product('return grad_output * b'), { a: 2, b: 3 });
    expect(backward.report?.worst).toBe('failed');
    expect(backward.report?.message).toContain(
      'returned an incorrect number of gradients (expected 2, got 1)'
    );
  });

  it('does not call a convention at a kink wrong', () => {
    const relu = {
      forward: 'ctx.save_for_backward(i)\nreturn relu(i)',
      backward: 'return where(i > 0, grad_output, 0 * grad_output)'
    };
    expect(new Bench(relu, { i: [-1, 0, 1] }).verdicts).toEqual(['undecided']);
    expect(new Bench(relu, { i: 0 }).report?.message).toContain('kink');
    expect(new Bench(relu, { i: [-1, 1] }).verdicts).toEqual(['ok']);
    expect(new Bench({ ...relu, backward: 'return grad_output' }, { i: 0 }).verdicts).toEqual([
      'wrong'
    ]);
    const { report } = new Bench(right, { i: 'inf' });
    expect(report?.worst).toBe('undecided');
  });

  it('answers at once for long tensors, and still sees the last element', () => {
    const value = Array.from({ length: 10_000 }, (_, k) => (k - 5000) / 500);
    expect(new Bench(right, { i: value }).verdicts).toEqual(['ok']);
    const tail = {
      forward: 'ctx.save_for_backward(i)\nreturn where(i > 9.99, 3 * i, i ** 2)',
      backward: 'return grad_output * 2 * i'
    };
    expect(new Bench(tail, { i: value }).verdicts).toEqual(['wrong']);
  });

  it('is silent on other nodes and on those that miss an input', () => {
    const bench = new Bench(right, { i: 2 });
    const input = Object.values(bench.doc.nodes).find(({ kind }) => kind === 'input');
    expect(functionReport(bench.run, input?.id ?? '')).toBeNull();
    bench.doc = { ...bench.doc, edges: {} };
    expect(bench.report).toBeNull();
    expect(functionReport(bench.run, 'nobody')).toBeNull();
  });

  it('remembers its answer until the code or a value changes', () => {
    const bench = new Bench(right, { i: 2 });
    const first = bench.report;
    expect(bench.report).toBe(first);
    const fn = { name: 'SQ', inputs: ['i'], ...square('return 2 * i') };
    bench.do(setFunction(bench.doc, bench.id, fn));
    expect(bench.report).not.toBe(first);
    expect(bench.report?.worst).toBe('ignores-upstream');
  });
});

it('every verdict says whether the backward is right', () => {
  expect(standing('ok')).toBe('right');
  expect((['unused', 'undecided'] as const).map(standing)).toEqual(['open', 'open']);
  for (const verdict of ['ignores-upstream', 'wrong', 'missing', 'failed'] as const) {
    expect(standing(verdict)).toBe('wrong');
  }
});
