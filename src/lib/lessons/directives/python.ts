import { Attributes, LessonFault } from '../attributes';
import type { Converter } from '../convert';
import type { Block } from '../lesson';
import { lineOf, type Directive } from '../markdown';
import { GOAL, goalOf } from './goal';
import { listings, onlyWords, split, wordsOf } from './parts';

const OWN = ['expect', 'message', 'figures', 'graph', 'result'] as const;
const MOST_FIGURES = 20;

export function python(node: Directive, converter: Converter): Block {
  const attributes = new Attributes(node, [...OWN, ...GOAL]);
  const { found, codes, rest } = split(node, ['hint', 'right']);
  const all = listings(codes);
  const [program, more] = all.filter(({ meta }) => meta !== 'solution');
  const [solution] = all.filter(({ meta }) => meta === 'solution');
  if (!program || more) throw new LessonFault('`python` holds one block ` ```python `.');
  const [result] = attributes.has('result') ? attributes.names('result') : [];
  const isCheck = GOAL.some((name) => attributes.has(name));
  if (isCheck && result === undefined) {
    throw new LessonFault('Say by `result` which tensor of the program is checked.');
  }
  const expect = attributes.text('expect');
  if (expect !== null && program.output !== null) {
    throw new LessonFault('Say what is printed by `expect` or by a block `output`, not by both.');
  }
  const [graph] = attributes.has('graph') ? attributes.names('graph') : [];
  return {
    kind: 'python',
    id: converter.idOf(node),
    line: lineOf(node),
    blocks: converter.blocks(rest),
    code: program.code,
    output: solution?.output ?? program.output ?? expect,
    message: attributes.text('message'),
    figures: attributes.number('figures', 0, MOST_FIGURES),
    graph: graph ?? null,
    isDrawn: false,
    goal: isCheck ? goalOf(attributes) : null,
    result: result ?? null,
    solution: solution?.code ?? null,
    hints: wordsOf(found.get('hint'), converter),
    right: onlyWords('right', found, converter)
  };
}
