import type { OpDefinition } from '../define';
import { enlist } from '../dispatch';
import { activations } from './activation';
import { arithmetic } from './arithmetic';
import { comparisons } from './comparison';
import { exponentials } from './exponential';
import { flow } from './flow';
import { logicals } from './logical';
import { powers } from './powers';
import { reductions } from './reduction';
import { roundings } from './rounding';
import { trigonometrics } from './trigonometric';

/** Every operation, in palette order. */
export const catalog: readonly OpDefinition[] = [
  ...arithmetic,
  ...powers,
  ...roundings,
  ...exponentials,
  ...trigonometrics,
  ...activations,
  ...reductions,
  ...comparisons,
  ...logicals,
  ...flow
].map(enlist);
