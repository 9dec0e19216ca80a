// Random calls of operations, good and bad.
import type {
  AttributeKind,
  Attributes,
  AttributeSpec,
  AttributeValue
} from '../../src/lib/ops/attributes';
import type { InputSpec, OpDefinition } from '../../src/lib/ops/define';
import { operations } from '../../src/lib/ops/registry';
import { allocate, cast, isFloating, type DType } from '../../src/lib/tensor/dtype';
import { contiguousStrides, numel } from '../../src/lib/tensor/shape';
import { pythonScalar, Tensor } from '../../src/lib/tensor/tensor';
import { argumentOf } from './arguments';

/** Repeatable random numbers (mulberry32). */
export class Chance {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.int(0, choices.length - 1)] as T;
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  list<T>(length: number, make: () => T): T[] {
    return Array.from({ length }, make);
  }
}

const SPECIAL = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 1e-40, 1e30, -1e300, 2 ** 53];

function element(chance: Chance, dtype: DType): number {
  if (dtype === 'bool') return chance.int(0, 1);
  if (dtype === 'int64') return chance.is(0.05) ? chance.one([2 ** 40, -1000]) : chance.int(-3, 4);
  return chance.is(0.1) ? chance.one(SPECIAL) : (chance.next() - 0.5) * 6;
}

/** A tensor with elements of its own; some lie in memory in another order, or share places. */
export function randomTensor(chance: Chance, shape: readonly number[], dtype: DType): Tensor {
  const data = allocate(dtype, numel(shape));
  for (let i = 0; i < data.length; i++) data[i] = cast(element(chance, dtype), dtype);
  const strides = [...contiguousStrides(shape)];
  if (chance.is(0.15)) {
    contiguousStrides([...shape].reverse()).forEach((step, k) => {
      strides[shape.length - 1 - k] = step;
    });
  } else if (shape.length > 0 && chance.is(0.05)) {
    strides[chance.int(0, shape.length - 1)] = 0;
  }
  const made = new Tensor(data, shape, dtype, strides);
  if (isFloating(dtype) && chance.is(0.6)) made.requiresGrad = true;
  return made;
}

export const randomShape = (chance: Chance): number[] =>
  chance.list(chance.int(0, 4), () => chance.one([0, 1, 2, 2, 3, 3, 4]));

/** A shape that has to do with another one: the same, broadcast to it, its transpose, or a part. */
function relatedShape(chance: Chance, base: readonly number[]): readonly number[] {
  switch (chance.int(0, 6)) {
    case 0:
      return base.map((size) => (chance.is(0.5) ? 1 : size));
    case 1:
      return base.slice(chance.int(0, base.length));
    case 2:
      return [...base].reverse();
    case 3:
      return randomShape(chance);
    default:
      return base;
  }
}

function randomInput(
  chance: Chance,
  spec: InputSpec | undefined,
  base: readonly number[],
  isAlone: boolean
): Tensor {
  if (!isAlone && chance.is(0.08)) {
    const dtype = chance.one<DType>(['int64', 'float64', 'bool']);
    return pythonScalar(cast(element(chance, dtype), dtype), dtype);
  }
  const floating: DType[] = ['float32', 'float32', 'float64'];
  const dtype = chance.is(0.15)
    ? chance.one<DType>(['float32', 'float64', 'int64', 'bool'])
    : spec?.indices
      ? 'int64'
      : spec?.name === 'condition' || spec?.name === 'mask'
        ? 'bool'
        : chance.one(floating);
  return randomTensor(chance, relatedShape(chance, base), dtype);
}

const values: Record<AttributeKind, (chance: Chance, spec: AttributeSpec) => AttributeValue> = {
  int: (chance) => (chance.is(0.03) ? chance.one([1e9, -1e9, 2 ** 52]) : chance.int(-3, 5)),
  float: (chance) => (chance.is(0.1) ? chance.one(SPECIAL) : (chance.next() - 0.3) * 3),
  bool: (chance) => chance.is(0.5),
  ints: (chance) =>
    chance.is(0.3)
      ? chance.int(-2, 4)
      : chance.list(chance.int(0, 4), () =>
          chance.is(0.02) ? chance.one([1e9, 2 ** 31]) : chance.int(-1, 4)
        ),
  text: (chance, spec) => chance.one(spec.choices ?? ['ij,jk->ik', 'i->', 'ii->i', '...i,j', 'a$']),
  dtype: (chance) => chance.one(['float32', 'float64', 'int64', 'bool'])
};
const MISTYPED: readonly AttributeValue[] = [
  ...[null, true, 'text', 1.5, NaN, Infinity, -1, 2 ** 60],
  ...[[], [0, 0], [1.5], [NaN], [-7, 9]]
];

function randomAttributes(chance: Chance, op: OpDefinition): Attributes {
  const made: Record<string, AttributeValue> = {};
  for (const [name, spec] of Object.entries(op.attributes)) {
    if (chance.is(0.05)) made[name] = chance.one(MISTYPED);
    else if (spec.default === undefined ? chance.is(0.97) : chance.is(0.4)) {
      made[name] = values[spec.kind](chance, spec);
    }
  }
  if (chance.is(0.01)) made.unknown = 1;
  return made;
}

export interface RandomCall {
  readonly op: OpDefinition;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
}

/** A call like one of the samples: other elements, and sometimes other attributes. */
function likeSample(chance: Chance, op: OpDefinition): RandomCall {
  const sample = chance.one(op.samples);
  const inputs = sample.inputs.map((value) => {
    const floating = chance.one<DType>(['float32', 'float64']);
    const { shape, dtype, isPythonScalar } = argumentOf(value, floating);
    const keeps = isPythonScalar || dtype === 'int64' || chance.is(0.2);
    return keeps ? argumentOf(value, floating) : randomTensor(chance, shape, dtype);
  });
  const other = chance.is(0.3) ? randomAttributes(chance, op) : {};
  return { op, inputs, attributes: { ...sample.attributes, ...other } };
}

/** A call that PyTorch may take or refuse. */
export function randomCall(
  chance: Chance,
  among: readonly OpDefinition[] = operations
): RandomCall {
  const op = chance.one(among);
  if (chance.is(0.4)) return likeSample(chance, op);
  const base = randomShape(chance);
  const last = op.inputs.at(-1);
  let count = op.inputs.filter((input) => !input.optional || chance.is(0.5)).length;
  if (last?.variadic) count += chance.int(-1, 2);
  if (chance.is(0.03)) count += chance.one([-1, 1]);
  const inputs = Array.from({ length: Math.max(0, count) }, (_, k) =>
    randomInput(chance, op.inputs[k] ?? last, base, op.inputs.length === 1)
  );
  return { op, inputs, attributes: randomAttributes(chance, op) };
}

const tensorWords = ({ dtype, shape, isPythonScalar, requiresGrad }: Tensor): string =>
  `${isPythonScalar ? 'Python ' : ''}${dtype}[${shape.join(',')}]${requiresGrad ? ' grad' : ''}`;

/** What is called with what, without elements. */
export const words = ({ op, inputs, attributes }: RandomCall): string =>
  `${op.name}(${inputs.map(tensorWords).join(', ')}, ${JSON.stringify(attributes)})`;
