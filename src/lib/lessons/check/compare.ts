import {
  literalValue,
  scalarLiteral,
  type Document,
  type TensorLiteral
} from '../../graph/document';
import { compile } from '../../graph/program';
import { run, type Run } from '../../graph/run';
import { isFloating } from '../../tensor/dtype';
import type { NestedNumbers, Tensor } from '../../tensor/tensor';
import type { Point } from './points';

/** How far numbers may be apart that are computed in doubles, in another order. */
export const EXACT = 1e-6;

/** Equal but for `tolerance`, relative above 1; NaN equals NaN, and infinities themselves. */
export function isClose(a: number, b: number, tolerance: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  if (a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
}

/** Whether nested numbers have the same shape and are close everywhere. */
export function areClose(a: NestedNumbers, b: NestedNumbers, tolerance: number): boolean {
  if (typeof a === 'number' || typeof b === 'number') {
    return typeof a === 'number' && typeof b === 'number' && isClose(a, b, tolerance);
  }
  return (
    a.length === b.length &&
    a.every((part, k) => {
      const other = b[k];
      return other !== undefined && areClose(part, other, tolerance);
    })
  );
}

const isAll = (value: NestedNumbers, test: (number: number) => boolean): boolean =>
  typeof value === 'number' ? test(value) : value.every((part) => isAll(part, test));

export const isFiniteAll = (value: NestedNumbers): boolean => isAll(value, Number.isFinite);
export const isZeroAll = (value: NestedNumbers): boolean =>
  isAll(value, (number) => Math.abs(number) <= EXACT);

/** A tensor as documents write it. */
export function literalOf(tensor: Tensor): TensorLiteral {
  const write = (value: NestedNumbers): TensorLiteral =>
    typeof value === 'number' ? scalarLiteral(value) : value.map(write);
  return write(tensor.tolist());
}

export const nested = (literal: TensorLiteral): NestedNumbers =>
  literalValue(literal) as NestedNumbers;

/** The document with inputs at a point, in doubles: rounding must not look like a mistake. */
export function atPoint(doc: Document, values: Point): Document {
  const nodes = { ...doc.nodes };
  for (const node of Object.values(doc.nodes)) {
    if (node.kind !== 'input') continue;
    const value = Object.hasOwn(values, node.name) ? values[node.name] : undefined;
    const dtype = isFloating(node.dtype) ? 'float64' : node.dtype;
    nodes[node.id] = { ...node, dtype, value: value ?? node.value };
  }
  return { ...doc, nodes };
}

export const runOf = (doc: Document): Run => run(compile(doc));

export const idOf = (doc: Document, name: string): string | null =>
  Object.values(doc.nodes).find((node) => node.name === name)?.id ?? null;
