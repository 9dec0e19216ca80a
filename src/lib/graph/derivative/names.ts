/** A derivative by its names: `dy/dx` is of `y` by `x`, `d²y/dx²` by `x` twice. */
export interface Derivative {
  readonly of: string;
  /** Names of the inputs, in the order in which it was differentiated. */
  readonly by: readonly string[];
}

/** The gradient of one node with respect to another as a name: `dy_dx`. */
export const gradientName = (top: string, bottom: string): string => `d${top}_d${bottom}`;

/** A derivative as a name: `dy_dx`, `d2y_dx2`, `d2y_du_dv`. */
export function derivativeName({ of, by }: Derivative): string {
  const order = by.length === 1 ? '' : String(by.length);
  const counts = new Map<string, number>();
  for (const name of by) counts.set(name, (counts.get(name) ?? 0) + 1);
  const below = [...counts].map(([name, count]) => `d${name}${count === 1 ? '' : count}`);
  return `d${order}${of}_${below.join('_')}`;
}
