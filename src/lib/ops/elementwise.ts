import { cast, type DType, isFloating, resultType } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { broadcastShapes, type Shape } from '../tensor/shape';
import { pythonScalar, type Tensor } from '../tensor/tensor';
import type { Algebra } from './algebra';
import type { AttributeSpecs, AttributeValue, ValuesOf } from './attributes';
import {
  define,
  type Expressions,
  type OpDefinition,
  type OpEntry,
  type Saved,
  type VjpExpression
} from './define';
import { tensors } from './dispatch';
import { latex, type Latex, numberLatex, simplifiedLatex } from './latex';
import { commonScalarType, mapElements, mapScalars, scalarGradients } from './map';
import { castTo, reduceTo } from './reshape';

/** `float`: integers become float32 first; `number`: bools become int64 first; `bool`: the result is a condition. */
type ResultKind = 'same' | 'float' | 'number' | 'bool';

export type ElementwiseEntry<S extends AttributeSpecs = Record<never, never>> = Omit<
  OpEntry<S>,
  'forward' | 'vjp' | 'latex' | 'localLatex' | 'local' | 'elementwise' | 'saves' | 'isView'
> & {
  readonly result?: ResultKind;
  /** The dtype of the computation where it isn't the operands' common one and what `result` makes of it. */
  readonly computesIn?: (operands: readonly Tensor[], attributes: ValuesOf<S>) => DType;
  /**
   * Whether the numbers among the attributes are rounded to the dtype of the computation before it begins, as many of
   * PyTorch's kernels do: 0.7 is another bound for float32 than for float64.
   */
  readonly roundsAttributes?: boolean;
  /** Inputs that select and don't compute (the condition of `where`), kept out of type promotion. */
  readonly conditions?: readonly number[];
  /** What PyTorch says of operands whose dtypes it doesn't take; null for those that it does. */
  readonly refuses?: (operands: readonly Tensor[], attributes: ValuesOf<S>) => string | null;
  /** Shown instead of the formula that the expression gives. */
  readonly latex?: (args: readonly Latex[], attributes: ValuesOf<S>) => string;
} & (Expressions | { readonly expressions: (attributes: ValuesOf<S>) => Expressions });

/** Which of its arguments an expression reads: the upstream gradient apart. */
function readBy(expression: VjpExpression, inputCount: number): Saved {
  const union = (...parts: ReadonlySet<number>[]): ReadonlySet<number> =>
    new Set(parts.flatMap((part) => [...part]));
  const probe = new Proxy({}, { get: (_, key) => (key === 'num' ? () => new Set() : union) });
  const marked = Array.from({ length: inputCount }, (_, k) => new Set([k]));
  const read = expression(
    probe as Algebra<ReadonlySet<number>>,
    new Set<number>(),
    new Set([inputCount]),
    ...marked
  );
  return {
    inputs: [...read].filter((k) => k < inputCount),
    output: read.has(inputCount)
  };
}

function computedIn(promoted: DType, result: ResultKind): DType {
  if (result === 'float' && !isFloating(promoted)) return 'float32';
  return result === 'number' && promoted === 'bool' ? 'int64' : promoted;
}

const NONE: readonly Tensor[] = [];

/** The shape that all tensors broadcast to, with what was found before. @throws TorchError where they don't fit */
function commonShape(tensors: readonly Tensor[], before: Shape | null): Shape | null {
  let common = before;
  for (const { shape } of tensors) {
    common = common === null || common === shape ? shape : broadcastShapes(common, shape);
  }
  return common;
}

/** Expressions of the last attributes are kept: what is compiled for an expression is found by it. */
function remembered<A extends object>(
  expressions: (attributes: A) => Expressions
): (attributes: A) => Expressions {
  let last: { readonly attributes: A; readonly made: Expressions } | null = null;
  return (attributes) => {
    if (!last || !sameValues(last.attributes, attributes)) {
      last = { attributes, made: expressions(attributes) };
    }
    return last.made;
  };
}

function sameValues<A extends object>(a: A, b: A): boolean {
  if (a === b) return true;
  for (const name in a) if (!Object.is(a[name], b[name])) return false;
  for (const name in b) if (!(name in a)) return false;
  return true;
}

