import type { PythonEvent, PythonFault } from '../../python/events';

/** What the log shows; a `note` is the app's own word, and a `rule` parts two runs. */
export type Shown =
  | PythonEvent
  | { readonly kind: 'rule' }
  | { readonly kind: 'fault'; readonly fault: PythonFault; readonly file: string }
  | { readonly kind: 'note'; readonly text: string };

export type Entry = Shown & { readonly id: number };

/** What was shown, the oldest first, as far as it is kept. */
export interface Log {
  readonly entries: readonly Entry[];
  /** Lines that were left out at its start. */
  readonly dropped: number;
  readonly nextId: number;
}

export const emptyLog: Log = { entries: [], dropped: 0, nextId: 1 };

/** Bounds that keep the page quick. */
export const KEPT = { lines: 2000, characters: 300_000, figures: 40 } as const;
/** Characters of one entry: one that grows is drawn anew as a whole. */
const PIECE = 4000;
/** A line is broken into several entries only from here on. */
const LONG_LINE = 60_000;

const textOf = (shown: Shown): string => {
  if (shown.kind === 'figure' || shown.kind === 'rule') return '';
  return shown.kind === 'fault' ? shown.fault.traceback : shown.text;
};

function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return text.endsWith('\n') ? count - 1 : count;
}

/** Whether more text of the same stream belongs into the entry. */
function isOpen(last: Entry | undefined, next: Shown): last is Entry & { kind: 'text' } {
  if (last?.kind !== 'text' || next.kind !== 'text' || last.stream !== next.stream) return false;
  return last.text.length < (last.text.endsWith('\n') ? PIECE : LONG_LINE);
}

/** A long text in pieces that end with a line, where lines aren't too long for that. */
function* pieces(shown: Shown): Generator<Shown> {
  if (shown.kind !== 'text') return yield shown;
  let { text } = shown;
  while (text.length > PIECE) {
    const end = text.lastIndexOf('\n', PIECE) + 1 || text.indexOf('\n') + 1 || text.length;
    const cut = Math.min(end, LONG_LINE);
    yield { ...shown, text: text.slice(0, cut) };
    text = text.slice(cut);
  }
  if (text !== '') yield { ...shown, text };
}

/** The log with more at its end; its start is left out where it grows too long. */
export function append(log: Log, additions: readonly Shown[]): Log {
  const entries = [...log.entries];
  let { nextId } = log;
  for (const shown of additions.flatMap((addition) => [...pieces(addition)])) {
    const last = entries.at(-1);
    if (isOpen(last, shown)) {
      entries[entries.length - 1] = { ...last, text: last.text + textOf(shown) };
    } else entries.push({ ...shown, id: nextId++ });
  }
  return trimmed({ entries, dropped: log.dropped, nextId });
}

function trimmed(log: Log): Log {
  const room = { lines: KEPT.lines, characters: KEPT.characters, figures: KEPT.figures as number };
  let { dropped } = log;
  for (let k = log.entries.length - 1; k >= 0; k -= 1) {
    const entry = log.entries[k];
    if (!entry) continue;
    const text = textOf(entry);
    room.lines -= lineCount(text);
    room.characters -= text.length;
    if (entry.kind === 'figure') room.figures -= 1;
    if (room.lines >= 0 && room.characters >= 0 && room.figures >= 0) continue;
    // The newest stays in any case.
    const from = Math.min(k + 1, log.entries.length - 1);
    for (const left of log.entries.slice(0, from)) dropped += lineCount(textOf(left));
    return { ...log, entries: log.entries.slice(from), dropped };
  }
  return log;
}
