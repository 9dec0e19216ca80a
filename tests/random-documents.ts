import fc from 'fast-check';
import {
  edgeId,
  emptyDocument,
  type Document,
  type FunctionSource,
  type GraphNode,
  type InputNode,
  type OpNode,
  type ScalarLiteral
} from '../src/lib/graph/document';
import { attributesPart } from '../src/lib/graph/attributes';
import { inputNames } from '../src/lib/graph/ports';
import { operation, operations } from '../src/lib/ops/registry';
import { plainAttributes } from './plain-attributes';

/** What random graphs are made of. */
export interface Ingredients {
  /** Registry names; every operation unless given. */
  readonly ops?: readonly string[];
  readonly functions?: readonly FunctionSource[];
  readonly dtypes?: readonly InputNode['dtype'][];
  readonly values?: fc.Arbitrary<InputNode['value']>;
  readonly inputs?: number;
  readonly steps?: number;
}

type Step =
  | { readonly kind: 'op'; readonly op: string }
  | { readonly kind: 'custom'; readonly fn: FunctionSource };

/** Where an operand comes from: a share of the nodes before it, or a number on the node itself. */
interface Choice {
  readonly share: number;
  readonly constant: ScalarLiteral | null;
}

/** Numbers evenly from -3 to 3; doubles at random would be tiny nearly always. */
export const evenly = fc.integer({ min: -3000, max: 3000 }).map((n) => n / 1000);

const place = (order: number, name: string) => ({
  id: `n${order}`,
  name,
  x: order * 40,
  y: (order % 7) * 30,
  order
});

/** Documents that compile: inputs, then operations and custom functions on what is before them, the last being the result. */
export function documents(ingredients: Ingredients = {}): fc.Arbitrary<Document> {
  const {
    ops = operations.map(({ name }) => name),
    functions = [],
    dtypes = ['float32', 'float64'],
    values = evenly,
    inputs = 3,
    steps = 8
  } = ingredients;
  const input = fc.record({
    value: values,
    dtype: fc.constantFrom(...dtypes),
    requiresGrad: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false))
  });
  const kinds: Step[] = [
    // Comparisons end every gradient, so the others come more often.
    ...ops.flatMap((op): Step[] => {
      const times = operation(op)?.gradFn ? 3 : 1;
      return new Array<Step>(times).fill({ kind: 'op', op });
    }),
    ...functions.map((fn): Step => ({ kind: 'custom', fn }))
  ];
  const share = fc.integer({ min: 0, max: 999 }).map((n) => n / 1000);
  const choice: fc.Arbitrary<Choice> = fc.record({
    // The latest node is likelier, so that graphs grow deep and little is left unused.
    share: fc.oneof(share, fc.constant(0.999)),
    constant: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      fc.constantFrom<ScalarLiteral>(2, 3, -1, 0.5, 1.5, -2, 0, 'inf', 'nan')
    )
  });
  const step = fc.record({
    step: fc.constantFrom(...kinds),
    choices: fc.array(choice, { minLength: 3, maxLength: 3 })
  });
  return fc
    .tuple(
      fc.array(input, { minLength: 1, maxLength: inputs, size: 'max' }),
      fc.array(step, { minLength: 1, maxLength: steps, size: 'max' })
    )
    .map(([leaves, made]) => assemble(leaves, made));
}

function started(name: string): Pick<OpNode, 'attributes'> {
  const op = operation(name);
  return op ? attributesPart(op, plainAttributes(op)) : {};
}

function assemble(
  leaves: readonly Pick<InputNode, 'value' | 'dtype' | 'requiresGrad'>[],
  made: readonly { step: Step; choices: readonly Choice[] }[]
): Document {
  const nodes: GraphNode[] = leaves.map(({ value, dtype, requiresGrad }, i) => ({
    ...place(i, `x${i}`),
    kind: 'input',
    value,
    dtype,
    // Integers can't.
    requiresGrad: requiresGrad && dtype.startsWith('float')
  }));
  const doc = emptyDocument('Random');
  const edges: Document['edges'] = {};
  for (const { step, choices } of made) {
    const order = nodes.length;
    const node: GraphNode =
      step.kind === 'op'
        ? {
            ...place(order, `n${order}`),
            kind: 'op',
            op: step.op,
            constants: {},
            ...started(step.op)
          }
        : { ...place(order, `n${order}`), kind: 'custom', fn: step.fn };
    inputNames(node).forEach((name, k) => {
      const { share, constant } = choices[k] ?? { share: 0, constant: null };
      // The first operand is always a tensor.
      if (k > 0 && node.kind === 'op' && constant !== null) {
        node.constants[name] = constant;
        return;
      }
      const source = nodes[Math.min(order - 1, Math.floor(share * order))];
      const id = edgeId(node.id, name);
      if (source) edges[id] = { id, source: source.id, target: node.id, input: name };
    });
    nodes.push(node);
  }
  return {
    ...doc,
    meta: { ...doc.meta, result: nodes.at(-1)?.id ?? null },
    nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    edges
  };
}
