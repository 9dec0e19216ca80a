import { LIMITS, type ScalarLiteral, type TensorLiteral } from '../graph/document';
import type { CallExpression, Expression, Range } from './ast';
import { asError, Fault } from './fault';
import { isVariableName } from './keywords';
import { parseValue } from './parse';
import { creators } from './resolve';
import { Walker } from './walk';

/** Room for `LIMITS.elements` numbers with all their digits. */
const MAX_LITERAL = 300_000;

export type ParsedTensor =
  | { readonly ok: true; readonly value: TensorLiteral }
  | { readonly ok: false; readonly message: string };

export type ParsedAt =
  | { readonly ok: true; readonly values: Record<string, TensorLiteral> }
  | { readonly ok: false; readonly message: string };

/** A number as documents hold it. */
export function scalarLiteral(value: number): ScalarLiteral {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'inf' : '-inf';
}

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

/** Arguments of a creating function by name; `undefined` for those left out. */
function named(call: CallExpression, names: readonly string[]): (Expression | undefined)[] {
  const slots: (Expression | undefined)[] = [...call.args];
  for (const keyword of call.keywords) {
    const at = names.indexOf(keyword.name);
    if (at < 0) {
      const hint =
        keyword.name === 'requires_grad' || keyword.name === 'dtype'
          ? `\`${keyword.name}\` has its own switch beside the value: leave it out here`
          : `\`${call.name}\` has no argument \`${keyword.name}\` here`;
      throw new Fault(hint, keyword);
    }
    slots[at] = keyword.value;
  }
  if (slots.length > names.length) {
    throw new Fault(`\`${call.name}\` takes ${names.join(', ')}`, call);
  }
  return slots;
}

function required(call: CallExpression, slot: Expression | undefined, name: string): Expression {
  if (slot) return slot;
  throw new Fault(`\`${call.name}\` needs a value for \`${name}\``, call);
}

function size(expression: Expression): number {
  const value = numeric(expression);
  if (Number.isInteger(value)) return value;
  throw new Fault('A size has to be a whole number', expression);
}

function bounded(count: number, at: Range): number {
  if (count <= LIMITS.elements) return count;
  throw new Fault(`A value has at most ${LIMITS.elements} elements`, at);
}

function linspace(call: CallExpression): TensorLiteral {
  const names = ['start', 'end', 'steps'];
  const [start = NaN, end = NaN, steps = NaN] = named(call, names)
    .concat([undefined, undefined, undefined])
    .slice(0, 3)
    .map((slot, k) => {
      const expression = required(call, slot, names[k] ?? '');
      return k === 2 ? size(expression) : numeric(expression);
    });
  if (steps < 0) throw new Fault('number of steps must be non-negative', call);
  const step = (end - start) / (bounded(steps, call) - 1);
  // From both ends to the middle, as PyTorch does, so that the last point is exact.
  return Array.from({ length: steps }, (_, k) =>
    scalarLiteral(
      k < steps / 2 ? (k === 0 ? start : start + step * k) : end - step * (steps - 1 - k)
    )
  );
}

function arange(call: CallExpression): TensorLiteral {
  const single = call.args.length === 1 && !call.keywords.some(({ name }) => name === 'end');
  const slots = named(call, single ? ['end', 'start', 'step'] : ['start', 'end', 'step']);
  const [first, second, third] = slots;
  const [startSlot, endSlot] = single ? [second, first] : [first, second];
  const start = startSlot ? numeric(startSlot) : 0;
  const end = numeric(required(call, endSlot, 'end'));
  const step = third ? numeric(third) : 1;
  if (!(step > 0 || step < 0)) throw new Fault('step must be nonzero', call);
  if (!Number.isFinite(start) || !Number.isFinite(end)) {
    throw new Fault(`unsupported range: ${start} -> ${end}`, call);
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

function filledCall(call: CallExpression, bare: string): TensorLiteral {
  const positional = bare === 'full' ? call.args.slice(0, 1) : call.args;
  const [keyword] = call.keywords;
  if (keyword) named(call, []);
  const [only] = positional;
  const sizes = only?.kind === 'list' && positional.length === 1 ? only.items : positional;
  if (bare === 'full' && call.args.length !== 2) {
    throw new Fault('`full` takes a size and a value: `full([2, 3], 1)`', call);
  }
  const shape = sizes.map(size);
  const negative = shape.find((length) => length < 0);
  if (negative !== undefined) {
    throw new Fault(
      `Trying to create tensor with negative dimension ${negative}: [${shape.join(', ')}]`,
      call
    );
  }
  if (shape.slice(0, -1).includes(0)) throw new Fault('A value needs at least one element', call);
  if (shape.length > 64) throw new Fault('A value has at most 64 dimensions', call);
  bounded(
    shape.reduce((product, length) => product * length, 1),
    call
  );
  const value = call.args[1];
  const fill = bare === 'full' && value ? numeric(value) : bare === 'ones' ? 1 : 0;
  return filled(shape, scalarLiteral(fill));
}

function literal(expression: Expression): TensorLiteral {
  if (expression.kind === 'list') {
    return expression.items.map((item) => {
      const value = item.kind === 'list' ? literal(item) : scalarLiteral(numeric(item));
      return value;
    });
  }
  if (expression.kind === 'call') {
    const bare = expression.name.replace(/^torch\./, '');
    if (bare === 'linspace') return linspace(expression);
    if (bare === 'arange') return arange(expression);
    if (bare === 'tensor') {
      return literal(required(expression, named(expression, ['data'])[0], 'data'));
    }
    if (creators.has(bare)) return filledCall(expression, bare);
  }
  return scalarLiteral(numeric(expression));
}

/** PyTorch's words for nested lists that are no tensor, or null if they are one. */
export function tensorFault(value: TensorLiteral): string | null {
  const sizes: number[] = [];
  for (let at: TensorLiteral | undefined = value; typeof at === 'object'; at = at[0]) {
    sizes.push(at.length);
  }
  let count = 0;
  const check = (at: TensorLiteral, dim: number): string | null => {
    if (dim === sizes.length) {
      count += 1;
      return typeof at === 'object' ? 'must be real number, not list' : null;
    }
    if (typeof at !== 'object') return 'not a sequence';
    if (at.length !== sizes[dim]) {
      return `expected sequence of length ${sizes[dim] ?? 0} at dim ${dim} (got ${at.length})`;
    }
    for (const item of at) {
      const fault = check(item, dim + 1);
      if (fault) return fault;
    }
    return null;
  };
  const fault = check(value, 0);
  if (fault) return fault;
  return count > LIMITS.elements ? `A value has at most ${LIMITS.elements} elements` : null;
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
  for (const part of parts) {
    const [, name, value] = /^([^=:]*)[=:](.*)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      return fail(`\`${part}\` names no input: write \`name=value\`, e.g. \`x=2\``);
    }
    const key = name.trim();
    if (!isVariableName(key)) return fail(`\`${key}\` can't be the name of an input`);
    if (values.has(key)) return fail(`\`${key}\` is given twice`);
    const parsed = parseTensor(value);
    if (!parsed.ok) return fail(`${key}: ${parsed.message}`);
    values.set(key, parsed.value);
  }
  return { ok: true, values: Object.fromEntries(values) };
}
