import { move } from '../../graph/edits';
import type { Editor } from '../../state/editor.svelte';

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};
/** Canvas units that one press moves a node, and with Shift. */
const STEP = 10;
const LARGE_STEP = 40;

/** Moves nodes by arrow keys: presses that follow each other before the key is let go are one undo step. */
export class MoveKeys {
  #moving: string[] = [];

  constructor(private readonly editor: Editor) {}

  /**
   * Answers whether the key was an arrow that moved something.
   * @param focused the nodes that have the focus: one, those of a group, or none
   */
  press(event: KeyboardEvent, focused: readonly string[]): boolean {
    const step = STEPS[event.key];
    if (!step || this.editor.isReadonly || event.ctrlKey || event.metaKey || event.altKey)
      return false;
    const target = event.target as HTMLElement;
    if (target.closest('input, textarea, select, [role="slider"]')) return false;
    const { document: doc, selectedNodes } = this.editor;
    if (this.#moving.length === 0) {
      const isApart = focused.some((id) => !selectedNodes.includes(id));
      this.#moving = isApart ? [...focused] : [...selectedNodes];
    }
    if (this.#moving.length === 0) return false;
    const [dx, dy] = step;
    const size = event.shiftKey ? LARGE_STEP : STEP;
    const places = this.#moving.flatMap((id) => {
      const node = doc.nodes[id];
      return node ? [[id, { x: node.x + dx * size, y: node.y + dy * size }] as const] : [];
    });
    this.editor.preview(move(doc, Object.fromEntries(places)));
    return true;
  }

  release(): void {
    if (this.#moving.length === 0) return;
    this.#moving = [];
    this.editor.commit();
  }
}
