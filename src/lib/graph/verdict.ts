import { grad } from '../autograd/backward';
import { applyFunction, type CustomFunction } from '../autograd/function';
import { checkFunction, type InputVerdict } from '../autograd/functioncheck';
import { withGradMode } from '../autograd/mode';
import { numberText } from '../ops/latex';
import { isFloating } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { sameShape } from '../tensor/shape';
import { identical, Tensor } from '../tensor/tensor';
import type { FunctionSource } from './document';
import type { Instruction } from './program';
import { customFunction } from './execute';
import type { Run } from './run';

/**
 * What the gradient check says of one input, from best to worst: `unused` where no gradient flows to it,
 * `undecided` where finite differences say nothing (a kink, or no finite number).
 */
const ranks = [
  'ok',
  'unused',
  'undecided',
  'ignores-upstream',
  'wrong',
  'missing',
  'failed'
] as const;
export type Verdict = (typeof ranks)[number];

export interface InputReport {
  readonly input: string;
  readonly verdict: Verdict;
  /** The verdict in one or two sentences, with its numbers. */
  readonly message: string;
}

/** The gradient check of a custom function at the values that its inputs have now. */
export interface FunctionReport {
  readonly worst: Verdict;
  /** What the worst verdict says; PyTorch's words where forward or backward fails. */
  readonly message: string;
  readonly inputs: readonly InputReport[];
}

/** Elements of one input that are checked: each costs some runs of forward, and long tensors make those dear. */
const MAX_ELEMENTS = 16;
const MIN_ELEMENTS = 3;
const MAX_WORK = 16_000;
/** Step aside, relative to the value, that tells a kink from a wrong rule. */
const ASIDE = 1e-3;

type CustomInstruction = Extract<Instruction, { kind: 'custom' }>;

const doubles = (values: readonly number[], like: Tensor): Tensor =>
  new Tensor(Float64Array.from(values), like.shape, 'float64');

/** All places of a small tensor; of a large one some, evenly spread from first to last. */
function samplePlaces({ numel }: Tensor): number[] {
  const affordable = Math.max(MIN_ELEMENTS, Math.floor(MAX_WORK / numel));
  const count = Math.min(numel, MAX_ELEMENTS, affordable);
  return Array.from({ length: count }, (_, k) =>
    count === numel ? k : Math.round((k * (numel - 1)) / (count - 1))
  );
}

const picked = (t: Tensor, places: readonly number[]): Tensor => {
  const values = t.values();
  return new Tensor(
    Float64Array.from(places, (place) => values[place] ?? NaN),
    [places.length],
    'float64'
  );
};

/** One input under check: where it stands among the function's inputs and which of its elements move. */
interface Variable {
  readonly index: number;
  readonly whole: Tensor;
  readonly places: readonly number[];
}

/** A function of the moving elements alone; inputs that need no gradient keep the values they have. */
function restricted(
  fn: CustomFunction,
  inputs: readonly Tensor[],
  variables: readonly Variable[]
): CustomFunction {
  const fixed = inputs.map((t) => (isFloating(t.dtype) ? doubles(t.values(), t) : t));
  const filled = (moving: readonly Tensor[]): Tensor[] => {
    const full = [...fixed];
    variables.forEach(({ index, whole, places }, k) => {
      const values = whole.values();
      const moved = moving[k]?.values() ?? [];
      places.forEach((place, j) => (values[place] = moved[j] ?? NaN));
      full[index] = doubles(values, whole);
    });
    return full;
  };
  return {
    name: fn.name,
    forward(context, moving) {
      context.savedTensors = moving;
      return applyFunction(fn, filled(moving)).output;
    },
    // The engine itself runs backward here, so that its complaints are PyTorch's.
    backward: ({ savedTensors }, gradOutput) =>
      withGradMode(true, () => {
        const full = filled(savedTensors);
        const leaves = variables.flatMap(({ index }) => full[index] ?? []);
        for (const leaf of leaves) leaf.requiresGrad = true;
        const { output } = applyFunction(fn, full);
        return grad(output, leaves, { gradient: gradOutput }).map((found, k) =>
          found ? picked(found, variables[k]?.places ?? []) : null
        );
      })
  };
}

/** Verdicts on the variables; `aside` moves every one of their elements first, to either side. */
function check(
  fn: CustomFunction,
  inputs: readonly Tensor[],
  variables: readonly Variable[],
  aside = 0
): InputVerdict[] {
  const shift = (value: number): number => value + aside * Math.max(1, Math.abs(value));
  const moved = variables.map((variable): Variable => {
    const { whole } = variable;
    return aside === 0
      ? variable
      : { ...variable, whole: doubles(whole.values().map(shift), whole) };
  });
  return checkFunction(
    restricted(fn, inputs, moved),
    moved.map(({ whole, places }) => picked(whole, places))
  );
}

/** Whether a verdict's upstream gradient is the one at its element: only where the output lines up with the input. */
const isAligned = ({ whole, places }: Variable, output: Tensor): boolean =>
  places.length === whole.numel &&
  (sameShape(whole.shape, output.shape) || (whole.numel === 1 && output.numel === 1));

