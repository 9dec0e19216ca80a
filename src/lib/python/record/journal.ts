import { isGradEnabled } from '../../autograd/mode';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { LIMITS } from '../../graph/document';
import { copyOf, type Tensor } from '../../tensor/tensor';

/** Bodies of a custom function as they stand in the learner's code, and the names of its inputs. */
export interface FunctionText {
  readonly inputs: readonly string[];
  readonly forward: string;
  readonly backward: string;
}

/** A Python number, how a tensor came about, or a tensor that the picture alone needs, made when it is drawn. */
export type Operand = { readonly number: number } | { readonly values: () => Tensor } | Entry;

export const isEntry = (operand: Operand): operand is Entry => operand instanceof Entry;

/** What made a tensor. */
export type Making = {
  readonly inputs: readonly Operand[];
  /** Made under `no_grad` of something that requires a gradient: the flow ends here. */
  readonly isCut: boolean;
} & (
  | { readonly kind: 'op'; readonly op: OpDefinition; readonly attributes: Attributes }
  | { readonly kind: 'custom'; readonly name: string; readonly source: FunctionText | null }
);

/** So many calls are remembered; a graph that goes further back begins with values. */
const MOST = 4000;

/** How a tensor came about; what nobody made by an operation is a leaf. */
export class Entry {
  private readonly version: number;
  readonly numel: number;
  readonly requiresGrad: boolean;
  /** Made by what was not noted, although a gradient flows through it. */
  readonly isLost: boolean;
  /** Whether it was made under `no_grad`. */
  readonly isUnrecorded = !isGradEnabled();
  /** The elements as they were when it was made, without history; null where they are too many to be drawn. */
  elements: Tensor | null;
  private isCopied = false;

  constructor(
    readonly order: number,
    /** Line of the learner's code. */
    readonly line: number | null,
    made: Tensor,
    public making: Making | null
  ) {
    this.version = made.version();
    this.numel = made.numel;
    this.requiresGrad = made.requiresGrad;
    this.isLost = making === null && !made.isLeaf;
    this.elements = made.numel <= LIMITS.elements ? made.untracked() : null;
  }

  /** Whether the tensor has changed in a way that wasn't noted. */
  isStale(tensor: Tensor): boolean {
    return tensor.version() !== this.version;
  }

  /** The tensor is about to change: the elements as they are now are kept. */
  keep(): void {
    if (this.isCopied || !this.elements) return;
    this.elements = copyOf(this.elements);
    this.isCopied = true;
  }
}

/**
 * What Python computed, so that it can be drawn: for every tensor how it came about. Unlike the tape it also knows of
 * what needs no gradient, and of lines.
 */
export class Journal {
  private readonly entries = new WeakMap<Tensor, Entry>();
  private readonly links = new WeakMap<Tensor, Tensor>();
  private recent: Entry[] = [];
  private count = 0;
  /** Above 0 while something runs that is drawn as a whole. */
  private depth = 0;

  /** Runs what is drawn as one node, so that its inside isn't noted. */
  inside<R>(run: () => R): R {
    this.depth += 1;
    try {
      return run();
    } finally {
      this.depth -= 1;
    }
  }

  private note(tensor: Tensor, line: number | null, making: Making | null): Entry {
    const entry = new Entry(++this.count, line, tensor, making);
    this.entries.set(tensor, entry);
    this.recent.push(entry);
    if (this.recent.length > MOST) this.forget();
    return entry;
  }

  /** Makes values of the older half, so that a long training doesn't fill the memory. */
  private forget(): void {
    const old = this.recent.slice(0, MOST / 2);
    this.recent = this.recent.slice(MOST / 2);
    for (const entry of old) entry.making = null;
  }

  /** How a tensor came about; one that nobody noted is a leaf. */
  entryOf(tensor: Tensor): Entry {
    const known = this.entries.get(tensor);
    return known && !known.isStale(tensor) ? known : this.note(tensor, null, null);
  }

  /** Notes a tensor that is made of data, or begins anew as a leaf. */
  leaf(tensor: Tensor, line: number | null): void {
    this.note(tensor, line, null);
  }

  /** An operation made `output`. */
  made(
    by:
      | { readonly kind: 'op'; readonly op: OpDefinition; readonly attributes: Attributes }
      | { readonly kind: 'custom'; readonly name: string; readonly source: FunctionText | null },
    inputs: readonly Operand[],
    output: Tensor,
    isCut: boolean,
    line: number | null
  ): void {
    if (this.depth === 0) this.note(output, line, { ...by, inputs, isCut });
  }

  /** An operation made `output` of these inputs. */
  computed(
    op: OpDefinition,
    inputs: readonly Tensor[],
    attributes: Attributes,
    output: Tensor,
    line: number | null
  ): void {
    const isCut = op.gradFn !== null && isCutHere(output, inputs);
    this.made({ kind: 'op', op, attributes }, this.operands(inputs), output, isCut, line);
  }

  operands(tensors: readonly Tensor[]): Operand[] {
    return tensors.map((t) => (t.isPythonScalar ? { number: t.item() } : this.entryOf(t)));
  }

  /** Another tensor looks into the same elements without being counted: what changes it changes both. */
  link(tensor: Tensor, original: Tensor): void {
    this.links.set(tensor, original);
  }

  /** A tensor is about to change in place: its picture keeps the elements as they are now. */
  changing(tensor: Tensor): void {
    const entry = this.entries.get(tensor);
    entry?.keep();
    const original = this.links.get(tensor);
    if (!original) return;
    this.changing(original);
    this.entries.delete(original);
  }

  /** All that was noted after `order`, oldest first. */
  since(order: number): Entry[] {
    return this.recent.filter((entry) => entry.order > order);
  }

  get now(): number {
    return this.count;
  }
}

/** Whether `no_grad` ended the flow where this was made. */
export const isCutHere = (output: Tensor, inputs: readonly Tensor[]): boolean =>
  !isGradEnabled() && !output.requiresGrad && inputs.some((t) => t.requiresGrad);
