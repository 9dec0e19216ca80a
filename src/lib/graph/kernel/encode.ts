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
  trunc: 0x9d,
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
