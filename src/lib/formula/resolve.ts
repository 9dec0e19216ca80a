import type { OpDefinition } from '../ops/define';
import { functionOperation, methodOperation, operations } from '../ops/registry';
import type { CallExpression, Expression, MethodExpression } from './ast';
import { Fault } from './fault';

export interface ResolvedCall {
  readonly op: OpDefinition;
  /** One expression per input of the operation, in the registry's order. */
  readonly args: readonly Expression[];
}

/** Functions of torch that make values; they belong in an input's value, not in a formula. */
export const creators = ['tensor', 'linspace', 'arange', 'zeros', 'ones', 'full'] as const;
export type Creator = (typeof creators)[number];

/** The creating function that a name such as `torch.zeros` means, or null. */
export function creatorOf(name: string): Creator | null {
  const bare = name.replace(/^torch\./, '');
  return creators.find((creator) => creator === bare) ?? null;
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

/** How a function is written in a formula: bare, as its canonical PyTorch name says. */
function suggestion(name: string): string | null {
  const bare = bareName(name);
  if (functionOperation(bare)) return bare;
  const other = Object.hasOwn(otherNames, bare) ? otherNames[bare] : undefined;
  if (other && functionOperation(other)) return other;
  return closest(bare, new Set(operations.flatMap((op) => op.torch.functions.map(bareName))));
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

const count = (number: number, word: string): string =>
  `${number} ${word}${number === 1 ? '' : 's'}`;

/**
 * Finds the operation behind a call and puts its arguments in the registry's order.
 * @throws Fault for an unknown name and for arguments that don't fit the operation's inputs.
 */
export function resolveCall(call: CallExpression | MethodExpression): ResolvedCall {
  const isMethod = call.kind === 'method';
  const op = isMethod ? methodOperation(call.name) : functionOperation(call.name);
  if (!op) throw isMethod ? unknownMethod(call) : unknownFunction(call);
  const names = op.inputs.map((input) => input.name);
  const given = isMethod ? [call.object, ...call.args] : call.args;
  const total = given.length + call.keywords.length;
  const takes = `\`${call.name}\` takes ${count(names.length, 'input')} (${names.join(', ')})`;
  const slots: (Expression | undefined)[] = [...given];
  for (const { name, value, from } of call.keywords) {
    const at = { from, to: from + name.length };
    const index = names.indexOf(name);
    if (index < 0) throw new Fault(`${takes} and has no \`${name}\``, at);
    if (slots[index]) throw new Fault(`\`${name}\` is given twice`, at);
    slots[index] = value;
  }
  const args = slots.filter((slot) => slot !== undefined);
  if (total !== names.length || args.length !== names.length) {
    const verb = total === 1 ? 'is' : 'are';
    const counted = isMethod
      ? `, the tensor before the dot among them, but ${total}`
      : `, but ${total}`;
    throw new Fault(`${takes}${counted} ${verb} given`, call);
  }
  return { op, args };
}
