import type { Tensor } from '../tensor/tensor';
import type { AttributeSpecs, ValuesOf } from './attributes';
import { define, type OpDefinition, type OpEntry } from './define';
import { differentiate, quietly } from './dispatch';

export type CompositeEntry<S extends AttributeSpecs> = Omit<
  OpEntry<S>,
  'forward' | 'vjp' | 'saves'
> & {
  /** The result, by operations of the registry; it is no view of an input. */
  readonly compose: (inputs: readonly Tensor[], attributes: ValuesOf<S>) => Tensor;
};

/**
 * An operation that is written with others and is one step on the tape: its gradients are those of what it is composed
 * of, to any order.
 */
export const composite = <S extends AttributeSpecs = Record<never, never>>({
  compose,
  ...entry
}: CompositeEntry<S>): OpDefinition =>
  define<S>({
    ...entry,
    saves: { inputs: entry.inputs.map((_, k) => k), output: false },
    forward: (inputs, attributes) => quietly(() => compose(inputs, attributes)),
    vjp: ({ upstream, inputs, attributes, isRecorded }, needed) =>
      differentiate((own) => compose(own, attributes), inputs, upstream, needed, isRecorded)
  } as OpEntry<S>);
