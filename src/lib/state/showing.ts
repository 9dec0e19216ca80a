import type { Session } from './session.svelte';

/** Selects a node and gives it the focus on the canvas, which brings it into view. */
export function showNode({ editor, canvas }: Session, id: string): void {
  if (!editor.document.nodes[id]) return;
  editor.select([id]);
  canvas?.focusNode(id);
}
