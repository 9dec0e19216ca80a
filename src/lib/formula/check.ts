import { functionOperation } from '../ops/registry';
import type { FormulaError } from './ast';
import { shortened } from './fault';
import type { Token } from './scan';

/** Brackets inside brackets; a formula that a person wrote stays far below. */
export const MAX_NESTING = 200;

type BracketKind = 'call' | 'group' | 'list' | 'index';
interface Bracket {
  readonly token: Token;
  readonly kind: BracketKind;
}

const SIGNS = new Set(['+', '-', '~']);

const isWord = (token: Token): boolean => token.kind === 'name' || token.kind === 'number';

/** `x y`, `)(`, `sin x`: two values with nothing between. */
function missingSign(before: Token, token: Token): string {
  if (before.kind === 'name' && isWord(token) && functionOperation(before.text)) {
    return `\`${before.text}\` needs brackets: write \`${before.text}(${shortened(token.text)})\``;
  }
  const [a, b] = [shortened(before.text), shortened(token.text)];
  const product = `${isWord(before) ? a : '(…)'} * ${isWord(token) ? b : '(…)'}`;
  return `There is no sign between \`${a}\` and \`${b}\`: for a product write \`${product}\``;
}

function nothingOnTheLeft({ text }: Token): string {
  const said = `\`${text}\` has nothing on its left`;
  return text === '|' ? `${said}; for an absolute value write \`abs(x)\`` : said;
}

function nothingOnTheRight(operator: Token, next: Token): string {
  const said = `\`${operator.text}\` has nothing on its right`;
  if (next.text === '\n') {
    return `${said}: a line ends here; put the formula in brackets to go on in the next one`;
  }
  if (operator.text === '*' && next.text === '*') return `${said}; a power is written \`**\``;
  return said;
}

/**
 * Looks at neighbouring tokens: what is missing between, before or after them, and which bracket has no partner.
 * The parser behind it repairs such faults silently and can't say what they were.
 */
export function checkTokens(source: string, tokens: readonly Token[]): FormulaError[] {
  const errors: FormulaError[] = [];
  const open: Bracket[] = [];
  let wantsValue = true;
  let before: Token | undefined;

  const fail = (message: string, { from, to }: { from: number; to: number }): void => {
    errors.push({ message, from, to });
  };
  /** A value is wanted and `token` isn't one. */
  const missing = (token: Token): void => {
    if (before?.kind === 'operator') fail(nothingOnTheRight(before, token), before);
    else if (before?.kind === 'assign') fail('There is no value after `=`', before);
    else if (before?.kind === 'dot') fail('A name has to follow the `.`', before);
    else if (before?.kind === 'keyword') fail(`There is no value after \`${before.text}\``, before);
    else if (token.kind === 'operator') fail(nothingOnTheLeft(token), token);
    else fail(`There is nothing before \`${token.text}\``, token);
  };
  const unexpected = (token: Token): void => {
    if (before) fail(missingSign(before, token), { from: before.from, to: token.to });
  };

  const value = (token: Token): void => {
    if (token.text === 'return' && token.kind === 'keyword') {
      if (before && before.kind !== 'end') {
        fail('`return` can only stand at the beginning of a line', token);
      }
      wantsValue = true;
      return;
    }
    if (before?.kind === 'dot' && token.kind !== 'name') missing(token);
    else if (!wantsValue) unexpected(token);
    wantsValue = false;
  };

  const opening = (token: Token): void => {
    let kind: BracketKind = token.text === '(' ? 'group' : 'list';
    if (before?.kind === 'dot') missing(token);
    else if (!wantsValue) {
      if (token.text === '[') kind = 'index';
      else if (before?.kind === 'name') kind = 'call';
      else unexpected(token);
    }
    open.push({ token, kind });
    wantsValue = true;
  };

  const closing = (token: Token): void => {
    const bracket = open.pop();
    if (!bracket) {
      const opener = token.text === ')' ? '(' : '[';
      fail(`\`${token.text}\` closes nothing: there is no \`${opener}\` before it`, token);
    } else if ((bracket.token.text === '(') !== (token.text === ')')) {
      fail(`\`${token.text}\` can't close \`${bracket.token.text}\``, token);
    } else if (before === bracket.token) {
      const empty = { from: before.from, to: token.to };
      if (bracket.kind === 'group' || bracket.kind === 'index') {
        fail('There is nothing between the brackets', empty);
      }
    } else if (wantsValue && before?.kind !== 'comma') missing(token);
    wantsValue = false;
  };

  const assign = (token: Token, previous: Token | undefined): void => {
    const bracket = open.at(-1);
    const isKeyword =
      bracket?.kind === 'call' &&
      before?.kind === 'name' &&
      (previous === bracket.token || previous?.kind === 'comma');
    if (bracket && !isKeyword) {
      fail("`=` names a value and can't stand inside brackets; to compare write `==`", token);
    } else if (wantsValue && before?.kind !== 'comma') missing(token);
    wantsValue = true;
  };

  const end = (token: Token): void => {
    const isEmpty = !before || before.kind === 'end' || before.kind === 'open';
    if (isEmpty ? token.text === ';' : wantsValue && before?.kind !== 'comma') missing(token);
    wantsValue = true;
  };

  let previous: Token | undefined;
  for (const [index, token] of tokens.entries()) {
    switch (token.kind) {
      case 'number':
      case 'name':
      case 'text':
      case 'keyword':
        value(token);
        break;
      case 'operator':
        if (before?.text === '\n' && SIGNS.has(token.text) && isIndented(source, token)) {
          fail(
            `A line that begins with \`${token.text}\` doesn't continue the one above: put the formula in brackets`,
            token
          );
        } else if (wantsValue && !(SIGNS.has(token.text) && before?.kind !== 'dot')) missing(token);
        wantsValue = true;
        break;
      case 'dot':
        if (wantsValue) missing(token);
        wantsValue = true;
        break;
      case 'comma':
        if (wantsValue) missing(token);
        wantsValue = true;
        break;
      case 'assign':
        assign(token, previous);
        break;
      case 'open':
        opening(token);
        if (open.length > MAX_NESTING) {
          fail(`The brackets are nested more than ${MAX_NESTING} deep`, token);
          return errors;
        }
        break;
      case 'close':
        closing(token);
        break;
      case 'end':
        // A line's end doesn't count inside brackets, so this is a `;` or the end of the text.
        if (open.length > 0 && index < tokens.length - 1) {
          fail("`;` ends a statement and can't stand inside brackets", token);
        } else end(token);
        break;
    }
    previous = before;
    before = token;
  }
  for (const { token } of open) fail(`\`${token.text}\` is never closed`, token);
  return errors;
}

const isIndented = (source: string, token: Token): boolean =>
  /[ \t]/.test(source.charAt(token.from - 1));
