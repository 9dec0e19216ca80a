import type { Instruction } from '../graph/program';
import type { Run } from '../graph/run';
import type { ForwardEvent } from '../graph/trace';
import { numberText } from '../ops/latex';
import { isFloating } from '../tensor/dtype';
import {
  broadcastShapes,
  broadcastStrides,
  contiguousStrides,
  numel,
  type Shape
} from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { between, cutsBetween, type Cut } from './paths/cuts';
import { flowFrom, forwardEvents, type Flow, type FlowEdge } from './paths/flow';
import { said, type Said } from './said';
import { slopeOf, type Slope } from './symbolic/slope';

/** Why a gradient is 0, missing, or no finite number: the question, and the steps that are responsible. */
export interface Why {
  readonly question: string;
  readonly steps: readonly Said[];
}

/** Steps that are said; more would not be read. */
const MAX_STEPS = 6;

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
      steps: whyNotFinite(run, flow, bottom)
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
  const cuts = cutsBetween(run, flow, top, bottom);
  const steps = cuts.slice(0, MAX_STEPS).map((cut) => cutText(run, cut));
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
        : said`${here}${op ? ` (${op})` : ''} is not differentiable: no gradient comes back through it to ${from}.`;
  }
}

/** Places that are looked at where an element was broadcast to many. */
const MAX_PLACES = 20_000;

/** Places of the output that one element of a broadcast input went to. */
function placesOf(from: Shape, to: Shape, element: number): number[] {
  if (to.length === 0) return [0];
  const total = Math.min(numel(to), MAX_PLACES);
  let strides: readonly number[];
  try {
    strides = broadcastStrides(from, contiguousStrides(from), to);
  } catch {
    return [];
  }
  const found: number[] = [];
  for (let place = 0; place < total; place++) {
    let left = place;
    let at = 0;
    for (let dim = to.length - 1; dim >= 0; dim--) {
      const size = to[dim] ?? 1;
      at += (left % size) * (strides[dim] ?? 0);
      left = Math.floor(left / size);
    }
    if (at === element) found.push(place);
  }
  return found;
}

const atElement = (t: Tensor, element: number): string =>
  t.numel > 1 ? ` (element ${element})` : '';

/** The element of a tensor that stands at a place of what it was broadcast to. */
function elementAt(t: Tensor, to: Shape, place: number): number {
  if (t.numel === 1) return 0;
  const strides = broadcastStrides(t.shape, contiguousStrides(t.shape), to);
  let left = place;
  let at = 0;
  for (let dim = to.length - 1; dim >= 0; dim--) {
    const size = to[dim] ?? 1;
    at += (left % size) * (strides[dim] ?? 0);
    left = Math.floor(left / size);
  }
  return at;
}

class ZeroTrace {
  readonly steps: Said[] = [];
  private readonly seen = new Set<string>();
  private readonly events: Map<string, ForwardEvent>;
  private readonly instructions: Map<string, Instruction>;

  constructor(
    run: Run,
    private readonly flow: Flow
  ) {
    this.events = forwardEvents(run);
    this.instructions = new Map(run.program.instructions.map((one) => [one.node.id, one]));
  }

  private say(step: Said): void {
    if (this.steps.length < MAX_STEPS) this.steps.push(step);
  }

  /** Why the gradient at one element of a node is 0. */
  follow(node: string, element: number): void {
    const key = `${node} ${element}`;
    if (this.seen.has(key) || this.steps.length >= MAX_STEPS) return;
    this.seen.add(key);
    if (node === this.flow.top) {
      this.say(said`Backward starts at ${{ node }} with an upstream gradient of 0.`);
      return;
    }
    const valueOf = ({ contribution }: FlowEdge): number => contribution.values()[element] ?? NaN;
    // No sum begins with a minus.
    const parts = this.flow.edges
      .filter(({ source }) => source === node)
      .sort((a, b) => valueOf(b) - valueOf(a));
    const values = parts.map(valueOf);
    if (values.some((value) => value !== 0)) {
      const terms = values.map((value, k) =>
        k === 0 ? numberText(value) : `${value < 0 ? '−' : '+'} ${numberText(Math.abs(value))}`
      );
      const nodes = parts.map(({ node: from }) => ({ node: from }));
      const via = nodes.flatMap((one, k) => [
        k === 0 ? '' : k === nodes.length - 1 ? ' and ' : ', ',
        one
      ]);
      this.say([
        `The contributions cancel: ${terms.join(' ')} = 0, from `,
        ...via.filter((part) => part !== ''),
        '.'
      ]);
      return;
    }
    for (const part of parts) this.edge(part, element);
  }

  /** Why one contribution is 0. */
  private edge(edge: FlowEdge, element: number): void {
    const { node, source, index, local, upstream } = edge;
    const event = this.events.get(node);
    const instruction = this.instructions.get(node);
    const value = event?.inputs[index]?.value;
    if (!event || !instruction || !value) return;
    if (!local) return this.whole(edge, instruction);
    const shape = broadcastShapes(upstream.shape, local.shape);
    const places = placesOf(value.shape, shape, element);
    const [locals, upstreams] = [local.values(), upstream.values()];
    const at = (t: Tensor, place: number): number =>
      (t === local ? locals : upstreams)[elementAt(t, shape, place)] ?? NaN;
    const flat = places.find((place) => at(local, place) === 0);
    const starved = places.find((place) => at(local, place) !== 0 && at(upstream, place) === 0);
    if (flat !== undefined) {
      if (instruction.kind === 'op' && instruction.op.elementwise) {
        this.flat(edge, instruction, event, flat, element);
      } else this.words(edge, instruction);
    }
    if (starved !== undefined) {
      this.say(
        said`${{ node }} would pass on its upstream gradient times ${numberText(at(local, starved))}, but 0 arrives there${atElement(upstream, elementAt(upstream, shape, starved))}.`
      );
      this.follow(node, elementAt(upstream, shape, starved));
    }
    const [place] = places;
    if (flat === undefined && starved === undefined && place !== undefined) {
      this.say(
        places.length > 1
          ? said`At ${{ node }} the contributions of the ${String(places.length)} places that ${{ node: source }} went to cancel.`
          : said`At ${{ node }} the product ${numberText(at(upstream, place))} × ${numberText(at(local, place))} is too small for ${value.dtype} and becomes 0.`
      );
    }
  }

