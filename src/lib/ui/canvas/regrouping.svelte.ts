import type { Document } from '../../graph/document';
import { type Frame, framesOf } from './frames';
import { type Membership, membershipOf } from './membership';
import type { FlowNode } from './project';

const NONE: Membership = new Map();

/** What becomes of groups while nodes are dragged into their frames and out of them. */
export class Regrouping {
  /** Where the dragged nodes would belong, if they were let go now. */
  membership = $state.raw<Membership>(NONE);
  /** The frames as they were when the drag began. */
  private rested: readonly Frame[] = [];

  start(doc: Document, nodes: readonly FlowNode[]): void {
    this.rested = framesOf(doc, nodes);
    this.membership = NONE;
  }

  drag(doc: Document, dragged: readonly FlowNode[]): void {
    if (this.rested.length === 0) return;
    const boxes = dragged.map(({ id, position, measured }) => {
      return {
        id,
        box: { ...position, width: measured?.width ?? 0, height: measured?.height ?? 0 }
      };
    });
    const now = membershipOf(doc, this.rested, boxes);
    const before = this.membership;
    const isSame =
      now.size === before.size && [...now].every(([id, into]) => before.get(id) === into);
    if (!isSame) this.membership = now;
  }

  /** Ends the drag, and says what it has changed. */
  end(doc: Document, dragged: readonly FlowNode[]): Membership {
    this.drag(doc, dragged);
    const { membership } = this;
    this.rested = [];
    this.membership = NONE;
    return membership;
  }
}
