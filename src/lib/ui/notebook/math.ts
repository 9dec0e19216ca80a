import type { Token, TokenizerAndRendererExtension } from 'marked';

/** Where a formula was found, until KaTeX takes its place: its text is the LaTeX. */
export const MATH = 'data-math';

interface MathToken {
  readonly type: string;
  readonly raw: string;
  readonly text: string;
  readonly isDisplay: boolean;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);

const placeholder = (token: Token): string => {
  const { text, isDisplay } = token as unknown as MathToken;
  return isDisplay
    ? `<span ${MATH}="display">${escapeHtml(text)}</span>`
    : `<span ${MATH}="inline">${escapeHtml(text)}</span>`;
};

/** Environments that stand by themselves, as MathJax takes them. */
const ENVIRONMENT =
  /^ {0,3}(\\begin\{((?:equation|align|alignat|gather|multline|eqnarray)\*?)\}[^]+?\\end\{\2\})/;
const BLOCK = /^ {0,3}\$\$((?:\\[^]|[^$\\]|\$(?!\$))+)\$\$/;
const DISPLAY = /^\$\$((?:\\[^]|[^$\\]|\$(?!\$))+)\$\$/;
/** A dollar sign before a number is one of money: what a space or a digit follows ends no formula. */
const INLINE = /^\$(?![\s$])((?:\\[^]|[^$\\]|\n(?!\s*\n))+?)\$(?!\d)/;
/** As MathJax's, in a text where Markdown takes one of the strokes away. */
const STROKES = /^\\\\\(([^]+?)\\\\\)/;

const token = (type: string, raw: string, text: string, isDisplay: boolean): MathToken => ({
  type,
  raw,
  text: text.trim(),
  isDisplay
});

/** Formulas that stand on lines of their own. */
export const blockMath: TokenizerAndRendererExtension = {
  name: 'blockMath',
  level: 'block',
  start: (source) => /^ {0,3}(?:\$\$|\\begin\{)/m.exec(source)?.index,
  tokenizer(source) {
    const [raw, text] = BLOCK.exec(source) ?? ENVIRONMENT.exec(source) ?? [];
    return raw === undefined || text === undefined
      ? undefined
      : token('blockMath', raw, text, true);
  },
  renderer: (found) => `<p>${placeholder(found)}</p>\n`
};

/** Formulas in a line of text. */
export const inlineMath: TokenizerAndRendererExtension = {
  name: 'inlineMath',
  level: 'inline',
  start: (source) => /\$|\\\\\(/.exec(source)?.index,
  tokenizer(source) {
    const display = DISPLAY.exec(source);
    if (display?.[1]) return token('inlineMath', display[0], display[1], true);
    const found = INLINE.exec(source) ?? STROKES.exec(source);
    if (!found?.[1] || /\s$/.test(found[1])) return undefined;
    return token('inlineMath', found[0], found[1], false);
  },
  renderer: placeholder
};

/** Code, comments and tags, or a formula; the sign before a formula isn't one of money or of another formula. */
const IN_HTML =
  /(<(pre|code)\b[^]*?<\/\2>|<!--[^]*?-->|<[^>]*>)|\$\$([^$<]+)\$\$|\$(?![\s$])([^$<\n]*[^$<\n\s])\$(?!\d)/gi;

/** Formulas among HTML that stands in Markdown, where Markdown itself looks for nothing. */
export const mathInHtml = (html: string): string =>
  html.replace(
    IN_HTML,
    (whole, code?: string, _tag?: string, display?: string, inline?: string) => {
      if (code !== undefined) return whole;
      return display === undefined
        ? `<span ${MATH}="inline">${inline ?? ''}</span>`
        : `<span ${MATH}="display">${display.trim()}</span>`;
    }
  );
