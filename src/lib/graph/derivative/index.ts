import { isVariableName } from '../../formula/keywords';
import { operation } from '../../ops/registry';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { nodeName, type Document } from '../document';
import { backwardHelp } from '../help';
import { compile } from '../program';
import { standIn } from './hidden';
import { type Derivative, derivativeName, gradientName } from './names';
import { type Operand, Picture } from './picture';
import { fromTape, type Made, record, type Recording } from './record';
import { settled } from './settled';

export type { Derivative } from './names';

export interface BackwardOptions {
  /** Nodes whose gradients are computed, the first of which is the result; all that can have one unless given. */
  readonly inputs?: readonly string[];
  /** What the document's own result is a derivative of, where it is one. */
  readonly derivative?: Derivative | null;
  /** What came out when the document ran, for what is drawn at random. */
  readonly outputs?: Pick<ReadonlyMap<string, Tensor>, 'get'>;
}

export interface BackwardGraph {
  readonly ok: true;
  readonly document: Document;
  /** The gradient that is the result, by its names. */
  readonly derivative: Derivative;
  /** The gradient of each input, by node of the document that was given; null where none flows. */
  readonly gradients: ReadonlyMap<string, string | null>;
  /** Nodes that are new. */
  readonly added: ReadonlySet<string>;
  /** The seed's node, and by edge of the forward graph the nodes of the step that goes back along it. */
  readonly seed: string | null;
  readonly steps: ReadonlyMap<string, readonly string[]>;
  /** What isn't as one might expect, in sentences. */
  readonly notes: readonly string[];
}

export interface NoBackwardGraph {
  readonly ok: false;
  readonly message: string;
  readonly help: string;
}

/** Nodes that a gradient of the result may be asked for. */
export function differentiable(doc: Document): string[] {
  return Object.values(doc.nodes)
    .filter((node) => node.kind === 'input' && node.requiresGrad)
    .sort((a, b) => a.order - b.order)
    .map(({ id }) => id);
}

/** All that the roots were made of, in the order in which it was made. */
function needed({ nodes, made }: Recording, roots: readonly Tensor[]): Map<Tensor, Made | null> {
  const found = new Map<Tensor, Made | null>();
  const open = [...roots];
  for (let t = open.pop(); t; t = open.pop()) {
    if (found.has(t) || nodes.has(t) || t.isPythonScalar) continue;
    const making = made.get(t) ?? fromTape(t);
    found.set(t, making);
    if (making) open.push(...making.inputs);
  }
  const places = new Map([...made.keys()].map((t, k) => [t, k]));
  // What nobody made comes first; what only the tape knows comes before what was made of it.
  const rank = (t: Tensor): number => places.get(t) ?? (found.get(t) ? -1 : -2);
  return new Map([...found].sort(([a], [b]) => rank(a) - rank(b)));
}

const SMALLER = 'Take a smaller graph, or fewer elements.';

class Expansion {
  private readonly picture: Picture;
  private readonly ids = new Map<Tensor, string>();
  private readonly wanted = new Map<Tensor, string>();
  private readonly notes = new Set<string>();
  /** New nodes by the tensor that they were drawn for. */
  private readonly drawn = new Map<Tensor, string[]>();

  constructor(
    private readonly doc: Document,
    private readonly recording: Recording,
    private readonly top: string
  ) {
    this.picture = new Picture(doc);
    for (const [t, id] of recording.nodes) this.ids.set(t, id);
    this.nameGradients();
  }

  private nameOf(id: string): string {
    return nodeName(this.doc, id);
  }

  private want(t: Tensor, name: string): void {
    if (!this.wanted.has(t) && isVariableName(name)) this.wanted.set(t, name);
  }

  /** `dy_dy` for the seed, `dy_dx` for a finished gradient, `dy_dx_via_pow` for one of several parts. */
  private nameGradients(): void {
    const { seed, flows } = this.recording;
    if (seed) this.want(seed, gradientName(this.top, this.top));
    const arrivals = new Map<string, (typeof flows)[number][]>();
    for (const flow of flows) arrivals.set(flow.to, [...(arrivals.get(flow.to) ?? []), flow]);
    for (const [to, parts] of arrivals) {
      const name = gradientName(this.top, this.nameOf(to));
      const last = parts.at(-1);
      if (last) this.want(last.sum, name);
      for (const { contribution, sum, from } of parts) {
        this.want(contribution, `${name}_via_${this.nameOf(from)}`);
        this.want(sum, `${name}_so_far`);
      }
    }
  }

  private operand(t: Tensor): Operand {
    const id = this.ids.get(t);
    return id === undefined ? { number: t } : { node: id };
  }

  private value(t: Tensor, name: string): string {
    return this.picture.value(t.untracked(), name);
  }

  private place(t: Tensor, making: Made | null): string {
    if (!making) return this.value(t, this.wanted.get(t) ?? 'constant');
    const owner = making.owner === null ? '' : `${this.nameOf(making.owner)}_`;
    const name = this.wanted.get(t) ?? `${owner}${making.op.name}`;
    const operands = making.inputs.map((one) => this.operand(one));
    let id: string;
    if (operation(making.op.name) === making.op) {
      id = this.picture.operation(making.op, operands, making.attributes, name);
    } else {
      const stand = standIn(this.picture, making, operands, name);
      id = stand.id;
      if (stand.as === 'matrix') {
        this.notes.add(
          `${name}: this step of the engine has no operation of its own, so it is drawn as the product with its matrix.`
        );
      }
      if (stand.as === 'value') {
        this.notes.add(
          making.output.requiresGrad
            ? `${name} is drawn as a value: this step of the engine has no node on the canvas, so second derivatives end there.`
            : `${name} stands here as it came out: this step of the engine has no node on the canvas.`
        );
        return id;
      }
    }
    if (!making.isCut) return id;
    this.notes.add(
      `${name} was computed without recording, inside a custom function, and is followed by detach: no gradient flows there.`
    );
    return this.picture.call('detach', [{ node: id }], {}, `${name}_detached`);
  }

