import {
  type AttributeLiteral,
  type Document,
  nodesInOrder,
  scalarLiteral
} from '../graph/document';
import { compile, type Diagnostic } from '../graph/program';
import { run } from '../graph/run';
import type { NestedNumbers, Tensor } from '../tensor/tensor';

/** Numbers as JSON has them; NaN and the infinities, which it hasn't, as documents write them. */
export type ReportNumbers = number | 'nan' | 'inf' | '-inf' | boolean | readonly ReportNumbers[];

export interface ReportedNode {
  readonly id: string;
  readonly name: string;
  /** Registry name, `input`, or the class name of a custom function. */
  readonly op: string;
  /** Arguments that are no tensors, where they differ from their default. */
  readonly attributes?: Readonly<Record<string, AttributeLiteral>>;
  /** A number for a 0-d tensor, nested lists for others; null where nothing was computed. */
  readonly value: ReportNumbers | null;
  /** Gradient of the result with respect to this node, intermediate nodes included; null where none flows. */
  readonly grad: ReportNumbers | null;
  /** Name as PyTorch prints it, e.g. `PowBackward0`; null for a leaf. */
  readonly grad_fn: string | null;
  readonly is_leaf: boolean | null;
  readonly requires_grad: boolean | null;
}

export interface Report {
  readonly nodes: readonly ReportedNode[];
  readonly edges: readonly {
    readonly source: string;
    readonly target: string;
    readonly input: string;
  }[];
}

function reported(value: NestedNumbers, isBool: boolean): ReportNumbers {
  if (typeof value !== 'number') return value.map((part) => reported(part, isBool));
  if (isBool) return value !== 0;
  return scalarLiteral(value);
}

const numbersOf = (t: Tensor | undefined): ReportNumbers | null =>
  t ? reported(t.tolist(), t.dtype === 'bool') : null;

/**
 * Runs a document and reports every node with its value and gradient, as plain JSON.
 * float32 values are the exact doubles that they stand for, so 0.1 in float32 reads 0.10000000149011612.
 * @returns the report, and what was wrong with the document or its run
 */
export function report(doc: Document): { report: Report; diagnostics: readonly Diagnostic[] } {
  const { outputs, gradients, diagnostics } = run(compile(doc));
  const nodes = nodesInOrder(doc).map((node): ReportedNode => {
    const output = outputs.get(node.id);
    return {
      id: node.id,
      name: node.name,
      op: node.kind === 'op' ? node.op : node.kind === 'custom' ? node.fn.name : 'input',
      ...(node.kind === 'op' && node.attributes ? { attributes: node.attributes } : {}),
      value: numbersOf(output),
      grad: numbersOf(gradients.get(node.id)),
      grad_fn: output?.gradFn?.name ?? null,
      is_leaf: output?.isLeaf ?? null,
      requires_grad: output?.requiresGrad ?? null
    };
  });
  const edges = Object.values(doc.edges).map(({ source, target, input }) => ({
    source,
    target,
    input
  }));
  return { report: { nodes, edges }, diagnostics };
}
