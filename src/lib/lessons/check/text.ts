import { literalValue, type TensorLiteral } from '../../graph/document';
import { nonFinite } from '../../tensor/print';
import type { NestedNumbers } from '../../tensor/tensor';
import type { Point } from './points';

/** Elements that a sentence has room for. */
const SHOWN = 6;

function written(value: number): string {
  if (!Number.isFinite(value)) return nonFinite(value).replace('-', '−');
  return String(Number(value.toPrecision(5))).replace('-', '−');
}

/** Numbers as a sentence has them: five digits, and the first elements of many. */
export function numberText(value: NestedNumbers): string {
  if (typeof value === 'number') return written(value);
  const parts = value.slice(0, SHOWN).map(numberText);
  return `[${parts.join(', ')}${value.length > SHOWN ? ', …' : ''}]`;
}

export const literalText = (literal: TensorLiteral): string => numberText(literalValue(literal));

/** A point in words, `x = 1.3, v = −0.4`. */
export const pointText = (point: Point): string =>
  Object.entries(point)
    .map(([name, value]) => `${name} = ${literalText(value)}`)
    .join(', ');

export const shapeText = (shape: readonly number[]): string =>
  shape.length === 0 ? 'a single number' : `a tensor of shape [${shape.join(', ')}]`;
