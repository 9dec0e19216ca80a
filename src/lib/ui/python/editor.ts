import { indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import { LIMITS } from '../../state/python/protocol';
import { marks } from './marks';

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--backward)' },
  { tag: tags.comment, color: 'var(--text-muted)', fontStyle: 'italic' },
  {
    tag: [tags.definition(tags.className), tags.function(tags.definition(tags.variableName))],
    fontWeight: '600'
  },
  { tag: tags.meta, color: 'var(--text-muted)' },
  { tag: tags.invalid, color: 'var(--danger)' }
]);

const theme = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    fontSize: '13px'
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--text)', padding: '6px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--selection)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-2)',
    color: 'var(--text-muted)',
    borderRight: '1px solid var(--line)'
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 5%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--forward-soft)',
    outline: '1px solid var(--accent)'
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--danger-soft)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--warning-soft)' },
  '.cm-searchMatch': {
    backgroundColor: 'var(--warning-soft)',
    outline: '1px solid var(--warning)'
  },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--backward-soft)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--surface-2)',
    borderColor: 'var(--line)',
    color: 'var(--text-muted)'
  },
  '.cm-panels': { backgroundColor: 'var(--surface-2)', color: 'var(--text)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-textfield, .cm-button': {
    backgroundColor: 'var(--surface)',
    backgroundImage: 'none',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px'
  },
  '.cm-panel .cm-textfield, .cm-panel .cm-button': {
    minHeight: '26px',
    padding: '1px 8px',
    fontSize: '12px'
  },
  '.cm-panel.cm-search label': { fontSize: '12px' },
  '.cm-panel.cm-search input[type=checkbox]': { verticalAlign: 'middle' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px'
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)'
  },
  '.cm-signs': { width: '14px', textAlign: 'center' },
  '.cm-fault-sign': { color: 'var(--danger)', fontWeight: '700' },
  '.cm-origin-sign': { color: 'var(--accent)' },
  '.cm-origin-line': { backgroundColor: 'var(--forward-soft)' },
  '.cm-fault-line': { backgroundColor: 'var(--danger-soft)' },
  '.cm-fault-line::after': {
    content: 'attr(data-fault)',
    display: 'block',
    // As wide as the editor, however long the words are.
    width: '0',
    minWidth: '100%',
    padding: '1px 0 3px 8px',
    borderLeft: '3px solid var(--danger)',
    color: 'var(--danger)',
    fontSize: '12px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere'
  }
});

/**
 * A state of the editor with the program in it.
 * @param more comes before all else
 */
export const editorState = (
  program: string,
  on: { readonly run: () => void; readonly change: (program: string) => void },
  more: Extension = []
): EditorState =>
  EditorState.create({
    doc: program,
    extensions: [
      more,
      // Before the editor's own keys, one of which makes a new line of it.
      Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => (on.run(), true) }])),
      basicSetup,
      // Escape, then Tab leaves the editor; CodeMirror sees to it.
      keymap.of([indentWithTab]),
      indentUnit.of('    '),
      EditorState.tabSize.of(4),
      python(),
      syntaxHighlighting(colours),
      theme,
      marks,
      EditorState.changeFilter.of(({ newDoc }) => newDoc.length <= LIMITS.code),
      EditorView.contentAttributes.of({ 'aria-label': 'Python code', spellcheck: 'false' }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) on.change(state.doc.toString());
      })
    ]
  });
