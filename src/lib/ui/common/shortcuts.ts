import { fromClipboard, pasteOffset, toClipboard } from '../../exchange/clipboard';
import { duplicate, group, paste, remove, ungroup, type Edit } from '../../graph/edits';
import type { Session } from '../../state/session.svelte';

/** One key for one verb: the sheet of shortcuts, the tooltips and the key handler all read this table. */
export interface Shortcut {
  readonly id: string;
  readonly keys: readonly string[];
  readonly words: string;
  /** Absent for what the canvas or the browser's clipboard does. */
  readonly run?: (session: Session) => void;
  /** Whether it has something to do now; a key that hasn't is left to others. */
  readonly when?: (session: Session) => boolean;
  /** Whether a key that is held down runs it again and again. */
  readonly repeats?: true;
}

/** Adds nodes and moves the focus to the first of them, so that they are seen and keys go on from there. */
function add({ editor, canvas }: Session, edit: Edit): void {
  if (!editor.do(edit)) return;
  const [first] = editor.selectedNodes;
  if (editor.selectedGroup !== null) canvas?.focusGroup(editor.selectedGroup);
  else if (first !== undefined) canvas?.focusNode(first);
}

export function duplicateSelected(session: Session): void {
  const { document: doc, selectedNodes } = session.editor;
  if (selectedNodes.length > 0) add(session, duplicate(doc, selectedNodes));
}

/** Makes a group of the selected nodes. */
export function groupSelected({ editor, canvas }: Session): void {
  if (!editor.do(group(editor.document, editor.selectedNodes))) return;
  if (editor.selectedGroup !== null) canvas?.focusGroup(editor.selectedGroup);
}

/** Takes the selected nodes out of their groups, which takes a group away that is selected. */
export function ungroupSelected({ editor, canvas }: Session): void {
  const [first] = editor.selectedNodes;
  if (editor.do(ungroup(editor.document, editor.selectedNodes)) && first !== undefined) {
    canvas?.focusNode(first);
  }
}

export function removeSelected({ editor }: Session): void {
  const { document: doc, selectedNodes, selectedEdges } = editor;
  if (selectedNodes.length + selectedEdges.length === 0) return;
  editor.do(remove(doc, selectedNodes, selectedEdges));
}

/** The arrows belong to selected nodes: with one selected they move it, and playback stands still. */
const step =
  (run: (session: Session) => void) =>
  (session: Session): void => {
    if (session.editor.selectedNodes.length === 0) run(session);
  };

export const shortcuts: readonly Shortcut[] = [
  {
    id: 'play',
    keys: ['Space'],
    words: 'Play or pause',
    run: ({ player }) => player.toggle()
  },
  {
    id: 'step-forward',
    keys: ['→'],
    words: 'Step forward',
    run: step(({ player }) => player.stepForward()),
    repeats: true
  },
  {
    id: 'step-back',
    keys: ['←'],
    words: 'Step back',
    run: step(({ player }) => player.stepBack()),
    repeats: true
  },
  {
    id: 'step-into',
    keys: ['↓'],
    words: 'Step into a function’s code or a folded group',
    when: ({ editor, player }) => editor.selectedNodes.length === 0 && player.entrance !== null,
    run: ({ player }) => player.stepInto()
  },
  {
    id: 'step-out',
    keys: ['↑'],
    words: 'Step out of it again',
    when: ({ editor, player }) => editor.selectedNodes.length === 0 && player.exit !== null,
    run: ({ player }) => player.stepOut()
  },
  {
    id: 'step-over',
    keys: ['Shift+→'],
    words: 'Step over a function or group that is opened',
    run: step(({ player }) => player.stepOver()),
    repeats: true
  },
  {
    id: 'loop-start',
    keys: ['A'],
    words: 'Begin the loop at this step; Play repeats what lies between A and B',
    run: ({ player }) => player.mark('a')
  },
  {
    id: 'loop-end',
    keys: ['B'],
    words: 'End the loop at this step',
    run: ({ player }) => player.mark('b')
  },
  {
    id: 'loop-clear',
    keys: ['L'],
    words: 'Clear the loop',
    run: ({ player }) => player.clearLoop()
  },
  {
    id: 'break',
    keys: ['K'],
    words: 'Stop playback at the selected node, or no longer',
    run: ({ player, selected }) => {
      if (selected) player.toggleBreak(selected.id);
    }
  },
  { id: 'first-step', keys: ['Home'], words: 'First step', run: ({ player }) => player.restart() },
  { id: 'last-step', keys: ['End'], words: 'Last step', run: ({ player }) => player.skipToEnd() },
  {
    id: 'move',
    keys: ['←', '↑', '→', '↓'],
    words: 'Move the selected or focused node; with Shift further'
  },
  {
    id: 'undo',
    keys: ['Mod+Z'],
    words: 'Undo',
    run: ({ editor }) => editor.undo(),
    repeats: true
  },
  {
    id: 'redo',
    keys: ['Shift+Mod+Z', 'Mod+Y'],
    words: 'Redo',
    run: ({ editor }) => editor.redo(),
    repeats: true
  },
  { id: 'clipboard', keys: ['Mod+C', 'Mod+X', 'Mod+V'], words: 'Copy, cut, paste' },
  { id: 'duplicate', keys: ['Mod+D'], words: 'Duplicate', run: duplicateSelected },
  {
    id: 'group',
    keys: ['Mod+G'],
    words: 'Group the selected nodes',
    run: groupSelected
  },
  {
    id: 'ungroup',
    keys: ['Shift+Mod+G'],
    words: 'Ungroup: take the selected nodes out of their groups',
    run: ungroupSelected
  },
  {
    id: 'select-all',
    keys: ['Mod+A'],
    words: 'Select all nodes',
    run: ({ editor }) => editor.select(Object.keys(editor.document.nodes))
  },
  {
    id: 'remove',
    keys: ['Delete', 'Backspace'],
    words: 'Remove what is selected',
    run: removeSelected
  },
  {
    id: 'search',
    keys: ['/'],
    words: 'Search for an operation to add (or double-click the canvas)',
    run: (session) => session.askForOperation()
  },
  {
    id: 'fit',
    keys: ['F'],
    words: 'Fit the graph into view',
    run: ({ canvas }) => canvas?.fitView()
  },
  {
    id: 'shortcuts',
    keys: ['?'],
    words: 'Show these shortcuts',
    run: (session) => session.ask('shortcuts')
  },
  {
    id: 'pick',
    keys: ['Enter'],
    words: 'Select the focused node, group or edge; pick the focused port'
  },
  {
    id: 'cancel',
    keys: ['Escape'],
    words: 'Cancel a connection, select nothing',
    run: (session) => session.letGo()
  },
  {
    id: 'run-python',
    keys: ['Mod+Enter'],
    words: 'In the Python editor: run the program; Escape, then Tab leaves it'
  }
];

