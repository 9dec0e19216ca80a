import { VERSION } from './document';

type Plain = Readonly<Record<string, unknown>>;
export type Migration = (doc: Plain) => Plain;

/** What makes a document of version n one of version n + 1, under n. A new version adds its step and keeps the others. */
const steps: Readonly<Record<number, Migration>> = {};

/**
 * An older document, unchecked, in the form of this version.
 * @returns the value itself where it is of this version, or where no step leads here
 */
export function migrate(
  value: Plain,
  migrations: Readonly<Record<number, Migration>> = steps,
  version = VERSION
): Plain {
  let current = value;
  for (let from = Number(value.version); from < version; from++) {
    const step = migrations[from];
    if (!step) return value;
    current = { ...step(current), version: from + 1 };
  }
  return current;
}
