import { inPlace } from '../../autograd/inplace';
import { isGradEnabled } from '../../autograd/mode';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { apply, call } from '../../ops/dispatch';
import { rankedParts } from '../../ops/parts';
import { operation } from '../../ops/registry';
import { castTo } from '../../ops/reshape';
import { TorchError } from '../../tensor/errors';
import { drawingFrom, Generator } from '../../tensor/random';
import type { Tensor } from '../../tensor/tensor';
import { isCutHere, type Journal } from '../record/journal';
import { boundCall } from './binding';
import type { MemoryWatch } from './memory';
import { type Argument, type CallArguments, Foreign, PythonNumber, requireTensor } from './values';

/** Arguments of what makes tensors that have a meaning here or none at all, and never reach the operation. */
const MAKING = new Set([
  'requires_grad',
  'device',
  'layout',
  'pin_memory',
  'generator',
  'names',
  'memory_format'
]);

const creates = (op: OpDefinition): boolean => op.family === 'creation';

function requireOperation(name: string): OpDefinition {
  const op = operation(name);
  if (op) return op;
  throw new TorchError(`operation "${name}" is not in the catalog`);
}

/** What a call says beside the operation's own arguments. */
interface Extras {
  readonly requiresGrad: boolean;
  readonly generator: Generator | null;
}

/** Takes the arguments out that every function of a kind has. */
function withoutExtras(op: OpDefinition, given: CallArguments): [CallArguments, Extras] {
  if (given.keywords.size === 0) return [given, { requiresGrad: false, generator: null }];
  const keywords = new Map(given.keywords);
  let requiresGrad = false;
  let generator: Generator | null = null;
  for (const [name, value] of given.keywords) {
    if (!creates(op) || !MAKING.has(name)) continue;
    keywords.delete(name);
    if (name === 'requires_grad') {
      if (!(value instanceof PythonNumber)) {
        throw new TorchError(`${op.name}(): argument 'requires_grad' must be bool`, 'TypeError');
      }
      requiresGrad = value.value !== 0;
    } else if (name === 'generator' && value instanceof Generator) generator = value;
    else if (name === 'device' && value instanceof Foreign) {
      throw new TorchError(`Backflow's torch has no device '${value.type}', only 'cpu'`);
    }
  }
  return [
    { args: given.args, keywords },
    { requiresGrad, generator }
  ];
}

const isFloat = (argument: Argument | undefined): boolean =>
  argument instanceof PythonNumber && argument.type === 'float';

/** What follows from a number's being a float, which the engine can't see. */
function typed(op: OpDefinition, given: CallArguments, attributes: Attributes): Attributes {
  if ((op.name !== 'full' && op.name !== 'arange') || attributes.dtype !== null) return attributes;
  const numbers = [...given.args, ...given.keywords.values()];
  return numbers.some(isFloat) ? { ...attributes, dtype: 'float32' } : attributes;
}

/** A bound that is a float makes floats of whole numbers, which the engine can't see. */
function promoted(
  op: OpDefinition,
  given: CallArguments,
  inputs: readonly Tensor[]
): readonly Tensor[] {
  const [first, ...rest] = inputs;
  const isWhole = first?.dtype === 'int64' || first?.dtype === 'bool';
  if (op.name !== 'clamp' || !first || !isWhole) return inputs;
  const numbers = [...given.args.slice(1), ...given.keywords.values()];
  return numbers.some(isFloat) ? [castTo(first, 'float32'), ...rest] : inputs;
}

/** Calls of operations from Python. */
export class Calls {
  /** Tensors that were made under `inference_mode`. */
  private readonly inference = new WeakSet<Tensor>();
  private hasInference = false;

  constructor(
    private readonly journal: Journal,
    private readonly memory: MemoryWatch
  ) {}

  /** Says that a tensor was made under `inference_mode`. */
  markInference(t: Tensor): void {
    this.inference.add(t);
    this.hasInference = true;
  }