const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓'
};

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The pressed key as the table writes it. */
export function keyOf(event: Pressed): string | null {
  if (event.altKey) return null;
  const hasModifier = event.ctrlKey || event.metaKey;
  const key = names[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  // Shift is how `?` is typed; elsewhere it makes another key.
  const isShifted = event.shiftKey && (hasModifier || event.key.length > 1);
  return `${isShifted ? 'Shift+' : ''}${hasModifier ? 'Mod+' : ''}${key}`;
}

/** A key as the keyboard in front of the user has it. */
export const shownKey = (key: string, isApple: boolean): string =>
  isApple ? key.replace('Shift+', '⇧').replace('Mod+', '⌘') : key.replace('Mod', 'Ctrl');

export const onApple = (): boolean => /Mac|iP(hone|ad)/.test(navigator.platform);

const byKey = new Map(
  shortcuts.flatMap((shortcut) =>
    shortcut.run ? shortcut.keys.map((key) => [key, shortcut] as const) : []
  )
);

const CONTROLS = [
  ...['input', 'textarea', 'select', 'button', 'a', 'summary', '[contenteditable]'],
  ...['button', 'slider', 'separator', 'textbox', 'combobox', 'option', 'menuitem', 'tab'].map(
    (role) => `[role="${role}"]`
  )
].join(', ');

/** Whether keys belong to what has the focus: a field or another control, or an open dialog. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof Element && target.closest(CONTROLS) !== null;
}

/** Runs the verb of a key, unless a control has the focus. */
export function handleKey(event: KeyboardEvent, session: Session): void {
  if (event.defaultPrevented || event.isComposing || isTaken(event.target)) return;
  const shortcut = byKey.get(keyOf(event) ?? '');
  if (!shortcut || shortcut.when?.(session) === false) return;
  event.preventDefault();
  if (!event.repeat || shortcut.repeats) shortcut.run?.(session);
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
  const hasSelectedText = window.getSelection()?.isCollapsed === false;
  if (hasSelectedText || selectedNodes.length === 0) return;
  event.clipboardData.setData('text/plain', toClipboard(doc, selectedNodes));
  event.preventDefault();
  if (event.type === 'cut') editor.do(remove(doc, selectedNodes, []));
}

function pasteText(event: ClipboardEvent, session: Session, text: string): void {
  const clipped = fromClipboard(text);
  if (!clipped) return;
  event.preventDefault();
  const doc = session.editor.document;
  if (clipped.ok) add(session, paste(doc, clipped.clip, pasteOffset(doc, clipped.clip)));
  else session.editor.notify('warning', clipped.reason);
}
