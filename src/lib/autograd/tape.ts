import type { Attributes } from '../ops/attributes';
import type { OpDefinition, Saved } from '../ops/define';
import { installRecorder } from '../ops/dispatch';
import { isFloating, scalarTypeName } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { listText } from '../tensor/shape';
import { type GradFn, lastChangeTime, Tensor, tick } from '../tensor/tensor';
import { isGradEnabled } from './mode';
import { linkView } from './view';

/** Where a gradient goes next: to a function's output, or to a leaf. */
export type Receiver = GradNode | Tensor;

/** Sees a finished gradient, and may answer another one in its place. */
export type Hook = (grad: Tensor) => Tensor | null | undefined;

const FREED =
  'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). ' +
  'Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). ' +
  'Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.';

function modified(t: Tensor, since: number, maker: string | null): TorchError {
  const made = maker === null ? '' : `, which is output 0 of ${maker},`;
  return new TorchError(
    `one of the variables needed for gradient computation has been modified by an inplace operation: ` +
      `[torch.${scalarTypeName(t.dtype)}Tensor ${listText(t.shape)}]${made} is at version ${t.version()}; ` +
      `expected version ${t.version(since)} instead. Hint: enable anomaly detection to find the operation that ` +
      'failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'
  );
}

/** What has arrived at a receiver in one backward pass. */
export interface Arrival {
  sum: Tensor | null;
  /** How many contributions it is the sum of. */
  count: number;
  /** How many places still owe a leaf a contribution. */
  owed: number;
  /** The pass, and what another one that it interrupts had here. */
  readonly pass: object;
  readonly outer: Arrival | null;
}

/** By the number of inputs: most functions need the gradient of each, and a list of their own is work. */
const ALL_NEEDED: readonly (readonly boolean[])[] = [[], [true], [true, true], [true, true, true]];

/** One entry of the tape: a function that ran forward and knows how to run backward. */
export abstract class GradNode implements GradFn {
  /** Position on the tape; the backward pass runs from high to low. */
  readonly sequence = tick();
  /** Where each input's gradient goes, as it was when the function ran; null where none is wanted. */
  readonly edges: readonly (Receiver | null)[];
  private readonly needed: readonly boolean[];
  /** Called with the gradient of the output once it is complete. */
  hooks: Hook[] | null = null;
  /** Tensor whose `.grad` is kept although it is no leaf. */
  retained: Tensor | null = null;
  /** Set while a backward pass runs. */
  arrival: Arrival | null = null;
  /** The last search that came by here. */
  visited = 0;
  protected freed = false;
  /** From when on the output must be as it is. */
  private outputSince = this.sequence;

  constructor(
    readonly name: string,
    readonly qualifiedName: string,
    readonly inputs: readonly Tensor[],
    private result: Tensor
  ) {
    const edges = new Array<Receiver | null>(inputs.length);
    let wanted = 0;
    for (let k = 0; k < inputs.length; k++) {
      const t = inputs[k] as Tensor;
      edges[k] = t.requiresGrad ? ((t.gradFn as GradNode | null) ?? t) : null;
      if (edges[k] !== null) wanted++;
    }
    this.edges = edges;
    this.needed =
      (wanted === inputs.length ? ALL_NEEDED[wanted] : undefined) ??
      edges.map((edge) => edge !== null);
  }

  get output(): Tensor {
    return this.result;
  }

  /** The result was written into another tensor, which is the output from now on. */
  moveTo(target: Tensor): void {
    this.result = target;
    this.outputSince = tick();
  }

  /** Where the gradient of an input goes: switching `requires_grad` on later doesn't let one through. */
  receiver(index: number): Receiver | null {
    const edge = this.edges[index] ?? null;
    return edge instanceof Tensor && !edge.requiresGrad ? null : edge;
  }

  protected abstract saves(needed: readonly boolean[]): Saved;
  protected abstract gradients(
    upstream: Tensor,
    needed: readonly boolean[]
  ): readonly (Tensor | null)[];

  /** @throws TorchError when tensors that it saved are gone or were changed in place. */
  private requireSaved(needed: readonly boolean[]): void {
    if (!this.freed && lastChangeTime() <= this.sequence) return;
    const { inputs, output } = this.saves(needed);
    if (this.freed && (output || inputs.length > 0)) throw new TorchError(FREED);
    const { result } = this;
    if (output && result.hasChangedSince(this.outputSince)) {
      throw modified(result, this.outputSince, this.name);
    }
    for (const k of inputs) {
      const input = this.inputs[k];
      if (input?.hasChangedSince(this.sequence)) {
        throw modified(input, this.sequence, input.gradFn?.name ?? null);
      }
    }
  }

  /** For what a function saved by itself. @throws TorchError as above. */
  protected requireIntact(saved: readonly Tensor[]): void {
    if (this.freed && saved.length > 0) throw new TorchError(FREED);
    for (const t of saved) {
      if (t.hasChangedSince(this.sequence)) {
        throw modified(t, this.sequence, t.gradFn?.name ?? null);
      }
    }
  }

  /** One gradient per input; null where none flows. @throws TorchError when it needs tensors that are gone. */
  backward(upstream: Tensor): readonly (Tensor | null)[] {
    this.requireSaved(this.needed);
    return this.gradients(upstream, this.needed);
  }

  free(): void {
    this.freed = true;
  }
}

/** An operation of the registry on the tape. */
export class OpNode extends GradNode {
  constructor(
    readonly op: OpDefinition,
    name: string,
    inputs: readonly Tensor[],
    output: Tensor,
    readonly attributes: Attributes
  ) {
    super(name, name, inputs, output);
  }

  /** The same entry for another output. */
  renamed(name: string, output: Tensor): OpNode {
    return new OpNode(this.op, name, this.inputs, output, this.attributes);
  }

  protected saves(needed: readonly boolean[]): Saved {
    return this.op.saves(needed, this.attributes);
  }

  protected gradients(upstream: Tensor, needed: readonly boolean[]): readonly (Tensor | null)[] {
    const { inputs, output, attributes } = this;
    const isRecorded = isGradEnabled();
    return this.op.vjp({ upstream, inputs, output, attributes, isRecorded }, needed);
  }
}

/** The tape entry that made a tensor, or null for a leaf. */
export const gradNode = (t: Tensor): GradNode | null => t.gradFn as GradNode | null;

const wantsGrad = (inputs: readonly Tensor[]): boolean => {
  for (const t of inputs) if (t.requiresGrad) return true;
  return false;
};

/** Whether a function of these inputs goes on the tape. */
export const isRecorded = (output: Tensor, inputs: readonly Tensor[]): boolean =>
  isGradEnabled() && isFloating(output.dtype) && wantsGrad(inputs);

/** Makes an entry the history of the tensor that it computed. */
export function attach(output: Tensor, node: GradNode): void {
  output.gradFn = node;
  output.requiresGrad = true;
}

/** Follows tangents through an operation; the forward mode installs it. */
type Follower = (
  op: OpDefinition,
  inputs: readonly Tensor[],
  output: Tensor,
  attributes: Attributes
) => void;
let follow: Follower | null = null;

export function installTangents(next: Follower): void {
  follow = next;
}

installRecorder((op, inputs, output, attributes) => {
  if (op.isView) linkView(op, inputs, output, attributes);
  if (op.gradFn !== null && isRecorded(output, inputs)) {
    const name = typeof op.gradFn === 'function' ? op.gradFn(inputs, attributes) : op.gradFn;
    attach(output, new OpNode(op, name, inputs, output, attributes));
  }
  follow?.(op, inputs, output, attributes);
});
