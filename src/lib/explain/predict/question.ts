import { shownAttributes } from '../../graph/attributes';
import { nodeName, type Document } from '../../graph/document';
import type {
  AccumulateEvent,
  ContributionEvent,
  ForwardEvent,
  TraceEvent,
  UpdateEvent
} from '../../graph/trace';
import { numberText } from '../../ops/latex';
import { operation } from '../../ops/registry';
import type { Tensor } from '../../tensor/tensor';
import type { Timeline } from '../frames';
import { localDerivatives, nodeLatex, orange, ratioLatex, symbolsOf } from '../local';
import { nodeRule, ruleLatex } from '../rule';
import { briefText, tensorLatex, termLatex } from '../values';
import { compare, formOf, readAnswer, type Wanted, wantedOf } from './answer';
import {
  accumulateSlips,
  type Slip,
  type SlipKind,
  seedSlips,
  shareSlips,
  sumSlips,
  updateSlips,
  valueSlips
} from './slips';

/** Something to be typed. */
export interface Blank {
  /** What it is, e.g. `Share of x`. */
  readonly label: string;
  /** Its form, e.g. `a number`. */
  readonly form: string;
  readonly wanted: Wanted;
  readonly slips: () => readonly Slip[];
  /** What an answer that no known mistake leads to says of the local derivative. */
  readonly implied?: (given: Tensor) => string | null;
}

/** Help that says a little more each time; the formula stands by itself. */
export interface Hint {
  readonly text: string;
  readonly latex: string | null;
}

/** What the next step of the trace is asked as, before it is shown. */
export interface Question {
  readonly text: string;
  /** The left side of what is asked, e.g. `\frac{\partial y}{\partial x} = \;?`. */
  readonly latex: string;
  readonly blanks: readonly Blank[];
  readonly hints: readonly Hint[];
}

const ASKED = '\\;\\boxed{?}';

const blank = (
  label: string,
  wanted: Wanted,
  slips: Blank['slips'],
  implied?: Blank['implied']
): Blank => ({ label, form: formOf(wanted), wanted, slips, ...(implied ? { implied } : {}) });

/** Which local derivative an answer stands for, where one number is asked for. */
function impliedLocal(doc: Document, event: ContributionEvent, given: Tensor): string | null {
  const { upstream, local } = event;
  if (!local || upstream.numel !== 1 || local.numel !== 1 || given.numel !== 1) return null;
  const up = upstream.item();
  const taken = given.item() / up;
  if (up === 0 || !Number.isFinite(taken)) return null;
  const [via, to] = [nodeName(doc, event.node), nodeName(doc, event.source)];
  return `With ${numberText(up)} from above, your answer takes the local derivative of ${via} with respect to ${to} to be ${numberText(taken)}, and it is another one. A hint shows its rule.`;
}

function valueQuestion(doc: Document, event: ForwardEvent): Question {
  const node = doc.nodes[event.node];
  const name = nodeName(doc, event.node);
  const rule = node ? nodeRule(doc, node) : '';
  const left = nodeLatex(doc, event.node).text;
  const numbers = ruleLatex(
    node,
    event.inputs.map(({ value }) => tensorLatex(value))
  );
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  const summary =
    op?.summary ??
    `It is what the forward of ${node?.kind === 'custom' ? node.fn.name : name} returns.`;
  return {
    text: `Forward: what is the value of ${name}?`,
    latex: `${left} = ${rule === '' ? '' : `${rule} =`} ${ASKED}`,
    blanks: [blank(`Value of ${name}`, wantedOf(event.output), () => valueSlips(doc, event))],
    hints: [
      { text: summary, latex: null },
      { text: 'With the numbers in their places:', latex: `${left} = ${numbers} = ${ASKED}` }
    ]
  };
}

