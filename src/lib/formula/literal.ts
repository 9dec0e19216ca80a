import { LIMITS, type ScalarLiteral, scalarLiteral, type TensorLiteral } from '../graph/document';
import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { call as runOperation } from '../ops/dispatch';
import { operation } from '../ops/registry';
import { TorchError } from '../tensor/errors';
import type { NestedNumbers } from '../tensor/tensor';
import { argumentsOf, literalOf } from './arguments';
import type { CallExpression, Expression, Range } from './ast';
import { asError, Fault, shortened } from './fault';
import { isVariableName } from './keywords';
import { parseValue } from './parse';
import { creatorOf } from './resolve';
import { Walker } from './walk';

/** Room for `LIMITS.elements` numbers with all their digits. */
const MAX_LITERAL = 300_000;
/** Lists of one value: room for a column of single numbers, and an end for values without any. */
const MAX_LISTS = 2 * LIMITS.elements;
const TOO_MANY = `A value has at most ${LIMITS.elements} elements`;

export type ParsedTensor =
  | { readonly ok: true; readonly value: TensorLiteral }
  | { readonly ok: false; readonly message: string };

export type ParsedAt =
  | { readonly ok: true; readonly values: Record<string, TensorLiteral> }
  | { readonly ok: false; readonly message: string };

/** Values have no names, so nothing reaches the interpreter but calls on plain numbers, which fold. */
const calculator = new Walker<never>(
  {
    apply: (op) => {
      throw new Error(`${op.name} has no tensor to work on`);
    },
    number: () => {
      throw new Error('a value needs no lifting');
    }
  },
  {
    get: (name) => {
      throw new Fault(
        `\`${name.name}\` has no value here: write numbers, and \`pi\`, \`inf\` or \`nan\``,
        name
      );
    },
    set: () => undefined
  }
);

function numeric(expression: Expression): number {
  const value = calculator.evaluate(expression);
  return 'number' in value ? value.number : NaN;
}

const SWITCHES = new Set(['requires_grad', 'dtype']);
const switchMessage = (name: string): string =>
  `\`${name}\` has its own switch beside the value: leave it out here`;

/** Arguments of a creating function by name. */
class Arguments {
  private readonly given = new Map<string, Expression>();

  constructor(
    private readonly call: CallExpression,
    names: readonly string[]
  ) {
    call.args.forEach((arg, k) => {
      const name = names[k];
      if (name === undefined) throw new Fault(`\`${call.name}\` takes ${names.join(', ')}`, call);
      this.given.set(name, arg);
    });
    for (const { name, value, from, to } of call.keywords) {
      if (SWITCHES.has(name)) throw new Fault(switchMessage(name), { from, to });
      if (!names.includes(name)) {
        throw new Fault(`\`${call.name}\` has no argument \`${name}\` here`, { from, to });
      }
      if (this.given.has(name)) throw new Fault(`\`${name}\` is given twice`, { from, to });
      this.given.set(name, value);
    }
  }

  get(name: string): Expression | undefined {
    return this.given.get(name);
  }

  required(name: string): Expression {
    const expression = this.given.get(name);
    if (expression) return expression;
    throw new Fault(`\`${this.call.name}\` needs a value for \`${name}\``, this.call);
  }

  number(name: string, otherwise?: number): number {
    const expression = otherwise === undefined ? this.required(name) : this.given.get(name);
    return expression ? numeric(expression) : (otherwise ?? NaN);
  }
}

function size(expression: Expression): number {
  const value = numeric(expression);
  if (Number.isInteger(value)) return value;
  throw new Fault('A size has to be a whole number', expression);
}

function bounded(count: number, at: Range): number {
  if (count <= LIMITS.elements) return count;
  throw new Fault(TOO_MANY, at);
}

function linspace(call: CallExpression): TensorLiteral {
  const given = new Arguments(call, ['start', 'end', 'steps']);
  const [start, end] = [given.number('start'), given.number('end')];
  const steps = size(given.required('steps'));
  if (steps < 0) throw new Fault('number of steps must be non-negative', call);
  const step = (end - start) / (bounded(steps, call) - 1);
  // From both ends to the middle, as PyTorch does, so that the last point is exact.
  const at = (k: number): number => {
    if (k === 0) return start;
    return k < steps / 2 ? start + step * k : end - step * (steps - 1 - k);
  };
  return Array.from({ length: steps }, (_, k) => scalarLiteral(at(k)));
}

