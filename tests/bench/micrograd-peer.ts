import type { ScalarGraph, ScalarOp } from './data';
import { backward, Value } from './micrograd';
import { COMPARED_RERUN, rerunValue, runner, type Peer, type Runner } from './peer';

const apply: Record<ScalarOp, (a: Value, b: Value) => Value> = {
  add: (a, b) => a.add(b),
  sub: (a, b) => a.sub(b),
  mul: (a, b) => a.mul(b),
  tanh: (a) => a.tanh(),
  sin: (a) => a.sin(),
  exp: (a) => a.exp()
};

function build({ nodes }: ScalarGraph, leaves: readonly Value[]): Value {
  const values = [...leaves];
  for (const { op, args } of nodes) {
    const [a, b = a] = args as [number, number?];
    values.push(apply[op](values[a] as Value, values[b] as Value));
  }
  return values.at(-1) as Value;
}

/** Objects that are made anew each time. */
function fresh(graph: ScalarGraph, changes: boolean): Runner {
  const leaves = graph.leaves.map((value) => new Value(value));
  let root = leaves[0] as Value;
  const iterate = (iteration: number): void => {
    if (changes) (leaves[0] as Value).data = rerunValue(iteration);
    for (const leaf of leaves) leaf.grad = 0;
    root = build(graph, leaves);
    backward(root.order());
  };
  return runner('micrograd', iterate, () => {
    iterate(COMPARED_RERUN);
    return [root.data, ...leaves.map(({ grad }) => grad)];
  });
}

/** Objects that are kept, and run again in the order that was found once. */
function kept(graph: ScalarGraph): Runner {
  const leaves = graph.leaves.map((value) => new Value(value));
  const order = build(graph, leaves).order();
  const iterate = (iteration: number): void => {
    (leaves[0] as Value).data = rerunValue(iteration);
    for (const value of order) {
      value.grad = 0;
      value.forward();
    }
    backward(order);
  };
  return runner('micrograd-kept', iterate, () => {
    iterate(COMPARED_RERUN);
    return [order.at(-1)?.data ?? NaN, ...leaves.map(({ grad }) => grad)];
  });
}

export const micrograd: Peer = (workload) => {
  if (workload.name === 'build') return [fresh(workload.graph, false)];
  return workload.name === 'rerun' ? [fresh(workload.graph, true), kept(workload.graph)] : [];
};
