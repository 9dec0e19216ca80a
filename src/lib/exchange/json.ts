import * as v from 'valibot';
import { documentSchema, edgeId, FORMAT, LIMITS, VERSION, type Document } from '../graph/document';
import { inputNames } from '../graph/ports';

export type Loaded =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly reason: string };

/** Characters of a document's JSON: room for the largest one that the limits allow. */
export const MAX_JSON = 20_000_000;
/** Levels of nesting: a tensor literal has few dimensions, and a checker that recurses has a stack. */
const MAX_DEPTH = 64;

const refused = (reason: string): Loaded => ({ ok: false, reason });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (isInText) {
      if (character === '\\') i++;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '{' || character === '[') {
      if (++depth > MAX_DEPTH) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}

/** What the schema can't say: entries under their own ids, unique names, edges that lead somewhere, a bounded value. */
function structuralFault(doc: Document): string | null {
  const names = new Set<string>();
  for (const [key, node] of Object.entries(doc.nodes)) {
    if (key !== node.id) return `the node "${node.name}" is filed under another id`;
    if (names.has(node.name)) return `two nodes are called "${node.name}"`;
    names.add(node.name);
    if (node.kind === 'input' && countElements(node.value) > LIMITS.elements) {
      return `the value of "${node.name}" has more than ${LIMITS.elements} elements`;
    }
  }
  for (const [key, edge] of Object.entries(doc.edges)) {
    if (key !== edge.id || edge.id !== edgeId(edge.target, edge.input)) {
      return `the edge "${key.slice(0, 60)}" is filed under another id`;
    }
    const target = doc.nodes[edge.target];
    if (!doc.nodes[edge.source] || !target)
      return `the edge "${edge.id}" leads to a node that isn't there`;
    // An operation that this version doesn't know has inputs that it doesn't know either.
    const inputs = inputNames(target);
    if (inputs.length > 0 && !inputs.includes(edge.input)) {
      return `the edge "${edge.id}" leads to an input that isn't there`;
    }
    if (target.kind === 'input') return `the edge "${edge.id}" leads into an input node`;
  }
  const { result, chart } = doc.meta;
  for (const id of [result, chart.input]) {
    if (id !== null && !doc.nodes[id]) return `it refers to a node "${id}" that isn't there`;
  }
  return null;
}

const countElements = (value: unknown): number =>
  Array.isArray(value) ? value.reduce<number>((sum, part) => sum + countElements(part), 0) : 1;

/** Checks a plain value as a document. Never throws. */
export function checkDocument(value: unknown): Loaded {
  if (!isRecord(value) || value.format !== FORMAT) {
    return refused('This is no Backflow document.');
  }
  if (typeof value.version === 'number' && value.version > VERSION) {
    return refused('The document was made by a newer Backflow. Reload the app to update it.');
  }
  for (const part of ['nodes', 'edges'] as const) {
    const entries = value[part];
    const limit = part === 'nodes' ? LIMITS.nodes : LIMITS.nodes * 8;
    if (isRecord(entries) && Object.keys(entries).length > limit) {
      const found = Object.keys(entries).length.toLocaleString('en');
      return refused(
        `The document has ${found} ${part}, and at most ${limit.toLocaleString('en')} can be opened.`
      );
    }
  }
  const parsed = v.safeParse(documentSchema, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue) ?? 'the whole';
    return refused(
      `The document is damaged at ${path.slice(0, 100)}: ${issue.message.slice(0, 200)}.`
    );
  }
  const fault = structuralFault(parsed.output);
  return fault === null
    ? { ok: true, document: parsed.output }
    : refused(`The document is damaged: ${fault}.`);
}

/** The document as a JSON text that people can read and compare. */
export const toJson = (doc: Document): string => JSON.stringify(doc, null, 2) + '\n';

/**
 * Reads a document's JSON. Never throws, and runs nothing.
 * @returns the document, or one sentence about what is wrong with the text
 */
export function fromJson(text: string): Loaded {
  if (text.length > MAX_JSON) return refused('The file is too large to be a Backflow document.');
  if (isTooDeep(text)) return refused('The file is nested too deeply to be a Backflow document.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('The file is no JSON: it may be cut off or of another kind.');
  }
  return checkDocument(value);
}
