/** A part of a sentence: words, or code. */
export interface Part {
  readonly text: string;
  readonly isCode: boolean;
}

/** Code between runs of as many backticks, as in Markdown. */
const CODE = /(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;

/** The parts of a sentence in which names and code stand between backticks. */
export function sentenceParts(sentence: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of sentence.matchAll(CODE)) {
    if (match.index > end) parts.push({ text: sentence.slice(end, match.index), isCode: false });
    // A space beside backticks only keeps them apart.
    const [whole, , inside = ''] = match;
    parts.push({ text: inside.replace(/^ (.*) $/, '$1'), isCode: true });
    end = match.index + whole.length;
  }
  if (end < sentence.length) parts.push({ text: sentence.slice(end), isCode: false });
  return parts;
}
