import { listed } from '../explain/listed';
import { parseAt, parseTensor } from '../formula';
import type { TensorLiteral } from '../graph/document';
import type { Directive } from './markdown';

/** What an author wrote that can't be read; the directive is shown as a fault. */
export class LessonFault extends Error {}

/** `a`, `b` and `c`. */
const quoted = (names: readonly string[]): string => listed(names.map((name) => `\`${name}\``));

/** The attributes of a directive, each read as what it has to be. */
export class Attributes {
  private readonly given: Readonly<Record<string, string | null | undefined>>;

  /** @throws LessonFault where there is one that the directive doesn't have */
  constructor(
    readonly directive: Pick<Directive, 'name' | 'attributes'>,
    known: readonly string[]
  ) {
    this.given = directive.attributes ?? {};
    for (const name of Object.keys(this.given)) {
      if (known.includes(name)) continue;
      const has = known.length > 0 ? `It has ${quoted(known)}.` : 'It has none.';
      throw new LessonFault(`\`${directive.name}\` has no attribute \`${name}\`. ${has}`);
    }
  }

  has(name: string): boolean {
    return Object.hasOwn(this.given, name);
  }

  /** A text, or null where it isn't given. @throws LessonFault where it is empty */
  text(name: string): string | null {
    if (!this.has(name)) return null;
    const value = (this.given[name] ?? '').trim();
    if (value === '') this.fail(name, `write \`${name}="…"\``);
    return value;
  }

  /** Whether a switch is on: `chart`, `chart="yes"`; `chart="no"` is off. */
  flag(name: string): boolean {
    if (!this.has(name)) return false;
    const value = (this.given[name] ?? '').trim().toLowerCase();
    if (['', 'yes', 'true', 'on'].includes(value)) return true;
    if (['no', 'false', 'off', 'none'].includes(value)) return false;
    return this.fail(name, 'is a switch: write its name alone');
  }

  oneOf<T extends string>(name: string, words: readonly T[], otherwise: T): T {
    const value = this.text(name);
    if (value === null) return otherwise;
    const found = words.find((word) => word === value);
    return found ?? this.fail(name, `is one of ${quoted(words)}`);
  }

  number(name: string, from: number, to: number): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const number = Number(value);
    if (Number.isFinite(number) && number >= from && number <= to) return number;
    return this.fail(name, `is a number from ${from} to ${to}`);
  }

  /** Names with spaces or commas between them. */
  names(name: string): string[] {
    const names = (this.text(name) ?? '').split(/[\s,]+/).filter(Boolean);
    const wrong = names.find((one) => !/^[A-Za-z_]\w*$/.test(one));
    return wrong === undefined ? names : this.fail(name, `\`${wrong}\` is no name`);
  }

  /** Values by name, `u=2, v=[1, 2]`. */
  values(name: string): Record<string, TensorLiteral> {
    const parsed = parseAt(this.text(name) ?? '');
    return parsed.ok ? parsed.values : this.fail(name, parsed.message);
  }

  tensor(name: string): TensorLiteral | null {
    const text = this.text(name);
    if (text === null) return null;
    const parsed = parseTensor(text);
    return parsed.ok ? parsed.value : this.fail(name, parsed.message);
  }

  fail(name: string, message: string): never {
    throw new LessonFault(`\`${name}\` of \`${this.directive.name}\`: ${message}.`);
  }
}
