import type { Derivative } from '../graph/derivative';
import { nameLatex } from '../ops/latex';
import { ordinal } from './listed';

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

/** `Second order`. */
export function orderText(order: number): string {
  const text = ordinal(order);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} order`;
}
