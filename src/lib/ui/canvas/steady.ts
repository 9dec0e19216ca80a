/** Whether two frames of the same thing show the same. */
function isSame<T extends object>(a: T, b: T): boolean {
  for (const key in b) if (a[key] !== b[key]) return false;
  return true;
}

/**
 * Keeps the last of a row of objects as long as nothing in the next one differs, so that a step wakes only those nodes
 * and wires in which something changes.
 */
export function steady<T extends object>(): (next: T) => T {
  let last: T | null = null;
  return (next) => (last = last !== null && isSame(last, next) ? last : next);
}
