import { StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker } from '@codemirror/view';
import type { MarkedLine } from '../../state/python/python.svelte';

/** Marks the line where a run failed, or none. */
export const markLine = StateEffect.define<MarkedLine | null>();
/** Shows which line made what is selected on the canvas, or none. */
export const showOrigin = StateEffect.define<number | null>();

interface Placed {
  /** Start of the line. */
  readonly from: number;
}

interface Fault extends Placed {
  readonly message: string;
}

const place = (doc: Text, line: number): Placed => ({
  from: doc.line(Math.min(line, doc.lines)).from
});

class Sign extends GutterMarker {
  constructor(
    private readonly text: string,
    override readonly elementClass: string
  ) {
    super();
  }

  override toDOM(): Node {
    return document.createTextNode(this.text);
  }
}

const faultSign = new Sign('✕', 'cm-fault-sign');
const originSign = new Sign('▸', 'cm-origin-sign');
/** The words stand below the line by CSS: an element for them would be in the way when all the text is replaced. */
const faultLine = (message: string): Decoration =>
  Decoration.line({ class: 'cm-fault-line', attributes: { 'data-fault': message } });
const originLine = Decoration.line({ class: 'cm-origin-line' });

/** The faulty line: a sign beside it, a colour behind it and the words below it, until the text is changed. */
const fault = StateField.define<Fault | null>({
  create: () => null,
  update(placed, { docChanged, effects, state: { doc } }) {
    let next = docChanged ? null : placed;
    for (const effect of effects) {
      if (!effect.is(markLine)) continue;
      const { value } = effect;
      next = value && { ...place(doc, value.line), message: value.message };
    }
    return next;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (placed) =>
      placed ? Decoration.set(faultLine(placed.message).range(placed.from)) : Decoration.none
    )
});

const origin = StateField.define<Placed | null>({
  create: () => null,
  update(placed, { docChanged, effects, state: { doc } }) {
    let next = docChanged ? null : placed;
    for (const effect of effects) {
      if (effect.is(showOrigin)) next = effect.value === null ? null : place(doc, effect.value);
    }
    return next;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (placed) =>
      placed ? Decoration.set(originLine.range(placed.from)) : Decoration.none
    )
});

export const marks: Extension = [
  fault,
  origin,
  gutter({
    class: 'cm-signs',
    lineMarker({ state }, { from }) {
      if (state.field(fault)?.from === from) return faultSign;
      return state.field(origin)?.from === from ? originSign : null;
    },
    lineMarkerChange: ({ startState, state }) =>
      startState.field(fault) !== state.field(fault) ||
      startState.field(origin) !== state.field(origin)
  })
];
