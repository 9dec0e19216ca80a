import type { Nodes, PhrasingContent } from 'mdast';
import type { TextDirective } from 'mdast-util-directive';
import { dataImage } from '../exchange/addresses';
import { LessonFault } from './attributes';
import { LIMITS, type Inline } from './lesson';
import { linkTarget } from './links';
import { sourceOf } from './markdown';

/** What texts need to know of the lesson around them. */
export interface InlineContext {
  readonly source: string;
  /** Addresses of `[words][name]`, by name. */
  readonly definitions: ReadonlyMap<string, string>;
  /** Notes a field where texts may have some; answers its number. @throws LessonFault */
  readonly blank: ((directive: TextDirective) => number) | null;
}

const text = (value: string): Inline => ({ kind: 'text', text: value });

function link(
  node: Extract<Nodes, { children: PhrasingContent[] }>,
  address: string,
  context: InlineContext,
  depth: number
): Inline[] {
  const inlines = inlinesOf(node.children, context, depth + 1);
  const target = linkTarget(address);
  return target ? [{ kind: 'link', target, inlines }] : inlines;
}

function image(address: string, words: string): Inline {
  const source = dataImage(address);
  return source === null
    ? { kind: 'emphasis', inlines: [text(words || 'image')] }
    : { kind: 'image', source, words };
}

function directive(node: TextDirective, context: InlineContext, depth: number): Inline[] {
  const { name } = node;
  if (name === 'forward' || name === 'backward') {
    return [{ kind: 'ink', ink: name, inlines: inlinesOf(node.children, context, depth + 1) }];
  }
  // A colon in a text, as in 10:30, is none of ours.
  if (name !== 'blank') return [text(sourceOf(node, context.source))];
  if (!context.blank) throw new LessonFault('`:blank` stands in a question.');
  return [{ kind: 'blank', field: context.blank(node) }];
}

function inlineOf(node: PhrasingContent, context: InlineContext, depth: number): Inline[] {
  const { definitions, source } = context;
  switch (node.type) {
    case 'text':
    case 'html':
      return [text(node.value)];
    case 'inlineCode':
      return [{ kind: 'code', text: node.value }];
    case 'inlineMath':
      return [{ kind: 'math', latex: node.value }];
    case 'strong':
    case 'emphasis':
      return [{ kind: node.type, inlines: inlinesOf(node.children, context, depth + 1) }];
    case 'break':
      return [{ kind: 'break' }];
    case 'link':
      return link(node, node.url, context, depth);
    case 'linkReference':
      return link(node, definitions.get(node.identifier) ?? '', context, depth);
    case 'image':
      return [image(node.url, node.alt ?? '')];
    case 'imageReference':
      return [image(definitions.get(node.identifier) ?? '', node.alt ?? '')];
    case 'textDirective':
      return directive(node, context, depth);
    default:
      return [text(sourceOf(node, source))];
  }
}

/** @throws LessonFault for a directive that can't be read */
export function inlinesOf(
  nodes: readonly PhrasingContent[],
  context: InlineContext,
  depth = 0
): Inline[] {
  if (depth > LIMITS.depth) throw new LessonFault(`It is nested more than ${LIMITS.depth} deep.`);
  return nodes.flatMap((node) => inlineOf(node, context, depth));
}
