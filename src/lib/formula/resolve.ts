import type { OpDefinition } from '../ops/define';
import { functionOperation, methodOperation, operation, operations } from '../ops/registry';
import { argumentsOf, literalOf, type CallArguments } from './arguments';
import type { CallExpression, Expression, MethodExpression, Range } from './ast';
import { Fault } from './fault';

export interface ResolvedCall extends CallArguments {
  readonly op: OpDefinition;
}

/** Functions of torch that make values; they belong in an input's value, not in a formula. */
export const creators: readonly string[] = [
  'tensor',
  ...operations.filter(isCreator).map(({ name }) => name)
];

function isCreator({ family, inputs }: OpDefinition): boolean {
  return family === 'creation' && inputs.length === 0;
}

/** The creating function that a name such as `torch.zeros` means, or null. */
export function creatorOf(name: string): string | null {
  if (/^(torch\.)?tensor$/.test(name)) return 'tensor';
  const op = functionOperation(name);
  return op && isCreator(op) ? op.name : null;
}

/** What learners call functions that have another name here. */
const otherNames: Readonly<Record<string, string>> = {
  ln: 'log',
  max: 'maximum',
  min: 'minimum',
  average: 'mean',
  sgn: 'sign',
  logistic: 'sigmoid',
  tg: 'tan',
  arctg: 'atan',
  lg: 'log10',
  sqr: 'square',
  swish: 'silu'
};
const rewritten: Readonly<Record<string, string>> = {
  cbrt: 'x ** (1/3)'
};

/** Without the module: `torch.nn.functional.relu` is `relu`. */
const bareName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Steps (insert, delete, replace, swap neighbours) between two words. */
function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1)
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (older[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    older = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The candidate that a misspelt name most likely meant, or null. */
export function closest(name: string, candidates: Iterable<string>): string | null {
  const limit = name.length <= 4 ? 1 : 2;
  let best: string | null = null;
  let least = limit + 1;
  // A longer name would be no misspelling, and measuring it would cost.
  if (name.length > 30) return null;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance < candidate.length) [best, least] = [candidate, distance];
  }
  return best;
}

/** Operations that a formula may call. */
const usable = operations.filter(({ family }) => family !== 'creation');

/** How a function is written in a formula: bare, as its canonical PyTorch name says. */
function suggestion(name: string): string | null {
  const bare = bareName(name);
  if (functionOperation(bare)) return bare;
  const other = Object.hasOwn(otherNames, bare) ? otherNames[bare] : undefined;
  if (other && functionOperation(other)) return other;
  return closest(bare, new Set(usable.flatMap((op) => op.torch.functions.map(bareName))));
}

function unknownFunction(call: CallExpression): Fault {
  const { name } = call;
  const bare = bareName(name);
  const fail = (message: string): Fault => new Fault(message, call.callee);
  if (creatorOf(bare)) {
    return fail(
      `\`${bare}\` makes the whole value of an input: type it into that input's field, and compute with the input's name`
    );
  }
  if (functionOperation(bare)?.family === 'creation') {
    return fail(`\`${bare}\` makes a new tensor: add an input for it, and type its value there`);
  }
  if (name.startsWith('math.') && functionOperation(bare)) {
    return fail(`\`${name}\` works on plain numbers only: write \`torch.${bare}\``);
  }
  if (Object.hasOwn(rewritten, bare)) {
    return fail(`There is no function \`${name}\` here: write \`${rewritten[bare] ?? ''}\``);
  }
  const meant = suggestion(name);
  if (meant) return fail(`There is no function \`${name}\`: did you mean \`${meant}\`?`);
  if (/^[A-Za-z]_?\d*$/.test(name)) {
    return fail(`There is no function \`${name}\`; for a product write \`${name} * (…)\``);
  }
  return fail(`There is no function \`${name}\``);
}

function unknownMethod(call: MethodExpression): Fault {
  const { name } = call;
  const fail = (message: string): Fault => new Fault(message, call.callee);
  if (name.endsWith('_') && methodOperation(name.slice(0, -1))) {
    return fail(
      `\`${name}\` would change the tensor in place, which a graph can't show: write \`${name.slice(0, -1)}\``
    );
  }
  const fn = functionOperation(name);
  if (fn) return fail(`Tensors have no method \`${name}\`: write \`${name}(…)\``);
  const meant = closest(name, new Set(operations.flatMap((op) => op.torch.methods)));
  return fail(
    `Tensors have no method \`${name}\`${meant ? `: did you mean \`${meant}\`?` : ' here'}`
  );
}

/** `torch.max` of two tensors is `torch.maximum`. */
const pairwise: ReadonlyMap<string, string> = new Map([
  ['max', 'maximum'],
  ['min', 'minimum']
]);

function isOfTwo(call: CallExpression | MethodExpression): boolean {
  const second = call.kind === 'method' ? call.args[0] : call.args[1];
  return (
    call.keywords.some(({ name }) => name === 'other') ||
    (second !== undefined && literalOf(second) === undefined)
  );
}

function operationOf(call: CallExpression | MethodExpression): OpDefinition | undefined {
  const isMethod = call.kind === 'method';
  const bare = isMethod ? call.name : call.name.replace(/^torch\./, '');
  const pair = pairwise.get(bare);
  if (pair !== undefined && isOfTwo(call)) return operation(pair);
  const op = isMethod ? methodOperation(call.name) : functionOperation(call.name);
  return op?.family === 'creation' ? undefined : op;
}

/**
 * Finds the operation behind a call and puts its arguments in the registry's order.
 * @throws Fault for an unknown name and for arguments that don't fit the operation.
 */
export function resolveCall(call: CallExpression | MethodExpression): ResolvedCall {
  const op = operationOf(call);
  if (!op) throw call.kind === 'method' ? unknownMethod(call) : unknownFunction(call);
  return { op, ...argumentsOf(op, call) };
}

/** Attributes of a tensor that PyTorch computes by an operation: the method, and what it is given. */
const properties: ReadonlyMap<string, readonly [method: string, ...args: number[]]> = new Map([
  ['T', ['permute', 1, 0]],
  ['mT', ['transpose', -2, -1]]
]);

/** `x.T` as the method that gives it, or null for an attribute that no operation gives. */
export function propertyCall(
  object: Expression,
  name: string,
  callee: Range,
  { from, to }: Range
): MethodExpression | null {
  const [method, ...values] = properties.get(name) ?? [];
  if (method === undefined || !methodOperation(method)) return null;
  const args = values.map((value): Expression => ({
    kind: 'number',
    type: 'int',
    value,
    from,
    to
  }));
  return { kind: 'method', object, name: method, callee, args, keywords: [], from, to };
}
