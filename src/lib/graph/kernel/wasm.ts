import { double, moduleOf, OP, unsigned, type Body, type Import } from '../../ops/native/encode';
import {
  computeOf,
  needed,
  type Compute,
  type Machine,
  type Plan,
  type Step,
  type StepOp
} from '../../ops/native/steps';

/** Steps in one function: more would make the engine's optimizer slow, and V8 has limits on size and locals. */
export const STEPS_PER_FUNCTION = 1000;
const DOUBLE = 8;
const PAGE = 65_536;

const asNumber = [OP.fromI32];
/** Instructions for what is exact in WebAssembly; everything else is imported, so that the bits are JavaScript's. */
const native: Partial<Record<StepOp, readonly number[]>> = {
  add: [OP.add],
  sub: [OP.sub],
  mul: [OP.mul],
  div: [OP.div],
  neg: [OP.neg],
  abs: [OP.abs],
  sqrt: [OP.sqrt],
  floor: [OP.floor],
  lt: [OP.lt, ...asNumber],
  le: [OP.le, ...asNumber],
  eq: [OP.eq, ...asNumber],
  fround: [OP.demote, OP.promote],
  truth: [OP.f64, ...double(0), OP.ne, ...asNumber]
};
const CHOOSE = [OP.f64, ...double(0), OP.ne, OP.select];

/** A plan as a WebAssembly module. */
export interface Emitted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly imports: Record<string, Compute>;
  /** Where in the memory a step's number is, counted in doubles. */
  readonly slots: ReadonlyMap<number, number>;
}

class Emitter {
  private readonly imports: Import[] = [];
  private readonly chunks: number[][] = [];
  /** Steps that are read after the run or in a later function. */
  private readonly slots = new Map<number, number>();
  /** Of the function that is being written. */
  private code: number[] = [];
  private readonly locals = new Map<number, number>();

  constructor(private readonly plan: Plan) {
    const { list, outputs } = plan;
    const all = needed(list, outputs);
    const ops = all.filter((at) => list[at]?.kind === 'op');
    for (let from = 0; from < ops.length; from += STEPS_PER_FUNCTION) {
      this.chunks.push(ops.slice(from, from + STEPS_PER_FUNCTION));
    }
    this.placeSteps();
    for (const step of ops.map((at) => list[at])) {
      if (step?.kind === 'op' && !native[step.op] && step.op !== 'where')
        this.require(step.op, step.args.length);
    }
  }

  private placeSteps(): void {
    const { list, outputs } = this.plan;
    const place = (at: number): void => {
      if (!this.slots.has(at) && list[at]?.kind !== 'constant') this.slots.set(at, this.slots.size);
    };
    list.forEach((step, at) => step.kind === 'leaf' && place(at));
    outputs.forEach(place);
    for (const chunk of this.chunks) {
      const own = new Set(chunk);
      for (const at of chunk) {
        const step = list[at];
        if (step?.kind === 'op') step.args.filter((arg) => !own.has(arg)).forEach(place);
      }
    }
  }

  private require(name: string, arity: number): void {
    if (!this.imports.some((one) => one.name === name)) this.imports.push({ name, arity });
  }

  /** Puts a step's number on the stack. */
  private load(at: number): void {
    const step = this.plan.list[at] as Step;
    if (step.kind === 'constant') {
      this.code.push(OP.f64, ...double(step.value));
      return;
    }
    const local = this.locals.get(at);
    if (local !== undefined) {
      this.code.push(OP.localGet, ...unsigned(local));
      return;
    }
    this.code.push(OP.i32, 0, OP.load, 3, ...this.address(at));
    this.code.push(OP.localTee, ...unsigned(this.newLocal(at)));
  }

  private newLocal(at: number): number {
    const local = this.locals.size;
    this.locals.set(at, local);
    return local;
  }

  private address(at: number): number[] {
    return unsigned((this.slots.get(at) ?? 0) * DOUBLE);
  }

  private compute(at: number): void {
    const step = this.plan.list[at];
    if (step?.kind !== 'op') return;
    if (step.op === 'where') {
      const [condition, a, b] = step.args as [number, number, number];
      [a, b, condition].forEach((arg) => this.load(arg));
      this.code.push(...CHOOSE);
    } else {
      step.args.forEach((arg) => this.load(arg));
      const index = this.imports.findIndex(({ name }) => name === step.op);
      this.code.push(...(native[step.op] ?? [OP.call, ...unsigned(index)]));
    }
    const local = unsigned(this.newLocal(at));
    this.code.push(OP.localSet, ...local);
    if (this.slots.has(at)) {
      this.code.push(OP.i32, 0, OP.localGet, ...local, OP.store, 3, ...this.address(at));
    }
  }

  private bodyOf(chunk: readonly number[]): Body {
    this.code = [];
    this.locals.clear();
    for (const at of chunk) this.compute(at);
    return { locals: this.locals.size, code: this.code };
  }

  emit(): Emitted {
    const bodies = this.chunks.map((chunk) => this.bodyOf(chunk));
    const calls = bodies.flatMap((_, k) => [OP.call, ...unsigned(this.imports.length + k)]);
    const pages = Math.max(1, Math.ceil((this.slots.size * DOUBLE) / PAGE));
    return {
      bytes: moduleOf(this.imports, pages, [...bodies, { locals: 0, code: calls }]),
      imports: Object.fromEntries(
        this.imports.map(({ name }) => [name, computeOf(name as StepOp)])
      ),
      slots: this.slots
    };
  }
}

/** Writes a plan as a WebAssembly module. */
export const emit = (plan: Plan): Emitted => new Emitter(plan).emit();

/**
 * Compiles a plan to WebAssembly.
 * @throws (rejects) where the platform has none or its security policy refuses
 */
export async function wasm(plan: Plan): Promise<Machine> {
  const { bytes, imports, slots } = emit(plan);
  const { instance } = await WebAssembly.instantiate(bytes, { m: imports });
  const { memory, run } = instance.exports as { memory: WebAssembly.Memory; run: () => void };
  const numbers = new Float64Array(memory.buffer);
  const constant = (at: number): number => {
    const step = plan.list[at];
    return step?.kind === 'constant' ? step.value : NaN;
  };
  return {
    set: (leaf, value) => {
      const slot = slots.get(leaf);
      if (slot !== undefined) numbers[slot] = value;
    },
    run,
    get: (at) => {
      const slot = slots.get(at);
      return slot === undefined ? constant(at) : (numbers[slot] ?? NaN);
    }
  };
}
