import { zlibSync, deflateSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import { edgeId, LIMITS, type Document } from '../graph/document';
import { group } from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { fromJson, MAX_JSON, toJson, type Loaded } from './json';
import { fromFragment, toFragment } from './share';

const reason = (loaded: Loaded | null): string =>
  loaded === null ? 'nothing' : loaded.ok ? 'it can be read' : loaded.reason;

const sample = formula('y = u*v + (u*v)**2', { u: 2, v: [1, 'nan'] });

/** A document's JSON, to be damaged. */
interface Plain {
  version: number;
  meta: { result: string; title: string; chart: object };
  nodes: Record<string, Record<string, unknown>>;
  edges: Record<string, Record<string, unknown>>;
}

/** The sample's JSON with something changed in it. */
function damaged(change: (plain: Plain) => void): string {
  const plain = JSON.parse(toJson(sample)) as Plain;
  change(plain);
  return JSON.stringify(plain);
}

it('saving and loading gives the same document, as a file and as a link', () => {
  fc.assert(
    fc.property(documents({ dtypes: ['float32', 'float64', 'int64', 'bool'] }), (doc) => {
      expect(fromJson(toJson(doc))).toEqual({ ok: true, document: doc });
      expect(fromFragment(`#${toFragment(doc)}`)).toEqual({ ok: true, document: doc });
    })
  );
});

it('keeps what JSON has no numbers for, the sign of zero and every script', () => {
  const doc = formula('y = x**2', {
    x: [-0, 0, 'nan', 'inf', '-inf', 5e-324, 1.7976931348623157e308]
  });
  const titled = { ...doc, meta: { ...doc.meta, title: 'Übung ∂ⁿ 微分 😀 "\\" \u0000 -0' } };
  expect(fromJson(toJson(titled))).toEqual({ ok: true, document: titled });
  expect(fromFragment(toFragment(titled))).toEqual({ ok: true, document: titled });
});

describe('groups', () => {
  const edit = group(sample, [named(sample, 'mul').id, named(sample, 'pow').id]);
  const doc = edit.ok ? applyPatch(sample, edit.patch) : sample;
  const [id = ''] = Object.keys(doc.groups ?? {});

  it('are saved and loaded, and a document without any doesn’t mention them', () => {
    expect(Object.keys(doc.groups ?? {})).toHaveLength(1);
    expect(fromJson(toJson(doc))).toEqual({ ok: true, document: doc });
    expect(fromFragment(toFragment(doc))).toEqual({ ok: true, document: doc });
    expect(toJson(sample)).not.toContain('group');
    expect(fromJson(JSON.stringify({ ...sample, groups: {} }))).toEqual({
      ok: true,
      document: sample
    });
  });

  it('that are gone leave their nodes, and those without nodes are gone', () => {
    const { groups, ...astray } = doc;
    expect(fromJson(JSON.stringify(astray))).toEqual({ ok: true, document: sample });
    expect(fromJson(JSON.stringify({ ...sample, groups }))).toEqual({
      ok: true,
      document: sample
    });
  });

  it.each([
    ['too many', { groups: Object.fromEntries(Array.from({ length: 201 }, (_, k) => [k, 0])) }],
    ['under another id', { groups: { ...doc.groups, g0: doc.groups?.[id] } }],
    [
      'with a name that is too long',
      { groups: { [id]: { ...doc.groups?.[id], name: 'a'.repeat(61) } } }
    ],
    ['with a name of two lines', { groups: { [id]: { ...doc.groups?.[id], name: 'a\nb' } } }],
    ['without a switch', { groups: { [id]: { id, name: 'a', collapsed: true } } }],
    ['that are no record', { groups: 5 }],
    ['of an odd id', JSON.parse('{"groups":{"__proto__":{}}}') as object]
  ])('%s are refused', (_, change) => {
    const nodes =
      _ === 'under another id'
        ? { ...doc.nodes, [named(doc, 'u').id]: { ...named(doc, 'u'), group: 'g0' } }
        : doc.nodes;
    expect(fromJson(JSON.stringify({ ...doc, nodes, ...change }))).toMatchObject({ ok: false });
  });
});

describe('a file that is no document', () => {
  const mul = named(sample, 'mul').id;
  const withValue = (value: unknown): string =>
    damaged((d) => {
      const node = (d as Plain).nodes[named(sample, 'u').id];
      if (node) node.value = value;
    });
  const cases: [string, string, RegExp][] = [
    ['is empty', '', /no JSON/],
    ['is cut off', toJson(sample).slice(0, -40), /no JSON/],
    ['is something else', '{"cells": []}', /no Backflow document/],
    ['is a list', '[1, 2]', /no Backflow document/],
    ['is newer', damaged((d) => (d.version = 99)), /newer Backflow/],
    ['has no meta', damaged((d) => delete (d as Partial<Plain>).meta), /damaged at meta/],
    [
      'has a node under another id',
      damaged((d) => {
        const { nodes } = d;
        nodes.other = nodes[mul] ?? {};
      }),
      /another id/
    ],
    [
      'has one name twice',
      damaged((d) => {
        const node = d.nodes[mul];
        if (node) node.name = 'u';
      }),
      /two nodes are called "u"/
    ],
    [
      'has an edge from nowhere',
      damaged((d) => {
        const edge = d.edges[edgeId(mul, 'input')];
        if (edge) edge.source = 'nowhere';
      }),
      /isn't there/
    ],
    ['has a result that is gone', damaged((d) => (d.meta.result = 'gone')), /"gone"/],
    [
      'has code for a value',
      damaged((d) => {
        const node = d.nodes[named(sample, 'u').id];
        if (node) node.value = 'alert(1)';
      }),
      /damaged at nodes/
    ],
    ['is nested without end', '['.repeat(100_000), /no JSON/],
    ['is nested deeply', '['.repeat(100_000) + ']'.repeat(100_000), /no Backflow document/],
    [
      'has a value that is nested deeply',
      toJson(sample).replace('"value": 2', `"value": ${'['.repeat(9999)}2${']'.repeat(9999)}`),
      /damaged at nodes.*at most 64 deep/
    ],
    [
      'has a value with too many elements',
      withValue(new Array(LIMITS.elements + 1).fill(1)),
      /value of "u".*at most 10000 elements/
    ],
    [
      'has a value of empty lists',
      withValue(new Array(100_000).fill([])),
      /value of "u".*at most 20000 lists/
    ],
    [
      'has a value that is no tensor',
      withValue([[1, 2], [3]]),
      /value of "u": expected sequence of length 2/
    ],
    [
      'has numbers for a thousand inputs',
      damaged((d) => {
        const node = (d as Plain).nodes[mul];
        const names = Array.from({ length: 1000 }, (_, k) => [`k${k}`, 1]);
        if (node) node.constants = Object.fromEntries(names);
      }),
      /damaged at nodes.*constants/
    ],
    [
      'has an attribute that is none',
      damaged((d) => {
        const node = (d as Plain).nodes[mul];
        if (node) node.attributes = { dim: { code: 'alert(1)' } };
      }),
      /damaged at nodes.*attributes/
    ],
    [
      'has an attribute without end',
      damaged((d) => {
        const node = (d as Plain).nodes[mul];
        if (node) node.attributes = { dim: new Array(65).fill(0) };
      }),
      /damaged at nodes.*attributes/
    ],
    [
      'has an edge from what every object has',
      damaged((d) => {
        const edge = (d as Plain).edges[edgeId(mul, 'input')];
        if (edge) edge.source = 'constructor';
      }),
      /damaged at edges/
    ],
    [
      'has a node that every object has',
      damaged((d) => {
        const { nodes } = d as Plain;
        Object.assign(nodes, { constructor: { ...nodes[mul], id: 'constructor', name: 'other' } });
      }),
      /an id that none can have/
    ],
    [
      'has a node under __proto__',
      toJson(sample).replace('"nodes": {', '"nodes": {"__proto__": {"id": "x"},'),
      /an id that none can have/
    ],
    [
      'has two edges to one input',
      damaged((d) => {
        const { edges } = d as Plain;
        const first = edges[edgeId(mul, 'input')];
        edges.second = { ...first, id: 'second' };
      }),
      /the edge "second" is filed under another id/
    ],
    ['has NaN for a number', toJson(sample).replace('"nan"', 'NaN'), /no JSON/],
    ['has text in place of a number', toJson(sample).replace('"nan"', '"NaN"'), /takes numbers/],
    [
      'has a number beyond all numbers',
      toJson(sample).replace('"value": 2', '"value": 1e999'),
      /takes numbers/
    ],
    [
      'has an over-long title',
      damaged((d) => ((d as Plain).meta.title = 'x'.repeat(9999))),
      /meta.title/
    ],
    ['is huge', ' '.repeat(MAX_JSON + 1), /too large/],
    ['has a prototype', '{"__proto__": {"format": "backflow"}}', /no Backflow document/]
  ];
  it.each(cases)('%s', (_, text, words) => {
    expect(reason(fromJson(text))).toMatch(words);
  });

  it('never throws, whatever is cut out of one', () => {
    const text = toJson(sample);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(60), fc.string(), (at, length, other) => {
        const loaded = fromJson(text.slice(0, at) + other + text.slice(at + length));
        expect(typeof loaded.ok).toBe('boolean');
      })
    );
  });

  it('has 10,000 nodes: refused in no time', () => {
    const node = named(sample, 'u');
    const nodes = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`n${i}`, { ...node, id: `n${i}`, name: `u${i}` }])
    );
    const big: Document = { ...sample, nodes, edges: {}, meta: { ...sample.meta, result: null } };
    expect(reason(fromJson(toJson(big)))).toBe(
      'The document has 10,000 nodes, and at most 1,000 can be opened.'
    );
  });
});

