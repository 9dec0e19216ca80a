import type { Document } from '../graph/document';
import { move } from '../graph/edits';
import { layout } from '../graph/layout';
import { applyPatch, replaceContent } from '../graph/patch';
import { fromJson, toJson } from '../exchange/json';
import { buildFormula } from '../formula';
import type { FormulaError } from '../formula';
import { download, fileName } from './files';
import { elk, stopElk } from './elk';
import type { Session } from './session.svelte';
import type { Workspace } from './workspace.svelte';

/** A layout that takes longer is given up, and the plain placement stays. */
const LAYOUT_MS = 4000;

async function places(doc: Document): Promise<Record<string, { x: number; y: number }> | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LAYOUT_MS);
  });
  try {
    const placed = await Promise.race([layout(doc, elk()), late]);
    if (!placed) stopElk();
    return placed;
  } catch {
    stopElk();
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** The document placed from left to right; as it was where no layout can be had. */
export async function laidOut(doc: Document): Promise<Document> {
  const placed = await places(doc);
  const edit = placed ? move(doc, placed) : null;
  return edit?.ok ? applyPatch(doc, edit.patch) : doc;
}

/** Places all nodes anew as one undo step. */
export async function tidy(session: Session): Promise<void> {
  const { editor } = session;
  const asked = editor.revision;
  const placed = await places(editor.document);
  if (!placed) editor.notify('warning', 'The graph could not be placed; it stays as it was.');
  else if (editor.revision === asked) editor.do(move(editor.document, placed));
  else
    editor.notify('info', 'The graph changed meanwhile, so it was not tidied. Press Tidy again.');
  session.canvas?.fitView();
}

/**
 * Replaces the document's content by a formula's graph, as one undo step.
 * @returns the formula's faults; empty where the graph was built
 */
export async function buildGraph(
  session: Session,
  source: string
): Promise<readonly FormulaError[]> {
  const { editor } = session;
  const built = buildFormula(source, { keep: editor.document });
  if (!built.ok) return built.errors;
  const asked = editor.revision;
  const doc = await laidOut(built.document);
  if (editor.revision !== asked) {
    editor.notify('info', 'The graph changed meanwhile, so the formula was not built.');
    return [];
  }
  const done = editor.do({
    ok: true,
    patch: replaceContent(editor.document, doc),
    select: { nodes: [] }
  });
  if (done) {
    session.player.skipToEnd();
    session.canvas?.fitView();
  }
  return [];
}

export function exportJson(session: Session): void {
  const doc = session.editor.document;
  download(new Blob([toJson(doc)], { type: 'application/json' }), fileName(doc.meta.title, 'json'));
}

/** Opens a document's JSON as a document of its own; says in one sentence what is wrong with it, else null. */
export async function importText(workspace: Workspace, text: string): Promise<string | null> {
  const loaded = fromJson(text);
  if (!loaded.ok) return loaded.reason;
  await workspace.openNew(loaded.document);
  return null;
}

/** Bytes of a file that is looked at. */
const MAX_FILE = 25_000_000;

/** As `importText`, for a file. */
export async function importFile(workspace: Workspace, file: File): Promise<string | null> {
  if (file.size > MAX_FILE) return 'The file is too large to be a Backflow document.';
  if (/\.(ipynb|py)$/i.test(file.name)) {
    return 'Python files and notebooks can’t be opened here; Backflow documents (.json) can.';
  }
  return importText(workspace, await file.text());
}
