import { compileFunction } from '../../formula/function';
import { attributesPart } from '../../graph/attributes';
import {
  type CustomNode,
  type Document,
  edgeId,
  emptyDocument,
  type FunctionSource,
  type GraphEdge,
  type GraphNode,
  type InputNode,
  LIMITS,
  type NodeGroup,
  type OpNode,
  type ScalarLiteral,
  scalarLiteral,
  tensorLiteral
} from '../../graph/document';
import { freeName } from '../../graph/edits/names';
import { placesFor, takesNumber } from '../../graph/ports';
import { NODE_WIDTH } from '../../graph/size';
import { operation } from '../../ops/registry';
import { TorchError } from '../../tensor/errors';
import { fromValues, tensor, type Tensor } from '../../tensor/tensor';
import type { RecordedGraph } from '../events';
import { type Entry, isEntry, type Journal, type Making, type Operand } from './journal';
import { namesFor, type Naming } from './names';
import { ends, MOST_OPERATIONS, selected } from './select';

export interface DrawOptions extends Naming {
  /** The variable whose graph it is; null for all that the last run computed. */
  readonly name: string | null;
}

/** Canvas units between columns and rows of a first, plain placement. */
const COLUMN = NODE_WIDTH + 80;
const ROW = 170;

const isRandom = (making: Making): boolean => making.kind === 'op' && /^rand/.test(making.op.name);

/** What dropout multiplied by when it ran: a graph that draws again would have other numbers. */
function maskOf({ elements }: Entry, making: Making): Tensor | null {
  const [input] = making.inputs;
  if (making.kind !== 'op' || making.op.name !== 'dropout') return null;
  if (making.attributes.training !== true || !input || !isEntry(input)) return null;
  if (!elements || !input.elements) return null;
  const kept = 1 / (1 - Number(making.attributes.p));
  const before = input.elements.values();
  const factors = elements.values().map((one, k) => (one === 0 && before[k] !== 0 ? 0 : kept));
  return fromValues(factors, elements.shape, elements.dtype);
}

/** The function of a custom node, or null where its code is more than a document can say. */
function functionOf(making: Extract<Making, { kind: 'custom' }>): FunctionSource | null {
  const { name, source } = making;
  if (!source || source.inputs.length !== making.inputs.length) return null;
  const isShort = source.forward.length <= LIMITS.source && source.backward.length <= LIMITS.source;
  const fn = { ...source, name: name.slice(0, LIMITS.name), inputs: [...source.inputs] };
  return isShort && source.inputs.length <= LIMITS.inputs && compileFunction(fn).ok ? fn : null;
}

type OpMaking = Extract<Making, { kind: 'op' }>;

/** Dropout as the product that it was; any other operation as it is. */
function masked(entry: Entry, making: OpMaking): OpMaking {
  const mask = maskOf(entry, making);
  const [input] = making.inputs;
  const mul = operation('mul');
  if (!mask || !input || !mul) return making;
  return { ...making, op: mul, attributes: {}, inputs: [input, { values: () => mask }] };
}

const numberTensor = (value: number): Tensor =>
  tensor(value, { dtype: Number.isInteger(value) ? 'int64' : 'float32' });

class Drawing {
  private readonly nodes: Record<string, GraphNode> = {};
  private readonly edges: Record<string, GraphEdge> = {};
  private readonly groups: Record<string, NodeGroup> = {};
  private readonly lines: Record<string, number> = {};
  /** The node that stands for an entry where others are connected to it. */
  private readonly ids = new Map<Entry, string>();
  private readonly depths = new Map<string, number>();
  private readonly rows = new Map<number, number>();
  private readonly taken: Set<string>;
  private readonly notes = new Set<string>();
  private count = 0;

  constructor(
    private readonly names: ReadonlyMap<Entry, string>,
    private readonly cut: ReadonlySet<Entry>
  ) {
    this.taken = new Set(names.values());
    if (cut.size > 0) {
      this.notes.add(
        `Only the last ${MOST_OPERATIONS} operations are drawn; what came before is drawn as values.`
      );
    }
  }

