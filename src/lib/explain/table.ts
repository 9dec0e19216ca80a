import { nodeName, nodesInOrder, type Document } from '../graph/document';
import type { Program } from '../graph/program';
import type { ForwardEvent, TraceEvent } from '../graph/trace';
import { numberText } from '../ops/latex';
import type { Tensor } from '../tensor/tensor';
import { briefText } from './values';

/** A gradient that arrives at a node; `at` is the cursor position after which it is there. */
export interface Arrival {
  readonly at: number;
  readonly part: Tensor;
  /** Total of what has arrived, this part included. */
  readonly sum: Tensor;
  /** Node that it comes through; null for the seed. */
  readonly via: string | null;
  /** Input of that node; null for the seed. */
  readonly input: string | null;
}

/** One instruction of a program, with the steps that its numbers come from. */
export interface TableRow {
  readonly node: string;
  readonly name: string;
  readonly isLeaf: boolean;
  /** Cursor position after which it has its value, or null where it never gets one. */
  readonly made: number | null;
  readonly origin: ForwardEvent | null;
  /** Of all backward passes. */
  readonly arrivals: readonly Arrival[];
  /** Cursor positions after which `.grad` has it, one for each backward pass. */
  readonly accumulated: readonly number[];
}

export interface EvaluationTable {
  /** In program order. */
  readonly rows: readonly TableRow[];
  /** Row of each node. */
  readonly places: ReadonlyMap<string, number>;
  /** Names of nodes that have no row because they can't run. */
  readonly left: readonly string[];
}

/** The evaluation table of a run: everything that it can show, whatever the cursor. */
export function evaluationTable(
  doc: Document,
  { instructions }: Pick<Program, 'instructions'>,
  events: readonly TraceEvent[]
): EvaluationTable {
  const made = new Map<string, number>();
  const origins = new Map<string, ForwardEvent>();
  const arrivals = new Map<string, Arrival[]>();
  const accumulated = new Map<string, number[]>();
  const arrive = (node: string, arrival: Arrival): void => {
    const known = arrivals.get(node);
    if (known) known.push(arrival);
    else arrivals.set(node, [arrival]);
  };
  events.forEach((event, i) => {
    const at = i + 1;
    if (event.kind === 'leaf' || event.kind === 'forward') made.set(event.node, at);
    if (event.kind === 'forward') origins.set(event.node, event);
    if (event.kind === 'accumulate') {
      accumulated.set(event.node, [...(accumulated.get(event.node) ?? []), at]);
    }
    if (event.kind === 'seed') {
      arrive(event.node, { at, part: event.grad, sum: event.grad, via: null, input: null });
    }
    if (event.kind === 'contribution') {
      const { contribution: part, sum, node: via, input } = event;
      arrive(event.source, { at, part, sum, via, input });
    }
  });
  const rows = instructions.map(({ node: { id }, kind }): TableRow => {
    return {
      node: id,
      name: nodeName(doc, id),
      isLeaf: kind === 'leaf',
      made: made.get(id) ?? null,
      origin: origins.get(id) ?? null,
      arrivals: arrivals.get(id) ?? [],
      accumulated: accumulated.get(id) ?? []
    };
  });
  const places = new Map(rows.map(({ node }, k) => [node, k]));
  const left = nodesInOrder(doc).flatMap(({ id, name }) => (places.has(id) ? [] : [name]));
  return { rows, places, left };
}

/**
 * What has arrived at a row at a position of the cursor.
 * @param from where the running backward begins: what an earlier one brought is no part of the sum
 */
export const arrivedBy = ({ arrivals }: TableRow, cursor: number, from = 0): readonly Arrival[] =>
  arrivals.filter(({ at }) => at > from && at <= cursor);

/** Cursor position after which the running backward has added to the row's `.grad`; null where it hasn't. */
export const accumulatedBy = ({ accumulated }: TableRow, cursor: number, from = 0): number | null =>
  accumulated.findLast((at) => at > from && at <= cursor) ?? null;

/** A number in a sum: in parentheses where its sign would stand next to another. */
export function partText(part: Tensor, isFirst: boolean): string {
  const text = briefText(part);
  return !isFirst && text.startsWith(numberText(-1).charAt(0)) ? `(${text})` : text;
}

/** Where a step happens in the table. */
export interface TableFocus {
  /** Node of the row in which a number is written. */
  readonly node: string;
  readonly cell: 'value' | 'adjoint';
  /** Node whose operation is differentiated, and by which input. */
  readonly via: { readonly node: string; readonly input: string } | null;
}

export function tableFocus(event: TraceEvent | null): TableFocus | null {
  switch (event?.kind) {
    case undefined:
      return null;
    case 'leaf':
    case 'forward':
    case 'update':
      return { node: event.node, cell: 'value', via: null };
    case 'body':
      return {
        node: event.node,
        cell: event.where === 'forward' ? 'value' : 'adjoint',
        via: null
      };
    case 'seed':
    case 'accumulate':
    case 'refused':
      return { node: event.node, cell: 'adjoint', via: null };
    case 'contribution':
      return {
        node: event.source,
        cell: 'adjoint',
        via: { node: event.node, input: event.input }
      };
  }
}
