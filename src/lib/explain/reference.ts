import { argumentOrder } from '../ops/attributes';
import type { AttributeSpec } from '../ops/attributes';
import type { InputSpec, OpDefinition } from '../ops/define';
import { latexAtom } from '../ops/latex';
import { kindOfSample } from '../ops/sample';
import { curveOf, type OperationCurve } from './reference/curve';
import { type Accepted, acceptedTypes } from './reference/dtypes';
import { type Example, exampleOf } from './reference/example';
import {
  type InputGradient,
  inputGradients,
  resultSymbol,
  savedWords,
  shownAttributes
} from './reference/gradient';
import { editorQuery, type EditorQuery } from './reference/link';
import { chapters } from './reference/list';
import { attributeText, choosesPart, operatorText, PART, signatureText } from './reference/python';

/** One row of the table of arguments. */
export interface Argument {
  readonly name: string;
  readonly type: string;
  /** As Python writes it; null where the argument has to be given. */
  readonly default: string | null;
  readonly byNameOnly: boolean;
  /** What it means, or for an input its symbol in the formula. */
  readonly summary: string | null;
  readonly symbol: string | null;
}

/** A way to call an operation in PyTorch. */
export interface Spelling {
  readonly kind: 'Function' | 'Method' | 'Operator';
  readonly text: string;
}

/** A name of the backward node, and a call that gets it where there are several. */
export interface BackwardName {
  readonly name: string;
  readonly when: string | null;
}

/** What the page of an operation shows; all of it follows from the registry's entry. */
export interface OperationPage {
  readonly name: string;
  readonly chapter: string;
  readonly summary: string;
  readonly source: string;
  readonly signature: string;
  readonly spellings: readonly Spelling[];
  readonly arguments: readonly Argument[];
  /** The rule, `y = …`. */
  readonly formula: string;
  /** Attributes that the formulas are shown with, e.g. `dim = 0`; None says nothing. */
  readonly settings: readonly string[];
  readonly gradients: readonly InputGradient[];
  readonly isElementwise: boolean;
  readonly isView: boolean;
  readonly gradFns: readonly BackwardName[];
  readonly saves: string;
  readonly types: readonly Accepted[];
  readonly kinks: string | null;
  readonly versions: string | null;
  readonly curve: OperationCurve | null;
  readonly example: Example | null;
  readonly further: readonly Example[];
  /** Query that opens the example in the editor, where the formula bar can build it. */
  readonly editor: EditorQuery | null;
  /** Neighbours in the list. */
  readonly before: string | null;
  readonly after: string | null;
}

function inputType(
  op: OpDefinition,
  { optional, variadic, indices }: InputSpec,
  index: number
): string {
  const kinds = op.samples.flatMap(({ inputs }) => {
    const value = inputs[index];
    return value === undefined ? [] : [kindOfSample(value)];
  });
  const isOnly = (kind: string): boolean => kinds.length > 0 && kinds.every((one) => one === kind);
  if (variadic) return 'list of Tensors';
  const type =
    indices || isOnly('indices')
      ? 'Tensor of int64'
      : isOnly('condition')
        ? 'Tensor of bool'
        : 'Tensor';
  const number = kinds.includes('scalar') ? ' or number' : '';
  return `${type}${number}${optional ? ' or None' : ''}`;
}

const attributeTypes: Record<AttributeSpec['kind'], string> = {
  int: 'int',
  float: 'float',
  bool: 'bool',
  text: 'str',
  ints: 'int or tuple of ints',
  dtype: 'torch.dtype'
};

function attributeType({ kind, choices, default: fallback }: AttributeSpec): string {
  const type = choices ? choices.map((one) => `'${one}'`).join(', ') : attributeTypes[kind];
  return fallback === null ? `${type} or None` : type;
}

