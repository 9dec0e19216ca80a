import { noGrad } from '../../autograd/mode';
import type { Run } from '../../graph/run';
import { tensors } from '../../ops/dispatch';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { flowFrom, forwardEvents, vjpOf, type Flow, type FlowEdge, type Vjp } from './flow';

/** One way along which a gradient flows from the top node back to the bottom one. */
export interface Path {
  /** The edges' ids: the same path has the same id whatever the values are. */
  readonly id: string;
  readonly steps: readonly FlowEdge[];
  /** The seed carried along this path alone: after each step, the last being the path's share. */
  readonly carried: readonly Tensor[];
  readonly share: Tensor;
}

/** The gradient of one node with respect to another, taken apart by paths. */
export interface PathSum {
  readonly flow: Flow;
  readonly bottom: string;
  /** How many paths there are, listed or not. */
  readonly count: bigint;
  readonly paths: readonly Path[];
  /** The paths that are not listed, together: the gradient less the listed shares. */
  readonly rest: { readonly count: bigint; readonly share: Tensor } | null;
  /** The gradient that the shares are held against. */
  readonly total: Tensor;
  /** Sum of all listed shares and the rest. */
  readonly sum: Tensor;
}

/** Paths that are listed. */
const MAX_PATHS = 50;
/** What following them may cost, so that it is done at once: by steps and elements, and the same on every machine. */
const MAX_WORK = 200_000;
const STEP_WORK = 20;
const ELEMENTS_A_UNIT = 10;

/** For each node the number of paths from it down to the bottom; nodes without one are left out. */
function countPaths({ edges }: Flow, bottom: string): Map<string, bigint> {
  const counts = new Map([[bottom, 1n]]);
  // The backward pass meets a node's own edges after all that lead to it, so reversed it meets sources first.
  for (let k = edges.length - 1; k >= 0; k--) {
    const edge = edges[k];
    const below = edge && counts.get(edge.source);
    if (edge && below !== undefined && edge.node !== bottom) {
      counts.set(edge.node, (counts.get(edge.node) ?? 0n) + below);
    }
  }
  return counts;
}

const plus = (a: Tensor, b: Tensor): Tensor => noGrad(() => tensors.add(a, b));
const minus = (a: Tensor, b: Tensor): Tensor => noGrad(() => tensors.sub(a, b));

/** Sum of tensors, or null of none. */
export const total = (parts: readonly Tensor[]): Tensor | null =>
  parts.length === 0 ? null : parts.reduce(plus);

/**
 * All paths between two nodes with the share that each has in the gradient.
 * @returns null where no gradient of the one reaches the other
 */
export function pathSum(
  run: Run,
  top: string,
  bottom: string,
  limits: { readonly paths?: number; readonly work?: number } = {}
): PathSum | null {
  const { paths: maxPaths = MAX_PATHS, work: maxWork = MAX_WORK } = limits;
  const flow = flowFrom(run, top);
  const grad = flow?.gradients.get(bottom);
  if (!flow || !grad) return null;
  const counts = countPaths(flow, bottom);
  const count = counts.get(top) ?? 0n;
  if (count === 0n) return null;

  const leaving = new Map<string, FlowEdge[]>();
  for (const edge of flow.edges) {
    if (!counts.has(edge.source) || edge.node === bottom) continue;
    const list = leaving.get(edge.node);
    if (list) list.push(edge);
    else leaving.set(edge.node, [edge]);
  }
  for (const list of leaving.values()) list.sort((a, b) => a.index - b.index);

  const follow = follower(run);
  const paths: Path[] = [];
  let work = 0;
  // One path at least is worth waiting for.
  const isFull = (): boolean => paths.length >= maxPaths || (paths.length > 0 && work > maxWork);
  const steps: FlowEdge[] = [];
  const carried: Tensor[] = [];
  const walk = (node: string, now: Tensor): void => {
    if (isFull()) return;
    if (node === bottom) {
      const id = steps.map(({ edge }) => edge).join(' ');
      paths.push({ id, steps: [...steps], carried: [...carried], share: now });
      return;
    }
    for (const edge of leaving.get(node) ?? []) {
      const next = follow(edge, now);
      work += STEP_WORK + (now.numel + (next?.numel ?? 0)) / ELEMENTS_A_UNIT;
      if (!next) continue;
      steps.push(edge);
      carried.push(next);
      walk(edge.source, next);
      steps.pop();
      carried.pop();
    }
  };
  walk(top, flow.seed);

  const listed = total(paths.map(({ share }) => share));
  const others = count - BigInt(paths.length);
  if (!listed) return null;
  const rest = others > 0n ? { count: others, share: minus(grad, listed) } : null;
  return {
    flow,
    bottom,
    count,
    paths,
    rest,
    total: grad,
    sum: rest ? plus(listed, rest.share) : listed
  };
}

/** Carries a gradient along one edge by the backward of its node; what was carried before isn't carried again. */
function follower(run: Run): (edge: FlowEdge, upstream: Tensor) => Tensor | null {
  const events = forwardEvents(run);
  const instructions = new Map(run.program.instructions.map((one) => [one.node.id, one]));
  const rules = new Map<string, Vjp | null>();
  const made = new WeakMap<Tensor, Map<string, readonly (Tensor | null)[]>>();
  const ruleOf = (node: string): Vjp | null => {
    const before = rules.get(node);
    if (before !== undefined) return before;
    const [instruction, event] = [instructions.get(node), events.get(node)];
    const rule = instruction && event ? vjpOf(instruction, event) : null;
    rules.set(node, rule);
    return rule;
  };
  return ({ node, index }, upstream) => {
    const known = made.get(upstream) ?? new Map<string, readonly (Tensor | null)[]>();
    made.set(upstream, known);
    let grads = known.get(node);
    if (!grads) {
      try {
        grads = ruleOf(node)?.(upstream) ?? [];
      } catch (error) {
        // What its backward refuses of this share alone has no share.
        if (!(error instanceof TorchError)) throw error;
        grads = [];
      }
      known.set(node, grads);
    }
    return grads[index] ?? null;
  };
}

/** Whether two gradients are the same but for rounding, relative to the largest of the parts that were added. */
export function agree(a: Tensor, b: Tensor, parts: readonly Tensor[] = []): boolean {
  const isDouble = a.dtype === 'float64' && b.dtype === 'float64';
  const [xs, ys] = [a.values(), b.values()];
  let scale = 1e-30;
  for (const t of [a, b, ...parts]) {
    for (const value of t.values()) {
      if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
    }
  }
  const tolerance = scale * (isDouble ? 1e-9 : 1e-4);
  return (
    xs.length === ys.length &&
    xs.every((x, i) => {
      const y = ys[i] ?? NaN;
      return Object.is(x, y) || x === y || Math.abs(x - y) <= tolerance;
    })
  );
}
