import type { OpDefinition } from '../../src/lib/ops/define';
import type { Worst } from './compare';

/** What a comparison is made with: the registry's samples, PyTorch's own samples, or calls that PyTorch refuses. */
export type Suite = 'samples' | 'op_db' | 'errors';

/** One comparison with PyTorch. */
export interface Check {
  readonly suite: Suite;
  readonly op: OpDefinition;
  readonly title: string;
  /** @throws Error that says where the engine differs */
  run(worst: Worst): void;
}

/** Everything that can be compared, and what is wrong with the fixtures as a whole. */
export interface Checks {
  readonly checks: readonly Check[];
  /** Operations or samples without a fixture, and fixtures of something that the registry doesn't have. */
  readonly problems: readonly string[];
}
