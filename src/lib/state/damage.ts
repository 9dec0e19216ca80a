import * as Y from 'yjs';
import { checkDocument } from '../exchange/json';
import { sound } from '../graph/sound';
import { rawContent } from '../graph/store';

/** What is wrong with the updates that were kept of a document, as one sentence; null where it can be opened. */
export function damageOf(updates: readonly unknown[]): string | null {
  if (updates.length === 0) return 'It is empty.';
  const ydoc = new Y.Doc();
  try {
    for (const update of updates) {
      if (!(update instanceof Uint8Array)) return 'It holds something that is no document.';
      Y.applyUpdate(ydoc, update);
    }
    // Yjs waits in silence for what is missing, and meanwhile shows less than there was.
    if (ydoc.store.pendingStructs || ydoc.store.pendingDs) return 'Part of it is missing.';
    const checked = checkDocument(rawContent(ydoc), sound);
    return checked.ok ? null : checked.reason;
  } catch {
    return 'Its data is damaged.';
  } finally {
    ydoc.destroy();
  }
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** Kept data as a text to download: bytes in base64, anything else as JSON has it, or only its kind. */
export function damagedText(updates: readonly unknown[]): string {
  const asText = (plain: readonly unknown[]): string =>
    JSON.stringify({ format: 'backflow-damaged', updates: plain }, null, 2);
  const plain = updates.map((update) => (update instanceof Uint8Array ? base64(update) : update));
  try {
    return asText(plain);
  } catch {
    return asText(plain.map((part) => Object.prototype.toString.call(part)));
  }
}
