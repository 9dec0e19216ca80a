import type { DType, Storage } from '../tensor/dtype';
import { contiguousStrides, numel, type Shape } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { heapOf } from './native/memory';
import { nativeProduct, TILE } from './native/product';
import { copyElements, reserve } from './strided';

/** Operands packed for the kernel; they are kept, for most products are of the same few sizes. */
let packedLeft = new Float64Array(0);
let packedRight = new Float64Array(0);
/** Larger ones are let go afterwards. */
const KEPT_ELEMENTS = 1 << 20;

const atLeast = (buffer: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> =>
  buffer.length >= length ? buffer : new Float64Array(length);

/** A matrix in memory. */
interface Matrix {
  readonly data: Storage;
  readonly offset: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Writes a matrix row by row into a buffer, from a place on; rows begin `width` apart. */
function pack(
  to: Storage,
  from: Matrix,
  rows: number,
  columns: number,
  begin = 0,
  width = columns
): void {
  const { data, offset, rowStep, columnStep } = from;
  if (columnStep === 1 && width === columns && (rowStep === columns || rows === 1)) {
    to.set(data.subarray(offset, offset + rows * columns), begin);
    return;
  }
  if (columnStep >= rowStep) {
    // Read along memory: a transposed matrix goes column by column.
    for (let j = 0, start = offset; j < columns; j++, start += columnStep) {
      for (let i = 0, at = start, put = begin + j; i < rows; i++, at += rowStep, put += width) {
        to[put] = data[at] as number;
      }
    }
    return;
  }
  for (let i = 0, start = offset, first = begin; i < rows; i++, start += rowStep, first += width) {
    for (let j = 0, at = start, put = first; j < columns; j++, at += columnStep) {
      to[put++] = data[at] as number;
    }
  }
}

/** From so many multiplications on, the way into WebAssembly's memory and back is worth it. */
const NATIVE_PRODUCTS = 1000;

const tiled = (size: number): number => Math.ceil(size / TILE) * TILE;

/** Whether the elements are a stretch of memory without gaps, row by row or column by column. */
const isBlock = ({ rowStep, columnStep }: Matrix, rows: number, columns: number): boolean =>
  (columnStep === 1 && rowStep === columns) || (rowStep === 1 && columnStep === rows);

/** One product with vector instructions; false where there are none, so that nothing is done. */
function multiplyNative(
  a: Matrix,
  b: Matrix,
  out: Storage,
  start: number,
  [rows, inner, columns]: readonly [number, number, number],
  shift: Matrix | null
): boolean {
  if (rows * inner * columns < NATIVE_PRODUCTS) return false;
  const isSingle = out instanceof Float32Array;
  const Kind = isSingle ? Float32Array : Float64Array;
  const multiply = nativeProduct(isSingle, shift !== null);
  if (!multiply || !(a.data instanceof Kind) || !(b.data instanceof Kind)) return false;
  if (shift && !(shift.data instanceof Kind)) return false;
  const [height, width] = [tiled(rows), tiled(columns)];
  const right = height * inner;
  const shifts = right + inner * width;
  const result = shifts + width;
  const size = Kind.BYTES_PER_ELEMENT;
  const heap = heapOf((result + height * width) * size);
  if (!heap) return false;
  const memory = isSingle ? heap.singles : heap.doubles;
  // What is beyond the last row and column is computed from whatever is there, and left there.
  const stays = isBlock(a, rows, inner);
  if (stays) memory.set(a.data.subarray(a.offset, a.offset + rows * inner));
  else pack(memory, a, rows, inner);
  pack(memory, b, inner, columns, right, width);
  if (shift) pack(memory, shift, 1, columns, shifts);
  const steps = stays ? [a.rowStep * size, a.columnStep * size] : [inner * size, size];
  multiply(0, right * size, result * size, height, inner, width, ...steps, shifts * size);
  if (width === columns) {
    out.set(memory.subarray(result, result + rows * columns), start);
    return true;
  }
  for (let i = 0, put = start, from = result; i < rows; i++, from += width) {
    for (let j = 0; j < columns; j++) out[put++] = memory[from + j] as number;
  }
  return true;
}

/**
 * Rows of `a` (rows × inner) times columns of `b` (columns × inner), both packed: out[i, j] = a[i] · b[j].
 * Four columns and two rows at a time stay in registers.
 */
function multiplyPacked(
  a: Float64Array,
  b: Float64Array,
  out: Storage,
  start: number,
  rows: number,
  inner: number,
  columns: number
): void {
  let i = 0;
  for (; i + 1 < rows; i += 2) {
    const first = i * inner;
    let j = 0;
    for (; j + 3 < columns; j += 4) {
      let p = first;
      let q = first + inner;
      let r = j * inner;
      let s = r + inner;
      let t = s + inner;
      let u = t + inner;
      let c00 = 0;
      let c01 = 0;
      let c02 = 0;
      let c03 = 0;
      let c10 = 0;
      let c11 = 0;
      let c12 = 0;
      let c13 = 0;
      for (let k = 0; k < inner; k++) {
        const x = a[p++] as number;
        const y = a[q++] as number;
        const w0 = b[r++] as number;
        const w1 = b[s++] as number;
        const w2 = b[t++] as number;
        const w3 = b[u++] as number;
        c00 += x * w0;
        c01 += x * w1;
        c02 += x * w2;
        c03 += x * w3;
        c10 += y * w0;
        c11 += y * w1;
        c12 += y * w2;
        c13 += y * w3;
      }
      const put = start + i * columns + j;
      out[put] = c00;
      out[put + 1] = c01;
      out[put + 2] = c02;
      out[put + 3] = c03;
      const below = put + columns;
      out[below] = c10;
      out[below + 1] = c11;
      out[below + 2] = c12;
      out[below + 3] = c13;
    }
    for (; j < columns; j++) {
      let p = first;
      let q = first + inner;
      let r = j * inner;
      let c0 = 0;
      let c1 = 0;
      for (let k = 0; k < inner; k++) {
        const w = b[r++] as number;
        c0 += (a[p++] as number) * w;
        c1 += (a[q++] as number) * w;
      }
      out[start + i * columns + j] = c0;
      out[start + (i + 1) * columns + j] = c1;
    }
  }
  for (; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let p = i * inner;
      let r = j * inner;
      let c = 0;
      for (let k = 0; k < inner; k++) c += (a[p++] as number) * (b[r++] as number);
      out[start + i * columns + j] = c;
    }
  }
}

/** One matrix times one vector, without packing; also a row times a matrix, read the other way round. */
function multiplyVector(
  matrix: Matrix,
  vector: Storage,
  vectorStart: number,
  vectorStep: number,
  out: Storage,
  start: number,
  rows: number,
  inner: number
): void {
  const { data, offset, rowStep, columnStep } = matrix;
  for (let i = 0; i < rows; i++) {
    let total = 0;
    let at = offset + i * rowStep;
    for (let k = 0, v = vectorStart; k < inner; k++, at += columnStep, v += vectorStep) {
      total += (data[at] as number) * (vector[v] as number);
    }
    out[start + i] = total;
  }
}

const matrixAt = (t: Tensor, offset: number): Matrix => ({
  data: t.data,
  offset,
  rowStep: t.strides.at(-2) as number,
  columnStep: t.strides.at(-1) as number
});

/** A vector that is read along each row. */
const shiftAt = (t: Tensor): Matrix => ({
  data: t.data,
  offset: t.offset,
  rowStep: 0,
  columnStep: t.numel === 1 ? 0 : (t.strides[0] ?? 0)
});

/** Adds the shift to each row of the result. */
function addShift(
  out: Storage,
  { data, offset, columnStep }: Matrix,
  columns: number,
  begin = 0,
  end = out.length
): void {
  for (let put = begin; put < end;) {
    for (let j = 0, at = offset; j < columns; j++, at += columnStep, put++) {
      out[put] = (out[put] as number) + (data[at] as number);
    }
  }
}

/** Where each matrix of a batch begins, in row-major order of the batch. */
function starts(batch: Shape, strides: readonly number[], offset: number): number[] {
  let list = [offset];
  batch.forEach((size, k) => {
    const step = strides[k] ?? 0;
    list = list.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * step));
  });
  return list;
}

