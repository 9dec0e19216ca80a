import { grad } from '../autograd/backward';
import { forwardDerivative, tangentOf } from '../autograd/forward';
import { noGrad } from '../autograd/mode';
import { Allowance } from '../graph/allowance';
import { nodeName, type Document } from '../graph/document';
import { settled } from '../graph/derivative/settled';
import { compile, type Program } from '../graph/program';
import { execute } from '../graph/execute';
import type { Run } from '../graph/run';
import { tensors, watching } from '../ops/dispatch';
import { isFloating } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { fullLike, type Tensor } from '../tensor/tensor';

/**
 * Forward mode beside reverse mode: what one pass of each computes, and what it takes. Operations are counted while
 * they run; nothing is estimated.
 */

/** What was done: operations of the engine, and numbers that they computed. */
export interface Work {
  readonly operations: number;
  readonly numbers: number;
}

/** The direction in which an input moves: all its elements by 1, or one of them. */
export type Direction = 'ones' | number;

/** One instruction in both modes. */
export interface ModesRow {
  readonly node: string;
  readonly name: string;
  readonly primal: Tensor | null;
  /** Derivative of this node along the direction; null where the input doesn't reach it. */
  readonly tangent: Tensor | null;
  /** Gradient of the result with respect to this node; null where none flows. */
  readonly adjoint: Tensor | null;
}

/** The product that both modes have to agree about. */
export interface Check {
  /** Derivative of the result along the direction, by forward mode. */
  readonly tangent: number;
  /** Gradient times direction, by reverse mode. */
  readonly product: number;
  /** Null where one of them is NaN: 0 · ∞ on the way, which the rules of some operations leave out. */
  readonly agrees: boolean | null;
}

export interface Modes {
  readonly rows: readonly ModesRow[];
  /** Inputs that can move, the one that does first asked for. */
  readonly inputs: readonly string[];
  readonly input: string | null;
  /** Elements of the chosen input. */
  readonly elements: number;
  /** Whether there is something to differentiate. */
  readonly hasResult: boolean;
  /** Numbers that go in, and numbers that come out. */
  readonly ins: number;
  readonly outs: number;
  readonly primal: Work;
  /** Of one pass: forward mode along the chosen input, and reverse mode. Values are computed along with both. */
  readonly forward: Work | null;
  readonly reverse: Work | null;
  /** Of all passes that the whole Jacobian takes; null where one of them can't be run or there are too many. */
  readonly allForward: Work | null;
  readonly allReverse: Work | null;
  readonly check: Check | null;
  /** Why a mode can't run, in PyTorch's words. */
  readonly forwardFault: string | null;
  readonly reverseFault: string | null;
}

const NOTHING: Work = { operations: 0, numbers: 0 };
const plus = (a: Work, b: Work): Work => ({
  operations: a.operations + b.operations,
  numbers: a.numbers + b.numbers
});
const times = ({ operations, numbers }: Work, n: number): Work => ({
  operations: operations * n,
  numbers: numbers * n
});
const minus = (a: Work, b: Work): Work => plus(a, times(b, -1));

/** Instructions that all passes together may run, so that counting doesn't hold up the page. */
const MOST = 3000;

/** Runs, and counts what is done. */
function counted<R>(run: () => R): { result: R; work: Work } {
  let [operations, numbers] = [0, 0];
  const result = watching((_, __, output) => {
    operations += 1;
    numbers += output.numel;
  }, run);
  return { result, work: { operations, numbers } };
}

const faultText = (error: unknown): string => {
  if (!(error instanceof TorchError)) throw error;
  return `${error.type}: ${error.message}`;
};

/** Runs the program, with other tensors in place of some leaves. Where a node fails, what hangs on it stays empty. */
function evaluate(
  { instructions }: Program,
  given: ReadonlyMap<string, Tensor>,
  seen: (node: string, output: Tensor) => void
): Map<string, Tensor> {
  const outputs = new Map<string, Tensor>();
  const allowance = new Allowance();
  for (const instruction of instructions) {
    const { id } = instruction.node;
    try {
      const output = given.get(id) ?? execute(instruction, outputs, allowance)?.output;
      if (!output) continue;
      outputs.set(id, output);
      seen(id, output);
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
      // A function without a rule for tangents ends forward mode; any other fault is the run's.
      if (instruction.kind === 'custom' && error.type === 'NotImplementedError') throw error;
    }
  }
  return outputs;
}

