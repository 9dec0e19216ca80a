import { noGrad } from '../../autograd/mode';
import type { Instruction } from '../../graph/program';
import { execute } from '../../graph/execute';
import type { Run } from '../../graph/run';
import { defaultGenerator } from '../../tensor/random';
import { isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { Tensor } from '../../tensor/tensor';
import { between } from './cuts';

/** What moving one element of the bottom node to either side says of its derivative. */
export interface Difference {
  /** Position of the element in row-major order. */
  readonly element: number;
  /** `(f(x + h) − f(x − h)) / 2h`; NaN where the program has no finite value. */
  readonly central: number;
  /** Slopes to either side. */
  readonly left: number;
  readonly right: number;
  /** `kink` where these part and stay apart for smaller steps, `jump` where they grow. */
  readonly shape: 'smooth' | 'kink' | 'jump';
  /** How far rounding and the length of the step may put `central` off. */
  readonly error: number;
}
export type Differences =
  | { readonly kind: 'found'; readonly step: number; readonly list: readonly Difference[] }
  | { readonly kind: 'none'; readonly why: string };

/** Elements that are moved at most, and what all runs together may compute. */
const MAX_ELEMENTS = 64;
const MAX_WORK = 3_000_000;
const RUNS = 6;
/** Relative to the element: the cube root of the rounding unit is best for central differences. */
const STEP = Math.cbrt(Number.EPSILON);
/** A second, wider step tells a kink from a bend. */
const WIDER = 8;

/** The same numbers in double precision; whole numbers and conditions stay. */
const double = (t: Tensor): Tensor =>
  isFloating(t.dtype) ? new Tensor(Float64Array.from(t.values()), t.shape, 'float64') : t;

/** Some elements, evenly spread from first to last. */
function spreadOver(numel: number, limit: number): number[] {
  const count = Math.min(numel, limit);
  return Array.from({ length: count }, (_, k) =>
    count === numel || count === 1 ? k : Math.round((k * (numel - 1)) / (count - 1))
  );
}

/** The part of a program that depends on one node, to be run again with that node moved, in double precision. */
class Moved {
  private readonly fixed = new Map<string, Tensor>();

  constructor(
    private readonly run: Run,
    private readonly path: readonly Instruction[],
    private readonly top: string,
    private readonly bottom: string
  ) {
    for (const one of path) {
      if (one.kind === 'leaf') continue;
      for (const { source } of one.operands) {
        const value = source === null ? undefined : run.outputs.get(source);
        if (source !== null && value && !this.fixed.has(source)) {
          this.fixed.set(source, double(value));
        }
      }
    }
  }

  get work(): number {
    return this.path.reduce(
      (sum, { node }) => sum + (this.run.outputs.get(node.id)?.numel ?? 1) + 20,
      0
    );
  }

  /** The sum of the top node's elements. @throws TorchError where it can't be computed there */
  at(element: number, shift: number, values: readonly number[]): number {
    const base = this.run.outputs.get(this.bottom);
    if (!base) return NaN;
    const data = Float64Array.from(values);
    data[element] = (data[element] ?? NaN) + shift;
    const outputs = new Map(this.fixed);
    outputs.set(this.bottom, new Tensor(data, base.shape, 'float64'));
    for (const instruction of this.path) {
      const executed = execute(instruction, outputs);
      if (executed) outputs.set(instruction.node.id, executed.output);
    }
    // A node that doesn't depend on the moved one stays as it is.
    const top = outputs.get(this.top) ?? this.run.outputs.get(this.top);
    return (top?.values() ?? [NaN]).reduce((sum, value) => sum + value, 0);
  }
}

function differenceAt(moved: Moved, values: readonly number[], element: number): Difference {
  const x = values[element] ?? NaN;
  const h = STEP * Math.max(1, Math.abs(x));
  const f = (shift: number): number => moved.at(element, shift, values);
  const [here, above, below] = [f(0), f(h), f(-h)];
  const right = (above - here) / h;
  const left = (here - below) / h;
  const size = Math.max(Math.abs(here), Math.abs(above), Math.abs(below));
  const noise = (16 * Number.EPSILON * size) / h;
  const gap = Math.abs(right - left);
  const scale = Math.max(Math.abs(right), Math.abs(left), 1e-3);
  let shape: Difference['shape'] = 'smooth';
  if (gap > 1e-3 * scale + 4 * noise) {
    const wide = WIDER * h;
    const wideGap = Math.abs(f(wide) - 2 * here + f(-wide)) / wide;
    // The gap of a bend shrinks with the step, that of a kink stays, that of a jump grows.
    if (gap > 3 * wideGap) shape = 'jump';
    else if (gap > 0.5 * wideGap) shape = 'kink';
  }
  const central = (above - below) / (2 * h);
  // A step of twice the length is off by four times as much.
  const bent = Math.abs((f(2 * h) - f(-2 * h)) / (4 * h) - central) / 3;
  const error = noise + (shape === 'smooth' && Number.isFinite(bent) ? bent : 0);
  return { element, central, left, right, shape, error };
}

/** Whether a run of these instructions draws random numbers, so that each differs. */
function draws(run: Run, top: string): boolean {
  const { instructions } = run.program;
  const needed = new Set([top]);
  for (const one of [...instructions].reverse()) {
    if (one.kind === 'leaf' || !needed.has(one.node.id)) continue;
    for (const { source } of one.operands) if (source !== null) needed.add(source);
  }
  const before = defaultGenerator.state;
  let hasDrawn = false;
  for (const one of instructions) {
    if (one.kind === 'leaf' || !needed.has(one.node.id)) continue;
    const { state } = defaultGenerator;
    // Two of its numbers say where it stands: the last word that was used, and the spare one.
    try {
      noGrad(() => execute(one, run.outputs));
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
    }
    const after = defaultGenerator.state;
    hasDrawn ||= state.some((word, k) => !Object.is(word, after[k]));
    if (hasDrawn) break;
  }
  defaultGenerator.state = before;
  return hasDrawn;
}

/**
 * Central differences of a node (of the sum of its elements) with respect to another one, at the present values:
 * the program between the two is run again in double precision with one element moved.
 */
export function differences(run: Run, top: string, bottom: string): Differences {
  const base = run.outputs.get(bottom);
  const result = run.outputs.get(top);
  if (!base || !result) return { kind: 'none', why: 'there is no value' };
  if (!isFloating(base.dtype)) {
    return { kind: 'none', why: `a value of dtype ${base.dtype} can’t be moved a little` };
  }
  const path = between(run, top, bottom).filter(({ node }) => node.id !== bottom);
  const moved = new Moved(run, path, top, bottom);
  const affordable = Math.floor(MAX_WORK / (RUNS * moved.work));
  if (affordable < 1) return { kind: 'none', why: 'the program is too large to be run many times' };
  if (draws(run, top)) {
    return { kind: 'none', why: 'the program draws random numbers, so each run differs' };
  }
  const values = base.values();
  try {
    const list = noGrad(() =>
      spreadOver(base.numel, Math.min(MAX_ELEMENTS, affordable)).map((element) =>
        differenceAt(moved, values, element)
      )
    );
    return { kind: 'found', step: STEP, list };
  } catch (error) {
    if (!(error instanceof TorchError)) throw error;
    return { kind: 'none', why: `the program can’t be run beside these values (${error.message})` };
  }
}
