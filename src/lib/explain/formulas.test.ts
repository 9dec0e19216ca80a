import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { expectSettable } from '../../../tests/katex';
import { bareLatex, latexValue } from '../../../tests/latex-value';
import { documents } from '../../../tests/random-documents';
import { sampleDocument } from '../../../tests/sample-document';
import { compile } from '../graph/program';
import { backwardAgain, run } from '../graph/run';
import type { ContributionEvent, ForwardEvent } from '../graph/trace';
import type { Document } from '../graph/document';
import { operations } from '../ops/registry';
import { chainStep, forwardFormula, stepFormula, stepRule } from './formulas';
import { localRule } from './local';
import { Timeline } from './frames';

/** Five digits are printed, and what is computed of them is off by some of that. */
const isSame = (a: number, b: number, size = Math.max(Math.abs(a), Math.abs(b))): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-3 * size + 1e-4;

const isNumber = (event: ForwardEvent): boolean =>
  [...event.inputs.map(({ value }) => value), event.output].every(
    ({ shape, dtype }) => shape.length === 0 && dtype !== 'bool'
  );

describe('formulas with numbers say what comes out', () => {
  const read = { forward: 0, local: 0 };

  it.each(operations.map((op) => [op.name, op] as const))('of %s', (_, op) => {
    for (const sample of op.samples) {
      if (sample.kink) continue;
      const doc = sampleDocument(op, sample);
      const { trace } = run(compile(doc));
      for (const event of trace) {
        if (event.kind !== 'forward' || event.node !== 'op' || !isNumber(event)) continue;
        const steps = bareLatex(forwardFormula(doc, event)).split(' = ');
        const computed = latexValue(steps.at(-2) ?? '');
        if (computed !== null) {
          read.forward += 1;
          expect(isSame(computed, event.output.item()), steps.join(' = ')).toBe(true);
        }
        event.inputs.forEach((_, k) => {
          const rule = localRule(doc, event, k);
          const value = rule && latexValue(rule.numbers);
          if (!rule?.value || value === null) return;
          read.local += 1;
          expect(isSame(value, rule.value.item()), rule.numbers).toBe(true);
        });
      }
    }
  });

  it('can be read for most operations on numbers', () => {
    expect(read.forward).toBeGreaterThan(50);
    expect(read.local).toBeGreaterThan(60);
  });
});

/** Holds the formula of a step on the way back against its own numbers. */
function expectChain(doc: Document, timeline: Timeline, at: number, result: string): void {
  const event = timeline.events[at];
  if (event?.kind !== 'contribution') return;
  const arrived = timeline.parts(event.source, at + 1)?.contributions ?? [];
  const step = chainStep(event, arrived);
  if (event.arrival > 1) {
    expect(step.parts?.map(({ value }) => value)).toEqual(
      arrived.map(({ contribution }) => contribution)
    );
    expect(step.parts).toHaveLength(event.arrival);
  }
  const shown = bareLatex(
    stepFormula(doc, event, result, (id) => timeline.origin(id), arrived) ?? ''
  );
  for (const part of shown.split(' \\qquad ')) {
    const sides = part.split(' = ');
    const [left, right] = [latexValue(sides.at(-2) ?? ''), latexValue(sides.at(-1) ?? '')];
    if (left === null || right === null || event.upstream.shape.length > 0) continue;
    const size = Math.max(
      Math.abs(right),
      ...(step.parts ?? []).map(({ value }) => Math.abs(value.item())).filter(Number.isFinite)
    );
    // A slope of 0 passes nothing on, not even of an infinite gradient.
    if (step.local?.item() === 0 && right === 0) continue;
    expect(isSame(left, right, size), part).toBe(true);
  }
}

it('the chain rule with numbers and the sum of parts add up in random graphs', () => {
  const ops = ['add', 'mul', 'sub', 'div', 'exp', 'sin', 'tanh', 'square', 'neg', 'relu', 'log'];
  fc.assert(
    fc.property(documents({ ops, steps: 7 }), (doc) => {
      const done = run(compile(doc));
      const timeline = new Timeline(done.trace);
      timeline.events.forEach((_, at) => {
        expectChain(doc, timeline, at, done.program.result ?? '');
      });
    }),
    { numRuns: 80 }
  );
});

describe('a rule', () => {
  const doc = formula('y = x**2 * w', { x: 3, w: 5 });
  const { trace, program } = run(compile(doc));
  const timeline = new Timeline(trace);
  const origin = (id: string) => timeline.origin(id);
  const back = trace.filter((event): event is ContributionEvent => event.kind === 'contribution');

  it('stands in symbols, then with names, then with numbers', () => {
    const toPow = back.find(({ source }) => source === named(doc, 'pow').id);
    const toX = back.find(({ source }) => source === named(doc, 'x').id);
    expect(toPow && stepRule(doc, toPow, origin)).toBe(
      '\\partial \\left(a\\,b\\right) / \\partial a = b \\;\\Rightarrow\\; \\partial y / \\partial \\mathrm{pow} = w = 5'
    );
    expect(toX && stepRule(doc, toX, origin)).toBe(
      '\\partial \\left(a^{b}\\right) / \\partial a = b\\,a^{b - 1} \\;\\Rightarrow\\; \\partial \\mathrm{pow} / \\partial x = 2\\,x = 2 \\cdot 3 = 6'
    );
  });

  it('says what its symbols stand for', () => {
    const made = trace.find((event) => event.kind === 'forward');
    expect(stepRule(doc, made ?? null, origin)).toBe(
      'a^{b} \\quad\\text{with}\\quad a = x,\\; b = 2'
    );
    expect(stepRule(doc, null, origin)).toBeNull();
  });

  it('is shown with each part of a sum by its origin', () => {
    const quadratic = formula('y = x**2 + 2*x + 1', { x: 2 });
    const done = run(compile(quadratic));
    const whole = new Timeline(done.trace);
    const at = whole.events.findIndex(
      (event) => event.kind === 'contribution' && event.arrival === 2
    );
    const event = whole.events[at] ?? null;
    const parts = whole.parts(named(quadratic, 'x').id, at + 1)?.contributions;
    const shown = stepFormula(quadratic, event, done.program.result, origin, parts) ?? '';
    expect(bareLatex(shown)).toMatch(/\\qquad \\frac\{\\partial y\}\{\\partial x\} = 2 \+ 4 = 6$/);
    expect(shown).toContain('_{\\mathrm{mul}}');
  });

  it('of .grad says what was there before', () => {
    const again = backwardAgain(run(program, { retainGraph: true }));
    const last = again.trace.findLast(
      ({ kind, node }) => kind === 'accumulate' && node === named(doc, 'x').id
    );
    expect(bareLatex(stepFormula(doc, last ?? null, program.result, origin) ?? '')).toBe(
      'x\\mathtt{.grad} = 30 + 30 = 60'
    );
  });

  it('of every operation can be set', () => {
    for (const op of operations) {
      const [sample] = op.samples;
      if (!sample) continue;
      const single = sampleDocument(op, sample);
      const whole = new Timeline(run(compile(single)).trace);
      for (const event of whole.events) {
        const rule = stepRule(single, event, (id) => whole.origin(id));
        if (rule !== null) expectSettable(rule.replace(/\\text\{with\}/g, ''));
      }
    }
  });
});
