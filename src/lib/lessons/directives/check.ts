import { Attributes, LessonFault } from '../attributes';
import { isUsable } from '../check/requirements';
import type { Converter } from '../convert';
import { GRAPH_SOURCE, graphOf, nothing, type Built } from '../graphs';
import type { Block, Goal } from '../lesson';
import { lineOf, type Directive } from '../markdown';
import { GOAL, goalOf } from './goal';
import { heightOf } from './graph';
import { jsonOf, onlyWords, split, wordsOf } from './parts';

const OWN = ['on', 'start', 'example', 'palette', 'typed', 'height'] as const;

function paletteOf(attributes: Attributes): string[] | null {
  if (!attributes.has('palette')) return null;
  const names = attributes.names('palette');
  const unknown = names.find((name) => name !== 'input' && name !== 'function' && !isUsable(name));
  if (unknown !== undefined) attributes.fail('palette', `there is no operation \`${unknown}\``);
  return names;
}

/** The graph that its canvas starts with. */
function startOf(attributes: Attributes, json: string | null): Built {
  const { directive } = attributes;
  const formula = attributes.text('start');
  const example = attributes.text('example');
  const given: Record<string, string> = {};
  if (formula !== null) given.formula = formula;
  if (example !== null) given.example = example;
  const at = attributes.text('at');
  if (at !== null && formula !== null) given.at = at;
  return (
    graphOf(new Attributes({ name: directive.name, attributes: given }, GRAPH_SOURCE), json) ??
    nothing
  );
}

function solutionOf(part: Directive | undefined, goal: Goal): Built | null {
  if (!part) {
    const { reference, formula } = goal;
    return reference && { document: reference, formula, isUnplaced: true };
  }
  const built = graphOf(new Attributes(part, GRAPH_SOURCE), jsonOf(split(part, []).codes));
  if (!built)
    throw new LessonFault('`solution` needs a `formula`, an `example` or a block of JSON.');
  return built;
}

export function check(node: Directive, converter: Converter): Block {
  const attributes = new Attributes(node, [...GOAL, ...OWN]);
  const { found, codes, rest } = split(node, ['hint', 'right', 'solution']);
  const goal = goalOf(attributes);
  const on = attributes.text('on');
  if (on !== null && !converter.graphs.has(on)) {
    attributes.fail('on', `no graph of this step is called \`${on}\``);
  }
  const [part, second] = found.get('solution') ?? [];
  if (second) throw new LessonFault('There is more than one `solution`.');
  const typed = attributes.flag('typed');
  if (typed && !goal.reference) attributes.fail('typed', 'goes with a formula to `build`');
  const start = startOf(attributes, jsonOf(codes));
  const solution = solutionOf(part, goal);
  return {
    kind: 'check',
    id: converter.idOf(node),
    line: lineOf(node),
    blocks: converter.blocks(rest),
    hints: wordsOf(found.get('hint'), converter),
    right: onlyWords('right', found, converter),
    goal,
    start: start.document,
    startFormula: start.formula,
    on,
    palette: paletteOf(attributes),
    typed,
    height: heightOf(attributes),
    solution: solution?.document ?? null,
    solutionFormula: solution?.formula ?? ''
  };
}
