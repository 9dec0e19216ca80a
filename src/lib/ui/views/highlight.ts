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

/** A program in pieces, line by line. */
export function coloured(code: string): Ink[][] {
  const lines: Ink[][] = [[]];
  highlightCode(
    code,
    parser.parse(code),
    inks,
    (text, ink) => lines.at(-1)?.push({ text, ink }),
    () => lines.push([])
  );
  return lines;
}