/**
 * Matrix products over a batch: `a` (batch × rows × inner) and `b` (batch × inner × columns), whose batch dimensions
 * are already the same (steps of 0 stretch one). Whatever their strides, products are added up in double precision and
 * rounded once to the result's dtype; then the shift is added, a vector with a number for each column or one for all.
 * @throws TorchError where the result is too large
 */
export function matrixProducts(a: Tensor, b: Tensor, dtype: DType, shift?: Tensor): Tensor {
  const batch = a.shape.slice(0, -2);
  const [rows = 0, inner = 0] = a.shape.slice(-2);
  const columns = b.shape.at(-1) as number;
  const shape = [...batch, rows, columns];
  const out = reserve(shape, dtype);
  const size = rows * columns;
  const added = shift ? shiftAt(shift) : null;
  if (out.length === 0) return new Tensor(out, shape, dtype);
  if (inner === 0) {
    if (added) addShift(out, added, columns);
    return new Tensor(out, shape, dtype);
  }
  const [left, right] =
    batch.length === 0
      ? [[a.offset], [b.offset]]
      : [starts(batch, a.strides, a.offset), starts(batch, b.strides, b.offset)];
  if (columns === 1 || rows === 1) {
    left.forEach((offset, n) => {
      const [first, second] = [matrixAt(a, offset), matrixAt(b, right[n] as number)];
      if (columns === 1) {
        const { data, offset: begin, rowStep } = second;
        multiplyVector(first, data, begin, rowStep, out, n * size, rows, inner);
      } else {
        const turned = { ...second, rowStep: second.columnStep, columnStep: second.rowStep };
        const { data, columnStep } = first;
        multiplyVector(turned, data, offset, columnStep, out, n * size, columns, inner);
      }
    });
    if (added) addShift(out, added, columns);
    return new Tensor(out, shape, dtype);
  }
  let [inLeft, inRight] = [-1, -1];
  left.forEach((offset, n) => {
    const begin = right[n] as number;
    const [first, second] = [matrixAt(a, offset), matrixAt(b, begin)];
    if (multiplyNative(first, second, out, n * size, [rows, inner, columns], added)) return;
    packedLeft = atLeast(packedLeft, rows * inner);
    packedRight = atLeast(packedRight, columns * inner);
    if (offset !== inLeft) pack(packedLeft, first, rows, inner);
    if (begin !== inRight) {
      const { data, rowStep, columnStep } = second;
      const turned = { data, offset: begin, rowStep: columnStep, columnStep: rowStep };
      pack(packedRight, turned, columns, inner);
    }
    [inLeft, inRight] = [offset, begin];
    multiplyPacked(packedLeft, packedRight, out, n * size, rows, inner, columns);
    if (added) addShift(out, added, columns, n * size, (n + 1) * size);
  });
  if (packedLeft.length > KEPT_ELEMENTS) packedLeft = new Float64Array(0);
  if (packedRight.length > KEPT_ELEMENTS) packedRight = new Float64Array(0);
  return new Tensor(out, shape, dtype);
}

