/** The line of a source in which something is wrong, cut around the faulty place. */
export interface Excerpt {
  /** Counted from 1. */
  readonly line: number;
  readonly before: string;
  /** The faulty text; a blank where something is missing. */
  readonly marked: string;
  readonly after: string;
}

/** Characters shown to either side. */
const AROUND = 30;
const MAX_MARKED = 40;

/** Cuts out what is around a place; positions past the end point behind the last character. */
export function excerpt(source: string, from: number, to: number): Excerpt {
  const start = Math.min(Math.max(0, from), source.length);
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const newline = source.indexOf('\n', start);
  const lineEnd = newline < 0 ? source.length : newline;
  const end = Math.min(Math.max(to, start + 1), lineEnd);
  const left = Math.max(lineStart, start - AROUND);
  const right = Math.min(lineEnd, Math.max(end, start) + AROUND);
  return {
    line: source.slice(0, start).split('\n').length,
    before: `${left > lineStart ? '…' : ''}${source.slice(left, start)}`,
    marked: source.slice(start, Math.min(end, start + MAX_MARKED)) || ' ',
    after: `${source.slice(Math.max(end, start), right)}${right < lineEnd ? '…' : ''}`
  };
}
