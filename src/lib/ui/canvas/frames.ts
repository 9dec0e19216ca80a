import type { Document, NodeGroup } from '../../graph/document';
import { groupsWithMembers } from '../../graph/groups';
import { frameAround, nodeSize, type Box } from '../../graph/size';
import type { Membership } from './membership';
import { countWords, type FlowNode } from './project';

/** The frame of an expanded group, around its nodes as they are drawn, those that are being dragged included. */
export interface Frame {
  readonly group: NodeGroup;
  readonly box: Box;
  /** How many operations it has. */
  readonly words: string;
  /** Whether a node that is being dragged comes into it. */
  readonly isJoined: boolean;
}

/** @param changes what a drag has in mind: the frames show it before it is done */
export function framesOf(
  doc: Document,
  nodes: readonly FlowNode[],
  changes: Membership = new Map()
): Frame[] {
  if (!doc.groups) return [];
  const drawn = new Map(nodes.map((node) => [node.id, node]));
  return [...groupsWithMembers(doc)].flatMap(([id, before]): Frame[] => {
    const group = doc.groups?.[id];
    if (!group || group.collapsed) return [];
    const joining = [...changes].flatMap(([node, into]) =>
      into === id ? (doc.nodes[node] ?? []) : []
    );
    const members = [...before.filter((node) => !changes.has(node.id)), ...joining];
    const boxes = members.map((node): Box => {
      const flow = drawn.get(node.id);
      const { width, height } = nodeSize(doc, node);
      return {
        ...(flow?.position ?? { x: node.x, y: node.y }),
        width: flow?.measured?.width ?? width,
        height: flow?.measured?.height ?? height
      };
    });
    return [
      { group, box: frameAround(boxes), words: countWords(members), isJoined: joining.length > 0 }
    ];
  });
}
