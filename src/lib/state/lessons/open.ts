import { lessonText } from '../../lessons/bundled';
import { hashOf } from '../../lessons/hash';
import { fromLessonFragment } from '../../lessons/link';
import { OwnLessons } from './own';
import { Reader } from './reader.svelte';
import { readLesson } from './writer.svelte';

/** The step that a fragment such as `#step-3` names, from 0. */
export function stepIn(hash: string): number | null {
  const [, step] = /^#step-(\d{1,3})$/.exec(hash) ?? [];
  return step === undefined ? null : Number(step) - 1;
}

/** A lesson that comes with the app, where this browser's user left it. */
export async function openBundled(name: string): Promise<Reader> {
  const source = (await lessonText(name)) ?? '';
  return new Reader(await readLesson(source), name);
}

let own: Promise<OwnLessons> | null = null;
/** The page's. */
export const ownLessons = (): Promise<OwnLessons> => (own ??= OwnLessons.open());

/** What an address opens that names no lesson of the app. */
export type Opened =
  | {
      readonly kind: 'guest' | 'own';
      readonly reader: Reader;
      readonly source: string;
      /** Of a lesson that is kept here. */
      readonly id: string | null;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** Opens the lesson in a fragment, or one of the user's own. Keeps nothing and runs nothing. */
export async function openAddress(search: string, hash: string): Promise<Opened> {
  const shared = fromLessonFragment(hash);
  if (shared && !shared.ok) return { kind: 'none', reason: shared.reason };
  if (shared) {
    const reader = new Reader(await readLesson(shared.source), `shared:${hashOf(shared.source)}`);
    if (shared.step > 0) reader.open(shared.step);
    return { kind: 'guest', reader, source: shared.source, id: null };
  }
  const id = new URLSearchParams(search).get('own');
  const found = id === null ? null : await (await ownLessons()).read(id);
  if (!found) {
    return {
      kind: 'none',
      reason:
        id === null
          ? 'The address holds no lesson: it may have been cut off.'
          : 'This browser keeps no such lesson: it may have been removed.'
    };
  }
  const reader = new Reader(await readLesson(found.source), `own:${found.entry.id}`);
  const step = stepIn(hash);
  if (step !== null) reader.open(step);
  return { kind: 'own', reader, source: found.source, id: found.entry.id };
}
