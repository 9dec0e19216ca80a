import type { Document, TensorLiteral } from '../graph/document';
import { setTraining, setValues } from '../graph/edits';
import { isRefusal, prepare, type Refusal } from '../train/model';
import type { Answer } from '../train/protocol';
import { trainingOf } from '../train/roles';
import { lowerRate } from '../train/settings';
import { isStepped, stepWithTrace } from '../train/step';
import {
  type Element,
  type Ending,
  type PathPoint,
  type Progress,
  START,
  type TrainState
} from '../train/train';
import type { Editor } from './editor.svelte';
import type { Player } from './player.svelte';
import type { Runner } from './runner.svelte';
import { Surveyor } from './surveyor.svelte';
import { type OpenPort, type TrainPort, workerPort } from './train-port';
import {
  appended,
  continues,
  type Course,
  courseOf,
  remembering,
  sameQuestion,
  stillThere,
  valuesKey
} from './training';

/** How a run ended, until the next begins. */
export type Outcome =
  | Ending
  | { readonly kind: 'stopped'; readonly step: number }
  /** The document was changed meanwhile: what was found waits for a decision. */
  | {
      readonly kind: 'old';
      readonly step: number;
      readonly loss: number;
      readonly values: ReadonlyMap<string, TensorLiteral>;
    }
  | { readonly kind: 'fault'; readonly message: string };

/** Reports of a run that is watched, and milliseconds between two. */
const REPORTS = 60;
const PAUSE = 33;
/** A picture of the run may take this share of the page's time. */
const SHARE = 4;

/**
 * Trains the document. A run begins from the document as it is and shows its values without changing it; they are
 * written once, at the end or at a stop, as one step of undo. Where the graph, an input's value, the table or the
 * loss have changed meanwhile, whoever changed them, nothing is written: the run ends, and what it found waits as old.
 * Places, titles and the settings of training don't count as such a change. Another document ends the run and drops it.
 */
export class Trainer {
  readonly surveyor: Surveyor;
  readonly #editor: Editor;
  readonly #runner: Runner;
  readonly #player: Player;
  readonly #open: OpenPort;
  #port: TrainPort | null = null;
  #count = 0;
  #asked: Document | null = null;
  #last: Progress | null = null;
  #shownUntil = 0;
  #running = $state(false);
  #course = $state.raw<Course | null>(null);
  #outcome = $state.raw<Outcome | null>(null);
  /** Whether a run goes slowly enough to be watched. */
  watched = $state(true);

