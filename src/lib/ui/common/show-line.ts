import type { EditorView } from '@codemirror/view';

/** Puts the cursor of a text editor at the start of a line and shows it. */
export function showLine(view: EditorView, line: number): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  view.focus();
}
