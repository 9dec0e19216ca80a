import { nodeName, type Document } from '../graph/document';
import { boundaryOf, membersOf, type Boundary } from '../graph/groups';
import type { Run } from '../graph/run';
import type { Tensor } from '../tensor/tensor';
import { flowsAlong } from './cuts';
import type { Timeline } from './frames';
import { listed } from './listed';
import { briefText } from './values';

/** What enters or leaves a group at one position of the cursor. */
export interface Passage {
  /** The edge that enters, or the node whose value leaves. */
  readonly id: string;
  /** Node outside, and the input inside that it feeds; for what leaves, the node inside. */
  readonly node: string;
  readonly input: string | null;
  readonly value: Tensor | null;
  /** What flows back: an edge's contribution, or the gradient that the node has. */
  readonly grad: Tensor | null;
}

export interface Passages {
  readonly entering: readonly Passage[];
  readonly leaving: readonly Passage[];
}

/** Values and gradients at a group's ends. */
export function passages(
  doc: Document,
  timeline: Timeline,
  cursor: number,
  { entering, outputs }: Boundary
): Passages {
  return {
    entering: entering.map(({ id, source, target, input }) => {
      const { value, grad } = timeline.edge(id, cursor);
      const to = `${nodeName(doc, target)}.${input}`;
      return { id, node: source, input: to, value, grad };
    }),
    leaving: outputs.map((id) => {
      const { value, grad } = timeline.node(id, cursor);
      return { id, node: id, input: null, value, grad };
    })
  };
}

/** Names in a sentence: the first ones, and how many more there are. */
const MOST = 6;
const shortened = (parts: readonly string[], more: string): string =>
  listed(parts.length > MOST ? [...parts.slice(0, MOST), `${parts.length - MOST} ${more}`] : parts);

/** What arrives at a group's outputs: one sentence each. */
function arrivalSentences(doc: Document, run: Run, { leaving }: Passages, name: string): string[] {
  const { result } = run.program;
  const called = (id: string): string => nodeName(doc, id);
  const top = result === null ? 'the result' : called(result);
  const shown = leaving.slice(0, MOST);
  return shown.flatMap(({ node, grad }): string[] => {
    if (node === result) {
      return [`Backward starts in ${name}, at ${top}${grad ? ` with ${briefText(grad)}` : ''}.`];
    }
    if (grad) {
      return [
        `The gradient of ${top} with respect to the output ${called(node)} of ${name} is ${briefText(grad)}.`
      ];
    }
    if (run.gradients.has(node)) {
      return [`Backward has not reached the output ${called(node)} of ${name} at this step.`];
    }
    const output = run.outputs.get(node);
    if (!output) return [`The output ${called(node)} of ${name} has no value.`];
    return [
      output.requiresGrad
        ? `No gradient comes back to the output ${called(node)} of ${name}: ${top} does not depend on it, or the way back is cut.`
        : `The output ${called(node)} of ${name} does not require a gradient, so none comes back.`
    ];
  });
}

/** What a group hands on to the nodes that feed it: its contributions to each, as they add up there. */
function departureSentences(
  doc: Document,
  run: Run,
  { entering }: Passages,
  name: string
): string[] {
  const bySource = new Map<string, string[]>();
  for (const { node, grad } of entering) {
    const parts = bySource.get(node) ?? [];
    if (grad) parts.push(briefText(grad));
    bySource.set(node, parts);
  }
  const given: string[] = [];
  const none: string[] = [];
  const later: string[] = [];
  for (const [id, parts] of bySource) {
    const to = nodeName(doc, id);
    if (parts.length === 0) {
      const comes = entering.some((one) => one.node === id && flowsAlong(run).has(one.id));
      (comes ? later : none).push(to);
    }
    // Terms with a sign of their own stand in parentheses.
    else {
      const terms = parts.map((part, k) => (k > 0 && part.startsWith('−') ? `(${part})` : part));
      given.push(`${terms.join(' + ')} to ${to}`);
    }
  }
  if (given.length === 0) return [];
  const to = (ids: readonly string[], what: string): string[] =>
    ids.length > 0 ? [`${what} to ${shortened(ids, 'more')}`] : [];
  const nothing = [...to(none, 'nothing'), ...to(later, 'nothing yet')];
  const rest = nothing.length > 0 ? `, and ${listed(nothing)}` : '';
  return [`${name} passes on ${shortened(given, 'more')}${rest}.`];
}

/** A group in words: what it does to the gradient, what comes back to it and what it passes on. */
export function groupSentences(
  doc: Document,
  run: Run,
  timeline: Timeline,
  cursor: number,
  id: string
): string[] {
  const group = doc.groups?.[id];
  if (!group) return [];
  const { name } = group;
  const ends = passages(doc, timeline, cursor, boundaryOf(doc, id));
  if (group.noGrad) {
    const sources = [...new Set(ends.entering.map(({ node }) => nodeName(doc, node)))];
    const back = sources.length > 0 ? ` to ${shortened(sources, 'more')}` : '';
    const hasLeaf = membersOf(doc, id).some((node) => node.kind === 'input' && node.requiresGrad);
    const leaves = hasLeaf ? ' An input in it that requires a gradient still does.' : '';
    return [
      `The operations of ${name} run under torch.no_grad(): nothing is recorded, so their results do not require a gradient and none flows back through ${name}${back}.${leaves}`
    ];
  }
  return [...arrivalSentences(doc, run, ends, name), ...departureSentences(doc, run, ends, name)];
}
