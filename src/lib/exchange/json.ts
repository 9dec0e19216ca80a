import * as v from 'valibot';
import { tensorFault } from '../formula/literal';
import { documentSchema, edgeId, FORMAT, LIMITS, VERSION, type Document } from '../graph/document';
import { soundGroups } from '../graph/groups';
import { migrate } from '../graph/migrate';
import { mayHaveInput } from '../graph/ports';
import { stringify } from './stringify';

export type Loaded =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly reason: string };

/** Characters of a document's JSON: room for the largest one that the limits allow. */
export const MAX_JSON = 20_000_000;
const refused = (reason: string): Loaded => ({ ok: false, reason });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What the schema can't say: entries under their own ids, unique names, values that are tensors, edges that lead
 * somewhere. Loose ends are refused rather than cut off: what is left would quietly compute something else.
 */
function structuralFault(doc: Document): string | null {
  const names = new Set<string>();
  for (const [key, node] of Object.entries(doc.nodes)) {
    if (key !== node.id) return `the node "${node.name}" is filed under another id`;
    if (names.has(node.name)) return `two nodes are called "${node.name}"`;
    names.add(node.name);
    const fault = node.kind === 'input' ? tensorFault(node.value) : null;
    if (fault !== null) return `the value of "${node.name}": ${fault}`;
  }
  for (const [key, edge] of Object.entries(doc.edges)) {
    const { id, source, target, input } = edge;
    if (key !== id || id !== edgeId(target, input)) {
      return `the edge "${key.slice(0, 60)}" is filed under another id`;
    }
    const to = doc.nodes[target];
    if (!doc.nodes[source] || !to) return `the edge "${id}" leads to a node that isn't there`;
    if (to.kind === 'input') return `the edge "${id}" leads into an input node`;
    if (!mayHaveInput(to, input)) {
      return `the edge "${id}" leads to an input that isn't there`;
    }
  }
  for (const [key, group] of Object.entries(doc.groups ?? {})) {
    if (key !== group.id) return `the group "${group.name}" is filed under another id`;
  }
  const { result, chart, training } = doc.meta;
  for (const id of [result, chart.input, training?.loss ?? null]) {
    if (id !== null && !doc.nodes[id]) return `it refers to a node "${id}" that isn't there`;
  }
  return null;
}

/** Parts of a document that hold entries by id, and how many there may be. */
const PARTS = {
  nodes: LIMITS.nodes,
  edges: LIMITS.nodes * LIMITS.inputs,
  groups: LIMITS.groups
} as const;
const partNames = ['nodes', 'edges', 'groups'] as const;

/**
 * Checks a plain value as a document. Never throws.
 * @param mend what may be put right once the types are known to be right
 */
export function checkDocument(
  value: unknown,
  mend: (doc: Document) => Document = (doc) => doc
): Loaded {
  if (!isRecord(value) || value.format !== FORMAT) {
    return refused('This is no Backflow document.');
  }
  if (typeof value.version === 'number' && value.version > VERSION) {
    return refused('The document was made by a newer Backflow. Reload the app to update it.');
  }
  const plain = migrate(value);
  for (const part of partNames) {
    const entries = plain[part];
    const found = isRecord(entries) ? Object.keys(entries).length : 0;
    if (found <= PARTS[part]) continue;
    const [many, most] = [found, PARTS[part]].map((count) => count.toLocaleString('en'));
    return refused(`The document has ${many} ${part}, and at most ${most} can be opened.`);
  }
  const parsed = v.safeParse(documentSchema, plain, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue) ?? 'the whole';
    return refused(
      `The document is damaged at ${path.slice(0, 100)}: ${issue.message.slice(0, 200)}.`
    );
  }
  // The checker leaves out entries under names like `__proto__` without a word.
  const isWhole = partNames.every(
    (part) =>
      Object.keys(plain[part] ?? {}).length === Object.keys(parsed.output[part] ?? {}).length
  );
  // A group is how nodes are shown together: where one is missing, they are shown by themselves.
  const document = soundGroups(mend(parsed.output));
  const fault = isWhole ? structuralFault(document) : 'an entry has an id that none can have';
  return fault === null ? { ok: true, document } : refused(`The document is damaged: ${fault}.`);
}

/** The document as a JSON text that people can read and compare. */
export const toJson = (doc: Document): string => stringify(doc, 2) + '\n';

/**
 * Reads a document's JSON. Never throws, and runs nothing.
 * @returns the document, or one sentence about what is wrong with the text
 */
export function fromJson(text: string): Loaded {
  if (text.length > MAX_JSON) return refused('The file is too large to be a Backflow document.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('The file is no JSON: it may be cut off or of another kind.');
  }
  return checkDocument(value);
}
