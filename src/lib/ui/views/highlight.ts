import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/python';

/** A piece of a line and the class that colours it. */
export interface Ink {
  readonly text: string;
  readonly ink: string;
}

const inks = tagHighlighter([
  { tag: [tags.keyword, tags.operatorKeyword], class: 'keyword' },
  { tag: [tags.string, tags.special(tags.string)], class: 'string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'number-ink' },
  { tag: tags.comment, class: 'comment' }
]);

/** A line in pieces; by itself, so that of a long program only what is in view has to be read. */
export function coloured(line: string): Ink[] {
  const pieces: Ink[] = [];
  highlightCode(
    line,
    parser.parse(line),
    inks,
    (text, ink) => pieces.push({ text, ink }),
    () => undefined
  );
  return pieces;
}
