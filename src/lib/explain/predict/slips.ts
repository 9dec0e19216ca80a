import { noGrad } from '../../autograd/mode';
import { shownAttributes } from '../../graph/attributes';
import { nodeName, type Document, type GraphNode } from '../../graph/document';
import type { ContributionEvent, ForwardEvent, UpdateEvent } from '../../graph/trace';
import type { OpDefinition } from '../../ops/define';
import { call, quietly, tensors } from '../../ops/dispatch';
import { operation, operations } from '../../ops/registry';
import { reduceTo } from '../../ops/reshape';
import { sameShape, type Shape } from '../../tensor/shape';
import { pythonScalar, type Tensor } from '../../tensor/tensor';

/** A likely mistake, the answer that it leads to, and what to say of it. */
export interface Slip {
  readonly kind: SlipKind;
  readonly value: Tensor;
  readonly hint: string;
}

export const SLIP_KINDS = [
  'sign',
  'forgot-upstream',
  'forgot-local',
  'added-upstream',
  'other-input',
  'value-for-derivative',
  'derivative-for-value',
  'power-rule',
  'wrong-local',
  'total-for-share',
  'overwrote',
  'forgot-share',
  'multiplied',
  'subtracted',
  'not-one',
  'forgot-rate',
  'uphill',
  'other-operation',
  'swapped'
] as const;
export type SlipKind = (typeof SLIP_KINDS)[number];

/** The kinds in a few words, for the score. */
export const slipWords: Readonly<Record<SlipKind, string>> = {
  sign: 'wrong sign',
  'forgot-upstream': 'upstream gradient forgotten',
  'forgot-local': 'local derivative forgotten',
  'added-upstream': 'added where the chain rule multiplies',
  'other-input': 'derivative for another input',
  'value-for-derivative': 'value instead of derivative',
  'derivative-for-value': 'derivative instead of value',
  'power-rule': 'power rule',
  'wrong-local': 'wrong local derivative',
  'total-for-share': 'total instead of one share',
  overwrote: 'overwrote instead of adding',
  'forgot-share': 'new share left out',
  multiplied: 'multiplied where shares add',
  subtracted: 'subtracted where shares add',
  'not-one': 'seed is not 1',
  'forgot-rate': 'learning rate forgotten',
  uphill: 'step uphill',
  'other-operation': 'another operation',
  swapped: 'operands swapped'
};

/** A value that a mistake leads to; null where the mistake can't be made here. */
function attempt(shape: Shape, compute: () => Tensor | null): Tensor | null {
  try {
    const value = noGrad(() => quietly(compute));
    if (!value) return null;
    return sameShape(value.shape, shape) ? value : reduceTo(value, shape);
  } catch {
    // A mistake that doesn't fit the shapes is none that could be made.
    return null;
  }
}

type Candidate = readonly [kind: SlipKind, compute: () => Tensor | null, hint: string];

const slipsOf = (shape: Shape, candidates: readonly Candidate[]): Slip[] =>
  candidates.flatMap(([kind, compute, hint]) => {
    const value = attempt(shape, compute);
    return value ? [{ kind, value, hint }] : [];
  });

const opOf = (node: GraphNode | undefined): OpDefinition | undefined =>
  node?.kind === 'op' ? operation(node.op) : undefined;

/** The local derivative of a node with respect to one of its inputs. */
function localOf(doc: Document, { node: id, inputs, output }: ForwardEvent, index: number) {
  const node = doc.nodes[id];
  const op = opOf(node);
  if (node?.kind !== 'op' || !op) return null;
  const values = inputs.map(({ value }) => value);
  return op.local(index, values, output, shownAttributes(op, node));
}

/** What power-like operations are differentiated to by those who mix up their rule. */
function powerSlips(
  doc: Document,
  { node: id, inputs, output }: ForwardEvent,
  upstream: Tensor,
  index: number
): Candidate[] {
  const name = opOf(doc.nodes[id])?.name;
  const base = inputs[0]?.value;
  if (index !== 0 || !base || (name !== 'pow' && name !== 'square')) return [];
  const exponent = name === 'square' ? pythonScalar(2) : inputs[1]?.value;
  if (!exponent) return [];
  const rule = 'The power rule brings the exponent down as a factor and lowers it by 1: n·aⁿ⁻¹.';
  return [
    [
      'power-rule',
      () => tensors.mul(upstream, tensors.mul(exponent, output)),
      `The exponent came down, and it has to become one less as well. ${rule}`
    ],
    [
      'power-rule',
      () => tensors.mul(upstream, tensors.pow(base, tensors.sub(exponent, pythonScalar(1)))),
      `The exponent became one less, and it has to come down as a factor as well. ${rule}`
    ]
  ];
}

