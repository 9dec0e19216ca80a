import { applyFunction } from '../../autograd/function';
import { enableGrad, noGrad } from '../../autograd/mode';
import { gradNode } from '../../autograd/tape';
import type { Instruction } from '../../graph/program';
import { customFunction } from '../../graph/execute';
import type { Run } from '../../graph/run';
import type { ForwardEvent } from '../../graph/trace';
import { tensors } from '../../ops/dispatch';
import { TorchError } from '../../tensor/errors';
import { fullLike, type Tensor } from '../../tensor/tensor';

/** A place where a gradient goes back: from a node to what feeds one of its inputs. */
export interface FlowEdge {
  readonly node: string;
  readonly input: string;
  /** Position of the input among the node's operands. */
  readonly index: number;
  readonly source: string;
  readonly edge: string;
  readonly upstream: Tensor;
  readonly local: Tensor | null;
  readonly contribution: Tensor;
}

/** All gradients of one node with respect to what it was computed from. */
export interface Flow {
  readonly top: string;
  readonly seed: Tensor;
  /** In the order of the backward pass. */
  readonly edges: readonly FlowEdge[];
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** Whether these are the gradients of the run itself, which `.grad` receives. */
  readonly isRun: boolean;
  /** Where backward stopped, in PyTorch's words; what lies beyond has no gradient. */
  readonly fault: { readonly node: string; readonly message: string } | null;
}

/** Elements that a run may have made where gradients of another node than its result are still found at once. */
const MAX_ELEMENTS = 300_000;

/** What one node's backward makes of an upstream gradient; null where it has none. @throws TorchError as it would there */
export type Vjp = (upstream: Tensor) => readonly (Tensor | null)[];

/** The forward events of a run, by node. */
export function forwardEvents(run: Run): Map<string, ForwardEvent> {
  const found = new Map<string, ForwardEvent>();
  for (const event of run.trace) if (event.kind === 'forward') found.set(event.node, event);
  return found;
}

/** The backward of a node at the values of its run, as often as wanted: the run's own tape is freed. */
export function vjpOf(instruction: Instruction, event: ForwardEvent): Vjp | null {
  const { output } = event;
  if (instruction.kind === 'leaf' || !output.requiresGrad || output.isLeaf) return null;
  const inputs = event.inputs.map(({ value }) => value);
  if (instruction.kind === 'op') {
    const { op, attributes } = instruction;
    const needed = inputs.map((input) => input.requiresGrad);
    return (upstream) =>
      noGrad(() =>
        op
          .vjp({ upstream, inputs, output, attributes, isRecorded: false }, needed)
          .map((grad, k) => (needed[k] ? grad : null))
      );
  }
  const fn = customFunction(instruction.node.fn.name, instruction.fn);
  const entry = gradNode(enableGrad(() => applyFunction(fn, inputs)).output);
  return entry && ((upstream) => noGrad(() => entry.backward(upstream)));
}

/** The gradients that the run itself has found, in its first backward: a further one goes the same ways again. */
function ofRun({ trace, gradients, diagnostics }: Run, top: string, seed: Tensor): Flow {
  const operands = new Map<string, readonly string[]>();
  const edges: FlowEdge[] = [];
  for (const event of trace) {
    if (event.kind === 'forward') {
      operands.set(
        event.node,
        event.inputs.map(({ input }) => input)
      );
    }
    if (event.kind === 'seed' && event.pass > 1) break;
    if (event.kind !== 'contribution') continue;
    const { node, input, source, edge, upstream, local, contribution } = event;
    const index = operands.get(node)?.indexOf(input) ?? -1;
    edges.push({ node, input, index, source, edge, upstream, local, contribution });
  }
  const failed = diagnostics.find(({ kind }) => kind === 'backward');
  const fault = failed ? { node: failed.nodes[0] ?? top, message: failed.message } : null;
  return { top, seed, edges, gradients, isRun: true, fault };
}

/** A backward pass of our own from any node, seeded with ones. */
function fromNode(run: Run, top: string, root: Tensor): Flow {
  const events = forwardEvents(run);
  const seed = noGrad(() => fullLike(root, 1));
  const gradients = new Map([[top, seed]]);
  const edges: FlowEdge[] = [];
  const flow = (fault: Flow['fault']): Flow => ({
    top,
    seed,
    edges,
    gradients,
    isRun: false,
    fault
  });
  for (const instruction of [...run.program.instructions].reverse()) {
    const node = instruction.node.id;
    const upstream = gradients.get(node);
    const event = events.get(node);
    if (!upstream || !event || instruction.kind === 'leaf') continue;
    try {
      const grads = vjpOf(instruction, event)?.(upstream) ?? [];
      event.inputs.forEach(({ input, source, edge, value }, index) => {
        const contribution = grads[index];
        if (!contribution || source === null || edge === null || !value.requiresGrad) return;
        const before = gradients.get(source);
        const sum = before ? noGrad(() => tensors.add(before, contribution)) : contribution;
        gradients.set(source, sum);
        const local = localOf(instruction, event, index);
        edges.push({ node, input, index, source, edge, upstream, local, contribution });
      });
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
      return flow({ node, message: `${error.type}: ${error.message}` });
    }
  }
  return flow(null);
}

/** The local derivative of a node at its run's values; null where no number per element says it. */
export function localOf(
  instruction: Instruction,
  { inputs, output }: ForwardEvent,
  index: number
): Tensor | null {
  if (instruction.kind !== 'op') return null;
  const { op, attributes } = instruction;
  const values = inputs.map(({ value }) => value);
  return noGrad(() => op.local(index, values, output, attributes));
}

const flows = new WeakMap<Run, Map<string, Flow | null>>();

/**
 * Gradients of any node with respect to all that it was computed from. Those of the result are the run's own; those of
 * another node, and of a result that is no single number, are those of the sum of its elements.
 * @returns null where it has no value or no gradient, and where the run is too large to do it at once
 */
export function flowFrom(run: Run, top: string): Flow | null {
  const known = flows.get(run) ?? new Map<string, Flow | null>();
  flows.set(run, known);
  const before = known.get(top);
  if (before !== undefined) return before;
  const found = find(run, top);
  known.set(top, found);
  return found;
}

function find(run: Run, top: string): Flow | null {
  const seeded = run.trace.find((event) => event.kind === 'seed');
  if (seeded?.node === top) return ofRun(run, top, seeded.grad);
  const root = run.outputs.get(top);
  if (!root?.requiresGrad) return null;
  let elements = 0;
  for (const { numel } of run.outputs.values()) elements += numel;
  return elements > MAX_ELEMENTS ? null : fromNode(run, top, root);
}
