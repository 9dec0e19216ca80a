import type { Expression, NameExpression, Range, Statement } from '../../formula/ast';
import { namesOfSaved, savedExpressions } from '../../formula/body';
import { parseBody } from '../../formula/parse';
import { resolveCall } from '../../formula/resolve';
import { Walker, type Interpreter, type Scope, type Value } from '../../formula/walk';
import { keptAttributes } from '../../graph/attributes';
import type { FunctionSource } from '../../graph/document';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { callCode, named, plain, type Operand, type Wrap } from './call';
import { pythonNames } from './names';

const INDENT = '    ';
const GRAD_OUTPUT = 'grad_output';

/** How a library is spelled in a body. */
export interface Spelling {
  readonly module: string;
  /** Names that code in it uses for modules. */
  readonly modules: readonly string[];
  /** Class that functions inherit from, or none. */
  readonly base: string | null;
  /** @param attributes complete */
  readonly call: (
    op: OpDefinition,
    operands: readonly Operand[],
    attributes: Attributes
  ) => Operand;
}

/** A text that takes the place of a part of the source. */
interface Change extends Range {
  readonly text: string;
}

/** Tells plain numbers from tensors: only the former have a value. */
const blind: Interpreter<null> = { apply: () => null, number: () => null };

/** A number has to become a tensor of the other operands' type. */
const asTensor: Wrap = (text, operands) => {
  const tensor = operands.find(({ number }) => number === null);
  if (!tensor || /^-?\d+$/.test(text)) return `torch.tensor(${text})`;
  return `${tensor.isAtom ? tensor.text : `(${tensor.text})`}.new_tensor(${text})`;
};

const given = (op: OpDefinition, attributes: Attributes): Attributes => {
  const kept = keptAttributes(op, attributes) ?? {};
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name in kept));
};

export const torchSpelling: Spelling = {
  module: 'torch',
  modules: ['torch', 'F'],
  base: 'torch.autograd.Function',
  call: (op, operands, attributes) => callCode(op, operands, given(op, attributes), asTensor, false)
};

/** Writes a body as Python: the lines as they are, and what is short for something at full length. */
class Writer implements Scope<null> {
  private readonly numbers = new Map<string, Value<null>>();
  private readonly walker = new Walker(blind, this);
  readonly saved: readonly Value<null>[];
  /** Names that are read before they are assigned. */
  readonly free = new Set<string>();

  constructor(
    private readonly source: string,
    private readonly renames: ReadonlyMap<string, string>,
    private readonly spelling: Spelling,
    savedCount: number
  ) {
    this.saved = Array.from({ length: savedCount }, () => ({ value: null }));
  }

  get({ name }: NameExpression): Value<null> {
    return this.numbers.get(name) ?? { value: null };
  }

  set({ name }: NameExpression, value: Value<null>): void {
    this.numbers.set(name, value);
  }

  private nameOf(name: string): string {
    return this.renames.get(name) ?? name;
  }

  /** The plain number that an expression is, or null. */
  private numberOf(expression: Expression): number | null {
    const value = this.walker.evaluate(expression);
    return 'number' in value ? value.number : null;
  }

  private operand(expression: Expression): Operand {
    const number = this.numberOf(expression);
    if (number !== null) {
      return expression.kind === 'name'
        ? { text: this.nameOf(expression.name), number, isAtom: true }
        : plain(number);
    }
    const isAtom = ['name', 'call', 'method', 'saved'].includes(expression.kind);
    const made = expression.kind === 'call' || expression.kind === 'method';
    return made ? this.call(expression) : { ...named(this.text(expression)), isAtom };
  }

  private call(expression: Extract<Expression, { kind: 'call' | 'method' }>): Operand {
    const { op, args, attributes } = resolveCall(expression);
    const operands = args.map((arg) => this.operand(arg));
    return this.spelling.call(op, operands, attributes);
  }

