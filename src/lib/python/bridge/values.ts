import { TorchError } from '../../tensor/errors';
import { Generator } from '../../tensor/random';
import { pythonScalar, Tensor } from '../../tensor/tensor';

export type NumberType = 'int' | 'float' | 'bool';

/** A Python number: JavaScript can't tell `2.0` from `2`, so its type comes along. */
export class PythonNumber {
  constructor(
    readonly value: number,
    readonly type: NumberType
  ) {}

  /** As an operand of an operation. */
  get operand(): Tensor {
    const dtype = this.type === 'int' ? 'int64' : this.type === 'float' ? 'float64' : 'bool';
    return pythonScalar(this.value, dtype);
  }
}

/** A `torch.dtype` by name, e.g. `float64`. */
export class PythonDType {
  constructor(readonly name: string) {}
}

/** `start:stop:step`, each of them an int or None. */
export class PythonSlice {
  constructor(
    readonly start: number | null,
    readonly stop: number | null,
    readonly step: number | null
  ) {}
}

export const ELLIPSIS = Symbol('Ellipsis');

/** A Python object that the engine knows nothing of. */
export class Foreign {
  constructor(readonly type: string) {}
}

/** An argument of a call in Python; null is None, an array a list or a tuple. */
export type Argument =
  | Tensor
  | PythonNumber
  | PythonDType
  | PythonSlice
  | Generator
  | Foreign
  | typeof ELLIPSIS
  | string
  | null
  | readonly Argument[];

/** The arguments of one call. */
export interface CallArguments {
  readonly args: readonly Argument[];
  readonly keywords: ReadonlyMap<string, Argument>;
}

/** The arrays that are lists in Python; the others are tuples. */
const lists = new WeakSet<readonly Argument[]>();

const place = (value: unknown): number | null =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;

/** Reads one value by its code; brackets and slices take more than one. */
class Reader {
  private code = 0;
  private value = 0;

  constructor(
    private readonly codes: string,
    private readonly values: readonly unknown[]
  ) {}

  get isDone(): boolean {
    return this.code >= this.codes.length;
  }

  private next(): unknown {
    return this.values[this.value++];
  }

  /** A keyword, where one comes next. */
  keyword(): string | null {
    if (this.codes[this.code] !== '=') return null;
    this.code += 1;
    return String(this.next());
  }

  read(): Argument {
    const code = this.codes[this.code++];
    switch (code) {
      case 't':
      case 'g':
        return this.object();
      case 'i':
        return new PythonNumber(Number(this.next()), 'int');
      case 'f':
        return new PythonNumber(Number(this.next()), 'float');
      case 'b':
        return new PythonNumber(Number(this.next()), 'bool');
      case 's':
        return String(this.next());
      case 'n':
        return null;
      case 'd':
        return new PythonDType(String(this.next()));
      case '.':
        return ELLIPSIS;
      case ':':
        return new PythonSlice(place(this.next()), place(this.next()), place(this.next()));
      case '(':
      case '[': {
        const items: Argument[] = [];
        if (code === '[') lists.add(items);
        while (this.codes[this.code] !== ']' && !this.isDone) items.push(this.read());
        this.code += 1;
        return items;
      }
      default:
        return new Foreign(String(this.next()));
    }
  }

  private object(): Tensor | Generator | Foreign {
    const value = this.next();
    return value instanceof Tensor || value instanceof Generator ? value : new Foreign('object');
  }
}

/**
 * The arguments as `torch/_calls.py` encodes them: a letter for each, and flat behind it what they are.
 * `t` tensor, `g` generator, `i` int, `f` float, `b` bool, `s` text, `n` None, `d` dtype, `.` Ellipsis, `:` slice,
 * `[` … `]` list, `(` … `]` tuple, `=` a keyword's name before its value, `o` name of any other type.
 */
export function decode(codes: string, values: readonly unknown[]): CallArguments {
  const reader = new Reader(codes, values);
  const args: Argument[] = [];
  const keywords = new Map<string, Argument>();
  while (!reader.isDone) {
    const name = reader.keyword();
    if (name === null) args.push(reader.read());
    else keywords.set(name, reader.read());
  }
  return { args, keywords };
}

/** Python's name for the type of an argument, as PyTorch's messages have it. */
export function typeOf(argument: Argument): string {
  if (argument === null) return 'NoneType';
  if (typeof argument === 'string') return 'str';
  if (argument instanceof PythonNumber) return argument.type;
  if (argument instanceof Tensor) return 'Tensor';
  if (argument instanceof PythonDType) return 'torch.dtype';
  if (argument instanceof PythonSlice) return 'slice';
  if (argument instanceof Generator) return 'torch.Generator';
  if (argument instanceof Foreign) return argument.type;
  if (argument === ELLIPSIS) return 'ellipsis';
  return lists.has(argument as readonly Argument[]) ? 'list' : 'tuple';
}

/** @throws TorchError (TypeError) unless it is a tensor */
export function requireTensor(argument: Argument | undefined, what: string): Tensor {
  if (argument instanceof Tensor) return argument;
  throw new TorchError(`${what} must be Tensor, not ${typeOf(argument ?? null)}`, 'TypeError');
}
