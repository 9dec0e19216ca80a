import { isVariableName } from '../../formula/keywords';
import { argumentOrder, type AttributeValue } from '../../ops/attributes';
import type { OpDefinition, Sample, SampleValue } from '../../ops/define';
import { kindOfSample, numbersOfSample, type SampleKind } from '../../ops/sample';
import type { NestedNumbers } from '../../tensor/tensor';

/** Longer lists of lists are written with one row a line. */
const WIDE = 56;

function special(value: number): string | null {
  if (Number.isNaN(value)) return 'torch.nan';
  if (Number.isFinite(value)) return null;
  return value > 0 ? 'torch.inf' : '-torch.inf';
}

const wholeText = (value: number): string => special(value) ?? String(value);

/** A Python float: whole numbers keep their point. */
function floatText(value: number): string {
  const whole = Object.is(value, -0) ? '-0' : String(value);
  return special(value) ?? (/[.e]/.test(whole) ? whole : `${whole}.0`);
}

const boolText = (value: number | boolean): string => (value ? 'True' : 'False');

/** Nested lists in Python; `indent` is the column at which they begin. */
function listText(value: NestedNumbers, number: (value: number) => string, indent: number): string {
  if (typeof value === 'number') return number(value);
  const parts = value.map((part) => listText(part, number, indent + 1));
  const line = `[${parts.join(', ')}]`;
  const isFlat = value.every((part) => typeof part === 'number');
  return isFlat || line.length <= WIDE ? line : `[${parts.join(`,\n${' '.repeat(indent + 1)}`)}]`;
}

const numberText: Record<SampleKind, (value: number) => string> = {
  float: floatText,
  scalar: wholeText,
  condition: boolText,
  indices: wholeText
};

/** A sample's argument without `torch.tensor` around it. */
export const bareText = (value: SampleValue, indent = 0): string =>
  listText(numbersOfSample(value), numberText[kindOfSample(value)], indent);

/** `torch.tensor([1.0, 2.0], requires_grad=True)`, or a plain number; `indent` as above. */
export function argumentText(value: SampleValue, indent = 0): string {
  const kind = kindOfSample(value);
  const start = 'torch.tensor(';
  const text = bareText(value, indent + start.length);
  if (kind === 'scalar') return text;
  return `${start}${text}${kind === 'float' ? ', requires_grad=True' : ''})`;
}

/** An attribute as Python writes it. */
export function attributeText(value: AttributeValue, kind: string): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return boolText(value);
  if (typeof value === 'string') return kind === 'dtype' ? `torch.${value}` : `'${value}'`;
  // A whole number may stand for an int or a float; PyTorch takes an int for both.
  if (typeof value === 'number') return wholeText(value);
  return `(${value.join(', ')}${value.length === 1 ? ',' : ''})`;
}

/** The last part of a dotted name. */
export const bareName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const isSymbolic = (operator: string): boolean => /^[^\w()[\]]+$/.test(operator);

/** An attribute of the registry's own: which part of several results is meant. */
export const PART = 'index';

/** Whether PyTorch answers several tensors, of which the operation is one: it calls no required argument so. */
export const choosesPart = (op: OpDefinition): boolean =>
  op.attributes[PART]?.default !== undefined;

/** The arguments in PyTorch's order, `*` before those given by name only. */
export const pythonArguments = (op: OpDefinition): readonly string[] =>
  argumentOrder(op).filter((name) => name !== PART || !choosesPart(op));

/** An operator between (or before) its operands, where it is written so. */
export function operatorText(op: OpDefinition, operands: readonly string[]): string | null {
  const { operator } = op.torch;
  const [first = '', second = ''] = operands;
  if (operator === undefined || !isSymbolic(operator)) return null;
  if (operands.length === 1) return `${operator}${first}`;
  return operands.length === 2 ? `${first} ${operator} ${second}` : null;
}

/** `torch.add(input, other, *, alpha=1)`: names, defaults, and `*` before those given by name only. */
export function signatureText(op: OpDefinition, name: string): string {
  const inputs = new Map(op.inputs.map((input) => [input.name, input]));
  const parts = pythonArguments(op).map((argument) => {
    const spec = op.attributes[argument];
    if (inputs.get(argument)?.optional) return `${argument}=None`;
    return spec?.default === undefined
      ? argument
      : `${argument}=${attributeText(spec.default, spec.kind)}`;
  });
  return called(name, parts);
}

/** A call; a method stands behind its tensor. */
function called(name: string, parts: readonly string[]): string {
  const method = /^torch\.Tensor\.(\w+)$/.exec(name)?.[1];
  const [self = 'input', ...rest] = parts;
  return method === undefined
    ? `${name}(${parts.join(', ')})`
    : `${self}.${method}(${rest.join(', ')})`;
}

type Call = Pick<Sample, 'inputs' | 'attributes'>;

/**
 * A function called with the arguments of a sample in the given order: by position as far as it goes without a gap
 * and nothing has a default, by name after that.
 * @param args a text for each input
 */
export function callWith(
  op: OpDefinition,
  args: readonly string[],
  { attributes = {} }: Call,
  name: string,
  order: readonly string[]
): string {
  const texts = new Map<string, string>();
  op.inputs.forEach((input, k) => {
    const own = args[k];
    if (input.variadic) texts.set(input.name, `[${args.slice(k).join(', ')}]`);
    else if (own !== undefined) texts.set(input.name, own);
  });
  for (const [key, value] of Object.entries(attributes)) {
    texts.set(key, attributeText(value, op.attributes[key]?.kind ?? ''));
  }
  let byName = false;
  const parts = order.flatMap((argument) => {
    const text = texts.get(argument);
    if (text === undefined || op.attributes[argument]?.default !== undefined) byName = true;
    if (text === undefined) return [];
    return [byName ? `${argument}=${text}` : text];
  });
  return called(name, parts);
}

/** A sample's call in Python. Where a number takes part, the operator; of several results, the part that is meant. */
export function callText(op: OpDefinition, args: readonly string[], sample: Call): string {
  const { attributes = {}, inputs } = sample;
  const hasNumber = inputs.some((value) => kindOfSample(value) === 'scalar');
  const infix = operatorText(op, args);
  if (hasNumber && infix !== null && Object.keys(attributes).length === 0) return infix;
  const call = callWith(op, args, sample, op.torch.functions[0] ?? op.name, pythonArguments(op));
  const part = attributes[PART] ?? op.attributes[PART]?.default ?? null;
  return choosesPart(op) ? `${call}[${attributeText(part, 'int')}]` : call;
}

/** A variable for each argument of a sample: the input's symbol where Python can have it as a name. */
export function variablesOf(op: OpDefinition, count: number): string[] {
  const own = op.inputs.map(({ symbol, name }) => (isVariableName(symbol) ? symbol : name));
  const last = op.inputs.length - 1;
  const isCounted = op.inputs[last]?.variadic && count > own.length;
  return Array.from({ length: count }, (_, k) =>
    isCounted && k >= last ? `${own[last] ?? 'x'}${k - last + 1}` : (own[k] ?? `x${k}`)
  );
}

/** A name for the result that no argument has. */
export const resultName = (taken: readonly string[]): string =>
  ['y', 'z', 'out', 'result'].find((name) => !taken.includes(name)) ?? 'answer';
