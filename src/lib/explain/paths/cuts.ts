import type { Instruction } from '../../graph/program';
import type { Run } from '../../graph/run';
import { isFloating } from '../../tensor/dtype';
import type { Flow } from './flow';

/** A place where a value goes on and no gradient comes back. */
export interface Cut {
  readonly node: string;
  readonly source: string;
  readonly input: string;
  readonly reason:
    'not-differentiable' | 'no-grad-input' | 'returned-none' | 'not-floating' | 'stopped';
}

/** Nodes that depend on the bottom node and that the top node depends on, both included, in running order. */
export function between(run: Run, top: string, bottom: string): Instruction[] {
  const { instructions } = run.program;
  const below = new Set([bottom]);
  const sourcesOf = (one: Instruction): string[] =>
    one.kind === 'leaf' ? [] : one.operands.flatMap(({ source }) => source ?? []);
  for (const one of instructions) {
    if (sourcesOf(one).some((source) => below.has(source))) below.add(one.node.id);
  }
  const above = new Set([top]);
  for (const one of [...instructions].reverse()) {
    if (above.has(one.node.id)) for (const source of sourcesOf(one)) above.add(source);
  }
  return instructions.filter(({ node: { id } }) => below.has(id) && above.has(id));
}

/** All places between two nodes where the value depends on the bottom one and the gradient doesn't flow back. */
export function cutsBetween(run: Run, flow: Flow | null, top: string, bottom: string): Cut[] {
  const flowing = new Set(flow?.edges.map(({ edge }) => edge));
  const inside = between(run, top, bottom);
  const ids = new Set(inside.map(({ node }) => node.id));
  return inside.flatMap((one): Cut[] => {
    if (one.kind === 'leaf' || one.node.id === bottom) return [];
    const output = run.outputs.get(one.node.id);
    return one.operands.flatMap(({ source, edge, input }): Cut[] => {
      if (source === null || edge === null || !ids.has(source) || flowing.has(edge)) return [];
      const value = run.outputs.get(source);
      const reason = reasonFor(one, flow, {
        isOutputFloating: output !== undefined && isFloating(output.dtype),
        outputWants: output?.requiresGrad ?? false,
        inputWants: value?.requiresGrad ?? false
      });
      return [{ node: one.node.id, source, input, reason }];
    });
  });
}

function reasonFor(
  instruction: Instruction,
  flow: Flow | null,
  {
    isOutputFloating,
    outputWants,
    inputWants
  }: Record<'isOutputFloating' | 'outputWants' | 'inputWants', boolean>
): Cut['reason'] {
  if (!inputWants) return 'no-grad-input';
  if (outputWants) {
    const wasReached = flow?.gradients.has(instruction.node.id) ?? false;
    return wasReached && !flow?.fault ? 'returned-none' : 'stopped';
  }
  return isOutputFloating ? 'not-differentiable' : 'not-floating';
}

/**
 * The cuts that are causes: that what lies beyond one requires no gradient either follows from it.
 */
export const firstCuts = (cuts: readonly Cut[], bottom: string): Cut[] =>
  cuts.filter(({ source, reason }) => reason !== 'no-grad-input' || source === bottom);
