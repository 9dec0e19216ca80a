import type { OpDefinition } from '../define';
import { isBool, notImplemented, torchNames, unary } from './common';

/** Size, sign and whole numbers. */
export const roundings: OpDefinition[] = [
  unary({
    name: 'abs',
    family: 'arithmetic',
    summary: 'Takes the absolute value.',
    torch: torchNames('abs', 'torch.absolute'),
    gradFn: 'AbsBackward0',
    refuses: (operands) => (operands.every(isBool) ? notImplemented('abs_cpu', 'bool') : null),
    value: (m, a) => m.abs(a),
    vjps: [(m, g, _, a) => m.mul(g, m.sign(a))],
    kinks: 'At 0 the derivative is 0 by convention.',
    samples: [{ inputs: [-2] }, { inputs: [[1.5, -0.25]] }, { inputs: [0], kink: true }]
  }),
  unary({
    name: 'sign',
    family: 'arithmetic',
    summary: 'Gives −1, 0 or 1; its gradient is 0 everywhere.',
    gradFn: 'SignBackward0',
    value: (m, a) => m.sign(a),
    vjps: [(m) => m.num(0)],
    kinks: 'Jumps at 0, where its derivative is 0 by convention.',
    samples: [{ inputs: [-2] }, { inputs: [[1.5, -0.25]] }, { inputs: [0], kink: true }]
  })
];
