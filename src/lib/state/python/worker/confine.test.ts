import { describe, expect, it } from 'vitest';
import { confine } from './confine';

describe('confine', () => {
  it('leaves the language and takes the rest, inherited or not', () => {
    const prototype = { fetch: () => 1, setTimeout: () => 2 };
    const scope = Object.assign(Object.create(prototype) as Record<string, unknown>, {
      Array,
      eval: () => 3,
      indexedDB: {}
    });
    confine(scope);
    expect(Object.keys(scope)).toEqual(['Array']);
    expect(Object.keys(prototype)).toEqual(['setTimeout']);
    expect('fetch' in scope).toBe(false);
  });

  it('empties what can’t be deleted', () => {
    const scope = Object.defineProperty({}, 'location', { value: 'here', writable: true });
    confine(scope);
    expect(Reflect.get(scope, 'location')).toBeUndefined();
  });

  it('keeps what every object has', () => {
    confine({});
    expect(Object.prototype.hasOwnProperty.call({ a: 1 }, 'a')).toBe(true);
  });
});
