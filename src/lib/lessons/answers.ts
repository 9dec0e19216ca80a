import { buildFormula, parseTensor } from '../formula';
import { type Document, type TensorLiteral } from '../graph/document';
import type { Run } from '../graph/run';
import type { Tensor } from '../tensor/tensor';
import { LessonFault } from './attributes';
import {
  areClose,
  atPoint,
  EXACT,
  idOf,
  isFiniteAll,
  literalOf,
  nested,
  runOf
} from './check/compare';
import { points, type Point } from './check/points';
import { literalText, pointText } from './check/text';
import type { Field } from './lesson';

/** `grad(x)`, and how the gradient is called while a formula with it is computed. */
const GRAD = /\bgrad\(\s*([A-Za-z_]\w*)\s*\)/g;
const gradName = (name: string): string => `gradient_of_${name}`;

/** Points at which formulas are compared, and how many are tried to find them. */
const COMPARED = 6;
const TRIED = 30;

/** What names in an answer stand for. */
interface Names {
  value(name: string): TensorLiteral | null;
  gradient(name: string): TensorLiteral | null;
}

const noNames: Names = { value: () => null, gradient: () => null };

function namesOf(doc: Document, { outputs, gradients }: Run): Names {
  const look = (found: ReadonlyMap<string, Tensor>, name: string): TensorLiteral | null => {
    const tensor = found.get(idOf(doc, name) ?? '');
    return tensor ? literalOf(tensor) : null;
  };
  return {
    value: (name) => look(outputs, name),
    gradient: (name) => look(gradients, name)
  };
}

/** Names of the inputs of a formula, or why it can't be read. */
function inputsOf(formula: string): { names: string[] } | { message: string } {
  const built = buildFormula(formula);
  if (!built.ok) return { message: built.errors[0]?.message ?? 'it can’t be read' };
  const inputs = Object.values(built.document.nodes).filter(({ kind }) => kind === 'input');
  return { names: inputs.map(({ name }) => name) };
}

type Evaluated = { readonly value: TensorLiteral } | { readonly message: string };

/** The value of a formula in which some names are known. */
function evaluate(text: string, names: Names): Evaluated {
  const constant = parseTensor(text);
  if (constant.ok) return { value: constant.value };
  const asked = [...text.matchAll(GRAD)].map(([, name = '']) => name);
  const formula = text.replace(GRAD, (_, name: string) => gradName(name));
  const found = inputsOf(formula);
  if ('message' in found) return found;
  const at: Record<string, TensorLiteral> = {};
  for (const name of found.names) {
    const isGradient = asked.some((one) => gradName(one) === name);
    const bare = isGradient ? name.slice(gradName('').length) : name;
    const value = isGradient ? names.gradient(bare) : names.value(bare);
    if (value === null) {
      return {
        message: isGradient ? `no gradient reaches \`${bare}\`` : `there is no \`${bare}\` here`
      };
    }
    at[name] = value;
  }
  const built = buildFormula(formula, { at });
  if (!built.ok) return { message: built.errors[0]?.message ?? 'it can’t be computed' };
  const { document } = built;
  const { outputs, program, diagnostics } = runOf(atPoint(document, {}));
  const result = outputs.get(program.result ?? '');
  if (result) return { value: literalOf(result) };
  return { message: diagnostics[0]?.message ?? 'it can’t be computed' };
}

/** What a number has to be. @throws LessonFault where the author's formula for it can't be computed */
export function expectedNumber({ answer, graph }: Pick<Field, 'answer' | 'graph'>): TensorLiteral {
  const found = evaluate(answer, graph ? namesOf(graph, runOf(graph)) : noNames);
  if ('value' in found) return found.value;
  throw new LessonFault(`The answer \`${answer}\` can't be computed: ${found.message}.`);
}

/** Values of the shapes that the variables of an answer have. */
function variablesOf({ answer, graph }: Pick<Field, 'answer' | 'graph'>): Point {
  if (graph) {
    return Object.fromEntries(
      Object.values(graph.nodes).flatMap((node) =>
        node.kind === 'input' ? [[node.name, node.value] as const] : []
      )
    );
  }
  const found = inputsOf(answer);
  if ('message' in found) return {};
  return Object.fromEntries(found.names.map((name) => [name, 1 as const]));
}

/** Names at a point: those of the graph there, else the variables themselves. */
function namesAt(graph: Document | null, point: Point): Names {
  if (!graph) return { value: (name) => point[name] ?? null, gradient: () => null };
  const there = atPoint(graph, point);
  return namesOf(there, runOf(there));
}