function arange(call: CallExpression): TensorLiteral {
  const isEndAlone = call.args.length === 1 && !call.keywords.some(({ name }) => name === 'end');
  const given = new Arguments(
    call,
    isEndAlone ? ['end', 'start', 'step'] : ['start', 'end', 'step']
  );
  const start = given.number('start', 0);
  const end = given.number('end');
  const step = given.number('step', 1);
  if (!(step > 0 || step < 0)) throw new Fault('step must be nonzero', call);
  if (!Number.isFinite(start) || !Number.isFinite(end)) {
    throw new Fault(`unsupported range: ${scalarLiteral(start)} -> ${scalarLiteral(end)}`, call);
  }
  if (step > 0 ? end < start : end > start) {
    throw new Fault('upper bound and lower bound inconsistent with step sign', call);
  }
  const length = bounded(Math.ceil((end - start) / step), call);
  return Array.from({ length }, (_, k) => scalarLiteral(start + k * step));
}

function filled(shape: readonly number[], value: ScalarLiteral): TensorLiteral {
  const [length, ...rest] = shape;
  if (length === undefined) return value;
  return Array.from({ length }, () => filled(rest, value));
}

/** A filled tensor of the given sizes: numbers, or one list of them. */
function filledTo(
  sizes: readonly Expression[],
  value: number,
  call: CallExpression
): TensorLiteral {
  const [only] = sizes;
  const items = only?.kind === 'list' && sizes.length === 1 ? only.items : sizes;
  const shape = items.map(size);
  const negative = shape.find((length) => length < 0);
  if (negative !== undefined) {
    throw new Fault(
      `Trying to create tensor with negative dimension ${negative}: [${shape.join(', ')}]`,
      call
    );
  }
  // Nested lists can't say how long the others of `zeros(0, 3)` would be.
  if (shape.slice(0, -1).includes(0)) throw new Fault('A value needs at least one element', call);
  if (shape.length > LIMITS.dimensions) {
    throw new Fault(`A value has at most ${LIMITS.dimensions} dimensions`, call);
  }
  // Lists without elements take room too.
  bounded(
    shape.reduce((product, length) => product * Math.max(1, length), 1),
    call
  );
  return filled(shape, scalarLiteral(value));
}

/** `zeros(2, 3)` and `ones([2, 3])`. */
function constant(call: CallExpression, value: number): TensorLiteral {
  new Arguments({ ...call, args: [] }, []);
  return filledTo(call.args, value, call);
}

function full(call: CallExpression): TensorLiteral {
  const given = new Arguments(call, ['size', 'fill_value']);
  return filledTo([given.required('size')], given.number('fill_value'), call);
}

/** How many elements a creating function of the registry is asked for. */
function requested(op: OpDefinition, { size, steps, n, m }: Attributes): number {
  if (typeof size === 'object' && size) {
    return size.reduce((product, length) => product * Math.max(1, length), 1);
  }
  return Number(steps ?? n ?? 0) * ('m' in op.attributes ? Number(m ?? n) : 1);
}

const nested = (value: NestedNumbers): TensorLiteral =>
  typeof value === 'number' ? scalarLiteral(value) : value.map(nested);

/** What a creating function of the registry gives, e.g. `eye(3)`. */
function registered(name: string, call: CallExpression): TensorLiteral {
  const op = operation(name);
  if (!op) throw new Fault(`There is no function \`${call.name}\``, call.callee);
  const setting = call.keywords.find((keyword) => SWITCHES.has(keyword.name));
  if (setting) throw new Fault(switchMessage(setting.name), setting);
  const plain = (expression: Expression): Expression => {
    if (literalOf(expression)) return expression;
    const { from, to } = expression;
    return { kind: 'number', type: 'float', value: numeric(expression), from, to };
  };
  // PyTorch lets the low end be left out although it comes first.
  const isShort = name === 'randint' && call.args.length === 2 && call.keywords.length === 0;
  const { from } = call;
  const zero: Expression = { kind: 'number', type: 'int', value: 0, from, to: from };
  const { attributes } = argumentsOf(op, {
    ...call,
    args: [...(isShort ? [zero] : []), ...call.args.map(plain)],
    keywords: call.keywords.map((keyword) => ({ ...keyword, value: plain(keyword.value) }))
  });
  bounded(requested(op, attributes), call);
  try {
    return nested(runOperation(op, [], attributes).tolist());
  } catch (error) {
    if (error instanceof TorchError) throw new Fault(error.message, call);
    throw error;
  }
}

