import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { is, ONE, trees, type Tree } from './tree';

/** What the local derivative of an operation looks like, whatever its inputs are. */
export interface Slope {
  /** It is 0 everywhere, as that of a step. */
  readonly isZero: boolean;
  /** It is another one in other places, as that of a hinge. */
  readonly isPiecewise: boolean;
  /** It is another input, or that times a number: the operation multiplies by it. */
  readonly isFactor: boolean;
  /** Positions of the inputs that it reads. */
  readonly reads: ReadonlySet<number>;
}

/** Reads from an operation's own expression what its derivative with respect to an input depends on. */
export function slopeOf(op: OpDefinition, attributes: Attributes, index: number): Slope {
  const names = op.inputs.map((_, k): Tree => ({
    kind: 'name',
    node: String(k),
    labels: [],
    size: 1
  }));
  const out: Tree = { kind: 'name', node: 'out', labels: [], size: 1 };
  const vjp = op.elementwise?.(attributes).vjps[index];
  if (!vjp) return { isZero: false, isPiecewise: false, isFactor: false, reads: new Set() };
  const tree = vjp(trees, ONE, out, ...names);
  const reads = new Set<number>();
  let isPiecewise = false;
  let isFactor = true;
  const visit = (t: Tree): void => {
    if (t.kind === 'name') {
      if (t.node === 'out' || t.node === String(index)) isFactor = false;
      if (t.node !== 'out') reads.add(Number(t.node));
    }
    if (t.kind !== 'call') return;
    isFactor &&= t.fn === 'mul' || t.fn === 'neg';
    isPiecewise ||= t.fn === 'where' || t.fn === 'sign' || t.fn === 'floor';
    t.args.forEach(visit);
  };
  visit(tree);
  return { isZero: is(tree, 0), isPiecewise, isFactor, reads };
}
