import { noGrad } from '../autograd/mode';
import { gradNode, OpNode } from '../autograd/tape';
import { apply } from '../ops/dispatch';
import type { Tensor } from '../tensor/tensor';
import type { SavedTensor, TracedInput } from './trace';

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

/** What a custom function keeps, where it is recorded: by the names that its code gives. */
export function savedByFunction(
  node: string,
  inputs: readonly TracedInput[],
  output: Tensor,
  kept: readonly { readonly name: string; readonly value: Tensor }[]
): SavedTensor[] {
  if (!output.gradFn) return [];
  return kept.map(({ name, value }) => {
    const own = inputs.find((input) => input.value === value)?.source ?? null;
    return { name, source: value === output ? node : own, value };
  });
}
