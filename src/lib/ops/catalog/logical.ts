import type { Algebra } from '../algebra';
import type { Expression, OpDefinition } from '../define';
import { elementwise } from '../elementwise';
import { docs, INPUT, OTHER, torchNames } from './common';

/** Any number but 0 counts as true, NaN too. */
const isTrue = <T>(m: Algebra<T>, a: T): T => m.where(m.eq(a, m.num(0)), m.num(0), m.num(1));
const isFalse = <T>(m: Algebra<T>, a: T): T => m.where(m.eq(a, m.num(0)), m.num(1), m.num(0));

const pairs = [
  { inputs: [2, 0] },
  {
    inputs: [
      [1, -0.5, 0, 0],
      [3, 0, 0.25, 0]
    ]
  },
  {
    inputs: [
      [[0], [1]],
      [0, NaN]
    ]
  },
  { inputs: [{ condition: [1, 0, 1] }, { condition: [1, 1, 0] }] }
];
const singles = [
  { inputs: [2] },
  { inputs: [[0, -0.5, NaN]] },
  { inputs: [{ condition: [1, 0] }] }
];

const logical = (
  word: 'and' | 'or' | 'xor' | 'not',
  summary: string,
  sign: string,
  value: Expression
): OpDefinition => {
  const name = `logical_${word}`;
  const isUnary = word === 'not';
  return elementwise({
    name,
    family: 'comparison',
    summary: `${summary}; no gradient flows through.`,
    source: docs(`torch.${name}`),
    inputs: isUnary ? [INPUT] : [INPUT, OTHER],
    torch: torchNames(name),
    gradFn: null,
    result: 'bool',
    value,
    latex: ([a, b]) =>
      isUnary ? `${sign} ${a?.text ?? ''}` : `${a?.text ?? ''} ${sign} ${b?.text ?? ''}`,
    vjps: isUnary ? [null] : [null, null],
    samples: isUnary ? singles : pairs
  });
};

export const logicals: OpDefinition[] = [
  logical('and', 'True where both are true, that is, different from 0', '\\land', (m, a, b) =>
    m.where(isTrue(m, a), isTrue(m, b), m.num(0))
  ),
  logical('or', 'True where at least one is true, that is, different from 0', '\\lor', (m, a, b) =>
    m.where(isTrue(m, a), m.num(1), isTrue(m, b))
  ),
  logical(
    'xor',
    'True where exactly one is true, that is, different from 0',
    '\\oplus',
    (m, a, b) => m.where(isTrue(m, a), isFalse(m, b), isTrue(m, b))
  ),
  logical('not', 'True where the input is 0 or false', '\\lnot', (m, a) => isFalse(m, a))
];