function words(name: string, found: InputVerdict, isUpstreamKnown: boolean): string {
  const { analytical, numerical, upstream } = found;
  const truth = `finite differences say ${numberText(numerical)}`;
  const given = analytical === null ? 'None' : numberText(analytical);
  const times = isUpstreamKnown ? ` for an upstream gradient of ${numberText(upstream)}` : '';
  switch (found.verdict) {
    case 'ok':
      return `The gradient of ${name} agrees with finite differences.`;
    case 'ignores-upstream':
      return `backward ignores grad_output:${times} it returned ${given}, ${truth}. Multiply what it returns by grad_output.`;
    case 'missing':
      return `backward returns None for ${name}, yet${times} ${truth}. Return a gradient for it.`;
    case 'wrong': {
      const local = isUpstreamKnown
        ? ` The local derivative is ${numberText(numerical / upstream)} here, not ${numberText((analytical ?? NaN) / upstream)}.`
        : ' Check the local derivative that it multiplies grad_output by.';
      return `backward is wrong for ${name}:${times} it returned ${given}, ${truth}.${local}`;
    }
  }
}

function undecided(name: string, { analytical, numerical }: InputVerdict): string {
  const given = analytical === null ? 'None' : numberText(analytical);
  return Number.isFinite(numerical)
    ? `forward has a kink or jump at this value of ${name}: backward returned ${given}, which is a convention, and finite differences say ${numberText(numerical)}. Beside it they agree.`
    : `Finite differences give ${numberText(numerical)} for ${name} here, so nothing can be said of what backward returned (${given}).`;
}

function inputReports(
  fn: CustomFunction,
  names: readonly string[],
  inputs: readonly Tensor[],
  output: Tensor
): InputReport[] {
  const variables = inputs.flatMap((whole, index): Variable[] =>
    whole.requiresGrad ? [{ index, whole, places: samplePlaces(whole) }] : []
  );
  const found = check(fn, inputs, variables);
  const isSound = found.every(({ verdict }) => verdict === 'ok');
  const beside = isSound ? [] : [ASIDE, -ASIDE].map((by) => check(fn, inputs, variables, by));
  return inputs.map((t, index): InputReport => {
    const input = names[index] ?? '';
    const at = variables.findIndex((variable) => variable.index === index);
    const [variable, verdict] = [variables[at], found[at]];
    if (!variable || !verdict) {
      const reason = isFloating(t.dtype)
        ? `${input} does not require a gradient`
        : `${input} is of dtype ${t.dtype}, which has no gradient`;
      return { input, verdict: 'unused', message: `${reason}, so nothing is checked for it.` };
    }
    const isUndecided =
      verdict.verdict !== 'ok' &&
      (!Number.isFinite(verdict.numerical) || beside.every((side) => side[at]?.verdict === 'ok'));
    return isUndecided
      ? { input, verdict: 'undecided', message: undecided(input, verdict) }
      : {
          input,
          verdict: verdict.verdict,
          message: words(input, verdict, isAligned(variable, output))
        };
  });
}

const failed = (message: string): FunctionReport => ({ worst: 'failed', message, inputs: [] });

function examine(
  instruction: CustomInstruction,
  inputs: readonly Tensor[],
  output: Tensor
): FunctionReport {
  const { node, fn } = instruction;
  if (!output.requiresGrad) {
    const message = instruction.noGrad
      ? 'It runs under no_grad, so backward never runs and nothing is checked.'
      : isFloating(output.dtype)
        ? 'No input requires a gradient, so backward never runs and nothing is checked.'
        : `forward gives a tensor of dtype ${output.dtype}, which has no gradient.`;
    return { worst: 'unused', message, inputs: [] };
  }
  try {
    const reports = inputReports(customFunction(node.fn.name, fn), fn.inputs, inputs, output);
    const checked = reports.filter(({ verdict }) => verdict !== 'unused');
    const worst = checked.reduce((a, b) =>
      ranks.indexOf(b.verdict) > ranks.indexOf(a.verdict) ? b : a
    );
    const message =
      worst.verdict === 'ok' ? 'backward agrees with finite differences.' : worst.message;
    return { worst: worst.verdict, message, inputs: reports };
  } catch (error) {
    if (!(error instanceof TorchError)) throw error;
    return failed(`${error.type}: ${error.message}`);
  }
}

interface Entry {
  readonly inputs: readonly Tensor[];
  readonly report: FunctionReport;
}
/** The latest report on each node, by the code that it is about. */
const known = new WeakMap<FunctionSource, Map<string, Entry>>();

const sameInputs = (a: readonly Tensor[], b: readonly Tensor[]): boolean =>
  a.length === b.length &&
  a.every((t, k) => {
    const other = b[k];
    return other !== undefined && t.requiresGrad === other.requiresGrad && identical(t, other);
  });

/**
 * Holds the backward of a custom node against finite differences at the values of this run.
 * Answers at once where neither code nor values have changed; null for other nodes and for one that can't run yet.
 */
export function functionReport(run: Run, id: string): FunctionReport | null {
  const instruction = run.program.instructions.find(({ node }) => node.id === id);
  if (instruction?.kind !== 'custom') return null;
  const inputs = instruction.operands.flatMap(({ source }) => run.outputs.get(source ?? '') ?? []);
  if (inputs.length < instruction.operands.length) return null;
  const output = run.outputs.get(id);
  if (!output) {
    const fault = run.diagnostics.find(({ kind, nodes }) => kind === 'run' && nodes.includes(id));
    return fault ? failed(fault.message) : null;
  }
  const { fn } = instruction.node;
  const entries = known.get(fn) ?? new Map<string, Entry>();
  known.set(fn, entries);
  const before = entries.get(id);
  if (before && sameInputs(before.inputs, inputs)) return before.report;
  const report = examine(instruction, inputs, output);
  entries.set(id, { inputs, report });
  return report;
}

/** What a verdict means: the backward is right, nothing can be said, or it is wrong. */
export function standing(verdict: Verdict): 'right' | 'open' | 'wrong' {
  if (verdict === 'ok') return 'right';
  return verdict === 'unused' || verdict === 'undecided' ? 'open' : 'wrong';
}
