import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { call } from '../ops/dispatch';
import { tick, type GradFn, type Tensor, type ViewLink } from '../tensor/tensor';
import { enableGrad, isGradEnabled } from './mode';

/**
 * A view's tie to its base. Where the base changes in place, through whatever view, the function that made this one no
 * longer tells where its elements come from: it is made anew from the base when somebody asks.
 * Source: https://pytorch.org/docs/stable/tensor_view.html
 */
export class View implements ViewLink {
  private made: GradFn | null = null;
  private since = tick();
  /** Whether it was made under `no_grad`. */
  readonly isUntracked = !isGradEnabled();

  constructor(
    readonly base: Tensor,
    private readonly own: Tensor,
    private readonly step: (base: Tensor) => Tensor
  ) {}

  /** The same part of another tensor of the base's shape, by the same operations. */
  replay(base: Tensor): Tensor {
    return this.step(base);
  }

  gradFn(): GradFn | null {
    if (this.base.requiresGrad && this.base.hasChangedSince(this.since)) {
      this.since = tick();
      const fresh = enableGrad(() => this.step(this.base)).gradFn as Renameable | null;
      this.made = fresh?.renamed('AsStridedBackward0', this.own) ?? null;
    }
    return this.made;
  }

  setGradFn(next: GradFn | null): void {
    this.made = next;
    this.since = tick();
  }
}

/** A tape entry that can stand for another output. */
interface Renameable extends GradFn {
  renamed(name: string, output: Tensor): GradFn;
}

/** Ties the output of a view operation to what it looks into. */
export function linkView(
  op: OpDefinition,
  inputs: readonly Tensor[],
  output: Tensor,
  attributes: Attributes
): void {
  const [source, ...rest] = inputs;
  if (!source || source === output || source.data !== output.data) return;
  const parent = source.view as View | null;
  const step = (base: Tensor): Tensor =>
    call(op, [parent ? parent.replay(base) : base, ...rest], attributes);
  output.view = new View(parent?.base ?? source, output, step);
}
