import { type Attributes, startingAttributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { latexAtom, nameLatex } from '../../ops/latex';
import { kindOfSample } from '../../ops/sample';
import type { Example } from './example';
import { resultName } from './python';

/** How the gradient of one input comes about. */
export interface InputGradient {
  readonly input: string;
  /** `∂y/∂a = …`, or null where no formula per element says it. */
  readonly latex: string | null;
  /** Whether any gradient flows. */
  readonly flows: boolean;
  /** What is behind it, in words. */
  readonly words: string;
}

/** Attributes that formulas are shown with: those of the first sample, and what a fresh node has. */
export const shownAttributes = (op: OpDefinition): Attributes => ({
  ...startingAttributes(op),
  ...op.samples[0]?.attributes
});

const listed = (parts: readonly string[]): string =>
  parts.length <= 1
    ? (parts[0] ?? '')
    : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** The tensors whose elements a backward pass for the `needed` inputs reads, in words. */
function reads(op: OpDefinition, needed: readonly boolean[]): string[] {
  const { inputs, output } = op.saves(needed, shownAttributes(op));
  const names = inputs.flatMap((k) => (op.inputs[k] ? [`\`${op.inputs[k].name}\``] : []));
  // A place that is no input stands for what the forward pass notes down.
  const hasNotes = inputs.some((k) => op.inputs[k] === undefined);
  return [
    ...new Set(names),
    ...(output ? ['the result'] : []),
    ...(hasNotes ? ['notes of the forward pass'] : [])
  ];
}

/** What an operation keeps for backward, in a sentence. */
export function savedWords(op: OpDefinition): string {
  if (op.gradFn === null) return 'Nothing: no gradient flows through it.';
  const kept = reads(
    op,
    op.inputs.map(() => true)
  );
  return kept.length === 0
    ? 'Nothing but shapes: backward can run again after the graph was freed, and changing the inputs in place does no harm.'
    : `Keeps ${listed(kept)}. After a change in place PyTorch refuses to run backward.`;
}

/** Symbol of the result in the formulas, e.g. `y`. */
export const resultSymbol = (op: OpDefinition): string =>
  resultName(op.inputs.map(({ symbol }) => symbol));

function noGradientWords(op: OpDefinition, index: number): string {
  const input = op.inputs[index];
  const kinds = op.samples.flatMap(({ inputs }) => {
    const value = inputs[index];
    return value === undefined ? [] : [kindOfSample(value)];
  });
  if (input?.indices || kinds.every((kind) => kind === 'indices')) {
    return 'Holds indices, which have no gradient.';
  }
  if (kinds.every((kind) => kind === 'condition')) return 'A condition, which has no gradient.';
  return op.gradFn === null
    ? 'No gradient flows: the result has no `grad_fn`.'
    : 'No gradient flows to this input.';
}

/** The gradient of every input, by the registry's formulas and by what came of the examples. */
export function inputGradients(op: OpDefinition, examples: readonly Example[]): InputGradient[] {
  const symbols = op.inputs.map(({ symbol }) => latexAtom(symbol));
  const result = nameLatex(resultSymbol(op));
  return op.inputs.map((input, index) => {
    const local = op.localLatex(index, symbols, result, shownAttributes(op));
    const latex =
      local === null
        ? null
        : `\\frac{\\partial ${result.text}}{\\partial ${input.symbol}} = ${local}`;
    const flows =
      op.gradFn !== null && (latex !== null || examples.some(({ grads }) => grads[index]));
    if (!flows) {
      return { input: input.name, latex: null, flows, words: noGradientWords(op, index) };
    }
    const needed = op.inputs.map((_, k) => k === index);
    const kept = reads(op, needed);
    const also =
      kept.length === 0
        ? 'the upstream gradient and shapes only'
        : listed(['the upstream gradient', ...kept]);
    const words =
      latex === null ? `No formula per element: it is made of ${also}.` : `Reads ${also}.`;
    return { input: input.name, latex, flows, words };
  });
}
