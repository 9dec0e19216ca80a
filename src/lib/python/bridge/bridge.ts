import { backwardAll, grad } from '../../autograd/backward';
import { gradcheck, gradgradcheck } from '../../autograd/gradcheck';
import { registerHook, retainGrad, retainsGrad } from '../../autograd/hooks';
import { assignSubscript, copyInto, fill, setRequiresGrad, zero } from '../../autograd/inplace';
import { isGradEnabled, setGradEnabled } from '../../autograd/mode';
import { GradNode, gradNode } from '../../autograd/tape';
import type { View } from '../../autograd/view';
import { argumentOrder } from '../../ops/attributes';
import { contiguous } from '../../ops/contiguous';
import { chunkParts, type rankedParts, splitParts, unbindParts } from '../../ops/parts';
import { operation, operations } from '../../ops/registry';
import { castTo } from '../../ops/reshape';
import type { DType } from '../../tensor/dtype';
import { printOptions, setPrintOptions, tensorText } from '../../tensor/print';
import { copyOf, fromValues, pythonScalar, Tensor } from '../../tensor/tensor';
import type { Journal } from '../record/journal';
import { Calls, requireFloating } from './calls';
import { draws } from './draws';
import { applyPython, type FunctionCall } from './functions';
import { MemoryWatch } from './memory';
import {
  type Edge,
  edgesOf,
  functionOf,
  type NodeHook,
  outputNumber,
  savedBy,
  Watch
} from './nodes';
import { storages } from './storages';
import { subscripted, subscriptItemsOf } from './subscripts';
import { decode, PythonNumber, requireTensor } from './values';

type Values = readonly unknown[];
const lineOf = (line: number): number | null => (line > 0 ? line : null);

/** The names of all operations, from which `torch/_names.py` makes its functions and methods. */
const names = (): string =>
  JSON.stringify(
    operations.map((op) => ({
      name: op.name,
      functions: op.torch.functions,
      methods: op.torch.methods,
      operator: op.torch.operator ?? null,
      inputs: op.inputs.length,
      signature: argumentOrder(op).join(', '),
      summary: op.summary,
      source: op.source,
      isView: op.isView ?? false
    }))
  );

/**
 * All that Python can ask of the engine: the module `_backflow`, which only our own Python files import. Tensors go
 * over as they are, arguments as `decode` reads them.
 */
