import { backward } from '../../src/lib/autograd/backward';
import { noGrad } from '../../src/lib/autograd/mode';
import {
  edgeId,
  emptyDocument,
  type Document,
  type GraphEdge,
  type GraphNode,
  type OpNode
} from '../../src/lib/graph/document';
import { compileKernel } from '../../src/lib/graph/kernel/kernel';
import { inputNames } from '../../src/lib/graph/ports';
import { compile } from '../../src/lib/graph/program';
import { call, tensors } from '../../src/lib/ops/dispatch';
import type { OpDefinition } from '../../src/lib/ops/define';
import { operation } from '../../src/lib/ops/registry';
import { pythonScalar, tensor, type Tensor } from '../../src/lib/tensor/tensor';
import type { Network, ScalarGraph } from './data';
import { COMPARED_RERUN, rerunValue, runner, type Peer, type Runner } from './peer';

const NAME = 'backflow';

function op(name: string): OpDefinition {
  const found = operation(name);
  if (!found) throw new Error(`there is no operation ${name} yet`);
  return found;
}

const leafOf = (value: Parameters<typeof tensor>[0]): Tensor =>
  tensor(value, { requiresGrad: true });

/** Operations called one by one on 0-d tensors, then `backward()`. */
function build({ leaves, nodes }: ScalarGraph): Runner {
  const inputs = leaves.map(leafOf);
  const calls = nodes.map(({ op: name, args }) => ({ op: op(name), args }));
  let root = inputs[0] as Tensor;
  const iterate = (): void => {
    for (const input of inputs) input.grad = null;
    const values = [...inputs];
    for (const { op, args } of calls) {
      const [a, b] = args as [number, number?];
      const first = values[a] as Tensor;
      values.push(call(op, b === undefined ? [first] : [first, values[b] as Tensor]));
    }
    root = values.at(-1) as Tensor;
    backward(root);
  };
  return runner(NAME, iterate, () => {
    iterate();
    return [root.item(), ...inputs.map(({ grad }) => grad?.item() ?? 0)];
  });
}

/** The graph as a document, as somebody would have drawn it. */
function documentOf({ leaves, nodes }: ScalarGraph): Document {
  const place = (order: number) => ({ id: `n${order}`, name: `n${order}`, x: 0, y: 0, order });
  const made: GraphNode[] = leaves.map((value, k) => ({
    ...place(k),
    kind: 'input',
    value,
    dtype: 'float32',
    requiresGrad: true
  }));
  const edges: GraphEdge[] = [];
  for (const { op, args } of nodes) {
    const node: OpNode = { ...place(made.length), kind: 'op', op, constants: {} };
    inputNames(node).forEach((input, k) => {
      const id = edgeId(node.id, input);
      edges.push({ id, source: `n${args[k]}`, target: node.id, input });
    });
    made.push(node);
  }
  return {
    ...emptyDocument(),
    nodes: Object.fromEntries(made.map((node) => [node.id, node])),
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edge]))
  };
}

/** The compiled program, run again with another value of the first leaf. */
async function rerun(graph: ScalarGraph): Promise<Runner> {
  const kernel = compileKernel(compile(documentOf(graph)));
  if (!kernel) throw new Error('the graph is not compiled');
  await kernel.ready;
  if (kernel.backend !== 'wasm')
    console.error('backflow: no WebAssembly here, so it is interpreted');
  const last = `n${graph.leaves.length + graph.nodes.length - 1}`;
  const iterate = (iteration: number): void => {
    kernel.set('n0', rerunValue(iteration));
    kernel.run();
  };
  return runner(NAME, iterate, () => {
    iterate(COMPARED_RERUN);
    return [kernel.value(last), ...graph.leaves.map((_, k) => kernel.gradient(`n${k}`) ?? 0)];
  });
}

/** Forward, backward and a step of gradient descent, by tensor operations. */
function train(network: Network): Runner {
  const [linear, tanh, mse] = [op('linear'), op('tanh'), op('mse_loss')];
  const [inputs, targets] = [tensor(network.inputs), tensor(network.targets)];
  const rate = pythonScalar(network.rate);
  const start = (): Tensor[] =>
    network.weights.flatMap((weight, k) => [leafOf(weight), leafOf(network.biases[k] ?? [])]);
  let parameters = start();
  let loss = inputs;
  const iterate = (): void => {
    let x = inputs;
    for (let k = 0; k < parameters.length; k += 2) {
      x = call(linear, [x, parameters[k] as Tensor, parameters[k + 1] as Tensor]);
      if (k < parameters.length - 2) x = call(tanh, [x]);
    }
    loss = call(mse, [x, targets]);
    backward(loss);
    parameters = noGrad(() =>
      parameters.map((parameter) => {
        const next = tensors.sub(parameter, tensors.mul(rate, parameter.grad as Tensor));
        next.requiresGrad = true;
        return next;
      })
    );
  };
  return runner(NAME, iterate, () => {
    parameters = start();
    for (let k = 0; k < network.comparedSteps; k++) iterate();
    return [loss.item(), ...parameters.flatMap((parameter) => parameter.values())];
  });
}

export const backflow: Peer = async (workload) => {
  if (workload.name === 'build') return [build(workload.graph)];
  if (workload.name === 'rerun') return [await rerun(workload.graph)];
  return [train(workload.network)];
};