  private changes(expression: Expression): Change[] {
    const { from, to } = expression;
    switch (expression.kind) {
      case 'name': {
        const { name } = expression;
        if (!this.numbers.has(name)) this.free.add(name);
        return name === this.nameOf(name) ? [] : [{ from, to, text: this.nameOf(name) }];
      }
      case 'number': {
        // `pi` and `math.pi` are known by themselves in a formula only.
        const constant = /^(?:math\.)?([a-z]+)$/.exec(this.source.slice(from, to))?.[1];
        return constant === undefined
          ? []
          : [{ from, to, text: `${this.spelling.module}.${constant}` }];
      }
      case 'unary':
        return this.changes(expression.operand);
      case 'binary':
      case 'compare':
        return [...this.changes(expression.left), ...this.changes(expression.right)];
      case 'call':
      case 'method': {
        const number = this.numberOf(expression);
        if (number !== null) return [{ from, to, text: plain(number).text }];
        const { text, isAtom } = this.call(expression);
        return [{ from, to, text: isAtom ? text : `(${text})` }];
      }
      default:
        return [];
    }
  }

  /** A part of the source with the changes in it. */
  private patched({ from, to }: Range, changes: readonly Change[]): string {
    let [text, at] = ['', from];
    for (const change of changes) {
      text += this.source.slice(at, change.from) + change.text;
      at = change.to;
    }
    return text + this.source.slice(at, to);
  }

  /** Brackets around an expression are outside of its range, so nothing is lost but they. */
  private text(expression: Expression): string {
    return this.patched(expression, this.changes(expression));
  }

  statement(statement: Statement, isLast: boolean): string {
    const changes = statement.values.flatMap((value) => this.changes(value));
    if (statement.kind === 'assign') {
      const targets = statement.targets.flatMap(({ names }) => names);
      this.walker.assign(statement);
      const renamed = targets.flatMap(({ name, from, to }): Change[] =>
        name === this.nameOf(name) ? [] : [{ from, to, text: this.nameOf(name) }]
      );
      return this.patched(statement, [...renamed, ...changes]);
    }
    const text = this.patched(statement, changes);
    return statement.kind === 'expression' && isLast ? `return ${text}` : text;
  }
}

/** What Python takes for no space, position for position. */
const ODD_SPACE = /[^\S\n\r]|[\u200b\u2060\ufeff]/g;

