import { describe, expect, it } from 'vitest';
import { buildFormula } from '../formula';
import type { Document } from '../graph/document';
import { setRequiresGrad, setResult, type Edit } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { compile } from '../graph/program';
import { backwardAgain, run } from '../graph/run';
import { Timeline } from './frames';
import { arrivals, gradientFormula, gradientSentence, pathSumFormula } from './gradient';

function built(formula: string): Document {
  const made = buildFormula(formula, { at: { x: 2 } });
  if (!made.ok) throw new Error(made.errors[0]?.message);
  return made.document;
}

const edited = (doc: Document, edit: Edit): Document =>
  edit.ok ? applyPatch(doc, edit.patch) : doc;

const idOf = (doc: Document, name: string): string =>
  Object.values(doc.nodes).find((node) => node.name === name)?.id ?? '';

function said(doc: Document, name: string, cursor = Infinity): string {
  const done = run(compile(doc));
  const id = idOf(doc, name);
  return gradientSentence(doc, done, new Timeline(done.trace).node(id, cursor), id);
}

describe('what is said of a gradient', () => {
  const doc = built('y = x**2 + 2*x + 1');

  it('tells leaves from other nodes', () => {
    expect(said(doc, 'x')).toBe('x is a leaf, so this gradient was added to x.grad.');
    expect(said(doc, 'y')).toContain('its .grad is None although this gradient flows through it');
  });

  it('follows the cursor', () => {
    const { trace } = run(compile(doc));
    const first = trace.findIndex(
      (event) => event.kind === 'contribution' && event.source === idOf(doc, 'x')
    );
    expect(said(doc, 'x', first)).toContain('has not reached x');
    expect(said(doc, 'x', first + 1)).toContain('once every part has arrived');
  });

  it('tells a further backward from the first', () => {
    const done = backwardAgain(run(compile(doc), { retainGraph: true }));
    const x = idOf(doc, 'x');
    const timeline = new Timeline(done.trace);
    const at = (cursor: number): string => gradientSentence(doc, done, timeline.node(x, cursor), x);
    expect(at(timeline.length)).toContain('was added to x.grad');
    expect(at(timeline.length - 1)).toContain('once every part has arrived');
  });

  it('says why there is none', () => {
    const frozen = edited(doc, setRequiresGrad(doc, idOf(doc, 'x'), false));
    expect(said(frozen, 'x')).toContain('x does not require a gradient');
    const aside = built('z = exp(x)\ny = x**2');
    const chosen = edited(aside, setResult(aside, idOf(aside, 'y')));
    expect(said(chosen, 'z')).toContain('y does not depend on it');
    expect(said({ ...doc, edges: {} }, 'y')).toContain('has no value');
  });
});

describe('the sum over paths', () => {
  const doc = built('y = x**2 + 2*x + 1');
  const { trace, program, gradients } = run(compile(doc));
  const timeline = new Timeline(trace);
  const [x, y] = [idOf(doc, 'x'), program.result ?? ''];

  it('grows with the cursor and adds up', () => {
    expect(arrivals(timeline, x, 0)).toEqual([]);
    const all = arrivals(timeline, x, timeline.length);
    expect(all.map(({ contribution }) => contribution.item()).sort()).toEqual([2, 4]);
    expect(pathSumFormula(doc, y, all)).toMatch(/= \\htmlClass\{backward-ink\}\{6\}$/);
    expect(pathSumFormula(doc, y, all.slice(0, 1))).toBeNull();
  });

  it('writes the gradient as a ratio', () => {
    const grad = gradients.get(x);
    expect(grad && gradientFormula(doc, y, x, grad)).toBe(
      '\\frac{\\partial y}{\\partial x} = \\htmlClass{backward-ink}{6}'
    );
  });
});
