import type { Document, TensorLiteral } from '../../graph/document';
import { compile, type Program } from '../../graph/program';
import type { Run } from '../../graph/run';
import type { NestedNumbers, Tensor } from '../../tensor/tensor';
import type { Goal } from '../lesson';
import { areClose, atPoint, EXACT, idOf, isFiniteAll, runOf } from './compare';
import { inputsOf, matchings, type Matching } from './inputs';
import { numberText, pointText, shapeText } from './text';
import { points, type Point } from './points';
import { requirementFaults } from './requirements';
import { summed } from './summed';

/** What is not as it was asked for, in sentences: the first that has to be mended comes first. */
export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly problems: readonly string[]; readonly nodes: readonly string[] };

const refused = (problems: readonly string[], nodes: readonly string[] = []): Verdict => ({
  ok: false,
  problems,
  nodes
});

/** Points at which functions are compared, and how many are tried to find them. */
const COMPARED = 8;
const TRIED = 45;

/** What a function gives at a point. */
interface Sample {
  readonly point: Point;
  readonly value: NestedNumbers;
  readonly shape: readonly number[];
  /** By name of the input; null where none arrives. */
  readonly gradients: Readonly<Record<string, NestedNumbers | null>>;
}

/** Runs a document and the gradients of its result, which may have any shape. */
function sample(doc: Document, result: string, inputs: Matching, point: Point): Sample | null {
  const plain = runOf({ ...doc, meta: { ...doc.meta, result } });
  const output = plain.outputs.get(result);
  if (!output) return null;
  const { shape } = output;
  const whole: Run = shape.length === 0 ? plain : runOf(summed(doc, result, shape));
  const gradient = (id: string): NestedNumbers | null => {
    const found: Tensor | undefined = whole.gradients.get(id);
    return found ? found.tolist() : null;
  };
  return {
    point,
    value: output.tolist(),
    shape,
    gradients: Object.fromEntries(Object.entries(inputs).map(([name, id]) => [name, gradient(id)]))
  };
}

/** Points at which the reference and its gradients are finite, with what it gives there. */
function* samples(reference: Document, program: Program): Generator<Sample> {
  const result = program.result ?? '';
  const inputs = inputsOf(reference, result);
  const ids = Object.fromEntries(inputs.map(({ name, id }) => [name, id]));
  const like = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
  let left = COMPARED;
  for (const point of points(like, TRIED)) {
    const found = sample(atPoint(reference, point), result, ids, point);
    if (!found) continue;
    const all = [found.value, ...Object.values(found.gradients)];
    if (!all.every((value) => value === null || isFiniteAll(value))) continue;
    yield found;
    if (--left === 0) return;
  }
}

const isNothing = (gradient: NestedNumbers | null): boolean =>
  gradient === null || areClose(gradient, zeroLike(gradient), EXACT);
const zeroLike = (value: NestedNumbers): NestedNumbers =>
  typeof value === 'number' ? 0 : value.map(zeroLike);

/** How one point differs, in sentences; none where it doesn't. */
function differences(
  wanted: Sample,
  found: Sample | null,
  name: string,
  names: (input: string) => string
): string[] {
  const at = pointText(
    Object.fromEntries(Object.entries(wanted.point).map(([key, value]) => [names(key), value]))
  );
  if (!found) return [`At ${at} your ${name} can't be computed.`];
  if (found.shape.join() !== wanted.shape.join()) {
    return [`Your ${name} is ${shapeText(found.shape)}; ${shapeText(wanted.shape)} is expected.`];
  }
  const words: string[] = [];
  if (!areClose(found.value, wanted.value, EXACT)) {
    const [yours, right] = [numberText(found.value), numberText(wanted.value)];
    words.push(`your ${name} is ${yours}, expected ${right}`);
  }
  for (const [input, right] of Object.entries(wanted.gradients)) {
    const yours = found.gradients[input] ?? null;
    if (isNothing(right) && isNothing(yours)) continue;
    if (yours !== null && right !== null && areClose(yours, right, EXACT)) continue;
    const symbol = `∂${name}/∂${names(input)}`;
    const [is, expected] = [yours, right].map((one) => (one === null ? 'None' : numberText(one)));
    words.push(`your ${symbol} is ${is ?? ''}, expected ${expected ?? ''}`);
  }
  if (words.length === 0) return [];
  const sum = wanted.shape.length === 0 ? '' : ' (gradients are those of a weighted sum of it)';
  return [`At ${at} ${words.join('; ')}${sum}.`];
}

