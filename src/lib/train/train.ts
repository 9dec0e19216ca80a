import type { Document, TensorLiteral } from '../graph/document';
import { scalarLiteral } from '../graph/document';
import { compile } from '../graph/program';
import { TorchError } from '../tensor/errors';
import { defaultGenerator } from '../tensor/random';
import { indexAt, listText, numel, type Shape } from '../tensor/shape';
import { type Schedule, scheduleOf } from './feed';
import {
  isRefusal,
  lossDocument,
  lossOf,
  type Model,
  type Parameter,
  prepare,
  programFor,
  type Refusal,
  refusalOf
} from './model';
import { type Memories, type Memory, moved, type Numbers } from './optimizer';
import { parametersOf, trainingOf } from './roles';
import type { OptimizerSettings } from './settings';

/** Where training stands: steps taken, and what the optimiser remembers. */
export interface TrainState {
  readonly step: number;
  readonly memories: Memories;
}
export const START: TrainState = { step: 0, memories: new Map() };

/** One place of the path: the loss there, before the step that leaves it. */
export interface PathPoint {
  readonly step: number;
  readonly loss: number;
  /** Elements of all parameters one after the other, as `Track` names them. */
  readonly values: Float64Array;
}

/**
 * Why no step goes on: the loss has no value where the run begins, a gradient is infinite or NaN where the loss isn't,
 * the loss falls without end, or steps are too large.
 */
export type Cause = 'loss' | 'gradient' | 'endless' | 'rate';

export type Ending =
  | { readonly kind: 'finished' }
  | {
      readonly kind: 'diverged';
      readonly step: number;
      readonly loss: number;
      readonly cause: Cause;
    }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** What has happened since the last report. */
export interface Progress {
  readonly points: readonly PathPoint[];
  readonly loss: number;
  readonly values: ReadonlyMap<string, TensorLiteral>;
  readonly state: TrainState;
  /** Why nothing follows, or null. */
  readonly ending: Ending | null;
}

/** Points that are kept of one run, and elements of each. */
const MOST_POINTS = 2000;
const MOST_ELEMENTS = 256;
/** How many times larger than at the start a loss may become before the run counts as lost. */
const EXPLODES = 1e8;

/** One number among the parameters: `w`, `W[0, 1]`. */
export interface Element {
  readonly node: string;
  readonly index: number;
  readonly name: string;
}

const subscript = (shape: Shape, index: number): string =>
  shape.length === 0 ? '' : listText(indexAt(shape, index));

/** The numbers whose path is kept, in the order of a path point's values. */
export function elementsOf(model: {
  readonly parameters: readonly (Pick<Parameter, 'node' | 'shape'> & {
    readonly value: { readonly length: number };
  })[];
}): Element[] {
  const all: Element[] = [];
  for (const { node, shape, value } of model.parameters) {
    for (let index = 0; index < value.length && all.length < MOST_ELEMENTS; index++) {
      all.push({ node: node.id, index, name: node.name + subscript(shape, index) });
    }
  }
  return all;
}

/** The same of a document that hasn't been run: parameters that the loss depends on, by the shapes of their values. */
export function elementsIn(doc: Document): Element[] {
  const loss = lossOf(doc);
  if (loss === null) return [];
  const { instructions } = programFor(compile(lossDocument(doc)), loss);
  const needed = new Set(instructions.map(({ node }) => node.id));
  const parameters = parametersOf(doc).filter(({ id }) => needed.has(id));
  return elementsOf({
    parameters: parameters.map((node) => {
      const shape = literalShape(node.value);
      return { node, shape, value: { length: numel(shape) } };
    })
  });
}

/** Sizes of nested lists. */
export function literalShape(value: TensorLiteral): number[] {
  const shape: number[] = [];
  let part: TensorLiteral | undefined = value;
  for (; typeof part === 'object'; part = part[0]) shape.push(part.length);
  return shape;
}

/** What those numbers are now. */
export function elementValues(
  model: Model,
  elements: readonly Element[] = elementsOf(model)
): Float64Array {
  const byId = new Map(model.parameters.map(({ node, value }) => [node.id, value]));
  return Float64Array.from(elements, ({ node, index }) => byId.get(node)?.[index] ?? NaN);
}

/** Numbers as nested lists of a shape, as documents hold them. */
export function literalOf(numbers: ArrayLike<number>, shape: Shape): TensorLiteral {
  let next = 0;
  const build = (dim: number): TensorLiteral => {
    if (dim === shape.length) return scalarLiteral(numbers[next++] ?? NaN);
    return Array.from({ length: shape[dim] ?? 0 }, () => build(dim + 1));
  };
  return build(0);
}

export const isFinite = (numbers: Numbers): boolean =>
  numbers.every((value) => Number.isFinite(value));

/** What a run has come to grief on. */
export function causeOf(
  loss: number,
  { isFirst, hasGradients }: { isFirst: boolean; hasGradients: boolean }
): Cause {
  if (!Number.isFinite(loss) && isFirst) return 'loss';
  if (Number.isFinite(loss) && !hasGradients) return 'gradient';
  return loss < 0 ? 'endless' : 'rate';
}

