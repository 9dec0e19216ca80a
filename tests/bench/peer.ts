import type { Network, ScalarGraph } from './data';

/** What is measured. */
export type Workload =
  | { readonly name: 'build'; readonly n: number; readonly graph: ScalarGraph }
  | { readonly name: 'rerun'; readonly n: number; readonly graph: ScalarGraph }
  | { readonly name: 'mlp-step'; readonly n: number; readonly network: Network };

/** The value of the first leaf in a re-run, which changes from one to the next. */
export const rerunValue = (iteration: number): number => (iteration % 16) / 16 - 0.5;
/** A re-run's numbers are compared at this iteration. */
export const COMPARED_RERUN = 5;

/** One engine with one workload, ready to run. */
export interface Runner {
  readonly peer: string;
  /** Runs the workload so many times; answers milliseconds for all of them. */
  time(iterations: number): number | Promise<number>;
  /**
   * The numbers that are held against the reference: for graphs the result, then each leaf's gradient; for the
   * network the loss, then weights and biases by layer.
   */
  results(): number[] | Promise<number[]>;
}

/** An engine; answers null for a workload that makes no sense with it. */
export type Peer = (workload: Workload) => Runner[] | Promise<Runner[]>;

/** A runner of something that runs here. */
export const runner = (
  peer: string,
  iterate: (iteration: number) => void,
  results: () => number[]
): Runner => {
  let iteration = 0;
  return {
    peer,
    time: (iterations) => {
      const start = performance.now();
      for (let k = 0; k < iterations; k++) iterate(iteration++);
      return performance.now() - start;
    },
    results
  };
};

/** The first line of what went wrong. */
export const said = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
