import { compile, type Program } from '../graph/program';
import type { Document } from '../graph/document';
import { operation } from '../ops/registry';
import { sourcesOf } from '../sweep/path';
import { fedNodes } from './feed';
import { lossDocument, lossOf, programFor } from './model';
import { parametersOf } from './roles';

/** What a document that learns from rows predicts, from which columns, and what it is compared with. */
export interface Prediction {
  /** Node with one value a row. */
  readonly output: string;
  /** Columns that it is computed from, in the inputs' order. */
  readonly features: readonly string[];
  /** Column that it is compared with, or null. */
  readonly label: string | null;
  /** Where the output says neither one nor the other. */
  readonly level: number;
}

/** For each node which inputs it depends on. */
function dependences(program: Program, inputs: ReadonlySet<string>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const instruction of program.instructions) {
    const { id } = instruction.node;
    const own = new Set(inputs.has(id) ? [id] : []);
    for (const source of sourcesOf(instruction)) {
      for (const one of found.get(source) ?? []) own.add(one);
    }
    found.set(id, own);
  }
  return found;
}

/** The last of the nodes that everything from the features on its way to the rest passes through. */
function gate(program: Program, inside: ReadonlySet<string>, starts: readonly string[]): string {
  const consumers = new Map<string, string[]>();
  for (const instruction of program.instructions) {
    for (const source of sourcesOf(instruction)) {
      consumers.set(source, [...(consumers.get(source) ?? []), instruction.node.id]);
    }
  }
  const leaves = (id: string): boolean => {
    const next = consumers.get(id) ?? [];
    return next.length === 0 || next.some((one) => !inside.has(one));
  };
  const isGate = (id: string): boolean => {
    const seen = new Set(starts);
    for (const at of seen) {
      if (at === id) continue;
      if (inside.has(at) && leaves(at)) return false;
      for (const next of consumers.get(at) ?? []) if (inside.has(next)) seen.add(next);
    }
    return true;
  };
  const order = program.instructions.map(({ node }) => node.id).filter((id) => inside.has(id));
  return order.reverse().find(isGate) ?? order[0] ?? '';
}

/** Whether the loss takes numbers of any size and squashes them itself. */
const takesLogits = (op: string): boolean => /logits|cross_entropy|soft_margin/.test(op);

/** The number half-way between two classes, or 0 where the output isn't compared with such. */
function levelOf(doc: Document, output: string, label: string | null): number {
  const { data } = doc.meta;
  const isLogit = Object.values(doc.edges).some(({ source, target }) => {
    const node = doc.nodes[target];
    return source === output && node?.kind === 'op' && takesLogits(operation(node.op)?.name ?? '');
  });
  if (isLogit || !data || label === null) return 0;
  const place = data.columns.indexOf(label);
  const classes = [...new Set(data.rows.map((row) => row[place] ?? 0))];
  return classes.length === 2 ? ((classes[0] ?? 0) + (classes[1] ?? 0)) / 2 : 0;
}

/**
 * Finds what a document predicts: the last node that depends on some of the fed inputs and on parameters, and not yet
 * on what it is compared with. Null where no table feeds it.
 */
export function predictionOf(doc: Document): Prediction | null {
  const fed = fedNodes(doc);
  const loss = lossOf(doc);
  if (fed.length === 0 || loss === null) return null;
  const program = programFor(compile(lossDocument(doc)), loss);
  const ids = new Set(fed.map(({ id }) => id));
  const [data, moved] = [
    dependences(program, ids),
    dependences(program, new Set(parametersOf(doc).map(({ id }) => id)))
  ];
  const used = data.get(loss)?.size ?? 0;
  const isOpen = (id: string): boolean => {
    const count = data.get(id)?.size ?? 0;
    return id !== loss && count > 0 && (used < 2 || count < used);
  };
  const computed = program.instructions
    .map(({ node }) => node.id)
    .filter((id) => isOpen(id) && (moved.get(id)?.size ?? 0) > 0);
  if (computed.length === 0) return null;
  const most = Math.max(...computed.map((id) => data.get(id)?.size ?? 0));
  const last = computed.filter((id) => data.get(id)?.size === most).at(-1) ?? '';
  const features = data.get(last) ?? new Set<string>();
  const inside = new Set(
    program.instructions
      .map(({ node }) => node.id)
      .filter((id) => {
        const own = data.get(id);
        return id !== loss && own?.size && [...own].every((one) => features.has(one));
      })
  );
  const found = used < 2 ? last : gate(program, inside, [...features]);
  const output = computed.includes(found) ? found : last;
  const columns = fed.filter(({ id }) => features.has(id)).flatMap((node) => node.columns);
  const label =
    fed.find(({ id }) => !features.has(id) && data.get(loss)?.has(id))?.columns[0] ?? null;
  return { output, features: [...new Set(columns)], label, level: levelOf(doc, output, label) };
}
