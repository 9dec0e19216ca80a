import type { Algebra } from '../algebra';
import {
  double,
  FLOW,
  functionModule,
  LANES,
  OP,
  unsigned,
  type Bytes,
  type Import
} from './encode';
import { functions, SCRATCH } from './functions';
import { compiled, type NativeFunction } from './memory';
import { computeOf, needed, type Step, type StepOp, Steps } from './steps';

/** How an operand lies in memory: floats or doubles one after another, or one double for all. */
export type Lane = 'single' | 'double' | 'number';

/** An expression with any number of arguments, as far as numbers see it. */
export type NumberExpression = (m: Algebra<number>, ...xs: number[]) => number;

const { get, set, constant, lessThan, loop, branchIf, end } = FLOW;
const number = (value: number): Bytes => LANES.constant(double(value));
/** Comparisons answer with all bits set or none. */
const condition = (test: Bytes): number[] => [...test, ...number(1), ...LANES.and];

/** What is exact in WebAssembly, on what is on the stack. */
const native: Partial<Record<StepOp, Bytes>> = {
  add: LANES.add,
  sub: LANES.sub,
  mul: LANES.mul,
  div: LANES.div,
  neg: LANES.neg,
  abs: LANES.abs,
  sqrt: LANES.sqrt,
  floor: LANES.floor,
  lt: condition(LANES.lt),
  le: condition(LANES.le),
  eq: condition(LANES.eq)
};

class Loop {
  private readonly steps = new Steps();
  private readonly imports: Import[] = [];
  private readonly locals = new Map<number, number>();
  private readonly order: number[];
  private readonly result: number;
  private readonly first: number;
  private pairs: number;
  /** What is the same for all elements, done once. */
  private readonly before: number[] = [];
  private readonly body: number[] = [];

  constructor(
    expression: NumberExpression,
    private readonly lanes: readonly Lane[],
    private readonly isSingle: boolean
  ) {
    const leaves = lanes.map(() => this.steps.leaf('float64'));
    this.result = expression(this.steps.algebra, ...leaves);
    this.order = needed(this.steps.list, [this.result]);
    // Where the result goes, where it ends, and one address for each operand.
    this.first = 2 + lanes.length;
    this.pairs = SCRATCH;
  }

  private get scratch(): number {
    return this.first;
  }

  private newLocal(step: number): number {
    const local = this.first + this.pairs++;
    this.locals.set(step, local);
    return local;
  }

  private load(step: number): number[] {
    const local = this.locals.get(step);
    const found = this.steps.list[step];
    if (local !== undefined) return get(local) as number[];
    return [...number(found?.kind === 'constant' ? found.value : NaN)];
  }

  private read(step: number): void {
    const lane = this.lanes[step];
    const address = get(2 + step);
    if (lane === 'number') {
      this.before.push(...address, ...LANES.loadSplat(), ...set(this.newLocal(step)));
      return;
    }
    const loaded = lane === 'single' ? [...LANES.loadHalf(), ...LANES.promote] : LANES.load();
    this.body.push(...address, ...loaded, ...set(this.newLocal(step)));
  }

  /** A function of JavaScript, for one double after the other. */
  private called(op: StepOp, args: readonly number[]): number[] {
    let index = this.imports.findIndex(({ name }) => name === op);
    if (index < 0) index = this.imports.push({ name: op, arity: args.length }) - 1;
    const one = (lane: number): number[] => [
      ...args.flatMap((arg) => [...this.load(arg), ...LANES.extract(lane)]),
      ...[OP.call, ...unsigned(index)]
    ];
    return [...one(0), ...LANES.splat, ...one(1), ...LANES.replace(1)];
  }

  private compute(step: Step & { readonly kind: 'op' }): number[] {
    const { op, args } = step;
    const loaded = args.map((arg) => this.load(arg));
    const own = native[op];
    if (own) return [...loaded.flat(), ...own];
    if (op === 'where') {
      const [test = [], a = [], b = []] = loaded;
      return [...a, ...b, ...test, ...number(0), ...LANES.ne, ...LANES.select];
    }
    const [x = 0] = args;
    // Only what is rounded to floats has digits to spare.
    const approximate = this.isSingle ? functions[op] : undefined;
    const local = this.locals.get(x);
    if (approximate && local !== undefined) return approximate(local, this.scratch);
    return this.called(op, args);
  }

  emit(): NativeFunction | null {
    for (const at of this.order) {
      const step = this.steps.list[at] as Step;
      if (step.kind === 'leaf') this.read(at);
      else if (step.kind === 'op') this.body.push(...this.compute(step), ...set(this.newLocal(at)));
    }
    const stored = this.isSingle ? [...LANES.demote, ...set(this.scratch)] : set(this.scratch);
    const bump = (local: number, by: number): number[] => [
      ...get(local),
      ...[...constant(by), ...FLOW.add, ...set(local)]
    ];
    const code = [
      ...this.before,
      ...loop,
      ...[...this.body, ...this.load(this.result), ...stored],
      ...[...get(0), ...get(this.scratch)],
      ...(this.isSingle ? LANES.storeHalf() : LANES.store()),
      ...this.lanes.flatMap((lane, k) =>
        lane === 'number' ? [] : bump(2 + k, lane === 'single' ? 8 : 16)
      ),
      ...bump(0, this.isSingle ? 8 : 16),
      ...[...get(0), ...get(1), ...lessThan, ...branchIf(0), ...end]
    ];
    const locals = { addresses: 0, pairs: this.pairs };
    const imports = Object.fromEntries(
      this.imports.map(({ name }) => [name, computeOf(name as StepOp)])
    );
    return compiled(functionModule(this.imports, this.first, locals, code), imports);
  }
}

/**
 * A loop that computes an expression for two elements at a time. It is given where the result begins and ends, and where
 * each operand begins; of an odd number of elements one more is computed. Null where there is no WebAssembly with vectors.
 * @param isSingle whether the result is rounded to floats
 */
export const loopOf = (
  expression: NumberExpression,
  lanes: readonly Lane[],
  isSingle: boolean
): NativeFunction | null => new Loop(expression, lanes, isSingle).emit();
