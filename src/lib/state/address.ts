import type { Document } from '../graph/document';
import { barFormula, examples, findExample } from '../exchange/examples';
import { fromFragment } from '../exchange/share';
import { buildFormula, parseAt, parseFormula } from '../formula';

/** What an address asks to be opened. */
export type Request =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'document';
      readonly document: Document;
      /** Placed by rule of thumb: worth a layout before it is shown. */
      readonly isUnplaced: boolean;
      /** What the formula bar shows. */
      readonly formula: string;
    }
  | {
      readonly kind: 'damaged';
      readonly reason: string;
      /** What can't be read, to be kept by the user. */
      readonly data: string;
      readonly fileName: string;
      readonly formula: string;
    };

/**
 * Values of a query parameter, likeliest first. In a query `+` may be a space or, typed by hand, a plus:
 * a text with `%2B` was encoded, so its `+` are spaces; without it they are taken as they stand.
 */
function readings(search: string, name: string): string[] {
  const raw = search
    .replace(/^\?/, '')
    .split('&')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  if (raw === undefined) return [];
  const decoded = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const spaces = decoded(raw.replaceAll('+', ' '));
  const pluses = decoded(raw);
  return /%2b/i.test(raw) ? [spaces, pluses] : [pluses, spaces];
}

function fromFormula(search: string): Request {
  const texts = readings(search, 'formula');
  const source = texts.find((text) => parseFormula(text).ok) ?? texts[0] ?? '';
  const damaged = (message: string): Request => ({
    kind: 'damaged',
    reason: `The formula in the link can't be built: ${message}. Nothing was changed.`,
    data: source,
    fileName: 'formula.txt',
    formula: source
  });
  const at = parseAt(readings(search, 'at')[0] ?? '');
  if (!at.ok) return damaged(at.message);
  const built = buildFormula(source, { at: at.values });
  if (!built.ok) return damaged(built.errors.map((error) => error.message).join('; '));
  return { kind: 'document', document: built.document, isUnplaced: true, formula: source };
}

/** Reads the query and the fragment of an address. Runs nothing and never throws. */
export function readAddress({ search, hash }: { search: string; hash: string }): Request {
  const shared = fromFragment(hash);
  if (shared?.ok)
    return { kind: 'document', document: shared.document, isUnplaced: false, formula: '' };
  if (shared) {
    return {
      kind: 'damaged',
      reason: `The link's document can't be opened: ${shared.reason}`,
      data: hash,
      fileName: 'backflow-link.txt',
      formula: ''
    };
  }
  const query = new URLSearchParams(search);
  if (query.has('formula')) return fromFormula(search);
  const slug = query.get('example');
  if (slug === null) return { kind: 'nothing' };
  const found = findExample(slug);
  if (found) {
    return {
      kind: 'document',
      document: found.build(),
      isUnplaced: true,
      formula: barFormula(found)
    };
  }
  const known = examples.map((entry) => entry.slug).join(', ');
  return {
    kind: 'damaged',
    reason: `There is no example called "${slug.slice(0, 60)}". There are: ${known}.`,
    data: slug,
    fileName: 'example.txt',
    formula: ''
  };
}