/** The scalar product of two vectors of the same length, as a 0-d tensor. */
export function scalarProduct(a: Tensor, b: Tensor, dtype: DType): Tensor {
  const out = reserve([], dtype);
  const [step = 0] = b.strides;
  const row = { data: a.data, offset: a.offset, rowStep: 0, columnStep: a.strides[0] ?? 0 };
  multiplyVector(row, b.data, b.offset, step, out, 0, 1, a.numel);
  return new Tensor(out, [], dtype);
}

/** Products of all pairs of elements at the broadcast positions of both tensors' (already common) shape. */
export function elementProducts(a: Tensor, b: Tensor, dtype: DType): Tensor {
  const out = reserve(a.shape, dtype);
  const strides = contiguousStrides(a.shape);
  const factor = new Float64Array(numel(a.shape));
  copyElements(a.shape, a, { data: factor, strides, offset: 0 });
  const other = new Float64Array(factor.length);
  copyElements(a.shape, b, { data: other, strides, offset: 0 });
  if (dtype === 'float32') {
    // Operands are of the result's dtype before they are multiplied.
    for (let i = 0; i < out.length; i++) {
      out[i] = Math.fround(factor[i] as number) * Math.fround(other[i] as number);
    }
  } else {
    for (let i = 0; i < out.length; i++) out[i] = (factor[i] as number) * (other[i] as number);
  }
  if (dtype === 'int64') for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + 0;
  return new Tensor(out, a.shape, dtype);
}
