import { LIMITS, type Document } from '../document';

/** What no name may collide with: names in use, plus those already given out. */
export const namesIn = (doc: Document): Set<string> =>
  new Set(Object.values(doc.nodes).map(({ name }) => name));

/** `base`, or `base_2`, `base_3`, … where that is taken; the answer is then taken too. */
export function freeName(base: string, taken: Set<string>): string {
  const [, stem = base] = /^(.*?)(?:_\d+)?$/.exec(base) ?? [];
  let name = base.slice(0, LIMITS.name);
  for (let n = 2; taken.has(name); n++) {
    const suffix = `_${n}`;
    name = stem.slice(0, LIMITS.name - suffix.length) + suffix;
  }
  taken.add(name);
  return name;
}

/** Labels of groups that are in use. */
export const labelsIn = (doc: Document): Set<string> =>
  new Set(Object.values(doc.groups ?? {}).map(({ name }) => name));

/** A label, or the next one that is free: `Layer`, `Layer 2`, …; the answer is then taken too. */
export function freeLabel(base: string, taken: Set<string>): string {
  const [, stem = base] = /^(.*?)(?: \d+)?$/u.exec(base) ?? [];
  let label = base.slice(0, LIMITS.name);
  for (let n = 2; taken.has(label); n++) {
    label = stem.slice(0, LIMITS.name - ` ${n}`.length).trimEnd() + ` ${n}`;
  }
  taken.add(label);
  return label;
}

/** The next letter that learners use for inputs, else `x_2`, … */
export function freeInputName(taken: Set<string>): string {
  const letter = [...'xyzuvwabc'].find((candidate) => !taken.has(candidate));
  return freeName(letter ?? 'x', taken);
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A fresh id: random, so that two tabs that add at once don't meet. */
export const freeId = (doc: Document): string => freshId('n', (id) => !doc.nodes[id]);

export const freeGroupId = (doc: Document): string => freshId('g', (id) => !doc.groups?.[id]);

function freshId(letter: string, isFree: (id: string) => boolean): string {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(10));
    const id = `${letter}${Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('')}`;
    if (isFree(id)) return id;
  }
}

/** Rank of creation of the next node. */
export const nextOrder = (doc: Document): number =>
  Object.values(doc.nodes).reduce((most, { order }) => Math.max(most, order + 1), 0);