  /** What all kinds of node have, in the column behind those that feed it. */
  private base(name: string, sources: readonly string[], line: number | null) {
    const depth = Math.max(-1, ...sources.map((id) => this.depths.get(id) ?? 0)) + 1;
    const row = this.rows.get(depth) ?? 0;
    this.rows.set(depth, row + 1);
    const id = `n${++this.count}`;
    this.depths.set(id, depth);
    if (line !== null) this.lines[id] = line;
    return { id, name, x: depth * COLUMN, y: row * ROW, order: this.count - 1 };
  }

  private connect(source: string, target: string, input: string): void {
    const id = edgeId(target, input);
    this.edges[id] = { id, source, target, input };
  }

  private input(
    { elements, numel }: Pick<Entry, 'elements' | 'numel'>,
    name: string,
    requiresGrad: boolean,
    line: number | null
  ): string {
    if (!elements) {
      throw new TorchError(
        `${name} has ${numel} elements: a graph on the canvas holds tensors of up to ${LIMITS.elements}`,
        'ValueError'
      );
    }
    const node: InputNode = {
      ...this.base(name, [], line),
      kind: 'input',
      value: tensorLiteral(elements.tolist()),
      dtype: elements.dtype,
      requiresGrad
    };
    this.nodes[node.id] = node;
    return node.id;
  }

  private source(operand: Operand, name: string, line: number | null): string {
    if (isEntry(operand)) return this.ids.get(operand) ?? '';
    const elements = 'values' in operand ? operand.values() : numberTensor(operand.number);
    return this.input({ elements, numel: elements.numel }, freeName(name, this.taken), false, line);
  }

  private operation(entry: Entry, making: OpMaking, name: string): string {
    const { op, attributes } = making;
    const places = placesFor(op, making.inputs.length);
    const slots = making.inputs.map((operand, k) => ({ operand, input: places[k] ?? '' }));
    const constants: Record<string, ScalarLiteral> = {};
    const probe = { kind: 'op', op: op.name, constants } as unknown as OpNode;
    const wired = slots.flatMap(({ operand, input }) => {
      if ('number' in operand && takesNumber(probe, input)) {
        constants[input] = scalarLiteral(operand.number);
        return [];
      }
      return [{ input, source: this.source(operand, input.replace(/\W/g, '_'), entry.line) }];
    });
    const node: OpNode = {
      ...this.base(
        name,
        wired.map(({ source }) => source),
        entry.line
      ),
      kind: 'op',
      op: op.name,
      constants,
      ...attributesPart(op, attributes)
    };
    this.nodes[node.id] = node;
    for (const { input, source } of wired) this.connect(source, node.id, input);
    return node.id;
  }

  private custom(entry: Entry, making: Making, fn: FunctionSource, name: string): string {
    const sources = making.inputs.map((operand, k) =>
      this.source(operand, fn.inputs[k] ?? 'value', entry.line)
    );
    const node: CustomNode = { ...this.base(name, sources, entry.line), kind: 'custom', fn };
    this.nodes[node.id] = node;
    sources.forEach((source, k) => this.connect(source, node.id, fn.inputs[k] ?? ''));
    return node.id;
  }

  /**
   * Operations that follow each other under `no_grad` are a group, as they are a block in the code. One that cuts
   * nothing off is none: it would only be in the way.
   */
  groupUnrecorded(entries: readonly Entry[]): void {
    let block: Entry[] = [];
    const close = (): void => {
      if (block.some(({ making }) => making?.isCut)) {
        const count = Object.keys(this.groups).length;
        const id = `g${count + 1}`;
        const name = count === 0 ? 'no_grad' : `no_grad ${count + 1}`;
        this.groups[id] = { id, name, collapsed: false, noGrad: true };
        for (const entry of block) {
          const node = this.nodes[this.ids.get(entry) ?? ''];
          if (node) this.nodes[node.id] = { ...node, group: id };
        }
        this.notes.add(
          'What was computed under no_grad is a group of its own: no gradient flows through it.'
        );
      }
      block = [];
    };
    for (const entry of entries) {
      if (this.nodes[this.ids.get(entry) ?? '']?.kind === 'input') continue;
      if (entry.isUnrecorded) block.push(entry);
      else close();
    }
    close();
  }

