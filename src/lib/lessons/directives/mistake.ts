import { Attributes, LessonFault } from '../attributes';
import type { Converter } from '../convert';
import type { Block, Exhibit } from '../lesson';
import { lineOf, partsOf, type Directive } from '../markdown';
import { graphBlock } from './graph';
import { listings, onlyWords, split, type Listing } from './parts';

const NEEDS =
  'A mistake has two programs, the second ` ```python mended `, or a `::graph` and a `::mended`.';

const program = ({ code, output }: Listing): Exhibit => ({ kind: 'python', code, output });

function exhibits(node: Directive, converter: Converter): { wrong: Exhibit; mended: Exhibit } {
  const { found, codes } = split(node, ['graph', 'mended']);
  const [graph, secondGraph] = found.get('graph') ?? [];
  const [mend, secondMend] = found.get('mended') ?? [];
  const all = listings(codes);
  if (graph && mend && !secondGraph && !secondMend && all.length === 0) {
    return {
      wrong: { kind: 'graph', graph: graphBlock(graph, converter) },
      mended: { kind: 'graph', graph: graphBlock(mend, converter) }
    };
  }
  const mended = all.filter(({ meta }) => meta === 'mended');
  const wrong = all.filter(({ meta }) => meta !== 'mended');
  const [first, second] = [wrong[0], mended[0]];
  if (graph || mend || !first || !second || all.length !== 2) throw new LessonFault(NEEDS);
  return { wrong: program(first), mended: program(second) };
}

export function mistake(node: Directive, converter: Converter): Block {
  const attributes = new Attributes(node, ['message']);
  const { label } = partsOf(node);
  if (label.length === 0) throw new LessonFault('A mistake needs a title: `:::mistake[…]`.');
  const { found, rest } = split(node, ['graph', 'mended', 'why', 'right']);
  return {
    kind: 'mistake',
    id: converter.idOf(node),
    line: lineOf(node),
    title: converter.inlines(label),
    blocks: converter.blocks(rest),
    ...exhibits(node, converter),
    message: attributes.text('message'),
    why: onlyWords('why', found, converter),
    right: onlyWords('right', found, converter)
  };
}
