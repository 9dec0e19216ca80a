import type { Run } from '../graph/run';
import type { ForwardEvent } from '../graph/trace';
import { numberText } from '../ops/latex';
import { isFloating } from '../tensor/dtype';
import { sameShape, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { between, cutsBetween, firstCuts, type Cut } from './paths/cuts';
import { flowFrom, type Flow, type FlowEdge } from './paths/flow';
import { said, type Said } from './said';
import { atElement, called, MAX_STEPS, whyZero } from './zero';

/** Why a gradient is 0, missing, or no finite number: the question, and the steps that are responsible. */
export interface Why {
  readonly question: string;
  readonly steps: readonly Said[];
}

/**
 * Walks back from a gradient that is 0, None or NaN to the steps that made it so.
 * @param name what the gradient is called, e.g. `x.grad`
 * @param isHere whether backward has come by at the cursor's moment
 * @returns null for a gradient that raises no such question
 */
export function whyTrace(
  run: Run,
  top: string,
  bottom: string,
  name: string,
  isHere = true
): Why | null {
  const flow = flowFrom(run, top);
  const grad = flow?.gradients.get(bottom) ?? null;
  if (!flow || !grad) {
    const steps = whyNone(run, flow, top, bottom);
    return steps.length > 0 ? { question: `Why is there no gradient?`, steps } : null;
  }
  if (!isHere) {
    return {
      question: 'Why is there no gradient yet?',
      steps: [said`Backward has not reached ${{ node: bottom }} at this step.`]
    };
  }
  const values = grad.values();
  const strange = values.findIndex((value) => !Number.isFinite(value));
  if (strange >= 0) {
    const value = numberText(values[strange] ?? NaN);
    const where = values.length > 1 ? ` (element ${strange})` : '';
    return {
      question: `Why is ${name} ${value}${where}?`,
      steps: whyNotFinite(run, flow, bottom, strange)
    };
  }
  const zeros = values.flatMap((value, k) => (value === 0 ? [k] : []));
  const [first] = zeros;
  if (first === undefined) return null;
  const which =
    values.length === 1
      ? ''
      : zeros.length === values.length
        ? ' everywhere'
        : ` at ${zeros.length} of ${values.length} elements`;
  return { question: `Why is ${name} 0${which}?`, steps: whyZero(run, flow, bottom, first) };
}

function whyNone(run: Run, flow: Flow | null, top: string, bottom: string): Said[] {
  const output = run.outputs.get(bottom);
  const here = { node: bottom };
  if (!output) {
    const fault = run.diagnostics.find(({ nodes }) => nodes.includes(bottom));
    return [
      said`${here} has no value${fault ? `: ${fault.message}` : ', because something before it is missing.'}`
    ];
  }
  if (!isFloating(output.dtype)) {
    return [
      said`${here} is of dtype ${output.dtype}: only floating-point tensors have gradients, because whole numbers and conditions can’t change a little.`
    ];
  }
  if (!output.requiresGrad) {
    return output.isLeaf &&
      run.program.instructions.some(({ kind, node }) => kind === 'leaf' && node.id === bottom)
      ? [
          said`${here} does not require a gradient (requires_grad=False), so none is computed. Its .grad is None, which is not 0.`
        ]
      : [
          said`Nothing that ${here} was computed from lets a gradient through: ${sourcesOf(run, bottom)}.`
        ];
  }
  const root = run.outputs.get(top);
  if (!root) return [said`${{ node: top }} has no value, so backward can’t start.`];
  if (bottom !== top && between(run, top, bottom).length === 0) {
    return [
      said`${{ node: top }} does not depend on ${here}: no edge leads from the one to the other. Its .grad is None, which is not 0.`
    ];
  }
  const steps = firstCuts(cutsBetween(run, flow, top, bottom), bottom)
    .slice(0, MAX_STEPS)
    .map((cut) => cutText(run, cut));
  if (!root.requiresGrad) {
    steps.unshift(
      said`${{ node: top }} does not require a gradient, so backward can’t start there.`
    );
  } else if (flow?.fault) {
    steps.unshift(said`Backward stopped at ${{ node: flow.fault.node }}: ${flow.fault.message}`);
  } else {
    const stopped = run.diagnostics.find(({ kind }) => kind === 'backward');
    if (stopped)
      steps.unshift(
        said`Backward stopped at ${{ node: stopped.nodes[0] ?? top }}: ${stopped.message}`
      );
  }
  return steps.length > 0
    ? steps
    : [said`The graph is too large to follow a gradient from ${{ node: top }} at once.`];
}

/** Why the tensors that a node was computed from give no gradient, in a few words. */
function sourcesOf(run: Run, node: string): string {
  const instruction = run.program.instructions.find((one) => one.node.id === node);
  if (!instruction || instruction.kind === 'leaf') return 'it has no source';
  const wanting = instruction.operands.some(
    ({ source }) => source !== null && run.outputs.get(source)?.requiresGrad
  );
  if (wanting) return 'the operation itself is not differentiable, or cuts the graph on purpose';
  return 'none of them requires one';
}

function cutText(run: Run, { node, source, input, reason }: Cut): Said {
  const [here, from] = [{ node }, { node: source }];
  const instruction = run.program.instructions.find((one) => one.node.id === node);
  const op = instruction?.kind === 'op' ? instruction.op.name : null;
  switch (reason) {
    case 'no-grad-input':
      return said`${from} does not require a gradient, so none goes from ${here} to it.`;
    case 'returned-none':
      return said`The backward of ${here} returned None for ${input}, so nothing goes on to ${from}.`;
    case 'stopped':
      return said`No gradient arrived at ${here}, so none goes on to ${from}.`;
    case 'not-floating':
      return said`${here} is of dtype ${run.outputs.get(node)?.dtype ?? ''}: whole numbers and conditions have no gradient, so it ends here.`;
    case 'not-differentiable':
      return op === 'detach'
        ? said`${here} detaches ${from}: the value goes on, and no gradient comes back.`
        : said`${here}${op ? called(instruction, op) : ''} is not differentiable: no gradient comes back through it to ${from}.`;
  }
}

const isBad = (t: Tensor): boolean => t.values().some((value) => !Number.isFinite(value));

/**
 * The element of a tensor that a gradient's element has to do with: the same one where the shapes are the same, else the
 * first that is no finite number; null where it is a finite number.
 */
function badAt(t: Tensor, shape: Shape, element: number): number | null {
  const values = t.values();
  const at = sameShape(t.shape, shape)
    ? element
    : values.findIndex((value) => !Number.isFinite(value));
  const value = values[at];
  return value === undefined || Number.isFinite(value) ? null : at;
}

/** Where a NaN or an infinity at one element came from: first the forward pass, then the backward one. */
function whyNotFinite(run: Run, flow: Flow, bottom: string, element: number): Said[] {
  const steps: Said[] = [];
  const shape = run.outputs.get(bottom)?.shape ?? [];
  const inside = new Set(between(run, flow.top, bottom).map(({ node }) => node.id));
  for (const event of run.trace) {
    if (event.kind !== 'leaf' && event.kind !== 'forward') break;
    const at = inside.has(event.node) ? badAt(event.output, shape, element) : null;
    if (at === null) continue;
    const value = numberText(event.output.values()[at] ?? NaN);
    if (event.kind === 'leaf') {
      steps.push(said`${{ node: event.node }} itself is ${value}${atElement(event.output, at)}.`);
      break;
    }
    if (event.inputs.some((input) => badAt(input.value, event.output.shape, at) !== null)) continue;
    steps.push(
      said`Forward, ${{ node: event.node }} is the first to be ${value}${atElement(event.output, at)}, from ${inputText(event, at)}.`
    );
    break;
  }
  const leading = leadingTo(flow, bottom);
  const start = flow.edges.find(
    ({ source, upstream, contribution }) =>
      leading.has(source) && badAt(contribution, shape, element) !== null && !isBad(upstream)
  );
  if (start) steps.push(startText(start, badAt(start.contribution, shape, element) ?? 0));
  else if (isBad(flow.seed))
    steps.push(said`Backward starts with ${numberText(flow.seed.values()[0] ?? NaN)}.`);
  if (steps.length === 0) {
    steps.push(said`It comes from elements that are no finite numbers further up.`);
  }
  return steps.slice(0, MAX_STEPS);
}

function leadingTo(flow: Flow, bottom: string): Set<string> {
  const leading = new Set([bottom]);
  for (const { node, source } of [...flow.edges].reverse())
    if (leading.has(source)) leading.add(node);
  return leading;
}

function inputText({ inputs, output }: ForwardEvent, place: number): string {
  return inputs
    .map(({ input, value }) => {
      const values = value.values();
      const at = value.numel === output.numel ? place : 0;
      return `${input} = ${numberText(values[at] ?? NaN)}`;
    })
    .join(', ');
}

function startText({ node, source, upstream, local, contribution }: FlowEdge, at: number): Said {
  const made = numberText(contribution.values()[at] ?? NaN);
  const [here, to] = [{ node }, { node: source }];
  const where = atElement(contribution, at);
  if (!local || local.numel !== contribution.numel) {
    return said`Backward, it begins between ${here} and ${to}: ${here} returned ${made}${where}.`;
  }
  const slope = local.values()[at] ?? NaN;
  const up = upstream.values()[upstream.numel === 1 ? 0 : at] ?? NaN;
  if (up === 0 && !Number.isFinite(slope)) {
    return said`Backward, it begins between ${here} and ${to}${where}: 0 × ${numberText(slope)} is NaN. The 0 comes from a branch that was not taken, or from a factor 0; it doesn’t switch off an infinite slope.`;
  }
  return said`Backward, it begins between ${here} and ${to}${where}: upstream ${numberText(up)} × local ${numberText(slope)} = ${made}.`;
}
