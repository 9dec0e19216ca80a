import { copyNodes, duplicate, clipSchema, paste, remove } from '../../graph/edits';
import type { Session } from '../../state/session.svelte';
import { safeParse } from 'valibot';

/** One key for one verb: the sheet of shortcuts and the key handler both read this table. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly words: string;
  /** Absent for what the canvas or the browser's clipboard does. */
  readonly run?: (session: Session) => void;
}

const removeSelected = ({ editor }: Session): void => {
  const { document: doc, selectedNodes, selectedEdges } = editor;
  if (selectedNodes.length + selectedEdges.length === 0) return;
  editor.do(remove(doc, selectedNodes, selectedEdges));
};

export const shortcuts: readonly Shortcut[] = [
  { keys: ['Space'], words: 'Play or pause', run: ({ player }) => player.toggle() },
  { keys: ['→'], words: 'Step forward', run: ({ player }) => player.stepForward() },
  { keys: ['←'], words: 'Step back', run: ({ player }) => player.stepBack() },
  { keys: ['← ↑ → ↓'], words: 'Move the selected or focused node; with Shift further' },
  { keys: ['Home'], words: 'First step', run: ({ player }) => player.restart() },
  { keys: ['End'], words: 'Last step', run: ({ player }) => player.skipToEnd() },
  { keys: ['Mod+Z'], words: 'Undo', run: ({ editor }) => editor.undo() },
  { keys: ['Shift+Mod+Z', 'Mod+Y'], words: 'Redo', run: ({ editor }) => editor.redo() },
  { keys: ['Mod+C', 'Mod+X', 'Mod+V'], words: 'Copy, cut, paste' },
  {
    keys: ['Mod+D'],
    words: 'Duplicate',
    run: ({ editor }) => {
      if (editor.selectedNodes.length > 0)
        editor.do(duplicate(editor.document, editor.selectedNodes));
    }
  },
  {
    keys: ['Mod+A'],
    words: 'Select all nodes',
    run: ({ editor }) => editor.select(Object.keys(editor.document.nodes))
  },
  { keys: ['Delete', 'Backspace'], words: 'Remove what is selected', run: removeSelected },
  {
    keys: ['/'],
    words: 'Search for an operation to add (or double-click the canvas)',
    run: (session) => session.askForOperation()
  },
  { keys: ['F'], words: 'Fit the graph into view', run: ({ canvas }) => canvas?.fitView() },
  { keys: ['?'], words: 'Show these shortcuts', run: (session) => session.ask('shortcuts') },
  { keys: ['Enter'], words: 'Select the focused node or edge; pick the focused port' },
  { keys: ['Escape'], words: 'Cancel a connection, select nothing' }
];

const names: Readonly<Record<string, string>> = { ' ': 'Space', ArrowLeft: '←', ArrowRight: '→' };

/** The pressed key as the table writes it. */
export function keyOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>
): string | null {
  if (event.altKey) return null;
  const hasModifier = event.ctrlKey || event.metaKey;
  const key = names[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  // Shift is how `?` is typed; elsewhere it makes another key.
  const isShifted = event.shiftKey && (hasModifier || event.key.length > 1);
  return `${isShifted ? 'Shift+' : ''}${hasModifier ? 'Mod+' : ''}${key}`;
}

const byKey = new Map(
  shortcuts.flatMap(({ keys, run }) => (run ? keys.map((key) => [key, run] as const) : []))
);

const CONTROLS =
  'input, textarea, select, button, a, summary, [contenteditable], [role="button"], [role="slider"], [role="separator"]';

/** Whether keys belong to what has the focus: a field or another control, or an open dialog. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof Element && target.closest(CONTROLS) !== null;
}

/** Runs the verb of a key, unless a control has the focus. */
export function handleKey(event: KeyboardEvent, session: Session): void {
  if (event.defaultPrevented || isTaken(event.target)) return;
  const run = byKey.get(keyOf(event) ?? '');
  if (!run) return;
  event.preventDefault();
  run(session);
}

/** Copies, cuts and pastes nodes as text through the system's clipboard; the user's own text stays theirs. */
export function handleClipboard(event: ClipboardEvent, session: Session): void {
  if (event.defaultPrevented || isTaken(event.target) || !event.clipboardData) return;
  const { editor } = session;
  const { document: doc, selectedNodes } = editor;
  if (event.type === 'paste') {
    pasteText(event, session, event.clipboardData.getData('text/plain'));
    return;
  }
  if (selectedNodes.length === 0) return;
  event.clipboardData.setData('text/plain', JSON.stringify(copyNodes(doc, selectedNodes)));
  event.preventDefault();
  if (event.type === 'cut') editor.do(remove(doc, selectedNodes, []));
}

function pasteText(event: ClipboardEvent, { editor }: Session, text: string): void {
  if (!text.startsWith('{"format":"backflow-clip"')) return;
  event.preventDefault();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const clip = safeParse(clipSchema, value);
  if (clip.success) editor.do(paste(editor.document, clip.output));
  else editor.notify('warning', 'What was copied is damaged and can’t be pasted.');
}
