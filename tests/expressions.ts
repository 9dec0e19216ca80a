import fc from 'fast-check';
import { numbers } from '../src/lib/ops/algebra';
import { attributesPart, changedAttributes } from '../src/lib/graph/attributes';
import { argumentOrder } from '../src/lib/ops/attributes';
import type { OpDefinition } from '../src/lib/ops/define';
import { operations } from '../src/lib/ops/registry';
import { plainAttributes } from './plain-attributes';

/** A random expression over the registry: how it is written in Python, and what it is worth. */
export interface RandomExpression {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  evaluate(values: Readonly<Record<string, number>>): number;
}

type Tree =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly text: string }
  | {
      readonly kind: 'operation';
      readonly op: OpDefinition;
      readonly args: readonly Tree[];
      /** Which of the ways to write it is taken. */
      readonly way: number;
      readonly brackets: boolean;
    };

/** How tightly Python's operators bind; names, numbers and calls bind tightest. */
const COMPARE = 1;
const SIGN = 4;
const POWER = 5;
const ATOM = 6;
const binding = (operator: string): number =>
  ({ '+': 2, '-': 2, '*': 3, '/': 3, '**': POWER })[operator] ?? COMPARE;

interface Written {
  readonly text: string;
  readonly binds: number;
}

const within = ({ text, binds }: Written, least: number): string =>
  binds < least ? `(${text})` : text;

/** Attributes that a call has to give, by name. */
const settings = (op: OpDefinition): string[] =>
  changedAttributes(op, attributesPart(op, plainAttributes(op))).map(
    ({ name, text }) => `${name}=${text}`
  );

/** Whether inputs come first in PyTorch's order, so that they can be given by place. */
const isPlain = (op: OpDefinition): boolean =>
  op.inputs.every(({ name }, k) => argumentOrder(op)[k] === name);

/** All ways to write an operation with these arguments. */
function ways(op: OpDefinition, args: readonly Written[]): Written[] {
  const { operator, functions, methods } = op.torch;
  const [first, ...others] = args;
  const made: Written[] = [];
  if (operator && first && others.length === 0) {
    made.push({ text: operator + within(first, SIGN), binds: SIGN });
  }
  const [second] = others;
  if (operator && first && second) {
    const binds = binding(operator);
    const isPower = operator === '**';
    const left = within(first, isPower || binds === COMPARE ? binds + 1 : binds);
    const right = within(second, isPower ? SIGN : binds + 1);
    made.push({ text: `${left} ${operator} ${right}`, binds });
  }
  const set = settings(op);
  const list = [...args.map(({ text }) => text), ...set].join(', ');
  for (const name of functions) {
    const short = name.replace('torch.nn.functional.', 'F.');
    const bare = name.slice(name.lastIndexOf('.') + 1);
    for (const written of new Set([name, short, bare])) {
      made.push({ text: `${written}(${list})`, binds: ATOM });
    }
  }
  const named = [...args.map(({ text }, k) => `${op.inputs[k]?.name ?? ''}=${text}`), ...set];
  made.push({ text: `${functions[0] ?? ''}(${named.reverse().join(', ')})`, binds: ATOM });
  for (const method of methods) {
    if (!first) break;
    const object = /^[\d.]/.test(first.text) ? `(${first.text})` : within(first, ATOM);
    const rest = [...others.map(({ text }) => text), ...set].join(', ');
    made.push({ text: `${object}.${method}(${rest})`, binds: ATOM });
  }
  return made;
}

function write(tree: Tree): Written {
  if (tree.kind === 'name') return { text: tree.name, binds: ATOM };
  if (tree.kind === 'number') return { text: tree.text, binds: ATOM };
  const all = ways(tree.op, tree.args.map(write));
  const chosen = all[tree.way % all.length] ?? { text: '', binds: ATOM };
  return tree.brackets ? { text: `( ${chosen.text} )`, binds: ATOM } : chosen;
}

function namesIn(tree: Tree): string[] {
  if (tree.kind === 'name') return [tree.name];
  return tree.kind === 'number' ? [] : tree.args.flatMap(namesIn);
}

function worth(tree: Tree, values: Readonly<Record<string, number>>): number {
  if (tree.kind === 'name') return values[tree.name] ?? NaN;
  if (tree.kind === 'number') return Number(tree.text.replaceAll('_', ''));
  const { elementwise } = tree.op;
  if (!elementwise) throw new Error(`${tree.op.name} is no function of single numbers`);
  return elementwise(plainAttributes(tree.op)).value(
    numbers,
    ...tree.args.map((arg) => worth(arg, values))
  );
}

const isCondition = (op: OpDefinition): boolean => op.family === 'comparison' && op.gradFn === null;
const elementwise = operations.filter(
  // What fills by a mask keeps its input's type, so that a plain number there is no number of the expression.
  (op) => op.elementwise && isPlain(op) && op.family !== 'indexing'
);
const computing = elementwise.filter((op) => !isCondition(op));

const withOperator = (ops: readonly OpDefinition[]): OpDefinition[] =>
  ops.filter((op) => op.torch.operator);

/** Operations whose derivative is smooth wherever it is defined. */
export const smooth = computing.filter((op) => !op.kinks);

/**
 * Expressions in a few names.
 * @param among operations that may occur; all elementwise ones unless given
 */
export function expressions(
  names: readonly string[],
  among: readonly OpDefinition[] = computing
): fc.Arbitrary<RandomExpression> {
  const literals = ['0', '1', '2', '3', '0.5', '.25', '4.', '1e-1', '1_0'];
  const { operation } = fc.letrec<{ value: Tree; condition: Tree; operation: Tree }>((tie) => {
    const arguments_ = (op: OpDefinition): fc.Arbitrary<Tree[]> =>
      fc.tuple(
        ...op.inputs.map(({ name }) => (name === 'condition' ? tie('condition') : tie('value')))
      );
    const operationOf = (ops: readonly OpDefinition[]): fc.Arbitrary<Tree> =>
      fc.oneof(fc.constantFrom(...ops), fc.constantFrom(...withOperator(ops))).chain((op) =>
        fc.record({
          kind: fc.constant('operation' as const),
          op: fc.constant(op),
          // Two numbers to choose from would be a tensor of the default dtype.
          args: arguments_(op).filter(
            (args) => op.name !== 'where' || args.slice(1).some((arg) => namesIn(arg).length > 0)
          ),
          // The operator, where there is one, comes first.
          way: fc.oneof(fc.constant(0), fc.nat(30)),
          brackets: fc.constantFrom(false, false, false, true)
        })
      );
    return {
      value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        {
          weight: 3,
          arbitrary: fc.constantFrom(...names).map((name): Tree => ({ kind: 'name', name }))
        },
        {
          weight: 1,
          arbitrary: fc.constantFrom(...literals).map((text): Tree => ({ kind: 'number', text }))
        },
        { weight: 8, arbitrary: tie('operation') }
      ),
      operation: operationOf(among),
      condition: operationOf(elementwise.filter(isCondition))
    };
  });
  return operation.map((tree) => ({
    text: write(tree).text,
    names: new Set(namesIn(tree)),
    evaluate: (values) => worth(tree, values)
  }));
}
