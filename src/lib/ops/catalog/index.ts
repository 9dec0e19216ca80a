import type { OpDefinition } from '../define';
import { enlist } from '../dispatch';
import { arithmetic } from './arithmetic';
import { comparisons } from './comparison';
import { flow } from './flow';
import { activations, functions } from './functions';
import { reductions } from './reduction';

/** Every operation, in palette order. */
export const catalog: readonly OpDefinition[] = [
  ...arithmetic,
  ...functions,
  ...activations,
  ...reductions,
  ...comparisons,
  ...flow
].map(enlist);
