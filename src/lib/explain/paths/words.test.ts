import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../../tests/graphs';
import { expectSettable } from '../../../../tests/katex';
import { documents } from '../../../../tests/random-documents';
import { sampleDocument } from '../../../../tests/sample-document';
import { example } from '../../exchange/examples';
import type { Document } from '../../graph/document';
import { compile } from '../../graph/program';
import { run } from '../../graph/run';
import { operations } from '../../ops/registry';
import { plainLatex } from '../copy';
import { pathSum } from './paths';
import {
  answerText,
  chainOf,
  notes,
  partText,
  pathText,
  questionText,
  remark,
  restText,
  sumLatex
} from './words';

function looked(doc: Document, bottom: string) {
  const done = run(compile(doc));
  const sum = pathSum(done, done.program.result ?? '', named(doc, bottom).id);
  if (!sum) throw new Error('no path');
  return { doc, done, sum };
}

describe('what is said of paths', () => {
  const { doc, done, sum } = looked(formula('y = x**2 + 2*x + 1', { x: 2 }), 'x');
  const shares = sum.paths.map(({ share }) => share);

  it('asks and answers in words', () => {
    expect(questionText(doc, sum.flow.top, sum.bottom, sum.flow)).toBe('Why is ∂y/∂x = 6?');
    expect(questionText(doc, sum.flow.top, sum.bottom, null)).toBe('Why is there no ∂y/∂x?');
    expect(answerText(doc, sum)).toContain('2 paths lead from y back to x.');
    expect(answerText(doc, sum)).toMatch(/the products add: 4 \+ 2 = 6\.$/);
    expect(sum.paths.map((path) => pathText(doc, path, sum.flow.top))).toEqual([
      'y ← add ← pow ← x',
      'y ← add ← mul ← x'
    ]);
  });

  it('says of several elements that it is about their sum', () => {
    const {
      doc: rows,
      done: run,
      sum: found
    } = looked(formula('y = x*w + b', { x: [1, 2], w: 3, b: 0 }), 'b');
    expect(questionText(rows, found.flow.top, found.bottom, found.flow)).toBe('Why is ∂Σy/∂b = 2?');
    expect(sumLatex(rows, found, [found.total])).toBe('\\frac{\\partial \\sum y}{\\partial b} = 2');
    const [path] = found.paths;
    expect(path && chainOf(rows, run, path, found.flow.seed).latex).toContain(
      '\\frac{\\partial \\sum y}{\\partial y} \\cdot \\frac{\\partial y}{\\partial b}'
    );
  });

  it('subtracts what is negative, and brackets only open sums', () => {
    const { doc: less, sum: found } = looked(formula('y = x - x', { x: 2 }), 'x');
    expect(
      sumLatex(
        less,
        found,
        found.paths.map(({ share }) => share)
      )
    ).toContain('= 1 - 1 = 0');
    const { doc: spread, done: run, sum: one } = looked(formula('y = std(x)', { x: [1, 2] }), 'x');
    const [path] = one.paths;
    expect(path && chainOf(spread, run, path, one.flow.seed).latex).toContain(
      '= \\frac{{x}_i - \\mu}'
    );
  });

  it('follows the switches', () => {
    expect(partText(sum, shares, 2)).toBe('All paths together: 6.');
    expect(partText(sum, shares.slice(0, 1), 2)).toBe('With these paths: 4 of 6.');
    expect(partText(sum, [], 2)).toBe('With no path: 0 of 6.');
    expect(sumLatex(doc, sum, shares)).toBe('\\frac{\\partial y}{\\partial x} = 4 + 2 = 6');
  });

  it('writes a path as names, symbols and numbers', () => {
    const [first] = sum.paths;
    const chain = first && chainOf(doc, done, first, sum.flow.seed);
    expect(plainLatex(chain?.latex ?? '')).toContain(
      '= 1 \\cdot 1 \\cdot 2\\,x = 1 \\cdot 1 \\cdot 4 = {4}'
    );
  });

  it('tells what a custom backward returned, and tensors, and many paths', () => {
    const custom = looked(example('custom-upstream') as Document, 'x');
    expect(answerText(custom.doc, custom.sum)).toContain(
      'handed on by the backward of each node, the gradient 1 becomes 4'
    );
    const [path] = custom.sum.paths;
    expect(
      path && chainOf(custom.doc, custom.done, path, custom.sum.flow.seed).carried
    ).toMatchObject([
      { rule: '× 3', text: '3' },
      { rule: 'SQ.backward', text: '4' }
    ]);
    const vector = looked(formula('y = x**2', { x: [1, 2] }), 'x');
    expect(notes(vector.sum)).toHaveLength(1);
    const doubled = Array.from({ length: 11 }, (_, k) => `a${k + 1} = a${k} + a${k}`).join('; ');
    const many = looked(formula(doubled, { a0: 1 }), 'a0');
    expect(restText(many.sum)).toBe('The other 1,998 paths together give 1998.');
    expect(remark(many.doc, many.sum)).toBeNull();
  });
});

/** What a product or sum of plain numbers in LaTeX is worth; null for others. */
function worth(latex: string): number | null {
  const text = plainLatex(latex)
    .replaceAll(/\\left|\\right/g, '')
    .replaceAll('\\cdot', '*')
    .replaceAll(/10\^\{(-?\d+)\}/g, '1e$1')
    .replaceAll(/[{}]/g, '');
  if (!/^[\d\s.*e()+-]+$/.test(text)) return null;
  return text
    .split('*')
    .reduce((product, part) => product * Number(part.replaceAll(/[()\s]/g, '')), 1);
}

it('every product of numbers is worth its own result, and every formula can be set', () => {
  let held = 0;
  const check = (doc: Document): void => {
    const done = run(compile(doc));
    const top = done.program.result ?? '';
    for (const id of done.gradients.keys()) {
      const sum = pathSum(done, top, id);
      if (!sum) continue;
      expect(answerText(doc, sum)).not.toMatch(/undefined/);
      for (const path of sum.paths.slice(0, 3)) {
        const { latex } = chainOf(doc, done, path, sum.flow.seed);
        expectSettable(latex);
        const parts = latex.split(' = ');
        const [product, result] = [parts.at(-2) ?? '', parts.at(-1) ?? ''].map(worth);
        if (product === null || result === null || product === undefined || result === undefined)
          continue;
        if (parts.length < 3) continue;
        held += 1;
        // Each number is shown with five digits.
        const tolerance = 1e-3 * Math.max(Math.abs(result), Math.abs(product), 1e-30);
        expect(Math.abs(product - result), latex).toBeLessThanOrEqual(tolerance);
      }
      expectSettable(
        sumLatex(
          doc,
          sum,
          sum.paths.map(({ share }) => share)
        )
      );
    }
  };
  for (const op of operations)
    for (const sample of op.samples.slice(0, 1)) check(sampleDocument(op, sample));
  const ops = operations
    .filter((op) => op.elementwise && op.gradFn !== null)
    .map(({ name }) => name);
  fc.assert(fc.property(documents({ ops, steps: 5 }), check), { numRuns: 25 });
  expect(held).toBeGreaterThan(20);
});
