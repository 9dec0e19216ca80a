import type { Document } from '../graph/document';
import { isFloating } from '../tensor/dtype';
import { prepare, type CurvePlan } from './plan';
import { grid, LEVELS, wholePoints } from './points';
import type { Sampled, Sweep, Unavailable } from './types';

/** What to sweep: an input, or null for the first that suits, and where it moves. */
export interface SweepOptions {
  readonly input: string | null;
  readonly from: number;
  readonly to: number;
}

/** A curve that is being filled in. */
class Samples {
  readonly x: Float64Array;
  private readonly y: Float64Array;
  private slope: Float64Array | null;

  constructor(private readonly points: readonly number[]) {
    this.x = Float64Array.from(points);
    this.y = new Float64Array(points.length).fill(NaN);
    this.slope = new Float64Array(points.length).fill(NaN);
  }

  get length(): number {
    return this.points.length;
  }

  /** Takes over what a coarser grid already has; answers the places that are still empty. */
  missingAfter(coarse: Samples | null): number[] {
    const stride = coarse ? (this.length - 1) / (coarse.length - 1) : 0;
    const missing: number[] = [];
    for (let i = 0; i < this.length; i++) {
      const j = i / stride;
      if (!coarse || !Number.isInteger(j)) {
        missing.push(i);
        continue;
      }
      this.y[i] = coarse.y[j] ?? NaN;
      if (this.slope) this.slope[i] = coarse.slope?.[j] ?? NaN;
    }
    return missing;
  }

  fill(plan: CurvePlan, places: readonly number[]): void {
    const { y, slope } = plan.evaluate(places.map((i) => this.points[i] ?? NaN));
    places.forEach((i, k) => {
      this.y[i] = y[k] ?? NaN;
      if (this.slope && slope) this.slope[i] = slope[k] ?? NaN;
    });
    if (!slope) this.slope = null;
  }

  sampled(plan: CurvePlan): Sampled {
    const { input, result, reason } = plan;
    const { dtype } = input;
    return {
      kind: 'curve',
      input: input.id,
      result,
      // The points as the input holds them, which is where the values belong.
      x: dtype === 'float32' ? this.x.map(Math.fround) : this.x,
      value: { node: result, y: this.y },
      slope: this.slope,
      reason,
      isContinuous: isFloating(dtype)
    };
  }
}

function faultOfRange({ from, to }: SweepOptions): Unavailable | null {
  if (from < to && Number.isFinite(to - from)) return null;
  return {
    kind: 'unavailable',
    why: 'range',
    reason: {
      message: `There is no range from ${from} to ${to}.`,
      help: 'It has to start below its end.'
    }
  };
}

/** Whole curve on one grid. */
function whole(plan: CurvePlan, points: readonly number[]): Sampled {
  const samples = new Samples(points);
  samples.fill(plan, samples.missingAfter(null));
  return samples.sampled(plan);
}

const mostPoints = LEVELS[1];

/**
 * Sweeps an input of a document: the result and its derivative at evenly spaced points of the range, with the
 * numbers that PyTorch would give. For an input that is a tensor, what belongs to each of its elements.
 */
export function sweep(doc: Document, options: SweepOptions & { readonly count: number }): Sweep {
  const prepared = prepare(doc, options.input);
  if (prepared.kind !== 'plan') return prepared;
  const { from, to, count } = options;
  const { dtype } = prepared.input;
  return (
    faultOfRange(options) ??
    whole(prepared, isFloating(dtype) ? grid(from, to, count) : wholePoints(from, to, dtype, count))
  );
}

/** Time that the finest grid may take; slower graphs stay at the one before. */
const FINEST_MS = 400;
/** Points of the first chunk where each needs a run of its own: how long one takes isn't known yet. */
const FIRST_SLOW = 4;

/**
 * The same, coarse first and then finer: yields what is there after every level, and null between chunks of
 * about `budget` milliseconds so that the caller can do something else or stop.
 */
export function* refine(
  doc: Document,
  options: SweepOptions,
  budget: number,
  now: () => number = () => performance.now()
): Generator<Sweep | null, void> {
  const prepared = prepare(doc, options.input);
  if (prepared.kind !== 'plan') {
    yield prepared;
    return;
  }
  const fault = faultOfRange(options);
  if (fault) {
    yield fault;
    return;
  }
  const { from, to } = options;
  const { dtype } = prepared.input;
  if (!isFloating(dtype)) {
    yield whole(prepared, wholePoints(from, to, dtype, mostPoints));
    return;
  }
  let size: number = prepared.isPointwise ? LEVELS[0] : FIRST_SLOW;
  let perPoint = 0;
  let coarse: Samples | null = null;
  for (const count of LEVELS) {
    const finer: Samples = new Samples(grid(from, to, count));
    const missing = finer.missingAfter(coarse);
    if (count > mostPoints && perPoint * missing.length > FINEST_MS) return;
    for (let start = 0; start < missing.length;) {
      const chunk = missing.slice(start, start + size);
      const before = now();
      finer.fill(prepared, chunk);
      perPoint = (now() - before) / chunk.length;
      start += chunk.length;
      size = Math.max(1, Math.min(LEVELS[2], Math.floor(budget / Math.max(perPoint, 1e-6))));
      if (start < missing.length) yield null;
    }
    yield finer.sampled(prepared);
    coarse = finer;
  }
}
