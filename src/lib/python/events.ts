import type { Document } from '../graph/document';
import type { FigureSpec } from './figure';

/** What a run shows while it runs, in order. */
export type PythonEvent =
  | { readonly kind: 'text'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** A figure that `plt.show()` showed, or that was open at the end of the cell. */
  | { readonly kind: 'figure'; readonly figure: FigureSpec }
  /** The value of a cell's last expression, as Jupyter's `Out[…]`. */
  | { readonly kind: 'result'; readonly text: string };

/** An exception that nobody caught. */
export interface PythonFault {
  /** Class name, e.g. `RuntimeError`. */
  readonly name: string;
  readonly message: string;
  /** As CPython prints it; frames that aren't the learner's are left out. */
  readonly traceback: string;
  /** Line of the learner's code that it came from, counted from 1; null where there is none. */
  readonly line: number | null;
}

/** A tensor that the learner's code has a name for. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** E.g. `PowBackward0`; null for a leaf. */
  readonly gradFn: string | null;
}

export interface RunOutcome {
  readonly fault: PythonFault | null;
  /** What `sys.exit` was given, where the code called it. */
  readonly exit: number | null;
  /** Tensors among the globals that belong to a graph: leaves that require a gradient and what came of them. */
  readonly tensors: readonly NamedTensor[];
}

/** What a run computed, as a document. */
export interface RecordedGraph {
  readonly document: Document;
  /** Line of the learner's code by node. */
  readonly lines: Readonly<Record<string, number>>;
  /** What the picture leaves out or shows differently, in sentences. */
  readonly notes: readonly string[];
}

export interface RunOptions {
  /** File name that tracebacks show. */
  readonly file: string;
  /** Whether the value of the last expression is shown, as in a notebook. */
  readonly echo: boolean;
}

export interface Runtime {
  /** Runs to the end; the globals stay for the next run. */
  run(code: string, options: RunOptions): RunOutcome;
  /**
   * The graph of the tensor of that name, or of all that the last run computed.
   * @param file of an earlier run: what it computed, with the names as they stood after it
   */
  graph(name: string | null, file?: string | null): RecordedGraph;
  /** Forgets all globals. */
  restart(): void;
}
