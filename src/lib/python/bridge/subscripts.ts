import { operation } from '../../ops/registry';
import { type Slice, subscript, type SubscriptItem } from '../../ops/subscript';
import { TorchError } from '../../tensor/errors';
import { Tensor } from '../../tensor/tensor';
import type { Journal } from '../record/journal';
import { type Argument, ELLIPSIS, PythonNumber, PythonSlice, typeOf } from './values';

/** Numbers of a list that stands for a tensor of them; a list of bools stands for a condition. */
function listed(items: readonly Argument[]): Tensor | readonly number[] {
  const numbers = items.map((item) => {
    if (item instanceof PythonNumber && item.type !== 'float') return item;
    if (item instanceof Tensor && item.numel === 1 && item.dtype === 'int64') {
      return new PythonNumber(item.item(), 'int');
    }
    throw refused(item);
  });
  const values = numbers.map(({ value }) => value);
  const areBools = numbers.length > 0 && numbers.every(({ type }) => type === 'bool');
  return areBools ? new Tensor(Uint8Array.from(values), [values.length], 'bool') : values;
}

const refused = (item: Argument): TorchError =>
  typeof item === 'string'
    ? new TorchError("new(): invalid data type 'str'", 'TypeError')
    : new TorchError(
        `only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${typeOf(item)})`,
        'IndexError'
      );

function itemOf(argument: Argument): SubscriptItem {
  if (argument === null || argument instanceof Tensor) return argument;
  if (argument === ELLIPSIS) return 'ellipsis';
  if (argument instanceof PythonSlice) return { ...argument };
  if (Array.isArray(argument)) return listed(argument as readonly Argument[]);
  if (argument instanceof PythonNumber && argument.type !== 'float') {
    return argument.type === 'bool' ? argument.value !== 0 : argument.value;
  }
  throw refused(argument);
}

/** What stands between the brackets, as the engine takes it. @throws TorchError for what is no index */
export const subscriptItemsOf = (args: readonly Argument[]): SubscriptItem[] => args.map(itemOf);

/** One number or slice is drawn as the operation that it is. */
function drawing(item: SubscriptItem | undefined): {
  op: 'select' | 'slice';
  attributes: Record<string, number | null>;
} | null {
  if (typeof item === 'number') return { op: 'select', attributes: { dim: 0, index: item } };
  if (typeof item !== 'object' || item === null || !('step' in item)) return null;
  const { start, stop, step } = item as Slice;
  return { op: 'slice', attributes: { dim: 0, start, end: stop, step: step ?? 1 } };
}

/** `t[items]`, noted. @throws TorchError in PyTorch's words */
export function subscripted(
  journal: Journal,
  t: Tensor,
  args: readonly Argument[],
  line: number | null
): Tensor {
  const items = subscriptItemsOf(args);
  const made = subscript(t, items);
  const drawn = items.length === 1 ? drawing(items[0]) : null;
  const op = drawn ? operation(drawn.op) : undefined;
  if (drawn && op) {
    const by = { kind: 'op', op, attributes: drawn.attributes } as const;
    journal.made(by, journal.operands([t]), made, !made.requiresGrad && t.requiresGrad, line);
  }
  return made;
}
