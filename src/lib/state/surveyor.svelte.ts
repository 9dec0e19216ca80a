import type { Document } from '../graph/document';
import type { Field, FieldOptions } from '../train/field';
import type { Refusal } from '../train/model';
import type { Answer, FieldQuestion, SurfaceQuestion } from '../train/protocol';
import type { Surface, SurfaceOptions } from '../train/surface';
import { type OpenPort, pagePort, type TrainPort } from './train-port';
import { sameQuestion } from './training';

type Survey = SurfaceQuestion | FieldQuestion;
type Kind = Survey['kind'];
export type Found<T> = T | Refusal;

/** What has become of the questions of one kind. */
interface Track {
  asked: Survey | null;
  /** Waits for the one before to be answered, so that a moving document is still drawn. */
  waiting: Survey | null;
  isBusy: boolean;
}

const isSame = (a: Survey, b: Survey): boolean =>
  JSON.stringify(a.options) === JSON.stringify(b.options) && sameQuestion(a.document, b.document);

/** Pictures of the loss and of what a graph predicts: asked for by documents, answered by a worker, coarse first. */
export class Surveyor {
  readonly #open: OpenPort;
  #port: TrainPort | null = null;
  #count = 0;
  readonly #tracks: Record<Kind, Track> = {
    surface: { asked: null, waiting: null, isBusy: false },
    field: { asked: null, waiting: null, isBusy: false }
  };
  #surface = $state.raw<Found<Surface> | null>(null);
  #field = $state.raw<Found<Field> | null>(null);

  constructor(open: OpenPort) {
    this.#open = open;
  }

  get surface(): Found<Surface> | null {
    return this.#surface;
  }

  get field(): Found<Field> | null {
    return this.#field;
  }

  askSurface(document: Document, revision: number, options: SurfaceOptions): void {
    this.#ask({ kind: 'surface', id: ++this.#count, revision, document, options });
  }

  askField(document: Document, revision: number, options: FieldOptions): void {
    this.#ask({ kind: 'field', id: ++this.#count, revision, document, options });
  }

  /** Forgets what was asked and answered. */
  clear(kind: Kind): void {
    this.#tracks[kind] = { asked: null, waiting: null, isBusy: false };
    this.#port?.send({ kind: 'stop', stop: kind });
    if (kind === 'surface') this.#surface = null;
    else this.#field = null;
  }

  #ask(question: Survey): void {
    const track = this.#tracks[question.kind];
    const { asked } = track;
    track.waiting = null;
    if (asked && isSame(asked, question)) return;
    const hasSameOptions =
      asked && JSON.stringify(asked.options) === JSON.stringify(question.options);
    if (track.isBusy && hasSameOptions) track.waiting = question;
    else this.#send(question);
  }

  #send(question: Survey): void {
    this.#tracks[question.kind] = { asked: question, waiting: null, isBusy: true };
    this.#port ??= this.#open(
      (answer) => this.#take(answer),
      () => this.#fallBack()
    );
    this.#port.send(question);
  }

  #take(answer: Answer): void {
    const kind = answer.kind === 'done' || answer.kind === 'fault' ? answer.of : answer.kind;
    if (kind === 'run' || kind === 'progress') return;
    const track = this.#tracks[kind];
    if (answer.id !== track.asked?.id) return;
    if (answer.kind === 'surface') this.#surface = answer.surface;
    else if (answer.kind === 'field') this.#field = answer.field;
    else {
      track.isBusy = false;
      if (answer.kind === 'fault') {
        const said = { message: answer.message, help: 'The picture could not be computed.' };
        if (kind === 'surface') this.#surface = said;
        else this.#field = said;
      }
    }
    // The document moved on: the coarse picture of the old one is enough.
    if (track.waiting) this.#send(track.waiting);
  }

  /** A worker that broke down, or that the browser refused to load, is replaced by the page. */
  #fallBack(): void {
    if (!this.#port) return;
    this.#port.close();
    this.#port = pagePort((answer) => this.#take(answer));
    for (const { asked, isBusy } of Object.values(this.#tracks)) {
      if (asked && isBusy) this.#port.send(asked);
    }
  }

  dispose(): void {
    this.#port?.close();
    this.#port = null;
    for (const track of Object.values(this.#tracks))
      Object.assign(track, { asked: null, waiting: null });
  }
}
