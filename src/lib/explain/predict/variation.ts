import { applyPatch } from '../../graph/patch';
import { type Document, type InputNode, type TensorLiteral } from '../../graph/document';
import { type Edit, made, refused } from '../../graph/edits/edit';
import { inputSpec } from '../../graph/ports';
import { compile } from '../../graph/program';
import { run, type Run } from '../../graph/run';
import { isFloating } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';

/** Elements up to which the numbers of a tensor are made up anew; larger ones are an axis or data. */
const MAX_ELEMENTS = 64;
const TRIES = 60;
/** Milliseconds after which no further numbers are tried. */
const BUDGET = 40;
/** Numbers in a graph of this size are still worked out by hand. */
const LARGEST = 1000;

/** Whether what an input feeds reads it as places or labels, which other numbers would break. */
function isIndexing(doc: Document, id: string): boolean {
  return Object.values(doc.edges).some(({ source, target, input }) => {
    const node = doc.nodes[target];
    return source === id && node !== undefined && inputSpec(node, input)?.indices === true;
  });
}

const elementsOf = (value: TensorLiteral): number =>
  typeof value === 'object' ? value.reduce<number>((n, part) => n + elementsOf(part), 0) : 1;

/** Inputs whose numbers can be others. */
function movable(doc: Document): InputNode[] {
  return Object.values(doc.nodes).filter(
    (node): node is InputNode =>
      node.kind === 'input' &&
      isFloating(node.dtype) &&
      elementsOf(node.value) <= MAX_ELEMENTS &&
      !isIndexing(doc, node.id)
  );
}

const isFinite = (t: Tensor): boolean =>
  t.values().every((value) => Number.isFinite(value) && Math.abs(value) <= LARGEST);

/** Whether a learner can work with these numbers: nothing fails, all is finite, and some gradient is not 0. */
function isGood(tried: Run, before: Run): boolean {
  const { result } = tried.program;
  if (tried.diagnostics.length > before.diagnostics.length) return false;
  if (![...tried.outputs.values()].every(isFinite)) return false;
  if (![...tried.gradients.values()].every(isFinite)) return false;
  const others = [...tried.gradients].filter(([id]) => id !== result);
  return (
    others.length === 0 || others.some(([, grad]) => grad.values().some((value) => value !== 0))
  );
}

/**
 * Fresh numbers for the inputs of a graph, such that it still runs: small whole numbers where that works, else halves,
 * else tenths of a size that suits logarithms and roots.
 * @param random numbers in [0, 1), as `Math.random`
 */
export function variation(doc: Document, random: () => number): Edit {
  const inputs = movable(doc);
  if (inputs.length === 0) return refused('No input of this graph has numbers that can be others.');
  const before = run(compile(doc));
  const started = performance.now();
  for (let k = 0; k < TRIES && (k < 1 || performance.now() - started < BUDGET); k++) {
    const patch = {
      nodes: Object.fromEntries(inputs.map((node) => [node.id, redrawn(node, k, random)]))
    };
    if (isGood(run(compile(applyPatch(doc, patch))), before)) return made(patch);
  }
  return refused('No other numbers were found at which this graph runs: change them by hand.');
}

function redrawn(node: InputNode, attempt: number, random: () => number): InputNode {
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const draw = (): number => {
    if (attempt < TRIES / 3) return whole(1, 4) * (random() < 0.4 ? -1 : 1);
    if (attempt < (2 * TRIES) / 3) return whole(-6, 6) / 2;
    return whole(1, 19) / 10;
  };
  const others = (value: TensorLiteral): TensorLiteral => {
    if (typeof value === 'object') return value.map(others);
    let fresh = draw();
    for (let k = 0; k < 5 && fresh === value; k++) fresh = draw();
    return fresh;
  };
  return { ...node, value: others(node.value) };
}
