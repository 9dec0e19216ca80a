import { apply, installDifferentiator, tensors } from '../ops/dispatch';
import { castTo } from '../ops/reshape';
import { TorchError } from '../tensor/errors';
import { sameShape, sizeText } from '../tensor/shape';
import { copyOf, fullLike, Tensor } from '../tensor/tensor';
import { leafHooks } from './hooks';
import { enableGrad, withGradMode } from './mode';
import { type Arrival, GradNode, gradNode, type Hook, type Receiver } from './tape';

/** Told of every gradient as it flows; the trace is written from it. */
export interface BackwardObserver {
  seed?(root: Tensor, grad: Tensor): void;
  /** The tape entry whose backward runs next. */
  entering?(node: GradNode): void;
  /** `arrival` counts the contributions that reached `receiver`, this one included; `sum` is their total so far. */
  contribution?(flow: {
    node: GradNode;
    inputIndex: number;
    receiver: Tensor;
    upstream: Tensor;
    contribution: Tensor;
    sum: Tensor;
    arrival: number;
  }): void;
  /** A leaf's gradient is complete. */
  leaf?(leaf: Tensor, grad: Tensor): void;
}

export interface BackwardOptions {
  /** Upstream gradient of the root; ones for a scalar root. */
  readonly gradient?: Tensor;
  readonly retainGraph?: boolean;
  /** Records the backward pass itself, so that it can be differentiated again. */
  readonly createGraph?: boolean;
  readonly observer?: BackwardObserver;
}

const receiverOf = (t: Tensor): Receiver => gradNode(t) ?? t;

let searches = 0;

/** Tape entries that can be reached from the roots, latest first. */
function reachable(roots: readonly Tensor[]): GradNode[] {
  const mark = ++searches;
  const found: GradNode[] = [];
  let [first, last] = [Infinity, 0];
  const visit = (node: GradNode): void => {
    if (node.visited === mark) return;
    node.visited = mark;
    found.push(node);
    first = Math.min(first, node.sequence);
    last = Math.max(last, node.sequence);
  };
  for (const root of roots) {
    const node = gradNode(root);
    if (node) visit(node);
  }
  for (let i = 0; i < found.length; i++) {
    for (const next of (found[i] as GradNode).edges) {
      if (next !== null && !(next instanceof Tensor)) visit(next);
    }
  }
  // Most graphs are recorded in one go, so that their places on the tape lie close together.
  if (found.length < 2 || last - first > 8 * found.length) {
    return found.sort((a, b) => b.sequence - a.sequence);
  }
  const places = new Array<GradNode | null>(last - first + 1).fill(null);
  for (const node of found) places[last - node.sequence] = node;
  let next = 0;
  for (const node of places) if (node !== null) found[next++] = node;
  return found;
}

/** Of the entries, those through which a gradient reaches one of the targets. */
function leadingTo(order: readonly GradNode[], targets: ReadonlySet<Receiver>): Set<GradNode> {
  const leading = new Set<GradNode>();
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    const leads = node?.edges.some(
      (edge) =>
        edge !== null && (targets.has(edge) || (edge instanceof GradNode && leading.has(edge)))
    );
    if (node && leads) leading.add(node);
  }
  return leading;
}

function seedFor(root: Tensor, gradient: Tensor | undefined, index: number): Tensor {
  if (!root.requiresGrad) {
    throw new TorchError(
      `element ${index} of tensors does not require grad and does not have a grad_fn`
    );
  }
  if (!gradient) {
    if (root.numel !== 1) {
      throw new TorchError('grad can be implicitly created only for scalar outputs');
    }
    return fullLike(root, 1);
  }
  if (!sameShape(gradient.shape, root.shape)) {
    throw new TorchError(
      `Mismatch in shape: grad_output[${index}] has a shape of ${sizeText(gradient.shape)} and output[${index}] has a shape of ${sizeText(root.shape)}.`
    );
  }
  return castTo(gradient, root.dtype);
}

