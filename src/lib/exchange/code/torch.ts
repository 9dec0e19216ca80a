import type { Document } from '../../graph/document';
import { freshCell, freshNotebook, writeNotebook } from '../notebook';
import { comment } from './account';
import { listingOf, type Listing, type ListingOptions } from './listing';

const NOTHING = comment('The document is empty.');

/** Parts of a file with an empty line between; classes have two, as PEP 8 asks. */
function joined({ title, classes, ...rest }: Listing): string {
  const { imports, inputs, steps, backward, values, gradients } = rest;
  const block = (lines: readonly string[]): string[] =>
    lines.length > 0 ? [lines.join('\n')] : [];
  const head = [...block(title.trim() === '' ? [] : [comment(title)]), imports.join('\n')].join(
    '\n\n'
  );
  const body = [inputs, steps, backward, [...values, ...gradients]].flatMap(block);
  const main = body.length > 0 ? body.join('\n\n') : NOTHING;
  return classes.length > 0 ? [head, ...classes, main].join('\n\n\n') : `${head}\n\n${main}`;
}

/** A document as a Python script that PyTorch runs to the same values and gradients. */
export const torchScript = (doc: Document, options: ListingOptions = {}): string =>
  joined(listingOf(doc, options)) + '\n';

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
    ['inputs', 'Inputs', inputs],
    ['forward', 'Forward', [...steps, ...values]],
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
