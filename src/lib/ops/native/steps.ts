import type { DType } from '../../tensor/dtype';
import { cast } from '../../tensor/dtype';
import { numbers, type Algebra } from '../algebra';

/** What a step computes: a primitive of the algebra, or the rounding that storing in a dtype is. */
export type Primitive = Exclude<keyof Algebra<number>, 'num' | 'guard'>;
type Rounding = 'fround' | 'trunc' | 'truth';
export type StepOp = Primitive | Rounding;

/** Leaves are set from outside; an op reads earlier steps, named by their position in the list. */
export type Step =
  | { readonly kind: 'leaf' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'op'; readonly op: StepOp; readonly args: readonly number[] };

export type Compute = (...xs: number[]) => number;

const roundings: Record<Rounding, Compute> = {
  fround: (a = NaN) => cast(a, 'float32'),
  trunc: (a = NaN) => cast(a, 'int64'),
  truth: (a = NaN) => cast(a, 'bool')
};
const roundingOf: Record<Exclude<DType, 'float64'>, Rounding> = {
  float32: 'fround',
  int64: 'trunc',
  bool: 'truth'
};

/** The function behind a step, on JavaScript numbers. */
export const computeOf = (op: StepOp): Compute =>
  op in roundings ? roundings[op as Rounding] : (numbers[op as Primitive] as Compute);

const primitives = Object.keys(numbers).filter(
  (name) => name !== 'num' && name !== 'guard'
) as Primitive[];

const COMMUTATIVE: ReadonlySet<StepOp> = new Set(['add', 'mul', 'eq']);
const CONDITIONS: ReadonlySet<StepOp> = new Set(['lt', 'le', 'eq', 'truth']);
/** Their results have no more digits than their arguments. */
const KEEP_DIGITS: ReadonlySet<StepOp> = new Set(['neg', 'abs', 'floor', 'trunc']);

/**
 * A straight line of steps on doubles, each computed once: the same operation on the same arguments is the same step.
 * Only rewritten where the result stays the same to the bit.
 */
export class Steps {
  readonly list: Step[] = [];
  private readonly known = new Map<string, number>();
  /** Which steps give what float32 can hold, so that rounding them changes nothing. */
  private readonly single: boolean[] = [];
  /** Writes an expression into the list. */
  readonly algebra: Algebra<number> = {
    ...(Object.fromEntries(
      primitives.map((op) => [op, (...args: number[]) => this.apply(op, args)])
    ) as Record<Primitive, never>),
    num: (value) => this.constant(value),
    guard: (...args) => this.apply('where', args)
  };

  private push(step: Step, isSingle: boolean): number {
    this.single.push(isSingle);
    return this.list.push(step) - 1;
  }

  leaf(dtype: DType): number {
    return this.push({ kind: 'leaf' }, dtype === 'float32' || dtype === 'bool');
  }

  constant(value: number): number {
    return this.once(`=${Object.is(value, -0) ? '-0' : value}`, () =>
      this.push({ kind: 'constant', value }, Object.is(Math.fround(value), value))
    );
  }

  private once(key: string, make: () => number): number {
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const made = make();
    this.known.set(key, made);
    return made;
  }

  /** The number of a constant step, or undefined. */
  private numberAt(index: number): number | undefined {
    const step = this.list[index];
    return step?.kind === 'constant' ? step.value : undefined;
  }

  /** What the step is without computing it, where that is known. */
  private shortcut(op: StepOp, args: readonly number[]): number | null {
    const values = args.map((arg) => this.numberAt(arg));
    if (values.every((value) => value !== undefined)) {
      return this.constant(computeOf(op)(...values));
    }
    const [a, b] = args as [number, number];
    if (op === 'mul' && values[0] === 1) return b;
    if ((op === 'mul' || op === 'div') && values[1] === 1) return a;
    // Engines multiply here, so that no bit changes; of other powers that can't be said.
    if (op === 'pow' && values[1] === 2) return this.apply('mul', [a, a]);
    if (op === 'pow' && values[1] === 1) return a;
    if (op === 'where' && values[0] !== undefined)
      return (values[0] !== 0 ? args[1] : args[2]) ?? a;
    if (op === 'fround' && this.single[a]) return a;
    if (op === 'truth' && this.isCondition(a)) return a;
    return null;
  }

  private isCondition(index: number): boolean {
    const step = this.list[index];
    return step?.kind === 'op' && CONDITIONS.has(step.op);
  }

  private isSingle(op: StepOp, args: readonly number[]): boolean {
    if (op === 'fround' || op === 'sign' || CONDITIONS.has(op)) return true;
    if (op === 'where') return args.slice(1).every((arg) => this.single[arg]);
    return KEEP_DIGITS.has(op) && args.every((arg) => this.single[arg]);
  }

  apply(op: StepOp, given: readonly number[]): number {
    const found = this.shortcut(op, given);
    if (found !== null) return found;
    const args = COMMUTATIVE.has(op) ? [...given].sort((a, b) => a - b) : given;
    return this.once(`${op} ${args.join(' ')}`, () =>
      this.push({ kind: 'op', op, args }, this.isSingle(op, args))
    );
  }

  /** The step's number as the dtype holds it. */
  cast(index: number, dtype: DType): number {
    return dtype === 'float64' ? index : this.apply(roundingOf[dtype], [index]);
  }
}

/** The steps that the outputs depend on, in their order. */
export function needed(list: readonly Step[], outputs: Iterable<number>): number[] {
  const used = new Uint8Array(list.length);
  for (const index of outputs) used[index] = 1;
  for (let index = list.length - 1; index >= 0; index--) {
    const step = list[index];
    if (used[index] && step?.kind === 'op') for (const arg of step.args) used[arg] = 1;
  }
  return list.flatMap((_, index) => (used[index] ? [index] : []));
}

/** A list of steps ready to run, and what is read from it afterwards. */
export interface Plan {
  readonly list: readonly Step[];
  /** Steps whose numbers can be read after a run. */
  readonly outputs: readonly number[];
}

/** Something that runs a plan. */
export interface Machine {
  /** Gives a leaf its number. */
  set(leaf: number, value: number): void;
  run(): void;
  /** The number of a leaf, a constant or an output. */
  get(step: number): number;
}
