import { prefersReducedMotion } from 'svelte/motion';
import type { EdgeCell, NodeCell, Timeline } from '../explain/frames';
import type { TraceEvent } from '../graph/trace';

/** Time that a step takes at speed 1, in milliseconds. */
const STEP_MS = 1200;
/** Share of a step in which something travels; the rest is for reading. */
const TRAVEL = 0.7;

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/** A cursor on the trace and a clock. Scrubbing never recomputes. */
export class Player {
  readonly #read: () => Timeline;
  /** `end` stays at the end while the trace changes under it. */
  #position = $state<number | 'end'>('end');
  #playing = $state(false);
  #speed = $state(1);
  /** Whether the cursor came by a single step forward. */
  #moving = $state(false);
  /** Steps that may be seen while later ones are to be predicted; null for all. */
  #limit = $state<number | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(read: () => Timeline) {
    this.#read = read;
  }

  get timeline(): Timeline {
    return this.#read();
  }

  get length(): number {
    return this.timeline.length;
  }

  /** Number of events that have happened. */
  get cursor(): number {
    const wanted = this.#position === 'end' ? this.length : this.#position;
    return Math.min(wanted, this.#limit ?? Infinity, this.length);
  }

  /** How far the cursor may go. */
  get limit(): number {
    return Math.min(this.#limit ?? Infinity, this.length);
  }

  /** Shows all up to a step, which travels if it is the next one, and hides what comes after it; null hides nothing. */
  reveal(limit: number | null): void {
    const isNext = limit === this.cursor + 1;
    this.pause();
    this.#limit = limit;
    if (limit === null) return;
    this.#moving = isNext;
    this.#moveTo(limit);
  }

  get step(): TraceEvent | null {
    return this.timeline.step(this.cursor);
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

  stepForward(): void {
    this.pause();
    this.#advance();
  }

  stepBack(): void {
    this.pause();
    this.seek(this.cursor - 1);
  }

  restart(): void {
    this.pause();
    this.seek(0);
  }

  skipToEnd(): void {
    this.pause();
    this.seek(this.length);
  }

  play(): void {
    if (this.length === 0) return;
    if (this.cursor >= this.limit) this.seek(0);
    this.#playing = true;
    this.#advance();
    this.#schedule();
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#playing = false;
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#advance();
      if (this.cursor >= this.limit) this.#playing = false;
      else this.#schedule();
    }, STEP_MS / this.#speed);
  }

  #advance(): void {
    if (this.cursor >= this.limit) return;
    this.#moving = true;
    this.#moveTo(this.cursor + 1);
  }

  #moveTo(cursor: number): void {
    const bounded = Math.max(0, Math.min(Math.round(cursor), this.limit));
    this.#position = bounded === this.length ? 'end' : bounded;
  }
}
