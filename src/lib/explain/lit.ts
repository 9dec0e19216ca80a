import type { TraceEvent } from '../graph/trace';

/** The line of a program that a step belongs to: that of a node, or the call of `backward()`. */
export interface LitLine {
  /** Node whose line runs or is differentiated; null for the call itself. */
  readonly node: string | null;
  readonly direction: 'forward' | 'backward';
  /** Line of the code of the node's function, from 1; null outside of it. */
  readonly line: number | null;
}

/** The line that runs at a step. In the backward pass it is the one whose operation is being differentiated. */
export function litLine(event: TraceEvent | null): LitLine | null {
  switch (event?.kind) {
    case undefined:
      return null;
    case 'leaf':
    case 'forward':
      return { node: event.node, direction: 'forward', line: null };
    case 'seed':
      return { node: null, direction: 'backward', line: null };
    case 'contribution':
    case 'accumulate':
    case 'refused':
    case 'update':
      return { node: event.node, direction: 'backward', line: null };
    case 'body':
      return { node: event.node, direction: event.where, line: event.line };
  }
}
