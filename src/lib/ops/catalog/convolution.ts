import { scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { listText, numel, type Shape } from '../../tensor/shape';
import { fromValues, type Tensor } from '../../tensor/tensor';
import { type Attributes, int, ints } from '../attributes';
import { convolve, flat, type Target } from '../convolve';
import { define, hidden, type OpDefinition } from '../define';
import { apply } from '../dispatch';
import { fourth, outputShape, planar, spread } from '../geometry';
import { requireSize } from '../strided';
import { docs, INPUT, notImplemented } from './common';

const geometry = {
  stride: ints('Step between places where the kernel is applied.', [1]),
  padding: ints('Zeros added on both sides.', [0]),
  dilation: ints('Step between the taps of the kernel.', [1]),
  groups: int('Blocks of channels that are convolved apart.', 1)
};
const withoutSize = ({ stride, padding, dilation, groups }: Attributes): Attributes =>
  ({ stride, padding, dilation, groups }) as Attributes;

/** The transposes of a convolution, for its gradients; all three are linear in both of their inputs. */
function transposed(
  name: string,
  target: Exclude<Target, 'output'>,
  vjp: OpDefinition['vjp']
): OpDefinition {
  return hidden({
    name,
    inputs: [INPUT, { name: 'other', symbol: 'b' }],
    attributes: { ...geometry, size: ints('Shape of the result.') },
    gradFn: 'ConvolutionBackwardBackward0',
    saves: { inputs: [0, 1], output: false },
    forward: ([g, other], { size, ...given }) => {
      const [grad, b] = [g as Tensor, other as Tensor];
      const output = fourth(grad.shape);
      const result = fourth(size);
      const rank = size.length - 2;
      const shapes =
        target === 'input'
          ? { input: result, weight: fourth(b.shape), output }
          : { input: fourth(b.shape), weight: result, output };
      const total = convolve(target, flat(grad), flat(b), shapes, planar(given, rank));
      return fromValues(total, size, grad.dtype);
    },
    vjp: vjp as never
  });
}

const INPUT_GRAD = 'convolution_input_grad';
const WEIGHT_GRAD = 'convolution_weight_grad';
const CONVOLUTION = 'convolution';

/** The convolution alone, batched and without bias, which the gradients are written with. */
const convolution = hidden({
  name: CONVOLUTION,
  inputs: [INPUT, { name: 'weight', symbol: 'w' }],
  attributes: geometry,
  gradFn: 'ConvolutionBackward0',
  saves: { inputs: [0, 1], output: false },
  forward: ([x, w], given) => {
    const [input, weight] = [x as Tensor, w as Tensor];
    const size = outputShape(input.shape, weight.shape, null, given);
    requireSize(size, input.dtype);
    const shapes = {
      input: fourth(input.shape),
      weight: fourth(weight.shape),
      output: fourth(size)
    };
    const shape = planar(given, weight.shape.length - 2);
    return fromValues(
      convolve('output', flat(input), flat(weight), shapes, shape),
      size,
      input.dtype
    );
  },
  vjp: ({ upstream, inputs: [x, w], attributes }, needed) => {
    const [input, weight] = [x as Tensor, w as Tensor];
    const given = (size: Shape) => ({ ...attributes, size });
    return [
      needed[0] ? apply(INPUT_GRAD, [upstream, weight], given(input.shape)) : null,
      needed[1] ? apply(WEIGHT_GRAD, [upstream, input], given(weight.shape)) : null
    ];
  }
});

export const convolutionInternals: OpDefinition[] = [
  convolution,
  transposed(INPUT_GRAD, 'input', ({ upstream, inputs: [g, w], attributes }, needed) => {
    const [grad, weight] = [g as Tensor, w as Tensor];
    const given = withoutSize(attributes);
    return [
      needed[0] ? apply(CONVOLUTION, [upstream, weight], given) : null,
      needed[1] ? apply(WEIGHT_GRAD, [grad, upstream], { ...given, size: weight.shape }) : null
    ];
  }),
  transposed(WEIGHT_GRAD, 'weight', ({ upstream, inputs: [g, x], attributes }, needed) => {
    const [grad, input] = [g as Tensor, x as Tensor];
    const given = withoutSize(attributes);
    return [
      needed[0] ? apply(CONVOLUTION, [input, upstream], given) : null,
      needed[1] ? apply(INPUT_GRAD, [grad, upstream], { ...given, size: input.shape }) : null
    ];
  })
];

const isUnbatched = (input: Tensor, weight: Tensor): boolean =>
  input.shape.length === weight.shape.length - 1;

const batched = (t: Tensor): Tensor => apply('reshape', [t], { shape: [1, ...t.shape] });

function layer(rank: 1 | 2, samples: OpDefinition['samples']): OpDefinition {
  const name = `conv${rank}d`;
  return define({
    name,
    family: 'layer',
    summary:
      rank === 1
        ? 'Slides a kernel along a signal: each output is a weighted sum of what lies under the kernel.'
        : 'Slides a kernel over an image: each output is a weighted sum of what lies under the kernel.',
    source: docs(`torch.nn.functional.${name}`),
    inputs: [INPUT, { name: 'weight', symbol: 'w' }, { name: 'bias', symbol: 'b', optional: true }],
    attributes: geometry,
    torch: { functions: [`torch.nn.functional.${name}`, `torch.${name}`], methods: [] },
    gradFn: ([x, w]) => (x && w && isUnbatched(x, w) ? 'SqueezeBackward1' : 'ConvolutionBackward0'),
    latex: ([a, w, b]) => `${a?.text ?? ''} \\star ${w?.text ?? ''}${b ? ` + ${b.text}` : ''}`,
    saves: (needed) => ({
      inputs: [...(needed[1] ? [0] : []), ...(needed[0] ? [1] : [])],
      output: false
    }),
    samples,
    forward: ([x, w, bias], given) => {
      const [input, weight] = [x as Tensor, w as Tensor];
      if (input.shape.length !== rank + 1 && input.shape.length !== rank + 2) {
        throw new TorchError(
          `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to ${name}, but got input of size: ${listText(input.shape)}`
        );
      }
      if (weight.shape.length !== rank + 2) {
        if (weight.shape.length < 3) {
          throw new TorchError('weight should have at least three dimensions');
        }
        const found = weight.shape.length - 2;
        spread(
          'stride',
          given.stride.length === 1
            ? new Array<number>(rank).fill(given.stride[0] ?? 1)
            : given.stride,
          found
        );
        throw new TorchError(
          `Given weight of size ${listText(weight.shape)}, expected ${rank + 2} dimensions`
        );
      }
      const isSingle = isUnbatched(input, weight);
      const full = isSingle ? [1, ...input.shape] : input.shape;
      const size = outputShape(full, weight.shape, bias?.shape ?? null, given);
      if (input.dtype === 'bool') throw new TorchError(notImplemented('slow_conv2d_cpu', 'bool'));
      const other = [weight, bias].find((t) => t && t.dtype !== input.dtype);
      if (other) {
        throw new TorchError(
          `expected scalar type ${scalarTypeName(input.dtype)} but found ${scalarTypeName(other.dtype)}`
        );
      }
      requireSize(size, input.dtype);
      const shapes = {
        input: fourth(full),
        weight: fourth(weight.shape),
        output: fourth(size)
      };
      const total = convolve('output', flat(input), flat(weight), shapes, planar(given, rank));
      if (bias) {
        const plane = numel(size.slice(2));
        const shift = bias.values();
        for (let i = 0; i < total.length; i++) {
          const channel = Math.floor(i / plane) % shift.length;
          total[i] = (total[i] ?? 0) + (shift[channel] ?? 0);
        }
      }
      return fromValues(total, isSingle ? size.slice(1) : size, input.dtype);
    },
    vjp: ({ upstream, inputs: [x, w, bias], attributes }, needed) => {
      const [input, weight] = [x as Tensor, w as Tensor];
      const isSingle = isUnbatched(input, weight);
      const g = isSingle ? batched(upstream) : upstream;
      const full = isSingle ? [1, ...input.shape] : input.shape;
      const toInput = (): Tensor => {
        const found = apply(INPUT_GRAD, [g, weight], { ...attributes, size: full });
        return isSingle ? apply('reshape', [found], { shape: input.shape }) : found;
      };
      const toWeight = (): Tensor =>
        apply(WEIGHT_GRAD, [g, isSingle ? batched(input) : input], {
          ...attributes,
          size: weight.shape
        });
      const spatial = g.shape.map((_, dim) => dim).filter((dim) => dim !== 1);
      return [
        needed[0] ? toInput() : null,
        needed[1] ? toWeight() : null,
        bias && needed[2] ? apply('sum', [g], { dim: spatial }) : null
      ];
    }
  });
}

const signal = [[[1, 2, -1, 0.5, 3]]];
const image = [
  [
    [
      [1, 2, 0, -1],
      [0.5, -2, 3, 1],
      [2, 1, -1, 0],
      [1, 0, 2, -3]
    ]
  ]
];
const channels = [
  [
    [
      [1, 2, 3],
      [4, -5, 6],
      [0, 1, 2]
    ],
    [
      [2, 0, 1],
      [1, 3, -1],
      [-2, 1, 0.5]
    ]
  ]
];

export const convolutions: OpDefinition[] = [
  layer(1, [
    { inputs: [signal, [[[1, -1]]]] },
    { inputs: [signal, [[[0.5, 2, -1]], [[1, 0, 1]]], [0.25, -1]] },
    { inputs: [signal, [[[1, 2]]]], attributes: { stride: [2], padding: [1] } },
    { inputs: [signal[0] ?? [], [[[1, -2]]]], attributes: { dilation: [2] } }
  ]),
  layer(2, [
    {
      inputs: [
        image,
        [
          [
            [
              [1, 0],
              [0, -1]
            ]
          ]
        ]
      ]
    },
    {
      inputs: [
        image,
        [
          [
            [
              [1, 2],
              [3, -1]
            ]
          ]
        ],
        [0.5]
      ],
      attributes: { stride: [2], padding: [1] }
    },
    {
      inputs: [
        channels,
        [
          [[[1, -1]], [[2, 0.5]]],
          [[[0, 1]], [[-1, 1]]]
        ],
        [1, -1]
      ],
      attributes: { padding: [0, 1] }
    },
    {
      inputs: [
        channels,
        [
          [
            [
              [1, 2],
              [0, 1]
            ]
          ],
          [
            [
              [1, -1],
              [2, 0]
            ]
          ]
        ]
      ],
      attributes: { groups: 2 }
    },
    { inputs: [channels[0] ?? [], [[[[1, 2]], [[0.5, 1]]]]], attributes: { dilation: [1, 2] } }
  ])
];
