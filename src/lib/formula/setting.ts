import type { AttributeValue } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { attributeValue } from './arguments';
import { asError } from './fault';
import { parseArgument } from './parse';

export type ParsedAttribute =
  | { readonly ok: true; readonly value: AttributeValue }
  | { readonly ok: false; readonly message: string };

/**
 * Reads an attribute as typed into its field, the way Python writes it: `0`, `-1`, `0.2`, `None`, `(0, 1)`, `'sum'`.
 * A text needs no quotes here. Never throws.
 */
export function parseAttribute(op: OpDefinition, name: string, source: string): ParsedAttribute {
  const isText = op.attributes[name]?.kind === 'text' && !/^\s*['"]|^\s*None\s*$/.test(source);
  const written = isText ? `'${source.trim()}'` : source;
  const parsed = parseArgument(written);
  if (!parsed.ok) return { ok: false, message: parsed.errors[0]?.message ?? 'This is no value' };
  try {
    return { ok: true, value: attributeValue(op, name, parsed.value) };
  } catch (thrown) {
    return { ok: false, message: asError(thrown).message };
  }
}
