import { describe, expect, it } from 'vitest';
import { toFragment } from '../exchange/share';
import { example } from '../exchange/examples';
import { report } from '../exchange/report';
import type { Document } from '../graph/document';
import { readAddress } from './address';

const read = (search: string, hash = '') => readAddress({ search, hash });

function resultOf(doc: Document): unknown {
  return report(doc).report.nodes.find(({ id }) => id === doc.meta.result)?.value;
}

describe('formulas in the query', () => {
  it.each([
    ['?formula=x**2+2*x+1&at=x:2', 9],
    ['?formula=x**2%2B2*x%2B1&at=x%3A2', 9],
    ['?formula=x**2+%2B+2*x+%2B+1&at=x:2', 9],
    ['?formula=u*v%20%2B%20(u*v)**2&at=u:2,v:1', 6],
    ['?at=x=3&formula=x**2', 9],
    ['?formula=x%2A%2A2&at=x:-2', 4]
  ])('%s', (search, value) => {
    const request = read(search);
    expect(request.kind).toBe('document');
    if (request.kind === 'document') expect(resultOf(request.document)).toBe(value);
  });

  it.each([
    '?formula=',
    '?formula=x%2B)',
    '?formula=%E0%A4%A',
    '?formula=x&at=y:1',
    '?formula=x&at=x:'
  ])('says what is wrong with %s and keeps the text', (search) => {
    const request = read(search);
    expect(request.kind).toBe('damaged');
    if (request.kind === 'damaged') expect(request.reason).toMatch(/^The formula in the link/);
  });
});

it('opens examples by name, and says which there are', () => {
  const request = read('?example=cubic');
  expect(request.kind === 'document' && resultOf(request.document)).toBe(3);
  const unknown = read('?example=__proto__');
  expect(unknown.kind === 'damaged' && unknown.reason).toMatch(/quadratic/);
});

it('opens a document from the fragment, which goes before the query', () => {
  const doc = example('partial') as Document;
  const request = read('?formula=x', `#${toFragment(doc)}`);
  expect(request).toMatchObject({ kind: 'document', document: doc, isUnplaced: false });
  expect(read('', '#doc=%%%').kind).toBe('damaged');
  expect(read('', '#other').kind).toBe('nothing');
  expect(read('?x=1').kind).toBe('nothing');
});
