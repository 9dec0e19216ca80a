import * as v from 'valibot';
import { DTYPES } from '../tensor/dtype';
import { nonFinite } from '../tensor/print';
import type { NestedNumbers } from '../tensor/tensor';
import { dataTable, TRAIN_LIMITS, trainingSettings } from '../train/settings';

/**
 * The document: what the user made, as one immutable plain-JSON value.
 * Nothing computed lives here; values and gradients belong to the trace.
 */

export const FORMAT = 'backflow';
export const VERSION = 1;

/** Bounds that keep a document from freezing the page that opens it. */
export const LIMITS = {
  nodes: 1000,
  name: 60,
  groups: 200,
  source: 4000,
  /** Of one custom function. */
  inputs: 8,
  /** That one operation takes where it takes any number of them. */
  tensors: 64,
  /** Of a text that sets an operation, such as an equation. */
  text: 200,
  /** Of one input's value, and how deep its lists are nested: as deep as PyTorch's own limit. */
  elements: 10_000,
  dimensions: 64,
  /** Of all tensors that one run computes. */
  computed: 4_000_000
} as const;

/** JSON has no NaN and no infinities, so they are written as PyTorch prints them. */
export type ScalarLiteral = number | 'nan' | 'inf' | '-inf';
export type TensorLiteral = ScalarLiteral | readonly TensorLiteral[];

export const scalarSchema = v.union([
  v.pipe(v.number(), v.finite()),
  v.picklist(['nan', 'inf', '-inf'])
]);

/** By hand, because a value may have more parts than a general checker takes in a moment. */
function isTensorLiteral(value: unknown, depth = 0): value is TensorLiteral {
  if (Array.isArray(value)) {
    return depth < LIMITS.dimensions && value.every((part) => isTensorLiteral(part, depth + 1));
  }
  if (typeof value === 'number') return Number.isFinite(value);
  return value === 'nan' || value === 'inf' || value === '-inf';
}
export const tensorSchema = v.custom<TensorLiteral>(
  (value) => isTensorLiteral(value),
  `it takes numbers, "nan", "inf", "-inf" and lists of them, at most ${LIMITS.dimensions} deep`
);

/** What every object inherits is no id: looked up in a record, it would be found without being there. */
const identifier = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,60}$/),
  v.check((id) => !(id in Object.prototype), 'it names what every object has')
);
const name = v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/), v.maxLength(LIMITS.name));
const source = v.pipe(v.string(), v.maxLength(LIMITS.source));
/** An argument that is no tensor. NaN and the infinities are written as texts; the operation knows which it means. */
export const attributeSchema = v.union([
  v.pipe(v.number(), v.finite()),
  v.boolean(),
  v.null(),
  v.pipe(v.string(), v.maxLength(LIMITS.text)),
  v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(LIMITS.dimensions))
]);
const coordinate = v.pipe(v.number(), v.finite());

const base = {
  id: identifier,
  /** A Python identifier, unique in the document. */
  name,
  x: coordinate,
  y: coordinate,
  /** Rank of creation: ties in the program's topological order are broken by it. */
  order: v.pipe(v.number(), v.integer()),
  /** The group that it is in; none in documents without groups. */
  group: v.optional(identifier)
};

export const inputNode = v.strictObject({
  ...base,
  kind: v.literal('input'),
  value: tensorSchema,
  dtype: v.picklist(DTYPES),
  requiresGrad: v.boolean(),
  /** Whether training moves it or feeds it; without marks every leaf that requires a gradient is moved. */
  role: v.optional(v.picklist(['parameter', 'data'])),
  /** Columns of the table that feed it. */
  columns: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(TRAIN_LIMITS.column))),
      v.maxLength(TRAIN_LIMITS.columns)
    )
  )
});

export const opNode = v.strictObject({
  ...base,
  kind: v.literal('op'),
  /** Registry name, e.g. `mul`. */
  op: v.pipe(v.string(), v.maxLength(LIMITS.name)),
  /** Python scalars for inputs that no edge feeds, by input name. */
  constants: v.pipe(v.record(v.string(), scalarSchema), v.maxEntries(16)),
  /** Arguments that are no tensors, by name; those at their default are left out, and all of them in old documents. */
  attributes: v.optional(v.pipe(v.record(name, attributeSchema), v.maxEntries(16)))
});

