import { nodeName, type Document, type GraphEdge, type GraphNode } from '../graph/document';
import type { Run } from '../graph/run';
import { operation } from '../ops/registry';
import { isFloating } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import type { Timeline } from './frames';

/** Why no gradient comes back along an edge. */
export type CutKind =
  /** Nothing is differentiable in the operation that it leads to. */
  | 'operation'
  /** The operation was computed without being recorded. */
  | 'no-grad'
  /** The operation has a gradient, but none for this input. */
  | 'input'
  /** What comes along it are integers or conditions. */
  | 'integer'
  /** A leaf that doesn't require a gradient. */
  | 'constant'
  /** Computed from what requires no gradient, or behind a cut. */
  | 'untracked'
  /** The gradient of the result doesn't get as far as the edge's target. */
  | 'unreached'
  /** There was no backward pass, or it stopped with an error. */
  | 'stopped';

export interface Cut {
  readonly kind: CutKind;
  /** One or two sentences. */
  readonly words: string;
  /** Whether a gradient that should be there is kept off right here, not merely unwanted or cut elsewhere. */
  readonly isHere: boolean;
}

const NOTHING = 'No gradient comes back here: ';

const made = (kind: CutKind, words: string): Cut => ({
  kind,
  words: NOTHING + words,
  isHere: kind === 'operation' || kind === 'no-grad' || kind === 'input'
});

/** Why an operation's result requires no gradient although its input does. */
function cutBy(node: GraphNode | undefined, name: string, output: Tensor): Cut {
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  if (op?.name === 'detach') {
    return made('operation', `detach cuts the graph, and ${name} counts as a constant.`);
  }
  if (output.dtype === 'bool') {
    return made('operation', `${name} answers True or False, which has no derivative.`);
  }
  if (!isFloating(output.dtype)) {
    return made('operation', `${name} gives integers, which have no derivative.`);
  }
  if (op?.gradFn === null) {
    return made(
      'operation',
      `PyTorch has no derivative for ${op.name}, and ${name} counts as a constant.`
    );
  }
  return made('no-grad', `${name} was computed under no_grad, so it was not recorded.`);
}

/** Why the source of an edge takes no gradient. */
function unwanted(node: GraphNode | undefined, name: string, value: Tensor): Cut {
  if (!isFloating(value.dtype)) {
    const what = value.dtype === 'bool' ? 'conditions' : 'integers';
    return made('integer', `${name} holds ${what} (${value.dtype}), which take no gradient.`);
  }
  return node?.kind === 'input'
    ? made('constant', `${name} does not require one (requires_grad=False).`)
    : made(
        'untracked',
        `${name} does not require one: it was computed from constants or behind a cut.`
      );
}

/**
 * Why nothing flows back along an edge in this run; null where a gradient does, or where nothing was computed.
 * It is decided by what the traced tensors require, not by the names of operations.
 */
export function cutAt(doc: Document, run: Run, edge: GraphEdge): Cut | null {
  const { outputs, gradients, diagnostics } = run;
  const [value, output] = [outputs.get(edge.source), outputs.get(edge.target)];
  if (!value || !output || flowsAlong(run).has(edge.id)) return null;
  const nameOf = (id: string): string => nodeName(doc, id);
  const [source, target] = [nameOf(edge.source), nameOf(edge.target)];

  if (!value.requiresGrad) return unwanted(doc.nodes[edge.source], source, value);
  if (!output.requiresGrad) return cutBy(doc.nodes[edge.target], target, output);
  if (diagnostics.some(({ kind }) => kind === 'backward')) {
    return made('stopped', `the backward pass stopped before it came to ${target}.`);
  }
  if (!gradients.has(edge.target)) {
    const top = run.program.result === null ? 'the result' : nameOf(run.program.result);
    return made('unreached', `the gradient of ${top} does not reach ${target}.`);
  }
  return made('input', `${target} has no derivative with respect to \`${edge.input}\`.`);
}

const flows = new WeakMap<Run, ReadonlySet<string>>();

/** Edges along which a gradient came back. */
export function flowsAlong(run: Run): ReadonlySet<string> {
  const found = flows.get(run);
  if (found) return found;
  const set = new Set<string>();
  for (const event of run.trace) if (event.kind === 'contribution') set.add(event.edge);
  flows.set(run, set);
  return set;
}

const passed = new WeakMap<Timeline, ReadonlyMap<string, number>>();

/** For each node, the step with which its last contribution has gone on in the first backward: a cut stays. */
function lastSteps(timeline: Timeline): ReadonlyMap<string, number> {
  const found = passed.get(timeline);
  if (found) return found;
  const steps = new Map<string, number>();
  timeline.events.slice(0, timeline.seeds[1]).forEach((event, at) => {
    if (event.kind === 'contribution') steps.set(event.node, at + 1);
  });
  passed.set(timeline, steps);
  return steps;
}

/** Whether the backward pass has gone by an edge when the cursor is here: then what didn't come won't come. */
export const hasGoneBy = (timeline: Timeline, edge: GraphEdge, cursor: number): boolean =>
  cursor >= (lastSteps(timeline).get(edge.target) ?? timeline.seeds[1] ?? timeline.length);
