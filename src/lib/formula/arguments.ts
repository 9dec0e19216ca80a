import { LIMITS } from '../graph/document';
import {
  argumentOrder,
  type Attributes,
  type AttributeSpec,
  type AttributeValue,
  bind,
  boundValue,
  missingArguments
} from '../ops/attributes';
import type { InputSpec, OpDefinition } from '../ops/define';
import { TorchError } from '../tensor/errors';
import type { CallExpression, Expression, MethodExpression, Range } from './ast';
import { Fault } from './fault';
import { foldBinary } from './fold';

/** The arguments of a call as the operation takes them. */
export interface CallArguments {
  /** One expression per tensor, in the registry's order. */
  readonly args: readonly Expression[];
  /** What is no tensor, complete with the defaults. */
  readonly attributes: Attributes;
}

export const NO_LIST =
  "A list can't be used in a formula: write a name here, and the list in that input's field";
export const NO_TUPLE = 'The comma makes this a tuple, which no operation takes';
export const NOT_LITERAL =
  'Write the value itself here: a number, True, False, None, a text in quotes, or a list of numbers';

/** A value that is written out, and whether Python would make a float of it. */
interface Literal {
  readonly value: AttributeValue;
  readonly isFloat: boolean;
}

/** What an expression says without being computed from tensors; undefined where it needs them. */
export function literalOf(expression: Expression): Literal | undefined {
  switch (expression.kind) {
    case 'number': {
      const { value, type } = expression;
      return { value: type === 'bool' ? value !== 0 : value, isFloat: type === 'float' };
    }
    case 'unary': {
      const operand = literalOf(expression.operand);
      if (typeof operand?.value !== 'number' || !'+-'.includes(expression.op)) return undefined;
      return { ...operand, value: expression.op === '-' ? -operand.value : operand.value };
    }
    case 'binary': {
      const [left, right] = [literalOf(expression.left), literalOf(expression.right)];
      if (typeof left?.value !== 'number' || typeof right?.value !== 'number') return undefined;
      const value = foldBinary(expression.op, left.value, right.value, expression);
      const isFloat = left.isFloat || right.isFloat || expression.op === '/';
      return value === null ? undefined : { value, isFloat };
    }
    case 'list': {
      const items = expression.items.map(literalOf);
      const numbers = items.flatMap((item) =>
        typeof item?.value === 'number' ? [item.value] : []
      );
      if (numbers.length < items.length) return undefined;
      return { value: numbers, isFloat: items.some((item) => item?.isFloat) };
    }
    case 'text':
    case 'dtype':
      return { value: expression.value, isFloat: false };
    case 'none':
      return { value: null, isFloat: false };
    default:
      return undefined;
  }
}

const kinds = {
  int: 'a whole number',
  float: 'a number',
  bool: 'True or False',
  text: 'a text in quotes',
  ints: 'whole numbers',
  dtype: 'a type such as torch.float64'
} as const;

/** What an attribute takes, in a few words. */
export function attributeWords({ kind, choices, default: fallback }: AttributeSpec): string {
  const words =
    choices && choices.length > 0
      ? choices
          .map((choice) => `'${choice}'`)
          .join(', ')
          .replace(/, (?=[^,]*$)/, ' or ')
      : kinds[kind];
  return fallback === null ? `${words}, or None` : words;
}

/**
 * The value of an attribute as it is written.
 * @throws Fault in PyTorch's words for a value of another type, in ours for what isn't written out
 */
export function attributeValue(
  op: OpDefinition,
  name: string,
  expression: Expression
): AttributeValue {
  const spec = op.attributes[name];
  const literal = literalOf(expression);
  const words = spec ? attributeWords(spec) : '';
  if (!literal) {
    const not = expression.kind === 'list' ? 'not a list with anything else in it' : 'not a tensor';
    throw new Fault(
      `\`${name}\` is a setting of \`${op.name}\`: write ${words} here, ${not}`,
      expression
    );
  }
  const { value, isFloat } = literal;
  const isWhole = spec?.kind === 'int' || spec?.kind === 'ints';
  const isWrong = (isWhole && isFloat) || (spec?.kind === 'dtype' && expression.kind === 'text');
  const help = `\`${name}\` takes ${words}`;
  if (typeof value === 'string' && spec?.choices && !spec.choices.includes(value)) {
    throw new Fault(`${help}, not '${value}'`, expression);
  }
  const isLong = typeof value === 'string' && value.length > LIMITS.text;
  if (isLong || (typeof value === 'object' && (value?.length ?? 0) > LIMITS.dimensions)) {
    const most = isLong ? `${LIMITS.text} characters` : `${LIMITS.dimensions} numbers`;
    throw new Fault(`\`${name}\` has at most ${most} here`, expression);
  }
  try {
    // A float that is whole looks like an int here; half of one doesn't.
    return boundValue(op, name, isWrong ? (isWhole ? 0.5 : '') : value);
  } catch (error) {
    if (error instanceof TorchError) throw new Fault(`${error.message}\n${help}`, expression);
    throw error;
  }
}

/** NumPy's names for arguments, which PyTorch takes as well. */
export const numpyNames: Readonly<Record<string, readonly string[]>> = {
  input: ['x', 'a', 'x1'],
  other: ['x2'],
  dim: ['axis'],
  keepdim: ['keepdims']
};

const count = (number: number, word: string): string =>
  `${number} ${word}${number === 1 ? '' : 's'}`;
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Sorts the arguments of one call. */
class Sorter {
  private readonly order: readonly string[];
  /** Names that may be given by place alone; a method's object is not among them. */
  private readonly places: readonly string[];
  private readonly self: string | null;
  private readonly given = new Map<string, readonly Expression[]>();

