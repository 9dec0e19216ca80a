import { isVariableName } from '../../formula/keywords';
import { freeName } from '../../graph/edits/names';
import { type Entry, isEntry } from './journal';

/** What the learner's code calls things. */
export interface Naming {
  /** Variables and how the tensors that they hold came about. */
  readonly names: readonly (readonly [string, Entry])[];
  /** Names that assignments give, by line of the last run. */
  readonly targets: Readonly<Record<string, string>>;
  /** What was noted after this belongs to the last run. */
  readonly since: number;
  /** What was noted after this came later. */
  readonly until: number;
}

/** A name for each: the variable that holds it, else the one that its line assigned, else its operation's. */
export function namesFor(
  entries: readonly Entry[],
  { names, targets, since, until }: Naming
): Map<Entry, string> {
  const taken = new Set<string>();
  const given = new Map<Entry, string>();
  const give = (entry: Entry, name: string): void => {
    if (!given.has(entry) && isVariableName(name)) given.set(entry, freeName(name, taken));
  };
  const drawn = new Set(entries);
  for (const [name, entry] of names) {
    if (drawn.has(entry)) give(entry, name);
  }
  const onLine = (entry: Entry): boolean =>
    entry.order > since && entry.order <= until && entry.line !== null;
  const inner = new Set(
    entries.flatMap((entry) =>
      (entry.making?.inputs ?? [])
        .filter(isEntry)
        .filter((operand) => onLine(operand) && operand.line === entry.line)
    )
  );
  // What is computed last on a line is what the line assigns; the latest of a loop keeps the plain name.
  for (const entry of [...entries].reverse()) {
    const target = onLine(entry) ? targets[String(entry.line)] : undefined;
    if (target !== undefined && !inner.has(entry)) give(entry, target);
  }
  for (const entry of entries) {
    const { making } = entry;
    const base = making === null ? 'value' : making.kind === 'op' ? making.op.name : making.name;
    if (!given.has(entry))
      given.set(entry, freeName(isVariableName(base) ? base : `${base}_`, taken));
  }
  return given;
}
