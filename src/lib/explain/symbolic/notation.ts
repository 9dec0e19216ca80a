import type { CompiledFunction, Interpreter } from '../../formula/function';
import type { Instruction } from '../../graph/program';
import type { Run } from '../../graph/run';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition, VjpExpression } from '../../ops/define';
import { latex, latexAtom } from '../../ops/latex';
import { hiddenOperation, operation } from '../../ops/registry';
import { reducedCount, reducedDims } from '../../ops/reduce';
import { isPointwise } from '../../sweep/path';
import { broadcastShapes, numel } from '../../tensor/shape';
import { axesOf, type Axes } from './contraction';
import { num, trees, type Label, type Tree } from './tree';

type Operation = Extract<Instruction, { kind: 'op' }>;

/** How a node stands in a formula of single elements. */
export type Notation =
  | {
      readonly kind: 'elementwise';
      value(args: readonly Tree[]): Tree;
      /** Gradients of the arguments; null where none flows. */
      vjps(g: Tree, out: Tree, args: readonly Tree[]): readonly (Tree | null)[];
    }
  /** The values as they are. */
  | { readonly kind: 'same' }
  /** The product of the first two, summed over what the result doesn't have; what else there is, is added. */
  | ({ readonly kind: 'contraction' } & Axes)
  /** An elementwise operation whose elements are summed up at once, as those of a loss are. */
  | {
      readonly kind: 'loss';
      readonly terms: Extract<Notation, { kind: 'elementwise' }>;
      readonly isMean: boolean;
      readonly count: number;
    }
  | {
      readonly kind: 'reduction';
      readonly dims: readonly number[];
      readonly keepdim: boolean;
      readonly isMean: boolean;
      /** Elements that make one of the result. */
      readonly count: number;
    };

const owns = new WeakMap<OpDefinition, boolean>();

/** Whether an operation is written by a name of its own, as ReLU is, and not by what it computes. */
function hasOwnNotation(op: OpDefinition, attributes: Attributes): boolean {
  const before = owns.get(op);
  if (before !== undefined) return before;
  const args = op.inputs.map((_, k) => latexAtom(`a_{${k}}`));
  const own =
    op.latex(args, attributes) !== op.elementwise?.(attributes).value(latex, ...args).text;
  owns.set(op, own);
  return own;
}

const calculated = (op: OpDefinition, attributes: Attributes, args: readonly Tree[]): Tree =>
  op.elementwise?.(attributes).value(trees, ...args) ?? num(NaN);

function written(op: OpDefinition, attributes: Attributes, args: readonly Tree[]): Tree {
  // What arithmetic makes a number of is one, whatever its name.
  const value = calculated(op, attributes, args);
  if (value.kind === 'num' || !hasOwnNotation(op, attributes)) return value;
  const size = args.reduce((sum, arg) => sum + arg.size, 1);
  return { kind: 'op', op, attributes, args, size };
}

/** The derivatives of an operation as they are shown. */
const vjpsOf = (op: OpDefinition, attributes: Attributes): readonly (VjpExpression | null)[] =>
  op.shownVjps ?? op.elementwise?.(attributes).vjps ?? [];

type Elementwise = Extract<Notation, { kind: 'elementwise' }>;

const ofOperation = (op: OpDefinition, attributes: Attributes): Elementwise => ({
  kind: 'elementwise',
  value: (args) => written(op, attributes, args),
  vjps: (g, out, args) => vjpsOf(op, attributes).map((vjp) => vjp?.(trees, g, out, ...args) ?? null)
});

/** A value inside a custom function, with what is needed to go back through it. */
interface Inner {
  readonly tree: Tree;
  readonly made: { readonly op: OpDefinition; readonly attributes: Attributes } | null;
  readonly args: readonly Inner[];
}

/** Runs a forward body on trees; `tape` receives every value in the order in which it is made. */
function ran(
  fn: CompiledFunction,
  args: readonly Tree[]
): { inputs: Inner[]; output: Inner; tape: Inner[] } {
  const tape: Inner[] = [];
  const plain = (tree: Tree): Inner => ({ tree, made: null, args: [] });
  const interpreter: Interpreter<Inner> = {
    number: (value) => plain(num(value)),
    apply: (op, given, attributes) => {
      const inner = given.map((arg) => (typeof arg === 'number' ? plain(num(arg)) : arg));
      const tree = written(
        op,
        attributes,
        inner.map((arg) => arg.tree)
      );
      const value = { tree, made: { op, attributes }, args: inner };
      tape.push(value);
      return value;
    }
  };
  const inputs = args.map(plain);
  return { inputs, output: fn.forward(interpreter, inputs).output, tape };
}

