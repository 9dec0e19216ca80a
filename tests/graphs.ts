import { buildFormula } from '../src/lib/formula';
import type { Document, InputNode, TensorLiteral } from '../src/lib/graph/document';
import { applyPatch } from '../src/lib/graph/patch';
import type { Sampled, Sweep, Unavailable } from '../src/lib/sweep/types';

/** The document of a formula that is right. */
export function formula(source: string, at: Record<string, TensorLiteral> = {}): Document {
  const built = buildFormula(source, { at });
  if (!built.ok) throw new Error(built.errors[0]?.message);
  return built.document;
}

/** The node of that name. */
export const named = (doc: Document, name: string) => {
  const node = Object.values(doc.nodes).find((one) => one.name === name);
  if (!node) throw new Error(`no node ${name}`);
  return node;
};

/** The document with an input changed. */
export function withInput(doc: Document, name: string, change: Partial<InputNode>): Document {
  const node = { ...named(doc, name), ...change } as InputNode;
  return applyPatch(doc, { nodes: { [node.id]: node } });
}

/** A sweep that can be drawn. */
export function drawn(found: Sweep): Sampled {
  if (found.kind === 'unavailable') throw new Error(found.reason.message);
  return found;
}

/** A sweep that can't be drawn. */
export function refused(found: Sweep): Unavailable {
  if (found.kind !== 'unavailable') throw new Error('it can be drawn');
  return found;
}
