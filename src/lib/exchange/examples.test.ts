import { describe, expect, it } from 'vitest';
import { example, examples } from './examples';
import { checkDocument } from './json';
import { report } from './report';

/** Values and gradients by node name. */
function computed(slug: string): Record<string, { value: unknown; grad: unknown }> {
  const doc = example(slug);
  if (!doc) throw new Error(`no example ${slug}`);
  const { report: made, diagnostics } = report(doc);
  expect(diagnostics).toEqual([]);
  return Object.fromEntries(made.nodes.map(({ name, value, grad }) => [name, { value, grad }]));
}

describe.each(examples.map((entry) => [entry.slug, entry] as const))('%s', (_, entry) => {
  it('is a sound document that runs without a fault', () => {
    const doc = entry.build();
    expect(checkDocument(doc)).toEqual({ ok: true, document: doc });
    expect(report(doc).diagnostics).toEqual([]);
    expect(doc.meta.title).toBe(entry.title);
  });

  it('says in one sentence what it shows', () => {
    expect(entry.lesson).toMatch(/^[A-Z].*\.$/);
    expect(entry.slug).toMatch(/^[a-z-]+$/);
  });
});

describe('the numbers of the lab', () => {
  it.each([
    ['square', 'y', 4, { x: 4 }],
    ['quadratic', 'y', 9, { x: 6 }],
    ['cubic', 'y', 3, { x: 7 }],
    ['custom-sq', 'square', 4, { x: 4 }],
    ['custom-upstream', 'z', 12, { x: 4 }],
    ['partial', 'f', 3, { u: 4, v: 1 }],
    ['practice-uv', 'f', 6, { u: 5, v: 10 }],
    ['detach', 'y', 8, { x: 6 }]
  ] as const)('%s', (slug, result, value, grads) => {
    const nodes = computed(slug);
    expect(nodes[result]?.value).toBe(value);
    for (const [name, grad] of Object.entries(grads)) expect(nodes[name]?.grad).toBe(grad);
  });

  it('sum trick: the gradient is 2x at each of the ten points', () => {
    const { x } = computed('sum-trick');
    const values = x?.value as number[];
    expect(values).toHaveLength(10);
    expect(x?.grad).toEqual(values.map((value) => Math.fround(2 * value)));
  });

  it('relu: 0 left of the hinge and at it, 1 right of it', () => {
    const { x } = computed('relu');
    const values = x?.value as number[];
    expect(values).toContain(0);
    expect(x?.grad).toEqual(values.map((value) => (value > 0 ? 1 : 0)));
  });
});

it('has no other examples', () => {
  expect(example('nothing')).toBeNull();
  expect(new Set(examples.map(({ slug }) => slug)).size).toBe(examples.length);
});
