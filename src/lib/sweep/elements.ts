import type { InputNode } from '../graph/document';
import type { Run } from '../graph/run';
import { isFloating } from '../tensor/dtype';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { between, sourcesOf } from './path';
import type { Reason, Sampled } from './types';

/** The last node with one value per element: what a sum or mean makes one number of, or the result itself. */
function lastOfSameShape(run: Run, input: string, result: string): string | null {
  const path = between(run.program, input);
  const shape = run.outputs.get(input)?.shape ?? [];
  const fits = (id: string): boolean => {
    const output = run.outputs.get(id);
    return output !== undefined && sameShape(output.shape, shape);
  };
  if (fits(result) && (result === input || path.some(({ node }) => node.id === result))) {
    return result;
  }
  const moved = new Set([input, ...path.map(({ node }) => node.id)]);
  const reduced = path
    .filter(({ node }) => (run.outputs.get(node.id)?.shape.length ?? 0) < shape.length)
    .flatMap(sourcesOf)
    .filter((id) => moved.has(id) && fits(id));
  return reduced.at(-1) ?? null;
}

function whyNone(run: Run, input: InputNode): Reason {
  const said = run.diagnostics.find(({ kind }) => kind === 'backward');
  if (said) return { message: said.message, help: said.help };
  return {
    message: `${input.name}.grad is None.`,
    help: input.requiresGrad
      ? 'No gradient flows back to it from the result.'
      : `Switch requires_grad on for ${input.name}.`
  };
}

/** The lab's plot: over the elements of a tensor, the value that belongs to each and the gradient of the result there. */
export function elementsOf(run: Run, input: InputNode, result: string): Sampled {
  const axis = run.outputs.get(input.id);
  const positions = axis?.values() ?? [];
  const order = positions
    .map((_, i) => i)
    .sort((a, b) => (positions[a] ?? NaN) - (positions[b] ?? NaN) || a - b);
  const sorted = (t: Tensor): Float64Array => {
    const values = t.values();
    return Float64Array.from(order, (i) => values[i] ?? NaN);
  };
  const node = lastOfSameShape(run, input.id, result);
  const value = node === null ? undefined : run.outputs.get(node);
  const slope = run.gradients.get(input.id);
  return {
    kind: 'elements',
    input: input.id,
    result,
    x: axis ? sorted(axis) : new Float64Array(),
    value: node !== null && value ? { node, y: sorted(value) } : null,
    slope: slope ? sorted(slope) : null,
    reason: slope ? null : whyNone(run, input),
    isContinuous: axis ? isFloating(axis.dtype) : true
  };
}
