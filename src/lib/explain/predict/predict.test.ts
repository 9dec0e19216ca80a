import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documents } from '../../../../tests/random-documents';
import { example } from '../../exchange/examples';
import { buildFormula } from '../../formula';
import type { Document } from '../../graph/document';
import { applyPatch } from '../../graph/patch';
import { compile } from '../../graph/program';
import { run } from '../../graph/run';
import type { TraceEvent } from '../../graph/trace';
import { Timeline } from '../frames';
import { compare, readAnswer, wantedOf } from './answer';
import { judge, questionOf, type Question } from './question';
import { variation } from './variation';

interface Asked {
  readonly event: TraceEvent;
  readonly question: Question;
}

function questions(doc: Document): Asked[] {
  const made = run(compile(doc));
  const timeline = new Timeline(made.trace);
  return made.trace.flatMap((event) => {
    const question = questionOf(doc, event, timeline, made.program.result);
    return question ? [{ event, question }] : [];
  });
}

function built(formula: string, at: Record<string, number>): Document {
  const made = buildFormula(formula, { at });
  if (!made.ok) throw new Error(formula);
  return made.document;
}

/** The question about the share from one node to another. */
function share(doc: Document, from: string, to: string): Question {
  const found = questions(doc).find(
    ({ event }) =>
      event.kind === 'contribution' &&
      doc.nodes[event.node]?.name === from &&
      doc.nodes[event.source]?.name === to
  );
  if (!found) throw new Error(`${from} sends nothing to ${to}`);
  return found.question;
}

const answered = (question: Question, text: string, blank = 0) => {
  const asked = question.blanks[blank];
  if (!asked) throw new Error('there is no such blank');
  return judge(text, asked);
};

const random = (seed: number) => () => (seed = (seed * 16807) % 2147483647) / 2147483647;

