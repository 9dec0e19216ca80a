import type { Runner } from './peer';

/** Timed batches of each runner; their median counts. */
const BATCHES = 31;
/** A batch takes about so long, so that the clock is fine enough. */
const BATCH_MS = 5;
/** Optimizing compilers get so long to finish before the first timed batch. */
const WARM_UP_MS = 250;

export interface Measured {
  readonly peer: string;
  /** Milliseconds for one iteration. */
  readonly median: number;
  readonly results: readonly number[];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** How many iterations fill a batch, found while warming up. */
async function warmUp({ time }: Runner): Promise<number> {
  let iterations = 1;
  let each = 0;
  for (let spent = 0; spent < WARM_UP_MS;) {
    const ms = await time(iterations);
    spent += ms;
    each = ms / iterations;
    if (ms < BATCH_MS) iterations *= 2;
  }
  return Math.max(1, Math.round(BATCH_MS / each));
}

/**
 * Times all runners of one workload batch by batch in turn, so that what slows the machine down meets all of them.
 * Of several runners of one peer the faster one is reported.
 * @param leaveOut told of those that fail
 */
export async function measure(
  runners: readonly Runner[],
  leaveOut: (peer: string, error: unknown) => void
): Promise<Measured[]> {
  const entries: { runner: Runner; iterations: number; times: number[] }[] = [];
  for (const runner of runners) {
    try {
      entries.push({ runner, iterations: await warmUp(runner), times: [] });
    } catch (error) {
      leaveOut(runner.peer, error);
    }
  }
  for (let batch = 0; batch < BATCHES; batch++) {
    // Who comes first changes too.
    const shift = batch % entries.length;
    for (const entry of [...entries.slice(shift), ...entries.slice(0, shift)]) {
      entry.times.push((await entry.runner.time(entry.iterations)) / entry.iterations);
    }
  }
  const best = new Map<string, Measured>();
  for (const { runner, times } of entries) {
    const found = { peer: runner.peer, median: median(times), results: await runner.results() };
    const before = best.get(runner.peer);
    if (!before || found.median < before.median) best.set(runner.peer, found);
  }
  return [...best.values()];
}
