import { TorchError } from '../../tensor/errors';
import { sizeText } from '../../tensor/shape';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { type AttributeSpecs, bool, float } from '../attributes';
import { composite, type CompositeEntry } from '../composite';
import type { OpDefinition } from '../define';
import { apply, tensors } from '../dispatch';
import type { Latex } from '../latex';
import { docs, INPUT } from './common';
import { lossLatex, reduced, REDUCTION, requireReduction, TARGET } from './loss';

const ZERO = pythonScalar(0);
const TWO_BOOLS =
  'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.';

/** The node of a loss whose losses of elements become one by operations of their own. */
const reducedNode =
  (none: string) =>
  (_: readonly Tensor[], { reduction }: { readonly reduction: unknown }): string =>
    ({ mean: 'MeanBackward0', sum: 'SumBackward0' })[String(reduction)] ?? none;

type Entry<S extends AttributeSpecs> = Pick<
  CompositeEntry<S>,
  | 'name'
  | 'summary'
  | 'inputs'
  | 'attributes'
  | 'gradFn'
  | 'latex'
  | 'compose'
  | 'samples'
  | 'kinks'
  | 'signature'
>;

const loss = <S extends AttributeSpecs>(entry: Entry<S>): OpDefinition =>
  composite<S>({
    family: 'loss',
    source: docs(`torch.nn.functional.${entry.name}`),
    torch: { functions: [`torch.nn.functional.${entry.name}`], methods: [] },
    signature: [
      ...entry.inputs.map(({ name }) => name),
      '*',
      ...Object.keys(entry.attributes ?? {})
    ],
    ...entry
  } as CompositeEntry<S>);

const atLeastZero = (t: Tensor): Tensor => apply('clamp', [t], { min: 0 });
const element = (a: Latex | undefined): string => `{${a?.text ?? ''}}_i`;

const plusMinus = [
  [0.5, -1.5, 2],
  [1, -1, -1]
];

