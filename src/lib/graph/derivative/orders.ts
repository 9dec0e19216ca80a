import {
  type BackwardGraph,
  backwardDocument,
  type BackwardOptions,
  differentiable,
  type NoBackwardGraph
} from '.';
import type { Document } from '../document';

/** A document differentiated several times. */
export interface Expanded {
  readonly ok: true;
  /** The first backward pass, which belongs to the document's own run, and the last one. */
  readonly first: BackwardGraph;
  readonly last: BackwardGraph;
  /** Nodes of the last one whose value is a gradient. */
  readonly gradients: ReadonlySet<string>;
}

/**
 * The backward pass to any order. The first one computes the gradients of all inputs, those after it what is asked for.
 * @param by nodes by which it is differentiated, one for each order
 */
export function expandedDocument(
  doc: Document,
  by: readonly string[],
  outputs?: BackwardOptions['outputs']
): Expanded | NoBackwardGraph {
  const [chosen, ...further] = by;
  const others = differentiable(doc).filter((id) => id !== chosen);
  const inputs = chosen === undefined ? [] : [chosen, ...others];
  const first = backwardDocument(doc, { inputs, ...(outputs ? { outputs } : {}) });
  if (!first.ok) return first;
  let last = first;
  const gradients = new Set(first.added);
  for (const input of further) {
    const { document, derivative } = last;
    const next = backwardDocument(document, { inputs: [input], derivative });
    if (!next.ok) return next;
    last = next;
    for (const id of next.added) gradients.add(id);
  }
  return { ok: true, first, last, gradients };
}
