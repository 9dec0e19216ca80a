import { Tensor } from '../../tensor/tensor';
import type { OpDefinition } from '../define';
import { docs, INPUT } from './common';

export const flow: OpDefinition[] = [
  {
    name: 'detach',
    family: 'flow',
    summary: 'Passes the value on and cuts the graph: no gradient flows back through it.',
    source: docs('torch.Tensor.detach'),
    inputs: [INPUT],
    torch: { functions: ['torch.detach'], methods: ['detach'] },
    gradFn: null,
    latex: ([a]) => `\\operatorname{detach}\\left(${a?.text ?? ''}\\right)`,
    localLatex: () => null,
    local: () => null,
    saves: false,
    forward: ([t]) => {
      const input = t as Tensor;
      return new Tensor(input.data, input.shape, input.dtype, input.strides, input.offset);
    },
    vjp: () => [null],
    samples: [{ inputs: [2] }, { inputs: [[1, -2, 3]] }]
  }
];
