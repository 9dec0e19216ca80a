import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import { emptyDocument } from '../graph/document';
import { setTitle } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { examples } from './examples';
import { graphPicture } from './picture';

/** Elements that are opened and not closed again, or the other way round. */
function isBalanced(svg: string): boolean {
  const open: string[] = [];
  for (const [, end, name = '', rest = ''] of svg.matchAll(/<(\/?)([a-z]+)([^<>]*)>/g)) {
    if (end) {
      if (open.pop() !== name) return false;
    } else if (!rest.endsWith('/')) open.push(name);
  }
  return open.length === 0;
}

describe('the picture of a graph', () => {
  const svg = graphPicture(formula('y = x**2 + 2*x', { x: 3 }), { theme: 'light' });

  it('has every node with its rule, value and gradient, and both ways on the wires', () => {
    for (const text of ['>x<', '>y<', '>pow + mul<', '>→15<', '>←8<', '>leaf<']) {
      expect(svg).toContain(text);
    }
    expect(svg.match(/stroke-dasharray="7 4"/g)).toHaveLength(4);
    expect(svg.match(/stroke="#1a63b8"/g)).toHaveLength(4);
    expect(svg).toContain('<desc>x = 3, gradient 8; pow = 9, gradient 1');
  });

  it('has other colours in the dark, and no rules in a miniature', () => {
    const dark = graphPicture(formula('y = x**2 + 2*x', { x: 3 }), {
      theme: 'dark',
      isMiniature: true
    });
    expect(dark).toContain('#7db8f5');
    expect(dark).not.toContain('pow + mul');
    expect(dark).toContain('>→15<');
  });

  it('shows cuts, zero gradients and tensors', () => {
    const cut = graphPicture(formula('y = detach(x)*x', { x: 3 }), { theme: 'light' });
    expect(cut).toContain('M-7,9');
    const zero = graphPicture(formula('y = relu(x)', { x: -3 }), { theme: 'light' });
    expect(zero).toContain('stroke-dasharray="0.1 5"');
    const heat = graphPicture(formula('y = sum(x)', { x: [[1, -2]] }), { theme: 'light' });
    expect(heat).toContain('#1b7837');
  });

  it('stays well formed whatever the title and names are', () => {
    const doc = formula('y = x < 3', { x: 1 });
    const titled = setTitle(doc, 'a < b & "c" \u0001');
    if (!titled.ok) throw new Error(titled.reason);
    const made = graphPicture(applyPatch(doc, titled.patch), { theme: 'light' });
    expect(made).toContain('<title>a &lt; b &amp; &quot;c&quot; </title>');
    expect(made).toContain('x &lt; 3');
    expect(isBalanced(made)).toBe(true);
  });

  it('is there for what is empty or faulty', () => {
    expect(graphPicture(emptyDocument(), { theme: 'light' })).toContain('Nothing here yet');
    const doc = formula('y = x + b', { x: [1, 2, 3], b: [1, 2] });
    const { id } = named(doc, 'y');
    const faulty = graphPicture(doc, { theme: 'light' });
    expect(faulty).toContain('#b3261e');
    const lonely = { ...doc, nodes: { [id]: named(doc, 'y') } };
    expect(isBalanced(graphPicture(lonely, { theme: 'light' }))).toBe(true);
  });

  it('has numbers for all places, for any graph', () => {
    fc.assert(
      fc.property(documents(), (doc) => {
        const made = graphPicture(doc, { theme: 'light', isMiniature: true });
        expect(made.replace(/<desc>.*/, '')).not.toMatch(
          /[=(" ,MC]-?(NaN|Infinity|undefined)[" ,)]/
        );
        expect(isBalanced(made)).toBe(true);
      }),
      { numRuns: 60 }
    );
  });

  it.each(examples.map((entry) => [entry.slug, entry] as const))(
    'of the example %s',
    (_, entry) => {
      const doc = entry.build();
      const made = graphPicture(doc, { theme: 'dark', isMiniature: true });
      expect(isBalanced(made)).toBe(true);
      expect(made.match(/<g><rect/g)).toHaveLength(Object.keys(doc.nodes).length);
      expect(made.length).toBeLessThan(60_000);
    }
  );
});
