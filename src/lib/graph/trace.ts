import type { Tensor } from '../tensor/tensor';

/**
 * The trace: an append-only list of what one run did, forward and then backward.
 * Every number that the app shows is read from it; playback is a cursor on it.
 */

export interface TracedInput {
  /** Name of the input, as the registry or the custom function has it. */
  readonly input: string;
  /** Node that feeds it, or null for a Python scalar written on the node. */
  readonly source: string | null;
  readonly edge: string | null;
  readonly value: Tensor;
}

export interface LeafEvent {
  readonly kind: 'leaf';
  readonly node: string;
  readonly output: Tensor;
}

export interface ForwardEvent {
  readonly kind: 'forward';
  readonly node: string;
  readonly inputs: readonly TracedInput[];
  readonly output: Tensor;
  /** What a custom function saved for its backward, by name. */
  readonly saved: readonly { readonly name: string; readonly value: Tensor }[];
}

export interface SeedEvent {
  readonly kind: 'seed';
  readonly node: string;
  readonly grad: Tensor;
}

/** One input's share of the gradient: upstream × local = contribution, added to what was there. */
export interface ContributionEvent {
  readonly kind: 'contribution';
  readonly node: string;
  readonly input: string;
  /** Node that receives the contribution. */
  readonly source: string;
  readonly edge: string;
  readonly upstream: Tensor;
  /** Local derivative, broadcast against upstream; null where no number per element says it. */
  readonly local: Tensor | null;
  readonly contribution: Tensor;
  /** Gradient at the receiving node so far, this contribution included. */
  readonly sum: Tensor;
  /** 1 for the first contribution to arrive at the receiving node, 2 for the second, … */
  readonly arrival: number;
}

/** A leaf's `.grad` receives the finished gradient. */
export interface AccumulateEvent {
  readonly kind: 'accumulate';
  readonly node: string;
  readonly grad: Tensor;
}

/** What an optimiser computes on the way from a parameter's gradient to its next value. */
export type UpdateRule =
  | {
      readonly kind: 'sgd';
      readonly lr: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
      /** The gradient with weight decay added. */
      readonly decayed: Tensor;
      readonly velocityBefore: Tensor | null;
      /** Null without momentum. */
      readonly velocity: Tensor | null;
      /** What the rate is multiplied with. */
      readonly direction: Tensor;
    }
  | {
      readonly kind: 'adam';
      readonly lr: number;
      readonly betas: readonly [number, number];
      readonly eps: number;
      readonly weightDecay: number;
      readonly decayed: Tensor;
      /** 1 for the first step: the averages start at 0, and are corrected for it. */
      readonly step: number;
      readonly meanBefore: Tensor;
      readonly mean: Tensor;
      readonly squareBefore: Tensor;
      readonly square: Tensor;
    };

/** An optimiser gives a parameter its next value. */
export interface UpdateEvent {
  readonly kind: 'update';
  readonly node: string;
  readonly before: Tensor;
  readonly grad: Tensor;
  readonly after: Tensor;
  readonly rule: UpdateRule;
}

export type TraceEvent =
  | LeafEvent
  | ForwardEvent
  | SeedEvent
  | ContributionEvent
  | AccumulateEvent
  | UpdateEvent;
