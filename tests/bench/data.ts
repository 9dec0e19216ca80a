// What every engine is given: the same graphs and the same network, as plain data.

/** Operations of the random graphs; all engines have them. */
export type ScalarOp = 'add' | 'sub' | 'mul' | 'tanh' | 'sin' | 'exp';

/** Values are numbered: the leaves first, then the nodes. */
export interface ScalarNode {
  readonly op: ScalarOp;
  readonly args: readonly number[];
}

/** A graph of scalars whose last node depends on all others. */
export interface ScalarGraph {
  readonly leaves: readonly number[];
  readonly nodes: readonly ScalarNode[];
}

/** Numbers from 0 to 1 that are the same in every run: a small linear congruential generator. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const compute: Record<ScalarOp, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  tanh: Math.tanh,
  sin: Math.sin,
  exp: Math.exp
};
const BINARY: readonly ScalarOp[] = ['add', 'sub', 'mul', 'add', 'mul'];
const UNARY: readonly ScalarOp[] = ['tanh', 'sin', 'tanh', 'exp'];
/** Beyond it a value is squashed next, so that no graph overflows. */
const LARGE = 2;

/** A graph of `n` nodes on a fifth as many leaves. */
export function scalarGraph(n: number, seed = n + 1): ScalarGraph {
  const next = random(seed);
  const leaves = Array.from({ length: Math.max(3, Math.ceil(n / 5)) }, () => next() * 2 - 1);
  const values = [...leaves];
  const nodes: ScalarNode[] = [];
  const unused = leaves.map((_, k) => k);
  const take = (): number => unused.splice(Math.floor(next() * unused.length), 1)[0] ?? 0;
  const some = (): number =>
    unused.length > 0 && next() < 0.7 ? take() : Math.floor(next() * values.length);
  const pick = (ops: readonly ScalarOp[]): ScalarOp =>
    ops[Math.floor(next() * ops.length)] ?? 'add';
  for (let left = n; left > 0; left--) {
    // What nothing uses yet has to come together by the end.
    const mustJoin = left <= unused.length;
    const a = mustJoin ? take() : some();
    const isLarge = Math.abs(values[a] ?? 0) > LARGE;
    const isBinary = mustJoin || (!isLarge && next() < 0.65);
    const op = mustJoin ? 'add' : isBinary ? pick(BINARY) : isLarge ? 'tanh' : pick(UNARY);
    const args = !isBinary ? [a] : [a, mustJoin ? take() : some()];
    const [x = 0, y = 0] = args.map((arg) => values[arg] ?? 0);
    for (const arg of args) {
      const at = unused.indexOf(arg);
      if (at >= 0) unused.splice(at, 1);
    }
    unused.push(values.length);
    values.push(compute[op](x, y));
    nodes.push({ op, args });
  }
  return { leaves, nodes };
}

/** A network of linear layers with tanh between them, points and targets: rows of numbers. */
export interface Network {
  readonly sizes: readonly number[];
  /** By layer, one row per output. */
  readonly weights: readonly (readonly (readonly number[])[])[];
  readonly biases: readonly (readonly number[])[];
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly rate: number;
  /** The numbers are compared after so many steps from the start. */
  readonly comparedSteps: number;
}

export function network(points: number, sizes: readonly number[] = [2, 16, 16, 1]): Network {
  const next = random(7);
  const symmetric = (scale: number): number => (next() * 2 - 1) * scale;
  const layers = sizes.slice(1).map((to, k) => ({ from: sizes[k] ?? 1, to }));
  const inputs = Array.from({ length: points }, () => [symmetric(1), symmetric(1)]);
  return {
    sizes,
    weights: layers.map(({ from, to }) =>
      Array.from({ length: to }, () => Array.from({ length: from }, () => symmetric(from ** -0.5)))
    ),
    biases: layers.map(({ from, to }) => Array.from({ length: to }, () => symmetric(from ** -0.5))),
    inputs,
    targets: inputs.map(([x = 0, y = 0]) => [Math.sin(3 * x) * y]),
    rate: 0.05,
    comparedSteps: 10
  };
}
