import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import { noGrad } from '../autograd/mode';
import { edgeId, type Document } from '../graph/document';
import { compile } from '../graph/program';
import { backwardAgain, run, type Run } from '../graph/run';
import { cutAt, hasGoneBy, type Cut } from './cuts';
import { Timeline } from './frames';

/** The cut at the edge into a node's input. */
function cut(doc: Document, target: string, input: string, made = run(compile(doc))): Cut | null {
  const edge = doc.edges[edgeId(named(doc, target).id, input)];
  if (!edge) throw new Error(`no edge into ${target}.${input}`);
  return cutAt(doc, made, edge);
}

describe('why nothing flows back', () => {
  it('is not asked where a gradient flows', () => {
    const doc = formula('y = x**2', { x: 2 });
    expect(cut(doc, 'y', 'input')).toBeNull();
  });

  it('detach cuts before itself, and what follows it takes no gradient', () => {
    const doc = formula('d = detach(x); y = d*x', { x: 2 });
    const before = cut(doc, 'd', 'input');
    expect(before).toMatchObject({ kind: 'operation', isHere: true });
    expect(before?.words).toBe(
      'No gradient comes back here: detach cuts the graph, and d counts as a constant.'
    );
    expect(cut(doc, 'y', 'input')).toMatchObject({ kind: 'untracked', isHere: false });
    expect(cut(doc, 'y', 'other')).toBeNull();
  });

  it('a leaf that does not require a gradient is a constant', () => {
    const doc = withInput(formula('y = w*x', { w: 2, x: 3 }), 'x', { requiresGrad: false });
    expect(cut(doc, 'y', 'other')).toMatchObject({ kind: 'constant', isHere: false });
    expect(cut(doc, 'y', 'other')?.words).toContain('x does not require one');
    expect(cut(doc, 'y', 'input')).toBeNull();
  });

  it('comparisons answer conditions, and conditions carry nothing', () => {
    const doc = formula('c = x > 0; y = where(c, x, 2*x)', { x: 2 });
    expect(cut(doc, 'c', 'input')).toMatchObject({ kind: 'operation', isHere: true });
    expect(cut(doc, 'c', 'input')?.words).toContain('True or False');
    expect(cut(doc, 'y', 'condition')).toMatchObject({ kind: 'integer' });
  });

  it('integer results have no derivative', () => {
    const doc = formula('k = argmax(x); y = sum(x)*k', { x: [1, 5, 2] });
    expect(cut(doc, 'k', 'input')?.words).toContain('integers');
    expect(cut(doc, 'k', 'input')).toMatchObject({ kind: 'operation' });
  });

  it('an integer leaf takes none', () => {
    const doc = withInput(formula('y = w*n', { w: 2, n: 3 }), 'n', {
      dtype: 'int64',
      requiresGrad: false
    });
    expect(cut(doc, 'y', 'other')).toMatchObject({ kind: 'integer' });
    expect(cut(doc, 'y', 'other')?.words).toContain('int64');
  });

  it('what was computed under no_grad was not recorded', () => {
    const doc = formula('s = x**2; y = s*x', { x: 2 });
    const made = run(compile(doc));
    const hidden = noGrad(() => run(compile(doc)));
    const s = named(doc, 's').id;
    const outputs = new Map(made.outputs).set(s, hidden.outputs.get(s) as never);
    const trace = made.trace.filter(
      (event) => event.kind !== 'contribution' || (event.node !== s && event.source !== s)
    );
    const mixed: Run = { ...made, outputs, trace };
    expect(cut(doc, 's', 'input', mixed)).toMatchObject({ kind: 'no-grad', isHere: true });
    expect(cut(doc, 's', 'input', mixed)?.words).toContain('no_grad');
  });

  it('an input without a derivative is cut although its operation has one', () => {
    const doc = formula('y = hinge_embedding_loss(x, t)', { x: [1, 2], t: [1, -1] });
    expect(cut(doc, 'y', 'target')).toMatchObject({ kind: 'input', isHere: true });
    expect(cut(doc, 'y', 'target')?.words).toContain('with respect to `target`');
    expect(cut(doc, 'y', 'input')).toBeNull();
  });

  it('what the result does not depend on is not reached, and that is no cut', () => {
    const doc = formula('a = x**2; b = exp(a); y = 3*x', { x: 2 });
    expect(cut(doc, 'b', 'input')).toMatchObject({ kind: 'unreached', isHere: false });
  });

  it('without a backward pass it says so', () => {
    const doc = formula('y = x**2', { x: [1, 2] });
    expect(cut(doc, 'y', 'input')).toMatchObject({ kind: 'stopped', isHere: false });
  });

  it('is answered for every edge of any graph: either a gradient came, or there are words', () => {
    fc.assert(
      fc.property(documents({ steps: 10 }), (doc) => {
        const made = run(compile(doc));
        const came = new Set(
          made.trace.flatMap((event) => (event.kind === 'contribution' ? [event.edge] : []))
        );
        for (const edge of Object.values(doc.edges)) {
          const isComputed = made.outputs.has(edge.target);
          const found = cutAt(doc, made, edge);
          expect(found === null).toBe(came.has(edge.id) || !isComputed);
          if (found) expect(found.words).toMatch(/^No gradient comes back here: .+\.$/);
          // A cut is only where there was something to cut.
          if (found?.isHere) expect(made.outputs.get(edge.source)?.requiresGrad).toBe(true);
        }
      }),
      { numRuns: 150 }
    );
  });
});

it('the backward pass has gone by once the target has passed its gradient on', () => {
  const doc = withInput(formula('y = exp(w*x)', { w: 1, x: 2 }), 'x', { requiresGrad: false });
  const timeline = new Timeline(run(compile(doc)).trace);
  const mul = named(doc, 'mul').id;
  const edge = doc.edges[edgeId(mul, 'other')];
  if (!edge) throw new Error('no edge');
  const at = timeline.events.findIndex(
    (event) => event.kind === 'contribution' && event.node === mul
  );
  expect(hasGoneBy(timeline, edge, at)).toBe(false);
  expect(hasGoneBy(timeline, edge, at + 1)).toBe(true);
  const cutOff = formula('d = detach(x); y = d*x', { x: 2 });
  const other = new Timeline(run(compile(cutOff)).trace);
  const before = cutOff.edges[edgeId(named(cutOff, 'd').id, 'input')];
  if (!before) throw new Error('no edge');
  expect(hasGoneBy(other, before, other.length - 1)).toBe(false);
  expect(hasGoneBy(other, before, other.length)).toBe(true);
  // Another backward doesn't mend it for a while.
  const twice = new Timeline(backwardAgain(run(compile(doc), { retainGraph: true })).trace);
  const cut = new Timeline(backwardAgain(run(compile(cutOff), { retainGraph: true })).trace);
  expect(hasGoneBy(twice, edge, at + 1)).toBe(true);
  expect(hasGoneBy(cut, before, other.length)).toBe(true);
});
