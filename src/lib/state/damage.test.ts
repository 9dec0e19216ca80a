import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { formula, named } from '../../../tests/graphs';
import { setValue } from '../graph/edits';
import { DocumentStore } from '../graph/store';
import { damagedText, damageOf } from './damage';

const store = new DocumentStore(formula('y = u*v + (u*v)**2', { u: 2, v: [1, 'nan'] }));
const updates = [Y.encodeStateAsUpdate(store.ydoc)];
store.ydoc.on('update', (update: Uint8Array) => updates.push(update));
for (let k = 0; k < 5; k++) {
  const edit = setValue(store.document, named(store.document, 'u').id, k);
  if (edit.ok) store.apply(edit.patch);
}

describe('what was kept', () => {
  it('can be opened as it is, in whatever order it was written', () => {
    expect(damageOf(updates)).toBeNull();
    expect(damageOf([...updates].reverse())).toBeNull();
    expect(damageOf([...updates, ...updates])).toBeNull();
  });

  it('is incomplete without any of its parts', () => {
    for (let k = 0; k < updates.length - 1; k++) {
      expect(damageOf(updates.toSpliced(k, 1))).toBe('Part of it is missing.');
    }
    // Without its last change it is the document as it was before.
    expect(damageOf(updates.slice(0, -1))).toBeNull();
  });

  it('is never so damaged that the start throws or hangs', () => {
    const [whole = new Uint8Array()] = updates;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        fc.nat(whole.length),
        (changes, length) => {
          const bytes = whole.slice(0, length % 3 === 0 ? length : whole.length);
          for (const [at, byte] of changes) bytes[at] = byte;
          const reason = damageOf([bytes]);
          expect(reason === null || /^[A-Z].*\.$/s.test(reason)).toBe(true);
        }
      ),
      { numRuns: 500 }
    );
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.uint8Array({ maxLength: 60 }), (parts, bytes) => {
        expect(damageOf([...parts, bytes])).toMatch(/./);
      }),
      { numRuns: 500 }
    );
  });
});

it('is downloaded as text, whatever it is', () => {
  const text = JSON.parse(damagedText([Uint8Array.of(1, 2, 255), { a: 1 }])) as object;
  expect(text).toEqual({ format: 'backflow-damaged', updates: ['AQL/', { a: 1 }] });
  fc.assert(
    fc.property(fc.array(fc.anything({ withBigInt: true, withNullPrototype: true })), (parts) => {
      expect(JSON.parse(damagedText(parts))).toMatchObject({ format: 'backflow-damaged' });
    })
  );
});
