import { Attributes, LessonFault } from '../attributes';
import type { Converter } from '../convert';
import { GRAPH_SOURCE, graphOf } from '../graphs';
import type { Block, GraphBlock } from '../lesson';
import { lineOf, partsOf, type Directive } from '../markdown';
import { jsonOf, listings, split } from './parts';

const SHOWN = ['name', 'step', 'chart', 'controls', 'height'] as const;
const HEIGHT = { least: 160, most: 900, usual: 300 } as const;
const STEPS = 10_000;

export const heightOf = (attributes: Attributes): number =>
  attributes.number('height', HEIGHT.least, HEIGHT.most) ?? HEIGHT.usual;

function stepOf(attributes: Attributes): GraphBlock['step'] {
  const text = attributes.text('step');
  if (text !== null && /^\d+$/.test(text)) return attributes.number('step', 0, STEPS) ?? 0;
  return attributes.oneOf<'start' | 'forward' | 'end'>('step', ['start', 'forward', 'end'], 'end');
}

/** A graph that a directive describes. @throws LessonFault where it describes none */
export function graphBlock(node: Directive, converter: Converter): GraphBlock {
  const attributes = new Attributes(node, [...GRAPH_SOURCE, ...SHOWN]);
  const { label } = partsOf(node);
  const { codes, rest } = split(node, []);
  const built = graphOf(attributes, jsonOf(codes));
  if (!built) {
    throw new LessonFault(
      `\`${node.name}\` needs a \`formula\`, an \`example\` or a block of JSON or Python.`
    );
  }
  if (rest.length > 0) {
    throw new LessonFault(`\`${node.name}\` holds only a block of JSON or Python.`);
  }
  const [name] = attributes.has('name') ? attributes.names('name') : [];
  return {
    kind: 'graph',
    line: lineOf(node),
    name: name ?? null,
    caption: converter.inlines(label),
    ...built,
    step: stepOf(attributes),
    chart: attributes.flag('chart'),
    controls: !attributes.has('controls') || attributes.flag('controls'),
    height: heightOf(attributes)
  };
}

/** A program whose graph is drawn when it has run. */
function drawn(node: Directive, converter: Converter): Block {
  const attributes = new Attributes(node, ['result']);
  const { codes, rest } = split(node, []);
  const [program, more] = listings(codes);
  if (!program || more || rest.length > 0) {
    throw new LessonFault('A `graph` of a program holds one block of Python and no text.');
  }
  const { label } = partsOf(node);
  return {
    kind: 'python',
    id: converter.idOf(node),
    line: lineOf(node),
    blocks: label.length > 0 ? [{ kind: 'paragraph', inlines: converter.inlines(label) }] : [],
    code: program.code,
    output: program.output,
    message: null,
    figures: null,
    graph: attributes.names('result')[0] ?? '',
    isDrawn: true,
    goal: null,
    result: null,
    solution: null,
    hints: [],
    right: []
  };
}

export function graph(node: Directive, converter: Converter): Block {
  if (split(node, []).codes.some(({ lang }) => lang === 'python')) return drawn(node, converter);
  const made = graphBlock(node, converter);
  if (made.name !== null) {
    if (converter.graphs.has(made.name)) {
      throw new LessonFault(`Another graph of this step is called \`${made.name}\`.`);
    }
    converter.graphs.set(made.name, made);
  }
  converter.lastGraph = made;
  return made;
}
