import type { Document, GraphEdge, GraphNode, Meta, NodeGroup } from './document';

/**
 * What one user action changes: entries to put, or null to remove.
 * Edits return patches and touch nothing; the store applies one patch in one transaction, so one action is one undo step.
 */
export interface Patch {
  readonly nodes?: Readonly<Record<string, GraphNode | null>>;
  readonly edges?: Readonly<Record<string, GraphEdge | null>>;
  readonly groups?: Readonly<Record<string, NodeGroup | null>>;
  /** Entries of what a document has at most once; undefined removes one that it needn't have. */
  readonly meta?: Partial<Meta>;
}

function patched<T>(
  entries: Readonly<Record<string, T>>,
  changes: Readonly<Record<string, T | null>> | undefined
): Readonly<Record<string, T>> {
  if (!changes || Object.keys(changes).length === 0) return entries;
  const next: Record<string, T> = { ...entries };
  for (const [id, entry] of Object.entries(changes)) {
    if (entry === null) delete next[id];
    else next[id] = entry;
  }
  return next;
}

/** What a document may do without. */
const OPTIONAL = { training: undefined, data: undefined } as const satisfies Partial<Meta>;

function patchedMeta(meta: Meta, changes: Partial<Meta>): Meta {
  const next: Meta = { ...meta, ...changes };
  for (const key of ['training', 'data'] as const) if (next[key] === undefined) delete next[key];
  return next;
}

/** The document after the patch; unchanged parts are shared with the one before. */
export function applyPatch(doc: Document, patch: Patch): Document {
  return withGroups(
    {
      ...doc,
      nodes: patched(doc.nodes, patch.nodes),
      edges: patched(doc.edges, patch.edges),
      meta: patch.meta ? patchedMeta(doc.meta, patch.meta) : doc.meta
    },
    patched(doc.groups ?? none, patch.groups)
  );
}

const none: Readonly<Record<string, NodeGroup>> = {};

/** The document with these groups; a document without any doesn't mention them. */
export function withGroups(
  doc: Document,
  groups: Readonly<Record<string, NodeGroup>> | undefined
): Document {
  if (groups === doc.groups || (groups === none && !doc.groups)) return doc;
  const next = { ...doc };
  delete next.groups;
  return groups && Object.keys(groups).length > 0 ? { ...next, groups } : next;
}

/** The patch that turns one document's content into another's, in one undo step. */
export function replaceContent(current: Document, next: Document): Patch {
  const removed = <T>(old: Readonly<Record<string, T>>, fresh: Readonly<Record<string, T>>) => ({
    ...Object.fromEntries(Object.keys(old).map((id) => [id, null])),
    ...fresh
  });
  return {
    nodes: removed(current.nodes, next.nodes),
    edges: removed(current.edges, next.edges),
    groups: removed(current.groups ?? none, next.groups ?? none),
    meta: { ...OPTIONAL, ...next.meta }
  };
}
