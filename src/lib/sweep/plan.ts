import type { Document, InputNode } from '../graph/document';
import { backwardHelp } from '../graph/help';
import { compile, type Diagnostic, type Instruction } from '../graph/program';
import { run, type Run } from '../graph/run';
import { Tensor } from '../tensor/tensor';
import { elementsOf } from './elements';
import { evaluateSingly, evaluateTogether, type Evaluated, type Stretch } from './evaluate';
import { between, isPointwise, sourcesOf, sweptInput } from './path';
import type { Reason, Sampled, Unavailable } from './types';

/** A curve that is ready to be computed, point by point or many points at once. */
export interface CurvePlan {
  readonly kind: 'plan';
  readonly input: InputNode;
  readonly result: string;
  /** Whether one run serves many points. */
  readonly isPointwise: boolean;
  /** Why there is no derivative, or null where there is one. */
  readonly reason: Reason | null;
  evaluate(points: readonly number[]): Evaluated;
}

const unavailable = (why: Unavailable['why'], message: string, help: string): Unavailable => ({
  kind: 'unavailable',
  why,
  reason: { message, help }
});

/** What kept the result from being computed: the first fault before it. */
function faultBefore({ program, diagnostics }: Run, result: string): Diagnostic | undefined {
  const needed = new Set([result]);
  const byId = new Map(program.instructions.map((one) => [one.node.id, one]));
  for (const id of needed) {
    const instruction = byId.get(id);
    for (const source of instruction ? sourcesOf(instruction) : []) needed.add(source);
  }
  const forward = diagnostics.filter(({ kind }) => kind !== 'backward');
  return forward.find(({ nodes }) => nodes.some((id) => needed.has(id))) ?? forward[0];
}

/** Names of the nodes on the path where a gradient stops although one could come this far. */
function blockers(path: readonly Instruction[], { outputs }: Run): string[] {
  return path
    .filter(
      (instruction) =>
        !outputs.get(instruction.node.id)?.requiresGrad &&
        sourcesOf(instruction).some((source) => outputs.get(source)?.requiresGrad)
    )
    .map(({ node }) => node.name);
}

/** Why PyTorch leaves the input without a gradient. */
function whyNone(
  reference: Run,
  stretch: Stretch,
  { fault }: Evaluated,
  resultName: string
): Reason {
  const { name, requiresGrad } = stretch.input;
  const none = `${name}.grad is None`;
  if (fault) {
    return { message: `${fault.type}: ${fault.message}`, help: backwardHelp(fault.message) };
  }
  if (stretch.path.length === 0 && stretch.result !== stretch.input.id) {
    return {
      message: `${none}: ${resultName} does not depend on ${name}.`,
      help: 'None is not 0: for an input that is not used PyTorch computes nothing.'
    };
  }
  const said = reference.diagnostics.find(({ kind }) => kind === 'backward');
  if (said) return { message: said.message, help: said.help };
  if (!requiresGrad) {
    return {
      message: `${none}: ${name} does not require a gradient.`,
      help: `Switch requires_grad on for ${name}.`
    };
  }
  const cut = blockers(stretch.path, reference);
  return {
    message: `${none}: no gradient flows back from ${resultName} to ${name}.`,
    help:
      cut.length > 0
        ? `It is cut off at ${cut.join(', ')}.`
        : 'A custom function on the way returns None for it.'
  };
}

/** The part of a run that changes with an input, and the values from outside that it reads. */
export function stretchOf(reference: Run, input: InputNode, result: string): Stretch {
  const path = between(reference.program, input.id);
  const moved = new Set([input.id, ...path.map(({ node }) => node.id)]);
  const fixed = new Map<string, Tensor>();
  for (const id of [result, ...path.flatMap(sourcesOf)]) {
    const one = reference.outputs.get(id);
    if (one && !moved.has(id)) {
      fixed.set(id, new Tensor(one.data, one.shape, one.dtype, one.strides, one.offset));
    }
  }
  return { input, path, fixed, result };
}

function curvePlan(reference: Run, input: InputNode, result: string): CurvePlan | Unavailable {
  const value = reference.outputs.get(result);
  const resultName =
    reference.program.instructions.find(({ node }) => node.id === result)?.node.name ?? '';
  if (value?.numel !== 1) {
    return unavailable(
      'not-one-number',
      `${resultName} has the shape [${value?.shape.join(', ') ?? ''}], not one number.`,
      'Add a sum or mean node after it, as the lab does with torch.sum, so that there is one number to draw and to differentiate.'
    );
  }
  const stretch = stretchOf(reference, input, result);
  const { path, fixed } = stretch;
  const numbers = [input.id, ...path.map(({ node }) => node.id), ...fixed.keys()].every(
    (id) => reference.outputs.get(id)?.shape.length === 0
  );
  const together = numbers && path.every(isPointwise);
  const evaluate = (points: readonly number[]): Evaluated =>
    together ? evaluateTogether(stretch, points) : evaluateSingly(stretch, points);
  // Where the document itself has run, so that a value is there.
  const trial = evaluate([reference.outputs.get(input.id)?.item() ?? 0]);
  return {
    kind: 'plan',
    input,
    result,
    isPointwise: together,
    reason: trial.slope ? null : whyNone(reference, stretch, trial, resultName),
    evaluate
  };
}

/**
 * Compiles a document for a sweep over an input; null leaves the choice of the input to the program.
 * A curve is still to be computed, what belongs to the elements of a tensor is there at once, and what can't be
 * drawn says why.
 */
export function prepare(doc: Document, wanted: string | null): CurvePlan | Sampled | Unavailable {
  const program = compile(doc);
  const { result } = program;
  if (result === null) {
    return unavailable(
      'no-result',
      'There is nothing to draw yet.',
      'Add an input and an operation, or type a formula such as x**2 + 2*x + 1.'
    );
  }
  const input = sweptInput(program, wanted);
  if (!input) {
    return unavailable(
      'no-input',
      'The graph has no input to move.',
      'Add an input and connect it: the chart shows how the result follows it.'
    );
  }
  const reference = run(program);
  const [axis, value] = [reference.outputs.get(input.id), reference.outputs.get(result)];
  if (!axis || !value) {
    const fault = faultBefore(reference, axis ? result : input.id);
    return unavailable(
      'fault',
      fault?.message ?? 'The result could not be computed.',
      fault?.help ?? 'Check the nodes before it.'
    );
  }
  return axis.shape.length > 0
    ? elementsOf(reference, input, result)
    : curvePlan(reference, input, result);
}
