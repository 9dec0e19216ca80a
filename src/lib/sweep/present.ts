import type { Run } from '../graph/run';

/** Where an input stands now: its value, the result's, and the slope between them; null where no gradient arrives. */
export interface Present {
  readonly x: number;
  readonly y: number;
  readonly slope: number | null;
}

/** The present point of a run on the curve over an input, or null where that is no curve. */
export function presentPoint({ program, outputs, gradients }: Run, input: string): Present | null {
  const x = outputs.get(input);
  const y = program.result === null ? undefined : outputs.get(program.result);
  if (x?.shape.length !== 0 || y?.numel !== 1) return null;
  return { x: x.item(), y: y.item(), slope: gradients.get(input)?.item() ?? null };
}
