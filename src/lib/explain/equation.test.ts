import { describe, expect, it } from 'vitest';
import { examples } from '../exchange/examples';
import { buildFormula } from '../formula';
import { emptyDocument, type Document } from '../graph/document';
import { equationLatex } from './equation';

function formula(source: string): Document {
  const built = buildFormula(source);
  if (!built.ok) throw new Error(built.errors[0]?.message);
  return built.document;
}

describe('the equation of a document', () => {
  it.each([
    ['y = x**2 + 2*x + 1', 'y = x^{2} + 2\\,x + 1'],
    ['f = u*v + (u*v)**2', 'f = u\\,v + \\left(u\\,v\\right)^{2}'],
    ['y = (x + 1)*(x - 1)', 'y = \\left(x + 1\\right) \\cdot \\left(x - 1\\right)'],
    ['y = a - (b - c)', 'y = a - \\left(b - c\\right)'],
    ['y = relu(x)**2', 'y = \\operatorname{ReLU}\\left(x\\right)^{2}'],
    ['y = sum(x**2)', 'y = \\sum_i {\\left(x^{2}\\right)}_i'],
    ['y = 2*sum(x)', 'y = 2\\,\\left(\\sum_i {x}_i\\right)'],
    ['y = sigmoid(w*x + b)', 'y = \\sigma\\left(w\\,x + b\\right)']
  ])('%s', (source, latex) => {
    expect(equationLatex(formula(source))).toBe(latex);
  });

  it('is there for every example', () => {
    for (const { slug, build } of examples) {
      if (slug === 'leaf') continue;
      expect(equationLatex(build())).toMatch(/ = /);
    }
  });

  it('names custom functions', () => {
    const found = examples.find(({ slug }) => slug === 'custom-upstream');
    expect(found && equationLatex(found.build())).toBe('z = 3\\,\\mathrm{SQ}\\left(x\\right)');
  });

  it('is left out where there is none, or none that could be read', () => {
    expect(equationLatex(emptyDocument())).toBeNull();
    const doubled = Array.from({ length: 40 }, (_, k) => `a${k + 1} = a${k} + a${k}`).join('; ');
    expect(equationLatex(formula(doubled))).toBeNull();
    const doc = formula('y = x + 1');
    expect(equationLatex({ ...doc, edges: {} })).toBeNull();
  });
});
