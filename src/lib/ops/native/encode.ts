// The binary format of WebAssembly, as far as kernels need it.
// Source: https://webassembly.github.io/spec/core/binary/index.html

export type Bytes = readonly number[];

/** An unsigned integer in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  do {
    const low = left % 128;
    left = Math.floor(left / 128);
    bytes.push(left > 0 ? low + 128 : low);
  } while (left > 0);
  return bytes;
}

/** The eight bytes of a double, lowest first. */
export function double(value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [...new Uint8Array(view.buffer)];
}

export const text = (value: string): number[] => {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
};

/** A vector: how many, then one after the other. */
export const vector = (parts: readonly Bytes[]): number[] => [
  ...unsigned(parts.length),
  ...parts.flat()
];

/** Bytes with their length before them. */
const sized = (bytes: Bytes): number[] => unsigned(bytes.length).concat(bytes);

export const F64 = 0x7c;
const FUNCTION = 0x60;
const MEMORY = 0x02;

export const OP = {
  end: 0x0b,
  call: 0x10,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  load: 0x2b,
  store: 0x39,
  i32: 0x41,
  f64: 0x44,
  eq: 0x61,
  ne: 0x62,
  lt: 0x63,
  gt: 0x64,
  le: 0x65,
  abs: 0x99,
  neg: 0x9a,
  floor: 0x9c,
  sqrt: 0x9f,
  add: 0xa0,
  sub: 0xa1,
  mul: 0xa2,
  div: 0xa3,
  demote: 0xb6,
  fromI32: 0xb7,
  promote: 0xbb
} as const;

/** A function of doubles that the host provides under this name. */
export interface Import {
  readonly name: string;
  readonly arity: number;
}
/** A function without arguments and results. */
export interface Body {
  /** How many doubles it keeps in locals. */
  readonly locals: number;
  readonly code: Bytes;
}

/**
 * A module with imported functions `m.NAME`, a memory of its own, and functions without arguments; it exports the
 * memory and, as `run`, the last function. Imports are counted before the module's own functions.
 */
export function moduleOf(
  imports: readonly Import[],
  pages: number,
  bodies: readonly Body[]
): Uint8Array<ArrayBuffer> {
  const section = (id: number, bytes: Bytes): number[] => [id].concat(sized(bytes));
  const arities = [...new Set(imports.map(({ arity }) => arity))];
  const types = [
    [FUNCTION, 0, 0],
    ...arities.map((arity) => [
      FUNCTION,
      ...vector(new Array<Bytes>(arity).fill([F64])),
      ...vector([[F64]])
    ])
  ];
  const parts = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, vector(types)),
    section(
      2,
      vector(
        imports.map(({ name, arity }) => [
          ...text('m'),
          ...text(name),
          0,
          ...unsigned(1 + arities.indexOf(arity))
        ])
      )
    ),
    section(3, vector(bodies.map(() => [0]))),
    section(5, vector([[0, ...unsigned(pages)]])),
    section(
      7,
      vector([
        [...text('memory'), MEMORY, 0],
        [...text('run'), 0, ...unsigned(imports.length + bodies.length - 1)]
      ])
    ),
    section(
      10,
      vector(
        bodies.map(({ locals, code }) =>
          sized(vector(locals > 0 ? [[...unsigned(locals), F64]] : []).concat(code, [OP.end]))
        )
      )
    )
  ];
  return new Uint8Array(parts.flat());
}

/** An address, a count. */
export const I32 = 0x7f;
/** Two doubles. */
export const V128 = 0x7b;

/** What functions with loops are made of beyond that. */
export const FLOW = {
  loop: [0x03, 0x40],
  branchIf: (depth: number): Bytes => [0x0d, depth],
  end: [0x0b],
  lessThan: [0x49],
  add: [0x6a],
  sub: [0x6b],
  mul: [0x6c],
  constant: (value: number): Bytes => [0x41, ...signed(value)],
  get: (local: number): Bytes => [0x20, ...unsigned(local)],
  set: (local: number): Bytes => [0x21, ...unsigned(local)],
  tee: (local: number): Bytes => [0x22, ...unsigned(local)]
} as const;

