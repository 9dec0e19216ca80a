import {
  attributeText,
  callWith,
  choosesPart,
  operatorText,
  PART,
  pythonArguments
} from '../../explain/reference/python';
import type { Attributes, AttributeValue } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { kindOfSample } from '../../ops/sample';
import { scalarText } from './literal';

/** What stands at an input of a call. */
export interface Operand {
  readonly text: string;
  /** The number, where it is a plain one. */
  readonly number: number | null;
  /** Whether it holds together beside any operator. */
  readonly isAtom: boolean;
}

export const named = (text: string): Operand => ({ text, number: null, isAtom: true });
export const plain = (number: number): Operand => {
  const text = scalarText(number);
  return { text, number, isAtom: !text.startsWith('-') };
};

/** Makes a tensor of a number that stands where PyTorch takes tensors only. */
export type Wrap = (text: string, operands: readonly Operand[]) => string;

/** The name that a program calls an operation by. */
export const functionName = (op: OpDefinition): string => {
  const [canonical = `torch.${op.name}`] = op.torch.functions;
  // What reads as a property of a tensor is written behind it.
  const isMethod = op.family === 'flow' || op.family === 'shape';
  if (isMethod && op.torch.methods.includes(op.name)) return `torch.Tensor.${op.name}`;
  return canonical.replace(/^torch\.nn\.functional\./, 'F.');
};

/** A text in quotes; nothing that it holds can end them. */
const quotable = (text: string): string =>
  JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");

/** PyTorch takes `keepdim` only together with `dim`, be it None. */
const withDim = (op: OpDefinition, given: Attributes): Attributes =>
  'keepdim' in given && !('dim' in given) && op.attributes.dim?.default === null
    ? { dim: null, ...given }
    : given;

/** Lists of which PyTorch takes one number for a list of it. */
const ALONE = new Set(['dim', 'dims', 'shifts', 'kernel_size', 'stride', 'padding', 'dilation']);

/** Attributes as they are written in a call: one number for a list of one dimension, texts that keep to themselves. */
function written(op: OpDefinition, given: Attributes): Attributes {
  const entries = Object.entries(withDim(op, given)).map(
    ([name, value]): [string, AttributeValue] => {
      const kind = op.attributes[name]?.kind;
      if (kind === 'text' && typeof value === 'string') return [name, quotable(value)];
      const isOne = ALONE.has(name) && Array.isArray(value) && value.length === 1;
      return isOne ? [name, (value as readonly number[])[0] ?? 0] : [name, value];
    }
  );
  return Object.fromEntries(entries);
}

const takesCondition = (op: OpDefinition, index: number): boolean =>
  op.samples.some(({ inputs }) => {
    const value = inputs[index];
    return value !== undefined && kindOfSample(value) === 'condition';
  });

/** Whether PyTorch takes a Python number at an input when the operation is called by name. */
const takesNumber = (op: OpDefinition, index: number): boolean =>
  op.inputs[index]?.scalar !== undefined ||
  // `torch.where` takes numbers for what it chooses from.
  (op.name === 'where' && index > 0) ||
  (op.torch.operator !== undefined && index > 0);

/** `x[:, 1:3]`. */
function subscript(self: string, { dim, start, end, step }: Attributes): string {
  const at = typeof dim === 'number' ? dim : 0;
  const bound = (value: AttributeValue | undefined): string =>
    typeof value === 'number' ? String(value) : '';
  const stride = typeof step === 'number' && step !== 1 ? `:${step}` : '';
  const range = `${bound(start)}:${bound(end)}${stride}`;
  const whole = (count: number): string[] => Array.from({ length: count }, () => ':');
  const parts = at >= 0 ? [...whole(at), range] : ['...', range, ...whole(-at - 1)];
  return `${self}[${parts.join(', ')}]`;
}

/** Along a dimension PyTorch answers values and indices. */
const PAIRED = new Set(['max', 'min', 'median']);
/** So it does whatever the arguments. */
const ALWAYS_PAIRED = new Set(['sort', 'topk', 'kthvalue', 'mode']);

const inParentheses = ({ text, isAtom }: Operand): string => (isAtom ? text : `(${text})`);

/** The operator between its operands, where there is one and at least one tensor. */
function infix(op: OpDefinition, operands: readonly Operand[]): string | null {
  const isPower = op.torch.operator === '**';
  const texts = operands.map((one, k) =>
    // A sign binds less than a power in front of it, and elsewhere two signs in a row are hard to read.
    one.number !== null && (k === 0) !== isPower ? one.text : inParentheses(one)
  );
  return operatorText(op, texts);
}

/**
 * A call of an operation in PyTorch.
 * @param given attributes that aren't at their default
 * @param prefersOperator whether an operator is written where there is one; a number in front asks for it anyway
 */
export function callCode(
  op: OpDefinition,
  given: readonly Operand[],
  attributes: Attributes,
  wrap: Wrap,
  prefersOperator = true
): Operand {
  const hasTensor = given.some(({ number }) => number === null);
  const isInfix = op.torch.operator !== undefined && (prefersOperator || given[0]?.number !== null);
  const operands = given.map((one, k): Operand => {
    if (one.number === null) return one;
    if (takesCondition(op, k)) return named(`torch.tensor(${one.number === 0 ? 'False' : 'True'})`);
    const stays = isInfix ? hasTensor || k > 0 : takesNumber(op, k);
    return stays ? one : named(wrap(one.text, given));
  });
  const operator = isInfix ? infix(op, operands) : null;
  if (operator !== null) return { text: operator, number: null, isAtom: false };
  if (op.name === 'slice')
    return named(subscript(inParentheses(operands[0] ?? plain(0)), attributes));
  const name = functionName(op);
  const texts = operands.map((one, k) =>
    k === 0 && name.startsWith('torch.Tensor.') ? inParentheses(one) : one.text
  );
  const set = written(op, attributes);
  const text = called(op, texts, set, name);
  const isPaired = PAIRED.has(op.name) && typeof attributes.dim === 'number';
  if (isPaired || ALWAYS_PAIRED.has(op.name)) return named(`${text}.values`);
  if (!choosesPart(op)) return named(text);
  const part = attributes[PART] ?? op.attributes[PART]?.default ?? null;
  return named(`${text}[${attributeText(part, 'int')}]`);
}

/** `torch.softmax(x, dim=0)`: what is computed along a dimension names it, whether it has a default or not. */
function naming(op: OpDefinition): OpDefinition {
  const { dim } = op.attributes;
  const isNamed = op.family === 'reduction' || op.family === 'activation';
  return dim && isNamed && dim.default === undefined
    ? { ...op, attributes: { ...op.attributes, dim: { ...dim, default: null } } }
    : op;
}

function called(op: OpDefinition, texts: readonly string[], set: Attributes, name: string): string {
  const order = pythonArguments(op);
  const last = op.inputs.at(-1);
  if (last?.variadic && order.length > 1 && order.at(-1) === last.name) {
    // `torch.einsum('ij,jk->ik', a, b)`: what comes last needs no list.
    const first = callWith(op, [], { inputs: [], attributes: set }, name, order.slice(0, -1));
    return `${first.slice(0, -1)}, ${texts.join(', ')})`;
  }
  const text = callWith(naming(op), texts, { inputs: [], attributes: set }, name, order);
  // `x.reshape(2, 3)`: sizes that are all of the arguments need no parentheses of their own.
  return name.startsWith('torch.Tensor.')
    ? text.replace(/\(\((-?\d+(?:, -?\d+)*),?\)\)$/, '($1)')
    : text;
}
