import { attributeText, changedAttributes, shownAttributes } from '../graph/attributes';
import type { GraphNode } from '../graph/document';
import { argumentOrder, type Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { operation } from '../ops/registry';

interface Change {
  readonly name: string;
  readonly text: string;
}

/** A call as Python has it: `sum(x, dim=0)`, `cat([x, y], dim=1)`, `gather(x, 0, i)`; defaults are left out. */
function callText(
  op: OpDefinition,
  attributes: Attributes,
  changes: readonly Change[],
  args: readonly string[]
): string {
  const order = argumentOrder(op);
  const given = [...args];
  const changed = new Map(changes.map(({ name, text }) => [name, text]));
  let isNamed = false;
  const parts = order.flatMap((name, place): string[] => {
    const input = op.inputs.find((one) => one.name === name);
    if (name === '*') isNamed = true;
    if (input?.variadic) {
      const tensors = given.splice(0).join(', ');
      return [place === order.length - 1 ? tensors : `[${tensors}]`];
    }
    if (input) return given.splice(0, 1);
    const spec = op.attributes[name];
    if (!spec) return [];
    // What stands before a tensor is given by its place.
    if (given.length > 0 && !isNamed) return [attributeText(attributes[name] ?? null, spec)];
    const text = changed.get(name);
    return text === undefined ? [] : [`${name}=${text}`];
  });
  return `${op.name}(${parts.join(', ')})`;
}

function operatorText(operator: string, args: readonly string[]): string {
  const sign = operator === '-' ? '−' : operator;
  const isPrefix = args.length === 1;
  // Two signs never stand side by side, and a power is no power of a sign.
  const operands = args.map((arg, k) =>
    arg.startsWith('−') && (k > 0 || isPrefix || operator === '**') ? `(${arg})` : arg
  );
  return isPrefix ? `${sign}${operands.join('')}` : operands.join(` ${sign} `);
}

/** An operation of its arguments, as it would be written in Python. */
export function operationText(
  op: OpDefinition,
  attributes: Attributes,
  changes: readonly Change[],
  args: readonly string[]
): string {
  const { operator } = op.torch;
  return operator === undefined || changes.length > 0
    ? callText(op, attributes, changes, args)
    : operatorText(operator, args);
}

/** What a node computes of its arguments, as it would be written in Python. */
export function ruleText(node: GraphNode | undefined, args: readonly string[]): string {
  const list = args.join(', ');
  if (node?.kind === 'custom') return `${node.fn.name}(${list})`;
  if (node?.kind !== 'op') return list;
  const op = operation(node.op);
  if (!op) return `${node.op}(${list})`;
  return operationText(op, shownAttributes(op, node), changedAttributes(op, node), args);
}
