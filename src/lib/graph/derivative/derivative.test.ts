import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documents } from '../../../../tests/random-documents';
import { forgetful, second } from '../../../../tests/function-sources';
import { sampleDocument } from '../../../../tests/sample-document';
import { grad } from '../../autograd/backward';
import { buildFormula } from '../../formula';
import { apply } from '../../ops/dispatch';
import { operations } from '../../ops/registry';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { type Document, documentSchema, emptyDocument, type FunctionSource } from '../document';
import { compile } from '../program';
import { execute } from '../execute';
import { run } from '../run';
import { type BackwardGraph, backwardDocument, differentiable } from '.';
import { settled } from './settled';
import * as v from 'valibot';

const CLOSE = 2e-4;
function expectClose(found: Tensor | null | undefined, wanted: Tensor, what: string): void {
  expect(found?.shape, what).toEqual(wanted.shape);
  const [a, b] = [found?.values() ?? [], wanted.values()];
  for (let k = 0; k < b.length; k++) {
    const [one, other] = [a[k] ?? NaN, b[k] ?? NaN];
    const isSame =
      Object.is(one, other) || Math.abs(one - other) <= CLOSE * Math.max(1, Math.abs(other));
    expect(
      isSame || (Number.isNaN(one) && Number.isNaN(other)),
      `${what}: ${one} for ${other}`
    ).toBe(true);
  }
}

/** The engine's own answer: first derivatives, and those of the sum of the first one. */
function derivatives(doc: Document, inputs: readonly string[]) {
  const outputs = new Map<string, Tensor>();
  const { instructions, result } = compile(doc);
  for (const one of instructions) {
    const done = execute(one, outputs);
    if (done) outputs.set(one.node.id, done.output);
  }
  const wanted = inputs.map((id) => outputs.get(id) as Tensor);
  const first = grad(outputs.get(result ?? '') as Tensor, wanted, { createGraph: true });
  const [chosen] = first;
  const total = chosen && (chosen.numel === 1 ? chosen : apply('sum', [chosen]));
  const second = total?.requiresGrad ? grad(total, wanted) : wanted.map(() => null);
  return { first, second };
}

/** Whether there is something to be compared: a run without faults, one number at its end, a gradient for each input. */
function compared(doc: Document): string[] | null {
  const { diagnostics, gradients } = run(compile(doc));
  if (diagnostics.length > 0) return null;
  const inputs = differentiable(doc).filter((id) => gradients.has(id));
  return inputs.length > 0 ? inputs : null;
}

function expectBackward(given: Document, what: string): BackwardGraph | null {
  const { document: doc } = settled(given);
  const inputs = compared(doc);
  if (!inputs) return null;
  const made = backwardDocument(doc, { inputs });
  if (!made.ok) throw new Error(`${what}: ${made.message}`);
  expect(v.safeParse(documentSchema, made.document).success, what).toBe(true);
  const { first, second } = derivatives(doc, inputs);
  const { outputs, gradients, diagnostics } = run(compile(made.document));
  const [chosen] = first;
  expect(
    diagnostics.filter(({ kind }) => kind !== 'backward'),
    what
  ).toEqual([]);
  inputs.forEach((id, k) => {
    const own = made.gradients.get(id);
    const wanted = first[k];
    if (wanted) expectClose(outputs.get(own ?? ''), wanted, `${what}: first by ${id}`);
  });
  if (chosen && made.notes.every((note) => !note.includes('is drawn as a value'))) {
    inputs.forEach((id, k) => {
      const wanted = second[k];
      if (wanted) expectClose(gradients.get(id), wanted, `${what}: second by ${id}`);
    });
  }
  return made;
}

