import { nodeName, type Document } from '../graph/document';
import type { TraceEvent } from '../graph/trace';
import { direction } from './frames';

/** Half of the trace that a step belongs to; `start` before the first step. */
export type Phase = 'start' | 'forward' | 'backward' | 'update';

export const phaseOf = (event: TraceEvent | null): Phase =>
  event?.kind === 'update' ? 'update' : event ? direction(event) : 'start';

/** The step in a few words: which way it goes and what it reaches. */
export function stepLabel(doc: Document, event: TraceEvent | null): string {
  const name = (id: string): string => nodeName(doc, id);
  switch (event?.kind) {
    case undefined:
      return 'Start';
    case 'leaf':
      return `Forward: leaf ${name(event.node)}`;
    case 'forward':
      return `Forward: ${name(event.node)}`;
    case 'seed':
      return `Backward starts at ${name(event.node)}${event.pass > 1 ? ' again' : ''}`;
    case 'contribution':
      return `Backward: ${name(event.node)} to ${name(event.source)}`;
    case 'accumulate':
      return `Backward: ${name(event.node)}.grad`;
    case 'refused':
      return `Backward refused at ${name(event.node)}`;
    case 'body': {
      const way = event.where === 'forward' ? 'Forward' : 'Backward';
      return `${way}: inside ${name(event.node)}, line ${event.line}`;
    }
    case 'update':
      return `Update: ${name(event.node)}`;
  }
}
