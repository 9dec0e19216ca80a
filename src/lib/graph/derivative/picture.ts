import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { operation } from '../../ops/registry';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { attributesPart } from '../attributes';
import {
  type Document,
  edgeId,
  type GraphEdge,
  type GraphNode,
  LIMITS,
  type OpNode,
  scalarLiteral,
  type ScalarLiteral,
  tensorLiteral
} from '../document';
import { freeName, namesIn, nextOrder } from '../edits/names';
import { placesFor, takesNumber } from '../ports';
import { NODE_WIDTH } from '../size';

/** Canvas units between columns and rows of a first, plain placement. */
const COLUMN = NODE_WIDTH + 80;
const ROW = 170;

/** What stands at an input of an operation: a node, or a Python number. */
export type Operand = { readonly node: string } | { readonly number: Tensor };

/** A document that grows by nodes which compute further, behind those that it has. */
export class Picture {
  private readonly nodes: Record<string, GraphNode>;
  private readonly edges: Record<string, GraphEdge>;
  private readonly taken: Set<string>;
  private readonly depths = new Map<string, number>();
  private readonly rows = new Map<number, number>();
  private readonly left: number;
  private readonly top: number;
  private order: number;
  private serial = 0;
  /** What was added, in order. */
  readonly added: string[] = [];

  constructor(private readonly doc: Document) {
    const all = Object.values(doc.nodes);
    this.nodes = { ...doc.nodes };
    this.edges = { ...doc.edges };
    this.taken = namesIn(doc);
    this.order = nextOrder(doc);
    this.left = Math.min(0, ...all.map(({ x }) => x));
    this.top = Math.max(0, ...all.map(({ y }) => y)) + 2 * ROW;
  }

  /** @throws TorchError (ValueError) where the document would have too many nodes */
  private base(name: string, sources: readonly string[]) {
    if (Object.keys(this.doc.nodes).length + this.added.length >= LIMITS.nodes) {
      throw new TorchError(
        `The graph would have more than ${LIMITS.nodes} nodes, which is as many as a document may hold.`,
        'ValueError'
      );
    }
    const depth = Math.max(-1, ...sources.map((id) => this.depths.get(id) ?? 0)) + 1;
    const row = this.rows.get(depth) ?? 0;
    this.rows.set(depth, row + 1);
    let id = `g${++this.serial}`;
    while (this.nodes[id]) id = `g${++this.serial}`;
    this.depths.set(id, depth);
    this.added.push(id);
    return {
      id,
      name: freeName(name, this.taken),
      x: this.left + depth * COLUMN,
      y: this.top + row * ROW,
      order: this.order++
    };
  }

  /** @throws TorchError (ValueError) for a tensor that is too large for a document */
  value(value: Tensor, name: string): string {
    if (value.numel > LIMITS.elements) {
      throw new TorchError(
        `${name} has ${value.numel} elements: an input of a document holds up to ${LIMITS.elements}.`,
        'ValueError'
      );
    }
    const node: GraphNode = {
      ...this.base(name, []),
      kind: 'input',
      value: tensorLiteral(value.tolist()),
      dtype: value.dtype,
      requiresGrad: false
    };
    this.nodes[node.id] = node;
    return node.id;
  }

  operation(
    op: OpDefinition,
    operands: readonly Operand[],
    attributes: Attributes,
    name: string
  ): string {
    const places = placesFor(op, operands.length);
    const constants: Record<string, ScalarLiteral> = {};
    const probe = { kind: 'op', op: op.name, constants } as unknown as OpNode;
    const wired = operands.flatMap((operand, k) => {
      const input = places[k] ?? '';
      if ('node' in operand) return [{ input, source: operand.node }];
      if (takesNumber(probe, input)) {
        constants[input] = scalarLiteral(operand.number.item());
        return [];
      }
      return [{ input, source: this.value(operand.number.untracked(), 'number') }];
    });
    const sources = wired.map(({ source }) => source);
    const node: OpNode = {
      ...this.base(name, sources),
      kind: 'op',
      op: op.name,
      constants,
      ...attributesPart(op, attributes)
    };
    this.nodes[node.id] = node;
    for (const { input, source } of wired) {
      const id = edgeId(node.id, input);
      this.edges[id] = { id, source, target: node.id, input };
    }
    return node.id;
  }

  /** An operation by its registry name. */
  call(name: string, operands: readonly Operand[], attributes: Attributes, label: string): string {
    const op = operation(name);
    if (!op) throw new Error(`operation "${name}" is not in the catalog`);
    return this.operation(op, operands, attributes, label);
  }

  finished(result: string, title: string): Document {
    const { doc, nodes, edges } = this;
    return { ...doc, meta: { ...doc.meta, title, result }, nodes, edges };
  }
}
