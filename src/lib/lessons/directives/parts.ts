import type { Code, RootContent } from 'mdast';
import { Attributes, LessonFault } from '../attributes';
import type { Converter } from '../convert';
import { LIMITS, type Words } from '../lesson';
import { isDirective, lineOf, partsOf, type Directive } from '../markdown';

/** The directives of those names that stand right in another, and the rest of what it holds. */
export function split(
  node: Directive,
  names: readonly string[]
): {
  readonly found: ReadonlyMap<string, readonly Directive[]>;
  readonly codes: readonly Code[];
  readonly rest: readonly RootContent[];
} {
  const found = new Map<string, Directive[]>();
  const rest: RootContent[] = [];
  const codes: Code[] = [];
  for (const child of partsOf(node).content) {
    if (isDirective(child) && names.includes(child.name)) {
      found.set(child.name, [...(found.get(child.name) ?? []), child]);
    } else if (child.type === 'code' && ['python', 'output', 'json'].includes(child.lang ?? '')) {
      codes.push(child);
    } else rest.push(child);
  }
  return { found, codes, rest };
}

/** The words of parts that have no attributes. */
export const wordsOf = (parts: readonly Directive[] | undefined, converter: Converter): Words[] =>
  (parts ?? []).map((part) => {
    new Attributes(part, []);
    return converter.words(part);
  });

/** The words of a part that stands there at most once. */
export function onlyWords(
  name: string,
  found: ReadonlyMap<string, readonly Directive[]>,
  converter: Converter
): Words {
  const [words, second] = wordsOf(found.get(name), converter);
  if (second) throw new LessonFault(`There is more than one \`${name}\`.`);
  return words ?? [];
}

/** The only block of JSON, or null where there is none. */
export function jsonOf(codes: readonly Code[]): string | null {
  const blocks = codes.filter(({ lang }) => lang === 'json');
  if (blocks.length > 1) throw new LessonFault('There is more than one block of JSON.');
  return blocks[0]?.value ?? null;
}

/** A program of the lesson's, bounded. */
export function codeOf({ value, position }: Code): string {
  if (value.length <= LIMITS.code) return value;
  const line = position?.start.line ?? 1;
  throw new LessonFault(`The program in line ${line} is longer than ${LIMITS.code} characters.`);
}

/** A program, and what is said about its output right after it. */
export interface Listing {
  readonly code: string;
  readonly output: string | null;
  /** Words after `python`, such as `mended`. */
  readonly meta: string;
  readonly line: number;
}

/** The programs of a directive in their order. */
export function listings(codes: readonly Code[]): Listing[] {
  const all: Listing[] = [];
  for (const code of codes) {
    if (code.lang === 'python') {
      const meta = (code.meta ?? '').trim();
      all.push({ code: codeOf(code), output: null, meta, line: lineOf(code) });
      continue;
    }
    if (code.lang !== 'output') continue;
    const last = all.pop();
    if (!last || last.output !== null) {
      throw new LessonFault('A block `output` stands after the program that prints it.');
    }
    all.push({ ...last, output: code.value });
  }
  return all;
}