describe('what is asked', () => {
  test('every step of the quadratic that makes a new number, in order', () => {
    const texts = questions(example('quadratic') as Document).map(({ question }) => question.text);
    expect(texts).toEqual([
      'Forward: what is the value of pow?',
      'Forward: what is the value of mul?',
      'Forward: what is the value of add?',
      'Forward: what is the value of y?',
      'Backward starts: what is the gradient of y with respect to itself?',
      'Backward: what does y send to add?',
      'Backward: what does add send to pow?',
      'Backward: what does add send to mul?',
      'Backward: what does mul send to x?',
      'Backward: what does pow send to x, and what has x then?'
    ]);
  });

  test('the right numbers are accepted, in any spelling of them', () => {
    const question = share(example('quadratic') as Document, 'pow', 'x');
    for (const text of ['4', '4.0', '2*2', ' 4.001 ']) {
      expect(answered(question, text).verdict, text).toBe('right');
    }
    expect(answered(question, '6', 1).verdict).toBe('right');
    expect(answered(question, '4.1').verdict).toBe('wrong');
    expect(answered(question, 'four').verdict).toBe('unreadable');
    expect(answered(question, '').message).toBe('Type a number first.');
  });

  test.each([
    ['1/3', '1/3', 'right'],
    ['0.333', '1/3', 'right'],
    ['0.334', '1/3', 'right'],
    ['0.666', '2/3', 'right'],
    ['0.66', '2/3', 'near'],
    ['0.7', '2/3', 'near'],
    ['0.65', '2/3', 'wrong'],
    ['17', '18', 'wrong'],
    ['1005', '1000', 'wrong'],
    ['999.999', '1000', 'right'],
    ['2e-3', '0.002', 'right'],
    ['2·10^-3', '0.002', 'right'],
    ['−2', '-2', 'right'],
    ['–2', '-2', 'right'],
    ['0,5', '0.5', 'right'],
    ['-,25', '-0.25', 'right'],
    ['= 6', '6', 'right'],
    ['2 × 3', '6', 'right'],
    ['π', 'pi', 'right'],
    ['∞', 'inf', 'right'],
    ['−∞', '-inf', 'right'],
    ['-Infinity', '-inf', 'right'],
    ['∞', '-inf', 'wrong'],
    ['NaN', 'nan', 'right'],
    ['0', 'nan', 'wrong'],
    ['1, 2.5', '[1, 2.5]', 'right'],
    ['1, 4', '[1, 2.5]', 'wrong'],
    ['[1; 2]', '[1, 2]', 'unreadable'],
    ['1, 2', '3', 'unreadable']
  ])('%s for %s is %s', (text, expected, verdict) => {
    const wanted = wantedOf(tensorOf(expected));
    expect(judge(text, { label: '', form: '', wanted, slips: () => [] }).verdict).toBe(verdict);
  });

  test('each hint says more, and the last one leaves only the arithmetic', () => {
    const { hints } = share(built('y = (u*v)**2', { u: 2, v: 3 }), 'y', 'mul');
    expect(hints.map(({ latex }) => latex)).toEqual([
      null,
      '\\frac{\\partial}{\\partial a} \\left(a^{2}\\right) = 2\\,a',
      expect.stringContaining('2\\,\\mathrm{mul}'),
      expect.stringContaining('12 = \\;\\boxed{?}')
    ]);
  });

  test('hints are words: no LaTeX in a sentence', () => {
    const small = share(built('y = x**2 * 1e-6', { x: 2 }), 'pow', 'x');
    expect(small.hints[0]?.text).toContain('has received 1e−6 from above');
    const custom = questions(example('custom-sq') as Document).find(
      ({ event }) => event.kind === 'forward'
    );
    expect(custom?.question.hints[0]?.text).toMatch(/^It is what the forward of \w+ returns\.$/);
    const twice = share(built('y = x**x', { x: 3 }), 'y', 'x');
    expect(answered(twice, String(27 * Math.log(3))).message).toContain('when only input moves');
  });

  test('a rule that is known by its result shows that as a formula of the input', () => {
    const { hints } = share(built('y = 2 * exp(x)', { x: 1 }), 'exp', 'x');
    expect(hints[1]?.latex).toBe('\\frac{\\partial}{\\partial a} \\left(e^{a}\\right) = e^{a}');
  });

  test('of a large tensor one element is asked for, and lists of a small one', () => {
    const doc = example('sum-trick') as Document;
    const question = share(doc, 'pow', 'x');
    expect(question.blanks[0]?.form).toBe('the element at [0]');
    expect(answered(question, '-20').verdict).toBe('right');
    expect(answered(question, '20').slip).toBe('sign');
    expect(compare(tensorOf('[1, 2]'), wantedOf(tensorOf('[1, 2]')))).toBe('equal');
    expect(compare(tensorOf('[1]'), wantedOf(tensorOf('[1, 2]')))).toBe('shape');
  });
});

function tensorOf(text: string) {
  const given = readAnswer(text);
  if (!given.ok) throw new Error(given.message);
  return given.tensor;
}

