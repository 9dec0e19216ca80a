import {
  type Attributes,
  type AttributeSpec,
  type AttributeValue,
  bind,
  boundValue,
  startingAttributes
} from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { TorchError } from '../tensor/errors';
import { type AttributeLiteral, type OpNode, scalarLiteral, scalarValue } from './document';

const isText = (spec: AttributeSpec | undefined): boolean =>
  spec === undefined || spec.kind === 'text' || spec.kind === 'dtype';

function decoded(literal: AttributeLiteral, spec: AttributeSpec | undefined): AttributeValue {
  const isNumber = !isText(spec) && (literal === 'nan' || literal === 'inf' || literal === '-inf');
  return isNumber ? scalarValue(literal) : literal;
}

function encoded(value: AttributeValue): AttributeLiteral {
  if (typeof value === 'object') return value === null ? null : [...value];
  return typeof value === 'number' ? scalarLiteral(value) : value;
}

const isSame = (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((part, k) => Object.is(part, b[k]))
    : Object.is(a, b);

/** What a node says of its operation's attributes; those that it doesn't name are left out. */
export const givenAttributes = (
  op: OpDefinition,
  { attributes = {} }: Pick<OpNode, 'attributes'>
): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, literal]) => [
      name,
      decoded(literal, op.attributes[name])
    ])
  );

/** All attributes of a node's call. @throws TorchError (TypeError) in PyTorch's words for one that doesn't fit */
export const boundAttributes = (op: OpDefinition, node: Pick<OpNode, 'attributes'>): Attributes =>
  bind(op, givenAttributes(op, node));

/** All attributes of a node for what is drawn and said: one that is missing or doesn't fit counts as not set. */
export function shownAttributes(op: OpDefinition, node: Pick<OpNode, 'attributes'>): Attributes {
  const shown: Record<string, AttributeValue> = { ...startingAttributes(op) };
  for (const [name, value] of Object.entries(givenAttributes(op, node))) {
    if (!op.attributes[name]) continue;
    try {
      shown[name] = boundValue(op, name, value);
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
    }
  }
  return shown;
}

/** What a document keeps of a call's attributes: those that differ from their default. */
export function keptAttributes(op: OpDefinition, attributes: Attributes): OpNode['attributes'] {
  const kept = Object.entries(attributes).filter(
    ([name, value]) => !isSame(value, op.attributes[name]?.default)
  );
  return kept.length === 0
    ? undefined
    : Object.fromEntries(kept.map(([name, value]) => [name, encoded(value)]));
}

/** An op node's attributes as a part of it; nothing where all are at their default. */
export function attributesPart(
  op: OpDefinition,
  attributes: Attributes
): Pick<OpNode, 'attributes'> {
  const kept = keptAttributes(op, attributes);
  return kept ? { attributes: kept } : {};
}

const numberWords = (value: number): string => String(scalarLiteral(value));

/** A value as Python writes it: `True`, `None`, `(0, 1)`, `'sum'`, `torch.float64`. */
export function attributeText(value: AttributeValue, spec?: AttributeSpec): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberWords(value);
  if (typeof value === 'string') {
    if (spec?.kind === 'dtype') return `torch.${value}`;
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  }
  const [only] = value;
  return value.length === 1 && only !== undefined
    ? numberWords(only)
    : `(${value.map(numberWords).join(', ')})`;
}

/** An attribute of a node as its field shows it: its default where it isn't set, nothing where there is none. */
export function attributeField(
  op: OpDefinition,
  { attributes = {} }: Pick<OpNode, 'attributes'>,
  name: string
): string {
  const spec = op.attributes[name];
  const literal = attributes[name];
  const value = literal === undefined ? spec?.default : decoded(literal, spec);
  return value === undefined ? '' : attributeText(value, spec);
}

export interface ChangedAttribute {
  readonly name: string;
  /** As Python writes it. */
  readonly text: string;
}

/** The attributes in which a node differs from a plain call, in PyTorch's order. */
export function changedAttributes(
  op: OpDefinition,
  { attributes = {} }: Pick<OpNode, 'attributes'>
): ChangedAttribute[] {
  return Object.entries(op.attributes).flatMap(([name, spec]) => {
    const literal = attributes[name];
    return literal === undefined
      ? []
      : [{ name, text: attributeText(decoded(literal, spec), spec) }];
  });
}