describe('the backward pass as a document', () => {
  it('is that of x² + 2x + 1, and its own is 2', () => {
    const built = buildFormula('y = x**2 + 2*x + 1', { at: { x: 2 } });
    if (!built.ok) throw new Error('faulty');
    const once = expectBackward(built.document, 'quadratic');
    if (!once) throw new Error('nothing');
    const names = Object.values(once.document.nodes).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['x', 'pow', 'dy_dy', 'dy_dx', 'dy_dx_via_pow']));
    expect(once.notes).toEqual([
      'Handed on unchanged: dy_dadd is dy_dy, dy_dpow is dy_dy, dy_dmul is dy_dy.'
    ]);
    const first = run(compile(once.document));
    expect(first.outputs.get(first.program.result ?? '')?.item()).toBe(6);
    const [x = ''] = differentiable(once.document);
    const twice = backwardDocument(once.document, { inputs: [x], derivative: once.derivative });
    if (!twice.ok) throw new Error(twice.message);
    const second = run(compile(twice.document));
    const { result } = second.program;
    expect(twice.document.nodes[result ?? '']?.name).toBe('d2y_dx2');
    expect(second.outputs.get(result ?? '')?.item()).toBe(2);
    const thrice = backwardDocument(twice.document, { inputs: [x], derivative: twice.derivative });
    const third = thrice.ok ? run(compile(thrice.document)) : null;
    expect(third?.outputs.get(third.program.result ?? '')?.item()).toBe(0);
  });

  it.each(operations.map((op) => [op.name, op] as const))(
    '%s: first and second derivatives are the engine’s',
    (_, op) => {
      for (const [k, sample] of op.samples.entries()) {
        let doc: Document;
        try {
          doc = sampleDocument(op, sample);
        } catch (error) {
          if (error instanceof TorchError) continue;
          throw error;
        }
        expectBackward(doc, `${op.name} ${k}`);
      }
    }
  );

  const sine: FunctionSource = {
    name: 'Sine',
    inputs: ['i'],
    forward: 't = cos(i)\nctx.save_for_backward(t)\nreturn sin(i)',
    backward: 't, = ctx.saved_tensors\nreturn grad_output * t'
  };

  it('leaves out what a function saved without recording, as PyTorch does', () => {
    const all = fc.sample(documents({ ops: [], functions: [sine], steps: 1, inputs: 1 }), 20);
    const made = all.map((doc) => expectBackward(doc, 'Sine')).find((one) => one !== null);
    expect(made?.notes.join()).toContain('followed by detach');
  });

  it('says why there is none', () => {
    const none = backwardDocument(emptyDocument());
    expect(none).toMatchObject({ ok: false, message: 'There is no result.' });
    const line = buildFormula('y = 3*x', { at: { x: 2 } });
    if (!line.ok) throw new Error('faulty');
    const once = backwardDocument(line.document);
    if (!once.ok) throw new Error(once.message);
    const twice = backwardDocument(once.document, { derivative: once.derivative });
    expect(twice).toMatchObject({
      ok: false,
      help: expect.stringContaining('0 everywhere') as string
    });
    const wide = buildFormula('y = x**2', { at: { x: [1, 2] } });
    expect(wide.ok && backwardDocument(wide.document)).toMatchObject({
      ok: false,
      message: 'RuntimeError: grad can be implicitly created only for scalar outputs'
    });
  });

  it('stops at as many nodes as a document may hold', () => {
    const built = buildFormula('y = sin(x*sin(x*sin(x*sin(x*sin(x)))))', { at: { x: 1 } });
    if (!built.ok) throw new Error('faulty');
    let doc = built.document;
    for (let order = 1; ; order++) {
      const next = backwardDocument(doc);
      if (!next.ok) {
        expect(next.message).toContain('more than 1000 nodes');
        expect(order).toBeGreaterThan(2);
        return;
      }
      doc = next.document;
    }
  });

  it('keeps what was drawn at random', () => {
    const built = buildFormula('y = sum(dropout(x) ** 2)', { at: { x: [1, 2, 3, 4, 5] } });
    if (!built.ok) throw new Error('faulty');
    const { outputs, gradients } = run(compile(built.document));
    const made = backwardDocument(built.document, { outputs });
    if (!made.ok) throw new Error(made.message);
    const again = run(compile(made.document));
    const [x = ''] = differentiable(built.document);
    const own = again.outputs.get(made.gradients.get(x) ?? '');
    expect(own?.tolist()).toEqual(gradients.get(x)?.tolist());
    expect(made.notes[0]).toContain('drawn at random');
  });

  it('names the nodes of every step, each once', () => {
    fc.assert(
      fc.property(documents({ steps: 5 }), (doc) => {
        const ran = run(compile(doc));
        const made = backwardDocument(doc, { outputs: ran.outputs });
        if (!made.ok || ran.diagnostics.length > 0) return;
        const inOrder = [...made.steps.values()].flat();
        for (const id of inOrder) expect(made.document.nodes[id]).toBeDefined();
        const added = inOrder.filter((id) => made.added.has(id));
        const own = [...made.steps.values()].flatMap((ids) => (ids.length === 1 ? [] : ids));
        expect(new Set(own).size).toBe(own.length);
        const missing = [...made.added].filter((id) => !added.includes(id) && id !== made.seed);
        const sum = missing.filter((id) => made.document.nodes[id]?.name.endsWith('_sum'));
        expect(missing.length - sum.length).toBe(0);
      }),
      { numRuns: 60 }
    );
  });

  it('agrees with the engine over random graphs', () => {
    let count = 0;
    fc.assert(
      fc.property(documents({ steps: 6, functions: [forgetful, second, sine] }), (doc) => {
        if (expectBackward(doc, 'random')) count += 1;
      }),
      { numRuns: 150 }
    );
    expect(count).toBeGreaterThan(20);
  });
});
