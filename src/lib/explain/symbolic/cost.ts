import type { Tree } from './tree';

const ARITHMETIC: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'neg']);

/** Whether there is a fraction in it that is no function's argument or power. */
const isOverAnother = (tree: Tree): boolean =>
  tree.kind === 'call' &&
  (tree.fn === 'div' || (ARITHMETIC.has(tree.fn) && tree.args.some(isOverAnother)));

/** How much there is to read: names, numbers, signs and brackets. */
export function readingCost(tree: Tree): number {
  const sum = (parts: readonly Tree[]): number =>
    parts.reduce((total, part) => total + readingCost(part), 0);
  switch (tree.kind) {
    case 'num':
      // 1/(2 x) is shorter than 0.5/x to those who read it.
      return Number.isInteger(tree.value) ? 1 : 3;
    case 'name':
      return 1;
    case 'sum':
      return 2 + readingCost(tree.body);
    case 'op':
      return 2 + sum(tree.args);
    case 'call':
      break;
  }
  const isSum = (part: Tree | undefined): boolean =>
    part?.kind === 'call' && (part.fn === 'add' || part.fn === 'sub');
  switch (tree.fn) {
    case 'add':
    case 'sub':
      return 1 + sum(tree.args);
    case 'div':
      // A fraction in a fraction has to be read twice.
      return 1 + sum(tree.args) + (tree.args.some(isOverAnother) ? 3 : 0);
    case 'neg':
    case 'mul':
      return sum(tree.args) + (tree.fn === 'neg' ? 1 : 0);
    case 'pow': {
      // A power of a function is harder to read than the function twice.
      const isCall =
        tree.args[0]?.kind === 'op' || (tree.args[0]?.kind === 'call' && !isSum(tree.args[0]));
      return sum(tree.args) + (isSum(tree.args[0]) ? 1 : 0) + (isCall ? 2 : 0);
    }
    case 'where':
      return 3 + sum(tree.args);
    case 'guard':
      return tree.args[2] ? readingCost(tree.args[2]) : 1;
    default:
      return 2 + sum(tree.args);
  }
}
