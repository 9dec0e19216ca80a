import { describe, expect, it } from 'vitest';
import { tensor } from '../tensor/tensor';
import type { Document, InputNode } from '../graph/document';
import { applyPatch } from '../graph/patch';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { barFormula, example, examples, exampleShelves, searchExamples } from './examples';
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
    const { diagnostics } = report(doc);
    if (entry.fails) expect(diagnostics.map(({ kind }) => kind)).toEqual(['backward']);
    else expect(diagnostics).toEqual([]);
    expect(doc.meta.title).toBe(entry.title);
  });

  it('says in one sentence what it shows', () => {
    expect(entry.lesson).toMatch(/^[A-Z].*\.$/);
    expect(entry.lesson.length).toBeLessThan(90);
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

it('every row of the lab is an example', () => {
  const rows = examples.flatMap((entry) => entry.rows);
  const wanted = [
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '8b',
    '9',
    '10',
    '11',
    '12',
    '13',
    '14',
    '15'
  ];
  expect([...rows].sort()).toEqual([...wanted].sort());
});

it('every example stands on one shelf, and the formula bar can build most of them', () => {
  expect(exampleShelves.flatMap(([, list]) => list)).toEqual(examples);
  expect(exampleShelves.every(([, list]) => list.length > 4)).toBe(true);
  expect(examples.filter((entry) => barFormula(entry) === '').map(({ slug }) => slug)).toEqual([
    'custom-sq',
    'custom-upstream'
  ]);
});

/** The document in double precision, one element of an input moved. */
function moved(doc: Document, id: string | null, at: number, by: number): Document {
  const inputs = Object.values(doc.nodes).filter(
    (node): node is InputNode => node.kind === 'input' && node.dtype.startsWith('float')
  );
  return applyPatch(doc, {
    nodes: Object.fromEntries(
      inputs.map((node) => {
        const t = tensor(node.value as number, { dtype: 'float64' });
        if (node.id === id) t.data[at] = (t.data[at] ?? NaN) + by;
        return [node.id, { ...node, dtype: 'float64' as const, value: t.tolist() as number }];
      })
    )
  });
}

/** Where a finite difference says nothing, or the gradient is wrong by design. */
const APART = new Set([
  'custom-upstream',
  'detach',
  'relu',
  'max-tie',
  'where-nan',
  'sqrt-zero',
  'relu-zero',
  'overflow',
  'two-layer'
]);

describe('gradients against finite differences', () => {
  const checked = examples.filter(({ slug, fails }) => !fails && !APART.has(slug));
  it.each(checked.map((entry) => [entry.slug, entry] as const))('%s', (_, entry) => {
    const doc = moved(entry.build(), null, 0, 0);
    const { gradients, program } = run(compile(doc));
    const result = program.result ?? '';
    const at = (id: string, k: number, by: number): number =>
      run(compile(moved(doc, id, k, by)))
        .outputs.get(result)
        ?.item() ?? NaN;
    let compared = 0;
    for (const node of Object.values(doc.nodes)) {
      const grad = gradients.get(node.id);
      if (node.kind !== 'input' || !grad) continue;
      grad.values().forEach((value, k) => {
        const difference = (at(node.id, k, 1e-5) - at(node.id, k, -1e-5)) / 2e-5;
        expect(Math.abs(value - difference), `${node.name} ${k}`).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(value))
        );
        compared += 1;
      });
    }
    expect(compared).toBeGreaterThan(0);
  });
});

describe('what the traps and kinks show', () => {
  it.each([
    ['max-tie', 'x', [0.5, 0, 0.5]],
    ['where-nan', 'x', 'nan'],
    ['sqrt-zero', 'x', 'inf'],
    ['relu-zero', 'x', 0],
    ['dead-relu', 'w', 0],
    ['unused', 'w', null],
    ['comparison', 't', 1],
    ['overflow', 'x', ['nan', 0, 0]],
    ['two-layer', 'b2', -1.5]
  ] as const)('%s', (slug, name, grad) => {
    expect(computed(slug)[name]?.grad).toEqual(grad);
  });

  it('log-sum-exp has softmax for its gradient, and cross-entropy p − t', () => {
    const sum = (computed('log-sum-exp').x?.grad as number[]).reduce((a, b) => a + b);
    expect(sum).toBeCloseTo(1, 6);
    const { z, p, t } = computed('softmax-cross-entropy');
    const [ps, ts] = [p?.value as number[], t?.value as number[]];
    (z?.grad as number[]).forEach((grad, k) =>
      expect(grad).toBeCloseTo((ps[k] ?? NaN) - (ts[k] ?? NaN), 6)
    );
  });
});

describe('a search', () => {
  const found = (search: string): string[] =>
    searchExamples(search).flatMap(([, list]) => list.map(({ slug }) => slug));

  it('finds what has all its words, in titles, sentences, formulas and names', () => {
    expect(found('XOR')).toEqual(['two-layer', 'train-xor']);
    expect(found('  mse_loss   WHOLE')).toEqual(['target-dtype']);
    expect(found('(u*v)**2')).toEqual(['practice-uv']);
    expect(found("isn't used")).toEqual(['unused']);
    expect(found('row 8b')).toEqual(['custom-upstream']);
    expect(found('\\(.*')).toEqual([]);
    expect(found('traps')).toEqual(
      examples.filter(({ group }) => group === 'Traps').map(({ slug }) => slug)
    );
  });

  it('of nothing finds everything, by shelf', () => {
    expect(searchExamples(' ')).toBe(exampleShelves);
    for (const { slug, title } of examples) expect(found(title)).toContain(slug);
  });
});
