import { tensors } from '../ops/dispatch';
import { castTo } from '../ops/reshape';
import { TorchError } from '../tensor/errors';
import { sameShape } from '../tensor/shape';
import { fullLike, type Tensor } from '../tensor/tensor';
import { withGradMode } from './mode';
import { gradNode, type GradNode } from './tape';

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

/** Tape entries that can be reached from the root, each once. */
function reachable(root: GradNode): Set<GradNode> {
  const found = new Set<GradNode>([root]);
  for (const node of found) {
    node.inputs.forEach((input, index) => {
      const next = gradNode(input);
      if (next && node.reaches(index)) found.add(next);
    });
  }
  return found;
}

function seedFor(root: Tensor, gradient: Tensor | undefined): Tensor {
  if (!root.requiresGrad) {
    throw new TorchError('element 0 of tensors does not require grad and does not have a grad_fn');
  }
  if (!gradient) {
    if (root.numel !== 1) {
      throw new TorchError('grad can be implicitly created only for scalar outputs');
    }
    return fullLike(root, 1);
  }
  if (!sameShape(gradient.shape, root.shape)) {
    throw new TorchError(
      `Mismatch in shape: grad_output[0] has a shape of ${sizeText(gradient)} and output[0] has a shape of ${sizeText(root)}.`
    );
  }
  return castTo(gradient, root.dtype);
}

const sizeText = (t: Tensor): string => `torch.Size([${t.shape.join(', ')}])`;

/** Gradients on their way: the sum of what has arrived at each tensor. */
class Arrivals {
  private readonly sums = new Map<Tensor, { sum: Tensor; count: number }>();

  add(receiver: Tensor, contribution: Tensor): { sum: Tensor; count: number } {
    const before = this.sums.get(receiver);
    const after = before
      ? { sum: tensors.add(before.sum, contribution), count: before.count + 1 }
      : { sum: contribution, count: 1 };
    this.sums.set(receiver, after);
    return after;
  }

  get(receiver: Tensor): Tensor | undefined {
    return this.sums.get(receiver)?.sum;
  }
}

/**
 * Runs the tape backward from `root`, hands every leaf's finished gradient to `deliver` and returns all gradients.
 * Order and sums are PyTorch's: latest entry first, contributions added as they arrive.
 * Source: https://pytorch.org/docs/stable/notes/autograd.html
 */
function flow(
  root: Tensor,
  options: BackwardOptions,
  deliver: (leaf: Tensor, grad: Tensor) => void = () => undefined
): Arrivals {
  const { observer, createGraph = false, retainGraph = createGraph } = options;
  const seed = seedFor(root, options.gradient);
  observer?.seed?.(root, seed);
  const arrivals = new Arrivals();
  arrivals.add(root, seed);
  const start = gradNode(root);
  if (!start) {
    observer?.leaf?.(root, seed);
    deliver(root, seed);
    return arrivals;
  }
  const order = [...reachable(start)].sort((a, b) => b.sequence - a.sequence);
  // How many places still owe each leaf a contribution.
  const owed = new Map<Tensor, number>();
  for (const node of order) {
    node.inputs.forEach((input, index) => {
      if (node.reaches(index) && input.isLeaf) owed.set(input, (owed.get(input) ?? 0) + 1);
    });
  }

  const settle = (receiver: Tensor): void => {
    if (!receiver.isLeaf) return;
    const left = (owed.get(receiver) ?? 0) - 1;
    owed.set(receiver, left);
    const grad = arrivals.get(receiver);
    if (left !== 0 || !grad) return;
    observer?.leaf?.(receiver, grad);
    deliver(receiver, grad);
  };

  withGradMode(createGraph, () => {
    for (const node of order) {
      const upstream = arrivals.get(node.output);
      if (upstream) observer?.entering?.(node);
      const grads = upstream ? node.backward(upstream) : [];
      node.inputs.forEach((receiver, inputIndex) => {
        if (!node.reaches(inputIndex)) return;
        const contribution = grads[inputIndex];
        if (upstream && contribution) {
          const { sum, count } = arrivals.add(receiver, contribution);
          observer?.contribution?.({
            node,
            inputIndex,
            receiver,
            upstream,
            contribution,
            sum,
            arrival: count
          });
        }
        settle(receiver);
      });
      if (!retainGraph) node.free();
    }
  });
  return arrivals;
}

/**
 * `root.backward()`: adds to the `.grad` of every leaf that requires a gradient.
 * @throws TorchError when the root is no scalar and no gradient is given, requires no gradient, or its graph was freed.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
 */
export function backward(root: Tensor, options: BackwardOptions = {}): void {
  flow(root, options, (leaf, grad) => {
    leaf.grad = withGradMode(options.createGraph ?? false, () =>
      leaf.grad ? tensors.add(leaf.grad, grad) : grad
    );
  });
}

/**
 * `torch.autograd.grad(root, inputs, allow_unused=True)`: gradients without touching `.grad`, null where none flows.
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 */
export function grad(
  root: Tensor,
  inputs: readonly Tensor[],
  options: BackwardOptions = {}
): (Tensor | null)[] {
  const arrivals = flow(root, options);
  return inputs.map((t) => arrivals.get(t) ?? null);
}
