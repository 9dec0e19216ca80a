import { Timeline } from '../explain/frames';
import { compile, computesSame, type Diagnostic, type Program } from '../graph/program';
import { backwardAgain, canRepeat, run, type Run } from '../graph/run';
import type { Document } from '../graph/document';

/** Backward passes of one run: more would show nothing new. */
const MAX_PASSES = 5;

/**
 * Compiles and runs the document whenever what it computes has changed; moving a node doesn't count. How often backward
 * runs belongs to the session: a change of the document begins anew.
 */
export class Runner {
  readonly #read: () => Document;
  #compiled: { document: Document; program: Program } | null = null;
  /** The program whose backward keeps its graph. */
  #retained = $state.raw<Program | null>(null);
  /** What a run has become by further backward passes. */
  #extended = $state.raw<{ readonly base: Run; readonly run: Run } | null>(null);
  /** How often it was asked to begin anew. */
  #attempt = $state(0);

  readonly #program = $derived.by((): Program => {
    const document = this.#read();
    if (this.#compiled && computesSame(this.#compiled.document, document)) {
      return this.#compiled.program;
    }
    this.#compiled = { document, program: compile(document) };
    return this.#compiled.program;
  });
  readonly #base = $derived.by((): Run => {
    void this.#attempt;
    return run(this.#program, { retainGraph: this.retainGraph });
  });
  readonly #present = $derived(
    this.#extended?.base === this.#base ? this.#extended.run : this.#base
  );
  /** A run that led to the document as it is: it is shown until that computes something else. */
  #held = $state.raw<{ run: Run; document: Document } | null>(null);
  readonly #run = $derived.by((): Run => {
    const held = this.#held;
    return held && computesSame(held.document, this.#read()) ? held.run : this.#present;
  });
  readonly #timeline = $derived(new Timeline(this.#run.trace));

  constructor(read: () => Document) {
    this.#read = read;
  }

  get run(): Run {
    return this.#run;
  }

  /** The run of the document as it is, whichever run is shown. */
  get present(): Run {
    return this.#present;
  }

  /** Shows the run of a training step, after which the document is what it is now. */
  hold(shown: Run): void {
    this.#held = { run: shown, document: this.#read() };
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  /** Node that backward starts from. */
  get result(): string | null {
    return this.#run.program.result;
  }

  /** Whether backward keeps what was saved, as with `retain_graph=True`. */
  get retainGraph(): boolean {
    return this.#retained === this.#program;
  }

  /** As many backward passes as there are run anew, with the graph kept or freed. */
  setRetainGraph(keeps: boolean): void {
    const { passes } = this.run;
    this.#retained = keeps ? this.#program : null;
    for (let pass = 1; pass < passes; pass++) this.backwardAgain();
  }

  /** Whether `backward()` can be called once more on the graph that is there. */
  get canRunAgain(): boolean {
    return this.#run === this.#present && canRepeat(this.#run) && this.#run.passes < MAX_PASSES;
  }

  /** Calls `backward()` once more: the trace goes on with what PyTorch does, until it refuses. */
  backwardAgain(): void {
    if (!this.canRunAgain) return;
    this.#extended = { base: this.#base, run: backwardAgain(this.#run) };
  }

  /** Forgets further backward passes: the graph is made anew. */
  startOver(): void {
    this.#extended = null;
    this.#held = null;
    this.#attempt += 1;
  }

  faultsOf(node: string): readonly Diagnostic[] {
    return this.#run.diagnostics.filter((diagnostic) => diagnostic.nodes.includes(node));
  }
}
