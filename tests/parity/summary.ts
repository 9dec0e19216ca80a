// The parity table: what was compared with PyTorch, and how far apart the answers are at most.
import { operations } from '../../src/lib/ops/registry';
import type { Check, Checks, Suite } from './check';
import { errorChecks } from './check-errors';
import { opdbChecks } from './check-opdb';
import { sampleChecks } from './check-samples';
import { Worst } from './compare';
import { fixtures } from './fixtures';
import { KNOWN } from './known';

/** All comparisons. */
export function allChecks(): Checks {
  const all = [sampleChecks(), opdbChecks(), errorChecks()];
  return {
    checks: all.flatMap(({ checks }) => checks),
    problems: all.flatMap(({ problems }) => problems)
  };
}

export const keyOf = ({ op, title }: Check): string => `${op.name} ${title}`;

/** Runs a comparison; one that is known to differ has to. @throws Error that says where they differ */
export function runCheck(check: Check, worst: Worst): void {
  const reason = KNOWN[keyOf(check)];
  if (reason === undefined) return check.run(worst);
  try {
    check.run(new Worst());
  } catch {
    return;
  }
  throw new Error(`no longer differs, although ${reason}`);
}

/** What was found out about some operations. */
export class Tally {
  readonly passed: Record<Suite, number> = { samples: 0, op_db: 0, errors: 0 };
  readonly worst = new Worst();

  get float32(): string {
    return short(this.worst.errors.float32);
  }

  get float64(): string {
    return short(this.worst.errors.float64);
  }
}

const short = (error: number): string => (error === 0 ? '0' : error.toExponential(1));

/** Tallies by a property of operations, such as the family. */
export class Tallies {
  private readonly byKey = new Map<string, Tally>();

  at(key: string): Tally {
    const found = this.byKey.get(key) ?? new Tally();
    this.byKey.set(key, found);
    return found;
  }
}

/** Comparisons that differ by design don't count. */
export const isCounted = (check: Check): boolean => !(keyOf(check) in KNOWN);

/** Columns up to this one are counts, which don't depend on the machine. */
export const COUNTS = 6;
const HEADER = [
  'operations',
  'count',
  'samples',
  'op_db samples',
  'op_db skipped',
  'errors',
  'float32',
  'float64'
];

const skippedOf = (ops: ReadonlySet<string>): number =>
  fixtures('opdb')
    .skipped.filter(({ op }) => ops.has(op))
    .reduce((sum, { reasons }) => sum + Object.values(reasons).reduce((a, b) => a + b, 0), 0);

/** The table of README: a row for each family, and their sum. */
export function familyTable(tallies: Tallies): string[][] {
  const families = [...new Set(operations.map((op) => op.family))];
  const row = (name: string, key: string, of: typeof operations): string[] => {
    const { passed, float32, float64 } = tallies.at(key);
    const skipped = skippedOf(new Set(of.map((op) => op.name)));
    const counts = [of.length, passed.samples, passed.op_db, skipped, passed.errors];
    return [name, ...counts.map(String), float32, float64];
  };
  return [
    HEADER,
    ...families.map((family) =>
      row(
        family,
        family,
        operations.filter((op) => op.family === family)
      )
    ),
    row('**all**', 'all', operations)
  ];
}

/** A row for each operation. */
export function operationTable(tallies: Tallies): string[][] {
  const rows = operations.map((op) => {
    const { passed, float32, float64 } = tallies.at(`op ${op.name}`);
    const counts = [passed.samples, passed.op_db, passed.errors];
    return [op.name, ...counts.map(String), float32, float64];
  });
  return [['operation', 'samples', 'op_db', 'errors', 'float32', 'float64'], ...rows];
}

/** Notes what a comparison that passed contributes. */
export function note(tallies: Tallies, check: Check, worst: Worst): void {
  for (const key of ['all', check.op.family, `op ${check.op.name}`]) {
    const tally = tallies.at(key);
    tally.passed[check.suite] += 1;
    for (const dtype of ['float32', 'float64'] as const) {
      tally.worst.errors[dtype] = Math.max(tally.worst.errors[dtype], worst.errors[dtype]);
    }
  }
}

/** Columns of one width each. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => row[k]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
      .join('  ');
  return rows.map(line).join('\n');
}

/** As prettier writes a Markdown table whose numbers stand right. */
export function markdown(rows: readonly (readonly string[])[]): string {
  const [header = [], ...rest] = rows;
  const widths = header.map((_, k) => Math.max(...rows.map((row) => row[k]?.length ?? 0), 3));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, k) =>
    k === 0 ? '-'.repeat(width) : '-'.repeat(width - 1) + ':'
  );
  return [line(header), line(rule), ...rest.map(line)].join('\n');
}

export const START = '<!-- parity:start -->';
export const END = '<!-- parity:end -->';

/** What stands between the marks in a text; null without them. */
export function between(text: string): string | null {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  return start < 0 || end < start ? null : text.slice(start + START.length, end);
}

/** The count columns of a Markdown table. */
export const countsIn = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => /^\| *[\w*]/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, COUNTS + 1)
        .map((cell) => cell.trim())
    );
