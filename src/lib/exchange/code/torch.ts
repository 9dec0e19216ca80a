import type { Document } from '../../graph/document';
import { freshCell, freshNotebook, writeNotebook } from '../notebook';
import { comment } from './account';
import type { ClassLine } from './body';
import {
  type Body,
  type Listing,
  listingOf,
  type ListingOptions,
  remark,
  type Statement
} from './listing';

const NOTHING = comment('The document is empty.');

/** Statements of a file, an empty line between its parts; classes have two around them, as PEP 8 asks. */
function fileOf(listing: Listing): Statement[] {
  const { title, imports, classes, inputs, steps, backward, values, gradients } = listing;
  const file: Statement[] = [];
  const add = (part: readonly Statement[], gap: number): void => {
    if (part.length === 0) return;
    if (file.length > 0) for (let k = 0; k < gap; k++) file.push(remark(''));
    file.push(...part);
  };
  add(title.trim() === '' ? [] : [remark(comment(title))], 1);
  add(imports.map(remark), 1);
  for (const one of classes) add([remark(one)], 2);
  const main = [inputs, steps, backward.map(remark), [...values, ...gradients].map(remark)].filter(
    (part) => part.length > 0
  );
  if (main.length === 0) main.push([remark(NOTHING)]);
  main.forEach((part, k) => add(part, k === 0 && classes.length > 0 ? 2 : 1));
  return file;
}

/** A document as a Python script that PyTorch runs to the same values and gradients. */
export const torchScript = (doc: Document, options: ListingOptions = {}): string =>
  fileOf(listingOf(doc, options))
    .map(({ text }) => `${text}\n`)
    .join('');

/** One line of that script. */
export interface CodeLine extends Statement {
  /** Whether `backward()` is called here. */
  readonly isBackward: boolean;
  /** The lines of a function's code that it is written from, and the nodes that run them; else null. */
  readonly body: (ClassLine & Pick<Body, 'nodes'>) | null;
}

/** The script line by line, with the node that each line computes. */
export function torchLines(doc: Document, options: ListingOptions = {}): CodeLine[] {
  const listing = listingOf(doc, options);
  const call = listing.backward.at(-1);
  const bodies = new Map(listing.classes.map((text, k) => [text, listing.bodies[k]]));
  return fileOf(listing).flatMap(({ text, node }) => {
    const found = node === null ? bodies.get(text) : undefined;
    return text.split('\n').map((line, k): CodeLine => {
      const from = found?.lines[k];
      const body = found && from && from.from > 0 ? { ...from, nodes: found.nodes } : null;
      return { text: line, node, isBackward: text === call, body };
    });
  });
}

/** A title as Markdown shows it: letter by letter. */
const escaped = (title: string): string =>
  title.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!|<>&$~]/g, '\\$&');

/** The same as a Jupyter notebook, a cell for each part. */
export function torchNotebook(doc: Document, options: ListingOptions = {}): string {
  const { title, imports, classes, inputs, steps, backward, values, gradients } = listingOf(
    doc,
    options
  );
  const parts: readonly (readonly [id: string, heading: string, lines: readonly string[]])[] = [
    ['imports', '', imports],
    ['functions', 'Functions with their own backward', classes],
    ['inputs', 'Inputs', inputs.map(({ text }) => text)],
    ['forward', 'Forward', [...steps.map(({ text }) => text), ...values]],
    ['backward', 'Backward', [...backward, ...gradients]]
  ];
  const cells = parts.flatMap(([id, heading, lines]) => {
    if (lines.length === 0) return [];
    const code = freshCell('code', id, lines.join(id === 'functions' ? '\n\n\n' : '\n'));
    return heading === '' ? [code] : [freshCell('markdown', `about-${id}`, `## ${heading}`), code];
  });
  return writeNotebook(
    freshNotebook([freshCell('markdown', 'title', `# ${escaped(title)}`), ...cells])
  );
}
