import { noGrad } from '../src/lib/autograd/mode';
import { attributesPart } from '../src/lib/graph/attributes';
import {
  type Document,
  edgeId,
  emptyDocument,
  type GraphNode,
  type ScalarLiteral,
  scalarLiteral,
  type TensorLiteral
} from '../src/lib/graph/document';
import { placeName } from '../src/lib/graph/ports';
import { bind } from '../src/lib/ops/attributes';
import type { OpDefinition, Sample } from '../src/lib/ops/define';
import { call } from '../src/lib/ops/dispatch';
import { operation } from '../src/lib/ops/registry';
import type { NestedNumbers } from '../src/lib/tensor/tensor';
import { argumentOf } from './parity/arguments';

const literal = (value: NestedNumbers): TensorLiteral =>
  typeof value === 'number' ? scalarLiteral(value) : value.map(literal);

/** Whether a sample's result is one number, from which backward can start. */
function isOneNumber(op: OpDefinition, { inputs, attributes }: Sample): boolean {
  const tensors = inputs.map((given) => argumentOf(given, 'float32'));
  return noGrad(() => call(op, tensors, attributes)).numel === 1;
}

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
  const last = op.inputs.length - 1;
  sample.inputs.forEach((given, k) => {
    const spec = op.inputs[Math.min(k, last)];
    const name = placeName(spec?.name ?? '', Math.max(1, k - last + 1));
    const id = k > last ? `${spec?.symbol ?? ''}${k}` : (spec?.symbol ?? '').replace(/\W/g, '_');
    if (typeof given === 'object' && 'scalar' in given) {
      constants[name] = scalarLiteral(given.scalar);
      return;
    }
    const isCondition = typeof given === 'object' && 'condition' in given;
    const isIndices = typeof given === 'object' && 'indices' in given;
    const value = isCondition
      ? given.condition
      : isIndices
        ? given.indices
        : (given as NestedNumbers);
    nodes[id] = {
      ...place(),
      id,
      name: id,
      kind: 'input',
      value: literal(value),
      dtype: isCondition ? 'bool' : isIndices ? 'int64' : 'float64',
      requiresGrad: !isCondition && !isIndices
    };
    connect(id, 'op', name);
  });
  const attributes = attributesPart(op, bind(op, sample.attributes ?? {}));
  nodes.op = {
    ...place(),
    id: 'op',
    name: op.name,
    kind: 'op',
    op: op.name,
    constants,
    ...attributes
  };
  const isScalar = isOneNumber(op, sample);
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