interface ForwardPass {
  readonly tangents: ReadonlyMap<string, Tensor>;
  /** Of the tangents alone. */
  readonly work: Work;
}

/** One pass of forward mode: an input moves along a direction. @throws TorchError where it can't */
function forwardPass(
  program: Program,
  result: string,
  input: string,
  value: Tensor,
  direction: Tensor,
  primal: Work
): ForwardPass {
  const tangents = new Map<string, Tensor>();
  const { work } = counted(() =>
    noGrad(() =>
      forwardDerivative(
        (moving) => {
          const outputs = evaluate(program, new Map([[input, moving as Tensor]]), (id, output) => {
            const tangent = tangentOf(output);
            if (tangent) tangents.set(id, tangent);
          });
          return outputs.get(result) ?? fullLike({ shape: [], dtype: 'float32' }, 0);
        },
        [value.untracked()],
        [direction]
      )
    )
  );
  return { tangents, work: minus(work, primal) };
}

function directionOf(value: Tensor, direction: Direction): Tensor {
  if (direction === 'ones') return fullLike(value, 1);
  const unit = fullLike(value, 0);
  if (direction >= 0 && direction < unit.numel) unit.data[direction] = 1;
  return unit;
}

const total = (t: Tensor): number => {
  let sum = 0;
  for (const value of t.values()) sum += value;
  return sum;
};

/** As floats of 24 bits agree whose terms may be much larger than their sum. */
function agrees(a: number, b: number, size: number): boolean | null {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? true : null;
  return a === b || Math.abs(a - b) <= 1e-4 * Math.max(size, Math.abs(a), Math.abs(b), 1e-12);
}

function checkOf(tangent: Tensor | null, gradient: Tensor | null, direction: Tensor): Check {
  const along = tangent ? total(tangent) : 0;
  const terms = gradient ? noGrad(() => tensors.mul(gradient, direction)) : null;
  const product = terms ? total(terms) : 0;
  const size = terms ? terms.values().reduce((sum, one) => sum + Math.abs(one), 0) : 0;
  return { tangent: along, product, agrees: agrees(along, product, size) };
}

