import { numpyNames } from '../../formula/arguments';
import {
  argumentOrder,
  type Attributes,
  type AttributeSpec,
  type AttributeValue,
  bind,
  boundValue,
  missingArguments,
  typeWords
} from '../../ops/attributes';
import type { InputSpec, OpDefinition } from '../../ops/define';
import { TorchError } from '../../tensor/errors';
import { Tensor } from '../../tensor/tensor';
import { type Argument, type CallArguments, PythonDType, PythonNumber, typeOf } from './values';

/** A call as the engine takes it. */
export interface Bound {
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
}

/** Operations without an operator of their own that take Python numbers for tensors. */
const TAKES_NUMBERS: ReadonlySet<string> = new Set([
  'where',
  'fmod',
  'xlogy',
  'lerp',
  'float_power',
  'scatter'
]);
/** Where a number in the first place is refused all the same: the method's object is always a tensor. */
const takesNumbers = (op: OpDefinition): boolean =>
  op.torch.operator !== undefined || TAKES_NUMBERS.has(op.name);

/** Functions that PyTorch has in several forms, so that it can't say which argument is wrong. */
const OVERLOADED: ReadonlySet<string> = new Set(
  'sum mean prod std var norm max min view squeeze transpose pow zeros ones full randn rand randint any all'.split(
    ' '
  )
);

const isList = (argument: Argument | undefined): argument is readonly Argument[] =>
  Array.isArray(argument);

/** A number that stands for itself: Python's own, or the only element of a tensor of whole numbers. */
function numberOf(argument: Argument): PythonNumber | null {
  if (argument instanceof PythonNumber) return argument;
  if (!(argument instanceof Tensor) || argument.numel !== 1 || argument.requiresGrad) return null;
  const type = argument.dtype === 'int64' ? 'int' : argument.dtype === 'bool' ? 'bool' : 'float';
  return new PythonNumber(argument.item(), type);
}

/** Reads the arguments of one call by PyTorch's order and names. */
class Binder {
  private readonly order: readonly string[];
  private readonly places: readonly string[];
  private readonly given = new Map<string, Argument>();
  private call: CallArguments = { args: [], keywords: new Map() };

  constructor(
    private readonly op: OpDefinition,
    private readonly name: string,
    private readonly isMethod: boolean
  ) {
    const order = argumentOrder(op);
    const star = order.indexOf('*');
    this.order = order.filter((one) => one !== '*');
    // What is called on a tensor has that tensor first, whatever the function's order.
    const places = order.slice(0, star < 0 ? order.length : star);
    const self = op.inputs[0]?.name;
    this.places =
      isMethod && self !== undefined ? [self, ...places.filter((one) => one !== self)] : places;
  }

  private input(name: string): InputSpec | undefined {
    return this.op.inputs.find((input) => input.name === name);
  }

  /** `argument 'dim' (position 2)`; a method's object isn't counted. */
  private where(name: string): string {
    const place = this.places.indexOf(name) + (this.isMethod ? 0 : 1);
    const position = place > 0 ? ` (position ${place})` : '';
    return `${this.name}(): argument '${name}'${position}`;
  }

  private positional(args: readonly Argument[]): void {
    const first = this.isMethod ? 1 : 0;
    for (const [k, arg] of args.entries()) {
      const name = this.places[k];
      if (name === undefined) {
        const most = this.places.length - first;
        throw new TorchError(
          `${this.name}() takes ${most} positional argument${most === 1 ? '' : 's'} but ${args.length - first} ${args.length - first === 1 ? 'was' : 'were'} given`,
          'TypeError'
        );
      }
      const isSizes =
        k === first &&
        k === this.places.length - 1 &&
        (this.isMethod || this.op.inputs.length === 0) &&
        this.op.attributes[name]?.kind === 'ints';
      const isSpread = this.input(name)?.variadic === true && k > 0;
      if (
        (isSizes || isSpread) &&
        !isList(arg) &&
        arg !== null &&
        (isSpread || args.length > k + 1)
      ) {
        this.given.set(name, args.slice(k));
        return;
      }
      this.given.set(name, arg);
    }
  }

  private keywords(keywords: ReadonlyMap<string, Argument>): void {
    for (const [written, value] of keywords) {
      const name = this.order.includes(written)
        ? written
        : this.order.find((one) => numpyNames[one]?.includes(written));
      if (name === undefined) {
        if (OVERLOADED.has(this.op.name)) throw this.noOverload();
        throw new TorchError(
          `${this.name}() got an unexpected keyword argument '${written}'`,
          'TypeError'
        );
      }
      if (this.given.has(name)) {
        throw new TorchError(
          `${this.name}() got multiple values for argument '${written}'`,
          'TypeError'
        );
      }
      this.given.set(name, value);
    }
  }

  /** What PyTorch says where a function comes in several forms and none of them fits. */
  private noOverload(): TorchError {
    const { args, keywords } = this.call;
    const places = args.slice(this.isMethod ? 1 : 0).map(typeOf);
    const named = Array.from(keywords, ([name, value]) => `${name}=${typeOf(value)}`);
    const got =
      [...places, ...named].join(', ') + (places.length === 0 && named.length > 0 ? ', ' : '');
    const order = argumentOrder(this.op).join(', ');
    return new TorchError(
      `${this.name}() received an invalid combination of arguments - got (${got}), but expected one of:\n * (${order})\n`,
      'TypeError'
    );
  }

