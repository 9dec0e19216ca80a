import type { Tensor } from '../../tensor/tensor';
import { define, SAVES_NOTHING, type OpDefinition } from '../define';
import { docs, INPUT } from './common';

export const flow: OpDefinition[] = [
  define({
    name: 'detach',
    family: 'flow',
    summary: 'Passes the value on and cuts the graph: no gradient flows back through it.',
    source: docs('torch.Tensor.detach'),
    inputs: [INPUT],
    torch: { functions: ['torch.detach'], methods: ['detach'] },
    gradFn: null,
    latex: ([a]) => `\\operatorname{detach}\\left(${a?.text ?? ''}\\right)`,
    saves: SAVES_NOTHING,
    forward: ([t]) => (t as Tensor).alias(),
    vjp: () => [null],
    samples: [{ inputs: [2] }, { inputs: [[1, -2, 3]] }]
  })
];
