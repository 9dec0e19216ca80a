import { randoms } from '../../ops/catalog/random';
import { dropout } from '../../ops/catalog/dropout';
import { operation } from '../../ops/registry';
import { fromValues, type Tensor } from '../../tensor/tensor';
import { shownAttributes } from '../attributes';
import {
  type Document,
  edgeId,
  type InputNode,
  type OpNode,
  nodesInOrder,
  tensorLiteral
} from '../document';
import { freeName, namesIn, nextOrder } from '../edits/names';
import { compile } from '../program';
import { run } from '../run';

type Outputs = Pick<ReadonlyMap<string, Tensor>, 'get'>;

/** What dropout multiplied each element by when it ran. */
function maskOf(input: Tensor, output: Tensor, p: number): Tensor {
  const before = input.values();
  const factors = output.values().map((one, k) => (one === 0 && before[k] !== 0 ? 0 : 1 / (1 - p)));
  return fromValues(factors, output.shape, output.dtype);
}

const randomNames = new Set(randoms.map(({ name }) => name));

function isDrawn(node: OpNode): boolean {
  if (randomNames.has(node.op)) return true;
  const op = operation(node.op);
  if (node.op !== dropout.name || !op) return false;
  const { training, p } = shownAttributes(op, node);
  return training === true && p !== 0;
}

/** The document with what is drawn at random as it came out: drawn again, it would be other numbers. */
export function settled(doc: Document, ran?: Outputs): { document: Document; notes: string[] } {
  const drawn = nodesInOrder(doc).filter(
    (node): node is OpNode => node.kind === 'op' && isDrawn(node)
  );
  if (drawn.length === 0) return { document: doc, notes: [] };
  const outputs = ran ?? run(compile(doc)).outputs;
  const nodes: Record<string, Document['nodes'][string]> = { ...doc.nodes };
  const edges = { ...doc.edges };
  const taken = namesIn(doc);
  let order = nextOrder(doc);
  for (const node of drawn) {
    const output = outputs.get(node.id);
    if (!output) continue;
    const { id, name, x, y } = node;
    const source = edges[edgeId(id, 'input')]?.source;
    const input = source === undefined ? undefined : outputs.get(source);
    if (node.op === dropout.name && source !== undefined && input) {
      const op = operation(node.op);
      const p = op ? Number(shownAttributes(op, node).p) : 0;
      const mask: InputNode = {
        id: `${id}_mask`.slice(0, 60),
        name: freeName(`${name}_mask`, taken),
        x: x - 240,
        y: y + 170,
        order: order++,
        kind: 'input',
        value: tensorLiteral(maskOf(input, output, p).tolist()),
        dtype: output.dtype,
        requiresGrad: false
      };
      nodes[mask.id] = mask;
      nodes[id] = { id, name, x, y, order: node.order, kind: 'op', op: 'mul', constants: {} };
      const other = edgeId(id, 'other');
      edges[other] = { id: other, source: mask.id, target: id, input: 'other' };
      continue;
    }
    for (const edge of Object.values(doc.edges)) if (edge.target === id) delete edges[edge.id];
    nodes[id] = {
      id,
      name,
      x,
      y,
      order: node.order,
      kind: 'input',
      value: tensorLiteral(output.tolist()),
      dtype: output.dtype,
      requiresGrad: false
    };
  }
  const names = drawn.map(({ name }) => name).join(', ');
  return {
    document: { ...doc, nodes, edges },
    notes: [`What is drawn at random (${names}) stands here as it came out.`]
  };
}
