import type { Document } from '../graph/document';
import type { TraceEvent } from '../graph/trace';
import { sentence } from './sentences';

/** The trace as plain text, one line a step, for tests and for reading. */
export function traceText(doc: Document, trace: readonly TraceEvent[]): string {
  return trace
    .map((event, i) => `${String(i + 1).padStart(3)}  ${sentence(doc, event)}`)
    .join('\n');
}
