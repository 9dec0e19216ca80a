import { edgeId, type Document, type InputNode, type TensorLiteral } from '../../graph/document';
import { numbers } from './points';

const WEIGHTS = 'backflow_weights';
const PRODUCT = 'backflow_product';
const SUM = 'backflow_sum';

function drawn(shape: readonly number[], next: () => number): TensorLiteral {
  const [size, ...rest] = shape;
  if (size === undefined) return Math.round((0.5 + next()) * 100) / 100;
  return Array.from({ length: size }, () => drawn(rest, next));
}

/**
 * The document with a weighted sum of its result as the new result, so that a result of any shape has gradients: with
 * weights of its own for each element, two functions with the same sums still differ.
 */
export function summed(doc: Document, result: string, shape: readonly number[]): Document {
  if (shape.length === 0) return doc;
  const base = { x: 0, y: 0, order: 1_000_000 };
  const weights: InputNode = {
    ...base,
    id: WEIGHTS,
    name: WEIGHTS,
    kind: 'input',
    value: drawn(shape, numbers(7)),
    dtype: 'float64',
    requiresGrad: false
  };
  const edge = (source: string, target: string, input: string) => ({
    [edgeId(target, input)]: { id: edgeId(target, input), source, target, input }
  });
  return {
    ...doc,
    meta: { ...doc.meta, result: SUM },
    nodes: {
      ...doc.nodes,
      [WEIGHTS]: weights,
      [PRODUCT]: { ...base, id: PRODUCT, name: PRODUCT, kind: 'op', op: 'mul', constants: {} },
      [SUM]: { ...base, id: SUM, name: SUM, kind: 'op', op: 'sum', constants: {} }
    },
    edges: {
      ...doc.edges,
      ...edge(result, PRODUCT, 'input'),
      ...edge(WEIGHTS, PRODUCT, 'other'),
      ...edge(PRODUCT, SUM, 'input')
    }
  };
}