/** Makes a registry entry of an elementwise operation from one expression and its vjps. */
export function elementwise<S extends AttributeSpecs = Record<never, never>>(
  entry: ElementwiseEntry<S>
): OpDefinition {
  const { result = 'same', conditions = [], refuses } = entry;
  const fixed: Expressions | null =
    'expressions' in entry ? null : { value: entry.value, vjps: entry.vjps };
  const expressionsOf = fixed
    ? () => fixed
    : remembered((entry as { expressions: (a: ValuesOf<S>) => Expressions }).expressions);
  const isPlain = conditions.length === 0;
  const floats = Object.entries(entry.attributes ?? {}).flatMap(([name, { kind }]) =>
    entry.roundsAttributes && kind === 'float' ? [name] : []
  );
  const roundedTo = (dtype: DType, attributes: ValuesOf<S>): ValuesOf<S> => {
    if (floats.length === 0 || dtype === 'float64') return attributes;
    const rounded: Record<string, AttributeValue> = { ...attributes };
    for (const name of floats) {
      const value = rounded[name];
      if (typeof value === 'number') rounded[name] = cast(value, dtype);
    }
    return rounded as ValuesOf<S>;
  };

  const forward = (inputs: readonly Tensor[], given: ValuesOf<S>): Tensor => {
    const operands = isPlain ? inputs : inputs.filter((_, k) => !conditions.includes(k));
    const quick = isPlain ? commonScalarType(inputs) : null;
    const common =
      quick ?? entry.computesIn?.(operands, given) ?? computedIn(resultType(operands), result);
    const attributes = roundedTo(common, given);
    const refusal = refuses?.(operands, attributes);
    if (refusal) throw new TorchError(refusal);
    const { value } = expressionsOf(attributes);
    if (quick) return mapScalars(value, inputs, quick, result === 'bool' ? 'bool' : quick);
    // PyTorch fits what selects first, which shows in its words where shapes don't fit.
    const selecting = isPlain ? NONE : inputs.filter((_, k) => conditions.includes(k));
    const shape = commonShape(operands, commonShape(selecting, null)) ?? [];
    const dtypes = isPlain
      ? common
      : inputs.map((t, k) => (conditions.includes(k) ? t.dtype : common));
    return mapElements(value, inputs, dtypes, shape, result === 'bool' ? 'bool' : common);
  };

  /** A vjp without history: one pass over the elements instead of one for each step of the expression. */
  const direct = (
    expression: VjpExpression,
    upstream: Tensor,
    output: Tensor,
    inputs: readonly Tensor[],
    shape: Shape
  ): Tensor => {
    const all = [upstream, output, ...inputs];
    const quick = isPlain ? commonScalarType(all) : null;
    if (quick) return mapScalars(expression, all, quick, quick);
    const dtypes = isPlain
      ? output.dtype
      : all.map((t, k) => (conditions.includes(k - 2) ? t.dtype : output.dtype));
    return mapElements(expression, all, dtypes, shape, output.dtype);
  };

  return define<S>({
    ...entry,
    latex:
      entry.latex ??
      ((args: readonly Latex[], attributes: ValuesOf<S>) =>
        expressionsOf(attributes).value(latex, ...args).text),
    localLatex: (index, args, output, attributes) => {
      const expression = (entry.shownVjps ?? expressionsOf(attributes).vjps)[index];
      return expression?.(simplifiedLatex, numberLatex(1), output, ...args).text ?? null;
    },
    elementwise: (attributes, dtype) =>
      expressionsOf(dtype ? roundedTo(dtype, attributes) : attributes),
    local: (index, inputs, output, attributes) => {
      const expression = expressionsOf(roundedTo(output.dtype, attributes)).vjps[index];
      if (!expression) return null;
      const local = direct(expression, pythonScalar(1), output, inputs, output.shape);
      return castTo(local, output.dtype);
    },
    saves: (needed, attributes) => {
      const read = expressionsOf(attributes).vjps.map((expression, k) =>
        expression && (needed[k] ?? true) ? readBy(expression, entry.inputs.length) : null
      );
      return {
        inputs: [...new Set(read.flatMap((one) => one?.inputs ?? []))],
        output: read.some((one) => one?.output)
      };
    },
    forward,
    vjp: ({ upstream, inputs, output, attributes, isRecorded }, needed) => {
      const { vjps } = expressionsOf(roundedTo(output.dtype, attributes));
      const quick =
        isPlain && !isRecorded && upstream.shape.length === 0 ? commonScalarType(inputs) : null;
      if (quick === output.dtype && quick === upstream.dtype) {
        return scalarGradients(vjps, upstream, output, inputs, needed);
      }
      // Where operations would refuse a bool, it is the number that it was for this one.
      const numbers = inputs.map((t, k) =>
        isRecorded && t.dtype === 'bool' && !conditions.includes(k) ? castTo(t, output.dtype) : t
      );
      return vjps.map((expression, k) => {
        const input = inputs[k];
        if (!expression || !needed[k] || !input) return null;
        const grad = isRecorded
          ? expression(tensors, upstream, output, ...numbers)
          : direct(expression, upstream, output, inputs, output.shape);
        return castTo(reduceTo(grad, input.shape), input.dtype);
      });
    }
  });
}
