import type { Document, GraphNode, TensorLiteral } from '../graph/document';
import { applyPatch } from '../graph/patch';
import { computesSame } from '../graph/program';
import { fedNodes } from '../train/feed';
import type { Model } from '../train/model';
import { parametersOf, trainingOf } from '../train/roles';
import type { ElementRef } from '../train/surface';
import { type Element, elementsOf, type PathPoint, START, type TrainState } from '../train/train';

/** Which documents are the same to training, and what is kept of the steps that were taken on them. */

const sameData = (a: Document, b: Document): boolean =>
  a.meta.data === b.meta.data || JSON.stringify(a.meta.data) === JSON.stringify(b.meta.data);

const sameLoss = (a: Document, b: Document): boolean =>
  (a.meta.training?.loss ?? null) === (b.meta.training?.loss ?? null);

/** Whether a run of the one document is a run of the other: graph, values, table and loss. */
export const sameQuestion = (a: Document, b: Document): boolean =>
  computesSame(a, b) && sameData(a, b) && sameLoss(a, b);

/** A value with one of its elements, counted row by row, set to 0. */
function withoutElement(value: TensorLiteral, index: number): TensorLiteral {
  let next = 0;
  const walk = (part: TensorLiteral): TensorLiteral =>
    typeof part === 'object' ? part.map(walk) : next++ === index ? 0 : part;
  return walk(value);
}

/** Whether the loss over some numbers among the parameters is the same: where these stand doesn't matter. */
export function sameGround(a: Document, b: Document, refs: readonly ElementRef[]): boolean {
  const ground = (doc: Document): Document => {
    const nodes: Record<string, GraphNode> = {};
    for (const node of fedNodes(doc)) nodes[node.id] = { ...node, value: 0 };
    for (const { node: id, index } of refs) {
      const node = nodes[id] ?? doc.nodes[id];
      if (node?.kind === 'input') nodes[id] = { ...node, value: withoutElement(node.value, index) };
    }
    return applyPatch(doc, { nodes });
  };
  return a === b || sameQuestion(ground(a), ground(b));
}

/** The document without what training itself changes. */
function still(doc: Document): Document {
  const nodes: Record<string, GraphNode> = {};
  for (const node of [...parametersOf(doc), ...fedNodes(doc)]) {
    nodes[node.id] = { ...node, value: 0 };
  }
  return applyPatch(doc, { nodes });
}

/** Whether steps on the one document go on with steps on the other: only values of parameters may differ. */
export function continues(a: Document, b: Document): boolean {
  if (a === b) return true;
  const rows = (doc: Document): unknown => trainingOf(doc).batch;
  return rows(a) === rows(b) && sameQuestion(still(a), still(b));
}

/** The values of a document's parameters, to be looked up by. */
export const valuesKey = (doc: Document): string =>
  JSON.stringify(parametersOf(doc).map(({ id, value }) => [id, value]));

/** Steps in a row on the same graph: where they began and the path since. */
export interface Course {
  /** The document at its start. */
  readonly document: Document;
  readonly start: ReadonlyMap<string, TensorLiteral>;
  readonly elements: readonly Element[];
  readonly points: readonly PathPoint[];
  /** Where the optimiser stood whenever the document was given values, by those values. */
  readonly places: ReadonlyMap<string, TrainState>;
}

/** Places that are remembered, so that undo leads back to them. */
const MOST_PLACES = 300;
/** Points of a course that is made of many runs. */
const MOST_POINTS = 6000;

/** A course that begins where a document is. */
export const courseOf = (document: Document, model: Model): Course => ({
  document,
  start: new Map(model.parameters.map(({ node }) => [node.id, node.value])),
  elements: elementsOf(model),
  points: [],
  places: new Map([[valuesKey(document), START]])
});

/** The course with points in the place of those that an undo has taken back. */
export function appended(course: Course, points: readonly PathPoint[]): Course {
  const [first] = points;
  if (!first) return course;
  let all = [...course.points.filter(({ step }) => step < first.step), ...points];
  while (all.length > MOST_POINTS) {
    const { length } = all;
    all = all.filter((_, k) => k % 2 === 0 || k === length - 1);
  }
  return { ...course, points: all };
}

/** The course that knows where the optimiser stands at the values of a document. */
export function remembering(course: Course, document: Document, state: TrainState): Course {
  const places = new Map(course.places);
  places.set(valuesKey(document), state);
  const [oldest] = places.keys();
  if (places.size > MOST_PLACES && oldest !== undefined) places.delete(oldest);
  return { ...course, places };
}

/** Of the values, those whose parameter a document still has. */
export function stillThere(
  document: Document,
  values: ReadonlyMap<string, TensorLiteral>
): (readonly [string, TensorLiteral])[] {
  const ids = new Set(parametersOf(document).map(({ id }) => id));
  return [...values].filter(([id]) => ids.has(id));
}
