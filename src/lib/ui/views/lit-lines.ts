import type { CodeLine } from '../../exchange/code/torch';
import type { LitLine } from '../../explain/lit';

/** Whether the step runs in a line of a function's class. */
const isInside = ({ body }: CodeLine, { node, direction, line }: LitLine): boolean =>
  body !== null &&
  node !== null &&
  line !== null &&
  body.where === direction &&
  body.nodes.includes(node) &&
  body.from <= line &&
  line <= body.to;

/** Lines of a program that the step runs in, and those that go on meanwhile: they have called the others. */
export interface LitLines {
  readonly lit: ReadonlySet<number>;
  readonly running: ReadonlySet<number>;
}

export function litLines(lines: readonly CodeLine[], step: LitLine | null): LitLines {
  const those = (fits: (line: CodeLine) => boolean): ReadonlySet<number> =>
    new Set(lines.flatMap((line, k) => (fits(line) ? [k] : [])));
  if (!step) return { lit: those(() => false), running: those(() => false) };
  const { node, direction } = step;
  const inside = those((line) => isInside(line, step));
  const own = those((line) => (node === null ? line.isBackward : line.node === node));
  const called = inside.size > 0 ? own : those(() => false);
  return {
    lit: inside.size > 0 ? inside : own,
    running: direction === 'backward' ? those(({ isBackward }) => isBackward) : called
  };
}
