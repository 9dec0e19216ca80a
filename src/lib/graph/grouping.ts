import type { Document } from './document';

/** What is read of a document that has groups; one without has nothing to fold. */
interface Grouped {
  readonly groups?: Readonly<
    Record<string, { readonly name?: string; readonly collapsed?: boolean }>
  >;
}

/** The group that a node is shown folded into; null for one that is shown by itself. */
export function foldedGroup(doc: Document, node: string): string | null {
  const group = (doc.nodes[node] as { readonly group?: string } | undefined)?.group;
  if (group === undefined) return null;
  return (doc as Grouped).groups?.[group]?.collapsed === false ? null : group;
}

/** What a group is called. */
export const groupName = (doc: Document, group: string): string =>
  (doc as Grouped).groups?.[group]?.name ?? group;
