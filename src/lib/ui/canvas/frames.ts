import type { Document, NodeGroup } from '../../graph/document';
import { groupsWithMembers } from '../../graph/groups';
import { frameAround, nodeSize, type Box } from '../../graph/size';
import { countWords, type FlowNode } from './project';

/** The frame of an expanded group, around its nodes as they are drawn, those that are being dragged included. */
export interface Frame {
  readonly group: NodeGroup;
  readonly box: Box;
  /** How many operations it has. */
  readonly words: string;
}

export function framesOf(doc: Document, nodes: readonly FlowNode[]): Frame[] {
  if (!doc.groups) return [];
  const drawn = new Map(nodes.map((node) => [node.id, node]));
  return [...groupsWithMembers(doc)].flatMap(([id, members]): Frame[] => {
    const group = doc.groups?.[id];
    if (!group || group.collapsed) return [];
    const boxes = members.map((node): Box => {
      const flow = drawn.get(node.id);
      const { width, height } = nodeSize(doc, node);
      return {
        ...(flow?.position ?? { x: node.x, y: node.y }),
        width: flow?.measured?.width ?? width,
        height: flow?.measured?.height ?? height
      };
    });
    return [{ group, box: frameAround(boxes), words: countWords(members) }];
  });
}
