import { noGrad } from '../autograd/mode';
import { gradNode, OpNode } from '../autograd/tape';
import { apply } from '../ops/dispatch';
import type { Tensor } from '../tensor/tensor';
import type { SavedTensor, TracedInput } from './trace';

/** Whose output a saved tensor is: of a node at an input, or of the node itself. */
export function sourceOf(
  value: Tensor,
  inputs: readonly TracedInput[],
  node: string,
  output: Tensor
): string | null {
  if (value === output) return node;
  return inputs.find((input) => input.value === value)?.source ?? null;
}

const placing: Readonly<Record<string, string>> = { max: 'argmax', min: 'argmin', sort: 'argsort' };

/** Where the elements were that an operation took, which it keeps instead of a tensor that is there already. */
const placesOf = ({ op, inputs, attributes }: OpNode): Tensor =>
  noGrad(() => apply(placing[op.name] ?? `${op.name}_places`, inputs, attributes));

/** What a recorded operation keeps for its backward: what its vjp reads, for the gradients that are wanted. */
export function savedByOperation(
  node: string,
  inputs: readonly TracedInput[],
  output: Tensor
): SavedTensor[] {
  const entry = gradNode(output);
  if (!(entry instanceof OpNode)) return [];
  const needed = entry.edges.map((edge) => edge !== null);
  const reads = entry.op.saves(needed, entry.attributes);
  const saved = [...reads.inputs]
    .sort((a, b) => a - b)
    .flatMap((k): SavedTensor[] => {
      // No input has this number: it stands for places.
      if (k < 0) return [{ name: 'indices', source: null, value: placesOf(entry) }];
      const input = inputs[k];
      return input ? [{ name: input.input, source: input.source, value: input.value }] : [];
    });
  return reads.output ? [...saved, { name: 'result', source: node, value: output }] : saved;
}