describe('a wrong answer is matched with the mistake behind it', () => {
  const outer = built('z = 3 * x**2', { x: 5 });
  const product = built('f = (u*v)**2', { u: 2, v: 7 });
  const both = built('y = x**2 + 5*x', { x: 3 });
  const cases: [string, Question, string, number, string][] = [
    ['upstream forgotten', share(outer, 'pow', 'x'), '10', 0, 'forgot-upstream'],
    ['local derivative forgotten', share(outer, 'pow', 'x'), '3', 0, 'forgot-local'],
    ['sign', share(outer, 'pow', 'x'), '-30', 0, 'sign'],
    ['added instead of multiplied', share(outer, 'pow', 'x'), '13', 0, 'added-upstream'],
    ['exponent kept', share(outer, 'pow', 'x'), '150', 0, 'power-rule'],
    ['exponent lost', share(outer, 'pow', 'x'), '15', 0, 'power-rule'],
    ['value for derivative', share(outer, 'pow', 'x'), '75', 0, 'value-for-derivative'],
    ['the other input', share(product, 'mul', 'u'), '56', 0, 'other-input'],
    ['some other local derivative', share(outer, 'pow', 'x'), '33', 0, 'wrong-local'],
    ['overwrote', share(both, 'pow', 'x'), '6', 1, 'overwrote'],
    ['left the new share out', share(both, 'pow', 'x'), '5', 1, 'forgot-share'],
    ['multiplied shares', share(both, 'pow', 'x'), '30', 1, 'multiplied'],
    ['gave the total as a share', share(both, 'pow', 'x'), '11', 0, 'total-for-share']
  ];
  test.each(cases)('%s', (_, question, text, blank, slip) => {
    const found = answered(question, text, blank);
    expect(found).toMatchObject({ verdict: 'wrong', slip });
    expect(found.message).not.toBe('');
  });

  test('forward: another operation, swapped operands, the derivative', () => {
    const value = (formula: string, at: Record<string, number>): Question => {
      const asked = questions(built(formula, at)).find(({ event }) => event.kind === 'forward');
      if (!asked) throw new Error('nothing is computed');
      return asked.question;
    };
    expect(answered(value('a*b', { a: 3, b: 4 }), '7')).toMatchObject({
      slip: 'other-operation',
      message: 'That is what add (+) gives. This node computes mul (*).'
    });
    expect(answered(value('a - b', { a: 3, b: 7 }), '4').slip).toBe('sign');
    expect(answered(value('a / b', { a: 3, b: 6 }), '2').slip).toBe('swapped');
    expect(answered(value('x**3', { x: 5 }), '75').slip).toBe('derivative-for-value');
  });

  test('the seed is not the value', () => {
    const asked = questions(both).find(({ event }) => event.kind === 'seed');
    expect(asked && answered(asked.question, '24').slip).toBe('value-for-derivative');
    expect(asked && answered(asked.question, '0').slip).toBe('not-one');
    expect(asked && answered(asked.question, '1').verdict).toBe('right');
  });
});

test('over random graphs: what is asked for is accepted, and what is called a slip is wrong', () => {
  fc.assert(
    fc.property(documents({ inputs: 3, steps: 6 }), (doc) => {
      for (const { question } of questions(doc)) {
        expect(question.hints.length).toBeGreaterThan(0);
        for (const { wanted, slips } of question.blanks) {
          expect(compare(wanted.tensor, { ...wanted, element: null })).toBe('equal');
          for (const { value } of slips()) {
            expect(value.shape).toEqual(wanted.tensor.shape);
          }
        }
      }
    }),
    { numRuns: 60 }
  );
});

describe('fresh numbers', () => {
  test('keep the graph running, are others, and are the same for the same draw', () => {
    for (const slug of ['quadratic', 'cubic', 'partial', 'practice-uv', 'neuron', 'custom-sq']) {
      const doc = example(slug) as Document;
      const edit = variation(doc, random(7));
      if (!edit.ok) throw new Error(`${slug}: ${edit.reason}`);
      const next = applyPatch(doc, edit.patch);
      const made = run(compile(next));
      expect(made.diagnostics).toEqual([]);
      expect(next).not.toEqual(doc);
      expect(variation(doc, random(7))).toEqual(edit);
    }
  });

  test('suit what can’t take every number, and are refused where there is nothing to change', () => {
    const doc = built('y = log(x) * sqrt(z)', { x: 2, z: 3 });
    for (let seed = 1; seed < 20; seed++) {
      const edit = variation(doc, random(seed));
      if (!edit.ok) throw new Error(edit.reason);
      const made = run(compile(applyPatch(doc, edit.patch)));
      for (const grad of made.gradients.values()) expect(Number.isFinite(grad.item())).toBe(true);
    }
    expect(variation({ ...doc, nodes: {}, edges: {} }, random(1)).ok).toBe(false);
  });
});
