import { pack, unpack } from '../exchange/share';
import { LIMITS } from './lesson';

const KEY = 'lesson=';
const STEP = '&step=';
/** Bytes that so many characters take at most. */
const BYTES = 4;
/** Compressed characters: browsers and chat programs cut longer addresses. */
const MAX_LINK = 60_000;

export type SharedLesson =
  | { readonly ok: true; readonly source: string; readonly step: number }
  | { readonly ok: false; readonly reason: string };

/** The fragment of an address that holds the lesson, without `#`; null where the lesson is too long for one. */
export function toLessonFragment(source: string): string | null {
  if (source.length > LIMITS.source) return null;
  const packed = pack(source);
  return packed.length > MAX_LINK ? null : KEY + packed;
}

/** The same address at another step, counted from 0. */
export const atStep = (fragment: string, step: number): string => {
  const bare = fragment.replace(/^#/, '').replace(/&step=\d*$/, '');
  return step > 0 ? `${bare}${STEP}${step + 1}` : bare;
};

/**
 * Reads a lesson from an address's fragment. Never throws, and runs nothing.
 * @returns null where the fragment holds none
 */
export function fromLessonFragment(hash: string): SharedLesson | null {
  const fragment = hash.replace(/^#/, '');
  if (!fragment.startsWith(KEY)) return null;
  const [data = '', step = '1'] = fragment.slice(KEY.length).split(STEP);
  if (data.length > MAX_LINK) return { ok: false, reason: 'The lesson in the link is too long.' };
  try {
    const source = unpack(data, LIMITS.source * BYTES);
    if (source.length > LIMITS.source) {
      return { ok: false, reason: 'The lesson in the link is too long.' };
    }
    return { ok: true, source, step: Math.max(0, Math.trunc(Number(step) || 1) - 1) };
  } catch {
    return {
      ok: false,
      reason: 'The lesson in the link is cut off or damaged. Ask for the link again.'
    };
  }
}
