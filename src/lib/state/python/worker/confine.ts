/** What the language itself has, and the little that CPython needs besides: clocks, randomness, texts. */
const KEPT: ReadonlySet<PropertyKey> = new Set([
  ...['globalThis', 'Infinity', 'NaN', 'undefined', 'Object', 'Function', 'Boolean', 'Symbol'],
  ...['Number', 'BigInt', 'Math', 'Date', 'String', 'RegExp', 'Array', 'Map', 'Set', 'WeakMap'],
  ...['WeakSet', 'WeakRef', 'FinalizationRegistry', 'ArrayBuffer', 'DataView', 'Atomics', 'JSON'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array'],
  ...['Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array'],
  ...['BigUint64Array', 'Promise', 'Proxy', 'Reflect', 'Intl', 'Iterator', 'WebAssembly'],
  ...['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
  ...['AggregateError', 'SuppressedError', 'DisposableStack', 'AsyncDisposableStack'],
  ...['parseInt', 'parseFloat', 'isNaN', 'isFinite', 'decodeURI', 'decodeURIComponent'],
  ...['encodeURI', 'encodeURIComponent', 'escape', 'unescape'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask'],
  ...['console', 'performance', 'crypto', 'TextEncoder', 'TextDecoder', 'AbortController'],
  Symbol.toStringTag
]);

/**
 * Takes everything from a worker's global scope that isn't on the list: the network, storage, messages, other
 * workers. The browser's own walls, an origin of its own and its policy, stand around it in any case.
 */
export function confine(scope: object): void {
  for (
    let owner: object | null = scope;
    owner !== null && owner !== Object.prototype;
    owner = Reflect.getPrototypeOf(owner)
  ) {
    for (const key of Reflect.ownKeys(owner)) if (!KEPT.has(key)) remove(owner, key);
  }
}

function remove(owner: object, key: PropertyKey): void {
  if (Reflect.deleteProperty(owner, key)) return;
  // What can't be deleted may still be written to.
  Reflect.set(owner, key, undefined);
}

/** Bytes in a page of WebAssembly's memory. */
const PAGE = 65_536;

/** Memory of WebAssembly, Python's, can't outgrow these bytes; Python then raises a MemoryError. */
export function limitMemory(bytes: number): void {
  const { grow } = WebAssembly.Memory.prototype;
  Object.defineProperty(WebAssembly.Memory.prototype, 'grow', {
    value(this: WebAssembly.Memory, pages: number): number {
      if (this.buffer.byteLength + pages * PAGE > bytes) throw new RangeError('out of memory');
      return grow.call(this, pages);
    }
  });
}
