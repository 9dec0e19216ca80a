import type { Instruction } from '../graph/program';
import type { Run } from '../graph/run';
import type { ForwardEvent } from '../graph/trace';
import { numbers } from '../ops/algebra';
import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { numberText } from '../ops/latex';
import {
  broadcastShapes,
  broadcastStrides,
  contiguousStrides,
  indexAt,
  numel,
  type Shape
} from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { forwardEvents, type Flow, type FlowEdge } from './paths/flow';
import { said, type Said } from './said';
import { slopeOf, type Slope } from './symbolic/slope';

/** Steps that are said; more would not be read. */
export const MAX_STEPS = 6;

/** Places that are looked at where an element was broadcast to many. */
const MAX_PLACES = 20_000;

/** Where the element at a place of a shape lies in a storage with these strides. */
const offsetAt = (shape: Shape, strides: readonly number[], place: number): number =>
  indexAt(shape, place).reduce((at, index, dim) => at + index * (strides[dim] ?? 0), 0);

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
    if (offsetAt(to, strides, place) === element) found.push(place);
  }
  return found;
}

export const atElement = (t: Tensor, element: number): string =>
  t.numel > 1 ? ` (element ${element})` : '';

/** The element of a tensor that stands at a place of what it was broadcast to. */
function elementAt(t: Tensor, to: Shape, place: number): number {
  if (t.numel === 1) return 0;
  return offsetAt(to, broadcastStrides(t.shape, contiguousStrides(t.shape), to), place);
}

/** The operation behind a node's name, unless they are the same word. */
export const called = (instruction: Instruction | undefined, op: string): string =>
  instruction?.node.name === op ? '' : ` (${op})`;

/** Slopes of an elementwise operation to either side of the values that one place of it reads. */
function slopesBeside(
  op: OpDefinition,
  attributes: Attributes,
  index: number,
  at: readonly number[]
): [number, number] {
  const expressions = op.elementwise?.(attributes);
  const vjp = expressions?.vjps[index];
  const slope = (side: number): number => {
    const moved = at.map((x, k) => (k === index ? x + side * 1e-6 * Math.max(1, Math.abs(x)) : x));
    return expressions && vjp
      ? vjp(numbers, 1, expressions.value(numbers, ...moved), ...moved)
      : NaN;
  };
  return [slope(-1), slope(1)];
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
      const nodes = [...new Set(parts.map(({ node: from }) => from))].map((from) => ({
        node: from
      }));
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
    if (!local) return this.whole(edge, instruction, element);
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
      } else this.words(edge, instruction, element);
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
    const { op, attributes } = instruction;
    const value = own.values()[element] ?? NaN;
    const x = numberText(value);
    const which = atElement(own, element);
    const kind = called(instruction, op.name);
    const slope: Slope = slopeOf(op, attributes, index);
    if (slope.isZero) {
      this.say(
        said`${here}${kind} has the derivative 0 everywhere: its value stays the same while ${from} moves a little.`
      );
      return;
    }
    if (Number.isNaN(value)) {
      this.say(said`${from} is NaN${which}, and the rule of ${here}${kind} makes 0 of it.`);
      return;
    }
    const zero = inputs.find(({ value: other }, k) => {
      if (k === index || !slope.reads.has(k)) return false;
      return other.values()[elementAt(other, shape, place)] === 0;
    });
    if (zero) {
      const what = zero.source === null ? zero.input : { node: zero.source };
      const where = atElement(zero.value, elementAt(zero.value, shape, place));
      this.say(
        slope.isFactor
          ? said`${here} multiplies ${from} by ${what} = 0${where}, so its local derivative is 0.`
          : said`The local derivative of ${here}${kind} with respect to ${from} is 0 where ${what} = 0${where}.`
      );
      return;
    }
    const [left, right] = slopesBeside(
      op,
      attributes,
      index,
      inputs.map(({ value: t }) => t.values()[elementAt(t, shape, place)] ?? NaN)
    );
    if (Math.abs(left - right) > 1e-3 * Math.max(1, Math.abs(left), Math.abs(right))) {
      const [below, above] = [left, right].map((side) => numberText(Number(side.toPrecision(3))));
      this.say(
        said`${here}${kind} has a kink at ${from} = ${x}${which}: its slope is ${below ?? ''} just below and ${above ?? ''} just above. PyTorch’s convention there is 0.`
      );
      return;
    }
    if (slope.isPiecewise && left === 0 && right === 0) {
      this.say(
        said`${from} = ${x}${which} lies where ${here}${kind} is flat: its local derivative is 0 there.`
      );
      return;
    }
    if (value === 0) {
      this.say(said`The local derivative of ${here}${kind} is 0 at ${from} = 0${which}.`);
      return;
    }
    this.say(
      Math.abs(left) < 1e-6 && Math.abs(right) < 1e-6
        ? said`${here}${kind} is saturated at ${from} = ${x}${which}: its slope there is too small for ${own.dtype} and becomes 0.`
        : said`The local derivative of ${here}${kind} is 0 at ${from} = ${x}${which}.`
    );
  }

  /** An edge without a number per element. */
  private whole(edge: FlowEdge, instruction: Instruction, element: number): void {
    const { node, upstream } = edge;
    if (upstream.values().some((value) => value !== 0))
      return this.words(edge, instruction, element);
    this.say(said`Only 0 arrives at ${{ node }} from upstream, so it passes on 0.`);
    this.follow(node, 0);
  }

  /** Whether all of a result are elements of the input, and this one isn't among them. */
  private isLeftOut(node: string, index: number, element: number): boolean {
    const event = this.events.get(node);
    const given = event?.inputs[index]?.value.values() ?? [];
    const made = event?.output.values() ?? [];
    const all = new Set(given);
    return made.every((value) => all.has(value)) && !made.includes(given[element] ?? NaN);
  }

  /** What is said of a backward that made 0 of something. */
  private words(
    { node, source, index }: FlowEdge,
    instruction: Instruction,
    element: number
  ): void {
    if (instruction.kind === 'custom') {
      this.say(
        said`The backward of ${{ node }} returned 0 for ${instruction.fn.inputs[index] ?? 'its input'}.`
      );
      return;
    }
    const op = instruction.kind === 'op' ? instruction.op : null;
    const kind = op ? called(instruction, op.name) : '';
    const words: Partial<Record<string, Said>> = {
      indexing: said`${{ node }}${kind} did not read this element of ${{ node: source }}, so nothing depends on it.`,
      shape: said`${{ node }}${kind} moves this element of ${{ node: source }} to a place whose upstream gradient is 0, or leaves it out.`,
      reduction: this.isLeftOut(node, index, element)
        ? said`${{ node }}${kind} did not pick this element of ${{ node: source }}.`
        : said`${{ node }}${kind} is flat there: its slope in this element of ${{ node: source }} is 0.`
    };
    const byName: Partial<Record<string, Said>> = {
      prod: said`${{ node }}${kind} multiplies this element of ${{ node: source }} by all others, and one of them is 0.`
    };
    this.say(
      byName[op?.name ?? ''] ??
        words[op?.family ?? ''] ??
        said`The backward of ${{ node }}${kind} gives 0 here: what ${{ node: source }} is multiplied by is 0, or its parts cancel.`
    );
  }
}

/** The steps that made the gradient at one element of a node 0. */
export function whyZero(run: Run, flow: Flow, bottom: string, element: number): Said[] {
  const trace = new ZeroTrace(run, flow);
  trace.follow(bottom, element);
  return trace.steps;
}
