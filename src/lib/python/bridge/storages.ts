import type { DType, Storage } from '../../tensor/dtype';
import { Tensor } from '../../tensor/tensor';

const pointers = new WeakMap<object, number>();
let lastPointer = 0x10000;

/** Whole numbers are kept as doubles, and lie in files as 64 bits. */
function bytesOf(data: Storage, dtype: DType): Uint8Array {
  const written =
    dtype === 'int64' ? BigInt64Array.from(data, (value) => BigInt(Math.trunc(value))) : data;
  return new Uint8Array(written.buffer, written.byteOffset, written.byteLength);
}

function storageOf(bytes: Uint8Array, dtype: DType): Storage {
  // A copy begins where numbers of eight bytes may begin.
  const { buffer } = bytes.slice();
  if (dtype === 'float32') return new Float32Array(buffer);
  if (dtype === 'float64') return new Float64Array(buffer);
  if (dtype === 'bool') return new Uint8Array(buffer);
  return Float64Array.from(new BigInt64Array(buffer), Number);
}

/** The memory behind tensors, as `torch/serialization.py` writes and reads it. */
export const storages = {
  /** A number for a tensor's storage, as an address is one. */
  pointer(t: Tensor): number {
    const known = pointers.get(t.data);
    if (known !== undefined) return known;
    lastPointer += 64;
    pointers.set(t.data, lastPointer);
    return lastPointer;
  },
  storageBytes: (t: Tensor) => bytesOf(t.data, t.dtype),
  storageLength: (t: Tensor) => t.data.length,
  /** A tensor of one dimension, of bytes as they lie in files. */
  fromBytes(bytes: Uint8Array, dtype: DType): Tensor {
    const data = storageOf(bytes, dtype);
    return new Tensor(data, [data.length], dtype);
  },
  /** A look at elements of a storage. */
  strided: (
    t: Tensor,
    offset: number,
    shape: ArrayLike<number>,
    strides: ArrayLike<number>
  ): Tensor => t.sharing(Array.from(shape), Array.from(strides), offset).untracked()
};