/** Steps of an optimiser on a compiled document. */
export class Training {
  private step: number;
  private readonly memories: Map<string, Memory>;
  private readonly elements: readonly Element[];

  constructor(
    private readonly model: Model,
    private readonly optimizer: OptimizerSettings,
    private readonly schedule: Schedule,
    state: TrainState = START
  ) {
    this.step = state.step;
    this.memories = new Map(state.memories);
    this.elements = elementsOf(model);
  }

  get state(): TrainState {
    return { step: this.step, memories: new Map(this.memories) };
  }

  /** Where the parameters are now. */
  point(loss: number): PathPoint {
    return { step: this.step, loss, values: elementValues(this.model, this.elements) };
  }

  get values(): Map<string, TensorLiteral> {
    return new Map(
      this.model.parameters.map(({ node, shape, value }) => [node.id, literalOf(value, shape)])
    );
  }

  /** Loss of the rows that come next. @throws TorchError as PyTorch would */
  nextLoss(): number {
    return this.model.loss(this.schedule.at(this.step));
  }

  /**
   * One step, if its result is finite; else nothing changes.
   * @returns the loss before the step, whether the step was taken, and whether all gradients are finite
   * @throws TorchError as PyTorch would
   */
  advance(): { loss: number; isTaken: boolean; hasGradients: boolean } {
    const { loss, grads } = this.model.evaluate(this.schedule.at(this.step));
    const next = this.model.parameters.flatMap((parameter) => {
      const gradient = grads.get(parameter.node.id);
      if (!gradient) return [];
      const memory = this.memories.get(parameter.node.id) ?? null;
      return [{ parameter, ...moved(this.optimizer, parameter.value, gradient, memory) }];
    });
    if (!Number.isFinite(loss) || !next.every(({ after }) => isFinite(after))) {
      return {
        loss,
        isTaken: false,
        hasGradients: [...grads.values()].every((grad) => grad === null || isFinite(grad))
      };
    }
    for (const { parameter, after, memory } of next) {
      parameter.value = after;
      if (memory) this.memories.set(parameter.node.id, memory);
    }
    this.step += 1;
    return { loss, isTaken: true, hasGradients: true };
  }
}

export interface TrainOptions {
  readonly state?: TrainState;
  /** Steps to take; those of the document's settings unless given. */
  readonly steps?: number;
  /** Most steps between two reports. */
  readonly chunk?: number;
  /** Milliseconds between two reports, as far as single steps allow. */
  readonly budget?: number;
  readonly now?: () => number;
}

/**
 * Trains a document: reports where the parameters are from time to time, and at the end. The same document and seed
 * give the same run.
 */
export function* train(doc: Document, options: TrainOptions = {}): Generator<Progress, void> {
  const settings = trainingOf(doc);
  const { state = START, steps = settings.steps, chunk = Infinity, budget = 50 } = options;
  const { now = () => performance.now() } = options;
  const model = prepare(doc);
  if (isRefusal(model)) {
    yield {
      ...{ points: [], loss: NaN, values: new Map(), state },
      ending: { kind: 'refused', reason: model }
    };
    return;
  }
  defaultGenerator.manualSeed((settings.seed + state.step) % 2 ** 32);
  const batch = model.isFed ? settings.batch : 'whole';
  const schedule = scheduleOf(doc, batch, settings.seed);
  const training = new Training(model, settings.optimizer, schedule, state);
  const stride = Math.max(1, Math.ceil(steps / MOST_POINTS));
  let points: PathPoint[] = [];
  let [taken, inChunk, since] = [0, 0, now()];
  let ending: Ending | null = null;
  let [loss, first] = [NaN, NaN];

  const report = (): Progress => {
    const found = { points, loss, values: training.values, state: training.state, ending };
    points = [];
    [inChunk, since] = [0, now()];
    return found;
  };
  const lost = (): boolean =>
    !Number.isFinite(loss) || Math.abs(loss) > EXPLODES * Math.max(1, Math.abs(first));

  while (ending === null && taken < steps) {
    try {
      const isKept = taken % stride === 0;
      const before = isKept ? training.point(NaN) : null;
      const made = training.advance();
      loss = made.loss;
      if (taken === 0) first = loss;
      const isLost = !made.isTaken || lost();
      if (isKept || isLost) points.push({ ...(before ?? training.point(NaN)), loss });
      taken += 1;
      inChunk += 1;
      if (isLost) {
        const cause = causeOf(loss, { isFirst: taken === 1, hasGradients: made.hasGradients });
        ending = { kind: 'diverged', step: points.at(-1)?.step ?? 0, loss, cause };
      }
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
      ending = { kind: 'refused', reason: refusalOf(error) };
    }
    const isDue = inChunk >= chunk || (inChunk % 16 === 0 && now() - since >= budget);
    if (isDue && taken < steps && ending === null) yield report();
  }
  if (ending === null) {
    try {
      loss = training.nextLoss();
      points.push(training.point(loss));
      ending = lost()
        ? {
            kind: 'diverged',
            step: training.state.step,
            loss,
            cause: causeOf(loss, { isFirst: false, hasGradients: true })
          }
        : { kind: 'finished' };
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
      ending = { kind: 'refused', reason: refusalOf(error) };
    }
  }
  yield report();
}