  private asValue(entry: Entry, name: string, why: string | null): string {
    if (why !== null) this.notes.add(why);
    return this.input(entry, name, entry.requiresGrad, entry.line);
  }

  add(entry: Entry): void {
    const name = this.names.get(entry) ?? 'value';
    const { making } = entry;
    let id: string;
    if (making === null || this.cut.has(entry)) {
      const why = entry.isLost
        ? `${name} is drawn as a value: what made it has no node on the canvas, so the gradient ends there.`
        : null;
      id = this.asValue(entry, name, why);
    } else if (isRandom(making)) {
      id = this.asValue(
        entry,
        name,
        `Random numbers (${name}) are drawn as the values that came up.`
      );
    } else if (making.kind === 'op') id = this.operation(entry, masked(entry, making), name);
    else {
      const fn = functionOf(making);
      id = fn
        ? this.custom(entry, making, fn, name)
        : this.asValue(
            entry,
            name,
            `${making.name} is drawn as its result: its code holds more than a custom function on the canvas can.`
          );
    }
    this.ids.set(entry, id);
  }

  finished(result: Entry | undefined, title: string): RecordedGraph {
    const empty = emptyDocument(title);
    const id = result ? (this.ids.get(result) ?? null) : null;
    const document: Document = {
      ...empty,
      meta: { ...empty.meta, result: id },
      nodes: this.nodes,
      edges: this.edges,
      ...(Object.keys(this.groups).length > 0 ? { groups: this.groups } : {})
    };
    return { document, lines: this.lines, notes: [...this.notes] };
  }
}

/** What was computed after `since`: the variables that hold it, else all that nothing else was made of. */
function rootsAfter(journal: Journal, { names, until }: DrawOptions, since: number): Entry[] {
  const isOwn = ({ order, making }: Entry): boolean =>
    order > since && order <= until && making !== null;
  const held = names.map(([, entry]) => entry).filter(isOwn);
  const own = journal.since(since).filter(isOwn);
  return ends(held.length > 0 ? selected(held).entries : own);
}

/** What the last run is about; where it computed nothing, all that was computed before. */
function rootsOf(journal: Journal, options: DrawOptions): Entry[] {
  const roots = rootsAfter(journal, options, options.since);
  return roots.length > 0 ? roots : rootsAfter(journal, options, 0);
}

/** The one that `backward()` would start from: the last scalar that has a graph, else the last one that has. */
function resultOf(entries: readonly Entry[]): Entry | undefined {
  const flowing = entries.filter(({ requiresGrad }) => requiresGrad);
  return flowing.findLast(({ numel }) => numel === 1) ?? flowing.at(-1) ?? entries.at(-1);
}

/**
 * Draws what Python computed: the graph of one variable, or of the last run.
 * @throws TorchError (ValueError) for a variable that isn't there, for nothing to draw, and for tensors too large
 */
export function draw(journal: Journal, options: DrawOptions): RecordedGraph {
  const { name, names } = options;
  const named = names.find(([own]) => own === name)?.[1];
  if (name !== null && !named)
    throw new TorchError(`There is no tensor named ${name}`, 'ValueError');
  const roots = named ? [named] : rootsOf(journal, options);
  if (roots.length === 0) {
    throw new TorchError('The code computed nothing with tensors: there is no graph', 'ValueError');
  }
  const { entries, cut } = selected(roots);
  // What a value stands for isn't drawn, nor is what only that was made of.
  const drawing = new Drawing(namesFor(entries, options), cut);
  for (const entry of entries) drawing.add(entry);
  drawing.groupUnrecorded(entries);
  return drawing.finished(resultOf(roots), name ?? 'From Python');
}