/**
 * A custom function by what its forward computes: the derivative is the true one, whatever its own backward returns,
 * so that the two can be held against each other.
 */
const ofFunction = (fn: CompiledFunction): Notation => ({
  kind: 'elementwise',
  value: (args) => ran(fn, args).output.tree,
  vjps: (g, _, args) => {
    const { inputs, output, tape } = ran(fn, args);
    const adjoints = new Map<Inner, Tree>([[output, g]]);
    for (const value of [...tape].reverse()) {
      const upstream = adjoints.get(value);
      if (!upstream || !value.made) continue;
      const { op, attributes } = value.made;
      const given = value.args.map(({ tree }) => tree);
      const gradients = vjpsOf(op, attributes).map(
        (vjp) => vjp?.(trees, upstream, value.tree, ...given) ?? null
      );
      value.args.forEach((arg, k) => {
        const gradient = gradients[k];
        if (!gradient) return;
        const before = adjoints.get(arg);
        adjoints.set(arg, before ? trees.add(before, gradient) : gradient);
      });
    }
    return inputs.map((input) => adjoints.get(input) ?? num(0));
  }
});

/** The losses of the elements of a pair, before they are summed up. */
function termsOf(name: string, attributes: Attributes): Elementwise | null {
  const hidden = hiddenOperation(`${name}_terms`);
  if (hidden?.elementwise && 'reduction' in hidden.attributes)
    return ofOperation(hidden, attributes);
  const [abs, sub] = [operation('abs'), operation('sub')];
  if (name !== 'l1_loss' || !abs || !sub) return null;
  const [size, gap] = [ofOperation(abs, {}), ofOperation(sub, { alpha: 1 })];
  return {
    kind: 'elementwise',
    value: (args) => size.value([gap.value(args)]),
    vjps: (g, out, args) => {
      const between = gap.value(args);
      const [upstream] = size.vjps(g, out, [between]);
      return upstream ? gap.vjps(upstream, between, args) : [];
    }
  };
}

function ofLoss(run: Run, { op, attributes, operands }: Operation): Notation | undefined {
  const terms = termsOf(op.name, attributes);
  if (!terms || attributes.reduction === 'none') return terms ?? undefined;
  const shapes = operands.map(({ source }) => run.outputs.get(source ?? '')?.shape ?? []);
  const count = numel(shapes.reduce(broadcastShapes, []));
  return { kind: 'loss', terms, isMean: attributes.reduction === 'mean', count };
}

/** How a node is written per element; undefined for one that has no such formula. */
export function notationOf(run: Run, instruction: Instruction): Notation | undefined {
  if (instruction.kind === 'leaf') return undefined;
  if (instruction.kind === 'custom') {
    return isPointwise(instruction) ? ofFunction(instruction.fn) : undefined;
  }
  const { op, attributes, operands } = instruction;
  if (op.elementwise) return ofOperation(op, attributes);
  const shape = run.outputs.get(operands[0]?.source ?? '')?.shape;
  if (!shape) return undefined;
  const shapes = operands.map(({ source }) => run.outputs.get(source ?? '')?.shape ?? []);
  const axes = axesOf(op.name, shapes);
  if (axes) return { kind: 'contraction', ...axes };
  switch (op.name) {
    case 'clone':
      return { kind: 'same' };
    case 'sum':
    case 'mean': {
      const dims = reducedDims(attributes.dim as readonly number[] | null, shape.length);
      return {
        kind: 'reduction',
        dims,
        keepdim: attributes.keepdim === true,
        isMean: op.name === 'mean',
        count: reducedCount(shape, dims)
      };
    }
    default:
      return op.family === 'loss' ? ofLoss(run, instruction) : undefined;
  }
}

/** The sum of an expression over some indices; of none it is the expression itself. */
export const sumTree = (labels: readonly Label[], body: Tree): Tree =>
  labels.length === 0 ? body : { kind: 'sum', labels, body, size: body.size + 1 };
