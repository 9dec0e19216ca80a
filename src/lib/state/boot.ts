import { emptyDocument, type Document } from '../graph/document';
import { toJson } from '../exchange/json';
import { example } from '../exchange/examples';
import { laidOut } from './actions';
import { readAddress, type Request } from './address';
import { Library, type OpenDocument } from './library';
import { Workspace } from './workspace.svelte';

/** What a first visit shows. */
const FIRST = 'quadratic';

async function firstDocument(): Promise<Document> {
  const first = example(FIRST);
  return first ? laidOut(first) : emptyDocument();
}

const wanted = (request: Request): Promise<Document> | null =>
  request.kind !== 'document'
    ? null
    : request.isUnplaced
      ? laidOut(request.document)
      : Promise.resolve(request.document);

/** Ids and places aside, a link that was opened before is the same document. */
const sameContent = (a: Document, b: Document): boolean => toJson(a) === toJson(b);

/**
 * Opens what the address asks for, else the last document, else the first example.
 * A link opens a document of its own: what was there before stays in the library.
 * @param workspace the one that is already open, or null at the start
 */
export async function openFromAddress(
  address: { search: string; hash: string },
  workspace: Workspace | null
): Promise<Workspace> {
  const request = readAddress(address);
  const doc = await wanted(request);
  const formula = request.kind === 'nothing' ? '' : request.formula;
  const open = workspace ?? (await start(doc, formula));
  if (doc && !sameContent(open.session.editor.document, doc)) await open.openNew(doc, formula);
  if (request.kind === 'damaged') open.reportDamage(asFile(request));
  return open;
}

async function start(doc: Document | null, formula: string): Promise<Workspace> {
  const library = await Library.open();
  const { opened, damaged } = await library.openLast();
  // A damaged document that nobody asked for waits for its turn; what the link brought comes first.
  const shown: OpenDocument =
    opened && (!doc || sameContent(opened.store.document, doc))
      ? opened
      : await library.create(doc ?? (damaged ? emptyDocument() : await firstDocument()));
  if (opened && shown !== opened) void opened.close();
  const workspace = new Workspace(library, shown, formula);
  if (damaged) workspace.reportDamage(damaged);
  if (!library.persistent) {
    workspace.session.editor.notify(
      'warning',
      'This browser keeps nothing: the document is lost when the page closes. Export it to keep it.'
    );
  }
  return workspace;
}

const asFile = (request: Extract<Request, { kind: 'damaged' }>) => ({
  reason: request.reason,
  data: new Blob([request.data], { type: 'text/plain' }),
  fileName: request.fileName
});
