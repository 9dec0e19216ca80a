import type { ContributionEvent } from '../graph/trace';
import type { Tensor } from '../tensor/tensor';
import type { Timeline } from './frames';
import { briefText } from './values';

/** One of the contributions that add up at a node. */
export interface MeetingPart {
  /** Node that it comes from. */
  readonly node: string;
  readonly edge: string;
  /** Null while it hasn't arrived. */
  readonly contribution: Tensor | null;
}

/** Several paths that meet at a node, as far as the cursor has come. */
export interface Meeting {
  readonly parts: readonly MeetingPart[];
  readonly arrived: number;
  /** Of what has arrived. */
  readonly sum: Tensor;
}

interface Arrival {
  readonly at: number;
  readonly event: ContributionEvent;
}

const indexed = new WeakMap<Timeline, ReadonlyMap<string, readonly Arrival[]>>();

function arrivalsOf(timeline: Timeline): ReadonlyMap<string, readonly Arrival[]> {
  const found = indexed.get(timeline);
  if (found) return found;
  const made = new Map<string, Arrival[]>();
  timeline.events.forEach((event, at) => {
    if (event.kind !== 'contribution') return;
    const list = made.get(event.source);
    if (list) list.push({ at, event });
    else made.set(event.source, [{ at, event }]);
  });
  indexed.set(timeline, made);
  return made;
}

/**
 * How many contributions have arrived at a node in all backward passes, 0 where none has in the running one; a
 * number, so that nothing is drawn anew while it stays.
 */
export function arrivedAt(timeline: Timeline, id: string, cursor: number): number {
  const list = arrivalsOf(timeline).get(id);
  if (!list) return 0;
  let count = 0;
  for (const { at } of list) if (at < cursor) count += 1;
  const last = list[count - 1];
  return last && last.at > timeline.passStart(cursor) ? count : 0;
}

/**
 * The paths of one backward that meet at a node, once the first part has arrived; null where only one path leads back
 * to it.
 * @param count what `arrivedAt` says
 */
export function meetingAt(timeline: Timeline, id: string, count: number): Meeting | null {
  const list = arrivalsOf(timeline).get(id) ?? [];
  const last = list[count - 1]?.event;
  if (!last) return null;
  const start = count - last.arrival;
  const next = list.findIndex(({ event }, k) => k > start && event.arrival === 1);
  const own = list.slice(start, next === -1 ? list.length : next);
  if (own.length < 2) return null;
  return {
    parts: own.map(({ event }, k) => ({
      node: event.node,
      edge: event.edge,
      contribution: k < last.arrival ? event.contribution : null
    })),
    arrived: last.arrival,
    sum: last.sum
  };
}

/** Terms that are written out; of more, the first ones and the last. */
const TERMS = 4;

function term(t: Tensor | null, isFirst: boolean): string {
  if (!t) return '…';
  const text = briefText(t);
  return text.startsWith('−') && !isFirst ? `(${text})` : text;
}

/** `4 + 2 = 6`; parts that haven't arrived are dots, and the sum stands there once all have. */
export function meetingText({ parts, arrived, sum }: Meeting): string {
  const isComplete = arrived === parts.length;
  if (!isComplete && parts.length > TERMS) {
    return `${arrived} of ${parts.length}: ${briefText(sum)} so far`;
  }
  const terms = parts.map(({ contribution }, k) => term(contribution, k === 0));
  const shown =
    terms.length <= TERMS ? terms : [...terms.slice(0, TERMS - 1), '…', terms.at(-1) ?? ''];
  return shown.join(' + ') + (isComplete ? ` = ${briefText(sum)}` : '');
}

/** The same for those who don't see it. */
export function meetingWords(meeting: Meeting): string {
  const { parts, arrived, sum } = meeting;
  return arrived === parts.length
    ? `${parts.length} contributions add up here: ${meetingText(meeting)}.`
    : `${arrived} of ${parts.length} contributions have arrived: ${briefText(sum)} so far.`;
}
