import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import type { Document } from '../graph/document';
import { fromJson, MAX_JSON, type Loaded } from './json';
import { stringify } from './stringify';

const KEY = 'doc=';
/** Compressed characters that are looked at. */
const MAX_FRAGMENT = 4_000_000;
/** Bytes inflated at a time, so that a bomb is noticed before it has grown. */
const SLICE = 4096;

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** Inflates at most so many bytes. @throws for anything else */
function inflate(bytes: Uint8Array, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isComplete = false;
  const stream = new Inflate((part, final) => {
    size += part.length;
    if (size > most) throw new Error('too large');
    parts.push(part);
    isComplete = final;
  });
  for (let at = 0; at < bytes.length; at += SLICE) {
    stream.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
  }
  if (!isComplete) throw new Error('cut off');
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A text in the letters that an address may have. */
export const pack = (text: string): string => toBase64Url(deflateSync(strToU8(text), { level: 9 }));

/** What was packed, if it has at most so many bytes. @throws for anything else */
export const unpack = (data: string, most: number): string =>
  strFromU8(inflate(fromBase64Url(data), most));

/** The whole document as the fragment of an address, without `#`: no server ever sees it. */
export function toFragment(doc: Document): string {
  return KEY + pack(stringify(doc));
}

/**
 * Reads a document from an address's fragment, with or without `#`. Never throws, and runs nothing.
 * @returns null where the fragment holds none
 */
export function fromFragment(hash: string): Loaded | null {
  const fragment = hash.replace(/^#/, '');
  if (!fragment.startsWith(KEY)) return null;
  const data = fragment.slice(KEY.length);
  if (data.length > MAX_FRAGMENT) return { ok: false, reason: 'It is too long.' };
  let text: string;
  try {
    text = unpack(data, MAX_JSON);
  } catch {
    return { ok: false, reason: 'It is cut off or damaged. Ask for the link again.' };
  }
  return fromJson(text);
}
