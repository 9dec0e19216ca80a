import type { List, ListItem, RootContent } from 'mdast';
import type { TextDirective } from 'mdast-util-directive';
import { checkField, expectedNumber, judge } from '../answers';
import { Attributes, LessonFault } from '../attributes';
import type { Converter } from '../convert';
import { plainText, type Block, type Choice, type Field, type Foreseen } from '../lesson';
import { lineOf, partsOf, type Directive } from '../markdown';
import { onlyWords, split, wordsOf } from './parts';

const FIELD = ['answer', 'kind', 'tolerance', 'of'] as const;
const KINDS = ['number', 'expression', 'text'] as const;
const TOLERANCE = 0.005;
const MARK = /^\[( |x|X)\](?:\s+|$)/;

function fieldOf(attributes: Attributes, label: string, converter: Converter): Field {
  const answer = attributes.text('answer');
  if (answer === null)
    throw new LessonFault(`\`${attributes.directive.name}\` needs an \`answer\`.`);
  const of = attributes.text('of');
  const graph = of === null ? converter.lastGraph : converter.graphs.get(of);
  if (!graph && of !== null) attributes.fail('of', `no graph of this step is called \`${of}\``);
  const field: Field = {
    kind: attributes.oneOf('kind', KINDS, 'number'),
    label,
    answer,
    tolerance: attributes.number('tolerance', 0, 1) ?? TOLERANCE,
    graph: graph?.document ?? null
  };
  checkField(field);
  const isList = field.kind === 'number' && Array.isArray(expectedNumber(field));
  return isList ? { ...field, isList } : field;
}

/** The words of an item without its mark; null where it has none. */
function marked(item: ListItem): { isRight: boolean; item: ListItem } | null {
  const [first, ...rest] = item.children;
  if (first?.type !== 'paragraph') return null;
  const [text, ...others] = first.children;
  if (text?.type !== 'text') return null;
  const mark = MARK.exec(text.value);
  if (!mark) return null;
  const words = { ...text, value: text.value.slice(mark[0].length) };
  const paragraph = { ...first, children: [words, ...others] };
  return { isRight: mark[1] !== ' ', item: { ...item, children: [paragraph, ...rest] } };
}

const isChoiceList = (node: RootContent): node is List =>
  node.type === 'list' && node.children.length > 0 && node.children.every((item) => marked(item));

function choicesOf(list: List, converter: Converter): Choice[] {
  const choices = list.children.flatMap((item): Choice[] => {
    const found = marked(item);
    if (!found) return [];
    const { children } = found.item;
    const quotes = children.flatMap((child) => (child.type === 'blockquote' ? child.children : []));
    const words = children.filter(({ type }) => type !== 'blockquote');
    return [
      {
        isRight: found.isRight,
        words: converter.blocks(words),
        why: converter.blocks(quotes)
      }
    ];
  });
  if (!choices.some(({ isRight }) => isRight)) {
    throw new LessonFault('None of the choices is marked as right by `[x]`.');
  }
  return choices;
}

function foreseen(
  parts: readonly Directive[] | undefined,
  fields: readonly Field[],
  converter: Converter
): Foreseen[] {
  return (parts ?? []).map((part) => {
    const attributes = new Attributes(part, ['answer']);
    const answer = attributes.text('answer');
    if (answer === null) throw new LessonFault('`wrong` needs the `answer` that it is about.');
    const [field] = fields;
    if (field && fields.length === 1) {
      if (field.kind !== 'text') checkField({ ...field, answer });
      if (judge(field, answer).state === 'right') {
        throw new LessonFault(`The answer \`${answer}\` of \`wrong\` is right.`);
      }
    }
    return { answer, words: converter.words(part) };
  });
}

export function question(node: Directive, converter: Converter): Block {
  const attributes = new Attributes(node, FIELD);
  const isChoice = attributes.text('kind') === 'choice';
  const { found, codes, rest } = split(node, ['hint', 'wrong', 'right']);
  const lists = rest.filter(isChoiceList);
  const [list, second] = lists;
  if (second) throw new LessonFault('A question has one list of choices.');
  if (isChoice && !list)
    throw new LessonFault('A choice needs a list of items with `[x]` and `[ ]`.');
  const choices = list ? choicesOf(list, converter) : [];
  const fields: Field[] = [];
  const take = (blank: TextDirective): number => {
    const label = plainText(converter.inlines(blank.children));
    const name = label || `blank ${fields.length + 1}`;
    return fields.push(fieldOf(new Attributes(blank, FIELD), name, converter)) - 1;
  };
  const { label } = partsOf(node);
  const title: Block[] =
    label.length > 0 ? [{ kind: 'paragraph', inlines: converter.inlines(label) }] : [];
  const content = partsOf(node).content.filter(
    (child) => child !== list && (rest.includes(child) || codes.some((code) => code === child))
  );
  const blocks = [...title, ...converter.withBlanks(take, () => converter.blocks(content))];
  const hasBlanks = fields.length > 0;
  if (attributes.has('answer')) {
    if (hasBlanks || list) {
      throw new LessonFault('Answers stand in the blanks or choices, so the question has none.');
    }
    fields.push(fieldOf(attributes, '', converter));
  }
  if (hasBlanks && list) throw new LessonFault('A question has blanks or choices, not both.');
  if (fields.length === 0 && !list) {
    throw new LessonFault('A question needs an `answer`, a `:blank` or a list of choices.');
  }
  return {
    kind: 'question',
    id: converter.idOf(node),
    line: lineOf(node),
    blocks,
    fields,
    hasBlanks,
    choices,
    hints: wordsOf(found.get('hint'), converter),
    wrong: foreseen(found.get('wrong'), fields, converter),
    right: onlyWords('right', found, converter)
  };
}
