import { createRequire } from 'node:module';
import path from 'node:path';
import type { Network, ScalarGraph, ScalarOp } from './data';
import { folder } from './folder';
import { runner, type Peer, type Runner } from './peer';

interface Tensor {
  dataSync(): ArrayLike<number>;
  dispose(): void;
}
interface Variable extends Tensor {
  assign(value: Tensor): void;
}
type Nested = number | readonly Nested[];

/** What is used of TensorFlow.js; it isn't installed with the project, so its own types aren't there. */
interface TensorFlow extends Record<ScalarOp, (...inputs: Tensor[]) => Tensor> {
  enableProdMode(): void;
  setBackend(name: string): Promise<boolean>;
  tidy<R>(run: () => R): R;
  scalar(value: number): Tensor;
  tensor(values: Nested): Tensor;
  variable(initial: Tensor): Variable;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  squaredDifference(a: Tensor, b: Tensor): Tensor;
  mean(a: Tensor): Tensor;
  valueAndGrads(
    f: (...inputs: Tensor[]) => Tensor
  ): (inputs: Tensor[]) => { value: Tensor; grads: Tensor[] };
  train: {
    sgd(rate: number): {
      minimize(f: () => Tensor, returnCost: boolean, variables: Variable[]): Tensor | null;
    };
  };
}

const numbers = (t: Tensor): number[] => Array.from(t.dataSync());

function build(tf: TensorFlow, peer: string, { leaves, nodes }: ScalarGraph): Runner {
  const inputs = leaves.map((value) => tf.scalar(value));
  const differentiated = tf.valueAndGrads((...given) => {
    const values = [...given];
    for (const { op, args } of nodes) {
      const [a, b] = args as [number, number?];
      const first = values[a] as Tensor;
      values.push(b === undefined ? tf[op](first) : tf[op](first, values[b] as Tensor));
    }
    return values.at(-1) as Tensor;
  });
  const iterate = (): void => tf.tidy(() => void differentiated(inputs));
  return runner(peer, iterate, () =>
    tf.tidy(() => {
      const { value, grads } = differentiated(inputs);
      return [...numbers(value), ...grads.flatMap(numbers)];
    })
  );
}

function train(tf: TensorFlow, peer: string, network: Network): Runner {
  const [inputs, targets] = [tf.tensor(network.inputs), tf.tensor(network.targets)];
  const start = (): Tensor[] =>
    network.weights.flatMap((weight, k) => [tf.tensor(weight), tf.tensor(network.biases[k] ?? [])]);
  const parameters = start().map((value) => tf.variable(value));
  const optimizer = tf.train.sgd(network.rate);
  const loss = (): Tensor => {
    let x = inputs;
    for (let k = 0; k < parameters.length; k += 2) {
      const product = tf.matMul(x, parameters[k] as Tensor, false, true);
      x = tf.add(product, parameters[k + 1] as Tensor);
      if (k < parameters.length - 2) x = tf.tanh(x);
    }
    return tf.mean(tf.squaredDifference(x, targets));
  };
  const iterate = (): void => tf.tidy(() => void optimizer.minimize(loss, false, parameters));
  return runner(peer, iterate, () => {
    start().forEach((value, k) => parameters[k]?.assign(value));
    for (let k = 1; k < network.comparedSteps; k++) iterate();
    const last = optimizer.minimize(loss, true, parameters);
    return [...(last ? numbers(last) : []), ...parameters.flatMap(numbers)];
  });
}

/** TensorFlow.js with one of its back ends. @throws where it isn't installed */
export async function tfjs(backend: 'cpu' | 'wasm'): Promise<Peer> {
  const require = createRequire(path.join(folder, 'package.json'));
  const tf = require('@tensorflow/tfjs-core') as TensorFlow;
  // The main file leaves the gradients out.
  require('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  const extra = require(`@tensorflow/tfjs-backend-${backend}`) as {
    setWasmPaths?: (folder: string) => void;
  };
  const binary = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm';
  if (backend === 'wasm')
    extra.setWasmPaths?.(`${path.dirname(require.resolve(binary))}${path.sep}`);
  // Without it a first use prints an advertisement.
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`the back end ${backend} does not start`);
  const peer = `tfjs-${backend}`;
  return (workload) => {
    if (workload.name === 'build') return [build(tf, peer, workload.graph)];
    return workload.name === 'mlp-step' ? [train(tf, peer, workload.network)] : [];
  };
}