export const functionSource = v.strictObject({
  /** Class name, e.g. `SQ`. */
  name,
  inputs: v.pipe(v.array(name), v.minLength(1), v.maxLength(LIMITS.inputs)),
  /** Body of `forward(ctx, *inputs)` in formula syntax. */
  forward: source,
  /** Body of `backward(ctx, grad_output)` in formula syntax. */
  backward: source
});

export const customNode = v.strictObject({
  ...base,
  kind: v.literal('custom'),
  fn: functionSource
});

export const graphNode = v.variant('kind', [inputNode, opNode, customNode]);

export const graphEdge = v.strictObject({
  id: v.pipe(v.string(), v.maxLength(200)),
  source: identifier,
  target: identifier,
  /** Name of the target's input. */
  input: v.pipe(v.string(), v.maxLength(LIMITS.name))
});

/** A label: any text on one line, so that it can stand in a comment and be read aloud. */
export const groupName = v.pipe(
  v.string(),
  v.regex(/^(?=.*\S)[^\p{Cc}\p{Zl}\p{Zp}]+$/u),
  v.maxLength(LIMITS.name)
);

/** Nodes that are shown together; each names its group, and a group that no node names is gone. */
export const nodeGroup = v.strictObject({
  id: identifier,
  name: groupName,
  /** Whether it is shown as one node. */
  collapsed: v.boolean(),
  /** Whether its operations run under `torch.no_grad()`. */
  noGrad: v.boolean()
});

export const chartSettings = v.strictObject({
  /** Swept input node, or null for the first one that can be swept. */
  input: v.nullable(identifier),
  from: coordinate,
  to: coordinate,
  derivative: v.boolean()
});

export const meta = v.strictObject({
  title: v.pipe(v.string(), v.maxLength(200)),
  /** Node that `backward()` starts from, or null for the graph's last output. */
  result: v.nullable(identifier),
  chart: chartSettings,
  /** How the graph is trained, and the rows that it is trained on; absent where nobody has asked for it. */
  training: v.optional(trainingSettings),
  data: v.optional(dataTable)
});

export const documentSchema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  meta,
  nodes: v.record(v.string(), graphNode),
  edges: v.record(v.string(), graphEdge),
  /** Absent where there are none, as in all old documents. */
  groups: v.optional(v.record(v.string(), nodeGroup))
});

export type InputNode = v.InferOutput<typeof inputNode>;
export type OpNode = v.InferOutput<typeof opNode>;
export type AttributeLiteral = v.InferOutput<typeof attributeSchema>;
export type CustomNode = v.InferOutput<typeof customNode>;
export type FunctionSource = v.InferOutput<typeof functionSource>;
export type GraphNode = v.InferOutput<typeof graphNode>;
export type GraphEdge = v.InferOutput<typeof graphEdge>;
export type NodeGroup = v.InferOutput<typeof nodeGroup>;
export type ChartSettings = v.InferOutput<typeof chartSettings>;
export type Meta = v.InferOutput<typeof meta>;
export type Document = v.InferOutput<typeof documentSchema>;

/** An input holds at most one edge, so its place names the edge: two can't exist, not even after a merge. */
export function edgeId(target: string, input: string): string {
  return `${target}.${input}`;
}

export function emptyDocument(title = 'Untitled'): Document {
  return {
    format: FORMAT,
    version: VERSION,
    meta: { title, result: null, chart: { input: null, from: -5, to: 5, derivative: true } },
    nodes: {},
    edges: {}
  };
}

/** What a node is called; its id where there is none of that id. */
export const nodeName = (doc: Document, id: string): string => doc.nodes[id]?.name ?? id;

/** Nodes in order of creation. */
export function nodesInOrder(doc: Document): GraphNode[] {
  return Object.values(doc.nodes).sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

const named: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };

/** The number that a document writes. */
export const scalarValue = (literal: ScalarLiteral): number =>
  typeof literal === 'number' ? literal : (named[literal] ?? NaN);

/** The numbers of a value. */
export const literalValue = (literal: TensorLiteral): NestedNumbers =>
  typeof literal === 'object' ? literal.map(literalValue) : scalarValue(literal);

/** A number as documents hold it. */
export const scalarLiteral = (value: number): ScalarLiteral =>
  Number.isFinite(value) ? value : nonFinite(value);

/** Numbers in nested lists as documents hold them. */
export const tensorLiteral = (value: NestedNumbers): TensorLiteral =>
  typeof value === 'number' ? scalarLiteral(value) : value.map(tensorLiteral);
