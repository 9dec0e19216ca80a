import type { Document, InputNode } from '../../graph/document';

/** What leads to the result, the result itself included. */
export function leadingTo(doc: Document, result: string | null): Set<string> {
  const sources = new Map<string, string[]>();
  for (const { source, target } of Object.values(doc.edges)) {
    sources.set(target, [...(sources.get(target) ?? []), source]);
  }
  const found = new Set<string>();
  const waiting = result === null ? [] : [result];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(sources.get(id) ?? []));
  }
  return found;
}

/** Inputs that the result depends on, in order of creation. */
export function inputsOf(doc: Document, result: string | null): InputNode[] {
  const leading = leadingTo(doc, result);
  return Object.values(doc.nodes)
    .filter((node): node is InputNode => node.kind === 'input' && leading.has(node.id))
    .sort((a, b) => a.order - b.order);
}

/** Which of the learner's inputs, by id, stands for which of the reference, by name. */
export type Matching = Readonly<Record<string, string>>;

/** More would take too many tries. */
const MOST_UNNAMED = 5;

function* orders<T>(items: readonly T[], count: number): Generator<T[]> {
  if (count === 0) return yield [];
  for (const [k, item] of items.entries()) {
    const others = [...items.slice(0, k), ...items.slice(k + 1)];
    for (const rest of orders(others, count - 1)) yield [item, ...rest];
  }
}

/**
 * Ways in which the learner's inputs can stand for those of the reference: equal names stand for each other, the rest
 * in every order. Inputs that are left over keep their value.
 */
export function* matchings(
  wanted: readonly string[],
  inputs: readonly InputNode[]
): Generator<Matching> {
  const named = new Map(inputs.map((input) => [input.name, input]));
  const fixed: Record<string, string> = {};
  for (const name of wanted) {
    const found = named.get(name);
    if (found) fixed[name] = found.id;
  }
  const open = wanted.filter((name) => !(name in fixed));
  const free = inputs.filter(({ id }) => !Object.values(fixed).includes(id));
  if (open.length > free.length || open.length > MOST_UNNAMED || free.length > MOST_UNNAMED + 2) {
    return;
  }
  // Likelier ones first: what asks for a gradient is a variable, what doesn't may be a constant.
  const ranked = [...free].sort((a, b) => Number(b.requiresGrad) - Number(a.requiresGrad));
  for (const order of orders(ranked, open.length)) {
    const chosen = open.map((name, k) => [name, order[k]?.id ?? ''] as const);
    yield { ...fixed, ...Object.fromEntries(chosen) };
  }
}
