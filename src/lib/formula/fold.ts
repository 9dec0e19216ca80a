import { numbers } from '../ops/algebra';
import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import type { Range } from './ast';
import { Fault } from './fault';

/** Remainder with the divisor's sign, as Python has it. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function power(base: number, exponent: number, at: Range): number {
  if (base === 0 && exponent < 0) {
    throw new Fault('0.0 cannot be raised to a negative power', at);
  }
  if (base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && exponent % 1 !== 0) {
    throw new Fault(
      'A negative number to a fractional power is a complex number, which is not supported',
      at
    );
  }
  const result = numbers.pow(base, exponent);
  if (Number.isFinite(base) && Number.isFinite(exponent) && !Number.isFinite(result)) {
    throw new Fault('Numerical result out of range', at);
  }
  return result;
}

/**
 * Python's arithmetic on two plain numbers; null for an operator that is none.
 * @throws Fault in Python's words, e.g. `division by zero`
 */
export function foldBinary(op: string, a: number, b: number, at: Range): number | null {
  if (b === 0 && (op === '/' || op === '//' || op === '%')) {
    throw new Fault('division by zero', at);
  }
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '//':
      return Math.round((a - modulo(a, b)) / b);
    case '%':
      return modulo(a, b);
    case '**':
      return power(a, b, at);
    default:
      return null;
  }
}

export const needsTensorMessage = (name: string): string =>
  `\`${name}\` needs a tensor, and this is a plain number`;

/**
 * A function of plain numbers, computed as PyTorch would in double precision.
 * @throws Fault where the operation is meaningful on tensors only
 */
export function foldCall(
  op: OpDefinition,
  name: string,
  args: readonly number[],
  attributes: Attributes,
  at: Range
): number {
  if (op.elementwise) return op.elementwise(attributes).value(numbers, ...args);
  throw new Fault(needsTensorMessage(name), at);
}