/** Both modes for a document that has run. */
export function modesOf(
  doc: Document,
  { program: compiled, outputs: ran }: Pick<Run, 'program' | 'outputs'>,
  asked: string | null = null,
  direction: Direction = 'ones'
): Modes {
  // Every pass has to see the same numbers.
  const still = settled(doc, ran).document;
  const program = still === doc ? compiled : compile(still);
  const { instructions, result } = program;
  // Once to have values to move, once more without recording to count what they take.
  const outputs = evaluate(program, new Map(), () => undefined);
  const { work: primal } = counted(() =>
    noGrad(() => evaluate(program, new Map(), () => undefined))
  );
  const root = result === null ? undefined : outputs.get(result);
  const leaves = instructions.flatMap(({ kind, node }) => {
    const value = outputs.get(node.id);
    return kind === 'leaf' && value?.requiresGrad ? [{ id: node.id, value }] : [];
  });
  const chosen = leaves.find(({ id }) => id === asked) ?? leaves[0] ?? null;
  const moving = chosen ? directionOf(chosen.value, direction) : null;

  let forwardFault: string | null = null;
  let pass: ForwardPass | null = null;
  let allForward: Work | null = NOTHING;
  if (result !== null && root && chosen && moving) {
    try {
      pass = forwardPass(program, result, chosen.id, chosen.value, moving, primal);
      const isSmall = leaves.length * instructions.length <= MOST;
      for (const { id, value } of isSmall ? leaves : []) {
        const { work } =
          id === chosen.id
            ? pass
            : forwardPass(program, result, id, value, fullLike(value, 1), primal);
        allForward = plus(allForward, times(plus(primal, work), value.numel));
      }
      if (!isSmall) allForward = null;
    } catch (error) {
      forwardFault = faultText(error);
    }
  }
  if (!pass) allForward = null;

  let reverseFault: string | null = null;
  let reverse: Work | null = null;
  const adjoints = new Map<string, Tensor>();
  if (root && leaves.length > 0) {
    try {
      const ids = [...outputs.keys()].filter((id) => outputs.get(id)?.requiresGrad);
      const all = ids.map((id) => outputs.get(id) as Tensor);
      // Recorded, because only then the engine does one operation after the other.
      const { result: found, work } = counted(() =>
        grad(root, all, { gradient: fullLike(root, 1), createGraph: true })
      );
      reverse = work;
      ids.forEach((id, k) => {
        const one = found[k];
        if (one) adjoints.set(id, one.untracked());
      });
    } catch (error) {
      reverseFault = faultText(error);
    }
  }
  const ins = leaves.reduce((sum, { value }) => sum + value.numel, 0);
  const outs = root && isFloating(root.dtype) ? root.numel : 0;
  const canCheck = pass !== null && reverse !== null && chosen && moving && result !== null;
  return {
    rows: instructions.map(({ node: { id } }) => ({
      node: id,
      name: nodeName(still, id),
      primal: outputs.get(id) ?? null,
      tangent: pass?.tangents.get(id) ?? null,
      adjoint: adjoints.get(id) ?? null
    })),
    inputs: leaves.map(({ id }) => id),
    input: chosen?.id ?? null,
    elements: chosen?.value.numel ?? 0,
    hasResult: root !== undefined,
    ins,
    outs,
    primal,
    forward: pass ? pass.work : null,
    reverse,
    allForward,
    allReverse: reverse ? times(plus(primal, reverse), outs) : null,
    check: canCheck
      ? checkOf(pass?.tangents.get(result) ?? null, adjoints.get(chosen.id) ?? null, moving)
      : null,
    forwardFault,
    reverseFault
  };
}

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** The comparison in words, e.g. `3 inputs, 1 output: forward mode needs 3 passes = 21 operations, …`. */
export function modesSentence(modes: Modes): string {
  const { ins, outs, allForward, allReverse } = modes;
  if (modes.input === null)
    return 'No input requires a gradient, so there is nothing to differentiate by.';
  if (!modes.hasResult) {
    return 'The result has no value, so neither mode has anything to differentiate.';
  }
  // Of tensors every element is one.
  const input = ins === modes.inputs.length ? 'input' : 'input number';
  const head = `${count(ins, input)}, ${count(outs, 'output')}`;
  const forward = allForward
    ? `forward mode needs ${count(ins, 'pass', 'passes')} = ${count(allForward.operations, 'operation')}`
    : modes.forwardFault
      ? 'forward mode can’t run'
      : `forward mode needs ${count(ins, 'pass', 'passes')} (too many to be counted here)`;
  const reverse = allReverse
    ? `reverse mode ${count(outs, 'pass', 'passes')} = ${count(allReverse.operations, 'operation')}`
    : 'reverse mode can’t run';
  return `${head}: ${forward}, ${reverse}.`;
}

/** What follows from it, in one sentence; null where there is nothing to compare. */
export function modesVerdict({ allForward, allReverse, ins, outs }: Modes): string | null {
  if (!allForward || !allReverse) return null;
  const [f, r] = [allForward.operations, allReverse.operations];
  const rule =
    ins === outs
      ? 'With as many inputs as outputs neither has an advantage by its number of passes.'
      : ins > outs
        ? 'Reverse mode wins as inputs become more: one pass gives the derivatives by all of them.'
        : 'Forward mode wins as outputs become more: one pass gives the derivatives of all of them.';
  if (f === r) return `Both take the same here. ${rule}`;
  return `Here ${f < r ? 'forward' : 'reverse'} mode takes less. ${rule}`;
}
