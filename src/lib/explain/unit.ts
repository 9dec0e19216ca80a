import { nodeName, type Document } from '../graph/document';
import type { TraceEvent } from '../graph/trace';
import type { Fold, Unit } from './folds';
import { direction } from './frames';
import { sentence } from './sentences';
import { briefText } from './values';

/** Results of a group that are told one by one. */
const TOLD = 3;

const listText = (parts: readonly string[]): string =>
  parts.length > TOLD
    ? `${parts.slice(0, TOLD).join(', ')} and ${parts.length - TOLD} more`
    : parts.join(' and ');

/** What is entered by stepping into a fold. */
export function foldName(doc: Document, fold: Fold): string {
  if (fold.kind === 'group') return doc.groups?.[fold.id]?.name ?? fold.id;
  const node = doc.nodes[fold.id];
  const where = fold.key.split(':').at(-1) ?? '';
  return `${node?.kind === 'custom' ? node.fn.name : (node?.name ?? fold.id)}.${where}`;
}

/** What the steps of a group have made together: values that are new, or gradients that leave it. */
function groupSentence(doc: Document, fold: Fold, events: readonly TraceEvent[]): string {
  const name = (id: string): string => nodeName(doc, id);
  const members = new Set(events.map(({ node }) => node));
  const made = new Map<string, string>();
  for (const event of events) {
    if (event.kind === 'leaf' || event.kind === 'forward') {
      made.set(event.node, `${name(event.node)} = ${briefText(event.output)}`);
    } else if (event.kind === 'contribution' && !members.has(event.source)) {
      made.set(event.source, `${name(event.source)} receives ${briefText(event.sum)}`);
    } else if (event.kind === 'accumulate') {
      made.set(event.node, `${name(event.node)}.grad is ${briefText(event.total)}`);
    }
  }
  const [first] = events;
  const way = first && direction(first) === 'backward' ? 'Backward' : 'Forward';
  return `${way} through ${doc.groups?.[fold.id]?.name ?? fold.id} in ${events.length} steps: ${listText([...made.values()])}.`;
}

/** A step as it is seen, in one sentence: a group that is folded is one step. */
export function unitSentence(
  doc: Document,
  unit: Unit | null,
  events: readonly TraceEvent[]
): string {
  const inside = unit ? events.slice(unit.start, unit.end) : [];
  return unit?.fold?.kind === 'group'
    ? groupSentence(doc, unit.fold, inside)
    : sentence(doc, inside.at(-1) ?? null);
}
