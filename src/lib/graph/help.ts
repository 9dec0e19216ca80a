import { LIMITS } from './document';

/** What PyTorch's words mean on the canvas, and how to mend it. One line per message. */
const memory: [RegExp, string] = [
  /can't allocate memory/,
  `One run computes at most ${LIMITS.computed.toLocaleString('en')} elements here. Make the inputs shorter.`
];

const forward: readonly [RegExp, string][] = [
  memory,
  [
    /must match the size of tensor b/,
    'The two shapes do not broadcast. Give both inputs the same length, or make one of them a single number.'
  ],
  [
    /Only Tensors of floating point/,
    'Gradients need real numbers. Set the dtype to float32 or float64, or switch requires_grad off.'
  ],
  [
    /cannot be converted to type int64/,
    'An integer is never NaN or infinite. Set the dtype to float32 or float64, or give another number.'
  ],
  [/mean\(\): could not infer/, 'Set the dtype of the input to float32 or float64.'],
  [
    /Dimension out of range/,
    'Dimensions count from 0; from the last one backwards, -1 is the last. Set the attribute in the inspector.'
  ],
  [/expected sequence of length/, 'Every row of the value needs the same number of entries.']
];

const backwardMessages: readonly [RegExp, string][] = [
  memory,
  [
    /through the graph a second time/,
    'The first backward took what this node had saved, and then it was freed. Keep it with retain_graph=True, or run forward again.'
  ],
  [
    /implicitly created only for scalar/,
    'backward() starts from one number. Add a sum or mean node after the result, as the lab does with torch.sum.'
  ],
  [
    /does not require grad/,
    'No input that the result depends on requires a gradient. Switch requires_grad on for an input, or remove the detach or no_grad in between.'
  ],
  [
    /^Found dtype \w+ but expected/,
    'The backward of this loss promotes no types, although its forward does. Give input and target the same dtype.'
  ],
  [
    /incorrect number of gradients/,
    'backward has to return one gradient per input of forward, in the same order (None for those that need none).'
  ],
  [
    /invalid gradient at index/,
    'The gradient of an input has to have the same shape as that input.'
  ]
];

const lookUp = (table: readonly [RegExp, string][], message: string, otherwise: string): string =>
  table.find(([pattern]) => pattern.test(message))?.[1] ?? otherwise;

export const attributeHelp = (name: string): string =>
  `Set the attributes of ${name} in the inspector.`;

export const forwardHelp = (message: string): string =>
  lookUp(forward, message, 'Check the values and shapes of the inputs of this node.');

export const backwardHelp = (message: string): string =>
  lookUp(
    backwardMessages,
    message,
    'Check the node named here; the forward values are still right.'
  );
