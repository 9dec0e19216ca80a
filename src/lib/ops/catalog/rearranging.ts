import type { Tensor } from '../../tensor/tensor';
import type { AttributeSpecs, ValuesOf } from '../attributes';
import { define, SAVES_NOTHING, type OpDefinition, type OpEntry } from '../define';
import type { Latex } from '../latex';
import { tensorGiven } from '../strided';
import { docs, INPUT, torchNames } from './common';

/** What an entry that rearranges one tensor says; the rest is the same for all. */
export type Rearranging<S extends AttributeSpecs> = Omit<
  OpEntry<S>,
  'family' | 'source' | 'inputs' | 'torch' | 'latex' | 'saves' | 'forward' | 'vjp'
> &
  Partial<Pick<OpEntry<S>, 'family' | 'source' | 'torch' | 'latex'>> & {
    readonly compute: (input: Tensor, attributes: ValuesOf<S>) => Tensor;
    /** The gradient of the input, given that of the result. */
    readonly back: (upstream: Tensor, input: Tensor, attributes: ValuesOf<S>) => Tensor;
  };

/** An operation's name over its argument, with what it is given: `reshape_{[3, 2]}(a)`. */
export const namedLatex =
  (name: string) =>
  ([a]: readonly Latex[], attributes: object): string => {
    const given = Object.values(attributes as Record<string, unknown>)
      .filter((value) => value !== null)
      .map((value) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value)));
    const index = given.length > 0 ? `_{${given.join(', ')}}` : '';
    return `\\operatorname{${name.replaceAll('_', '\\_')}}${index}\\left(${a?.text ?? ''}\\right)`;
  };

/** An operation of one tensor that moves elements about; its gradient takes them back. */
export const rearranging = <S extends AttributeSpecs = Record<never, never>>({
  compute,
  back,
  ...entry
}: Rearranging<S>): OpDefinition =>
  define<S>({
    family: 'shape',
    source: docs(`torch.${entry.name}`),
    torch: torchNames(entry.name),
    latex: namedLatex(entry.name),
    ...entry,
    inputs: [INPUT],
    saves: SAVES_NOTHING,
    forward: ([t], attributes) => compute(tensorGiven(t, entry.name), attributes),
    vjp: ({ upstream, inputs: [t], attributes }) => [back(upstream, t as Tensor, attributes)]
  } as OpEntry<S>);

/** Names and page of what is a method only. */
export const methodNames = (name: string) => ({
  source: docs(`torch.Tensor.${name}`),
  torch: { functions: [`torch.Tensor.${name}`], methods: [name] }
});
