import { emptyDocument, type Document } from '../graph/document';
import { toJson } from '../exchange/json';
import { laidOut } from './actions';
import { readAddress, type Request } from './address';
import { Library, type OpenDocument } from './library';
import { Workspace } from './workspace.svelte';

/** What a first visit shows. */
const FIRST = { search: '?example=quadratic', hash: '' };

/** A document to be shown, and what the formula bar shows with it. */
interface Wanted {
  readonly document: Document;
  readonly formula: string;
}

async function wanted(request: Request): Promise<Wanted | null> {
  if (request.kind !== 'document') return null;
  const { document, isUnplaced, formula } = request;
  return { document: isUnplaced ? await laidOut(document) : document, formula };
}

/** Ids and places aside, a link that was opened before is the same document. */
const sameContent = (a: Document, b: Document): boolean => toJson(a) === toJson(b);

/** The page's workspace, once there is one: it stays while the user is at a notebook. */
let current: Promise<Workspace> | null = null;

/**
 * Opens what the address asks for, else what is open, else the last document, else the first example.
 * A link opens a document of its own: what was there before stays in the library.
 */
export async function openFromAddress(address: {
  search: string;
  hash: string;
}): Promise<Workspace> {
  const request = readAddress(address);
  const asked = await wanted(request);
  const open = await (current ??= start(asked));
  if (asked && !sameContent(open.session.editor.document, asked.document)) {
    await open.openNew(asked.document, asked.formula);
  }
  if (request.kind === 'damaged') open.reportDamage(asFile(request));
  return open;
}

/** What is shown where nothing was asked for and nothing can be opened. */
const fresh = async (isDamaged: boolean): Promise<Wanted> =>
  (isDamaged ? null : await wanted(readAddress(FIRST))) ?? {
    document: emptyDocument(),
    formula: ''
  };

async function start(asked: Wanted | null): Promise<Workspace> {
  const library = await Library.open();
  const { opened, damaged } = await library.openLast();
  const isThere = opened && (!asked || sameContent(opened.store.document, asked.document));
  let shown: OpenDocument | null = isThere ? opened : null;
  let formula = asked?.formula ?? '';
  if (!shown) {
    await opened?.close();
    const next = asked ?? (await fresh(damaged !== null));
    formula = next.formula;
    shown = await library.create(next.document);
  }
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