function argumentsOf(op: OpDefinition): Argument[] {
  const order = argumentOrder(op);
  const star = order.indexOf('*');
  return order.flatMap((name, place): Argument[] => {
    const byNameOnly = star >= 0 && place > star;
    const index = op.inputs.findIndex((input) => input.name === name);
    const [input, spec] = [op.inputs[index], op.attributes[name]];
    if (input) {
      const type = inputType(op, input, index);
      const fallback = input.optional ? 'None' : null;
      return [{ name, type, default: fallback, byNameOnly, summary: null, symbol: input.symbol }];
    }
    if (!spec) return [];
    const fallback = spec.default === undefined ? null : attributeText(spec.default, spec.kind);
    const type = attributeType(spec);
    const isPart = name === PART && choosesPart(op);
    const summary = isPart ? `${spec.summary} Python writes it behind the call.` : spec.summary;
    return [{ name, type, default: fallback, byNameOnly, summary, symbol: null }];
  });
}

function spellingsOf(op: OpDefinition): Spelling[] {
  const infix = operatorText(
    op,
    op.inputs.map(({ name }) => name)
  );
  const { functions, methods, operator } = op.torch;
  return [
    ...functions
      .filter((text) => !text.startsWith('torch.Tensor.'))
      .map((text): Spelling => ({ kind: 'Function', text })),
    ...methods.map((text): Spelling => ({ kind: 'Method', text: `Tensor.${text}` })),
    ...(operator === undefined
      ? []
      : [{ kind: 'Operator', text: infix ?? operator } satisfies Spelling])
  ];
}

function backwardNames(op: OpDefinition, examples: readonly Example[]): BackwardName[] {
  const found = new Map<string, string>();
  if (typeof op.gradFn === 'string') found.set(op.gradFn, '');
  for (const { output, call } of examples) {
    const name = output?.gradFn?.name;
    if (name !== undefined && !found.has(name)) found.set(name, call);
  }
  return [...found].map(([name, call]) => ({
    name,
    when: found.size > 1 && call !== '' ? call : null
  }));
}

/** The rule with the result's name; a condition in parentheses, so that two signs don't meet. */
function formulaOf(op: OpDefinition, example: Example | undefined): string {
  const rule = op.latex(
    op.inputs.map(({ symbol }) => latexAtom(symbol)),
    shownAttributes(op)
  );
  const shown = example?.output?.dtype === 'bool' ? `\\left(${rule}\\right)` : rule;
  return `${resultSymbol(op)} = ${shown}`;
}

/** Generates the page of an operation: runs its samples, tries its types, reads its formulas. */
export function operationPage(op: OpDefinition): OperationPage {
  const examples = op.samples.map((sample) => exampleOf(op, sample));
  const [example, ...further] = examples;
  const [sample] = op.samples;
  const list = chapters.flatMap(([, items]) => items);
  const place = list.findIndex(({ name }) => name === op.name);
  return {
    name: op.name,
    chapter: list[place]?.shelf ?? '',
    summary: op.summary,
    source: op.source,
    signature: signatureText(op, op.torch.functions[0] ?? op.name),
    spellings: spellingsOf(op),
    arguments: argumentsOf(op),
    formula: formulaOf(op, example),
    settings: Object.entries(shownAttributes(op)).flatMap(([name, value]) =>
      value === null ? [] : [`${name} = ${attributeText(value, op.attributes[name]?.kind ?? '')}`]
    ),
    gradients: inputGradients(op, examples),
    isElementwise: op.elementwise !== undefined,
    isView: op.isView ?? false,
    gradFns: op.gradFn === null ? [] : backwardNames(op, examples),
    saves: savedWords(op),
    types: acceptedTypes(op),
    kinks: op.kinks ?? null,
    versions: op.versions ?? null,
    curve: curveOf(op),
    example: example ?? null,
    further,
    editor: sample && example ? editorQuery(op, sample, example) : null,
    before: list[place - 1]?.name ?? null,
    after: list[place + 1]?.name ?? null
  };
}
