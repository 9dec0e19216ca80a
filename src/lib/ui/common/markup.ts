import katex from 'katex';

/** Formulas that are remembered: rows that scroll back into view, steps that are shown again. */
const MOST = 1000;
const known = new Map<string, string>();

/** A formula as HTML. */
export function markup(latex: string, displayMode: boolean, isPicture: boolean): string {
  const key = `${Number(displayMode)}${Number(isPicture)}${latex}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  // Only colouring by class is trusted: links and images in LaTeX stay inert.
  const made = katex.renderToString(latex, {
    displayMode,
    throwOnError: false,
    strict: 'ignore',
    trust: (context) => context.command === '\\htmlClass',
    output: isPicture ? 'html' : 'htmlAndMathml'
  });
  if (known.size >= MOST) known.delete(known.keys().next().value ?? '');
  known.set(key, made);
  return made;
}
