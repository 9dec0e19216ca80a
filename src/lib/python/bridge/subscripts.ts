import { operation } from '../../ops/registry';
import { type Slice, subscript, type SubscriptItem } from '../../ops/subscript';
import { TorchError } from '../../tensor/errors';
import { numel, type Shape } from '../../tensor/shape';
import { copyOf, fromValues, Tensor } from '../../tensor/tensor';
import { isCutHere, type Journal } from '../record/journal';
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
function drawing(
  items: readonly SubscriptItem[]
): { op: 'select' | 'slice'; attributes: Record<string, number | null> } | null {
  const [item, ...others] = items;
  if (others.length > 0) return null;
  if (typeof item === 'number') return { op: 'select', attributes: { dim: 0, index: item } };
  if (typeof item !== 'object' || item === null || !('step' in item)) return null;
  const { start, stop, step } = item as Slice;
  return { op: 'slice', attributes: { dim: 0, start, end: stop, step: step ?? 1 } };
}

/** Where in row-major order the elements stand that the items pick, in the shape of the result. */
function placesOf(shape: Shape, items: readonly SubscriptItem[]): Tensor {
  const numbers = Array.from({ length: numel(shape) }, (_, k) => k);
  return subscript(fromValues(numbers, shape, 'int64'), items);
}

/** `t[items]`, noted: whatever else stands between the brackets picks elements. @throws TorchError in PyTorch's words */
export function subscripted(
  journal: Journal,
  t: Tensor,
  args: readonly Argument[],
  line: number | null
): Tensor {
  const items = subscriptItemsOf(args);
  const made = subscript(t, items);
  const drawn = drawing(items);
  const op = operation(drawn?.op ?? 'take');
  if (!op) return made;
  if (drawn) journal.computed(op, [t], drawn.attributes, made, line);
  else {
    const { shape } = t;
    // The tensors among them may change before somebody looks.
    const kept = items.map((item) => (item instanceof Tensor ? copyOf(item) : item));
    const operands = [journal.entryOf(t), { values: () => placesOf(shape, kept) }];
    const by = { kind: 'op', op, attributes: {} } as const;
    journal.made(by, operands, made, isCutHere(made, [t]), line);
  }
  return made;
}
