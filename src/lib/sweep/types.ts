/** Why something can't be shown: PyTorch's words or ours, and how to mend it. */
export interface Reason {
  readonly message: string;
  readonly help: string;
}

/** Values and slopes over an axis: the result over an input's range, or what belongs to each element of a tensor. */
export interface Sampled {
  /** `curve`: the input is one number and moves; `elements`: the input is a tensor and its elements are the axis. */
  readonly kind: 'curve' | 'elements';
  /** Node that is the axis. */
  readonly input: string;
  readonly result: string;
  /** Ascending, as the input's dtype holds them. */
  readonly x: Float64Array;
  /** What is drawn over the axis and which node gives it; null where no node has one value per element. */
  readonly value: { readonly node: string; readonly y: Float64Array } | null;
  /** Gradient of the result with respect to the input; null where PyTorch gives none, for the reason below. */
  readonly slope: Float64Array | null;
  readonly reason: Reason | null;
  /** False where the input takes no values between the points. */
  readonly isContinuous: boolean;
}

/** Nothing can be drawn, and why. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly why: 'no-input' | 'no-result' | 'not-one-number' | 'range' | 'fault';
  readonly reason: Reason;
}

export type Sweep = Sampled | Unavailable;
