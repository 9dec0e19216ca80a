import type { Document } from '../graph/document';
import { toJson } from '../exchange/json';
import { laidOut } from './actions';
import { readAddress } from './address';

/** Where playback begins: after so many steps, or at an end of the run. */
export type StartStep = number | 'start' | 'end';

/** What the address of an embedded graph sets, apart from the document. */
export interface EmbedSettings {
  readonly controls: boolean;
  readonly step: StartStep;
  readonly theme: 'light' | 'dark' | null;
  readonly chart: boolean;
}

/** Parameters of `/embed` that the editor doesn't know. */
const OWN = ['controls', 'step', 'theme', 'chart'] as const;

const isOn = (text: string | null, otherwise: boolean): boolean =>
  text === null ? otherwise : !/^(0|false|no|off)$/i.test(text.trim());

/** Reads the settings; what makes no sense counts as not said. */
export function readSettings(search: string): EmbedSettings {
  const query = new URLSearchParams(search);
  const step = (query.get('step') ?? '').trim();
  const theme = query.get('theme');
  return {
    controls: isOn(query.get('controls'), true),
    chart: isOn(query.get('chart'), false),
    step: step === 'start' ? 'start' : /^\d{1,6}$/.test(step) ? Number(step) : 'end',
    theme: theme === 'light' || theme === 'dark' ? theme : null
  };
}

/** What an embedded graph shows. */
export type Embedded =
  | { readonly ok: true; readonly document: Document; readonly formula: string }
  | { readonly ok: false; readonly reason: string };

/** What is shown where the address names nothing; what this browser keeps is no business of another page. */
const FIRST = { search: '?example=quadratic', hash: '' };

/** The document that an address asks for, placed; nothing is kept, and nothing that was kept is read. */
export async function openEmbedded(address: { search: string; hash: string }): Promise<Embedded> {
  const asked = readAddress(address);
  const request = asked.kind === 'nothing' ? readAddress(FIRST) : asked;
  if (request.kind === 'damaged') return { ok: false, reason: request.reason };
  if (request.kind !== 'document') return { ok: false, reason: 'The address names no graph.' };
  const { document, isUnplaced, formula } = request;
  return { ok: true, document: isUnplaced ? await laidOut(document) : document, formula };
}

/** The query and fragment with which the editor opens the same graph. */
export function editorAddress({ search, hash }: { search: string; hash: string }): string {
  const pairs = search.replace(/^\?/, '').split('&');
  // Taken as they are written: decoding and encoding again would change plus signs.
  const kept = pairs.filter((pair) => !OWN.some((name) => pair.split('=')[0] === name));
  const query = kept.filter((pair) => pair !== '').join('&');
  return (query === '' ? '' : `?${query}`) + (hash.startsWith('#doc=') ? hash : '');
}

/** Whether the graph is still as it came, so that its own address can stand for it. */
export const isUnchanged = (now: Document, before: Document): boolean =>
  now === before || toJson(now) === toJson(before);