/** Functions whose values are written in full precision, whatever the dtype. */
const made: Readonly<Record<string, (call: CallExpression) => TensorLiteral>> = {
  tensor: (call) => literal(new Arguments(call, ['data']).required('data')),
  linspace,
  arange,
  zeros: (call) => constant(call, 0),
  ones: (call) => constant(call, 1),
  full
};

function literal(expression: Expression): TensorLiteral {
  if (expression.kind === 'list') {
    return expression.items.map((item) =>
      item.kind === 'list' ? literal(item) : scalarLiteral(numeric(item))
    );
  }
  const creator = expression.kind === 'call' ? creatorOf(expression.name) : null;
  if (expression.kind === 'call' && creator !== null) {
    const own = Object.hasOwn(made, creator) ? made[creator] : undefined;
    return own ? own(expression) : registered(creator, expression);
  }
  return scalarLiteral(numeric(expression));
}

/** PyTorch's words for nested lists that are no tensor, or null if they are one. */
export function tensorFault(value: TensorLiteral): string | null {
  const sizes: number[] = [];
  for (let at: TensorLiteral | undefined = value; typeof at === 'object'; at = at[0]) {
    sizes.push(at.length);
  }
  if (sizes.length > LIMITS.dimensions)
    return `A value has at most ${LIMITS.dimensions} dimensions`;
  let count = 0;
  let lists = 0;
  const check = (at: TensorLiteral, dim: number): string | null => {
    if (dim === sizes.length) {
      count += 1;
      return typeof at === 'object' ? 'must be real number, not list' : null;
    }
    if (typeof at !== 'object') return 'not a sequence';
    if (at.length !== sizes[dim]) {
      return `expected sequence of length ${sizes[dim] ?? 0} at dim ${dim} (got ${at.length})`;
    }
    if (++lists > MAX_LISTS) return `A value has at most ${MAX_LISTS} lists in it`;
    for (const item of at) {
      const fault = check(item, dim + 1);
      if (fault) return fault;
    }
    return null;
  };
  const fault = check(value, 0);
  if (fault) return fault;
  return count > LIMITS.elements ? TOO_MANY : null;
}

/** Reads what a person types as an input's value: a number, nested lists, `linspace(-10, 10, 10)`, `1/3`. Never throws. */
export function parseTensor(text: string): ParsedTensor {
  const parsed = parseValue(text, MAX_LITERAL);
  if (!parsed.ok) return { ok: false, message: parsed.errors[0]?.message ?? '' };
  try {
    const value = literal(parsed.value);
    const fault = tensorFault(value);
    return fault ? { ok: false, message: fault } : { ok: true, value };
  } catch (thrown) {
    return { ok: false, message: asError(thrown).message };
  }
}

/** The value as `parseTensor` reads it, e.g. `[1, 2.5, nan]`. */
export function formatTensorLiteral(value: TensorLiteral): string {
  if (typeof value === 'object') return `[${value.map(formatTensorLiteral).join(', ')}]`;
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** Cuts at the commas that are in no bracket. */
function pairs(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
    if (character === ',' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** Reads values of inputs, `u=2, v=[1, 2]` or `x:2`. Never throws; empty text gives no values. */
export function parseAt(text: string): ParsedAt {
  const fail = (message: string): ParsedAt => ({ ok: false, message });
  const values = new Map<string, TensorLiteral>();
  const parts = pairs(text).map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  if (parts.length > LIMITS.nodes) return fail(`A graph has at most ${LIMITS.nodes} inputs`);
  for (const part of parts) {
    if (part === '') return fail('There is nothing before a comma: write `name=value`');
    const [, name = '', value = ''] = /^([^=:]+)[=:](.*)$/s.exec(part) ?? [];
    const key = name.trim();
    if (key === '') {
      return fail(`\`${shortened(part)}\` names no input: write \`name=value\`, e.g. \`x=2\``);
    }
    if (!isVariableName(key)) return fail(`\`${shortened(key)}\` can't be the name of an input`);
    if (values.has(key)) return fail(`\`${key}\` is given twice`);
    const parsed = parseTensor(value);
    if (!parsed.ok) {
      const isNextName = /[\s;][A-Za-z_]\w*\s*[=:]/.test(value);
      const hint = 'Values of several inputs are separated by commas, e.g. `x=2, y=3`';
      return fail(isNextName ? hint : `${key}: ${parsed.message}`);
    }
    values.set(key, parsed.value);
  }
  return { ok: true, values: Object.fromEntries(values) };
}
