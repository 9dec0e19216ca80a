import { prefersReducedMotion } from 'svelte/motion';
import { type Fold, foldsOf, type Unit, Units } from '../explain/folds';
import type { EdgeCell, NodeCell, Shown, Timeline } from '../explain/frames';
import type { Document } from '../graph/document';
import type { TraceEvent } from '../graph/trace';

/** Time that a step takes at speed 1, in milliseconds. */
const STEP_MS = 1200;
/** Share of a step in which something travels; the rest is for reading. */
const TRAVEL = 0.7;

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/** A stretch that Play runs again and again: cursors, the first before the second. */
export interface Loop {
  readonly from: number;
  readonly to: number;
}

interface View {
  readonly timeline: Timeline;
  readonly document: Document | null;
  readonly opened: readonly string[];
  readonly units: Units;
}

/**
 * A cursor on the trace and a clock. Scrubbing never recomputes. The cursor counts events of the timeline; what is
 * stepped through are units, in which the code of functions and the nodes of groups are folded until they are opened.
 */
export class Player {
  readonly #read: () => Timeline;
  readonly #document: () => Document | null;
  /** `end` stays at the end while the trace changes under it. */
  #position = $state<number | 'end'>('end');
  #playing = $state(false);
  #speed = $state(1);
  /** Whether the cursor came by a single step forward. */
  #moving = $state(false);
  /** Keys of folds that are stepped through one by one. */
  #opened = $state.raw<readonly string[]>([]);
  #breaks = $state.raw<readonly string[]>([]);
  #marks = $state.raw<{ readonly a: number | null; readonly b: number | null }>({
    a: null,
    b: null
  });
  /** Steps that may be seen while later ones are to be predicted; null for all. */
  #limit = $state<number | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #view: View | null = null;

  /** @param document where groups are read from */
  constructor(read: () => Timeline, document: () => Document | null = () => null) {
    this.#read = read;
    this.#document = document;
  }

  get timeline(): Timeline {
    return this.#read();
  }

  get length(): number {
    return this.timeline.length;
  }

  /** The steps as they are seen: one event, or several that are folded into one. */
  get units(): Units {
    const { timeline } = this;
    // What is to be predicted is asked one by one, in groups too.
    const document = this.#limit === null ? this.#document() : null;
    const opened = this.#opened;
    const view = this.#view;
    if (view?.timeline === timeline && view.document === document && view.opened === opened) {
      return view.units;
    }
    const units = new Units(
      timeline.events.map((event) => foldsOf(document, event)),
      opened
    );
    this.#view = { timeline, document, opened, units };
    return units;
  }

  /** Number of events that have happened. */
  get cursor(): number {
    const wanted = this.#position === 'end' ? this.length : this.#position;
    return this.units.snapped(Math.min(wanted, this.limit));
  }

  /** How far the cursor may go. */
  get limit(): number {
    return Math.min(this.#limit ?? Infinity, this.length);
  }

  /** Shows all up to a step, which travels if it is the next one, and hides what comes after it; null hides nothing. */
  limitTo(limit: number | null): void {
    const { position } = this;
    this.pause();
    this.#limit = limit;
    if (limit === null) return;
    this.#moving = this.units.position(limit) === position + 1;
    this.#moveTo(limit);
  }

  /** Number of steps that have happened, as the slider counts them. */
  get position(): number {
    return this.units.position(this.cursor);
  }

  /** Number of steps there are. */
  get count(): number {
    return this.units.list.length;
  }

  get step(): TraceEvent | null {
    return this.timeline.step(this.cursor);
  }

  /** The step that has just happened, with what is folded into it. */
  get unit(): Unit | null {
    return this.cursor > 0 ? this.units.of(this.cursor - 1) : null;
  }

  /** What the next step forward will show; null at the end. */
  get next(): TraceEvent | null {
    const unit = this.units.list[this.position];
    return unit ? (this.timeline.events[unit.end - 1] ?? null) : null;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** Whether the step may be animated: it came by a single step forward, and motion is welcome. */
  get moving(): boolean {
    return this.#moving && !prefersReducedMotion.current;
  }

  get speed(): number {
    return this.#speed;
  }

  /** Travelling time of a value or gradient, in milliseconds. */
  get travel(): number {
    return (STEP_MS * TRAVEL) / this.#speed;
  }

  node(id: string): NodeCell {
    return this.timeline.node(id, this.cursor);
  }

  edge(id: string): EdgeCell {
    return this.timeline.edge(id, this.cursor);
  }

  /** Takes effect at once: a step that is shown slowly doesn't have to be waited for. */
  setSpeed(speed: number): void {
    this.#speed = speed;
    if (this.#playing) this.#schedule();
  }

  seek(cursor: number): void {
    this.#moving = false;
    this.#moveTo(cursor);
  }

  /** As `seek`, in steps as the slider counts them. */
  seekPosition(position: number): void {
    this.seek(this.units.cursor(Math.round(position)));
  }

  /** Goes to an event even if it is folded: what hides it is opened. */
  reveal(cursor: number): void {
    const keys = this.units.hiding(cursor - 1).map(({ key }) => key);
    const isInside = this.units.of(cursor - 1)?.end !== cursor;
    if (isInside && keys.length > 0) this.#opened = [...this.#opened, ...keys];
    this.pause();
    this.seek(cursor);
  }

  /** Goes to the step that made a number which is shown; false where none is. */
  jumpTo(what: Shown, id: string): boolean {
    const made = this.timeline.maker(what, id, this.cursor);
    if (made !== null) this.reveal(made);
    return made !== null;
  }

  stepForward(): void {
    this.pause();
    this.#advance();
  }

  stepBack(): void {
    this.pause();
    this.seekPosition(this.position - 1);
  }

  restart(): void {
    this.pause();
    this.seek(0);
  }

  /** To the end, or to the next node at which playback is to stop. */
  skipToEnd(): void {
    this.pause();
    const stop = this.#stops.find((cursor) => cursor > this.cursor);
    if (stop === undefined) this.seek(this.length);
    else this.reveal(stop);
  }

  /** To the end, past all stops. */
  finish(): void {
    this.pause();
    this.seek(this.length);
  }

  play(): void {
    if (this.length === 0) return;
    const { loop } = this;
    if (loop && (this.cursor < loop.from || this.cursor >= loop.to)) this.seek(loop.from);
    else if (this.cursor >= this.limit) this.seek(0);
    this.#playing = true;
    this.#tick();
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#playing = false;
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  /** What "step into" would enter: the next step, else the one that is shown; null where neither is folded. */
  get entrance(): Unit | null {
    const next = this.units.list[this.position];
    if (next?.fold) return next;
    return this.unit?.fold ? this.unit : null;
  }

  /** What "step out" would leave: the innermost opened fold around the step that is shown. */
  get exit(): Fold | null {
    return this.cursor > 0 ? (this.units.around(this.cursor - 1).at(-1) ?? null) : null;
  }

  /** Enters a function's code or a group and takes the first step inside. */
  stepInto(): void {
    const unit = this.entrance;
    if (!unit?.fold) return;
    this.pause();
    this.#opened = [...this.#opened, unit.fold.key];
    this.seek(unit.start);
    this.#advance();
  }

  /** Goes to the end of what was entered, and folds it again. */
  stepOut(): void {
    const { exit } = this;
    if (!exit) return;
    const { end } = this.units.span(exit, this.cursor - 1);
    this.pause();
    this.#opened = this.#opened.filter((key) => key !== exit.key);
    this.seek(end);
  }

  /** As "step forward", past all of a function's code or a group, even if it is opened. */
  stepOver(): void {
    const event = this.units.list[this.position]?.start;
    const around = this.cursor > 0 ? this.units.around(this.cursor - 1) : [];
    const entered =
      event === undefined
        ? undefined
        : this.units.around(event).find(({ key }) => !around.some((one) => one.key === key));
    if (event === undefined || !entered) {
      this.stepForward();
      return;
    }
    this.pause();
    this.seek(this.units.span(entered, event).end);
  }

  /** Nodes at which Play and Skip stop: when the value is made, and when the gradient is complete. */
  get breaks(): readonly string[] {
    return this.#breaks;
  }

  toggleBreak(id: string): void {
    this.#breaks = this.#breaks.includes(id)
      ? this.#breaks.filter((one) => one !== id)
      : [...this.#breaks, id];
  }

  get #stops(): number[] {
    const { timeline } = this;
    return this.#breaks.flatMap((id) => timeline.stops(id)).sort((a, b) => a - b);
  }

  /** Ends of the stretch that were set, as cursors. */
  get marks(): { readonly a: number | null; readonly b: number | null } {
    const bounded = (mark: number | null): number | null =>
      mark === null ? null : Math.min(mark, this.length);
    return { a: bounded(this.#marks.a), b: bounded(this.#marks.b) };
  }

  /** The stretch that Play runs again and again; null where it isn't set or has no step. */
  get loop(): Loop | null {
    const { a, b } = this.marks;
    if (a === null || b === null) return null;
    // What was marked inside a fold that is closed again lies at its end.
    const [from, to] = [this.units.snapped(a), this.units.snapped(b)];
    return from < to ? { from, to } : null;
  }

  /** Begins or ends the stretch at the cursor; an end on the wrong side of the other takes it away. */
  mark(end: 'a' | 'b'): void {
    const { cursor } = this;
    const { a, b } = this.marks;
    if (end === 'a') this.#marks = { a: cursor, b: b !== null && b > cursor ? b : null };
    else this.#marks = { a: a !== null && a < cursor ? a : null, b: cursor };
  }

  clearLoop(): void {
    this.#marks = { a: null, b: null };
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), STEP_MS / this.#speed);
  }

  /** One step of Play. */
  #tick(): void {
    const { loop } = this;
    if (loop && this.cursor >= loop.to) {
      this.seek(loop.from);
      this.#schedule();
      return;
    }
    const before = this.cursor;
    this.#advance();
    const stop = this.#stops.find((cursor) => cursor > before && cursor <= this.cursor);
    if (stop !== undefined) {
      if (stop === this.cursor) this.pause();
      else this.reveal(stop);
      return;
    }
    if (this.cursor < this.limit || (loop && this.cursor >= loop.to)) this.#schedule();
    else this.#playing = false;
  }

  #advance(): void {
    if (this.cursor >= this.limit) return;
    const next = this.units.cursor(this.position + 1);
    this.#moving = true;
    this.#moveTo(next);
  }

  #moveTo(cursor: number): void {
    const bounded = Math.max(0, Math.min(Math.round(cursor), this.limit));
    this.#position = bounded === this.length ? 'end' : this.units.snapped(bounded);
  }
}
