import type { Document } from '../graph/document';
import type { Field, FieldOptions } from '../train/field';
import type { Refusal } from '../train/model';
import type { Answer, FieldQuestion, SurfaceQuestion } from '../train/protocol';
import type { Surface, SurfaceOptions } from '../train/surface';
import { type OpenPort, pagePort, type TrainPort } from './train-port';
import { sameGround, sameQuestion } from './training';

type Survey = SurfaceQuestion | FieldQuestion;
type Kind = Survey['kind'];
export type Found<T> = T | Refusal;

/** What has become of the questions of one kind. */
interface Track {
  asked: Survey | null;
  /** Waits for the one before to be answered, so that a moving document is still drawn. */
  waiting: Survey | null;
  isBusy: boolean;
  /** What came last and isn't as fine yet as what is shown. */
  draft: Found<Surface | Field> | null;
}

const sameOptions = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

function isSame(a: Survey, b: Survey): boolean {
  if (a.kind !== b.kind || !sameOptions(a.options, b.options)) return false;
  if (a.kind === 'field') return sameQuestion(a.document, b.document);
  const { x, y } = a.options;
  return sameGround(a.document, b.document, y ? [x, y] : [x]);
}

/** Whether a picture is of the same part as another and coarser: then the other stays until it is overtaken. */
function isCoarser(fresh: Found<Surface | Field>, shown: Found<Surface | Field> | null): boolean {
  if (!shown || 'message' in shown || 'message' in fresh || fresh.columns >= shown.columns) {
    return false;
  }
  const part = ({ x, y, xSpan, ySpan }: Surface | Field): object => ({ x, y, xSpan, ySpan });
  return sameOptions(part(fresh), part(shown));
}

/** Pictures of the loss and of what a graph predicts: asked for by documents, answered by a worker, coarse first. */
export class Surveyor {
  readonly #open: OpenPort;
  #port: TrainPort | null = null;
  #count = 0;
  readonly #tracks: Record<Kind, Track> = {
    surface: { asked: null, waiting: null, isBusy: false, draft: null },
    field: { asked: null, waiting: null, isBusy: false, draft: null }
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
    this.#tracks[kind] = { asked: null, waiting: null, isBusy: false, draft: null };
    this.#port?.send({ kind: 'stop', stop: kind });
    if (kind === 'surface') this.#surface = null;
    else this.#field = null;
  }

  #ask(question: Survey): void {
    const track = this.#tracks[question.kind];
    const { asked } = track;
    track.waiting = null;
    if (asked && isSame(asked, question)) return;
    if (track.isBusy && asked && sameOptions(asked.options, question.options))
      track.waiting = question;
    else this.#send(question);
  }

  #send(question: Survey): void {
    this.#tracks[question.kind] = { asked: question, waiting: null, isBusy: true, draft: null };
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
    if (answer.kind === 'surface') {
      track.draft = isCoarser(answer.surface, this.#surface) ? answer.surface : null;
      if (!track.draft) this.#surface = answer.surface;
    } else if (answer.kind === 'field') {
      track.draft = isCoarser(answer.field, this.#field) ? answer.field : null;
      if (!track.draft) this.#field = answer.field;
    } else {
      track.isBusy = false;
      // As fine as it gets.
      if (track.draft && kind === 'surface') this.#surface = track.draft as Found<Surface>;
      if (track.draft && kind === 'field') this.#field = track.draft as Found<Field>;
      if (answer.kind === 'fault') {
        const said = { message: answer.message, help: 'The picture could not be computed.' };
        if (kind === 'surface') this.#surface = said;
        else this.#field = said;
      }
    }
    if (!track.waiting) return;
    // The document moved on: a coarse picture of the one before is enough, and shown even so.
    if (answer.kind === 'field') this.#field = answer.field;
    this.#send(track.waiting);
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