export function bridge(journal: Journal): Record<string, unknown> {
  const memory = new MemoryWatch();
  const calls = new Calls(journal, memory);
  const watch = new Watch();

  return {
    names,
    /** Says who knows all tensors that are in use. */
    askLiving: (living: () => ArrayLike<Tensor>) => memory.ask(() => Array.from(living())),

    call: (
      op: string,
      alias: string,
      isMethod: boolean,
      line: number,
      codes: string,
      ...v: Values
    ) => calls.call(op, lineOf(line), decode(codes, v), alias, isMethod),
    ranked: (
      op: keyof typeof rankedParts,
      isMethod: boolean,
      line: number,
      codes: string,
      ...v: Values
    ) => calls.ranked(op, lineOf(line), decode(codes, v), isMethod),
    inPlace: (op: string, alias: string, line: number, codes: string, ...v: Values) =>
      calls.inPlace(op, lineOf(line), decode(codes, v), alias),
    parts(kind: string, t: Tensor, size: number | ArrayLike<number>, dim: number, line: number) {
      const sizes = typeof size === 'number' ? size : Array.from(size);
      const made =
        kind === 'split'
          ? splitParts(t, sizes, dim)
          : kind === 'chunk'
            ? chunkParts(t, Number(sizes), dim)
            : unbindParts(t, dim);
      const op = operation(kind === 'unbind' ? 'select' : kind);
      const own: Record<string, number | readonly number[]> =
        kind === 'unbind' ? {} : { [kind === 'split' ? 'split_size' : 'chunks']: sizes };
      made.forEach((part, index) => {
        // Sizes of their own are no operation that a document knows.
        if (!op || typeof sizes !== 'number') return journal.leaf(part, lineOf(line));
        journal.computed(op, [t], { ...own, dim, index }, part, lineOf(line));
      });
      return made;
    },

    // Tensors of data
    make(
      values: ArrayLike<number>,
      shape: ArrayLike<number>,
      dtype: DType,
      wants: boolean,
      line: number
    ) {
      const made = fromValues(values, Array.from(shape), dtype);
      if (wants) {
        requireFloating(made);
        made.requiresGrad = true;
      }
      memory.noted(made);
      journal.leaf(made, lineOf(line));
      return made;
    },
    text: tensorText,
    values: (t: Tensor) => Float64Array.from(t.values()),
    copy(t: Tensor, line: number) {
      const made = copyOf(t);
      journal.leaf(made, lineOf(line));
      return made;
    },
    cast(t: Tensor, dtype: DType, line: number) {
      const made = castTo(t, dtype);
      if (made !== t) journal.leaf(made, lineOf(line));
      return made;
    },
    contiguous(t: Tensor, line: number) {
      const made = contiguous(t);
      const op = operation('clone');
      if (made !== t && op) journal.computed(op, [t], {}, made, lineOf(line));
      return made;
    },
    subscript: (t: Tensor, line: number, codes: string, ...v: Values) =>
      subscripted(journal, t, decode(codes, v).args, lineOf(line)),
    assign(t: Tensor, line: number, codes: string, ...v: Values) {
      const [value, ...items] = decode(codes, v).args;
      const source =
        value instanceof PythonNumber ? value.operand : requireTensor(value ?? null, 'value');
      calls.changing(t, [t], null, lineOf(line), () => {
        assignSubscript(t, subscriptItemsOf(items), source);
        return t;
      });
    },

    // In place
    copyInto: (t: Tensor, from: Tensor, line: number) =>
      calls.changing(t, [t], null, lineOf(line), () => copyInto(t, from)),
    fill(t: Tensor, value: Tensor | number, isFloat: boolean, line: number) {
      const dtype = isFloat ? 'float64' : 'int64';
      const from = value instanceof Tensor ? value : pythonScalar(value, dtype);
      return calls.changing(t, [t], null, lineOf(line), () => fill(t, from));
    },
    zero: (t: Tensor, line: number) => calls.changing(t, [t], null, lineOf(line), () => zero(t)),
    /** Elements by hand, in row-major order, as the random in-place methods make them. */
    write(t: Tensor, values: ArrayLike<number>, line: number) {
      const from = fromValues(values, t.shape, t.dtype);
      return calls.changing(t, [t], null, lineOf(line), () => copyInto(t, from));
    },

    // Autograd
    /** `t.data` */
    data(t: Tensor) {
      const made = t.untracked();
      journal.link(made, t);
      return made;
    },
    alias: (t: Tensor) => t.alias(),
    detachInPlace(t: Tensor, line: number) {
      t.gradFn = null;
      t.requiresGrad = false;
      journal.leaf(t, lineOf(line));
      return t;
    },
    requireGrad(t: Tensor, wanted: boolean, line: number) {
      const before = t.requiresGrad;
      setRequiresGrad(t, wanted);
      if (t.isLeaf && before !== wanted) journal.leaf(t, lineOf(line));
      return t;
    },
    gradient: (t: Tensor) => t.grad,
    setGradient(t: Tensor, to: Tensor | undefined) {
      t.grad = to ?? null;
    },
    /** `t.data = source`: the other tensor's elements under this one's name. */
    setData(t: Tensor, source: Tensor, line: number) {
      journal.changing(t);
      t.adopt(source);
      journal.leaf(t, lineOf(line));
    },
    base: (t: Tensor) => (t.view as View | null)?.base ?? null,
    version: (t: Tensor) => t.version(),
    node: (t: Tensor) => functionOf(gradNode(t)),
    outputNumber: (t: Tensor) => outputNumber(gradNode(t)),
    isNode: (value: unknown) => value instanceof GradNode,
    edges: edgesOf,
    transposed: (edge: Edge) => (edge && 'transposes' in edge ? edge.transposes : null),
    saved(node: GradNode, name: string) {
      const saved = savedBy(node);
      return saved.has(name) ? [saved.get(name)] : null;
    },
    savedNames: (node: GradNode) => [...savedBy(node).keys()],
    nodeHook: (node: GradNode, hook: NodeHook) => watch.register(node, hook),
    retainGrad,
    retainsGrad,
    hook: (t: Tensor, hook: (grad: Tensor) => Tensor | undefined) => registerHook(t, hook),
    backward(
      roots: readonly Tensor[],
      gradients: readonly (Tensor | undefined)[],
      retainGraph: boolean,
      createGraph: boolean
    ) {
      watch.during((observer) =>
        backwardAll(
          Array.from(roots),
          Array.from(gradients, (g) => g ?? undefined),
          { retainGraph, createGraph, ...(observer && { observer }) }
        )
      );
    },
    grad(
      roots: readonly Tensor[],
      inputs: readonly Tensor[],
      gradients: readonly (Tensor | undefined)[],
      retainGraph: boolean,
      createGraph: boolean,
      allowUnused: boolean
    ) {
      return watch.during((observer) =>
        grad(Array.from(roots), Array.from(inputs), {
          gradients: Array.from(gradients, (g) => g ?? undefined),
          retainGraph,
          createGraph,
          allowUnused,
          ...(observer && { observer })
        })
      );
    },
    functionCall: (
      name: string,
      forward: FunctionCall['forward'],
      backward: FunctionCall['backward'],
      source: string | undefined
    ): FunctionCall => ({ name, forward, backward, source }),
    forwarded: (
      outputs: ArrayLike<Tensor>,
      saved: ArrayLike<Tensor>,
      nonDifferentiable: ArrayLike<Tensor>,
      dirty: ArrayLike<Tensor>
    ) => ({ outputs, saved, nonDifferentiable, dirty }),
    /** Stands for an argument that is no tensor. */
    number: () => pythonScalar(0),
    record: (entries: Iterable<readonly [string, unknown]>) => Object.fromEntries(entries),
    apply: (call: FunctionCall, inputs: readonly Tensor[], line: number) =>
      applyPython(journal, call, Array.from(inputs), lineOf(line)),
    gradcheck: (
      f: (...inputs: Tensor[]) => Tensor[],
      inputs: readonly Tensor[],
      options: { eps: number; atol: number; rtol: number; raiseException: boolean },
      isSecond: boolean
    ) =>
      journal.inside(() =>
        isSecond
          ? gradgradcheck(f, Array.from(inputs), options)
          : gradcheck(f, Array.from(inputs), options)
      ),
    markInference: (t: Tensor) => calls.markInference(t),
    isGradEnabled,
    setGradEnabled,
    setAnomaly(mode: boolean) {
      const before = watch.findsAnomalies;
      watch.findsAnomalies = mode;
      return before;
    },

    ...draws,
    ...storages,

    // Printing
    setPrintOptions: (json: string) => setPrintOptions(JSON.parse(json) as object),
    printOptions: () => JSON.stringify(printOptions()),
    nodeName: (node: GradNode) => node.name,
    nodeClass: (node: GradNode) => node.qualifiedName,
    alike: (a: unknown, b: unknown) => a === b
  };
}