/** One backward pass. Order and sums are PyTorch's: latest entry first, contributions added as they arrive. */
class Pass {
  /** All that something was owed to or arrived at. */
  private readonly receivers: Receiver[] = [];

  constructor(
    private readonly observer: BackwardObserver | undefined,
    private readonly deliver: (leaf: Tensor, grad: Tensor) => void
  ) {}

  private arrivalAt(receiver: Receiver): Arrival | null {
    const arrival = receiver.arrival as Arrival | null;
    return arrival?.pass === this ? arrival : null;
  }

  /** The receiver's account in this pass. */
  private open(receiver: Receiver): Arrival {
    const found = receiver.arrival as Arrival | null;
    if (found?.pass === this) return found;
    const made = { sum: null, count: 0, owed: 0, pass: this, outer: found };
    receiver.arrival = made;
    this.receivers.push(receiver);
    return made;
  }

  /** Forgets what arrived, so that a pass that this one interrupted finds its own. */
  close(): void {
    for (const receiver of this.receivers)
      receiver.arrival = this.arrivalAt(receiver)?.outer ?? null;
  }

  add(receiver: Receiver, contribution: Tensor): Arrival {
    const arrival = this.open(receiver);
    arrival.sum = arrival.sum === null ? contribution : tensors.add(arrival.sum, contribution);
    arrival.count += 1;
    return arrival;
  }

  at(receiver: Receiver): Tensor | null {
    return this.arrivalAt(receiver)?.sum ?? null;
  }

  /** Hands a leaf what has arrived; hooks see it first. */
  complete(leaf: Tensor): void {
    const arrival = this.arrivalAt(leaf);
    if (!arrival?.sum) return;
    arrival.sum = hooked(arrival.sum, leafHooks(leaf));
    this.observer?.leaf?.(leaf, arrival.sum);
    this.deliver(leaf, arrival.sum);
  }

  run(order: readonly GradNode[], retainGraph: boolean): void {
    for (const node of order) {
      for (let k = 0; k < node.edges.length; k++) {
        const leaf = node.receiver(k);
        if (leaf instanceof Tensor) this.open(leaf).owed += 1;
      }
    }
    for (const node of order) {
      this.step(node);
      if (!retainGraph) node.free();
    }
  }

  private step(node: GradNode): void {
    const arrival = this.arrivalAt(node);
    if (arrival?.sum && node.hooks) arrival.sum = hooked(arrival.sum, node.hooks);
    const upstream = arrival?.sum;
    if (upstream && node.retained) keep(node.retained, upstream);
    if (upstream) this.observer?.entering?.(node);
    const grads = upstream ? node.backward(upstream) : null;
    for (let k = 0; k < node.edges.length; k++) {
      const receiver = node.receiver(k);
      if (receiver === null) continue;
      const contribution = grads?.[k];
      if (upstream && contribution) {
        const { sum, count } = this.add(receiver, contribution);
        this.observer?.contribution?.({
          node,
          inputIndex: k,
          receiver: receiver instanceof Tensor ? receiver : receiver.output,
          upstream,
          contribution,
          sum: sum ?? contribution,
          arrival: count
        });
      }
      if (receiver instanceof Tensor && --this.open(receiver).owed === 0) this.complete(receiver);
    }
  }
}

function hooked(grad: Tensor, hooks: readonly Hook[] | null): Tensor {
  if (hooks === null) return grad;
  let now = grad;
  for (const hook of [...hooks]) now = hook(now) ?? now;
  return now;
}

/** Adds a gradient to a tensor's `.grad`, which nothing else may share. */
function keep(t: Tensor, grad: Tensor): void {
  if (t.grad === null) {
    t.grad = grad.requiresGrad ? grad : copyOf(grad);
  } else if (grad.requiresGrad || t.grad.requiresGrad) {
    t.grad = tensors.add(t.grad, grad);
  } else {
    const sum = tensors.add(t.grad, grad);
    t.grad.data.set(sum.data, t.grad.offset);
    t.grad.changed();
  }
}

