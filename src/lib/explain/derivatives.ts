import type { Derivative } from '../graph/derivative';
import { nameLatex } from '../ops/latex';

/** `\frac{\partial^2 y}{\partial x^2}`. */
export function derivativeLatex({ of, by }: Derivative): string {
  const power = (n: number): string => (n === 1 ? '' : `^{${n}}`);
  const counts = new Map<string, number>();
  for (const name of by) counts.set(name, (counts.get(name) ?? 0) + 1);
  const below = [...counts].map(
    ([name, count]) => `\\partial ${nameLatex(name).text}${power(count)}`
  );
  return `\\frac{\\partial${power(by.length)} ${nameLatex(of).text}}{${below.join(' \\, ')}}`;
}

const ORDINALS = ['', 'First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth'];

/** `Second order`; from the seventh on by number. */
export const orderText = (order: number): string => `${ORDINALS[order] ?? `${order}th`} order`;