  /** Why a local derivative is 0 at a place. */
  private flat(
    { node, source, index }: FlowEdge,
    instruction: Instruction,
    event: ForwardEvent,
    place: number,
    element: number
  ): void {
    const { inputs, output } = event;
    const { shape } = output;
    const here = { node };
    const from = { node: source };
    const own = inputs[index]?.value;
    if (!own || instruction.kind !== 'op') return;
    const x = numberText(own.values()[element] ?? NaN);
    const which = atElement(own, element);
    const slope: Slope = slopeOf(instruction.op, instruction.attributes, index);
    if (slope.isZero) {
      this.say(
        said`${here} (${instruction.op.name}) has the derivative 0 everywhere: its value stays the same while ${from} moves a little.`
      );
      return;
    }
    const zero = inputs.find(({ value }, k) => {
      if (k === index || !slope.reads.has(k)) return false;
      return value.values()[elementAt(value, shape, place)] === 0;
    });
    if (zero) {
      const what = zero.source === null ? zero.input : { node: zero.source };
      this.say(
        said`${here} multiplies ${from} by ${what} = 0${atElement(zero.value, elementAt(zero.value, shape, place))}, so its local derivative is 0.`
      );
      return;
    }
    if (slope.isPiecewise) {
      this.say(
        said`${from} = ${x}${which} lies where ${here} (${instruction.op.name}) is flat: its local derivative is 0 there.`
      );
      return;
    }
    if (own.values()[element] === 0) {
      this.say(
        said`The local derivative of ${here} (${instruction.op.name}) is 0 at ${from} = 0${which}.`
      );
      return;
    }
    this.say(
      said`${here} (${instruction.op.name}) is saturated at ${from} = ${x}${which}: its slope there is too small for ${own.dtype} and becomes 0.`
    );
  }

  /** An edge without a number per element. */
  private whole(edge: FlowEdge, instruction: Instruction): void {
    const { node, upstream } = edge;
    if (upstream.values().some((value) => value !== 0)) return this.words(edge, instruction);
    this.say(said`Only 0 arrives at ${{ node }} from upstream, so it passes on 0.`);
    this.follow(node, 0);
  }

  /** What is said of a backward that made 0 of something. */
  private words({ node, source, index }: FlowEdge, instruction: Instruction): void {
    if (instruction.kind === 'custom') {
      this.say(
        said`The backward of ${{ node }} returned 0 for ${instruction.fn.inputs[index] ?? 'its input'}.`
      );
      return;
    }
    const name = instruction.kind === 'op' ? instruction.op.name : '';
    const words: Partial<Record<string, Said>> = {
      indexing: said`${{ node }} (${name}) did not read this element of ${{ node: source }}, so nothing depends on it.`,
      shape: said`${{ node }} (${name}) moves this element of ${{ node: source }} to a place whose upstream gradient is 0, or leaves it out.`,
      reduction: said`${{ node }} (${name}) did not pick this element of ${{ node: source }}, or is flat there.`
    };
    const family = instruction.kind === 'op' ? instruction.op.family : '';
    this.say(
      words[family] ??
        said`The backward of ${{ node }} (${name}) gives 0 here: what ${{ node: source }} is multiplied by is 0, or its parts cancel.`
    );
  }
}

function whyZero(run: Run, flow: Flow, bottom: string, element: number): Said[] {
  const trace = new ZeroTrace(run, flow);
  trace.follow(bottom, element);
  return trace.steps;
}

const isBad = (t: Tensor): boolean => t.values().some((value) => !Number.isFinite(value));
const firstBad = (t: Tensor): number => t.values().findIndex((value) => !Number.isFinite(value));

/** Where a NaN or an infinity came from: first the forward pass, then the backward one. */
function whyNotFinite(run: Run, flow: Flow, bottom: string): Said[] {
  const steps: Said[] = [];
  const inside = new Set(between(run, flow.top, bottom).map(({ node }) => node.id));
  for (const event of run.trace) {
    if (event.kind !== 'leaf' && event.kind !== 'forward') break;
    if (!inside.has(event.node) || !isBad(event.output)) continue;
    const at = firstBad(event.output);
    const value = numberText(event.output.values()[at] ?? NaN);
    if (event.kind === 'leaf') {
      steps.push(said`${{ node: event.node }} itself is ${value}${atElement(event.output, at)}.`);
      break;
    }
    if (event.inputs.some((input) => isBad(input.value))) continue;
    steps.push(
      said`Forward, ${{ node: event.node }} is the first to be ${value}${atElement(event.output, at)}, from ${inputText(event, at)}.`
    );
    break;
  }
  const leading = leadingTo(flow, bottom);
  const start = flow.edges.find(
    ({ source, upstream, contribution }) =>
      leading.has(source) && isBad(contribution) && !isBad(upstream)
  );
  if (start) steps.push(startText(start));
  else if (isBad(flow.seed))
    steps.push(said`Backward starts with ${numberText(flow.seed.values()[0] ?? NaN)}.`);
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

function startText({ node, source, upstream, local, contribution }: FlowEdge): Said {
  const at = firstBad(contribution);
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