  constructor(
    private readonly op: OpDefinition,
    private readonly call: CallExpression | MethodExpression
  ) {
    const order = argumentOrder(op);
    this.order = order.filter((name) => name !== '*');
    this.self = call.kind === 'method' ? (op.inputs[0]?.name ?? null) : null;
    const end = order.indexOf('*');
    this.places = order.slice(0, end < 0 ? order.length : end).filter((name) => name !== this.self);
  }

  private get name(): string {
    return this.call.name.slice(this.call.name.lastIndexOf('.') + 1);
  }

  /** PyTorch's words, then what the call takes. */
  private fault(message: string, at: Range): Fault {
    const rest = this.order.filter((name) => name !== this.self);
    const takes = rest.length === 0 ? 'nothing in its brackets' : rest.join(', ');
    return new Fault(`${this.name}() ${message}\n\`${this.name}\` takes ${takes}`, at);
  }

  private input(name: string): InputSpec | undefined {
    return this.op.inputs.find((input) => input.name === name);
  }

  /** The tensors in a list, where the operation takes any number of them. */
  private many(name: string, arg: Expression): readonly Expression[] {
    if (arg.kind === 'list') return arg.items;
    const position = this.places.indexOf(name) + 1;
    throw new Fault(
      `${this.name}(): argument '${name}' (position ${position}) must be tuple of Tensors, not Tensor\nPut the tensors in square brackets: \`${this.name}([x, y])\``,
      arg
    );
  }

  private positional(): void {
    const { args } = this.call;
    const takesSizes = this.self !== null || this.op.inputs.length === 0;
    for (const [place, arg] of args.entries()) {
      const name = this.places[place];
      if (name === undefined) {
        const were = args.length === 1 ? 'was' : 'were';
        const extra = `takes ${count(this.places.length, 'positional argument')} but ${args.length} ${were} given`;
        throw this.fault(extra, this.call);
      }
      const isLast = place === this.places.length - 1;
      const isMany = this.input(name)?.variadic ?? false;
      // `x.reshape(2, 3)` and `einsum('i,i->', x, y)`: all that follow belong to it.
      const isSpread =
        isLast &&
        arg.kind !== 'list' &&
        (isMany || (place === 0 && takesSizes && this.op.attributes[name]?.kind === 'ints'));
      if (isSpread) {
        this.given.set(name, args.slice(place));
        return;
      }
      this.given.set(name, isMany ? this.many(name, arg) : [arg]);
    }
  }

  private keywords(): void {
    for (const { name: written, value, from } of this.call.keywords) {
      const at = { from, to: from + written.length };
      const name = this.order.includes(written)
        ? written
        : this.order.find((one) => numpyNames[one]?.includes(written));
      if (name === undefined) {
        throw this.fault(`got an unexpected keyword argument '${written}'`, at);
      }
      if (this.given.has(name))
        throw this.fault(`got multiple values for argument '${written}'`, at);
      this.given.set(name, this.input(name)?.variadic ? this.many(name, value) : [value]);
    }
  }

  private missing(): void {
    const missing = missingArguments(this.op, (name) => this.given.has(name));
    if (missing.length === 0) return;
    throw this.fault(
      `missing ${missing.length} required positional arguments: ${quoted(missing)}`,
      this.call
    );
  }

  private tensors(): Expression[] {
    const tensors: Expression[] = [];
    let skipped: string | null = null;
    for (const { name, optional } of this.op.inputs) {
      for (const arg of this.given.get(name) ?? [undefined]) {
        if (arg === undefined || (arg.kind === 'none' && optional)) {
          skipped ??= name;
          continue;
        }
        if (skipped !== null) {
          throw new Fault(`\`${name}\` can't be given here without \`${skipped}\``, arg);
        }
        if (arg.kind === 'list') throw new Fault(arg.isTuple ? NO_TUPLE : NO_LIST, arg);
        if (arg.kind === 'none') throw new Fault("`None` can't be computed with", arg);
        if (arg.kind === 'text' || arg.kind === 'dtype') {
          throw new Fault(
            `\`${name}\` of \`${this.name}\` is a tensor: write a name or a computation here`,
            arg
          );
        }
        tensors.push(arg);
      }
    }
    return tensors;
  }

  private attributes(): Attributes {
    const attributes: Record<string, AttributeValue> = {};
    for (const name of Object.keys(this.op.attributes)) {
      const [first, ...more] = this.given.get(name) ?? [];
      if (!first) continue;
      const last = more.at(-1);
      const written: Expression = last
        ? { kind: 'list', isTuple: true, items: [first, ...more], from: first.from, to: last.to }
        : first;
      attributes[name] = attributeValue(this.op, name, written);
    }
    return bind(this.op, attributes);
  }

  sorted(): CallArguments {
    if (this.call.kind === 'method' && this.self !== null) {
      this.given.set(this.self, [this.call.object]);
    }
    this.positional();
    this.keywords();
    this.missing();
    return { args: this.tensors(), attributes: this.attributes() };
  }
}

/**
 * Puts the arguments of a call in the operation's order and reads what sets it.
 * @throws Fault in PyTorch's words for arguments that are missing, unknown, given twice or of another type
 */
export const argumentsOf = (
  op: OpDefinition,
  call: CallExpression | MethodExpression
): CallArguments => new Sorter(op, call).sorted();
