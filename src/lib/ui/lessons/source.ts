import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import {
  EditorView,
  lineNumbers,
  keymap,
  highlightActiveLine,
  drawSelection
} from '@codemirror/view';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { tags } from '@lezer/highlight';
import { LIMITS } from '../../lessons/lesson';

/** Marks what has a meaning in a lesson: steps, directives, programs and formulas. */
const marks = StreamLanguage.define<{ fence: string }>({
  name: 'lesson',
  startState: () => ({ fence: '' }),
  token(stream, state) {
    if (stream.sol()) {
      const fence = /^\s*(`{3,})/.exec(stream.string)?.[1] ?? '';
      if (state.fence === '' ? fence !== '' : fence.startsWith(state.fence)) {
        state.fence = state.fence === '' ? fence : '';
        stream.skipToEnd();
        return 'meta';
      }
      if (state.fence === '' && /^#{1,6}\s/.test(stream.string)) {
        stream.skipToEnd();
        return 'heading';
      }
      if (state.fence === '' && stream.match(/^\s*:{2,}[\w-]*/)) return 'keyword';
    }
    if (state.fence !== '') {
      stream.skipToEnd();
      return 'monospace';
    }
    if (stream.match(/^\$[^$]+\$/)) return 'number';
    if (stream.match(/^`[^`]+`/)) return 'monospace';
    if (stream.match(/^\{[^}]*\}/)) return 'string';
    stream.next();
    return null;
  },
  tokenTable: {
    meta: tags.meta,
    heading: tags.heading,
    keyword: tags.keyword,
    monospace: tags.monospace,
    number: tags.number,
    string: tags.string
  }
});

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: tags.number, color: 'var(--backward)' },
  { tag: tags.monospace, color: 'var(--text)' },
  { tag: tags.meta, color: 'var(--text-muted)' }
]);

const theme = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    fontSize: '14px'
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-2)',
    color: 'var(--text-muted)',
    borderRight: '1px solid var(--line)'
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 5%, transparent)' }
});

/** A state of the editor with the lesson's text in it. Tab leaves it, as everywhere on the page. */
export const sourceState = (
  source: string,
  on: { readonly change: (source: string) => void; readonly line: (line: number) => void }
): EditorState =>
  EditorState.create({
    doc: source,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      marks,
      syntaxHighlighting(colours),
      theme,
      EditorState.changeFilter.of(({ newDoc }) => newDoc.length <= LIMITS.source),
      EditorView.contentAttributes.of({ 'aria-label': 'Text of the lesson', spellcheck: 'true' }),
      EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
        if (docChanged) on.change(state.doc.toString());
        if (selectionSet) on.line(state.doc.lineAt(state.selection.main.head).number);
      })
    ]
  });
