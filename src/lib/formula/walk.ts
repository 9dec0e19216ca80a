import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { operatorOperation } from '../ops/registry';
import type { AssignStatement, BinaryExpression, Expression, NameExpression, Range } from './ast';
import { Fault } from './fault';
import { foldBinary, foldCall, needsTensorMessage } from './fold';
import { resolveCall } from './resolve';

/** A value with the name that the code gives it, empty for none. */
export interface Told<T> {
  readonly name: string;
  readonly value: T | null;
}

/** What a formula computes with: graph nodes, tensors, or anything else. */
export interface Interpreter<T> {
  /** Attributes are complete: the defaults are among them. */
  apply(op: OpDefinition, args: (T | number)[], attributes: Attributes, at: Range): T;
  /** A Python number where a tensor has to stand. */
  number(value: number): T;
  /** Hears what a body saved, took from what was saved, or returned; null is None. */
  told?(step: 'save' | 'take' | 'return', at: Range, values: readonly Told<T>[]): void;
}

/** Python numbers stay apart from what the interpreter made, so that they fold as in Python. */
export type Value<T> = { readonly number: number } | { readonly value: T };

export interface Scope<T> {
  /** @throws Fault for a name that is not known */
  get(name: NameExpression): Value<T>;
  /** Gives a name to a value. `made` is what it was computed from, undefined for a second name of the same value. */
  set(name: NameExpression, value: Value<T>, made: Expression | undefined): void;
  /** `ctx.saved_tensors`; absent where there is none. */
  readonly saved?: readonly Value<T>[] | undefined;
}

const unwrap = <T>(value: Value<T>): T | number => ('number' in value ? value.number : value.value);

function numbersOnly<T>(values: readonly Value<T>[]): number[] | null {
  const found = values.flatMap((value) => ('number' in value ? [value.number] : []));
  return found.length === values.length ? found : null;
}

/** Whether an operation that isn't elementwise takes only a tensor at an input; an operator is the same on both sides. */
const needsTensor = (op: OpDefinition, index: number): boolean => {
  const own = op.inputs[index] ?? op.inputs.at(-1);
  const inputs = op.torch.operator === undefined && own ? [own] : op.inputs;
  return inputs.every(({ scalar }) => scalar === undefined);
};

/** Runs formulas: the one place where operators and calls become operations. */
export class Walker<T> {
  constructor(
    private readonly interpreter: Interpreter<T>,
    private readonly scope: Scope<T>
  ) {}

  /** @throws Fault */
  evaluate(expression: Expression): Value<T> {
    switch (expression.kind) {
      case 'number':
        return { number: expression.value };
      case 'name':
        return this.scope.get(expression);
      case 'unary':
        return this.unary(expression.op, this.evaluate(expression.operand), expression);
      case 'binary':
        return this.chain(expression);
      case 'compare': {
        const left = this.evaluate(expression.left);
        return this.operator(expression.op, left, this.evaluate(expression.right), expression);
      }
      case 'call':
      case 'method': {
        const { op, args, attributes } = resolveCall(expression);
        const values = args.map((arg) => this.evaluate(arg));
        return this.apply(op, expression.name, values, attributes, expression, args);
      }
      case 'saved':
        return this.savedAt(expression.index, expression);
      case 'none':
        throw new Fault("`None` can't be computed with", expression);
      case 'list':
        throw new Fault("A list can't be a part of a computation", expression);
      case 'text':
      case 'dtype':
        throw new Fault("This sets an operation and can't be computed with", expression);
    }
  }

  /** @throws Fault */
  assign({ targets, values, from, to }: AssignStatement): void {
    const [only] = values;
    const isTuple = only?.kind === 'saved' && only.index === null && values.length === 1;
    const given = isTuple
      ? this.saved(only).map((value) => ({ value, made: undefined }))
      : values.map((made) => ({ value: this.evaluate(made), made }));
    targets.forEach((target, k) => {
      if (!target.unpacks && isTuple) {
        const name = target.names[0]?.name ?? 'i';
        throw new Fault(
          `\`ctx.saved_tensors\` is a tuple: unpack it, with \`${name}, = ctx.saved_tensors\` for a single one`,
          only
        );
      }
      const [wanted, got] = [target.names.length, given.length];
      if (!target.unpacks && got > 1) {
        throw new Fault(`One name can't hold ${got} values`, { from, to });
      }
      if (target.unpacks && !isTuple && got === 1) {
        throw new Fault(`One value can't be unpacked into names`, { from, to });
      }
      if (wanted > got) {
        throw new Fault(`not enough values to unpack (expected ${wanted}, got ${got})`, target);
      }
      if (wanted < got) throw new Fault(`too many values to unpack (expected ${wanted})`, target);
      target.names.forEach((name, j) => {
        const entry = given[j];
        if (entry) this.scope.set(name, entry.value, k === 0 ? entry.made : undefined);
      });
    });
  }

  private saved(at: Range): readonly Value<T>[] {
    if (this.scope.saved) return this.scope.saved;
    throw new Fault('`ctx.saved_tensors` is for backward: forward has its inputs', at);
  }

  private savedAt(index: number | null, at: Range): Value<T> {
    const saved = this.saved(at);
    if (index === null) {
      throw new Fault(
        '`ctx.saved_tensors` is a tuple: unpack it first, `i, = ctx.saved_tensors`',
        at
      );
    }
    const value = saved.at(index);
    if (!value) throw new Fault('tuple index out of range', at);
    return value;
  }

  /** Chains such as `a + b + c + …` may be longer than the call stack is deep. */
  private chain(expression: BinaryExpression): Value<T> {
    const links: BinaryExpression[] = [];
    let first: Expression = expression;
    while (first.kind === 'binary') {
      links.push(first);
      first = first.left;
    }
    let left = this.evaluate(first);
    for (const link of links.reverse()) {
      left = this.operator(link.op, left, this.evaluate(link.right), link);
    }
    return left;
  }

  private unary(sign: string, operand: Value<T>, at: Range): Value<T> {
    if (sign === '+') return operand;
    if (sign === '-' && 'number' in operand) return { number: -operand.number };
    return this.applyOperator(this.operation(sign, 1, at), sign, [operand], at);
  }

  private operator(sign: string, left: Value<T>, right: Value<T>, at: Range): Value<T> {
    if ('number' in left && 'number' in right) {
      const folded = foldBinary(sign, left.number, right.number, at);
      if (folded !== null) return { number: folded };
    }
    return this.applyOperator(this.operation(sign, 2, at), sign, [left, right], at);
  }

  private operation(sign: string, arity: number, at: Range): OpDefinition {
    const op = operatorOperation(sign, arity);
    if (op) return op;
    throw new Fault(`\`${sign}\` is not among the operations here`, at);
  }

  private applyOperator(op: OpDefinition, sign: string, args: Value<T>[], at: Range): Value<T> {
    return this.apply(op, sign, args, op.defaults ?? {}, at);
  }

  /** @param places where the arguments are written; the whole for an operator */
  private apply(
    op: OpDefinition,
    name: string,
    args: Value<T>[],
    attributes: Attributes,
    at: Range,
    places: readonly Range[] = []
  ): Value<T> {
    const plain = numbersOnly(args);
    if (plain) return { number: foldCall(op, name, plain, attributes, at) };
    const wrong = op.elementwise
      ? -1
      : args.findIndex((arg, k) => 'number' in arg && needsTensor(op, k));
    if (wrong >= 0) throw new Fault(needsTensorMessage(name), places[wrong] ?? at);
    return { value: this.interpreter.apply(op, args.map(unwrap), attributes, at) };
  }
}
