import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { numbers } from './check/points';
import { atStep, fromLessonFragment, toLessonFragment } from './link';

describe('a lesson in a link', () => {
  it('comes back as it was, at its step', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(50), (source, step) => {
        // Half of a pair of surrogates is no character, and no text has one.
        fc.pre(source.isWellFormed());
        const fragment = toLessonFragment(source) ?? '';
        expect(fromLessonFragment(`#${atStep(fragment, step)}`)).toEqual({
          ok: true,
          source,
          step
        });
        expect(atStep(atStep(fragment, 3), 0)).toBe(fragment);
      })
    );
  });

  it('is refused where it is too long', () => {
    const next = numbers(1);
    const noise = Array.from({ length: 150_000 }, () =>
      String.fromCharCode(33 + Math.floor(90 * next()))
    );
    expect(toLessonFragment(noise.join(''))).toBeNull();
    expect(toLessonFragment('a'.repeat(200_001))).toBeNull();
  });

  it.each(['#lesson=', '#lesson=%%%', '#lesson=abcd', `#lesson=${'a'.repeat(70_000)}`])(
    'says so where %s holds none',
    (hash) => expect(fromLessonFragment(hash)).toMatchObject({ ok: false })
  );

  it('is not inflated without an end', () => {
    const bomb = deflateSync(new Uint8Array(30_000_000), { level: 9 });
    const text = Buffer.from(bomb).toString('base64url');
    expect(fromLessonFragment(`#lesson=${text}`)).toMatchObject({ ok: false });
    expect(fromLessonFragment('#doc=abc')).toBeNull();
  });
});
