import { LIMITS } from '../graph/document';
import type { FormulaError, Range } from './ast';
import { explainCharacter, lowered, superscripts } from './characters';
import { shortened } from './fault';
import { supportedKeywords, unsupportedKeywords } from './keywords';

export type TokenKind =
  | 'number'
  | 'name'
  | 'text'
  | 'keyword'
  | 'operator'
  | 'assign'
  | 'open'
  | 'close'
  | 'comma'
  | 'dot'
  /** End of a statement: `;`, a line's end outside brackets, or the end of the text. */
  | 'end';

export interface Token extends Range {
  readonly kind: TokenKind;
  readonly text: string;
}

export interface Scan {
  readonly tokens: readonly Token[];
  readonly errors: readonly FormulaError[];
  /**
   * The text for the parser, position for position. Comments and indentation are blank, and numbers are plain digits,
   * because the parser takes `5.` for an attribute access.
   */
  readonly masked: string;
}

const SPACE = /[\s\u00a0\u200b\u2060\ufeff]+/y;
const COMMENT = /#[^\n\r]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER =
  /0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y;
const QUOTED = /(['"])[^\n\r]*?\1/y;
const OPERATOR =
  /\*\*=|\/\/=|<<=|>>=|\*\*|\/\/|<<|>>|<=|>=|==|!=|<>|=<|=>|:=|->|&&|\|\||[-+*/%@&|^]=|[-+*/%@&|^~<>=]/y;

const confused: Readonly<Record<string, string>> = {
  '<>': '`<>` isn\'t an operator of Python: write `!=` for "different from"',
  '=<': '`=<` isn\'t an operator of Python: write `<=` for "at most"',
  '=>': '`=>` isn\'t an operator of Python: write `>=` for "at least"',
  ':=': "`:=` can't be used here: write `=` to name a value",
  '->': "`->` can't be used in a formula",
  '&&': "`&&` isn't an operator of Python, and a tensor has no single truth value: write `logical_and(x, y)`",
  '||': "`||` isn't an operator of Python: write `abs(x)` for an absolute value"
};

function match(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

function numberFault(text: string): string | null {
  if (/^0[xXbBoO]/.test(text)) {
    return /_(?![\da-fA-F])/.test(text) ? badUnderscore(text) : null;
  }
  if (/_(?!\d)|\._/.test(text)) return badUnderscore(text);
  if (/^0[\d_]*[1-9][\d_]*$/.test(text)) {
    return `Leading zeros aren't allowed in Python: write \`${shortened(text.replace(/^[0_]+/, ''))}\``;
  }
  return null;
}

const badUnderscore = (text: string): string =>
  `\`${shortened(text)}\` isn't a number: an underscore stands between two digits`;

/** Value of a number as Python writes it: `1_000`, `.5`, `5.`, `1e-3`, `0x1f`. */
export const numberValue = (text: string): number => Number(text.replaceAll('_', ''));

/** Cuts a formula into tokens and finds what no formula can hold. */
export function scan(source: string): Scan {
  const tokens: Token[] = [];
  const errors: FormulaError[] = [];
  const said = new Set<string>();
  const masked = new Array<string>(source.length).fill(' ');
  let depth = 0;
  let line: number | null = null;
  let at = 0;

  const fail = (message: string, to: number): void => {
    // Said once: `if … else` and a `for … in` would otherwise complain twice.
    if (!said.has(message)) errors.push({ message, from: at, to });
    said.add(message);
    at = to;
  };
  const push = (kind: TokenKind, text: string, shown = text): void => {
    // The line's end goes right before the next statement, so that its indentation doesn't count.
    if (line !== null && tokens.length > 0 && tokens.at(-1)?.kind !== 'end') {
      tokens.push({ kind: 'end', text: '\n', from: line, to: line + 1 });
    }
    if (line !== null) masked[at - 1] = '\n';
    line = null;
    tokens.push({ kind, text, from: at, to: at + text.length });
    for (let k = 0; k < text.length; k++) masked[at + k] = shown.charAt(k);
    at += text.length;
  };

  while (at < source.length) {
    const character = source.charAt(at);
    const space = match(SPACE, source, at);
    if (space) {
      const end = space.search(/[\n\r]/);
      if (end >= 0 && depth === 0 && line === null) line = at + end;
      at += space.length;
      continue;
    }
    const comment = match(COMMENT, source, at);
    if (comment) {
      at += comment.length;
      continue;
    }
    const name = match(NAME, source, at);
    if (name) {
      const why = unsupportedKeywords.get(name);
      if (why && tokens.at(-1)?.kind !== 'dot') fail(why, at + name.length);
      else if (name.length > LIMITS.name) {
        fail(`A name has at most ${LIMITS.name} characters`, at + name.length);
      } else push(supportedKeywords.has(name) ? 'keyword' : 'name', name);
      continue;
    }
    const number = match(NUMBER, source, at);
    if (number) {
      const glued = match(NAME, source, at + number.length);
      const why = glued
        ? `\`${shortened(number + glued)}\` needs a sign between its parts: write \`${shortened(`${number} * ${glued}`)}\``
        : numberFault(number);
      if (why) fail(why, at + number.length + (glued?.length ?? 0));
      // A point in front stays, or `return.5` would become one word.
      else
        push('number', number, number.charAt(0).replace(/\d/, '1') + '1'.repeat(number.length - 1));
      continue;
    }
    if (character === '\\' && /[\n\r]/.test(source.charAt(at + 1))) {
      at += source.startsWith('\r\n', at + 1) ? 3 : 2;
      continue;
    }
    const operator = match(OPERATOR, source, at);
    if (operator) {
      const why = operatorFault(
        operator,
        tokens.at(-1),
        match(/\s*(\w+)/y, source, at + operator.length)
      );
      if (why) fail(why, at + operator.length);
      else push(operator === '=' ? 'assign' : 'operator', operator);
      continue;
    }
    if ('()[],.;'.includes(character)) {
      if ('(['.includes(character)) depth++;
      if (')]'.includes(character)) depth = Math.max(0, depth - 1);
      push(punctuation(character), character);
      continue;
    }
    const power = superscripts(source, at);
    if (power) {
      const before = tokens.at(-1);
      const base = before && isOperand(before) ? `${before.text} ` : '';
      fail(
        `\`${shortened(power)}\` isn't Python: write \`${shortened(`${base}** ${lowered(power)}`)}\` for the power`,
        at + power.length
      );
      continue;
    }
    const quoted = match(QUOTED, source, at);
    if (quoted) {
      if (/\\/.test(quoted)) fail("A text can't hold a backslash here", at + quoted.length);
      // What is inside is nobody's business but the operation's.
      else push('text', quoted, `'${'a'.repeat(quoted.length - 2)}'`);
      continue;
    }
    const point = String.fromCodePoint(source.codePointAt(at) ?? 0);
    fail(explainCharacter(point), at + point.length);
  }
  tokens.push({ kind: 'end', text: '', from: source.length, to: source.length });
  return { tokens, errors, masked: masked.join('') };
}

const isOperand = (token: Token): boolean => token.kind === 'number' || token.kind === 'name';

function punctuation(character: string): TokenKind {
  if (character === ',') return 'comma';
  if (character === '.') return 'dot';
  if (character === ';') return 'end';
  return character === '(' || character === '[' ? 'open' : 'close';
}

function operatorFault(
  operator: string,
  before: Token | undefined,
  after: string | null
): string | null {
  const operand = before && isOperand(before) ? before.text : null;
  if (operator === '^') {
    const power =
      operand && after ? `\`${shortened(`${operand} ** ${after.trim()}`)}\`` : '`**` for a power';
    return `\`^\` is bitwise xor in Python: write ${power}`;
  }
  const known = confused[operator];
  if (known) return known;
  if (/^[^<>=!]+=$/.test(operator) || operator === '<<=' || operator === '>>=') {
    const sign = operator.slice(0, -1);
    const name = before?.kind === 'name' ? before.text : 'x';
    return `\`${operator}\` can't be used here: write \`${name} = ${name} ${sign} …\``;
  }
  return null;
}