describe('a link', () => {
  it('that holds no document is none', () => {
    for (const hash of ['', '#', '#section', '#document=1']) expect(fromFragment(hash)).toBeNull();
  });

  it('that was cut off says so', () => {
    const whole = toFragment(sample);
    for (const part of [0.2, 0.5, 0.9]) {
      expect(reason(fromFragment(whole.slice(0, whole.length * part)))).toMatch(/cut off|damaged/);
    }
    expect(reason(fromFragment('#doc='))).toMatch(/cut off|damaged/);
    expect(reason(fromFragment('#doc=ü%%%'))).toMatch(/cut off|damaged/);
  });

  it('that would blow up is refused before it has', () => {
    const bomb = deflateSync(new Uint8Array(200_000_000), { level: 9 });
    const text = Buffer.from(bomb).toString('base64url');
    const before = process.memoryUsage().arrayBuffers;
    expect(reason(fromFragment(`#doc=${text}`))).toMatch(/cut off|damaged/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * MAX_JSON);
  });

  it('of another compression is damaged', () => {
    const other = Buffer.from(zlibSync(new TextEncoder().encode(toJson(sample)))).toString(
      'base64url'
    );
    expect(reason(fromFragment(`#doc=${other}`))).toMatch(/cut off|damaged/);
  });
});
