import type { Patch } from '../patch';

/** What an edit answers: the change to make and what is then selected, or one sentence why it can't be made. */
export type Edit =
  | {
      readonly ok: true;
      readonly patch: Patch;
      readonly select?: {
        readonly nodes: readonly string[];
        readonly edges?: readonly string[];
        /** Where the nodes are all of a group's, and the group is meant. */
        readonly group?: string;
      };
    }
  | { readonly ok: false; readonly reason: string };

export const refused = (reason: string): Edit => ({ ok: false, reason });

export const made = (patch: Patch, nodes?: readonly string[]): Edit =>
  nodes ? { ok: true, patch, select: { nodes } } : { ok: true, patch };

export const gone = (): Edit => refused('That node is no longer there.');
