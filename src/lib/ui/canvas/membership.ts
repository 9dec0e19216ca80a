import { nodeName, type Document } from '../../graph/document';
import { groupOf, membersOf } from '../../graph/groups';
import type { Box } from '../../graph/size';
import { listed } from '../../explain/listed';
import type { Frame } from './frames';

/** A node that is being dragged, where it is now. */
export interface Dragged {
  readonly id: string;
  readonly box: Box;
}

/** Groups that nodes come into, null for those that come out of theirs; nodes that stay aren't mentioned. */
export type Membership = ReadonlyMap<string, string | null>;

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether the middle of a box lies in another. */
function isIn(box: Box, frame: Box): boolean {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height;
}

/**
 * Where nodes belong that are dragged. Inside is what has its middle in a frame; what touches its own frame stays, so
 * that a group can be drawn apart. A group that is dragged as a whole is moved.
 * @param frames as they were when the drag began, since they follow their nodes
 */
export function membershipOf(
  doc: Document,
  frames: readonly Frame[],
  dragged: readonly Dragged[]
): Membership {
  const ids = new Set(dragged.map(({ id }) => id));
  const resting = frames.filter(({ group }) =>
    membersOf(doc, group.id).some(({ id }) => !ids.has(id))
  );
  const bySize = [...resting].sort(
    (a, b) => a.box.width * a.box.height - b.box.width * b.box.height
  );
  const found = new Map<string, string | null>();
  for (const { id, box } of dragged) {
    if (!doc.nodes[id]) continue;
    const own = groupOf(doc, id);
    const frame = resting.find(({ group }) => group.id === own);
    if (own !== null && (!frame || touches(box, frame.box))) continue;
    const into = bySize.find((one) => isIn(box, one.box))?.group.id ?? null;
    if (into !== own) found.set(id, into);
  }
  return found;
}

/** What has become of the nodes, e.g. `q is now in Group 1.` */
export function membershipWords(doc: Document, membership: Membership): string {
  const byGroup = new Map<string | null, string[]>();
  for (const [id, group] of membership) {
    byGroup.set(group, [...(byGroup.get(group) ?? []), nodeName(doc, id)]);
  }
  return [...byGroup]
    .map(([id, names]) => {
      const who = `${listed(names)} ${names.length === 1 ? 'is' : 'are'}`;
      const group = id === null ? undefined : doc.groups?.[id];
      if (!group) return `${who} now in no group.`;
      return `${who} now in ${group.name}${group.noGrad ? ', under torch.no_grad()' : ''}.`;
    })
    .join(' ');
}
