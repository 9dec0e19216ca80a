import type { Document, GraphNode, TensorLiteral } from '../../graph/document';
import type { Run } from '../../graph/run';
import { operation } from '../../ops/registry';
import type { Goal } from '../lesson';
import { areClose, idOf, isZeroAll, nested } from './compare';
import { leadingTo, type Matching } from './inputs';
import { literalText, numberText, shapeText } from './text';

/** How far numbers may be from those that are asked for: what single precision leaves of them. */
const NEAR = 1e-3;

const operationOf = (node: GraphNode): string =>
  node.kind === 'op' ? node.op : node.kind === 'custom' ? 'custom' : 'input';

const called = (name: string): string =>
  name === 'custom' ? 'a custom function' : name === 'input' ? 'an input' : `\`${name}\``;

/** Whether the name means something that can lead to a result. */
export const isUsable = (name: string): boolean =>
  name === 'custom' || operation(name) !== undefined;

/** One thing that is asked of nodes by name. */
type Ask = (id: string, name: string) => string | null;

/** What a learner built; inputs that were named otherwise are known by what they stand for. */
export interface Built {
  readonly doc: Document;
  readonly matching: Matching;
}

function each({ doc, matching }: Built, names: readonly string[], ask: Ask): string[] {
  return names.flatMap((name) => {
    const id = idOf(doc, name) ?? matching[name];
    const node = id === undefined ? undefined : doc.nodes[id];
    const fault = node ? ask(node.id, node.name) : `There is no node called \`${name}\`.`;
    return fault === null ? [] : [fault];
  });
}

function values(
  built: Built,
  wanted: Readonly<Record<string, TensorLiteral>>,
  ask: (id: string, name: string, value: TensorLiteral) => string | null
): string[] {
  return Object.entries(wanted).flatMap(([asked, value]) =>
    each(built, [asked], (id, name) => ask(id, name, value))
  );
}

/** What a graph lacks of all that is asked besides the function that it computes, in sentences. */
export function requirementFaults(
  built: Built,
  result: string,
  { outputs, gradients }: Run,
  goal: Goal
): string[] {
  const { doc } = built;
  const leading = leadingTo(doc, result);
  const used = new Set(
    Object.values(doc.nodes)
      .filter(({ id }) => leading.has(id))
      .map(operationOf)
  );
  const output = outputs.get(result);
  const name = doc.nodes[result]?.name ?? 'result';
  const requires = (id: string): boolean => outputs.get(id)?.requiresGrad ?? false;
  const gradientOf = (id: string) => gradients.get(id)?.tolist() ?? null;
  return [
    ...goal.uses.filter((op) => !used.has(op)).map((op) => `It has to use ${called(op)}.`),
    ...goal.avoids.filter((op) => used.has(op)).map((op) => `It has to do without ${called(op)}.`),
    ...(goal.scalar && output && output.shape.length > 0
      ? [`\`${name}\` has to be a single number, and it is ${shapeText(output.shape)}.`]
      : []),
    ...each(built, goal.requiresGrad, (id, one) =>
      requires(id) ? null : `\`${one}\` has to require a gradient.`
    ),
    ...each(built, goal.noGrad, (id, one) =>
      requires(id) ? `\`${one}\` must not require a gradient.` : null
    ),
    ...values(built, goal.set, (id, one, value) => {
      const there = outputs.get(id)?.tolist();
      if (there !== undefined && areClose(there, nested(value), NEAR)) return null;
      return `Set \`${one}\` to ${literalText(value)}.`;
    }),
    ...(goal.value !== null && output && !areClose(output.tolist(), nested(goal.value), NEAR)
      ? [`\`${name}\` is ${numberText(output.tolist())}, expected ${literalText(goal.value)}.`]
      : []),
    ...values(built, goal.gradient, (id, one, value) => {
      const there = gradientOf(id);
      if (there !== null && areClose(there, nested(value), NEAR)) return null;
      const is = there === null ? 'None' : numberText(there);
      return `The gradient of \`${one}\` is ${is}, expected ${literalText(value)}.`;
    }),
    ...each(built, goal.zero, (id, one) => {
      const there = gradientOf(id);
      if (there !== null && isZeroAll(there)) return null;
      const is = there === null ? 'None: nothing arrives' : numberText(there);
      return `The gradient of \`${one}\` has to be 0, and it is ${is}.`;
    }),
    ...each(built, goal.none, (id, one) => {
      const there = gradientOf(id);
      return there === null
        ? null
        : `No gradient may reach \`${one}\`, and ${numberText(there)} arrives.`;
    })
  ];
}
