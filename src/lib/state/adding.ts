import { addFunction, addInput, addOperation } from '../graph/edits';
import type { Session } from './session.svelte';

/** Type of what is dragged from the palette: the name of an operation, `input` or `function`. */
export const PALETTE_TYPE = 'application/x-backflow-op';

/** Adds what the palette calls NAME: an operation of the registry, `input` or `function`. Answers whether it was added. */
export function addByName(session: Session, name: string, at: { x: number; y: number }): boolean {
  const { editor } = session;
  const doc = editor.document;
  if (name === 'input') return editor.do(addInput(doc, at));
  if (name === 'function') return editor.do(addFunction(doc, at));
  return editor.do(addOperation(doc, name, at));
}
