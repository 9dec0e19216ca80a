import type { OpDefinition } from './define';
import { catalog, internals } from './catalog';

/** Every operation, in palette order. */
export const operations: readonly OpDefinition[] = catalog;

const byName = new Map(operations.map((op) => [op.name, op]));
const byOperator = new Map<string, OpDefinition>();
const byFunction = new Map<string, OpDefinition>();
const byMethod = new Map<string, OpDefinition>();
for (const op of operations) {
  if (op.torch.operator) byOperator.set(`${op.torch.operator}/${op.inputs.length}`, op);
  for (const name of op.torch.functions) byFunction.set(name, op);
  for (const name of op.torch.methods) byMethod.set(name, op);
}

/** The operation with this registry name, e.g. `mul`. */
export const operation = (name: string): OpDefinition | undefined => byName.get(name);

const hidden = new Map(internals.map((op) => [op.name, op]));

/** An operation that others are made of and that nobody calls by name, e.g. the losses of single elements. */
export const hiddenOperation = (name: string): OpDefinition | undefined => hidden.get(name);

/** The operation behind a Python operator with this many operands: (`-`, 1) is neg, (`-`, 2) is sub. */
export const operatorOperation = (symbol: string, arity: number): OpDefinition | undefined =>
  byOperator.get(`${symbol}/${arity}`);

/** The operation behind a function name: `torch.relu`, `F.relu`, `torch.nn.functional.relu` and bare `relu` are one. */
export function functionOperation(name: string): OpDefinition | undefined {
  const dotted = name.replace(/^F\./, 'torch.nn.functional.');
  const found = byFunction.get(dotted);
  if (found || dotted.includes('.')) return found;
  return byFunction.get(`torch.${dotted}`) ?? byFunction.get(`torch.nn.functional.${dotted}`);
}

/** The operation behind a method on a tensor, e.g. `x.sum()`. */
export const methodOperation = (name: string): OpDefinition | undefined => byMethod.get(name);
