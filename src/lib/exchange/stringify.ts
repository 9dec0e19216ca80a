/** Stands for -0 until the text is made; no text that a person types is the same. */
const MARK = '\u0000-0';
const WRITTEN = JSON.stringify(MARK);

/** A value as JSON with the sign of zero, which JSON has and `JSON.stringify` drops: 1/-0 is -inf. */
export function stringify(value: unknown, indent?: number): string {
  const text = JSON.stringify(
    value,
    (_, part: unknown) => (Object.is(part, -0) ? MARK : part),
    indent
  );
  return text.replaceAll(WRITTEN, '-0');
}
