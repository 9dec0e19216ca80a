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
  readonly #run = $derived(run(this.#program));
  readonly #timeline = $derived(new Timeline(this.#run.trace));

  constructor(read: () => Document) {
    this.#read = read;
  }

  get run(): Run {
    return this.#run;
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  /** Node that backward starts from. */
  get result(): string | null {
    return this.#program.result;
  }

  faultsOf(node: string): readonly Diagnostic[] {
    return this.#run.diagnostics.filter((diagnostic) => diagnostic.nodes.includes(node));
  }
}
