import type { Run } from '../graph/run';

/** Elements that a run may have computed for what follows from it to be computed along with every change. */
const LIGHT = 200_000;

/** Whether a run is so large that what takes several such runs is done when it is asked for only. */
export function isHeavy({ outputs }: Pick<Run, 'outputs'>): boolean {
  let elements = 0;
  for (const { numel } of outputs.values()) elements += numel;
  return elements > LIGHT;
}
