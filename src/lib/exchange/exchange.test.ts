import { zlibSync, deflateSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import { edgeId, type Document } from '../graph/document';
import { fromJson, MAX_JSON, toJson, type Loaded } from './json';
import { fromFragment, toFragment } from './share';

const reason = (loaded: Loaded | null): string =>
  loaded === null ? 'nothing' : loaded.ok ? 'it can be read' : loaded.reason;

const sample = formula('y = u*v + (u*v)**2', { u: 2, v: [1, 'nan'] });

/** A document's JSON, to be damaged. */
interface Plain {
  version: number;
  meta: { result: string; chart: object };
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

describe('a file that is no document', () => {
  const mul = named(sample, 'mul').id;
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
    ['is nested without end', '['.repeat(100_000), /too deeply/],
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
