import { Timeline } from '../explain/frames';
import { compile, computesSame, type Diagnostic, type Program } from '../graph/program';
import { run, type Run } from '../graph/run';
import type { Document } from '../graph/document';

/** Compiles and runs the document whenever what it computes has changed; moving a node doesn't count. */
export class Runner {
  readonly #read: () => Document;
  #compiled: { document: Document; program: Program } | null = null;

  readonly #program = $derived.by((): Program => {
    const document = this.#read();
    if (this.#compiled && computesSame(this.#compiled.document, document)) {
      return this.#compiled.program;
    }
    this.#compiled = { document, program: compile(document) };
    return this.#compiled.program;
  });
  readonly #present = $derived(run(this.#program));
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

  faultsOf(node: string): readonly Diagnostic[] {
    return this.#run.diagnostics.filter((diagnostic) => diagnostic.nodes.includes(node));
  }
}