/** Losses of counts, of pairs that belong together or not, and of which is the better one. */
export const moreLosses: OpDefinition[] = [
  loss({
    name: 'poisson_nll_loss',
    summary: 'How unlikely counts are where the input is their rate, or its logarithm.',
    inputs: [INPUT, TARGET],
    attributes: {
      log_input: bool('Whether the input is the logarithm of the rate.', true),
      full: bool('Whether Stirling’s approximation of the target’s factorial is added.', false),
      eps: float('Added to a rate, so that its logarithm is finite.', 1e-8),
      reduction: REDUCTION
    },
    signature: ['input', 'target', 'log_input', 'full', '*', 'eps', 'reduction'],
    gradFn: (inputs, { full, reduction }) =>
      reducedNode(full ? 'AddBackward0' : 'SubBackward0')(inputs, { reduction }),
    latex: (args, { reduction }) =>
      lossLatex((a, y) => `e^{${a}} - ${y}\\,${a}`)(args, { reduction }),
    compose: ([x, y], { log_input, full, eps, reduction }) => {
      const [input, target] = [x as Tensor, y as Tensor];
      if (!['mean', 'sum', 'none'].includes(reduction)) {
        throw new TorchError(`${reduction} is not valid`, 'ValueError');
      }
      const log = log_input ? input : tensors.log(tensors.add(input, pythonScalar(eps)));
      const rate = log_input ? tensors.exp(input) : input;
      const plain = tensors.sub(rate, tensors.mul(target, log));
      if (!full) return reduced(plain, reduction);
      const stirling = tensors.add(
        tensors.sub(tensors.mul(target, tensors.log(target)), target),
        tensors.mul(pythonScalar(0.5), tensors.log(tensors.mul(pythonScalar(2 * Math.PI), target)))
      );
      const isSmall = tensors.le(target, pythonScalar(1));
      return reduced(tensors.add(plain, tensors.where(isSmall, ZERO, stirling)), reduction);
    },
    samples: [
      {
        inputs: [
          [0.5, -1, 2],
          [1, 0, 3]
        ]
      },
      {
        inputs: [
          [0.5, 1, 2],
          [1, 2, 3]
        ],
        attributes: { log_input: false, reduction: 'sum' }
      },
      {
        inputs: [
          [0.5, -1],
          [4, 2]
        ],
        attributes: { full: true, reduction: 'none' }
      }
    ]
  }),
  loss({
    name: 'hinge_embedding_loss',
    summary:
      'The input itself where the target is 1, and how far it is below a margin where it is −1.',
    inputs: [INPUT, TARGET],
    attributes: {
      margin: float('How large inputs of target −1 should be.', 1),
      reduction: REDUCTION
    },
    signature: ['input', 'target', 'margin', '*', 'reduction'],
    gradFn: reducedNode('AddBackward0'),
    latex: (args, { reduction }) =>
      lossLatex(
        (a, y) =>
          `\\begin{cases} ${a} & ${y} = 1 \\\\ \\max\\left(0,\\,\\Delta - ${a}\\right) & ${y} = -1 \\end{cases}`
      )(args, { reduction }),
    kinks: 'At the margin the gradient flows by convention.',
    compose: ([x, y], { margin, reduction }) => {
      const [input, target] = [x as Tensor, y as Tensor];
      requireReduction(reduction);
      if (input.dtype === 'bool') throw new TorchError(TWO_BOOLS);
      const missing = atLeastZero(tensors.sub(pythonScalar(margin), input));
      const far = tensors.where(tensors.eq(target, pythonScalar(1)), ZERO, missing);
      const near = tensors.where(tensors.eq(target, pythonScalar(-1)), ZERO, input);
      return reduced(tensors.add(far, near), reduction);
    },
    samples: [
      { inputs: plusMinus },
      { inputs: plusMinus, attributes: { margin: 3, reduction: 'sum' } },
      { inputs: plusMinus, attributes: { reduction: 'none' } }
    ]
  }),
  loss({
    name: 'margin_ranking_loss',
    summary:
      'How far the first input fails to lead the second by a margin; target −1 asks it to trail.',
    inputs: [{ name: 'input1', symbol: 'a' }, { name: 'input2', symbol: 'b' }, TARGET],
    attributes: { margin: float('The lead that is asked for.', 0), reduction: REDUCTION },
    signature: ['input1', 'input2', 'target', 'margin', '*', 'reduction'],
    gradFn: reducedNode('ClampMinBackward0'),
    latex: ([a, b, y], { reduction }) => {
      const one = `\\max\\left(0,\\,-${element(y)} \\left(${element(a)} - ${element(b)}\\right) + \\Delta\\right)`;
      if (reduction === 'none') return one;
      return `${reduction === 'mean' ? '\\frac{1}{n} ' : ''}\\sum_i ${one}`;
    },
    kinks: 'At the margin the gradient flows by convention.',
    compose: ([x, z, y], { margin, reduction }) => {
      requireReduction(reduction);
      const [first, second, target] = [x as Tensor, z as Tensor, y as Tensor];
      if ([second, target].some((t) => t.shape.length !== first.shape.length)) {
        const sizes = [first, second, target].map((t) => sizeText(t.shape));
        throw new TorchError(
          `margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: ${sizes[0]}, input2: ${sizes[1]}, target: ${sizes[2]} `
        );
      }
      const lead = tensors.sub(first, second);
      const lacking = tensors.mul(tensors.neg(target), lead);
      return reduced(atLeastZero(tensors.add(lacking, pythonScalar(margin, 'float64'))), reduction);
    },
    samples: [
      {
        inputs: [
          [0.5, -1.5, 2],
          [1, 0.25, -1],
          [1, -1, -1]
        ]
      },
      {
        inputs: [
          [0.5, -1.5, 2],
          [1, 0.25, -1],
          [1, -1, -1]
        ],
        attributes: { margin: 2.5, reduction: 'sum' }
      },
      {
        inputs: [
          [0.5, -1.5],
          [1, 0.25],
          [1, -1]
        ],
        attributes: { reduction: 'none' }
      }
    ]
  })
];
