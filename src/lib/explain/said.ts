/** A sentence in which nodes are named so that they can be pressed. */
export type Said = readonly (string | { readonly node: string })[];

/** Makes such a sentence: `` said`${{ node: id }} is 0` ``. */
export function said(
  texts: TemplateStringsArray,
  ...parts: (string | { readonly node: string })[]
): Said {
  const all: (string | { readonly node: string })[] = [];
  texts.forEach((text, k) => {
    if (text !== '') all.push(text);
    const part = parts[k];
    if (part !== undefined && part !== '') all.push(part);
  });
  return all;
}

/** The sentence as plain text. */
export const saidText = (sentence: Said, nameOf: (node: string) => string): string =>
  sentence.map((part) => (typeof part === 'string' ? part : nameOf(part.node))).join('');
