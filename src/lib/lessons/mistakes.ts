import type { NameMistake } from './answers';
import { areClose, nested, runOf, idOf } from './check/compare';
import { shapeText } from './check/text';
import { shareSlips, sumSlips } from '../explain/predict/slips';
import type { Document } from '../graph/document';
import type { Run } from '../graph/run';
import { shapeOf, type NestedNumbers, type Tensor } from '../tensor/tensor';

const negated = (value: NestedNumbers): NestedNumbers =>
  typeof value === 'number' ? -value : value.map(negated);

const asked = (answer: string): string | null =>
  /^\s*grad\(\s*(\w+)\s*\)\s*$/.exec(answer)?.[1] ?? null;

/** What predictions know of mistakes at the shares that arrive at a node, for the number that was given. */
function slipAt(
  graph: Document,
  { trace }: Run,
  id: string,
  is: (value: NestedNumbers) => boolean
) {
  const arriving = trace.filter((event) => event.kind === 'contribution' && event.source === id);
  for (const [place, event] of arriving.entries()) {
    // What was there before the first share is no sum.
    if (event.kind !== 'contribution' || (arriving.length > 1 && place === 0)) continue;
    const made = trace.find((one) => one.kind === 'forward' && one.node === event.node);
    const origin = made?.kind === 'forward' ? made : null;
    // Where several shares meet, the question asks for their sum, and mistakes at one of them are others.
    const slips = arriving.length > 1 ? sumSlips(graph, event) : shareSlips(graph, event, origin);
    const found = slips.find(({ value }) => is(value.tolist()));
    if (found) return found.hint;
  }
  return null;
}

/**
 * The likely mistake behind a wrong number, where its question asks for a value or a gradient of a graph: it is looked
 * up in what the run of the graph has computed.
 */
export const nameMistake: NameMistake = ({ field, given, expected }) => {
  const is = (value: NestedNumbers | undefined): boolean =>
    value !== undefined && areClose(nested(given), value, field.tolerance);
  const list = (tensor: Tensor | undefined): NestedNumbers | undefined => tensor?.tolist();
  const [shape, wanted] = [given, expected].map((literal) => shapeOf(nested(literal)));
  if (shape?.join() !== wanted?.join()) {
    return `Yours is ${shapeText(shape ?? [])}; ${shapeText(wanted ?? [])} is asked for.`;
  }
  if (is(negated(nested(expected)))) return 'The size is right; look at the sign.';
  const { graph } = field;
  const name = asked(field.answer);
  if (!graph) return null;
  const run = runOf(graph);
  const id = idOf(graph, name ?? field.answer.trim());
  if (id === null) return null;
  if (name === null) {
    return is(list(run.gradients.get(id)))
      ? `That is the gradient that arrives at ${field.answer.trim()}, not its value.`
      : null;
  }
  const arriving = run.trace.filter(
    (event) => event.kind === 'contribution' && event.source === id
  );
  for (const event of arriving) {
    if (event.kind !== 'contribution') continue;
    if (arriving.length > 1 && is(list(event.contribution))) {
      return `That is the share of one path only: ${arriving.length} paths lead back to ${name}, and they add up.`;
    }
    if (event.local && is(list(event.local))) {
      return 'That is the local derivative: it is still to be multiplied by the upstream gradient.';
    }
    if (is(list(event.upstream))) {
      return 'That is the upstream gradient: it is still to be multiplied by the local derivative.';
    }
  }
  const result = run.program.result ?? '';
  if (is(list(run.outputs.get(result)))) return 'That is the value of the result, not its slope.';
  if (is(list(run.outputs.get(id)))) return `That is the value of ${name}, not its gradient.`;
  return slipAt(graph, run, id, is);
};