/** Mistakes at the share that a node sends back to one of its inputs. */
export function shareSlips(
  doc: Document,
  event: ContributionEvent,
  origin: ForwardEvent | null
): Slip[] {
  const { upstream, local, contribution, sum, arrival } = event;
  const [via, to] = [nodeName(doc, event.node), nodeName(doc, event.source)];
  const index = origin?.inputs.findIndex(({ input }) => input === event.input) ?? -1;
  const others = (origin?.inputs ?? []).flatMap((other, k): Candidate[] =>
    origin && k !== index
      ? [
          [
            'other-input',
            () => {
              const wrong = localOf(doc, origin, k);
              return wrong && tensors.mul(upstream, wrong);
            },
            other.source === event.source
              ? `That is the share of the other input, ${other.input}, which ${to} feeds as well. Ask how ${via} changes when only ${event.input} moves.`
              : `That is the share of the other input, ${other.source === null ? other.input : nodeName(doc, other.source)}. Ask how ${via} changes when only ${to} moves.`
          ]
        ]
      : []
  );
  return slipsOf(contribution.shape, [
    ['sign', () => tensors.neg(contribution), 'The size is right, the sign is not.'],
    [
      'forgot-upstream',
      () => local,
      `That is the local derivative of ${via} alone. Multiply it by the gradient that has arrived at ${via}.`
    ],
    [
      'forgot-local',
      () => upstream,
      `That passes on what arrived at ${via}. Multiply it by the local derivative of ${via} with respect to ${to}.`
    ],
    ...(arrival > 1
      ? [
          [
            'total-for-share',
            () => sum,
            `That is already the total at ${to}. The first blank asks for the share that comes along this path.`
          ] as Candidate
        ]
      : []),
    ...powerSlips(doc, origin ?? noOrigin, upstream, index),
    ...others,
    [
      'added-upstream',
      () => local && tensors.add(upstream, local),
      'Along one path the chain rule multiplies: upstream × local. Only different paths are added.'
    ],
    [
      'value-for-derivative',
      () => origin && tensors.mul(upstream, origin.output),
      `That uses the value of ${via}. The way back needs its derivative with respect to ${to}.`
    ],
    [
      'value-for-derivative',
      () => origin?.output ?? null,
      `That is the value of ${via} from the forward pass. The question is for the gradient that ${via} sends back to ${to}.`
    ]
  ]);
}

const noOrigin: ForwardEvent = {
  kind: 'forward',
  node: '',
  inputs: [],
  output: pythonScalar(NaN),
  saved: [],
  body: []
};

/** Mistakes at the sum where a further share arrives. */
export function sumSlips(doc: Document, { contribution, sum, source }: ContributionEvent): Slip[] {
  const to = nodeName(doc, source);
  const before = (): Tensor => tensors.sub(sum, contribution);
  return slipsOf(sum.shape, [
    [
      'overwrote',
      () => contribution,
      `That replaces what ${to} already had. Shares of several paths are added: ∂/∂${to} is their sum.`
    ],
    ['forgot-share', before, `That is what ${to} had before. The new share has to be added.`],
    [
      'multiplied',
      () => tensors.mul(before(), contribution),
      'Along one path derivatives are multiplied; where paths meet, their shares are added.'
    ],
    [
      'subtracted',
      () => tensors.sub(before(), contribution),
      'Where paths meet, their shares are added, whatever their signs.'
    ],
    ['sign', () => tensors.neg(sum), 'The size is right, the sign is not.']
  ]);
}

/** Mistakes at `.grad` when a further backward pass adds to it. */
export function accumulateSlips(name: string, before: Tensor, grad: Tensor, after: Tensor): Slip[] {
  return slipsOf(after.shape, [
    [
      'overwrote',
      () => grad,
      `That replaces ${name}.grad. backward() adds to what is there: nobody has called zero_grad().`
    ],
    ['forgot-share', () => before, `That is ${name}.grad before this pass, which adds to it.`]
  ]);
}

/** Mistakes at a step of plain gradient descent. */
export function updateSlips(name: string, { before, grad, after }: UpdateEvent): Slip[] {
  return slipsOf(after.shape, [
    [
      'uphill',
      () => tensors.sub(tensors.add(before, before), after),
      `That goes up the slope. To make the loss smaller, ${name} moves against its gradient.`
    ],
    [
      'forgot-rate',
      () => tensors.sub(before, grad),
      'That is a step of the whole gradient. The learning rate makes it shorter.'
    ],
    ['value-for-derivative', () => before, `That is ${name} before the step.`]
  ]);
}

/** Mistakes at the seed. */
export const seedSlips = (name: string, grad: Tensor, value: Tensor | null): Slip[] =>
  slipsOf(grad.shape, [
    [
      'value-for-derivative',
      () => value,
      `That is the value of ${name}. How fast does ${name} change when ${name} itself moves by 1?`
    ],
    [
      'not-one',
      () => tensors.sub(grad, grad),
      `If ${name} moves by 1, then ${name} moves by 1: the derivative of anything by itself is not 0.`
    ]
  ]);

/** Operations that are taken for one another: the same family, and arithmetic among itself. */
function similar(op: OpDefinition): OpDefinition[] {
  const count = op.inputs.length;
  return operations.filter(
    (other) =>
      other.name !== op.name &&
      other.family === op.family &&
      other.defaults !== null &&
      other.inputs.length === count &&
      !other.inputs.some(({ variadic }) => variadic)
  );
}

const joined = (rule: string): string => (rule === '' ? '' : ` (${rule})`);

/** Mistakes at the value that a node computes. */
export function valueSlips(doc: Document, event: ForwardEvent): Slip[] {
  const { node: id, inputs, output } = event;
  const op = opOf(doc.nodes[id]);
  const values = inputs.map(({ value }) => value);
  const plain = joined(op?.torch.operator ?? '');
  const others = (op ? similar(op) : []).map((other): Candidate => [
    'other-operation',
    () => call(other, values),
    `That is what ${other.name}${joined(other.torch.operator ?? '')} gives. This node computes ${op?.name}${plain}.`
  ]);
  return slipsOf(output.shape, [
    ['sign', () => tensors.neg(output), 'The size is right, the sign is not.'],
    [
      'swapped',
      () => (op && values.length === 2 ? call(op, [...values].reverse()) : null),
      'The operands are in the other order: the first input stands on the left.'
    ],
    ...(op?.family === 'comparison' ? [] : others),
    ...inputs.map(({ source, input }, k): Candidate => [
      'derivative-for-value',
      () => (source === null ? null : localOf(doc, event, k)),
      `That is the derivative with respect to ${source === null ? input : nodeName(doc, source)}, which the backward pass needs. First comes the value.`
    ])
  ]);
}