  private add(t: Tensor, making: Made | null): void {
    const first = this.picture.added.length;
    this.ids.set(t, this.place(t, making));
    this.drawn.set(t, this.picture.added.slice(first));
  }

  /** What was newly made for each edge: the contribution with all that only it needed, and the sum. */
  private steps(order: ReadonlyMap<Tensor, Made | null>): Map<string, string[]> {
    const { seed } = this.recording;
    const seen = new Set<Tensor>(seed ? [seed] : []);
    const steps = new Map<string, string[]>();
    for (const { edge, contribution, sum } of this.recording.flows) {
      const ids: string[] = [];
      const open = [contribution, sum];
      for (let t = open.pop(); t; t = open.pop()) {
        if (seen.has(t) || !order.has(t)) continue;
        seen.add(t);
        ids.push(...(this.drawn.get(t) ?? []));
        open.push(...(order.get(t)?.inputs ?? []));
      }
      // Where the gradient is handed on as it is, the node that holds it is what there is to see.
      const held = this.ids.get(contribution);
      steps.set(edge, ids.length > 0 ? ids : held === undefined ? [] : [held]);
    }
    return steps;
  }

  private handedOn(): void {
    const passing = this.recording.flows.filter(
      ({ contribution }) => this.wanted.get(contribution)?.includes('_via_') === false
    );
    const same = new Set<string>();
    for (const { contribution, to } of passing) {
      const id = this.ids.get(contribution);
      const name = this.wanted.get(contribution);
      const own = gradientName(this.top, this.nameOf(to));
      if (id !== undefined && name !== undefined && name !== own) {
        same.add(`${own} is ${name}`);
      }
    }
    if (same.size > 0) {
      this.notes.add(`Handed on unchanged: ${[...same].slice(0, 8).join(', ')}.`);
    }
  }

  run(derivative: Derivative): BackwardGraph | NoBackwardGraph {
    const { recording, picture } = this;
    const { gradients, seed } = recording;
    const [first] = [...gradients.values()];
    if (!first) return this.nothing(derivative);
    const name = derivativeName(derivative);
    this.wanted.set(first, name);
    const roots = [...gradients.values()].filter((t) => t !== null);
    const order = needed(recording, roots);
    for (const [t, making] of order) this.add(t, making);
    this.handedOn();
    const steps = this.steps(order);
    let result = this.ids.get(first) ?? '';
    if (first.numel !== 1) {
      result = picture.call('sum', [{ node: result }], {}, `${name}_sum`);
      this.notes.add(
        `${name} has ${first.numel} elements; the result is their sum, so that it can be differentiated again.`
      );
    }
    return {
      ok: true,
      document: picture.finished(result, `${name} of ${this.doc.meta.title}`.slice(0, 200)),
      derivative,
      gradients: new Map(
        [...gradients].map(([id, t]) => [id, t ? (this.ids.get(t) ?? null) : null])
      ),
      added: new Set(picture.added),
      seed: seed ? (this.ids.get(seed) ?? null) : null,
      steps,
      notes: [...this.notes]
    };
  }

  private nothing({ by }: Derivative): NoBackwardGraph {
    const input = by.at(-1) ?? '';
    return {
      ok: false,
      message: `No gradient of ${this.top} reaches ${input}.`,
      help: `${this.top} does not depend on ${input}, or the way back is cut: the derivative is 0 everywhere, and PyTorch answers None.`
    };
  }
}

/**
 * The backward pass of a document as a graph of its own: its nodes, and those that compute the gradient of its result
 * with respect to its inputs. What it computes is what the engine computes, since every vjp consists of operations;
 * so it can be expanded again, to second derivatives and further.
 */
export function backwardDocument(
  doc: Document,
  { inputs, derivative = null, outputs }: BackwardOptions = {}
): BackwardGraph | NoBackwardGraph {
  const still = settled(doc, outputs);
  const wanted = inputs ?? differentiable(doc);
  const [first] = wanted;
  const program = compile(still.document);
  const { result } = program;
  const top = result === null ? undefined : doc.nodes[result];
  if (!top || result === null) {
    return { ok: false, message: 'There is no result.', help: 'Add an input and an operation.' };
  }
  const by = first === undefined ? undefined : doc.nodes[first]?.name;
  if (first === undefined || by === undefined) {
    const message =
      'RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn';
    return { ok: false, message, help: backwardHelp(message) };
  }
  const named: Derivative = derivative
    ? { of: derivative.of, by: [...derivative.by, by] }
    : { of: top.name, by: [by] };
  try {
    const recording = record(program, result, wanted);
    const made = new Expansion(still.document, recording, top.name).run(named);
    return made.ok ? { ...made, notes: [...still.notes, ...made.notes] } : made;
  } catch (error) {
    if (!(error instanceof TorchError)) throw error;
    if (error.type === 'ValueError') return { ok: false, message: error.message, help: SMALLER };
    const isConstant = derivative !== null && /does not require grad/.test(error.message);
    return {
      ok: false,
      message: `${error.type}: ${error.message}`,
      help: isConstant
        ? `${top.name} is the same whatever ${by} is, so its own derivative is 0 everywhere; PyTorch refuses to run backward from it.`
        : backwardHelp(error.message)
    };
  }
}
