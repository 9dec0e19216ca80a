import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import type { Document, TensorLiteral } from '../graph/document';
import { group, setNoGrad, setResult } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { Timeline } from './frames';
import { groupSentences } from './groups';
import { sentence } from './sentences';

const VALUES = { u: 2, v: 1 };

function grouped(
  source: string,
  names: readonly string[],
  { noGrad = false, at = VALUES as Record<string, TensorLiteral> } = {}
): { doc: Document; id: string } {
  const plain = formula(source, at);
  const made = group(
    plain,
    names.map((name) => named(plain, name).id)
  );
  if (!made.ok) throw new Error(made.reason);
  const id = made.select?.group ?? '';
  let doc = applyPatch(plain, made.patch);
  const set = setNoGrad(doc, id, noGrad);
  if (set.ok) doc = applyPatch(doc, set.patch);
  return { doc, id };
}

function said({ doc, id }: { doc: Document; id: string }, cursor = Infinity): string[] {
  const done = run(compile(doc));
  return groupSentences(doc, done, new Timeline(done.trace), cursor, id);
}

describe('a group in words', () => {
  it('says what comes back to it and what it passes on', () => {
    const one = grouped('p = u*v; q = p**2; f = p + q', ['p', 'q']);
    expect(said(one)).toEqual([
      'The gradient of f with respect to the output p of Group 1 is 5.',
      'The gradient of f with respect to the output q of Group 1 is 1.',
      'Group 1 passes on 5 to u and 10 to v.'
    ]);
    // Its last step but one has brought what goes to v.
    expect(said(one, 11).at(-1)).toBe('Group 1 passes on 5 to u, and nothing yet to v.');
    expect(said(one, 5)).toEqual([
      'Backward has not reached the output p of Group 1 at this step.',
      'Backward has not reached the output q of Group 1 at this step.'
    ]);
  });

  it('adds what goes to one node over several edges, and names those that get nothing', () => {
    const at = { x: -3, n: 2 };
    const one = grouped('p = x*x; q = p*n.detach(); f = q + x', ['p', 'q'], { at });
    expect(said(one).at(-1)).toBe('Group 1 passes on −6 + (−6) to x, and nothing to detach.');
  });

  it('says where backward starts in it, and where nothing comes back', () => {
    const inner = grouped('p = u*v; f = p**2', ['f']);
    expect(said(inner)).toEqual([
      'Backward starts in Group 1, at f with 1.',
      'Group 1 passes on 4 to p.'
    ]);
    const aside = grouped('p = u*v; f = p**2', ['f']);
    const other = setResult(aside.doc, named(aside.doc, 'p').id);
    const doc = other.ok ? applyPatch(aside.doc, other.patch) : aside.doc;
    expect(said({ doc, id: aside.id })).toEqual([
      'No gradient comes back to the output f of Group 1: p does not depend on it, or the way back is cut.'
    ]);
    expect(said({ doc, id: 'nowhere' })).toEqual([]);
  });

  it('says that no_grad cuts, in its own words and in those of the step', () => {
    const one = grouped('p = u*v; q = p**2; f = p + q', ['q'], { noGrad: true });
    expect(said(one)).toEqual([
      'The operations of Group 1 run under torch.no_grad(): nothing is recorded, so their results do not require a gradient and none flows back through Group 1 to p.'
    ]);
    const { trace } = run(compile(one.doc));
    const step = trace.find(({ node }) => node === named(one.doc, 'q').id);
    expect(sentence(one.doc, step ?? null)).toBe(
      'Forward: q = p ** 2: 2 ** 2 = 4, and nothing is recorded under no_grad, so that no gradient will flow back through it.'
    );
  });
});
