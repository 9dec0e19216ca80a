/** What to write instead of characters that people paste from books, slides and chats. */

const spelled: Readonly<Record<string, string>> = {
  ...each('×·⋅∙∗•', '*'),
  ...each('÷∕⁄', '/'),
  ...each('−–—‒‐﹣', '-'),
  '√': 'sqrt(…)',
  '∑': 'sum(…)',
  '∞': 'inf',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '½': '1/2',
  '¼': '1/4',
  '¾': '3/4',
  π: 'pi'
};

const greek =
  'α alpha β beta γ gamma δ delta ε epsilon ϵ epsilon ζ zeta η eta θ theta ι iota κ kappa λ lam ' +
  'μ mu µ mu ν nu ξ xi ρ rho σ sigma τ tau υ upsilon φ phi ϕ phi χ chi ψ psi ω omega ' +
  'Γ Gamma Δ Delta Θ Theta Λ Lam Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega';
const greekNames = new Map<string, string>();
greek.split(' ').forEach((word, k, words) => {
  if (k % 2 === 0) greekNames.set(word, words[k + 1] ?? '');
});

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ';
const PLAIN = '0123456789+-n';

function each(characters: string, replacement: string): Record<string, string> {
  return Object.fromEntries(Array.from(characters, (character) => [character, replacement]));
}

/** The run of superscripts at this place, e.g. `²` or `⁻¹`; empty if there is none. */
export function superscripts(source: string, from: number): string {
  let to = from;
  while (to < source.length && SUPERSCRIPTS.includes(source.charAt(to))) to++;
  return source.slice(from, to);
}

/** Superscripts in plain characters: `⁻¹` is `-1`. */
export const lowered = (run: string): string =>
  Array.from(run, (character) => PLAIN.charAt(SUPERSCRIPTS.indexOf(character))).join('');

/** Explains one character (a whole code point) that a formula can't hold. */
export function explainCharacter(character: string): string {
  const replacement = spelled[character];
  if (replacement) return `\`${character}\` isn't Python: write \`${replacement}\``;
  const name = greekNames.get(character);
  if (name) return `Names use the letters a to z: write \`${name}\` for \`${character}\``;
  if (/[“”‘’„"']/.test(character)) return "Text in quotes can't be used here";
  if (/[{}]/.test(character)) return `\`${character}\` can't be used here: write round brackets`;
  if (character === '!') return "`!` isn't an operator of Python";
  if (character === ':') return "`:` can't be used here: a name gets its value with `=`";
  // Full-width and mathematical letters look like plain ones.
  const plain = character.normalize('NFKC');
  if (plain !== character && /^[\x21-\x7e]+$/.test(plain)) {
    return `\`${character}\` isn't the plain character: write \`${plain}\``;
  }
  if (/\p{L}/u.test(character)) {
    return `Names use the letters a to z, digits and \`_\`: \`${character}\` can't stand in one`;
  }
  return `\`${character}\` can't be used here`;
}
