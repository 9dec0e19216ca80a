/** A compiled function on the common memory; it is given addresses in bytes, and counts. */
export type NativeFunction = (...parameters: number[]) => void;

/** Memory that all native functions share: one for each would reserve gigabytes of addresses. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly singles: Float32Array;
  readonly doubles: Float64Array;
}

const PAGE = 65_536;
/** What needs more is computed without. */
const MOST_BYTES = 1 << 25;

let heap: Heap | null = null;

const viewed = (memory: WebAssembly.Memory): Heap => ({
  memory,
  singles: new Float32Array(memory.buffer),
  doubles: new Float64Array(memory.buffer)
});

/** The memory with room for so many bytes; null where there is none. */
export function heapOf(bytes: number): Heap | null {
  if (bytes > MOST_BYTES) return null;
  try {
    heap ??= viewed(new WebAssembly.Memory({ initial: 16 }));
    const missing = bytes - heap.memory.buffer.byteLength;
    if (missing > 0) {
      heap.memory.grow(Math.ceil(missing / PAGE));
      heap = viewed(heap.memory);
    }
    return heap;
  } catch {
    return null;
  }
}

/** Compiles a function at once; null where the platform or its security policy doesn't let it, or knows no vectors. */
export function compiled(
  bytes: Uint8Array<ArrayBuffer>,
  imports: Readonly<Record<string, (...xs: number[]) => number>> = {}
): NativeFunction | null {
  try {
    const memory = heapOf(0)?.memory;
    if (!memory) return null;
    const module = new WebAssembly.Module(bytes);
    const { exports } = new WebAssembly.Instance(module, { m: { ...imports, memory } });
    return exports.run as NativeFunction;
  } catch {
    return null;
  }
}
