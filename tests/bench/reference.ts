// The workloads in double precision, by plain loops that share nothing with any engine.
import { compute, type Network, type ScalarGraph, type ScalarOp } from './data';
import { COMPARED_RERUN, rerunValue, type Workload } from './peer';

/** Derivatives with respect to the arguments, given them and the result. */
const slopes: Record<ScalarOp, (a: number, b: number, out: number) => readonly number[]> = {
  add: () => [1, 1],
  sub: () => [1, -1],
  mul: (a, b) => [b, a],
  tanh: (_, __, out) => [1 - out * out],
  sin: (a) => [Math.cos(a)],
  exp: (_, __, out) => [out]
};

function ofGraph({ leaves, nodes }: ScalarGraph, first: number): number[] {
  const values = [first, ...leaves.slice(1)];
  for (const { op, args } of nodes) {
    const [x = NaN, y = NaN] = args.map((arg) => values[arg] ?? NaN);
    values.push(compute[op](x, y));
  }
  const grads = values.map(() => 0);
  grads[values.length - 1] = 1;
  for (let k = nodes.length - 1; k >= 0; k--) {
    const node = nodes[k];
    if (!node) continue;
    const at = leaves.length + k;
    const [x = NaN, y = NaN] = node.args.map((arg) => values[arg] ?? NaN);
    const local = slopes[node.op](x, y, values[at] ?? NaN);
    node.args.forEach((arg, i) => {
      grads[arg] = (grads[arg] ?? 0) + (grads[at] ?? 0) * (local[i] ?? 0);
    });
  }
  return [values.at(-1) ?? NaN, ...grads.slice(0, leaves.length)];
}

type Matrix = number[][];
const at = (matrix: Matrix, row: number, column: number): number => matrix[row]?.[column] ?? NaN;

/** One step of gradient descent, in place; the loss before it. */
function step(weights: Matrix[], biases: Matrix, { inputs, targets, rate }: Network): number {
  const activations: Matrix[] = [inputs.map((row) => [...row])];
  weights.forEach((weight, layer) => {
    const isLast = layer === weights.length - 1;
    const below = activations[layer] ?? [];
    activations.push(
      below.map((row) =>
        weight.map((line, unit) => {
          const sum = line.reduce((s, w, k) => s + w * (row[k] ?? NaN), at(biases, layer, unit));
          return isLast ? sum : Math.tanh(sum);
        })
      )
    );
  });
  const outputs = activations.at(-1) ?? [];
  const errors = outputs.map((row, i) => row.map((y, k) => y - (targets[i]?.[k] ?? NaN)));
  const count = errors.flat().length;
  const loss = errors.flat().reduce((sum, e) => sum + (e * e) / count, 0);
  // Gradient with respect to what goes into the layer's tanh; the last layer has none.
  let deltas: Matrix = errors.map((row) => row.map((e) => (2 * e) / count));
  for (let layer = weights.length - 1; layer >= 0; layer--) {
    const weight = weights[layer] ?? [];
    const below = activations[layer] ?? [];
    const lower = below.map((row, i) =>
      row.map((y, k) => {
        const sum = weight.reduce((s, line, unit) => s + at(deltas, i, unit) * (line[k] ?? NaN), 0);
        return sum * (1 - y * y);
      })
    );
    weight.forEach((line, unit) => {
      line.forEach((w, k) => {
        const grad = deltas.reduce((s, delta, i) => s + (delta[unit] ?? NaN) * at(below, i, k), 0);
        line[k] = w - rate * grad;
      });
      const grad = deltas.reduce((s, delta) => s + (delta[unit] ?? NaN), 0);
      const bias = biases[layer];
      if (bias) bias[unit] = (bias[unit] ?? NaN) - rate * grad;
    });
    deltas = lower;
  }
  return loss;
}

function ofNetwork(network: Network): number[] {
  const weights = network.weights.map((weight) => weight.map((line) => [...line]));
  const biases = network.biases.map((bias) => [...bias]);
  let loss = NaN;
  for (let k = 0; k < network.comparedSteps; k++) loss = step(weights, biases, network);
  return [loss, ...weights.flatMap((weight, k) => [...weight.flat(), ...(biases[k] ?? [])])];
}

/** The numbers that a runner's `results` are compared with. */
export function reference(workload: Workload): number[] {
  if (workload.name === 'mlp-step') return ofNetwork(workload.network);
  const first = workload.name === 'rerun' ? rerunValue(COMPARED_RERUN) : workload.graph.leaves[0];
  return ofGraph(workload.graph, first ?? NaN);
}
