import type { PythonEvent } from '../../../python/events';
import { LIMITS } from '../protocol';

/** Counts what one run shows, and lets pass what it may. */
export class Meter {
  private characters: number = LIMITS.characters;
  private lines: number = LIMITS.lines;
  private events: number = LIMITS.events;
  private figures: number = LIMITS.figures;
  private full = false;

  /** Whether something was left out. */
  get isFull(): boolean {
    return this.full;
  }

  /** The event, or what of its text there is still room for; null where there is none. */
  admit(event: PythonEvent): PythonEvent | null {
    if (this.full) return null;
    this.events -= 1;
    if (event.kind === 'figure') {
      this.figures -= 1;
      this.full = this.events < 0 || this.figures < 0;
      return this.full ? null : event;
    }
    const text = this.cut(event.text);
    this.full = this.events < 0 || text.length < event.text.length;
    return text === '' ? null : { ...event, text };
  }

  private cut(text: string): string {
    let end = Math.min(text.length, this.characters);
    for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
      if (this.lines === 0) end = at;
      else this.lines -= 1;
    }
    this.characters -= end;
    return text.slice(0, end);
  }
}
