import type { Document, GraphNode, TensorLiteral } from '../graph/document';
import { applyPatch } from '../graph/patch';
import { compile } from '../graph/program';
import { run, type Run } from '../graph/run';
import type { UpdateEvent, UpdateRule } from '../graph/trace';
import { defaultGenerator } from '../tensor/random';
import { fromValues, type Tensor } from '../tensor/tensor';
import { fedNodes, fedValue, scheduleOf } from './feed';
import { isRefusal, lossDocument, prepare, type Refusal } from './model';
import { type Memory, moved, type Moved, type Numbers, numbersOf } from './optimizer';
import { parametersOf, trainingOf } from './roles';
import type { OptimizerSettings } from './settings';
import {
  type Cause,
  causeOf,
  elementValues,
  isFinite,
  literalOf,
  type PathPoint,
  START,
  type TrainState
} from './train';

/** One step with all that happens in it. */
export interface Stepped {
  /** Forward, backward and the updates, for playback. */
  readonly run: Run;
  readonly loss: number;
  /** Where the step began, and where it led. */
  readonly points: readonly [PathPoint, PathPoint];
  /** What the inputs hold afterwards: the parameters' new values and the rows that were fed. */
  readonly values: ReadonlyMap<string, TensorLiteral>;
  readonly state: TrainState;
  /** What keeps the step from leading anywhere, or null. */
  readonly cause: Cause | null;
}

/** The document with the rows of a step as its inputs' values. */
function fedDocument(doc: Document, step: number): Document {
  const { data } = doc.meta;
  if (!data) return doc;
  const { batch, seed } = trainingOf(doc);
  const rows = scheduleOf(doc, batch, seed).at(step);
  const nodes: Record<string, GraphNode> = {};
  for (const node of fedNodes(doc)) {
    nodes[node.id] = { ...node, value: fedValue(data, node.columns, rows) };
  }
  return applyPatch(doc, { nodes });
}

/** What an optimiser computed, as the trace tells it. */
function ruleOf(settings: OptimizerSettings, made: Moved, like: Tensor): UpdateRule {
  const asTensor = (numbers: Numbers): Tensor => fromValues(numbers, like.shape, like.dtype);
  const zero = numbersOf(like.numel, like.dtype);
  const decayed = asTensor(made.grad);
  if (settings.kind === 'sgd') {
    const { memory, before } = made;
    return {
      ...settings,
      decayed,
      velocity: memory?.kind === 'sgd' ? asTensor(memory.velocity) : null,
      velocityBefore: before?.kind === 'sgd' ? asTensor(before.velocity) : null,
      direction: made.direction ? asTensor(made.direction) : decayed
    };
  }
  const memory = made.memory?.kind === 'adam' ? made.memory : null;
  const before = made.before?.kind === 'adam' ? made.before : null;
  return {
    ...settings,
    decayed,
    step: memory?.step ?? 1,
    mean: asTensor(memory?.mean ?? zero),
    meanBefore: asTensor(before?.mean ?? zero),
    square: asTensor(memory?.square ?? zero),
    squareBefore: asTensor(before?.square ?? zero)
  };
}

function numbersFrom(t: Tensor): Numbers {
  const copy = numbersOf(t.numel, t.dtype);
  copy.set(t.values());
  return copy;
}

/** Takes one step and keeps its trace: forward, backward from the loss, and the optimiser's updates. */
export function stepWithTrace(doc: Document, state: TrainState = START): Stepped | Refusal {
  const { optimizer, seed } = trainingOf(doc);
  const fed = fedDocument(doc, state.step);
  const model = prepare(fed);
  if (isRefusal(model)) return model;
  defaultGenerator.manualSeed((seed + state.step) % 2 ** 32);
  const made = run(compile(lossDocument(fed)));
  const memories = new Map<string, Memory>(state.memories);
  const values = new Map<string, TensorLiteral>();
  for (const node of fedNodes(fed)) values.set(node.id, node.value);
  const updates: UpdateEvent[] = [];
  for (const { id } of parametersOf(fed)) {
    const before = made.outputs.get(id);
    const grad = made.trace.find((event) => event.kind === 'accumulate' && event.node === id);
    // A gradient that is None moves nothing.
    if (!before || grad?.kind !== 'accumulate') continue;
    const memory = memories.get(id) ?? null;
    const step = moved(optimizer, numbersFrom(before), numbersFrom(grad.grad), memory);
    if (step.memory) memories.set(id, step.memory);
    values.set(id, literalOf(step.after, before.shape));
    updates.push({
      kind: 'update',
      node: id,
      before,
      grad: grad.grad,
      after: fromValues(step.after, before.shape, before.dtype),
      rule: ruleOf(optimizer, step, before)
    });
  }
  const next: TrainState = { step: state.step + 1, memories };
  const loss = made.outputs.get(model.target)?.item() ?? NaN;
  const from = { step: state.step, loss, values: elementValues(model) };
  for (const parameter of model.parameters) {
    const update = updates.find(({ node }) => node === parameter.node.id);
    if (update) parameter.value = numbersFrom(update.after);
  }
  const schedule = scheduleOf(doc, model.isFed ? trainingOf(doc).batch : 'whole', seed);
  const to = {
    step: state.step + 1,
    loss: model.loss(schedule.at(state.step + 1)),
    values: elementValues(model)
  };
  const hasGradients = updates.every(({ grad }) => isFinite(numbersFrom(grad)));
  const isLost = !Number.isFinite(loss) || !to.values.every(Number.isFinite);
  return {
    points: [from, to],
    cause: isLost ? causeOf(loss, { isFirst: true, hasGradients }) : null,
    run: { ...made, trace: [...made.trace, ...updates] },
    loss,
    values,
    state: next
  };
}

export const isStepped = (made: Stepped | Refusal): made is Stepped => 'run' in made;