interface Attempt {
  readonly problems: readonly string[];
  /** Points that were passed before the first that failed. */
  readonly passed: number;
}

function attempt(
  doc: Document,
  result: string,
  matching: Matching,
  wanted: readonly Sample[],
  name: string
): Attempt {
  const nameOf = (input: string): string => doc.nodes[matching[input] ?? '']?.name ?? input;
  for (const [passed, one] of wanted.entries()) {
    const values: Record<string, TensorLiteral> = {};
    for (const [input, value] of Object.entries(one.point)) values[nameOf(input)] = value;
    const found = sample(atPoint(doc, values), result, matching, one.point);
    const problems = differences(one, found, name, nameOf);
    if (problems.length > 0) return { problems, passed };
  }
  return { problems: [], passed: wanted.length };
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** How a document compares with the reference, and which inputs stand for each other where it is the same. */
interface Comparison {
  readonly problems: readonly string[];
  readonly matching: Matching;
}
const differing = (...problems: string[]): Comparison => ({ problems, matching: {} });

/** Compares with the reference, in whichever matching of inputs fits best. */
function compared(doc: Document, result: string, goal: Goal): Comparison {
  const { reference } = goal;
  if (!reference) return differing();
  const program = compile(reference);
  const wanted = [...samples(reference, program)];
  if (wanted.length === 0) return differing('What is asked for has no value at any point.');
  const names = inputsOf(reference, program.result).map(({ name }) => name);
  const inputs = inputsOf(doc, result);
  const unable = names.filter((name) =>
    inputs.some((one) => one.name === name && !one.requiresGrad)
  );
  const asked = names.filter((name) =>
    Object.values(reference.nodes).some(
      (node) => node.kind === 'input' && node.name === name && node.requiresGrad
    )
  );
  const still = unable.filter((name) => asked.includes(name));
  if (still.length > 0) {
    return differing(`${listed(still)} can't have a gradient: switch on \`requires_grad\`.`);
  }
  const called = doc.nodes[result]?.name ?? 'result';
  let best: Attempt | null = null;
  for (const matching of matchings(names, inputs)) {
    const found = attempt(doc, result, matching, wanted, called);
    if (found.problems.length === 0) return { problems: [], matching };
    if (!best || found.passed > best.passed) best = found;
  }
  if (best) return differing(...best.problems);
  const has = inputs.length === 0 ? 'none' : listed(inputs.map(({ name }) => name));
  return differing(
    `The result has to depend on ${listed(names)}; the inputs that lead to yours: ${has}.`
  );
}

/**
 * Grades a learner's document by what it computes: values and gradients at random points, and the things that were asked
 * for besides. Layout, order and the names of inner nodes don't count. Never throws for what a person built.
 */
export function grade(doc: Document, goal: Goal): Verdict {
  if (Object.keys(doc.nodes).length === 0) return refused(['Nothing is built yet.']);
  const run = runOf(doc);
  const { result } = run.program;
  const named = goal.formula.match(/^\s*([A-Za-z_]\w*)\s*=(?!=)/)?.[1];
  // A node that is called as the task calls it is meant, wherever backward was pressed.
  const meant = named === undefined ? null : idOf(doc, named);
  const root = meant !== null && doc.nodes[meant]?.kind !== 'input' ? meant : result;
  const fault = run.diagnostics.find(({ kind }) => kind !== 'backward');
  if (root === null || !run.outputs.has(root)) {
    return fault
      ? refused([`${fault.message} ${fault.help}`.trim()], fault.nodes)
      : refused(['The graph has no result.']);
  }
  const { problems, matching } = compared(doc, root, goal);
  if (problems.length > 0) return refused(problems);
  const at = root === result ? run : runOf({ ...doc, meta: { ...doc.meta, result: root } });
  const faults = requirementFaults({ doc, matching }, root, at, goal);
  return faults.length > 0 ? refused(faults) : { ok: true };
}

/** Why a goal can't be graded, in a sentence; null where it can. */
export function goalFault({ reference, formula }: Goal): string | null {
  if (!reference) return null;
  const program = compile(reference);
  if (inputsOf(reference, program.result).length === 0) return `\`${formula}\` has no input`;
  for (const found of samples(reference, program)) if (found) return null;
  return `\`${formula}\` has no finite value and gradient at any of the points that were tried`;
}
