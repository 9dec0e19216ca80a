import * as Y from 'yjs';

/** Where what wasn't written in time waits for the next opening. */
const keyOf = (name: string): string => `${name}-unsaved`;

const isPage = (): boolean => typeof window !== 'undefined' && typeof localStorage !== 'undefined';

const toText = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const toBytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Applies what a page that was left in a hurry put aside; Yjs knows what is there already. */
export function takeUnsaved(name: string, ydoc: Y.Doc): void {
  if (!isPage()) return;
  try {
    const text = localStorage.getItem(keyOf(name));
    if (text === null) return;
    Y.applyUpdate(ydoc, toBytes(text));
    localStorage.removeItem(keyOf(name));
  } catch {
    // Storage that is closed or damaged here has nothing to add to what was opened.
  }
}

/**
 * A database writes a moment after an edit, and a page that is reloaded before takes the edit along. What isn't
 * confirmed yet is put aside at once when the page goes.
 * @param database where edits are written to just before; null while it can't be reached
 * @param kept origin of what comes from there
 * @returns how to stop
 */
export function keepUnsaved(
  name: string,
  ydoc: Y.Doc,
  database: () => IDBDatabase | null,
  kept: (origin: unknown) => boolean
): () => void {
  if (!isPage()) return () => undefined;
  let waiting: Uint8Array[] = [];
  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (kept(origin)) return;
    waiting.push(update);
    try {
      // Comes to an end after all that was asked of the store before.
      const count = database()?.transaction(['updates'], 'readonly').objectStore('updates').count();
      if (!count) return;
      count.onsuccess = () => {
        waiting = waiting.slice(waiting.indexOf(update) + 1);
      };
    } catch {
      // A database that is closing confirms nothing: the edits wait.
    }
  };
  const onLeave = (): void => {
    if (waiting.length === 0) return;
    try {
      localStorage.setItem(keyOf(name), toText(Y.mergeUpdates(waiting)));
    } catch {
      // No room: what the database manages to write has to do.
    }
  };
  ydoc.on('update', onUpdate);
  window.addEventListener('pagehide', onLeave);
  return () => {
    ydoc.off('update', onUpdate);
    window.removeEventListener('pagehide', onLeave);
  };
}
