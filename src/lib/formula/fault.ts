import type { FormulaError, Range } from './ast';

/** A fault at a place in the source; it never leaves this folder, callers get `FormulaError`. */
export class Fault extends Error {
  readonly from: number;
  readonly to: number;

  constructor(message: string, { from, to }: Range) {
    super(message);
    this.name = 'Fault';
    this.from = from;
    this.to = to;
  }
}

/** The fault as plain data. Anything else is a defect and is thrown on. */
export function asError(thrown: unknown): FormulaError {
  if (!(thrown instanceof Fault)) throw thrown;
  return { message: thrown.message, from: thrown.from, to: thrown.to };
}

const SHOWN = 30;

/** A piece of the source as a message quotes it: on one line and never long. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

export const byPosition = (a: FormulaError, b: FormulaError): number =>
  a.from - b.from || a.to - b.to;