/** A signed integer in LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (;;) {
    const low = left & 0x7f;
    left >>= 7;
    const isLast = (left === 0 && low < 0x40) || (left === -1 && low >= 0x40);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

const simd = (code: number): number[] => [0xfd, ...unsigned(code)];
const atAddress = (code: number, offset: number): number[] => [
  ...simd(code),
  0,
  ...unsigned(offset)
];

/**
 * Instructions on two doubles at once.
 * Source: https://webassembly.github.io/spec/core/binary/instructions.html#vector-instructions
 */
export const LANES = {
  load: (offset = 0): Bytes => atAddress(0x00, offset),
  loadSplat: (offset = 0): Bytes => atAddress(0x0a, offset),
  /** One float, four times. */
  loadSplatSingle: (offset = 0): Bytes => atAddress(0x09, offset),
  /** Two floats into the lower half. */
  loadHalf: (offset = 0): Bytes => atAddress(0x5d, offset),
  store: (offset = 0): Bytes => atAddress(0x0b, offset),
  storeHalf: (offset = 0): Bytes => [...atAddress(0x5b, offset), 0],
  /** The same eight bytes in both. */
  constant: (bits: Bytes): Bytes => [...simd(0x0c), ...bits, ...bits],
  /** The lower halves of two vectors. */
  joinHalves: [...simd(0x0d), ...[0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]],
  splat: simd(0x14),
  extract: (lane: number): Bytes => [...simd(0x21), lane],
  replace: (lane: number): Bytes => [...simd(0x22), lane],
  eq: simd(0x47),
  ne: simd(0x48),
  lt: simd(0x49),
  gt: simd(0x4a),
  le: simd(0x4b),
  and: simd(0x4e),
  andNot: simd(0x4f),
  /** Bits of the first where the third has ones, else of the second. */
  select: simd(0x52),
  demote: simd(0x5e),
  promote: simd(0x5f),
  addSingles: simd(0xe4),
  floor: simd(0x75),
  shiftLeft: simd(0xcb),
  addIntegers: simd(0xce),
  abs: simd(0xec),
  neg: simd(0xed),
  sqrt: simd(0xef),
  add: simd(0xf0),
  sub: simd(0xf1),
  mul: simd(0xf2),
  div: simd(0xf3),
  /** The second where it is less, or more; else the first, a NaN included. One instruction, unlike `min` and `max`. */
  lesser: simd(0xf6),
  greater: simd(0xf7)
} as const;

/**
 * A module of one function, exported as `run`, on the memory `m.memory`.
 * @param parameters how many addresses and counts it is given
 * @param locals what it has besides: so many addresses, then so many pairs of doubles
 */
export function functionModule(
  imports: readonly Import[],
  parameters: number,
  locals: { readonly addresses: number; readonly pairs: number },
  code: Bytes
): Uint8Array<ArrayBuffer> {
  const section = (id: number, bytes: Bytes): number[] => [id].concat(sized(bytes));
  const named = (name: string, bytes: Bytes): number[] => [...text('m'), ...text(name), ...bytes];
  const typed = (count: number, type: number, results: Bytes): number[] => [
    FUNCTION,
    ...vector(new Array<Bytes>(count).fill([type])),
    ...results
  ];
  const own = [
    [...unsigned(locals.addresses), I32],
    [...unsigned(locals.pairs), V128]
  ];
  const parts = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(
      1,
      vector([
        typed(parameters, I32, [0]),
        ...imports.map(({ arity }) => typed(arity, F64, vector([[F64]])))
      ])
    ),
    section(
      2,
      vector([
        named('memory', [MEMORY, 0, 0]),
        ...imports.map(({ name }, k) => named(name, [0, ...unsigned(1 + k)]))
      ])
    ),
    section(3, vector([[0]])),
    section(7, vector([[...text('run'), 0, ...unsigned(imports.length)]])),
    section(10, vector([sized(vector(own).concat(code, [OP.end]))]))
  ];
  return new Uint8Array(parts.flat());
}
