import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
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

/** What a node keeps for its backward. */
export interface SavedTensor {
  /** Name of an input or `result`; what a custom function's forward calls it. */
  readonly name: string;
  /** Node whose output it is, itself for its result; null for a plain number and for what a body computed. */
  readonly source: string | null;
  readonly value: Tensor;
}

/** One step inside the code of a custom function. */
export interface BodyEvent {
  readonly kind: 'body';
  readonly node: string;
  readonly where: 'forward' | 'backward';
  /** `call`: an operation; `save`: values go onto the shelf; `take`: they come from it; `return`: the end. */
  readonly step: 'call' | 'save' | 'take' | 'return';
  /** Line of the body, from 1. */
  readonly line: number;
  /** The piece of code as it is written. */
  readonly code: string;
  /** What a `call` computes with. */
  readonly op: OpDefinition | null;
  readonly attributes: Attributes;
  readonly args: readonly Tensor[];
  /** What the step gives, by name where the code names it; null is None. */
  readonly values: readonly { readonly name: string; readonly value: Tensor | null }[];
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
  /** What its backward will read; empty where nothing is recorded. */
  readonly saved: readonly SavedTensor[];
  /** What a custom function's forward did inside. */
  readonly body: readonly BodyEvent[];
}

/** `backward()` is called. */
export interface SeedEvent {
  readonly kind: 'seed';
  readonly node: string;
  readonly grad: Tensor;
  /** 1 for the first backward, 2 for the second on the same graph, … */
  readonly pass: number;
  /** Whether the graph is kept for another backward. */
  readonly retainGraph: boolean;
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
  /** 1 for the first contribution to arrive at the receiving node in this pass, 2 for the second, … */
  readonly arrival: number;
  /** What the node's backward took from its shelf; with the first contribution of the node. */
  readonly taken: readonly SavedTensor[];
  /** What is freed after this, the last contribution of the node. */
  readonly freed: readonly SavedTensor[];
  /** Nodes at the other inputs for which no gradient is wanted; with the first contribution. */
  readonly unwanted: readonly string[];
  /** Nodes that want one and for which backward gave None; with the last contribution. */
  readonly withheld: readonly string[];
  /** What a custom function's backward did inside; with the first contribution. */
  readonly body: readonly BodyEvent[];
}

/** A leaf's `.grad` receives the finished gradient. */
export interface AccumulateEvent {
  readonly kind: 'accumulate';
  readonly node: string;
  readonly grad: Tensor;
  /** `.grad` before, null for None. */
  readonly before: Tensor | null;
  /** `.grad` from now on. */
  readonly total: Tensor;
}

/** A further backward stops here. */
export interface RefusedEvent {
  readonly kind: 'refused';
  readonly node: string;
  /** PyTorch's words. */
  readonly message: string;
  /** What it means here and how to mend it. */
  readonly help: string;
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
  | RefusedEvent
  | BodyEvent
  | UpdateEvent;
