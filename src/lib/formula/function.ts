import type { FunctionSource } from '../graph/document';
import type { Expression, FormulaError } from './ast';
import {
  assignedNames,
  Names,
  namesOfSaved,
  runBody,
  savedExpressions,
  typeName,
  type Body,
  type Lifts
} from './body';
import { asError, Fault } from './fault';
import { isVariableName } from './keywords';
import { parseBody } from './parse';
import { closest } from './resolve';
import type { Interpreter } from './walk';

export type { Interpreter, Told } from './walk';

/** A value that forward keeps for backward. */
export interface Saved<T> {
  readonly name: string;
  readonly value: T;
}

/** A custom autograd function whose bodies have been read and checked. */
export interface CompiledFunction {
  readonly inputs: readonly string[];
  /** Names of what forward saves, in order. */
  readonly savedNames: readonly string[];
  /** Whether any returned gradient is computed from `grad_output`. */
  readonly readsGradOutput: boolean;
  forward<T>(interpreter: Interpreter<T>, inputs: readonly T[]): { output: T; saved: Saved<T>[] };
  /** Gradients as written: their number may differ from the inputs', which the engine reports as PyTorch does. */
  backward<T>(interpreter: Interpreter<T>, saved: readonly T[], gradOutput: T): (T | null)[];
}

export type FunctionError = FormulaError & { readonly where: 'inputs' | 'forward' | 'backward' };

export type Compiled =
  | { readonly ok: true; readonly fn: CompiledFunction }
  | { readonly ok: false; readonly errors: readonly FunctionError[] };

const GRAD_OUTPUT = 'grad_output';

/** In a check run a value is just whether it depends on `grad_output`. */
const probe: Interpreter<boolean> = {
  apply: (_, args) => args.some((arg) => arg === true),
  number: () => false
};

const list = (names: Iterable<string>): string => [...names].join(', ');

class Compiler {
  private readonly forwardBody: Body;
  private readonly backwardBody: Body;
  /** What forward knows: its inputs and what it assigns. */
  private readonly forwardNames: ReadonlySet<string>;
  private readonly savedValues: readonly Expression[];
  readonly savedNames: readonly string[];
  private readonly unknownInForward: (name: string) => string;
  private readonly unknownInBackward: (name: string) => string;

  constructor(
    private readonly inputs: readonly string[],
    forward: Body,
    backward: Body
  ) {
    this.forwardBody = forward;
    this.backwardBody = backward;
    this.forwardNames = new Set([...inputs, ...assignedNames(forward)]);
    this.savedValues = savedExpressions(forward);
    this.savedNames = namesOfSaved(forward.source, this.savedValues);
    const known = new Set([
      GRAD_OUTPUT,
      ...this.plainlySaved().map(([name]) => name),
      ...assignedNames(backward)
    ]);
    const guess = (name: string, names: Iterable<string>): string => {
      const meant = closest(name, names);
      return meant ? `: did you mean \`${meant}\`?` : `; it knows ${list(names)}`;
    };
    this.unknownInForward = (name) =>
      `\`${name}\` is not known in forward${guess(name, this.forwardNames)}`;
    this.unknownInBackward = (name) =>
      this.forwardNames.has(name)
        ? `\`${name}\` is not known in backward: forward has to keep it with ctx.save_for_backward(${name})`
        : `\`${name}\` is not known in backward${guess(name, known)}`;
  }

  /** Saved under their own names, which backward then knows without unpacking. */
  private plainlySaved(): [string, number][] {
    return this.savedValues.flatMap((value, k): [string, number][] =>
      value.kind === 'name' && this.savedNames[k] === value.name ? [[value.name, k]] : []
    );
  }

  forward<T>(
    interpreter: Interpreter<T>,
    inputs: readonly T[],
    lift = lifting(interpreter)
  ): { output: T; saved: Saved<T>[] } {
    const entries = this.inputs.flatMap((name, k): [string, T][] =>
      k < inputs.length ? [[name, inputs[k] as T]] : []
    );
    const names = new Names(entries, this.unknownInForward);
    const { returned, saved } = runBody(this.forwardBody, interpreter, names, lift);
    const whole = { from: 0, to: this.forwardBody.source.length };
    const [output, second] = returned;
    if (second !== undefined)
      throw new Fault('forward has to return one tensor here: a node has one output', whole);
    if (output === null || output === undefined) {
      throw new Fault('forward has to return a tensor, not `None`', whole);
    }
    return {
      output,
      saved: saved.map((value, k) => ({ name: this.savedNames[k] ?? '', value }))
    };
  }

