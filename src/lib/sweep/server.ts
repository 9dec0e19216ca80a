import type { SweepAnswer, SweepQuestion } from './protocol';
import { refine } from './sweep';

/** Answers the latest question in chunks; the same in a worker and, without one, in the page. */
export class SweepServer {
  private latest: SweepQuestion | null = null;
  private isWorking = false;

  /**
   * @param answer where answers go
   * @param pause resolves once messages and other work have had their turn
   * @param budget longest time between two pauses, in milliseconds, as far as single runs allow
   */
  constructor(
    private readonly answer: (answer: SweepAnswer) => void,
    private readonly pause: () => Promise<void>,
    private readonly budget: number
  ) {}

  /** Takes a question; what is being computed for an older one ends at its next pause. */
  ask(question: SweepQuestion): void {
    this.latest = question;
    if (this.isWorking) return;
    this.isWorking = true;
    queueMicrotask(() => void this.work());
  }

  /** Ends what is being computed. */
  stop(): void {
    this.latest = null;
  }

  private async work(): Promise<void> {
    for (let current = this.latest; current; current = this.latest) {
      await this.serve(current);
      if (this.latest === current) this.latest = null;
    }
    this.isWorking = false;
  }

  private async serve(question: SweepQuestion): Promise<void> {
    const { id, revision, document: doc, input, from, to } = question;
    try {
      for (const sweep of refine(doc, { input, from, to }, this.budget)) {
        if (sweep) this.answer({ kind: 'sweep', id, revision, sweep });
        await this.pause();
        if (this.latest !== question) return;
      }
      this.answer({ kind: 'done', id, revision });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.answer({ kind: 'fault', id, revision, message });
    }
  }
}
