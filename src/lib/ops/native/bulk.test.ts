import { afterEach, describe, expect, it, vi } from 'vitest';
import { call } from '../dispatch';
import { numbers } from '../algebra';
import { fromValues, pythonScalar, Tensor } from '../../tensor/tensor';
import { operation, operations } from '../registry';
import { computeNatively, type Operand } from './bulk';
import { type Lane, loopOf, type NumberExpression } from './loops';
import { heapOf } from './memory';

const SPECIAL = [0, -0, NaN, Infinity, -Infinity, 1e-45, -1e-45, 88.8, -104, 709.5, -745.2, 3e38];
/** Numbers of many sizes, an odd count of them. */
const list = [
  ...SPECIAL,
  ...Array.from({ length: 89 }, (_, i) => Math.sin(i * 78.233) * 10 ** ((i % 12) - 7))
];
const COUNT = list.length;

/** Runs a loop by itself, with its operands where it finds them. */
function looped(
  expression: NumberExpression,
  operands: readonly (Float32Array | Float64Array | number)[],
  isSingle: boolean
): number[] {
  const lanes = operands.map((one): Lane => {
    if (typeof one === 'number') return 'number';
    return one instanceof Float32Array ? 'single' : 'double';
  });
  const loop = loopOf(expression, lanes, isSingle);
  const heap = heapOf(1 << 16);
  if (!loop || !heap) return expect.fail('there are no native loops here');
  const room = 8 * (COUNT + 1);
  operands.forEach((one, k) => {
    const at = room * (k + 1);
    if (one instanceof Float32Array) heap.singles.set(one, at / 4);
    else heap.doubles.set(typeof one === 'number' ? [one] : one, at / 8);
  });
  const ends = isSingle ? 4 * COUNT : 8 * COUNT;
  loop(0, ends, ...operands.map((_, k) => room * (k + 1)));
  return [...(isSingle ? heap.singles : heap.doubles).slice(0, COUNT)];
}

const pointwise = operations.filter((op) => op.elementwise && op.defaults);

describe.each(['float32', 'float64'] as const)('native loops in %s', (dtype) => {
  const isSingle = dtype === 'float32';
  const make = isSingle
    ? (values: readonly number[]) => Float32Array.from(values)
    : (values: readonly number[]) => Float64Array.from(values);
  /** As many operands as wanted, which differ. */
  const operandsOf = (count: number): (Float32Array | Float64Array)[] =>
    Array.from({ length: count }, (_, k) =>
      make(list.map((_, i) => list[(i + k * 17) % COUNT] ?? NaN))
    );

  it.each(pointwise.map((op) => [op.name, op] as const))('compute %s as numbers do', (_, op) => {
    const { value, vjps } = op.elementwise?.(op.defaults ?? {}, dtype) ?? expect.fail('none');
    const plainly = (expression: NumberExpression, count: number): number[] => {
      const operands = operandsOf(count);
      return [
        ...make(list.map((_, i) => expression(numbers, ...operands.map((one) => one[i] ?? NaN))))
      ];
    };
    const count = op.inputs.length;
    expect(looped(value, operandsOf(count), isSingle)).toEqual(plainly(value, count));
    for (const vjp of vjps) {
      if (!vjp) continue;
      expect(looped(vjp, operandsOf(count + 2), isSingle)).toEqual(plainly(vjp, count + 2));
    }
  });

  it('take one number for all, and doubles beside floats', () => {
    const [a] = operandsOf(1) as [Float32Array];
    const doubles = Float64Array.from(list, (x) => x / 3);
    const found = looped(
      (m, x, y, z) => m.add(m.mul(x, y as number), z as number),
      [a, 0.3, doubles],
      isSingle
    );
    expect(found).toEqual([...make([...a].map((x, i) => x * 0.3 + (doubles[i] ?? NaN)))]);
  });
});

describe('computing natively', () => {
  const expression: NumberExpression = (m, a, b) => m.sub(a, b as number);
  const operands: Operand[] = [
    { list: Float32Array.from({ length: 3001 }, (_, i) => i / 7), step: 1 },
    { list: Float64Array.of(0.1), step: 0 }
  ];

  it('begins when an expression has come often enough', () => {
    const out = new Float32Array(3001);
    const began = [1, 2, 3, 4, 5].map(() => computeNatively(expression, operands, out));
    expect(began).toEqual([false, false, false, true, true]);
    expect(out[700]).toBe(Math.fround(100 - 0.1));
    expect(out[3000]).toBe(Math.fround(Math.fround(3000 / 7) - 0.1));
  });

  it('leaves conditions and short lists alone', () => {
    const conditions = [{ list: new Uint8Array(20_000), step: 1 } as const];
    expect(computeNatively((m, a) => m.neg(a), conditions, new Float32Array(20_000))).toBe(false);
    const few = [{ list: new Float32Array(5), step: 1 } as const];
    expect(computeNatively(expression, few, new Float32Array(5))).toBe(false);
  });

  it('gives an operation of other attributes other results', () => {
    const op = operation('leaky_relu') ?? expect.fail('there is none');
    const t = fromValues(new Array<number>(20_000).fill(-1), [20_000], 'float64');
    const first = (slope: number): number =>
      call(op, [t], { negative_slope: slope }).values()[19_999] ?? NaN;
    expect([0.5, 0.5, 0.25, 0.5].map(first)).toEqual([-0.5, -0.5, -0.25, -0.5]);
  });

  it('reads parts of tensors, and Python numbers as their dtype has them', () => {
    const op = operation('mul') ?? expect.fail('there is none');
    const whole = Float32Array.from({ length: 24_000 }, (_, i) => i);
    const part = new Tensor(whole, [12_000], 'float32', [2], 1);
    const shifted = new Tensor(whole, [12_000], 'float32', [1], 100);
    for (let round = 0; round < 2; round++) {
      expect(call(op, [part, shifted]).values()[11_999]).toBe(Math.fround(23_999 * 12_099));
      expect(call(op, [shifted, pythonScalar(0.1)]).values()[3]).toBe(
        Math.fround(103 * Math.fround(0.1))
      );
    }
  });
});

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('expressions are computed one by one', async () => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const { computeNatively: compute } = await import('./bulk');
    const operands = [{ list: new Float32Array(20_000), step: 1 } as const];
    const none = [1, 2].map(() => compute((m, a) => m.neg(a), operands, new Float32Array(20_000)));
    expect(none).toEqual([false, false]);
  });
});
