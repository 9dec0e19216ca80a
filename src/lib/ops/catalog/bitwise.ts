import { cast, isFloating, resultType, scalarTypeName } from '../../tensor/dtype';
import type { OpDefinition } from '../define';
import { docs, INPUT, OTHER, torchNames } from './common';
import { pointwise } from './pointwise';

type Word = 'and' | 'or' | 'xor' | 'not';

/** What is no whole number of 64 bits is the least of them, as where it is converted. */
const wide = (a: number): bigint => BigInt(cast(a, 'int64'));

const isSmall = (a: number): boolean => (a | 0) === a;

/** An operation on bits, in 32 of them where the numbers fit and in 64 where not. */
const onBits =
  (small: (a: number, b: number) => number, large: (a: bigint, b: bigint) => bigint) =>
  (a: number, b = 0): number =>
    isSmall(a) && isSmall(b) ? small(a, b) : Number(BigInt.asIntN(64, large(wide(a), wide(b))));

const kernels: Record<Word, (a: number, b?: number) => number> = {
  and: onBits(
    (a, b) => a & b,
    (a, b) => a & b
  ),
  or: onBits(
    (a, b) => a | b,
    (a, b) => a | b
  ),
  xor: onBits(
    (a, b) => a ^ b,
    (a, b) => a ^ b
  ),
  not: onBits(
    (a) => ~a,
    (a) => ~a
  )
};

const pairs = [
  { inputs: [{ indices: [5, 12, -1] }, { indices: [3, 10, 6] }] },
  { inputs: [{ condition: [1, 1, 0, 0] }, { condition: [1, 0, 1, 0] }] },
  { inputs: [{ indices: [5, 12] }, { scalar: 6 }] },
  { inputs: [{ indices: [[5], [1099511627777]] }, { condition: [1, 0] }] }
];
const singles = [{ inputs: [{ indices: [5, 0, -1] }] }, { inputs: [{ condition: [1, 0] }] }];

const bitwise = (word: Word, operator: string, sign: string, summary: string): OpDefinition => {
  const name = `bitwise_${word}`;
  const isUnary = word === 'not';
  return pointwise({
    name,
    family: 'comparison',
    summary: `${summary}; no gradient flows through.`,
    source: docs(`torch.${name}`),
    inputs: isUnary ? [INPUT] : [INPUT, { ...OTHER, scalar: 1 }],
    torch: { ...torchNames(name), operator },
    gradFn: null,
    refuses: (operands) => {
      const dtype = resultType(operands);
      return isFloating(dtype)
        ? `"${name}_cpu" not implemented for '${scalarTypeName(dtype)}'`
        : null;
    },
    compute: (_, dtype) =>
      isUnary && dtype === 'bool' ? (a = NaN) => (a === 0 ? 1 : 0) : kernels[word],
    gradients: () => (isUnary ? [null] : [null, null]),
    latex: ([a, b]) =>
      isUnary ? `${sign} ${a?.text ?? ''}` : `${a?.text ?? ''} \\mathbin{${sign}} ${b?.text ?? ''}`,
    samples: isUnary ? singles : pairs
  });
};

/** Operations on the bits of whole numbers, which combine conditions too. */
export const bitwises: OpDefinition[] = [
  bitwise('and', '&', '\\&', 'Keeps the bits that both have; of conditions, whether both hold'),
  bitwise('or', '|', '|', 'Keeps the bits that one of them has; of conditions, whether one holds'),
  bitwise(
    'xor',
    '^',
    '\\oplus',
    'Keeps the bits in which they differ; of conditions, whether exactly one holds'
  ),
  bitwise('not', '~', '\\mathord{\\sim}', 'Turns every bit round; of a condition, whether it fails')
];
