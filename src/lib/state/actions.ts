import type { Format } from '../exchange/code/formats';
import { barFormula, type Example } from '../exchange/examples';
import { fromJson, toJson } from '../exchange/json';
import { fromFragment, toFragment } from '../exchange/share';
import { buildFormula as documentOf } from '../formula';
import type { FormulaError } from '../formula';
import { nodesInOrder, type ChartSettings, type Document } from '../graph/document';
import { move } from '../graph/edits';
import { layout } from '../graph/layout';
import { applyPatch, replaceContent } from '../graph/patch';
import type { Editor } from './editor.svelte';
import { elk, stopElk } from './elk';
import { saveText } from './files';
import type { Session } from './session.svelte';
import type { Workspace } from './workspace.svelte';

type Places = Awaited<ReturnType<typeof layout>>;

/** A layout that takes longer is given up, and nodes stay where they are. */
const LAYOUT_MS = 12_000;
/** For a formula: its plain placement can be read too, so it isn't worth a long wait. */
const FORMULA_MS = 2000;

async function places(doc: Document, patience: number): Promise<Places | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
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

function placedAt(doc: Document, placed: Places | null): Document {
  const edit = placed ? move(doc, placed) : null;
  return edit?.ok ? applyPatch(doc, edit.patch) : doc;
}

/** The document placed from left to right; as it was where no layout can be had. */
export const laidOut = async (doc: Document): Promise<Document> =>
  placedAt(doc, await places(doc, LAYOUT_MS));

/** The latest request of each editor that waits for a layout; an answer to an earlier one is dropped. */
const latest = new WeakMap<Editor, object>();

/** Claims the editor for a request. The answer says what has become of it since. */
function begin(editor: Editor): () => 'current' | 'changed' | 'superseded' {
  const request = {};
  latest.set(editor, request);
  const { revision } = editor;
  return () => {
    if (latest.get(editor) !== request) return 'superseded';
    return editor.revision === revision ? 'current' : 'changed';
  };
}

/** Places all nodes anew as one undo step. */
export async function tidy(session: Session): Promise<void> {
  const { editor } = session;
  const state = begin(editor);
  const placed = await places(editor.document, LAYOUT_MS);
  if (state() === 'superseded') return;
  if (!placed) editor.notify('warning', 'The graph could not be placed; it stays as it was.');
  else if (state() === 'current') editor.do(move(editor.document, placed));
  else
    editor.notify('info', 'The graph changed meanwhile, so it was not tidied. Press Tidy again.');
  session.canvas?.fitView();
}

/** The chart's settings for a formula's document: where the swept input is still there, its range is too. */
function keptChart(before: Document, after: Document): ChartSettings {
  const { chart } = before.meta;
  const inputs = nodesInOrder(before).filter(({ kind }) => kind === 'input');
  const swept = inputs.find(({ id }) => chart.input === null || id === chart.input);
  const input = nodesInOrder(after).find(
    ({ kind, name }) => kind === 'input' && name === swept?.name
  );
  if (!input) return { ...after.meta.chart, derivative: chart.derivative };
  return { ...chart, input: chart.input === null ? null : input.id };
}

/**
 * Replaces the document's content by a formula's graph, as one undo step. Inputs of the same name keep their values.
 * @returns the formula's faults; empty where there are none
 */
export async function buildFormula(
  session: Session,
  source: string
): Promise<readonly FormulaError[]> {
  const { editor } = session;
  const state = begin(editor);
  const before = editor.document;
  const built = documentOf(source, { keep: before });
  if (!built.ok) return built.errors;
  const next = placedAt(built.document, await places(built.document, FORMULA_MS));
  if (state() === 'changed') {
    editor.notify('info', 'The graph changed meanwhile, so the formula was not built.');
  }
  if (state() !== 'current') return [];
  const { training, data } = before.meta;
  const meta = {
    ...next.meta,
    chart: keptChart(before, next),
    ...(training ? { training: { ...training, loss: null } } : {}),
    ...(data ? { data } : {})
  };
  const patch = replaceContent(before, { ...next, meta });
  if (editor.do({ ok: true, patch, select: { nodes: [] } })) {
    session.player.finish();
    session.canvas?.fitView();
  }
  return [];
}

/** Opens an example of the gallery as a new document. */
export async function openExample(workspace: Workspace, found: Example): Promise<void> {
  await workspace.openNew(await laidOut(found.build()), barFormula(found));
}

/** Saves what a format has made of the document as a file; answers the file's name. */
export function saveExport({ editor }: Session, format: Format, text: string): string {
  const title = editor.document.meta.title + format.suffix;
  return saveText(text, format.type, title, format.ending);
}

/** Characters of JSON that a link can carry: browsers refuse longer addresses, and making one would take seconds. */
const MAX_LINKED = 1_000_000;

/** An address that holds the whole document in its fragment; null where the document is too large for one. */
export function shareLink(doc: Document): string | null {
  if (toJson(doc).length > MAX_LINKED) return null;
  return `${window.location.origin}${window.location.pathname}#${toFragment(doc)}`;
}

/**
 * Opens what a text holds, a document's JSON or a link to share, as a document of its own.
 * @returns one sentence about what is wrong with it, else null
 */
export async function importText(workspace: Workspace, text: string): Promise<string | null> {
  const [, fragment] = /^\s*\S*#(doc=\S*)\s*$/.exec(text) ?? [];
  const loaded = (fragment === undefined ? null : fromFragment(fragment)) ?? fromJson(text);
  if (!loaded.ok) return loaded.reason;
  await workspace.openNew(loaded.document);
  return null;
}

/** Bytes of a file that is looked at. */
const MAX_FILE = 25_000_000;
const READABLE =
  'Backflow reads documents that it exported: JSON files, which end in .json. Notebooks end in .ipynb.';

/** As `importText`, for a file. */
export async function importFile(workspace: Workspace, file: File): Promise<string | null> {
  if (!/\.json$/i.test(file.name)) return `${file.name} can’t be opened. ${READABLE}`;
  if (file.size > MAX_FILE) return `${file.name} is too large to be a Backflow document.`;
  let text: string;
  try {
    text = await file.text();
  } catch {
    return `${file.name} could not be read: it may have been moved or changed meanwhile.`;
  }
  return importText(workspace, text);
}
