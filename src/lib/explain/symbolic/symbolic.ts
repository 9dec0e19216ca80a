import { nodeName, type Document } from '../../graph/document';
import type { Run } from '../../graph/run';
import { nodeRule } from '../rule';
import { derive, MAX_SIZE, type Derived, type Letters } from './derive';
import { Names, namesRead, printTree } from './print';
import { simplify } from './simplify';
import { readingCost } from './cost';
import { evaluate, evaluationWork, keyOf, type Label, type Lookup, type Tree } from './tree';

/** The symbolic derivative as it is shown, or why there is none. */
export type Symbolic =
  | {
      readonly kind: 'formula';
      /** `\frac{\partial y}{\partial x_i}` */
      readonly left: string;
      /** `2\,x_i` */
      readonly right: string;
      /** What the names of computed nodes stand for, e.g. `s = \sum_i x_i`. */
      readonly where: readonly string[];
      /**
       * Its value at an element of the bottom node, as derived: rounding apart, simplifying changes nothing. Null where
       * its sums are too long to be added up.
       */
      valueAt(element: number): number | null;
    }
  | { readonly kind: 'long' }
  | { readonly kind: 'none'; readonly why: string };

/** What is still read, in names, numbers and signs. */
const MAX_READ = 60;
/** Where intermediate nodes as letters are tried too. */
const LONG_READ = 30;

const remembered = new Map<string, Tree>();
const MAX_REMEMBERED = 50;

/** Simplifying is dear and the same while values are moved. */
function simplified(tree: Tree, nameOf: (node: string) => string): Tree {
  const names = [...namesRead(tree)].map((node) => `${node}=${nameOf(node)}`).join();
  const key = `${names}|${keyOf(tree)}`;
  const before = remembered.get(key);
  // Labels are made anew for each derivation, so only formulas of numbers come again.
  if (before) return before;
  const made = simplify(tree, nameOf);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, made);
  return made;
}

/** Elements of tensors, by where each index stands. */
function lookupIn(run: Run): Lookup {
  const known = new Map<string, readonly number[]>();
  return (node, labels, at) => {
    const t = run.outputs.get(node);
    if (!t) return NaN;
    const values = known.get(node) ?? t.values();
    known.set(node, values);
    let flat = 0;
    let next = 0;
    for (const size of t.shape) {
      const position = size === 1 ? 0 : (at.get((labels[next++] as Label).root) ?? 0);
      flat = flat * size + position;
    }
    return values[flat] ?? NaN;
  };
}

/** Steps that evaluating a formula at one element may take. */
const MAX_WORK = 100_000;

/** Where each index stands for one element of a tensor. */
function placeOf(
  shape: readonly number[],
  labels: readonly Label[],
  element: number
): Map<Label, number> {
  const at = new Map<Label, number>();
  let left = element;
  const sizes = shape.filter((size) => size !== 1);
  for (let k = sizes.length - 1; k >= 0; k--) {
    const size = sizes[k] ?? 1;
    const label = labels[k];
    if (label) at.set(label.root, left % size);
    left = Math.floor(left / size);
  }
  return at;
}

interface Way {
  readonly derived: Extract<Derived, { ok: true }>;
  readonly tree: Tree;
  readonly cost: number;
}

/** Lists what the letters of a formula stand for, and the letters in these, each after what it needs. */
function definitions(doc: Document, { derived, tree }: Way, names: Names): string[] {
  const found = new Map<string, string>();
  const visit = (node: string): void => {
    const owner = doc.nodes[node];
    if (found.has(node) || !owner || owner.kind === 'input') return;
    const definition = derived.definition(node);
    const nameOf = names.nameOf;
    const right = definition
      ? printTree(simplified(definition, nameOf), names).text
      : nodeRule(doc, owner);
    const labels = derived.labelsOf(node);
    found.set(node, `${names.node(node, labels).text} = ${right}`);
    if (definition) for (const next of namesRead(definition)) visit(next);
  };
  for (const node of namesRead(tree)) visit(node);
  return [...found.values()];
}

/**
 * The derivative of a node with respect to another in symbols, as short as it can be said. It takes its time, some
 * dozen milliseconds: made for a worker.
 */
export function symbolicDerivative(doc: Document, run: Run, top: string, bottom: string): Symbolic {
  const nameOf = (node: string): string => nodeName(doc, node);
  let why: string | null = null;
  let best: Way | null = null;
  for (const letters of ['few', 'shared', 'all'] satisfies Letters[]) {
    if (best && best.cost <= LONG_READ) break;
    const derived = derive(run, top, bottom, letters);
    if (!derived.ok) {
      why ??= derived.why;
      continue;
    }
    if (derived.tree.size > MAX_SIZE) continue;
    const tree = simplified(derived.tree, nameOf);
    const cost = readingCost(tree);
    if (!best || cost < best.cost) best = { derived, tree, cost };
  }
  if (!best) return why === null ? { kind: 'long' } : { kind: 'none', why };
  if (best.cost > MAX_READ) return { kind: 'long' };

  const { derived, tree } = best;
  const taken = new Set(Object.values(doc.nodes).map(({ name }) => name));
  const names = new Names(nameOf, derived.labels, taken);
  const lookup = lookupIn(run);
  const isDear = evaluationWork(derived.tree) > MAX_WORK;
  const shape = run.outputs.get(bottom)?.shape ?? [];
  // Of several elements the sum is what has one gradient.
  const sum = (run.outputs.get(top)?.numel ?? 1) > 1 ? '\\sum ' : '';
  const ratio = `\\partial ${sum}${names.node(top).text}}{\\partial ${names.node(bottom, derived.labels).text}`;
  return {
    kind: 'formula',
    left: `\\frac{${ratio}}`,
    right: printTree(tree, names).text,
    where: definitions(doc, best, names),
    valueAt: (element) =>
      isDear ? null : evaluate(derived.tree, lookup, placeOf(shape, derived.labels, element))
  };
}