  readonly #isOld = $derived.by(() => {
    const course = this.#course;
    if (!course || this.#running) return false;
    const doc = this.#editor.document;
    return !continues(course.document, doc) || !course.places.has(valuesKey(doc));
  });

  /** @param open makes what computes; a worker unless given */
  constructor(editor: Editor, runner: Runner, player: Player, open: OpenPort = workerPort) {
    this.#editor = editor;
    this.#runner = runner;
    this.#player = player;
    this.#open = open;
    this.surveyor = new Surveyor(open);
  }

  get running(): boolean {
    return this.#running;
  }

  get outcome(): Outcome | null {
    return this.#outcome;
  }

  /** Losses and parameters so far, oldest first. */
  get points(): readonly PathPoint[] {
    return this.#course?.points ?? [];
  }

  /** The numbers that a point's values are. */
  get elements(): readonly Element[] {
    return this.#course?.elements ?? [];
  }

  /** Steps that led to the values of the document. */
  get step(): number {
    if (this.#running) return this.#last?.state.step ?? this.#place().step;
    return this.#isOld ? 0 : this.#place().step;
  }

  /** Whether points belong to a graph or to values that are there no longer. */
  get isOld(): boolean {
    return this.#isOld;
  }

  get canReset(): boolean {
    return this.#course !== null;
  }

  #place(): TrainState {
    return this.#course?.places.get(valuesKey(this.#editor.intended)) ?? START;
  }

  /** The course that goes on from a document, or a new one. Null where it can't be trained, which is then said. */
  #enter(doc: Document): Course | null {
    this.#outcome = null;
    const course = this.#course;
    if (course && continues(course.document, doc) && course.places.has(valuesKey(doc))) {
      return course;
    }
    const model = prepare(doc);
    if (isRefusal(model)) {
      this.#refuse(model);
      return null;
    }
    this.#course = courseOf(doc, model);
    return this.#course;
  }

  #refuse(reason: Refusal): void {
    this.#outcome = { kind: 'refused', reason };
  }

  /** Adds points in the place of those that an undo has taken back. */
  #append(points: readonly PathPoint[]): void {
    if (this.#course) this.#course = appended(this.#course, points);
  }

  /** Gives the document its values as one step of undo, and remembers where the optimiser stands there. */
  #write(values: ReadonlyMap<string, TensorLiteral>, state: TrainState): boolean {
    this.#editor.show(null);
    if (!this.#editor.do(setValues(this.#editor.intended, values))) return false;
    if (!this.#course) return true;
    this.#course = remembering(this.#course, this.#editor.intended, state);
    return true;
  }

  /** One step, with its forward pass, backward pass and updates to be played. */
  advance(): void {
    if (this.#running) return;
    this.#editor.cancel();
    const doc = this.#editor.intended;
    if (!this.#enter(doc)) return;
    const made = stepWithTrace(doc, this.#place());
    if (!isStepped(made)) {
      this.#refuse(made);
      return;
    }
    this.#append(made.points);
    if (!this.#write(made.values, made.state)) return;
    this.#runner.hold(made.run);
    this.#player.skipToEnd();
    const { cause, loss } = made;
    if (cause) this.#outcome = { kind: 'diverged', step: made.state.step - 1, loss, cause };
  }

  /** Takes as many steps as the settings say, in a worker. */
  run(): void {
    if (this.#running) return;
    this.#editor.cancel();
    const doc = this.#editor.intended;
    if (!this.#enter(doc)) return;
    const { steps } = trainingOf(doc);
    this.#asked = doc;
    this.#last = null;
    this.#running = true;
    this.#port ??= this.#open(
      (answer) => this.#take(answer),
      () => this.#fail('The part of the app that trains has stopped. Press Run again.')
    );
    this.#port.send({
      kind: 'run',
      id: ++this.#count,
      revision: this.#editor.revision,
      document: doc,
      state: this.#place(),
      steps,
      chunk: this.watched ? Math.max(1, Math.ceil(steps / REPORTS)) : steps,
      pause: this.watched ? PAUSE : 0
    });
  }

  /** Ends the run; what it has reached is kept. */
  stop(): void {
    if (!this.#running) return;
    if (this.#hasChanged()) {
      this.#age();
      return;
    }
    const last = this.#last;
    this.#end({ kind: 'stopped', step: last?.state.step ?? this.#place().step });
    if (last) this.#write(last.values, last.state);
  }

  /** Brings the values back from before the first step, as one step of undo. */
  reset(): void {
    const course = this.#course;
    if (this.#running) this.#end(null);
    this.#editor.show(null);
    if (!course) return;
    this.#editor.do(setValues(this.#editor.intended, course.start));
    this.#course = null;
    this.#outcome = null;
  }

  /** Gives the changed document what an older one has learned, where its parameters are still there. */
  applyOld(): void {
    const outcome = this.#outcome;
    if (outcome?.kind !== 'old') return;
    this.#outcome = null;
    this.#course = null;
    this.#editor.do(
      setValues(this.#editor.intended, stillThere(this.#editor.intended, outcome.values))
    );
  }

  /** Drops what an older document has learned. */
  discardOld(): void {
    this.#outcome = null;
    this.#course = null;
  }

  /** Whether a parameter of the older document is left to be given its value. */
  get canApply(): boolean {
    const outcome = this.#outcome;
    return outcome?.kind === 'old' && stillThere(this.#editor.intended, outcome.values).length > 0;
  }

  /** A smaller rate, for after a step that was too large. */
  lowerRate(): void {
    const doc = this.#editor.intended;
    const { optimizer } = trainingOf(doc);
    const lr = lowerRate(optimizer.lr);
    if (this.#editor.do(setTraining(doc, { optimizer: { ...optimizer, lr } }))) {
      this.#outcome = null;
    }
  }

  #hasChanged(): boolean {
    return this.#asked !== null && !sameQuestion(this.#asked, this.#editor.intended);
  }

  #end(outcome: Outcome | null): void {
    this.#port?.send({ kind: 'stop', stop: 'run' });
    // Answers that are still on their way belong to nobody.
    this.#count += 1;
    this.#running = false;
    this.#asked = null;
    this.#editor.show(null);
    this.#outcome = outcome;
  }

  /** The document is another: what was found is kept aside and nothing is written. */
  #age(): void {
    const last = this.#last;
    this.#end(
      last
        ? { kind: 'old', step: last.state.step, loss: last.loss, values: last.values }
        : { kind: 'stopped', step: 0 }
    );
  }

  #fail(message: string): void {
    this.#port?.close();
    this.#port = null;
    if (this.#running) this.#end({ kind: 'fault', message });
  }

  #take(answer: Answer): void {
    if (answer.id !== this.#count || !this.#running) return;
    if (this.#hasChanged()) {
      this.#age();
      return;
    }
    if (answer.kind === 'fault') this.#end({ kind: 'fault', message: answer.message });
    if (answer.kind !== 'progress') return;
    const { progress } = answer;
    this.#append(progress.points);
    if (progress.ending?.kind === 'refused') {
      this.#end(progress.ending);
      return;
    }
    this.#last = progress;
    if (!progress.ending) {
      this.#show(progress);
      return;
    }
    // What has blown up is no result: the document keeps the values that the run began with.
    const isKept = progress.ending.kind === 'finished';
    this.#end(progress.ending);
    if (isKept) this.#write(progress.values, progress.state);
  }

  /** Lets the canvas follow, as often as it can be drawn. */
  #show({ values }: Progress): void {
    const start = performance.now();
    if (start < this.#shownUntil) return;
    const edit = setValues(this.#editor.intended, values);
    if (!edit.ok) return;
    this.#editor.show(edit.patch);
    void this.#runner.run;
    const end = performance.now();
    this.#shownUntil = end + (SHARE - 1) * (end - start);
  }

  dispose(): void {
    if (this.#running) this.#end(null);
    this.#port?.close();
    this.#port = null;
    this.surveyor.dispose();
  }
}