  private missing(): void {
    const missing = missingArguments(this.op, (name) => this.given.has(name));
    if (missing.length === 0) return;
    if (OVERLOADED.has(this.op.name)) throw this.noOverload();
    const list = missing.map((name) => `"${name}"`).join(', ');
    throw new TorchError(
      `${this.name}() missing ${missing.length} required positional arguments: ${list}`,
      'TypeError'
    );
  }

  private tensor(name: string, argument: Argument): Tensor {
    if (argument instanceof Tensor) return argument;
    if (argument instanceof PythonNumber && takesNumbers(this.op)) return argument.operand;
    throw new TorchError(
      `${this.where(name)} must be Tensor, not ${typeOf(argument)}`,
      'TypeError'
    );
  }

  private many(name: string, argument: Argument): readonly Tensor[] {
    if (!isList(argument)) {
      throw new TorchError(
        `${this.where(name)} must be tuple of Tensors, not ${typeOf(argument)}`,
        'TypeError'
      );
    }
    // `einsum('i,i->', [x, y])`
    const [only] = argument;
    const items = argument.length === 1 && isList(only) ? only : argument;
    return items.map((item, k) => {
      if (item instanceof Tensor) return item;
      throw new TorchError(
        `expected Tensor as element ${k} in argument 0, but got ${typeOf(item)}`,
        'TypeError'
      );
    });
  }

  private inputs(): Tensor[] {
    const tensors: Tensor[] = [];
    let skipped: string | null = null;
    for (const { name, optional, variadic } of this.op.inputs) {
      const argument = this.given.get(name);
      if (argument === undefined || (argument === null && optional)) {
        skipped ??= name;
        continue;
      }
      if (skipped !== null) {
        throw new TorchError(
          `${this.name}(): '${name}' without '${skipped}' is not supported here`,
          'NotImplementedError'
        );
      }
      if (variadic) tensors.push(...this.many(name, argument));
      else tensors.push(this.tensor(name, argument));
    }
    return tensors;
  }

  private attribute(name: string, spec: AttributeSpec, argument: Argument): AttributeValue {
    const isWhole = spec.kind === 'int' || spec.kind === 'ints';
    const plain = (item: Argument): number | boolean | undefined => {
      const number = numberOf(item);
      if (!number) return undefined;
      if (number.type === 'bool' && spec.kind !== 'int') return number.value !== 0;
      // A float that is whole would pass for an int: half of one doesn't.
      if (isWhole && number.type === 'float') return 0.5;
      return number.value;
    };
    let value: AttributeValue | undefined;
    if (argument === null || typeof argument === 'string') value = argument;
    else if (argument instanceof PythonDType) value = argument.name;
    else if (isList(argument)) {
      const items = argument.map((item) => Number(plain(item) ?? NaN));
      if (items.every((item) => !Number.isNaN(item))) value = items;
    } else value = plain(argument);
    if (value === undefined || (typeof argument === 'string' && spec.kind !== 'text')) {
      throw new TorchError(
        `${this.where(name)} must be ${typeWords[spec.kind]}, not ${typeOf(argument)}`,
        'TypeError'
      );
    }
    return boundValue(this.op, name, value);
  }

  bound({ args, keywords }: CallArguments): Bound {
    this.call = { args, keywords };
    this.positional(args);
    this.keywords(keywords);
    this.missing();
    const inputs = this.inputs();
    const attributes: Record<string, AttributeValue> = {};
    for (const [name, spec] of Object.entries(this.op.attributes)) {
      const argument = this.given.get(name);
      if (argument !== undefined) attributes[name] = this.attribute(name, spec, argument);
    }
    return { inputs, attributes: bind(this.op, attributes) };
  }
}

/**
 * Sorts the arguments of a call in Python into an operation's tensors and attributes.
 * @param name what the operation is called by, for messages
 * @throws TorchError (TypeError) in PyTorch's words for what is missing, unknown, given twice or of another type
 */
export function boundCall(
  op: OpDefinition,
  given: CallArguments,
  name = op.name,
  isMethod = false
): Bound {
  const { args, keywords } = given;
  // Most calls are one or two operands by place.
  if (keywords.size === 0 && op.defaults && args.length === op.inputs.length && args.length < 3) {
    const inputs: Tensor[] = [];
    const isOperator = takesNumbers(op);
    for (const arg of args) {
      if (arg instanceof Tensor) inputs.push(arg);
      else if (isOperator && arg instanceof PythonNumber) inputs.push(arg.operand);
    }
    const isSimple = inputs.length === args.length && !op.inputs.some((input) => input.variadic);
    if (isSimple && inputs.some((t) => !t.isPythonScalar)) {
      return { inputs, attributes: op.defaults };
    }
  }
  return new Binder(op, name, isMethod).bound(given);
}