/** The operation's own rule for one input, with its own letters, and numbers where no node feeds it. */
function generalRule(doc: Document, event: ForwardEvent, index: number): string | null {
  const node = doc.nodes[event.node];
  const op = node?.kind === 'op' ? operation(node.op) : undefined;
  if (node?.kind !== 'op' || !op) return null;
  const attributes = shownAttributes(op, node);
  const numbers = event.inputs.map(({ value, source }) =>
    source === null ? tensorLatex(value) : null
  );
  const { args, result } = symbolsOf(op, attributes, numbers.length, numbers);
  const local = op.localLatex(index, args, result, attributes);
  const symbol = args[index]?.text;
  if (local === null || symbol === undefined) return null;
  return `\\frac{\\partial}{\\partial ${symbol}} \\left(${result.text}\\right) = ${local}`;
}

function shareHints(doc: Document, event: ContributionEvent, origin: ForwardEvent | null): Hint[] {
  const { upstream, local } = event;
  const [via, to] = [nodeName(doc, event.node), nodeName(doc, event.source)];
  const first: Hint = {
    text: `${via} has received ${valueText(event)} from above. It sends to ${to}: what it received, times how fast ${via} changes with ${to}.`,
    latex: null
  };
  const index = origin?.inputs.findIndex(({ input }) => input === event.input) ?? -1;
  const rule = origin && generalRule(doc, origin, index);
  const own = origin && localDerivatives(doc, origin).find(({ input }) => input === event.input);
  const hints: Hint[] = [first];
  if (rule) hints.push({ text: `The rule of ${via}:`, latex: rule });
  if (own) hints.push({ text: 'With the names of this graph, and its numbers:', latex: own.latex });
  if (local) {
    hints.push({
      text: 'So the share is:',
      latex: `${orange(termLatex(upstream))} \\times ${termLatex(local)} = ${ASKED}`
    });
  } else if (hints.length === 1) {
    hints.push({
      text: `No single number says it: each element of ${to} receives what its own changes do to ${via}, times the gradient there.`,
      latex: null
    });
  }
  return hints;
}

const valueText = ({ upstream }: ContributionEvent): string =>
  upstream.numel === 1 ? briefText(upstream) : 'a gradient of its shape';

function shareQuestion(
  doc: Document,
  event: ContributionEvent,
  origin: ForwardEvent | null,
  result: string
): Question {
  const [via, to] = [nodeName(doc, event.node), nodeName(doc, event.source)];
  const isMore = event.arrival > 1;
  const left = ratioLatex(doc, result, event.source);
  return {
    text: isMore
      ? `Backward: what does ${via} send to ${to}, and what has ${to} then?`
      : `Backward: what does ${via} send to ${to}?`,
    latex: isMore
      ? `${left} \\mathrel{{+}{=}} ${ASKED}`
      : `${ratioLatex(doc, result, event.node)} \\cdot ${ratioLatex(doc, event.node, event.source)} = ${ASKED}`,
    blanks: [
      blank(
        `Share for ${to}`,
        wantedOf(event.contribution),
        () => shareSlips(doc, event, origin),
        (given) => impliedLocal(doc, event, given)
      ),
      ...(isMore ? [blank(`Sum at ${to}`, wantedOf(event.sum), () => sumSlips(doc, event))] : [])
    ],
    hints: [
      ...shareHints(doc, event, origin),
      ...(isMore
        ? [
            {
              text: `Several paths meet at ${to}: add the new share to what is there.`,
              latex: null
            }
          ]
        : [])
    ]
  };
}

/** Asked where `.grad` holds something already: before the first pass it is None, and the sum was just asked for. */
function accumulateQuestion(doc: Document, event: AccumulateEvent, before: Tensor): Question {
  const { grad, total } = event;
  const name = nodeName(doc, event.node);
  return {
    text: `backward() was called again: what is ${name}.grad now?`,
    latex: `${nodeLatex(doc, event.node).text}\\mathtt{.grad} = ${ASKED}`,
    blanks: [
      blank(`${name}.grad`, wantedOf(total), () => accumulateSlips(name, before, grad, total))
    ],
    hints: [
      {
        text: 'Nobody has called zero_grad(), so this gradient is added to the one before.',
        latex: null
      },
      { text: 'So it is:', latex: `${termLatex(before)} + ${orange(termLatex(grad))} = ${ASKED}` }
    ]
  };
}

