import { safeParse } from 'valibot';
import { emptyDocument, type Document } from '../graph/document';
import { clipSchema, copyNodes, type Clip } from '../graph/edits';
import { checkDocument, MAX_JSON } from './json';
import { stringify } from './stringify';

export type Clipped =
  { readonly ok: true; readonly clip: Clip } | { readonly ok: false; readonly reason: string };

const MARK = '{"format":"backflow-clip"';
const DAMAGED: Clipped = { ok: false, reason: 'What was copied is damaged and can’t be pasted.' };

/** The text that stands in the clipboard for copied nodes and the edges among them. */
export const toClipboard = (doc: Document, ids: readonly string[]): string =>
  stringify(copyNodes(doc, ids));

/** The copied nodes as a document by itself, to be checked as one. */
function asDocument({ nodes, edges, groups = [] }: Clip): Document {
  const byId = <T extends { readonly id: string }>(entries: readonly T[]): Record<string, T> =>
    Object.fromEntries(entries.map((entry) => [entry.id, entry]));
  return { ...emptyDocument(), nodes: byId(nodes), edges: byId(edges), groups: byId(groups) };
}

/**
 * Reads copied nodes from the clipboard's text. Never throws, and runs nothing.
 * @returns null where the text is of another kind
 */
export function fromClipboard(text: string): Clipped | null {
  if (!text.startsWith(MARK)) return null;
  if (text.length > MAX_JSON) return DAMAGED;
  try {
    const parsed = safeParse(clipSchema, JSON.parse(text), { abortEarly: true });
    if (!parsed.success) return DAMAGED;
    const checked = checkDocument(asDocument(parsed.output));
    return checked.ok ? { ok: true, clip: parsed.output } : DAMAGED;
  } catch {
    // No JSON, or nested more deeply than the checker's stack.
    return DAMAGED;
  }
}

/** Distance between copies. */
const STEP = 40;

/** How far to shift copied nodes so that none of them lies exactly on another node. */
export function pasteOffset(doc: Document, { nodes }: Clip): { x: number; y: number } {
  const taken = new Set(Object.values(doc.nodes).map(({ x, y }) => `${x} ${y}`));
  let shift = 0;
  while (nodes.some(({ x, y }) => taken.has(`${x + shift} ${y + shift}`))) shift += STEP;
  return { x: shift, y: shift };
}
