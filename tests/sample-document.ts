import { scalarLiteral } from '../src/lib/formula/literal';
import {
  edgeId,
  emptyDocument,
  type Document,
  type GraphNode,
  type ScalarLiteral,
  type TensorLiteral
} from '../src/lib/graph/document';
import type { OpDefinition, Sample } from '../src/lib/ops/define';
import { operation } from '../src/lib/ops/registry';
import { numel } from '../src/lib/tensor/shape';
import { tensor, type NestedNumbers } from '../src/lib/tensor/tensor';

const literal = (value: NestedNumbers): TensorLiteral =>
  typeof value === 'number' ? scalarLiteral(value) : value.map(literal);

/** A document of one operation on a registry sample; `sum` of it follows where it is no single number. */
export function sampleDocument(op: OpDefinition, sample: Sample): Document {
  const document = emptyDocument(op.name);
  const nodes: Record<string, GraphNode> = {};
  const constants: Record<string, ScalarLiteral> = {};
  const edges: Document['edges'] = {};
  const place = () => ({ x: 0, y: 0, order: Object.keys(nodes).length });
  const connect = (source: string, target: string, input: string): void => {
    const id = edgeId(target, input);
    edges[id] = { id, source, target, input };
  };
  let size = 1;
  op.inputs.forEach(({ name, symbol }, k) => {
    const given = sample.inputs[k] ?? 0;
    if (typeof given === 'object' && 'scalar' in given) {
      constants[name] = scalarLiteral(given.scalar);
      return;
    }
    const isCondition = typeof given === 'object' && 'condition' in given;
    const value = isCondition ? given.condition : (given as NestedNumbers);
    size = Math.max(size, numel(tensor(value).shape));
    nodes[symbol] = {
      ...place(),
      id: symbol,
      name: symbol,
      kind: 'input',
      value: literal(value),
      dtype: isCondition ? 'bool' : 'float64',
      requiresGrad: !isCondition
    };
    connect(symbol, 'op', name);
  });
  nodes.op = { ...place(), id: 'op', name: op.name, kind: 'op', op: op.name, constants };
  const isScalar = op.family === 'reduction' || size === 1;
  if (!isScalar) {
    nodes.total = { ...place(), id: 'total', name: 'total', kind: 'op', op: 'sum', constants: {} };
    connect('op', 'total', operation('sum')?.inputs[0]?.name ?? '');
  }
  return {
    ...document,
    meta: { ...document.meta, result: isScalar ? 'op' : 'total' },
    nodes,
    edges
  };
}
