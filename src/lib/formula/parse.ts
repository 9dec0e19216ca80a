import { parser } from '@lezer/python';
import { LIMITS } from '../graph/document';
import type { Expression, FormulaError, Statement } from './ast';
import { checkTokens } from './check';
import { readStatement } from './convert';
import { children, ExpressionReader, type Mode } from './expressions';
import { asError, byPosition } from './fault';
import { scan } from './scan';

/** Characters that a formula or a function's body may have. */
export const MAX_FORMULA = LIMITS.source;

export type Result =
  | { readonly ok: true; readonly statements: readonly Statement[] }
  | { readonly ok: false; readonly errors: readonly FormulaError[] };

const refused = (errors: FormulaError[]): Result => ({
  ok: false,
  errors: errors.sort(byPosition)
});

const failed = (message: string, from: number, to: number): Result =>
  refused([{ message, from, to }]);

function parse(source: string, mode: Mode, limit: number, emptyMessage: string): Result {
  if (source.length > limit) {
    const message = `This has ${source.length} characters, and at most ${limit} fit`;
    return failed(message, limit, source.length);
  }
  const { tokens, errors, masked } = scan(source);
  if (errors.length > 0) return refused([...errors]);
  if (tokens.length === 1) return failed(emptyMessage, 0, source.length);
  const faults = checkTokens(source, tokens);
  if (faults.length > 0) return refused(faults);

  const reader = new ExpressionReader(source, mode);
  const statements: Statement[] = [];
  const nodes = children(parser.parse(masked).topNode).flatMap((node) =>
    node.name === 'StatementGroup' ? children(node).filter(({ name }) => name !== ';') : [node]
  );
  try {
    for (const node of nodes) statements.push(readStatement(reader, node));
  } catch (thrown) {
    // What follows may suffer from this fault, so it is reported alone.
    return refused([asError(thrown)]);
  }
  return { ok: true, statements };
}

/** Reads a formula, e.g. `u*v + (u*v)**2` or `y = x**2; 3*y`. Never throws. */
export function parseFormula(source: string): Result {
  return parse(source, 'formula', MAX_FORMULA, 'The formula is empty: write one, e.g. `x ** 2`');
}

/** Reads the body of a custom function's `forward` or `backward`. Never throws. */
export function parseBody(source: string): Result {
  return parse(source, 'body', MAX_FORMULA, 'The body is empty: write what it returns');
}

/**
 * Reads one value as typed into an input's field: numbers, nested lists and `linspace(…)`.
 * @param limit characters that it may have
 */
export function parseValue(source: string, limit: number): Values {
  return only(
    parse(source, 'value', limit, 'The value is empty: write a number or a list'),
    source
  );
}

/** Reads what sets an operation, as typed into an attribute's field; `0, 1` is a list of two. */
export function parseArgument(source: string): Values {
  const read = parse(source, 'argument', MAX_FORMULA, 'The value is empty');
  const values = read.ok && read.statements.length === 1 ? read.statements[0]?.values : undefined;
  if (!values || values.length < 2) return only(read, source);
  return {
    ok: true,
    value: { kind: 'list', isTuple: true, items: values, from: 0, to: source.length }
  };
}

type Values =
  | { readonly ok: true; readonly value: Expression }
  | { readonly ok: false; readonly errors: readonly FormulaError[] };

/** The one value that a text is. */
function only(result: Result, source: string): Values {
  if (!result.ok) return result;
  const [statement] = result.statements;
  const [value, second] = statement?.kind === 'expression' ? statement.values : [];
  if (result.statements.length !== 1 || !value) {
    const message = 'This is no value: write a number or a list, e.g. `[1, 2, 3]`';
    return { ok: false, errors: [{ message, from: 0, to: source.length }] };
  }
  if (second) {
    const message = 'Several values need square brackets, e.g. `[1, 2, 3]`';
    return { ok: false, errors: [{ message, from: 0, to: source.length }] };
  }
  return { ok: true, value };
}