  /** @throws TorchError where a backward pass would need what was made without any bookkeeping */
  private requireSavable(
    op: OpDefinition,
    inputs: readonly Tensor[],
    attributes: Attributes
  ): void {
    if (!this.hasInference || op.gradFn === null || !isGradEnabled()) return;
    const needed = inputs.map((t) => t.requiresGrad);
    if (!needed.includes(true)) return;
    const { inputs: saved } = op.saves(needed, attributes);
    if (!saved.some((k) => this.inference.has(inputs[k] as Tensor))) return;
    throw new TorchError(
      'Inference tensors cannot be saved for backward. To work around you can make a clone to get a normal tensor and use it in autograd.'
    );
  }

  /** Runs an operation and notes it. @throws TorchError in PyTorch's words */
  run(
    op: OpDefinition,
    inputs: readonly Tensor[],
    attributes: Attributes,
    line: number | null
  ): Tensor {
    this.requireSavable(op, inputs, attributes);
    let output = call(op, inputs, attributes);
    this.memory.noted(output);
    // An operation may answer its input itself, which must not become its own origin.
    if (inputs.includes(output)) output = apply('alias', [output]);
    this.journal.computed(op, inputs, attributes, output, line);
    return output;
  }

  /** A function or a method by the operation's registry name. @throws TorchError in PyTorch's words */
  call(
    name: string,
    line: number | null,
    given: CallArguments,
    alias: string,
    isMethod: boolean
  ): Tensor {
    const op = requireOperation(name);
    const [own, { requiresGrad, generator }] = withoutExtras(op, given);
    const bound = boundCall(op, own, alias, isMethod);
    const inputs = promoted(op, own, bound.inputs);
    const attributes = typed(op, own, bound.attributes);
    const run = (): Tensor => this.run(op, inputs, attributes, line);
    const made = generator ? drawingFrom(generator, run) : run();
    if (requiresGrad) {
      requireFloating(made);
      made.requiresGrad = true;
      this.journal.leaf(made, line);
    }
    return made;
  }

  /** `x.sort()` and its kin: the values as the operation makes them, and the places. @throws TorchError */
  ranked(
    name: keyof typeof rankedParts,
    line: number | null,
    given: CallArguments,
    isMethod: boolean
  ): readonly Tensor[] {
    const op = requireOperation(name);
    const { inputs, attributes } = boundCall(op, given, name, isMethod);
    const input = requireTensor(inputs[0], `${name}(): argument 'input'`);
    const [values, places] = rankedParts[name](input, attributes);
    this.journal.computed(op, inputs, attributes, values, line);
    return [values, places];
  }

  /** `x.add_(…)`: the operation's result goes into its first input. @throws TorchError in PyTorch's words */
  inPlace(name: string, line: number | null, given: CallArguments, alias: string): Tensor {
    const op = requireOperation(name);
    const { inputs, attributes } = boundCall(op, given, alias, true);
    const target = requireTensor(inputs[0], `${alias}(): argument 'input'`);
    return this.changing(target, inputs, { kind: 'op', op, attributes }, line, () =>
      inPlace(op, target, inputs.slice(1), attributes)
    );
  }

  /** Changes a tensor and notes how; a leaf that is changed without recording begins anew. */
  changing(
    target: Tensor,
    inputs: readonly Tensor[],
    by: { kind: 'op'; op: OpDefinition; attributes: Attributes } | null,
    line: number | null,
    change: () => Tensor
  ): Tensor {
    const operands = by ? this.journal.operands(inputs) : [];
    this.journal.changing(target);
    const changed = change();
    const isNewLeaf = !by || (target.requiresGrad && target.isLeaf) || !operation(by.op.name);
    if (isNewLeaf) this.journal.leaf(target, line);
    else this.journal.made(by, operands, target, isCutHere(target, inputs), line);
    return changed;
  }
}

/** @throws TorchError for a tensor that isn't of floating point */
export function requireFloating({ dtype }: Tensor): void {
  if (dtype === 'float32' || dtype === 'float64') return;
  throw new TorchError('Only Tensors of floating point and complex dtype can require gradients');
}