/** Points at which the answer has a value, with it and what names stand for there. */
function* known(field: Pick<Field, 'answer' | 'graph'>) {
  let left = COMPARED;
  for (const point of points(variablesOf(field), TRIED)) {
    const names = namesAt(field.graph, point);
    const expected = evaluate(field.answer, names);
    if ('message' in expected || !isFiniteAll(nested(expected.value))) continue;
    yield { point, names, expected: expected.value };
    if (--left === 0) return;
  }
}

const NOTHING_KNOWN = 'has no value at any of the points that were tried';

/** @throws LessonFault where the answer of a field can't be used */
export function checkField(field: Field): void {
  if (field.kind === 'number') expectedNumber(field);
  if (field.kind !== 'expression') return;
  for (const found of known(field)) if (found) return;
  const found = evaluate(field.answer, namesAt(field.graph, variablesOf(field)));
  const why = 'message' in found ? found.message : NOTHING_KNOWN;
  throw new LessonFault(`The answer \`${field.answer}\` can't be computed: ${why}.`);
}

/** What has become of an answer. */
export type Judged =
  | { readonly state: 'right' }
  | { readonly state: 'wrong'; readonly words: string | null }
  /** It can't be read; nothing is said about whether it is right. */
  | { readonly state: 'unclear'; readonly words: string };

/** Names the likely mistake behind a wrong number; null where none is likely. */
export type NameMistake = (asked: {
  readonly field: Field;
  readonly given: TensorLiteral;
  readonly expected: TensorLiteral;
}) => string | null;

const plain = (text: string): string =>
  text.trim().replace(/\s+/g, ' ').replace(/[−–]/g, '-').toLowerCase();

/** As people type numbers: with a decimal point, a minus of any kind, as PyTorch prints them. */
const asNumber = (text: string): string =>
  text
    .trim()
    .replace(/[−–]/g, '-')
    .replace(/^tensor\((.*?)(?:,\s*(?:requires_grad=True|grad_fn=<\w+>|dtype=[\w.]+))*\)$/s, '$1');

function judgeNumber(field: Field, typed: string, name: NameMistake): Judged {
  const given = parseTensor(asNumber(typed));
  if (!given.ok) {
    const words = /^\s*-?\d+,\d+\s*$/.test(typed)
      ? 'Write a decimal point, not a comma.'
      : `${field.isList ? 'Write numbers in square brackets, such as [1, 2, 3].' : 'Write a number, such as 4, -0.5 or 1/3.'} ${given.message}.`;
    return { state: 'unclear', words };
  }
  const expected = expectedNumber(field);
  if (areClose(nested(given.value), nested(expected), field.tolerance)) return { state: 'right' };
  return { state: 'wrong', words: name({ field, given: given.value, expected }) };
}

function judgeExpression(field: Field, typed: string): Judged {
  for (const { point, names, expected } of known(field)) {
    // The gradient is what is asked for: it has to be written out.
    const given = evaluate(typed, { ...names, gradient: () => null });
    if ('message' in given) return { state: 'unclear', words: `${given.message}.` };
    if (areClose(nested(given.value), nested(expected), EXACT)) continue;
    const there = pointText(point);
    const at = there === '' ? '' : `At ${there} `;
    const [yours, right] = [literalText(given.value), literalText(expected)];
    return { state: 'wrong', words: `${at}yours is ${yours}, and it should be ${right}.` };
  }
  return { state: 'right' };
}

/** Characters of an answer that are looked at. */
const MAX_TYPED = 2000;

/** Judges what was typed into a field. Never throws for what a person typed. */
export function judge(field: Field, typed: string, name: NameMistake = () => null): Judged {
  if (typed.trim() === '') return { state: 'unclear', words: 'Type an answer first.' };
  if (typed.length > MAX_TYPED) return { state: 'unclear', words: 'The answer is too long.' };
  if (field.kind === 'number') return judgeNumber(field, typed, name);
  if (field.kind === 'expression')
    return judgeExpression(field, asNumber(typed).replace(/\^/g, '**'));
  const isRight = field.answer.split('|').some((one) => plain(one) === plain(typed));
  return isRight ? { state: 'right' } : { state: 'wrong', words: null };
}

/** The right answer as it may be shown; null where the lesson has no words for it. */
export function shownAnswer(field: Field): string | null {
  if (field.kind === 'number') return literalText(expectedNumber(field));
  if (field.kind === 'text') return field.answer.split('|')[0]?.trim() ?? '';
  return field.answer.includes('grad(') ? null : field.answer;
}