const commentsIn = (text: string): string[] => text.match(/#[^\n\r]*/g) ?? [];

/** A line of a class, with the lines of the function's code that it is written from. */
export interface ClassLine {
  readonly text: string;
  /** Null for what stands in neither. */
  readonly where: 'forward' | 'backward' | null;
  /** From 1, both included; 0 for a line that no code is written on. */
  readonly from: number;
  readonly to: number;
}

type BodyLine = Omit<ClassLine, 'where'>;
const aside = (text: string): BodyLine => ({ text, from: 0, to: 0 });

/** The lines of a statement, one for one where it still has as many. */
function linesOf(text: string, from: number, to: number): BodyLine[] {
  const parts = text.split('\n');
  return parts.map((part, k) =>
    parts.length === to - from + 1
      ? { text: part, from: from + k, to: from + k }
      : { text: part, from, to }
  );
}

interface Written {
  readonly lines: readonly BodyLine[];
  readonly free: ReadonlySet<string>;
}

/** The statements that run, each on lines of its own, with the comments between them. */
function bodyLines(
  body: string,
  known: readonly string[],
  renames: ReadonlyMap<string, string>,
  spelling: Spelling,
  savedCount: number
): Written {
  const source = body.replace(ODD_SPACE, ' ');
  const parsed = parseBody(source);
  const all = parsed.ok ? parsed.statements : [];
  const end = all.findIndex(({ kind }) => kind === 'return');
  const statements = end < 0 ? all : all.slice(0, end + 1);
  const writer = new Writer(source, renames, spelling, savedCount);
  for (const name of known) {
    writer.set({ kind: 'name', name, from: 0, to: 0 }, { value: null });
  }
  const lines: BodyLine[] = [];
  const append = (comment: string): void => {
    const line = lines.pop() ?? aside('');
    lines.push({ ...line, text: `${line.text}  ${comment}` });
  };
  const lineAt = (position: number): number => source.slice(0, position).split('\n').length;
  let at = 0;
  for (const [k, statement] of statements.entries()) {
    const gap = source.slice(at, statement.from);
    const [beside = ''] = gap.split('\n', 1);
    const [trailing] = k > 0 ? commentsIn(beside) : [];
    if (trailing !== undefined) append(trailing);
    lines.push(...commentsIn(k > 0 ? gap.slice(beside.length) : gap).map(aside));
    const text = writer.statement(statement, k === statements.length - 1);
    lines.push(...linesOf(text, lineAt(statement.from), lineAt(statement.to)));
    at = statement.to;
  }
  const [last] = commentsIn(source.slice(at).split('\n', 1)[0] ?? '');
  if (last !== undefined) append(last);
  return { lines, free: writer.free };
}

/** `i, j = ctx.saved_tensors`, where backward reads what it hasn't unpacked. */
function unpacking(
  names: readonly string[],
  free: ReadonlySet<string>,
  renames: ReadonlyMap<string, string>
): string[] {
  if (!names.some((name) => free.has(name))) return [];
  // What was saved as an expression has no name; backward reaches it by its index.
  const targets = names.map((name) => (free.has(name) ? (renames.get(name) ?? name) : '_'));
  return [`${targets.join(', ')}${targets.length === 1 ? ',' : ''} = ctx.saved_tensors`];
}

/** A custom function as a class called `name`, line by line. */
export function classLines(fn: FunctionSource, name: string, spelling: Spelling): ClassLine[] {
  const { modules, base } = spelling;
  const forward = parseBody(fn.forward);
  const saved = forward.ok
    ? savedExpressions({ where: 'forward', source: fn.forward, statements: forward.statements })
    : [];
  const savedNames = namesOfSaved(fn.forward, saved);
  const written = new Set(`${fn.inputs.join(' ')} ${fn.forward} ${fn.backward}`.match(/\w+/g));
  const renames = pythonNames(
    modules.filter((module) => written.has(module)).map((module) => [module, module]),
    ['ctx', GRAD_OUTPUT, ...modules, ...written]
  );
  const there = bodyLines(fn.forward, fn.inputs, renames, spelling, 0);
  const back = bodyLines(fn.backward, [GRAD_OUTPUT], renames, spelling, saved.length);
  const inputs = fn.inputs.map((input) => renames.get(input) ?? input);
  const body = (lines: readonly BodyLine[], where: ClassLine['where']): ClassLine[] =>
    lines.map((line) => {
      const text = line.text.trim() === '' ? '' : INDENT + INDENT + line.text.trimEnd();
      return { ...line, text, where };
    });
  const head = (...lines: readonly string[]): ClassLine[] =>
    lines.map((text) => ({ ...aside(text), where: null }));
  return [
    ...head(
      `class ${name}${base === null ? '' : `(${base})`}:`,
      `${INDENT}@staticmethod`,
      `${INDENT}def forward(ctx, ${inputs.join(', ')}):`
    ),
    ...body(there.lines, 'forward'),
    ...head('', `${INDENT}@staticmethod`, `${INDENT}def backward(ctx, ${GRAD_OUTPUT}):`),
    ...body(unpacking(savedNames, back.free, renames).map(aside), 'backward'),
    ...body(back.lines, 'backward')
  ];
}

/** A custom function as a class called `name`. */
export const classCode = (fn: FunctionSource, name: string, spelling: Spelling): string =>
  classLines(fn, name, spelling)
    .map(({ text }) => text)
    .join('\n');