  backward<T>(
    interpreter: Interpreter<T>,
    saved: readonly T[],
    gradOutput: T,
    lift = lifting(interpreter)
  ): (T | null)[] {
    const entries = this.plainlySaved().flatMap(([name, k]): [string, T][] =>
      k < saved.length ? [[name, saved[k] as T]] : []
    );
    const names = new Names([...entries, [GRAD_OUTPUT, gradOutput]], this.unknownInBackward, saved);
    return runBody(this.backwardBody, interpreter, names, lift).returned;
  }

  /** Both bodies have no branches, so one run with stand-ins meets every fault that can occur. */
  check(): { errors: FunctionError[]; readsGradOutput: boolean } {
    const errors: FunctionError[] = [];
    let readsGradOutput = false;
    const attempt = (body: Body, run: () => void): void => {
      try {
        run();
      } catch (thrown) {
        errors.push({ ...asError(thrown), where: body.where });
      }
    };
    const lift = (body: Body): Lifts<boolean> => ({
      returned: (value, expression) => {
        const message =
          body.where === 'forward'
            ? `forward has to return a tensor, and this is a plain number: compute it from an input, e.g. \`0 * ${this.inputs[0] ?? 'x'} + 2\``
            : `expected Variable or None (got ${typeName(value, body.source, expression)})\nA plain number is no gradient: multiply it by ${GRAD_OUTPUT}`;
        throw new Fault(message, expression);
      },
      saved: (value, expression) => {
        const index = this.savedValues.indexOf(expression);
        throw new Fault(
          `save_for_backward can only save variables, but argument ${Math.max(index, 0)} is of type ${typeName(value, body.source, expression)}`,
          expression
        );
      }
    });
    attempt(this.forwardBody, () => {
      this.forward(
        probe,
        this.inputs.map(() => false),
        lift(this.forwardBody)
      );
    });
    attempt(this.backwardBody, () => {
      const saved = this.savedNames.map(() => false);
      const grads = this.backward(probe, saved, true, lift(this.backwardBody));
      readsGradOutput = grads.includes(true);
    });
    return { errors, readsGradOutput };
  }
}

const lifting = <T>(interpreter: Interpreter<T>): Lifts<T> => {
  const lift = (value: number): T => interpreter.number(value);
  return { returned: lift, saved: lift };
};

function inputErrors(inputs: readonly string[]): FunctionError[] {
  const errors: FunctionError[] = [];
  let from = 0;
  if (inputs.length === 0) {
    errors.push({ message: 'forward needs at least one input', from, to: from, where: 'inputs' });
  }
  inputs.forEach((name, k) => {
    const to = from + name.length;
    let message: string | null = null;
    if (!isVariableName(name)) message = `\`${name}\` can't be the name of an input`;
    else if (name === 'ctx' || name === GRAD_OUTPUT) {
      message = `\`${name}\` has its own meaning in a function: choose another name`;
    } else if (inputs.indexOf(name) < k) message = `Two inputs have the name \`${name}\``;
    if (message) errors.push({ message, from, to, where: 'inputs' });
    from = to + ', '.length;
  });
  return errors;
}

function readBody(where: Body['where'], source: string): { body: Body; errors: FunctionError[] } {
  const parsed = parseBody(source);
  const errors = parsed.ok ? [] : parsed.errors.map((error) => ({ ...error, where }));
  const statements = parsed.ok ? parsed.statements : [];
  for (const statement of where === 'backward' ? statements : []) {
    if (statement.kind === 'save') {
      const message = '`ctx.save_for_backward` belongs in forward, which runs before';
      errors.push({ message, from: statement.from, to: statement.to, where });
    }
  }
  return { body: { where, source, statements }, errors };
}

/**
 * Reads and checks the two bodies of a custom function. Never throws for what a person wrote.
 * Positions of errors count in the body that `where` names; for `inputs`, in the names joined by `, `.
 */
export function compileFunction(source: FunctionSource): Compiled {
  const forward = readBody('forward', source.forward);
  const backward = readBody('backward', source.backward);
  const errors = [...inputErrors(source.inputs), ...forward.errors, ...backward.errors];
  if (errors.length > 0) return { ok: false, errors };
  const compiler = new Compiler(source.inputs, forward.body, backward.body);
  const checked = compiler.check();
  if (checked.errors.length > 0) return { ok: false, errors: checked.errors };
  return {
    ok: true,
    fn: {
      inputs: source.inputs,
      savedNames: compiler.savedNames,
      readsGradOutput: checked.readsGradOutput,
      forward: (interpreter, inputs) => compiler.forward(interpreter, inputs),
      backward: (interpreter, saved, gradOutput) =>
        compiler.backward(interpreter, saved, gradOutput)
    }
  };
}
