/** The text without the marks that colour it on the page, so that ordinary LaTeX (with amsmath) sets it. */
export function plainLatex(latex: string): string {
  const mark = /\\htmlClass\{[^{}]*\}\{/;
  let text = latex;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const start = found.index + found[0].length;
    let depth = 1;
    let end = start;
    while (end < text.length && depth > 0) {
      const char = text[end];
      if (char === '\\') end += 1;
      else if (char === '{') depth += 1;
      else if (char === '}') depth -= 1;
      end += 1;
    }
    const inner = text.slice(start, end - 1);
    // A group keeps what was inside together, as under a power.
    text = `${text.slice(0, found.index)}{${inner}}${text.slice(end)}`;
  }
  return text;
}