/** The next value of a parameter; null for optimisers that remember, which nobody computes in the head. */
function updateQuestion(doc: Document, event: UpdateEvent): Question | null {
  const { rule, node, before, after } = event;
  if (rule.kind !== 'sgd' || rule.velocity) return null;
  const name = nodeName(doc, node);
  const w = nodeLatex(doc, node).text;
  return {
    text: `Update: where does a step with learning rate ${numberText(rule.lr)} take ${name}?`,
    latex: `${w} \\leftarrow ${ASKED}`,
    blanks: [blank(`${name} after the step`, wantedOf(after), () => updateSlips(name, event))],
    hints: [
      {
        text: 'Against the gradient, by the learning rate times its size:',
        latex: `${w} \\leftarrow ${w} - \\eta \\cdot ${w}\\mathtt{.grad}`
      },
      {
        text: 'With the numbers:',
        latex: `${termLatex(before)} - ${numberText(rule.lr)} \\times ${orange(termLatex(rule.decayed))} = ${ASKED}`
      }
    ]
  };
}

/**
 * What is asked before a step is shown; null for a step that there is nothing to predict of: a leaf is given, and a
 * leaf's `.grad` is what has just been summed.
 */
export function questionOf(
  doc: Document,
  event: TraceEvent | null,
  timeline: Pick<Timeline, 'origin'>,
  result: string | null
): Question | null {
  switch (event?.kind) {
    case 'forward':
      return valueQuestion(doc, event);
    case 'seed': {
      const name = nodeName(doc, event.node);
      return {
        text: `Backward starts: what is the gradient of ${name} with respect to itself?`,
        latex: `${ratioLatex(doc, event.node, event.node)} = ${ASKED}`,
        blanks: [
          blank(`Gradient of ${name}`, wantedOf(event.grad), () =>
            seedSlips(name, event.grad, timeline.origin(event.node)?.output ?? null)
          )
        ],
        hints: [
          {
            text: `When ${name} grows by a little, how much does ${name} grow?`,
            latex: null
          }
        ]
      };
    }
    case 'contribution': {
      const made = timeline.origin(event.node);
      const origin = made?.kind === 'forward' ? made : null;
      return shareQuestion(doc, event, origin, result ?? event.node);
    }
    case 'accumulate':
      return event.before && accumulateQuestion(doc, event, event.before);
    case 'update':
      return updateQuestion(doc, event);
    default:
      return null;
  }
}

/** What is said of one answer. */
export interface Judgement {
  readonly verdict: 'right' | 'near' | 'wrong' | 'unreadable';
  readonly slip: SlipKind | null;
  readonly message: string;
}

const RIGHT: Judgement = { verdict: 'right', slip: null, message: 'Right.' };

/** Judges what was typed into one blank; a wrong answer is matched with the mistake that leads to it. */
export function judge(text: string, { wanted, form, slips, implied }: Blank): Judgement {
  const given = readAnswer(text, wanted.element !== null || wanted.tensor.shape.length === 0);
  if (!given.ok) return { verdict: 'unreadable', slip: null, message: given.message };
  const found = compare(given.tensor, wanted);
  if (found === 'equal') return RIGHT;
  if (found === 'shape') {
    return {
      verdict: 'wrong',
      slip: null,
      message: `The answer has another shape: it takes ${form}.`
    };
  }
  const met = slips().find(
    ({ value }) => compare(given.tensor, { ...wanted, tensor: value }) === 'equal'
  );
  if (met) return { verdict: 'wrong', slip: met.kind, message: met.hint };
  if (found === 'near') {
    return { verdict: 'near', slip: null, message: 'Close: give at least three correct digits.' };
  }
  const fallback = implied?.(given.tensor);
  return fallback
    ? { verdict: 'wrong', slip: 'wrong-local', message: fallback }
    : { verdict: 'wrong', slip: null, message: 'Not that. Take a hint, or try again.' };
}
