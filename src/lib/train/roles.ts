import type { Document, InputNode } from '../graph/document';
import { isFloating } from '../tensor/dtype';
import { TRAINING_DEFAULTS, type TrainingSettings } from './settings';

/** How a document is trained; as one would expect where it doesn't say. */
export const trainingOf = ({ meta }: Document): TrainingSettings =>
  meta.training ?? TRAINING_DEFAULTS;

const inputsOf = (doc: Document): InputNode[] =>
  Object.values(doc.nodes)
    .flatMap((node) => (node.kind === 'input' ? [node] : []))
    .sort((a, b) => a.order - b.order);

/** Inputs that could be moved: all that can require a gradient and that no table feeds. */
export const candidates = (doc: Document): InputNode[] =>
  inputsOf(doc).filter(({ dtype, role }) => isFloating(dtype) && role !== 'data');

/** Inputs that training moves: the marked ones, or without marks every leaf that requires a gradient. */
export function parametersOf(doc: Document): InputNode[] {
  const movable = candidates(doc).filter(({ requiresGrad }) => requiresGrad);
  const marked = movable.filter(({ role }) => role === 'parameter');
  return marked.length > 0 ? marked : movable;
}