/** What a pass found out: the gradient at each of the places that were asked for. */
function flow(
  roots: readonly Tensor[],
  gradients: readonly (Tensor | undefined)[],
  options: BackwardOptions,
  deliver: (leaf: Tensor, grad: Tensor) => void,
  targets: readonly Receiver[] = []
): (Tensor | null)[] {
  const { observer, createGraph = false, retainGraph = createGraph } = options;
  const seeds = roots.map((root, i) => seedFor(root, gradients[i], i));
  const pass = new Pass(observer, deliver);
  const order = reachable(roots);
  try {
    withGradMode(createGraph, () => {
      roots.forEach((root, i) => {
        const seed = seeds[i];
        if (!seed) return;
        observer?.seed?.(root, seed);
        pass.add(receiverOf(root), seed);
      });
      for (const leaf of roots.length > 1 ? new Set(roots) : roots) {
        if (leaf.isLeaf && !order.some((node) => node.edges.includes(leaf))) pass.complete(leaf);
      }
      const leading = targets.length > 0 ? leadingTo(order, new Set(targets)) : null;
      pass.run(leading ? order.filter((node) => leading.has(node)) : order, retainGraph);
    });
    return targets.map((receiver) => pass.at(receiver));
  } finally {
    pass.close();
  }
}

/**
 * `torch.autograd.backward(roots, gradients)`: adds to the `.grad` of every leaf that requires a gradient.
 * @throws TorchError when a root is no scalar and has no gradient, requires no gradient, or its graph was freed.
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.backward.html
 */
export function backwardAll(
  roots: readonly Tensor[],
  gradients: readonly (Tensor | undefined)[],
  options: Omit<BackwardOptions, 'gradient'> = {}
): void {
  flow(roots, gradients, options, keep);
}

/**
 * `root.backward()`: as `backwardAll` with one root.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
 */
export function backward(root: Tensor, options: BackwardOptions = {}): void {
  flow([root], [options.gradient], options, keep);
}

export interface GradOptions extends BackwardOptions {
  /**
   * False raises PyTorch's errors for inputs that require no gradient or have no part in the root; here they are null
   * unless it is said, where PyTorch's own default is False.
   */
  readonly allowUnused?: boolean;
}

/**
 * `torch.autograd.grad(root, inputs)`: gradients without touching `.grad`, null where none flows. Runs only what leads
 * to the inputs.
 * @throws TorchError as `backward`, and by `allowUnused`
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 */
export function grad(
  root: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options: GradOptions & { readonly gradients?: readonly (Tensor | undefined)[] } = {}
): (Tensor | null)[] {
  const roots = root instanceof Tensor ? [root] : root;
  const gradients = options.gradients ?? [options.gradient];
  const isStrict = options.allowUnused === false;
  if (isStrict && inputs.some((t) => !t.requiresGrad)) {
    throw new TorchError('One of the differentiated Tensors does not require grad');
  }
  const targets = inputs.map(receiverOf);
  const found = flow(roots, gradients, options, () => undefined, targets);
  if (isStrict && found.includes(null)) {
    throw new TorchError(
      'One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.'
    );
  }
  return found;
}

installDifferentiator((f, inputs, upstream, needed, isRecorded) =>
  enableGrad(() => {
    // Each input of its own, so that nothing before it takes part; with its history where that is wanted.
    const own = inputs.map((input, k) => {
      if (!needed[k]) return input;
      if (isRecorded && input.requiresGrad) return apply('clone', [input]);
      const leaf = input.alias();
      leaf.requiresGrad = true;
      return leaf;
    });
    const output = f(own);
    if (!output.requiresGrad) return inputs.map(() => null);
    const found = grad(output, own, { gradient: upstream, createGraph: isRecorded });
    return found.map((one, k) => (needed[k] ? one : null));
  })
);
