import type { AssignStatement, Expression, NameExpression, Range, Statement } from './ast';
import { shortened, Fault } from './fault';
import { Walker, type Interpreter, type Scope, type Told, type Value } from './walk';

/** Makes a tensor of a Python number where PyTorch wants one, or refuses. */
export type Lift<T> = (value: number, expression: Expression) => T;
export interface Lifts<T> {
  readonly returned: Lift<T>;
  readonly saved: Lift<T>;
}

/** Names of one run of a body. */
export class Names<T> implements Scope<T> {
  private readonly names = new Map<string, Value<T>>();
  readonly saved: readonly Value<T>[] | undefined;

  /** @param saved what `ctx.saved_tensors` holds; undefined in forward */
  constructor(
    entries: readonly (readonly [string, T])[],
    private readonly unknown: (name: string) => string,
    saved?: readonly T[]
  ) {
    for (const [name, value] of entries) this.names.set(name, { value });
    this.saved = saved?.map((value) => ({ value }));
  }

  get(expression: NameExpression): Value<T> {
    const value = this.names.get(expression.name);
    if (value) return value;
    throw new Fault(this.unknown(expression.name), expression);
  }

  set({ name }: NameExpression, value: Value<T>): void {
    this.names.set(name, value);
  }
}

export interface Outcome<T> {
  /** Null is `None`. */
  readonly returned: (T | null)[];
  readonly saved: T[];
}

/** What an assignment has given names to. */
function namedIn<T>({ targets }: AssignStatement, names: Names<T>): Told<T>[] {
  return targets.flatMap((target) =>
    target.names.flatMap((name) => {
      const value = names.get(name);
      return 'value' in value ? [{ name: name.name, value: value.value }] : [];
    })
  );
}

/** Runs a body to its `return`, or to a last bare expression, which counts as one. */
export function runBody<T>(
  body: Body,
  interpreter: Interpreter<T>,
  names: Names<T>,
  lift: Lifts<T>
): Outcome<T> {
  const walker = new Walker(interpreter, names);
  let saved: T[] = [];
  const tensor = (expression: Expression, lifted: Lift<T>): T => {
    const value = walker.evaluate(expression);
    return 'number' in value ? lifted(value.number, expression) : value.value;
  };
  for (const [index, statement] of body.statements.entries()) {
    const isLast = index === body.statements.length - 1;
    if (statement.kind === 'assign') {
      walker.assign(statement);
      if (statement.values.some(({ kind }) => kind === 'saved')) {
        interpreter.told?.('take', statement, namedIn(statement, names));
      }
    } else if (statement.kind === 'save') {
      // A second call replaces what the first one saved, as in PyTorch.
      saved = statement.values.map((value) => tensor(value, lift.saved));
      const labels = namesOfSaved(body.source, statement.values);
      interpreter.told?.(
        'save',
        statement,
        saved.map((value, k) => ({ name: labels[k] ?? '', value }))
      );
    } else if (statement.kind === 'return' || isLast) {
      const returned = statement.values.map((value) =>
        value.kind === 'none' ? null : tensor(value, lift.returned)
      );
      interpreter.told?.(
        'return',
        statement,
        returned.map((value) => ({ name: '', value }))
      );
      return { returned, saved };
    } else for (const value of statement.values) walker.evaluate(value);
  }
  throw new Fault(`${body.where} returns nothing: end it with \`return …\``, {
    from: 0,
    to: body.source.length
  });
}

export interface Body {
  readonly where: 'forward' | 'backward';
  readonly source: string;
  readonly statements: readonly Statement[];
}

/** How Python calls the type of a plain number: `2` is an int, `1/2` a float. */
export function typeName(value: number, source: string, { from, to }: Range): string {
  return Number.isInteger(value) && !/[./e]/.test(source.slice(from, to)) ? 'int' : 'float';
}

/** What saved values are called: by their names, others by the expression as written. All differ. */
export function namesOfSaved(source: string, values: readonly Expression[]): string[] {
  const taken = new Set<string>();
  return values.map((value) => {
    const base = value.kind === 'name' ? value.name : shortened(source.slice(value.from, value.to));
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base} (${n})`;
    taken.add(name);
    return name;
  });
}

/** The `save_for_backward` that counts: the last one that runs. */
export function savedExpressions({ statements }: Body): readonly Expression[] {
  const end = statements.findIndex((statement) => statement.kind === 'return');
  const run = end < 0 ? statements : statements.slice(0, end);
  return run.findLast((statement) => statement.kind === 'save')?.values ?? [];
}

/** Names that a body gives to values. */
export const assignedNames = ({ statements }: Body): string[] =>
  statements.flatMap((statement) =>
    statement.kind === 'assign'
      ? statement.targets.flatMap((target) => target.names.map(({ name }) => name))
      : []
  );
