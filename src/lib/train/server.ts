import { field } from './field';
import type { Answer, Question, QuestionKind, TrainMessage } from './protocol';
import { surface } from './surface';
import { train } from './train';

/** An answer without what it regards. */
type Bare<A> = A extends Answer ? Omit<A, 'id' | 'revision'> : never;
type Told = Bare<Extract<Answer, { kind: 'progress' | 'surface' | 'field' }>>;

/** Answers the latest question of each kind in slices; the same in a worker and, without one, in the page. */
export class TrainServer {
  private readonly latest = new Map<QuestionKind, Question>();
  private readonly working = new Set<QuestionKind>();

  /**
   * @param answer where answers go
   * @param pause resolves after so many milliseconds, and once messages have had their turn
   * @param budget longest time between two pauses, as far as single steps allow
   */
  constructor(
    private readonly answer: (answer: Answer) => void,
    private readonly pause: (milliseconds: number) => Promise<void>,
    private readonly budget: number
  ) {}

  /** Takes a message; what is being computed for an older question of its kind ends at its next pause. */
  take(message: TrainMessage): void {
    if (message.kind === 'stop') {
      this.latest.delete(message.stop);
      return;
    }
    const { kind } = message;
    this.latest.set(kind, message);
    if (this.working.has(kind)) return;
    this.working.add(kind);
    queueMicrotask(() => void this.work(kind));
  }

  /** Ends all that is being computed. */
  stop(): void {
    this.latest.clear();
  }

  private async work(kind: QuestionKind): Promise<void> {
    for (let now = this.latest.get(kind); now; now = this.latest.get(kind)) {
      await this.serve(now);
      if (this.latest.get(kind) === now) this.latest.delete(kind);
    }
    this.working.delete(kind);
  }

  private async serve(question: Question): Promise<void> {
    const { id, revision, kind } = question;
    try {
      for (const told of this.answers(question)) {
        if (told) this.answer({ ...told, id, revision } as Answer);
        await this.pause(question.kind === 'run' ? question.pause : 0);
        if (this.latest.get(kind) !== question) return;
      }
      this.answer({ kind: 'done', of: kind, id, revision });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.answer({ kind: 'fault', of: kind, id, revision, message });
    }
  }

  private *answers(question: Question): Generator<Told | null> {
    const { document: doc } = question;
    const { budget } = this;
    switch (question.kind) {
      case 'run': {
        const { state, steps, chunk } = question;
        for (const progress of train(doc, { state, steps, chunk, budget })) {
          yield { kind: 'progress', progress };
        }
        return;
      }
      case 'surface':
        for (const found of surface(doc, question.options, budget)) {
          yield found && { kind: 'surface', surface: found };
        }
        return;
      case 'field':
        for (const found of field(doc, question.options, budget)) {
          yield found && { kind: 'field', field: found };
        }
    }
  }
}
