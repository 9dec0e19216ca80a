import * as v from 'valibot';
import { checkDocument } from '../../exchange/json';
import { LIMITS as DOCUMENT_LIMITS } from '../../graph/document';
import { figureSchema } from '../../python/figure';
import type { PythonEvent, RecordedGraph, RunOutcome } from '../../python/events';

/** What the page asks of the worker in which Python runs. */
export type Question =
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly code: string;
      readonly file: string;
      readonly echo: boolean;
    }
  | {
      readonly kind: 'graph';
      readonly id: number;
      readonly name: string | null;
      /** Of an earlier run; null for the latest. */
      readonly file: string | null;
    }
  | { readonly kind: 'restart'; readonly id: number };

/** What the worker says; `id` is that of the question. */
export type Answer =
  /** Python has started. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly id: number; readonly event: PythonEvent }
  /** The run shows more than it may; what follows is left out, and it has been told to end. */
  | { readonly kind: 'flood'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: RunOutcome }
  | { readonly kind: 'graph'; readonly id: number; readonly graph: RecordedGraph }
  | { readonly kind: 'restarted'; readonly id: number }
  /** The question can't be answered; Python goes on. */
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
  /** Python has broken down and answers nothing more. */
  | { readonly kind: 'broken'; readonly message: string };

/** Bounds of what a run may show and of what is taken from a worker. */
export const LIMITS = {
  /** Of a program's text. */
  code: 500_000,
  /** Of what one run prints. */
  characters: 1_000_000,
  lines: 20_000,
  /** Pieces in which it comes. */
  events: 60_000,
  figures: 40,
  /** Of an exception's texts. */
  traceback: 200_000,
  /** Of tensors that are listed after a run. */
  tensors: 200,
  name: 200,
  notes: 100
} as const;

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const line = v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));

const event = v.variant('kind', [
  v.strictObject({
    kind: v.literal('text'),
    stream: v.picklist(['stdout', 'stderr']),
    text: text(LIMITS.characters)
  }),
  v.strictObject({ kind: v.literal('result'), text: text(LIMITS.characters) }),
  v.strictObject({ kind: v.literal('figure'), figure: v.unknown() })
]);

const fault = v.strictObject({
  name: text(LIMITS.name),
  message: text(LIMITS.traceback),
  traceback: text(LIMITS.traceback),
  line
});

const tensor = v.strictObject({
  name: text(LIMITS.name),
  shape: v.pipe(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), v.maxLength(64)),
  gradFn: v.nullable(text(LIMITS.name))
});

const outcome = v.strictObject({
  fault: v.nullable(fault),
  exit: v.nullable(v.pipe(v.number(), v.safeInteger())),
  tensors: v.pipe(v.array(tensor), v.maxLength(LIMITS.tensors))
});

const lines = v.pipe(
  v.record(text(LIMITS.name), v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  v.maxEntries(DOCUMENT_LIMITS.nodes)
);
const graph = v.strictObject({
  document: v.unknown(),
  lines,
  notes: v.pipe(v.array(text(2000)), v.maxLength(LIMITS.notes))
});

const eventAnswer = v.strictObject({ kind: v.literal('event'), id, event });
const graphAnswer = v.strictObject({ kind: v.literal('graph'), id, graph });
const answer = v.variant('kind', [
  v.strictObject({ kind: v.literal('ready') }),
  eventAnswer,
  v.strictObject({ kind: v.literal('flood'), id }),
  v.strictObject({ kind: v.literal('done'), id, outcome }),
  graphAnswer,
  v.strictObject({ kind: v.literal('restarted'), id }),
  v.strictObject({ kind: v.literal('refused'), id, message: text(LIMITS.traceback) }),
  v.strictObject({ kind: v.literal('broken'), message: text(LIMITS.traceback) })
]);

type Plain<S extends v.GenericSchema> = v.InferOutput<S>;

/** A document is checked as one from anywhere else is. */
function readGraph({ kind, id, graph: { document, ...rest } }: Plain<typeof graphAnswer>): Answer {
  const loaded = checkDocument(document);
  if (!loaded.ok) return { kind: 'refused', id, message: loaded.reason };
  return { kind, id, graph: { ...rest, document: loaded.document } };
}

/** A figure that can't be drawn is no reason to end the run: what is wrong is said in its place. */
function readEvent({ kind, id, event }: Plain<typeof eventAnswer>): Answer {
  if (event.kind !== 'figure') return { kind, id, event };
  const read = v.safeParse(figureSchema, event.figure, { abortEarly: true });
  if (read.success) return { kind, id, event: { kind: 'figure', figure: read.output } };
  const [{ message }] = read.issues;
  const text = `A figure can't be shown: ${message.slice(0, 200)}.\n`;
  return { kind, id, event: { kind: 'text', stream: 'stderr', text } };
}

/**
 * Reads a message of the worker, which a learner's program may have forged.
 * @returns null where it isn't one
 */
export function readAnswer(data: unknown): Answer | null {
  const read = v.safeParse(answer, data, { abortEarly: true });
  if (!read.success) return null;
  if (read.output.kind === 'graph') return readGraph(read.output);
  return read.output.kind === 'event' ? readEvent(read.output) : read.output;
}
