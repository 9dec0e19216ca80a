import type { BackwardObserver } from '../../autograd/backward';
import { PartNode } from '../../autograd/function';
import { type GradNode, OpNode } from '../../autograd/tape';
import type { AttributeValue } from '../../ops/attributes';
import { TorchError } from '../../tensor/errors';
import { Tensor } from '../../tensor/tensor';

/** Sees the gradients of a function's inputs, by place, and that of its output. */
export type NodeHook = (inputs: readonly (Tensor | null)[], output: Tensor) => void;

/** The function as Python knows it: its outputs have entries of their own on the tape alone. */
export const functionOf = (node: GradNode | null): GradNode | null =>
  node instanceof PartNode ? node.whole : node;

export const outputNumber = (node: GradNode | null): number =>
  node instanceof PartNode ? node.index : 0;

/** Finds where NaN comes up in a backward pass, as `torch.autograd.detect_anomaly`. */
const anomalies: BackwardObserver = {
  contribution({ node, inputIndex, contribution }) {
    if (contribution.values().some(Number.isNaN)) {
      throw new TorchError(
        `Function '${node.name}' returned nan values in its ${inputIndex}th output.`
      );
    }
  }
};

/** What Python wants to know of backward passes. */
export class Watch {
  findsAnomalies = false;
  private readonly hooks = new WeakMap<GradNode, Set<NodeHook>>();
  private count = 0;

  /** @returns what takes the hook away */
  register(node: GradNode, hook: NodeHook): () => void {
    const own = this.hooks.get(node) ?? new Set();
    this.hooks.set(node, own.add(hook));
    this.count++;
    return () => {
      if (own.delete(hook)) this.count--;
    };
  }

  /** Runs a backward pass under what is to be seen of it. */
  during<R>(pass: (observer: BackwardObserver | undefined) => R): R {
    if (this.count === 0) return pass(this.findsAnomalies ? anomalies : undefined);
    let node: GradNode | null = null;
    let upstream: Tensor | null = null;
    let found: (Tensor | null)[] = [];
    const finish = (): void => {
      if (!node || !upstream) return;
      for (const hook of this.hooks.get(node) ?? []) hook(found, upstream);
    };
    const result = pass({
      entering: (next) => {
        finish();
        [node, upstream, found] = [next, null, next.inputs.map(() => null)];
      },
      contribution: (flow) => {
        if (this.findsAnomalies) anomalies.contribution?.(flow);
        ({ upstream } = flow);
        found[flow.inputIndex] = flow.contribution;
      }
    });
    finish();
    return result;
  }
}

/** A weight that a layer transposes first, which PyTorch shows as a function of its own. */
export interface Transposing {
  readonly transposes: GradNode | Tensor;
}

export type Edge = GradNode | Tensor | Transposing | null;

/** Where the gradients of a function's inputs go, each with the number of the output there. */
export function edgesOf(node: GradNode): (readonly [Edge, number])[] {
  const plain = node.edges.map((edge): readonly [Edge, number] =>
    edge === null || edge instanceof Tensor ? [edge, 0] : [functionOf(edge), outputNumber(edge)]
  );
  const isLayer = node instanceof OpNode && node.op.name === 'linear';
  if (!isLayer || node.inputs[0]?.shape.length !== 2) return plain;
  const [input, weight, bias] = plain;
  const target = node.edges[1];
  const transposed: readonly [Edge, number] = target ? [{ transposes: target }, 0] : [null, 0];
  return [bias, input, weight && transposed].filter((edge) => edge !== undefined);
}

/** What PyTorch calls the inputs that it keeps, where ours have other names. */
const savedName = (node: OpNode, index: number): string => {
  const name = node.op.inputs[index]?.name ?? '';
  if (index > 0) return name;
  return name === 'condition' ? name : 'self';
};

/** What an operation keeps for its backward pass, by PyTorch's names without `_saved_`. */
export function savedBy(node: GradNode): Map<string, Tensor | AttributeValue> {
  const saved = new Map<string, Tensor | AttributeValue>();
  if (!(node instanceof OpNode)) return saved;
  const needed = node.inputs.map((t) => t.requiresGrad);
  // None where it would be kept for other gradients than those that are wanted.
  const most = node.op.saves(
    needed.map(() => true),
    node.attributes
  );
  for (const index of most.inputs) saved.set(savedName(node, index), null);
  const { inputs, output } = node.op.saves(needed, node.attributes);
  for (const index of inputs) {
    const input = node.inputs[index];
    if (!input) continue;
    const isNumber = input.isPythonScalar && node.op.name === 'pow';
    saved.set(savedName(node, index), isNumber ? input.item() : input);
  }
  if (output) saved.set('result', node.output);
  // An exponent that is a number is kept although no gradient asks for it.
  const exponent = node.inputs[1];
  if (node.op.name === 'pow' && exponent?.isPythonScalar) saved.set('exponent', exponent.item());
  return saved;
}
