import type { Storage } from '../../tensor/dtype';
import { loopOf, type Lane, type NumberExpression } from './loops';
import { heapOf, type NativeFunction } from './memory';

/** Fewer elements are done sooner than they are copied to WebAssembly's memory and back. */
const FEWEST = 24;
/** An expression is compiled once it has been computed for so many: before that it costs more than it saves. */
const WORTH_COMPILING = 10_000;

/** An operand in row-major order: element after element, or one number again and again. */
export interface Operand {
  readonly list: Storage;
  readonly step: 0 | 1;
}

/** What is known of an expression with operands of certain kinds. */
interface Known {
  /** How many elements were computed without. */
  plain: number;
  loop: NativeFunction | null;
}

const known = new WeakMap<NumberExpression, Map<string, Known>>();

function laneOf({ list, step }: Operand): Lane | null {
  if (step === 0) return 'number';
  if (list instanceof Float32Array) return 'single';
  return list instanceof Float64Array ? 'double' : null;
}

function loopFor(
  expression: NumberExpression,
  operands: readonly Operand[],
  out: Storage
): NativeFunction | null {
  const isSingle = out instanceof Float32Array;
  const lanes: Lane[] = [];
  let key = isSingle ? 'single' : 'double';
  for (const operand of operands) {
    const lane = laneOf(operand);
    if (lane === null) return null;
    lanes.push(lane);
    key += lane;
  }
  let kinds = known.get(expression);
  if (!kinds) known.set(expression, (kinds = new Map()));
  let entry = kinds.get(key);
  if (!entry) kinds.set(key, (entry = { plain: 0, loop: null }));
  if (entry.loop === null && entry.plain < WORTH_COMPILING) {
    entry.plain += out.length;
    if (entry.plain >= WORTH_COMPILING) entry.loop = loopOf(expression, lanes, isSingle);
  }
  return entry.loop;
}

/** Bytes that an array of so many elements takes; of an odd number a loop touches one more. */
const roomFor = (list: Storage, count: number): number =>
  Math.ceil((count * list.BYTES_PER_ELEMENT) / 16) * 16;

/** Computes an expression element by element with vector instructions; false where that isn't possible or worth it. */
export function computeNatively(
  expression: NumberExpression,
  operands: readonly Operand[],
  out: Storage
): boolean {
  const size = out.length;
  if (size < FEWEST) return false;
  const loop = loopFor(expression, operands, out);
  if (!loop) return false;
  let bytes = roomFor(out, size);
  for (const { list } of operands) bytes += roomFor(list, list.length);
  const heap = heapOf(bytes);
  if (!heap) return false;
  const addresses: number[] = [0, size * out.BYTES_PER_ELEMENT];
  let next = roomFor(out, size);
  for (const { list } of operands) {
    addresses.push(next);
    const isSingle = list instanceof Float32Array;
    (isSingle ? heap.singles : heap.doubles).set(list, next / list.BYTES_PER_ELEMENT);
    next += roomFor(list, list.length);
  }
  loop(...addresses);
  out.set((out instanceof Float32Array ? heap.singles : heap.doubles).subarray(0, size));
  return true;
}
