import type { FunctionSource } from '../src/lib/graph/document';

/** The lab's function, whose backward forgets the upstream gradient. */
export const forgetful: FunctionSource = {
  name: 'SQ',
  inputs: ['i'],
  forward: 'ctx.save_for_backward(i)\nreturn i ** 2',
  backward: 'i, = ctx.saved_tensors\nreturn 2 * i'
};

/** Hands on its second input and leaves the first without a gradient. */
export const second: FunctionSource = {
  name: 'Second',
  inputs: ['a', 'b'],
  forward: 'return b',
  backward: 'return 3 * grad_output, None'
};
