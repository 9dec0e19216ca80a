import { barFormula, examples, findExample } from '../exchange/examples';
import { fromJson } from '../exchange/json';
import { buildFormula } from '../formula';
import { emptyDocument, type Document, type GraphNode } from '../graph/document';
import { DTYPES, isFloating } from '../tensor/dtype';
import { LessonFault, type Attributes } from './attributes';

/** A graph as a directive gives it. */
export interface Built {
  readonly document: Document;
  readonly formula: string;
  readonly isUnplaced: boolean;
}

/** Attributes that say which graph it is. */
export const GRAPH_SOURCE = ['formula', 'at', 'example', 'constant', 'dtype'] as const;

/** Longer documents don't belong into a text that people read. */
const MAX_BLOCK = 100_000;

function fromFormula(formula: string, attributes: Attributes): Built {
  const built = buildFormula(formula, { at: attributes.values('at') });
  if (built.ok) return { document: built.document, formula, isUnplaced: true };
  return attributes.fail('formula', built.errors[0]?.message ?? 'it is faulty');
}

function fromExample(slug: string, attributes: Attributes): Built {
  const found = findExample(slug);
  if (!found) {
    const all = examples.map((one) => one.slug).join(', ');
    return attributes.fail('example', `there is none of that name. There are: ${all}`);
  }
  return { document: found.build(), formula: barFormula(found), isUnplaced: true };
}

function fromBlock(json: string): Built {
  const loaded = json.length > MAX_BLOCK ? null : fromJson(json);
  if (!loaded) throw new LessonFault('The JSON is too long for a lesson.');
  if (!loaded.ok) throw new LessonFault(`The JSON can't be read. ${loaded.reason}`);
  return { document: loaded.document, formula: '', isUnplaced: false };
}

/** Changes the inputs of those names. @throws LessonFault where there is none */
function withInputs(
  { document, ...rest }: Built,
  attribute: string,
  names: readonly string[],
  attributes: Attributes,
  change: (node: Extract<GraphNode, { kind: 'input' }>, name: string) => GraphNode
): Built {
  const nodes = { ...document.nodes };
  for (const name of names) {
    const node = Object.values(nodes).find((one) => one.name === name);
    if (node?.kind !== 'input') return attributes.fail(attribute, `there is no input \`${name}\``);
    nodes[node.id] = change(node, name);
  }
  return { ...rest, document: { ...document, nodes } };
}

function dtypesOf(attributes: Attributes): Map<string, (typeof DTYPES)[number]> {
  const found = new Map<string, (typeof DTYPES)[number]>();
  for (const pair of (attributes.text('dtype') ?? '').split(/[\s,]+/).filter(Boolean)) {
    const [name = '', word] = pair.split(/[=:]/);
    const dtype = DTYPES.find((one) => one === word);
    if (!dtype) attributes.fail('dtype', `write \`x=int64\`; there are ${DTYPES.join(', ')}`);
    else found.set(name, dtype);
  }
  return found;
}

/**
 * The graph that attributes and a block of JSON give; null where they give none.
 * @throws LessonFault where it can't be built
 */
export function graphOf(attributes: Attributes, json: string | null): Built | null {
  const [formula, example] = [attributes.text('formula'), attributes.text('example')];
  const given = [formula, example, json].filter((one) => one !== null);
  if (given.length > 1) {
    throw new LessonFault(
      `\`${attributes.directive.name}\` takes one of \`formula\`, \`example\` and a block of JSON.`
    );
  }
  if (given.length === 0) return null;
  if (formula === null && attributes.has('at')) attributes.fail('at', 'goes with a `formula`');
  let built: Built;
  if (formula !== null) built = fromFormula(formula, attributes);
  else if (example !== null) built = fromExample(example, attributes);
  else built = fromBlock(json ?? '');
  const constant = attributes.names('constant');
  const dtypes = dtypesOf(attributes);
  built = withInputs(built, 'constant', constant, attributes, (node) => ({
    ...node,
    requiresGrad: false
  }));
  return withInputs(built, 'dtype', [...dtypes.keys()], attributes, (node, name) => {
    const dtype = dtypes.get(name) ?? node.dtype;
    return { ...node, dtype, requiresGrad: node.requiresGrad && isFloating(dtype) };
  });
}

export const nothing: Built = {
  document: emptyDocument('Untitled'),
  formula: '',
  isUnplaced: false
};
